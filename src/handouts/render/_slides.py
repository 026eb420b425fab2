"""What the slides of a deck say, before any is drawn: one message each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from handouts.content import (
    Bullets,
    Callout,
    Comparison,
    Figure,
    Questions,
    Section,
    Slide,
)
from handouts.document import Document
from handouts.inline import EnglishText, fill, isolated, joined, plain
from handouts.language import Language
from handouts.render import _approved
from handouts.render._html import FEWEST_WORDS, LONGEST_NARROW_END, NO_BREAK_SPACE
from handouts.uses import Length

Role = Literal[
    "Title",
    "Main message",
    "Points",
    "Two columns",
    "Comparison",
    "Figure",
    "Question to the room",
    "Recap",
    "Sources and sign-off",
]
MOST_LINES = 5  # of an agenda, before it takes two columns
# Minutes that the slides take which every deck has.
AGENDA_MINUTES, TEACH_BACK_MINUTES, RECAP_MINUTES, SOURCES_MINUTES = 1, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Notes:
    """Speaker notes: what to say, what to ask, how many minutes it takes; 0 where it takes none.

    ``caption`` is that of the figure on the slide. ``english`` are the same notes in English, where
    they stand beside the language's own.
    """

    script: str
    minutes: int
    teach_back: str = ""
    caption: str = ""
    english: "Notes | None" = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One slide: its layout, its words, and the block it draws, if any. ``where`` is its path.

    ``section`` names the group of slides that it belongs to; ``icons`` the drawings that stand
    beside its lines.
    """

    where: str
    section: str
    role: Role
    title: str
    body: tuple[str, ...] = ()
    comparison: Comparison | None = None
    figure: Figure | None = None
    icons: tuple[str, ...] = ()
    notes: Notes | None = None
    first: int = 1  # number of the first question, where a list goes on


def plan(document: Document, length: Length = "full") -> list[Planned]:
    """Lay out a session: title, what to know first, agenda, the sections, and what closes it.

    Where English stands beside the document's own language, it is in the notes alone.
    """
    own, english = document.sides[0], document.english
    slides = [_kept(slide, own.language) for slide in _spoken(own, length, document.is_draft)]
    if english is None:
        return slides
    theirs = _spoken(english, length, document.is_draft)
    return [
        replace(slide, notes=slide.notes and other.notes and _beside(slide.notes, other.notes))
        for slide, other in zip(slides, theirs, strict=True)
    ]


def _beside(own: Notes, english: Notes) -> Notes:
    """Set English notes beside a language's own, with a caption where those have one."""
    caption = own.caption and (english.caption or own.caption)
    return replace(own, english=replace(english, caption=caption))


def minutes(document: Document, length: Length) -> int:
    """Count the minutes that a session takes."""
    return sum(slide.notes.minutes for slide in plan(document, length) if slide.notes)


def _spoken(document: Document, length: Length, is_draft: bool) -> list[Planned]:
    """Lay out a session in one language."""
    sections = [s for s in document.topic.sections if s.slides and s.is_in(length)]
    if not sections:
        return []
    first, *rest = sections
    return [
        _opening(document, first),
        *_slides_of(first),
        *_agenda(document, first, rest),
        *(slide for section in rest for slide in _slides_of(section)),
        *_teach_back(document, length),
        *_recap(document, length),
        _sources(document, is_draft),
    ]


def _opening(document: Document, first: Section) -> Planned:
    english = () if document.language.is_source else (document.english_title,)
    body = (document.labels.deck.subtitle, *english)
    return Planned("title", plain(first.title), "Title", document.topic.title, body)


def _agenda(document: Document, first: Section, rest: Sequence[Section]) -> Iterator[Planned]:
    """Name what is to come, once the main message has been heard."""
    if len(rest) < 2:
        return
    labels, titles = document.labels.deck, tuple(section.title for section in rest)
    role: Role = "Points" if len(titles) <= MOST_LINES else "Two columns"
    notes = Notes(labels.agenda_script, AGENDA_MINUTES)
    yield Planned("agenda", plain(first.title), role, labels.agenda, titles, notes=notes)


def _slides_of(section: Section) -> Iterator[Planned]:
    return (_planned(section, slide) for slide in section.slides)


def _planned(section: Section, slide: Slide) -> Planned:
    bare = Planned(
        f"{section.id}/{slide.id}",
        plain(section.title),
        "Points",
        slide.title,
        tuple(slide.points.values()),
        notes=Notes(slide.script, slide.takes, slide.teach_back),
    )
    block = section.block(slide.shows) if slide.shows else None
    match block:
        case Callout():
            return replace(bare, role="Main message", body=(block.text,))
        case Comparison():
            return replace(bare, role="Comparison", comparison=block)
        case Figure():
            said = slide.caption or block.caption
            caption = (said,) if plain(said) != plain(slide.title) else ()
            notes = Notes(slide.script, slide.takes, slide.teach_back, *caption)
            return replace(bare, role="Figure", body=caption, figure=block, notes=notes)
        case Bullets():
            icons = tuple(block.icons[name] for name in block.items)
            return replace(bare, role="Figure", body=tuple(block.items.values()), icons=icons)
        case Questions():
            return replace(bare, role="Question to the room", body=tuple(block.items.values()))
    return bare


def _closing(document: Document) -> str:
    return plain(document.labels.deck.recap)


def _teach_back(document: Document, length: Length) -> Iterator[Planned]:
    """Gather the chosen teach-back questions; none chosen, no slide."""
    labels, slides = document.labels.deck, document.topic.slides(length)
    questions = tuple(
        slides[name].teach_back for name in document.topic.teach_back if name in slides
    )
    if questions:
        yield Planned(
            "teach-back",
            _closing(document),
            "Question to the room",
            labels.teach_back,
            questions,
            notes=Notes(labels.teach_back_script, TEACH_BACK_MINUTES),
        )


def _recap(document: Document, length: Length) -> Iterator[Planned]:
    """Show the points once more that the topic chose; none chosen, no slide."""
    labels, slide = document.labels.deck, document.topic.slides(length).get(document.topic.recap)
    if slide:
        notes = Notes(labels.recap_script, RECAP_MINUTES, slide.teach_back)
        points = tuple(slide.points.values())
        yield Planned("recap", _closing(document), "Recap", labels.recap, points, notes=notes)


def _sources(document: Document, is_draft: bool) -> Planned:
    labels = document.labels
    lines = (
        strong(EnglishText(document.topic.source.title)),
        source_dates(document),
        _status(document, is_draft),
        labels.leaflet.advice,
    )
    notes = Notes(labels.deck.sources_script, SOURCES_MINUTES)
    return Planned(
        "sources",
        _closing(document),
        "Sources and sign-off",
        labels.deck.sources,
        lines,
        notes=notes,
    )


def source_dates(document: Document) -> str:
    """Say who reviewed the source and when, that this was not of our text, and when it is due."""
    labels, source, language = document.labels.imprint, document.topic.source, document.language
    reviewed = fill(
        plain(labels.source_reviewed),
        reviewer=source.reviewer,
        date=language.date(source.reviewed),
    )
    due = fill(plain(labels.source_due), date=language.date(source.due))
    return joined(reviewed, due, language.space)


def _status(document: Document, is_draft: bool) -> str:
    """Say that the deck is a draft, or who approved it, when and until when."""
    labels = document.labels
    if is_draft:
        return labels.draft.status
    language = document.language
    shield = isolated if language.direction == "rtl" else str
    told = (
        fill(plain(sentence), name=shield(name), **values)
        for sentence, name, values in _approved.sentences(document)
    )
    _, until = _approved.days(document.approvals)
    stop = language.style.ends[0]
    due = f"{plain(labels.imprint.next_due)}{language.style.colon}{language.date(until)}{stop}"
    return language.space.join((plain(labels.approved.status), *told, due))


def parts(
    slide: Planned, pieces: Sequence[tuple[int, int]], label: str, language: Language
) -> list[Planned]:
    """Split a slide into parts; each piece is a range of its lines, or of its table's rows."""
    if len(pieces) == 1:
        return [slide]
    split = []
    total = language.number(str(len(pieces)))
    for number, (start, stop) in enumerate(pieces, start=1):
        words = {"title": slide.title, "part": language.number(str(number)), "parts": total}
        title = type(slide.title)(fill(str(label), **words))
        table = slide.comparison and _with_rows(slide.comparison, start, stop)
        lines = slide.body if slide.comparison else slide.body[start:stop]
        icons = slide.icons[start:stop]
        part = replace(slide, title=title, body=lines, comparison=table, icons=icons)
        notes = slide.notes and _of_part(slide.notes, number, len(pieces))
        split.append(replace(part, first=start + 1, notes=notes))
    return split


def _kept(slide: Planned, language: Language) -> Planned:
    """Keep the last two words of each text on one line, so that no line holds a lone one."""

    def kept(text: str) -> str:
        return with_last_words_joined(text, language)

    table, figure = slide.comparison, slide.figure
    if table:
        rows = {
            name: msgspec.structs.replace(row, left=kept(row.left), right=kept(row.right))
            for name, row in table.rows.items()
        }
        table = msgspec.structs.replace(table, rows=rows)
    if figure:
        words = {name: kept(text) for name, text in figure.words.items()}
        figure = msgspec.structs.replace(figure, words=words)
    return replace(slide, body=tuple(map(kept, slide.body)), comparison=table, figure=figure)


def with_last_words_joined(text: str, language: Language) -> str:
    """Put a no-break space between the last two words, unless they are too long for one line."""
    words = plain(text).split(" ")
    if not language.is_spaced or len(words) < FEWEST_WORDS:
        return text
    if len(words[-2]) + len(words[-1]) > LONGEST_NARROW_END:
        return text
    head, _, tail = text.rpartition(" ")
    return type(text)(f"{head}{NO_BREAK_SPACE}{tail}")


def _of_part(notes: Notes, number: int, parts: int) -> Notes:
    """Share the minutes of a slide among its parts."""
    minutes = notes.minutes // parts + (number <= notes.minutes % parts)
    english = notes.english and _of_part(notes.english, number, parts)
    return replace(notes, minutes=minutes, english=english)


def halves(body: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Set lines in two columns; the first has one more where they are odd."""
    middle = (len(body) + 1) // 2
    return tuple(body[:middle]), tuple(body[middle:])


def rows(table: Comparison) -> list[tuple[str, str]]:
    """List the rows of a table, its heading first."""
    heading = (strong(table.left), strong(table.right))
    return [heading, *((row.left, row.right) for row in table.rows.values())]


def strong(text: str) -> str:
    """Make a whole text bold; one that stands in for a translation stays marked as such."""
    return type(text)(f"**{plain(text)}**")


def _with_rows(table: Comparison, start: int, stop: int) -> Comparison:
    """Keep some of a comparison's rows."""
    return msgspec.structs.replace(table, rows=dict(list(table.rows.items())[start:stop]))
