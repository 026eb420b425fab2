"""How far each language is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from handouts import catalog, document, walk
from handouts.catalog import Catalog
from handouts.content import Words
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.inline import plain
from handouts.language import Language
from handouts.library import Library
from handouts.walk import Message


@dataclass(frozen=True, slots=True)
class Count:
    """What a language has of all messages; words are counted in the English."""

    language: Language
    messages: int
    translated: int
    fuzzy: int
    missing: int
    obsolete: int
    words: int
    words_done: int

    @property
    def percent(self) -> int:
        """Answer the share of messages done, rounded down: 100 means every one."""
        return 100 * self.translated // self.messages if self.messages else 100


class _Domain(NamedTuple):
    messages: tuple[Message, ...]
    catalog: Catalog


def domains(library: Library) -> dict[str, Words]:
    """Name every part of the library that has a catalog of its own, with its English.

    Raises:
        Refused: a topic, the glossary or the labels cannot be read.
    """
    found: dict[str, Words] = {}
    for topic in library.topics():
        found.update(document.open_sources(library, topic).domains())
    return found


def count(library: Library, languages: Sequence[Language]) -> tuple[list[Count], list[Finding]]:
    """Count each language; a catalog that is not there or cannot be read is a finding."""
    counts: list[Count] = []
    findings: list[Finding] = []
    parts = {name: walk.messages(words) for name, words in domains(library).items()}
    for language in languages:
        if language.is_source:
            continue
        opened = []
        for domain, messages in parts.items():
            path = library.catalog(language, domain)
            try:
                opened.append(_Domain(messages, catalog.read(path)))
            except Refused as refused:
                opened.append(_Domain(messages, Catalog(path)))
                findings += refused.findings
        counts.append(_counted(language, opened))
    return counts, findings


def _counted(language: Language, parts: Sequence[_Domain]) -> Count:
    done = [m for part in parts for m in part.messages if part.catalog.look_up(m)]
    fuzzy = sum(_is_fuzzy(m, part.catalog) for part in parts for m in part.messages)
    every = [m for part in parts for m in part.messages]
    return Count(
        language=language,
        messages=len(every),
        translated=len(done),
        fuzzy=fuzzy,
        missing=len(every) - len(done) - fuzzy,
        obsolete=sum(part.catalog.obsolete for part in parts),
        words=_words(every),
        words_done=_words(done),
    )


def _is_fuzzy(message: Message, book: Catalog) -> bool:
    """Tell whether there is a translation that somebody has yet to look at."""
    entry = book.entries.get(message.context)
    return bool(entry and entry.text) and book.look_up(message) is None


def _words(messages: Sequence[Message]) -> int:
    return sum(len(plain(message.text).split()) for message in messages)
