"""A translation is not a copy of the English."""

import re
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import PLACEHOLDER, plain
from handouts.lexicon import folded
from handouts.library import GLOSSARY

_LETTERS = re.compile(r"[^\W\d_]{2}")


def translations_are_no_copies(case: Case) -> Iterator[Finding]:
    """Ask about a text that is the English, letter by letter; of a term, once in the glossary."""
    terms = case.sources.glossary.terms.values()
    kept = {folded(word) for term in terms for word in (*term.keep, term.term)}
    for domain, message, text in case.pairs():
        said = folded(plain(text))
        if said != folded(plain(message.text)) or not _LETTERS.search(PLACEHOLDER.sub("", said)):
            continue
        if said in kept and domain != GLOSSARY:
            continue
        what = "This is the English, letter by letter."
        hint = "Translate it; if the language says it the same way, say so."
        yield case.question("untranslated", domain, message, what, hint, text)
