"""What a reader can hold a handout to, and whom a patient can call."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from handouts import names
from handouts.document import Document
from handouts.editions import Edition
from handouts.inline import EnglishText, fill, plain
from handouts.language import Language
from handouts.papers import Paper
from handouts.render import _approved, _html


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and what it stands for, in one language, as HTML."""

    language: Language
    name: Markup
    value: Markup


@dataclass(frozen=True, slots=True)
class Contact:
    """A line of “Whom can I call?”; an empty value is a line to write on."""

    name: str
    label: str
    value: Markup


@dataclass(frozen=True, slots=True)
class Scan:
    """What the code to scan holds: a web address, or the document code."""

    content: str
    caption: str
    online: bool


def name(document: Document, edition: Edition, paper: Paper) -> str:
    """Name the file."""
    return names.handout(document.topic.id, edition.name, paper, document.language.tag)


def code(document: Document, edition: Edition, paper: Paper) -> str:
    """Write the document code: file, version, and the start of the text's fingerprint."""
    stem = name(document, edition, paper).removesuffix(".pdf")
    return f"{stem}.v{document.topic.version}-{document.wording.fingerprint[:8]}"


def scan(document: Document, edition: Edition, code: str) -> Scan:
    """Say what to put into the code to scan."""
    labels = document.labels.imprint
    web = document.clinic.online(document.topic.id, document.language.tag, edition.name)
    return Scan(web, labels.scan, True) if web else Scan(code, labels.scan_code, False)


def contacts(document: Document) -> list[Contact]:
    """List whom to call; what the clinic left empty is a line to write on.

    An address is only printed: nobody needs a line for it.
    """
    labels, clinic = document.labels.contact, document.clinic
    rows = [
        Contact(name, getattr(labels, label), _html.isolated(getattr(clinic, name)))
        for name, label in _LINES
    ]
    return [row for row in rows if row.value or row.name != "address"]


_LINES = (
    ("name", "clinic"),
    ("address", "address"),
    ("day", "day"),
    ("night", "night"),
    ("interpreter", "interpreter"),
    ("feedback", "feedback"),
)


def facts(
    document: Document, edition: Edition, code: str, english_first: bool
) -> list[list[Entry]]:
    """List what a reader can hold the handout to; each line once for each language on the page."""
    columns = [_facts(side, code, len(document.sides) > 1) for side in document.sides]
    if english_first:
        columns.reverse()
    return [list(row) for row in zip(*columns, strict=True)]


def _facts(document: Document, code: str, beside: bool) -> list[Entry]:
    """Say language, version, code, source, approval and licence in one language."""
    labels, language = document.labels.imprint, document.language
    both = Markup("{} / {}").format(language.autonym, _english(language.english_name))
    rows = [
        (labels.language, Markup(language.autonym) if language.is_source else both),
        (labels.version, escape(document.topic.version)),
        (labels.code, _english(code)),
        (labels.source, _source(document)),
        *_approval(document),
        (labels.licence, _english(document.topic.licence)),
    ]
    if not language.is_source and not beside:
        rows.insert(0, (labels.english_title, _html.say(document.english_title)))
    colon = language.style.colon
    return [Entry(language, _html.say(label, language) + colon, value) for label, value in rows]


def _source(document: Document) -> Markup:
    labels, language, source = document.labels.imprint, document.language, document.topic.source
    reviewed = _filled(
        _html.say(
            fill(plain(labels.source_reviewed), date=language.date(source.reviewed)), language
        ),
        reviewer=_english(source.reviewer),
    )
    due = _html.say(fill(plain(labels.source_due), date=language.date(source.due)), language)
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    said = Markup(language.space).join((reviewed, due))
    return Markup("{}{} {}").format(_english(source.title), stop, said)


def _approval(document: Document) -> list[tuple[str, Markup]]:
    """Say who approved the text, when and until when; or that nobody has."""
    labels, language = document.labels.imprint, document.language
    if document.is_draft:
        return [
            (labels.status, _html.say(document.labels.draft.status, language)),
            (labels.last_reviewed, _html.say(labels.never, language)),
            (labels.next_due, _html.say(labels.after_approval, language)),
        ]
    told = (_html.say(document.labels.approved.status, language), *_approvers(document))
    signed, until = _approved.days(document.approvals)
    return [
        (labels.status, Markup(language.space).join(told)),
        (labels.last_reviewed, escape(language.date(signed))),
        (labels.next_due, escape(language.date(until))),
    ]


def signed(document: Document) -> date | None:
    """Answer the day of the last approval of what stands on the page; None for a draft."""
    if document.is_draft:
        return None
    return max(_approved.days(side.approvals)[0] for side in document.sides)


def _approvers(document: Document) -> list[Markup]:
    """Say each approval in a sentence; a name keeps its own direction among the words."""
    return [
        _filled(_html.say(fill(sentence, **values)), name=_html.isolated(name))
        for sentence, name, values in _approved.sentences(document)
    ]


def _filled(sentence: Markup, **values: Markup) -> Markup:
    """Put what is HTML already in the place of {names} in a sentence that is."""
    return Markup(fill(str(sentence), **{name: str(value) for name, value in values.items()}))


def _english(text: str) -> Markup:
    return _html.say(EnglishText(text))
