"""What the checks need to know of a language's words is known."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.errors import nearest
from handouts.findings import Finding, error
from handouts.reading import shown


def words_are_known(case: Case) -> Iterator[Finding]:
    """Find a lexicon that is not there, lacks a table, or names a term or a unit that is none."""
    language = case.document.language
    if language.is_source or language.is_pseudo:
        return
    lexicon, file = case.theirs.lexicon, shown(case.library.lexicon(language))
    lacking = {
        "[negation] words": lexicon.negation.words,
        "[modality] must": lexicon.modality.must,
        "[modality] may": lexicon.modality.may,
        "[numbers]": lexicon.numbers,
        "[units]": lexicon.units,
        "[terms]": lexicon.terms,
    }
    if empty := [name for name, words in lacking.items() if not words]:
        yield error(
            "lexicon",
            f"{language.english_name} is checked less: its lexicon has no {', '.join(empty)}.",
            "Write them by the example of locales/es/lexicon.toml.",
            file=file,
            language=language.tag,
        )
    for kind, named, known in (
        ("glossary term", lexicon.terms, case.sources.glossary.terms),
        ("unit", lexicon.units, case.ours.lexicon.units),
    ):
        for name in named:
            if name not in known:
                what = f"The lexicon names “{name}”, which is no {kind}."
                yield error("lexicon", what, nearest(name, known), file=file, language=language.tag)
    if lexicon.terms:
        for term in case.sources.glossary.terms.keys() - lexicon.terms.keys():
            what = f"The lexicon has no forms of the glossary term “{term}”."
            hint = f'Add under [terms]: {term} = ["…"]'
            yield error("lexicon", what, hint, file=file, language=language.tag)
