"""The medical terms, each with one plain definition that every topic shares."""

from pathlib import Path
from typing import Annotated

from handouts import inline, reading
from handouts.content import Says, Words
from handouts.walk import translated


class Term(Words, frozen=True, kw_only=True):
    """A medical term. Its translation is the approved rendering in that language.

    ``keep`` lists abbreviations that stay as they are in every language.
    """

    term: Annotated[str, Says("medical term: the word this language's cancer services use", 40)]
    definition: Annotated[str, Says("definition of the term, in plain words", 110)]
    keep: tuple[str, ...] = ()


class Glossary(Words, frozen=True, kw_only=True):
    """All terms by id, in the order in which a handout prints them."""

    terms: dict[str, Term]


def load(path: Path) -> Glossary:
    """Read the glossary.

    Raises:
        Refused: the file cannot be read, is not TOML, or a term lacks a word.
    """
    glossary = reading.load(path, "glossary", Glossary, wrap="terms")
    return translated(glossary, lambda message: inline.clean(message.text))
