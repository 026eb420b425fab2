"""A topic in one language, frozen and finished: all that a renderer needs to know."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from handouts import (
    catalog,
    clinic,
    content,
    drawing,
    fonts,
    glossary,
    inline,
    labels,
    names,
    provenance,
    reading,
    topics,
    walk,
    wording,
)
from handouts.acknowledged import Answer
from handouts.approval import Approval
from handouts.catalog import Catalog
from handouts.clinic import Clinic
from handouts.content import Topic, Words
from handouts.drawing import Drawing
from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.glossary import Glossary
from handouts.inline import EnglishText, Twofold
from handouts.labels import Labels
from handouts.language import Language
from handouts.library import GLOSSARY, LABELS, Library
from handouts.provenance import Provenance, Text
from handouts.remembered import by_content
from handouts.uses import Place
from handouts.walk import Message
from handouts.wording import Wording

W = TypeVar("W", bound=Words)


def _shelf(shelf: topics.Shelf) -> Hashable:
    return shelf.terms, frozenset(shelf.drawings.items())


# A process makes many documents of the same few files.
_load_glossary = by_content(glossary.load)
_load_labels = by_content(labels.load)
_load_drawing = by_content(drawing.load)
_load_topic = by_content(topics.load, _shelf)
_read_catalog = by_content(catalog.read)


@dataclass(frozen=True)
class Sources:
    """Everything a topic's documents are made from, in the language it was written in."""

    topic: Topic
    glossary: Glossary
    labels: Labels
    clinic: Clinic
    drawings: Mapping[str, Drawing]

    def domains(self) -> dict[str, Words]:
        """Name each part that has a catalog of its own."""
        return {self.topic.id: self.topic, GLOSSARY: self.glossary, LABELS: self.labels}


@dataclass(frozen=True)
class Document:
    """One topic in one language.

    ``english_title`` and ``english_banner`` are what a page must also say in English. ``wording``
    is what an approval is bound to; ``approvals`` are those in force, none while it is a draft.
    ``translators`` are those whom the catalogs name. Where English stands beside it, the two
    documents are its ``speakers``, and each of its texts holds both.
    """

    language: Language
    topic: Topic
    glossary: Glossary
    labels: Labels
    clinic: Clinic
    drawings: Mapping[str, Drawing]
    english_title: EnglishText
    english_banner: EnglishText
    wording: Wording
    approvals: tuple[Approval, ...] = ()
    translators: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    speakers: tuple["Document", ...] = ()

    @property
    def sides(self) -> tuple["Document", ...]:
        """List the documents that stand on a page: this one, or those set beside each other."""
        return self.speakers or (self,)

    @property
    def english(self) -> "Document | None":
        """Answer the English that stands beside the document's own language, if it does."""
        return self.speakers[1] if self.speakers else None

    @property
    def is_draft(self) -> bool:
        """Tell whether the page must say that nobody has approved it, or not all of it."""
        return not all(side.approvals for side in self.sides)

    @property
    def as_draft(self) -> "Document":
        """Answer the same document without its approvals."""
        return replace(self, approvals=(), speakers=tuple(s.as_draft for s in self.speakers))

    @property
    def _text(self) -> Text:
        """Say which text this is, and under which records."""
        return Text(self.wording.fingerprint, provenance.named(self.approvals))

    def provenance(
        self, edition: str, paper: str, design: str, *engines: str, length: str = ""
    ) -> Provenance:
        """Say what a file in an edition is made from, by which templates and packages."""
        return Provenance(
            topic=self.topic.id,
            version=self.topic.version,
            language=self.language.tag,
            edition=edition,
            paper=paper,
            fingerprint=self.wording.fingerprint,
            clinic=self.clinic.digest,
            design=design,
            engines=provenance.engines(*engines),
            records=provenance.named(self.approvals),
            english=self.english._text if self.english else None,
            length=length,
        )

    def words_to_know(self, place: Place) -> tuple[str, ...]:
        """List the glossary ids that a place's texts use and its blocks do not explain."""
        blocks = [block for _, block in self.topic.blocks() if place in block.goes]
        used = {t for b in blocks for m in walk.messages(b) for t in inline.terms(m.text)}
        clear = {t for b in blocks for t in content.explained(b)}
        return tuple(term for term in self.glossary.terms if term in used - clear)


def open_sources(library: Library, topic_id: str, clinic_file: str = "") -> Sources:
    """Read a topic and all it refers to.

    Raises:
        Refused: a file cannot be used; the findings say where and why.
    """
    if topic_id in (GLOSSARY, LABELS):
        file = reading.shown(library.topic(topic_id))
        raise Refused(
            [
                error(
                    "content",
                    f"A topic cannot be called “{topic_id}”.",
                    "That is the name of a catalog all topics share.",
                    file=file,
                )
            ]
        )
    terms = _load_glossary(library.glossary)
    drawings, broken = _drawings(library)
    places = {name: frozenset(p.name for p in d.places) for name, d in drawings.items()}
    try:
        shelf = topics.Shelf(frozenset(terms.terms), places)
        topic = _load_topic(library.topic(topic_id), shelf)
    except Refused as refused:
        raise Refused(_explained(refused.findings, broken)) from refused
    used = {name for _, block in topic.blocks() for name in content.drawings(block)}
    used |= _twins(library, used, drawings)
    return Sources(
        topic=topic,
        glossary=terms,
        labels=_load_labels(library.labels),
        clinic=clinic.load(Path(clinic_file) if clinic_file else library.clinic),
        drawings={name: drawings[name] for name in sorted(used)},
    )


def _drawings(library: Library) -> tuple[dict[str, Drawing], dict[str, tuple[Finding, ...]]]:
    """Read the figures; one that cannot be read is missing only to the topics that use it."""
    drawings: dict[str, Drawing] = {}
    broken: dict[str, tuple[Finding, ...]] = {}
    for name in library.drawings():
        try:
            drawings[name] = _load_drawing(library.drawing(name))
        except Refused as refused:
            broken[name] = refused.findings
    return drawings, broken


def _twins(library: Library, used: set[str], drawings: Mapping[str, Drawing]) -> set[str]:
    """Name the twins of figures: upright for editions with short lines, and drawn for slides.

    Raises:
        Refused: a twin has no place for a text of the figure, or one too many.
    """
    twins = {
        twin: name
        for name in used
        for twin in (names.upright(name), names.on_slide(name))
        if twin in drawings
    }
    odd = [
        error(
            "figure",
            f"This drawing has other places for words than “{name}”.",
            "Give both the same: they say the same thing.",
            file=reading.shown(library.drawing(twin)),
        )
        for twin, name in twins.items()
        if _names(drawings[name]) != _names(drawings[twin])
    ]
    if odd:
        raise Refused(odd)
    return set(twins)


def _names(figure: Drawing) -> set[str]:
    return {place.name for place in figure.places}


def _explained(
    findings: Sequence[Finding], broken: Mapping[str, tuple[Finding, ...]]
) -> list[Finding]:
    """Say why a drawing is missing, where one is there and cannot be read."""
    explained: list[Finding] = []
    for finding in findings:
        why = [
            fault
            for name, faults in broken.items()
            for fault in faults
            if finding.message.startswith(f"There is no drawing “{name}”")
        ]
        explained += why or [finding]
    return explained


def open_catalogs(library: Library, sources: Sources, language: Language) -> dict[str, Catalog]:
    """Read one language's catalogs of a topic and of what topics share; none for the source.

    Raises:
        Refused: with the faults of every catalog that cannot be used.
    """
    catalogs: dict[str, Catalog] = {}
    findings: list[Finding] = []
    for domain in sources.domains() if not language.is_source else ():
        try:
            catalogs[domain] = _read_catalog(library.catalog(language, domain))
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    return catalogs


def localize(
    sources: Sources,
    catalogs: Mapping[str, Catalog],
    language: Language,
    answers: Iterable[Answer] = (),
) -> Document:
    """Put a topic into a language. Where a translation is missing the English stands in, marked.

    ``answers`` are those given to open questions: they are part of what is approved.

    Raises:
        Refused: no shipped font covers the language's script.
    """
    if language.script is None:
        raise Refused([fonts.unknown_script(language)])
    speaker = _Speaker(catalogs, language)
    topic = speaker.put(sources.topic.id, sources.topic)
    terms = speaker.put(GLOSSARY, sources.glossary)
    words = speaker.put(LABELS, sources.labels)
    return Document(
        language=language,
        topic=topic,
        glossary=terms,
        labels=words,
        clinic=sources.clinic.spoken(language),
        drawings=sources.drawings,
        english_title=EnglishText(sources.topic.title),
        english_banner=EnglishText(sources.labels.draft.banner),
        wording=wording.read(
            sources.topic, sources.domains(), sources.drawings, catalogs, answers, language
        ),
        translators=tuple(sorted({t for c in catalogs.values() for t in c.translators if t})),
        findings=tuple(speaker.findings),
    )


def beside(own: Document, english: Document) -> Document:
    """Set English beside a document: one document in which every text is in both languages."""
    return replace(
        own,
        topic=_twofold(own.topic, english.topic),
        glossary=_twofold(own.glossary, english.glossary),
        labels=_twofold(own.labels, english.labels),
        speakers=(own, english),
    )


def _twofold(own: W, english: W) -> W:
    texts = {message.context: message.text for message in walk.messages(english)}

    def both(message: Message) -> str:
        return Twofold(message.text, EnglishText(texts[message.context]))

    return walk.translated(own, both, settled=True)


class _Speaker:
    """Answers each message in one language, and remembers what it said and what it lacked."""

    def __init__(self, catalogs: Mapping[str, Catalog], language: Language) -> None:
        self.catalogs, self.language = catalogs, language
        self.findings: list[Finding] = []

    def put(self, domain: str, words: W) -> W:
        def look_up(message: Message) -> str:
            return self._answer(domain, message)

        return walk.translated(words, look_up, settled=True)

    def _answer(self, domain: str, message: Message) -> str:
        if self.language.is_source:
            return message.text
        book = self.catalogs[domain]
        answer = book.look_up(message)
        if answer is None:
            self.findings.append(book.fault(message, self.language))
            return inline.SourceText(message.text)
        return answer
