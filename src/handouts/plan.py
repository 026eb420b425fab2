"""What there is to make: topics, languages, editions and papers, spelled out as jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handouts import editions, names
from handouts.editions import DECK
from handouts.errors import WrongUse, unknown
from handouts.language import Language
from handouts.library import Library
from handouts.papers import PAPERS, Paper
from handouts.session import USUAL, Session


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: small, so that it travels to a worker process. A deck has no paper.

    A ``release`` is made of approved text only. The ``session`` is what is asked of a deck.
    """

    library: Path
    topic: str
    language: Language
    edition: str
    paper: Paper | None
    clinic: str = ""
    release: bool = False
    session: Session = USUAL


def file_name(job: Job) -> str:
    """Name the file of a job: topic, edition, paper or session, language."""
    if job.paper:
        return names.handout(job.topic, job.edition, job.paper, job.language.tag)
    twofold = job.session.notes == "bilingual" and not job.language.is_source
    return names.deck(job.topic, job.session.length, twofold, job.language.tag)


def choose_topics(library: Library, given: Iterable[str]) -> tuple[str, ...]:
    """Check names of topics; all topics where none is named.

    Raises:
        WrongUse: a name is no topic of the library.
    """
    return _chosen("topic", given, library.topics())


def choose_editions(library: Library, given: Iterable[str]) -> tuple[str, ...]:
    """Check names of editions; all editions where none is named.

    Raises:
        WrongUse: a name is no edition of the library.
        Refused: the library's table of editions cannot be used.
    """
    return _chosen("edition", given, (*editions.load(library), DECK))


def choose_papers(given: Iterable[str], usual: Paper) -> tuple[Paper, ...]:
    """Check names of papers; the usual one where none is named.

    Raises:
        WrongUse: a name is no paper.
    """
    return tuple(dict.fromkeys(map(choose_paper, given))) or (usual,)


def choose_paper(name: str) -> Paper:
    """Check the name of a paper.

    Raises:
        WrongUse: the name is no paper.
    """
    for paper in PAPERS:
        if name.lower() == paper:
            return paper
    raise unknown("paper", name, PAPERS)


def _chosen(what: str, given: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(given)) or known
    for name in wanted:
        if name not in known:
            raise unknown(what, name, known)
    return wanted


def jobs(
    library: Library,
    topics: Iterable[str],
    languages: Iterable[Language],
    wanted: Iterable[str],
    papers: Iterable[Paper],
    clinic: str = "",
    release: bool = False,
    session: Session = USUAL,
) -> list[Job]:
    """Spell out every file to make, topic by topic, language by language.

    What an edition is not made in is left out: another paper, English beside English.

    Raises:
        Refused: the library's table of editions cannot be used.
    """
    wanted, languages, papers = tuple(wanted), tuple(languages), tuple(papers)
    known = editions.load(library)
    return [
        Job(library.root, topic, language, name, paper, clinic, release, session)
        for topic in topics
        for language in languages
        for name in wanted
        for paper in _papers(known.get(name), language, papers)
    ]


def _papers(
    edition: editions.Edition | None, language: Language, papers: tuple[Paper, ...]
) -> tuple[Paper | None, ...]:
    if edition is None:
        return (None,)  # a deck
    if edition.is_bilingual and language.is_source:
        return ()
    return tuple(paper for paper in papers if paper in edition.papers)


def refuse_nothing(
    library: Library, named: Iterable[str], papers: tuple[Paper, ...], made: list[Job]
) -> None:
    """Stop where an edition that the user named comes to nothing.

    Raises:
        WrongUse: it is not made on the papers, or English would stand beside itself.
    """
    known, done = editions.load(library), {job.edition for job in made}
    for name in named:
        if name in done or name not in known:
            continue
        if not {*papers} & {*known[name].papers}:
            others = ", ".join(f"--paper {p}" for p in known[name].papers)
            what = f"The edition “{name}” is not made on {' or '.join(papers)}."
            raise WrongUse(what, f"Ask for {others}.")
        raise WrongUse(
            f"The edition “{name}” sets English beside another language.",
            "Name the other language with -l.",
        )
