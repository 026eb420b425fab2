"""The approved term of the glossary is used wherever its English is."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import parse, plain


def approved_terms_are_used(case: Case) -> Iterator[Finding]:
    """Ask about a text that says a medical term another way, in none of its known forms."""
    here = case.theirs.terms
    glossary = case.document.glossary.terms
    for domain, message, text in case.pairs():
        english, said = plain(case.without_addresses(message.text)), plain(text)
        for term, finder in case.ours.terms.items():
            if term not in here or term not in glossary or not finder.any(english):
                continue
            if not here[term].any(said):
                approved = glossary[term].term
                what = f"“{approved}” is approved for “{term}”, and is not here."
                hint = "Use the approved term, or add the form of it to lexicon.toml."
                yield case.question("term", domain, message, what, hint, text, part=term)
        for term, words in _linked(text):
            if term in here and not here[term].any(words):
                what = f"“{words}” is linked to “{term}”, which is not what it says."
                hint = "Link the words that say this term."
                yield case.question("term", domain, message, what, hint, text, part=f"link {term}")


def _linked(text: str) -> list[tuple[str, str]]:
    """List the glossary terms a text links to, with the words it links."""
    return [(span.term, span.text) for span in parse(text) if span.term]
