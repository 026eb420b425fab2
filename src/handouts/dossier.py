"""All that a reviewer of one language reads: each text beside its English, and what is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from handouts import catalog, wording
from handouts.approval import Role
from handouts.catalog import Catalog
from handouts.content import Words
from handouts.document import Document, Sources
from handouts.errors import Refused
from handouts.findings import Finding, Severity
from handouts.language import Language
from handouts.library import GLOSSARY, LABELS, Library
from handouts.walk import Message
from handouts.wording import Said, Wording

DECISIONS = "handouts decisions 1"  # what a file of decisions says it is
FRONT = "Title"
CHAPTERS = {GLOSSARY: "Words explained", LABELS: "Words that every handout shares"}


@dataclass(frozen=True)
class Passage:
    """One message with its place, its back-translation and the findings about it.

    ``said`` has the translation as the file has it. ``was`` is what stood there at the last
    approval, None where nothing did; ``is_changed`` tells whether it differs.
    """

    number: int
    said: Said
    chapter: str
    place: str
    back: str
    findings: tuple[Finding, ...]
    was: Said | None
    is_changed: bool

    @property
    def open(self) -> list[Finding]:
        """List the findings that nobody has answered."""
        return [f for f in self.findings if f.severity is not Severity.ACKNOWLEDGED]

    @property
    def answered(self) -> list[Finding]:
        """List the findings that a person let stand, with the reason."""
        return [f for f in self.findings if f.severity is Severity.ACKNOWLEDGED]


@dataclass(frozen=True)
class Chapter:
    """A section of the topic, or what all topics share, in reading order."""

    title: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Baseline:
    """What was approved before: the role, the record's number and its wording."""

    role: Role
    number: int
    wording: Wording


@dataclass(frozen=True)
class Dossier:
    """A whole topic in one language, ready to be read and judged.

    ``baseline`` is the approval that changes are counted from; None where a first one is asked
    for. ``others`` names what changed besides texts. Of a ``partial`` dossier only what changed is
    shown. Pictures are PNG files; ``slides`` is None where none could be made.
    """

    document: Document
    roles: tuple[Role, ...]
    chapters: tuple[Chapter, ...]
    general: tuple[Finding, ...]
    baseline: Baseline | None
    others: tuple[str, ...]
    gone: tuple[Said, ...]
    partial: bool
    pages: tuple[bytes, ...] = ()
    slides: tuple[bytes, ...] | None = None

    @property
    def passages(self) -> list[Passage]:
        """List all passages in reading order."""
        return [passage for chapter in self.chapters for passage in chapter.passages]

    @property
    def shown(self) -> tuple[Chapter, ...]:
        """Choose the chapters to show: all, or what changed with the passages around it."""
        if not self.partial:
            return self.chapters
        changed = {p.number for p in self.passages if p.is_changed}
        near = changed | {n - 1 for n in changed} | {n + 1 for n in changed}
        kept = (
            Chapter(c.title, tuple(p for p in c.passages if p.number in near))
            for c in self.chapters
        )
        return tuple(chapter for chapter in kept if chapter.passages)


def passages(
    library: Library,
    sources: Sources,
    catalogs: Mapping[str, Catalog],
    document: Document,
    findings: Iterable[Finding],
    before: Wording | None,
) -> Iterator[Passage]:
    """Go through every message in reading order, with all that is known of it."""
    known = tuple(findings)
    backs = _back_translations(library, document.language, sources.domains())
    old = {said.key: said for said in before.messages} if before else {}
    spoken = zip(
        wording.spoken(sources.topic, sources.domains()), document.wording.messages, strict=True
    )
    for number, ((domain, message), trusted) in enumerate(spoken, start=1):
        was = old.get(trusted.key)
        said = _said(domain, message, catalogs, document.language)
        yield Passage(
            number=number,
            said=said,
            chapter=_chapter(domain, message),
            place=" › ".join((*message.where[1:], message.says.role)),
            back=backs.get((domain, message.context, said.text), ""),
            findings=tuple(f for f in known if _is_about(f, domain, message)),
            was=was,
            is_changed=before is not None and was != trusted,
        )


def _said(
    domain: str, message: Message, catalogs: Mapping[str, Catalog], language: Language
) -> Said:
    if language.is_source:
        return Said(domain, message.context, message.text, message.text)
    entry = catalogs[domain].entries.get(message.context)
    return Said(domain, message.context, message.text, entry.raw if entry else "")


def _is_about(finding: Finding, domain: str, message: Message) -> bool:
    catalog_of = finding.catalog or domain
    at_home = not finding.file.endswith(".po") or finding.file.endswith(f"/{domain}.po")
    return finding.where == message.context and catalog_of == domain and at_home


def _back_translations(
    library: Library, language: Language, domains: Mapping[str, Words]
) -> dict[tuple[str, str, str], str]:
    """Read what was put back into English, by catalog, context and the text it was made from."""
    found: dict[tuple[str, str, str], str] = {}
    for domain in domains if not language.is_source else ():
        path = library.back_translation(language, domain)
        try:
            entries = catalog.read(path).entries if path.exists() else {}
        except Refused:  # it is for reading only: without it, the packet says there is none
            continue
        found |= {(domain, c, e.source): e.text for c, e in entries.items() if not e.fuzzy}
    return found


def chapters(found: Sequence[Passage]) -> tuple[Chapter, ...]:
    """Gather passages into chapters, as the topic has sections."""
    grouped = groupby(found, key=lambda passage: passage.chapter)
    return tuple(Chapter(title, tuple(group)) for title, group in grouped)


def _chapter(domain: str, message: Message) -> str:
    """Name the chapter of a message: its section, which comes first on the way to it."""
    if domain in CHAPTERS:
        return CHAPTERS[domain]
    section = message.where[0] if message.where else FRONT
    return section.removeprefix("section “").removesuffix("”")


def general(findings: Iterable[Finding], found: Sequence[Passage]) -> tuple[Finding, ...]:
    """List the findings that are about no single message."""
    told = {finding for passage in found for finding in passage.findings}
    return tuple(f for f in findings if f not in told)
