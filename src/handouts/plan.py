"""What there is to make: topics, languages, editions and papers, spelled out as jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handouts.clinic import Paper
from handouts.errors import unknown
from handouts.language import Language
from handouts.library import Library

PAPERS: tuple[Paper, ...] = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class Edition:
    """One way to put a document out. A deck has no paper."""

    name: str
    description: str
    on_paper: bool


EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("leaflet", "PDF to print and take home, at most 6 pages", on_paper=True),
        Edition("deck", "PowerPoint teaching deck with speaker notes", on_paper=False),
    )
}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: small, so that it travels to a worker process.

    A ``release`` is made of approved text only.
    """

    library: Path
    topic: str
    language: Language
    edition: str
    paper: Paper | None
    clinic: str = ""
    release: bool = False


def choose_topics(library: Library, names: Iterable[str]) -> tuple[str, ...]:
    """Check names of topics; all topics where none is named.

    Raises:
        WrongUse: a name is no topic of the library.
    """
    return _chosen("topic", names, library.topics())


def choose_editions(names: Iterable[str]) -> tuple[str, ...]:
    """Check names of editions; all editions where none is named.

    Raises:
        WrongUse: a name is no edition.
    """
    return _chosen("edition", names, tuple(EDITIONS))


def choose_paper(name: str) -> Paper:
    """Check the name of a paper.

    Raises:
        WrongUse: the name is no paper.
    """
    for paper in PAPERS:
        if name.lower() == paper:
            return paper
    raise unknown("paper", name, PAPERS)


def _chosen(what: str, names: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(names)) or known
    for name in wanted:
        if name not in known:
            raise unknown(what, name, known)
    return wanted


def jobs(
    library: Library,
    topics: Iterable[str],
    languages: Iterable[Language],
    editions: Iterable[str],
    papers: Iterable[Paper],
    clinic: str = "",
    release: bool = False,
) -> list[Job]:
    """Spell out every file to make, topic by topic, language by language."""
    editions, languages, papers = tuple(editions), tuple(languages), tuple(papers)
    return [
        Job(library.root, topic, language, edition, paper, clinic, release)
        for topic in topics
        for language in languages
        for edition in editions
        for paper in (papers if EDITIONS[edition].on_paper else (None,))
    ]
