"""The words that every topic shares: headings, banners, field names."""

from pathlib import Path
from typing import Annotated

from handouts import inline, reading
from handouts.content import Header, Heading, Paragraphs, Says, Script, SlideTitle, Words
from handouts.walk import translated

FieldName = Annotated[str, Says("name of a line in the handout", 34)]


class DraftLabels(Words, frozen=True, kw_only=True):
    """What a page or slide says while nobody has approved it."""

    banner: Annotated[str, Says("mark at the top of every page and slide", 28)]
    status: Annotated[str, Says("approval status in the imprint")]


class ApprovedLabels(Words, frozen=True, kw_only=True):
    """What the imprint and the deck's last slide say once the text is approved."""

    status: Annotated[str, Says("approval status in the imprint")]
    linguistic: Annotated[str, Says("who approved the language; keep {name}, {date}, {number}")]
    clinical: Annotated[str, Says("who approved the meaning; keep {name}, {date}, {number}")]


class LeafletLabels(Words, frozen=True, kw_only=True):
    """Headings and running lines of the printed page."""

    kicker: Annotated[str, Says("small line above the title", 50)]
    own_questions: Annotated[str, Says("label above empty lines to write on", 50)]
    notes: Annotated[str, Says("heading above empty lines to write on", 50)]
    line: Annotated[
        str, Says("read aloud: which empty line of a list or table; keep {name}, {number}")
    ]
    words_to_know: Heading
    contact: Heading
    about: Heading
    page: Annotated[str, Says("page number at the top; keep {page} and {pages}", 24)]
    advice: Paragraphs


class ContactLabels(Words, frozen=True, kw_only=True):
    """Names of the lines of “Whom can I call?”."""

    clinic: FieldName
    address: FieldName
    day: FieldName
    night: FieldName
    interpreter: FieldName
    interpreter_line: Paragraphs
    feedback: FieldName


class ImprintLabels(Words, frozen=True, kw_only=True):
    """Names and sentences of the imprint."""

    english_title: FieldName
    language: FieldName
    version: FieldName
    code: FieldName
    scan: Annotated[str, Says("beside a code to scan that opens a web page", 90)]
    scan_code: Annotated[str, Says("beside a code to scan that holds the document code", 90)]
    source: FieldName
    source_reviewed: Annotated[str, Says("about the source; keep {reviewer} and {date}")]
    source_due: Annotated[str, Says("about the source; keep {date}")]
    status: FieldName
    last_reviewed: FieldName
    never: Header
    next_due: FieldName
    after_approval: Header
    licence: FieldName


class DeckLabels(Words, frozen=True, kw_only=True):
    """Words of the slides that every deck has, and headings of the speaker notes."""

    subtitle: Annotated[str, Says("subtitle on the title slide", 60)]
    agenda: SlideTitle
    agenda_script: Script
    teach_back: SlideTitle
    teach_back_script: Script
    recap: SlideTitle
    recap_script: Script
    sources: SlideTitle
    sources_script: Script
    part: Annotated[str, Says("title of a slide that goes on; keep {title}, {part}, {parts}")]
    notes_script: Annotated[str, Says("heading in the speaker notes")]
    notes_minutes: Annotated[str, Says("heading in the speaker notes, above a number of minutes")]
    notes_ask: Annotated[str, Says("heading in the speaker notes: questions to ask the patients")]
    notes_source: Annotated[str, Says("heading in the speaker notes")]


class Labels(Words, frozen=True, kw_only=True):
    """All shared words, by the room they are used in."""

    draft: DraftLabels
    approved: ApprovedLabels
    leaflet: LeafletLabels
    contact: ContactLabels
    imprint: ImprintLabels
    deck: DeckLabels


def load(path: Path) -> Labels:
    """Read the shared words.

    Raises:
        Refused: the file cannot be read, is not TOML, or a word is missing.
    """
    labels = reading.load(path, "label file", Labels)
    return translated(labels, lambda message: inline.clean(message.text))
