"""Which files decide over an artifact: all that a job reads, and nothing else.

A build compares them, by content, to know what is up to date. So a file that a job comes to read
must be listed here; a test watches a build open its files and holds this list to it.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from handouts import design, editions, fonts, names
from handouts.language import SOURCE, Language
from handouts.library import GLOSSARY, LABELS, Library, files
from handouts.plan import Job


def shared(library: Library) -> tuple[Path, ...]:
    """List what every artifact is made from."""
    config = library.fonts / "fonts.conf"
    return library.glossary, library.labels, library.lexicon(Language(SOURCE)), config


def topic(library: Library, name: str) -> tuple[Path, ...]:
    """List a topic's file, and the figures it names with their twins, there or not."""
    path = library.topic(name)
    figures = sorted(_strings(_table(path)) & {*library.drawings()})
    twins = (t for f in figures for t in (f, names.upright(f), names.on_slide(f)))
    return (path, *map(library.drawing, twins))


def _table(path: Path) -> object:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None  # the job itself says what is wrong with it


def _strings(value: object) -> set[str]:
    """Gather every text of a TOML file: a figure's name is one of them."""
    if isinstance(value, str):
        return {value}
    members = [*value.values()] if isinstance(value, dict) else value
    return {s for m in members for s in _strings(m)} if isinstance(members, list) else set()


def language(library: Library, lang: Language, topic: str) -> tuple[Path, ...]:
    """List what a language says of a topic, what is known of its words, and answers given."""
    own = library.lexicon(lang), library.acknowledged(lang)
    if lang.is_source:
        return own
    return (*own, *(library.catalog(lang, domain) for domain in (topic, GLOSSARY, LABELS)))


def sign_offs(library: Library, lang: Language, topic: str) -> tuple[Path, ...]:
    """List the ledger of a topic in a language and who may sign; nothing where nobody has."""
    ledger = library.sign_offs(lang, topic)
    records = sorted(ledger.iterdir()) if ledger.is_dir() else [ledger] if ledger.exists() else []
    if not records:
        return ()
    return (*records, library.reviewers, library.allowed_signers, library.settings)


def templates(library: Library, job: Job) -> tuple[Path, ...]:
    """List the templates and style sheets that an artifact is made with."""
    edition = editions.load(library).get(job.edition)
    if edition:
        return design.of_print(library, edition)
    own = job.session.template
    return (Path(own) if own else library.deck_template(job.language.direction),)


def faces(library: Library, folders: Iterable[str]) -> Iterator[Path]:
    """List the fonts of some families, by the names of their folders."""
    for folder in folders:
        yield from files(library.fonts / folder, "*.ttf")


def families(library: Library, lang: Language) -> tuple[str, ...]:
    """Name the folders of the fonts that a language is set in."""
    return tuple(map(fonts.folder, lang.script.print_fonts)) if lang.script else every(library)


def every(library: Library) -> tuple[str, ...]:
    """Name the folders of all shipped fonts."""
    return tuple(sorted(p.name for p in library.fonts.glob("*") if p.is_dir()))


def clinic(library: Library, job: Job) -> Path:
    """Answer the clinic's file; which of its details are printed depends on the language."""
    return Path(job.clinic) if job.clinic else library.clinic


def speakers(library: Library, job: Job) -> tuple[Language, ...]:
    """List the languages that an artifact speaks: its own, and English where it stands beside."""
    edition = editions.load(library).get(job.edition)
    twofold = edition.is_bilingual if edition else job.session.notes == "bilingual"
    english = (Language(SOURCE),) if twofold and not job.language.is_source else ()
    return (job.language, *english)


def watched(library: Library, jobs: Iterable[Job]) -> list[Path]:
    """List every file that decides over some artifacts, those too that are not there yet."""
    found: dict[Path, None] = dict.fromkeys((*shared(library), library.editions))
    for job in jobs:
        found.update(dict.fromkeys((*topic(library, job.topic), *templates(library, job))))
        edition = editions.load(library).get(job.edition)
        sheets = design.own_sheets(edition) if edition else ()
        found.update(dict.fromkeys(library.print_templates / sheet for sheet in sheets))
        found.update(dict.fromkeys(faces(library, families(library, job.language))))
        found[clinic(library, job)] = None
        found[library.sign_offs(job.language, job.topic)] = None  # a new record changes the folder
        for lang in speakers(library, job):
            found.update(dict.fromkeys(language(library, lang, job.topic)))
            found.update(dict.fromkeys(sign_offs(library, lang, job.topic)))
    return [*found]
