"""What the slides of a deck say, before any is drawn: one message each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from handouts.content import Callout, Comparison, Figure, Questions, Section, Slide
from handouts.document import Document
from handouts.inline import EnglishText, fill, isolated, joined, plain
from handouts.language import Language
from handouts.render import _approved

Layout = Literal["Title", "Main message", "Points", "Comparison", "Figure", "Questions", "Sources"]


@dataclass(frozen=True, slots=True)
class Notes:
    """Speaker notes: what to say, and what to ask."""

    script: str
    teach_back: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One slide: its layout, its words, and the block it draws, if any. ``where`` is its path."""

    where: str
    layout: Layout
    title: str
    body: tuple[str, ...] = ()
    comparison: Comparison | None = None
    figure: Figure | None = None
    notes: Notes | None = None
    first: int = 1  # number of the first question, where a list goes on


def plan(document: Document) -> list[Planned]:
    """Lay out the whole deck: title, the sections' slides, teach-back, sources."""
    return [
        _opening(document),
        *(
            _planned(section, slide)
            for section in document.topic.sections
            for slide in section.slides
        ),
        *_teach_back(document),
        _sources(document),
    ]


def _opening(document: Document) -> Planned:
    english = () if document.language.is_source else (document.english_title,)
    return Planned(
        "title", "Title", document.topic.title, (document.labels.deck.subtitle, *english)
    )


def _planned(section: Section, slide: Slide) -> Planned:
    bare = Planned(
        f"{section.id}/{slide.id}",
        "Points",
        slide.title,
        tuple(slide.points.values()),
        notes=Notes(slide.script, slide.teach_back),
    )
    block = section.block(slide.shows) if slide.shows else None
    match block:
        case Callout():
            return replace(bare, layout="Main message", body=(block.text,))
        case Comparison():
            return replace(bare, layout="Comparison", comparison=block)
        case Figure():
            caption = (block.caption,) if plain(block.caption) != plain(slide.title) else ()
            return replace(bare, layout="Figure", body=caption, figure=block)
        case Questions():
            return replace(bare, layout="Questions", body=tuple(block.items.values()))
    return bare


def _teach_back(document: Document) -> Iterator[Planned]:
    """Gather the chosen teach-back questions; none chosen, no slide."""
    labels = document.labels.deck
    slides = {
        f"{section.id}/{slide.id}": slide
        for section in document.topic.sections
        for slide in section.slides
    }
    if document.topic.teach_back:
        questions = tuple(slides[name].teach_back for name in document.topic.teach_back)
        yield Planned(
            "teach-back",
            "Questions",
            labels.teach_back,
            questions,
            notes=Notes(labels.teach_back_script),
        )


def _sources(document: Document) -> Planned:
    labels, source, language = document.labels, document.topic.source, document.language
    reviewed = fill(
        plain(labels.imprint.source_reviewed),
        reviewer=source.reviewer,
        date=language.date(source.reviewed),
    )
    due = fill(plain(labels.imprint.source_due), date=language.date(source.due))
    lines = (
        EnglishText(source.title),
        joined(reviewed, due, language.space),
        _status(document),
        labels.leaflet.advice,
    )
    notes = Notes(labels.deck.sources_script)
    return Planned("sources", "Sources", labels.deck.sources, lines, notes=notes)


def _status(document: Document) -> str:
    """Say that the deck is a draft, or who approved it, when and until when."""
    labels = document.labels
    if document.is_draft:
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
        body = slide.body if slide.comparison else slide.body[start:stop]
        split.append(replace(slide, title=title, body=body, comparison=table, first=start + 1))
    return split


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
