"""The deck: a document as native, editable PowerPoint slides with speaker notes."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from handouts import names
from handouts.artifact import Artifact
from handouts.content import Comparison, Figure
from handouts.document import Document
from handouts.drawing import Drawing
from handouts.inline import plain
from handouts.language import LATIN_DIGITS, SOURCE, Language
from handouts.library import Library
from handouts.render import _icons, _notes, _openxml, _shapes, _slides
from handouts.render._fitting import CELL_INSET, GAPS, Fitted, Fitter, gap_of
from handouts.render._openxml import Align, Marker, Paragraph, Slide, SlideNumber, Table
from handouts.render._runs import Writer
from handouts.render._slides import Planned
from handouts.render._template import DRAFT_MARK, EMU_PER_POINT, Holder, Place, Template
from handouts.session import Session

BAR = "  |  "  # between the draft mark's two languages
TEXT_COLOUR = "tx1"  # of a theme, by its role
LISTS = ("Points", "Two columns", "Recap")
ENGINES = ("python-pptx", "lxml", "weasyprint")


def name(document: Document, session: Session) -> str:
    """Name the file."""
    twofold = document.english is not None
    return names.deck(document.topic.id, session.length, twofold, document.language.tag)


def examine(library: Library, session: Session) -> None:
    """See whether an educator's own template will do, before anything is made.

    Raises:
        Refused: it will not; the findings say why, and what was found in it.
    """
    if session.template:
        Template(library, Language(SOURCE), session.template).probe()


def render(document: Document, library: Library, session: Session) -> Artifact:
    """Draw a document as slides; where English stands beside it, in the notes alone.

    Raises:
        Refused: the template cannot be used.
        EngineMissing: the engine that measures text cannot be loaded.
    """
    own = document.sides[0]
    template = Template(library, own.language, session.template)
    fitter = Fitter(template, library, own.language, own.labels.deck.part)
    slides = fitter.fit(_slides.plan(document, session.length))
    _draw(document, template, fitter, slides)
    _describe(template.presentation, own)
    made = document.provenance("deck", "", template.design, *ENGINES, length=session.length)
    _openxml.add_mark(template.presentation, made.mark())
    data = _openxml.saved(template.presentation)
    return Artifact(name(document, session), data, len(slides), made, tuple(fitter.findings))


def _draw(document: Document, template: Template, fitter: Fitter, slides: list[Fitted]) -> None:
    """Draw the slides, group them under the names of their sections, and mark the masters."""
    artist, presentation = _Artist(document, template, fitter), template.presentation
    ids = [artist.draw(number, fitted) for number, fitted in enumerate(slides, start=1)]
    sections = groupby(zip(slides, ids, strict=True), key=lambda drawn: drawn[0].slide.section)
    _openxml.add_sections(
        presentation, [(section, [number for _, number in drawn]) for section, drawn in sections]
    )
    _openxml.fill_marks(presentation, DRAFT_MARK, artist.master_mark)
    if artist.right_to_left:
        _openxml.set_direction_of_layouts(presentation)


def _describe(presentation: Any, document: Document) -> None:
    """Fill in what a file's properties show."""
    _openxml.describe(
        presentation,
        title=plain(document.topic.title),
        subject=plain(document.topic.subject),
        language=document.language.tag,
        version=document.topic.version,
    )


class _Artist:
    """Draws the slides of one document."""

    def __init__(self, document: Document, template: Template, fitter: Fitter) -> None:
        self.document, self.template, self.fitter = document, template, fitter
        self.own = document.sides[0]
        self.writer = Writer(self.own.language, explicit=template.is_own)
        self.right_to_left = self.own.language.direction == "rtl"
        self.master_mark = [self._draft_mark()] if document.is_draft else []

    def draw(self, number: int, fitted: Fitted) -> int:
        """Draw a slide, in the order in which it is read; answer its identifier."""
        planned = fitted.slide
        place = self.template.places[planned.role]
        slide = Slide(plain=self.template.is_own)
        align = self._align(place.title)
        title = self.writer.paragraph(planned.title, fitted.title_size, align)
        slide.add_text(place.title.shape, [title])
        if planned.comparison:
            self._draw_table(slide, place.boxes[0], planned.comparison, fitted.body_size)
        if planned.figure:
            self._draw_figure(slide, place, planned, planned.figure)
        if planned.icons:
            self._draw_icons(slide, place, planned, fitted.body_size)
        else:
            self._write_body(slide, place, planned, fitted.body_size)
        self._mark(slide, place, number)
        captioned = bool(place.boxes)
        notes = _notes.written(planned.notes, self.document, captioned) if planned.notes else ()
        return slide.append_to(self.template.presentation, place.layout, notes)

    def _write_body(self, slide: Slide, place: Place, planned: Planned, size: float) -> None:
        columns = _slides.halves(planned.body) if len(place.boxes) > 1 else (planned.body,)
        marker = self._marker(place, planned)
        gap = gap_of(planned)
        told = gap if self.template.is_own or gap != GAPS.get(planned.role) else None
        first = planned.first if planned.role == "Question to the room" else 1
        for box, texts in zip(place.boxes, columns, strict=False):
            if texts:
                align = self._align(box)
                written = [
                    self.writer.paragraph(text, size, align, marker, first, gap=told)
                    for text in texts
                ]
                slide.add_text(box.shape, written)

    def _align(self, holder: Holder) -> Align:
        """Say where text stands, if its writer says so of all; else the layout knows."""
        return "ctr" if self.writer.is_explicit and holder.is_centred else ""

    def _marker(self, place: Place, planned: Planned) -> Marker:
        """Say how a text stands on somebody else's layout; ours know it from their role.

        PowerPoint counts in few digits but the Latin ones: where those are not a language's own,
        a list has bullets.
        """
        if (
            planned.role == "Question to the room"
            and self.own.language.style.digits != LATIN_DIGITS
        ):
            return "bullet"
        if place.is_named or planned.role in LISTS:
            return ""
        return "number" if planned.role == "Question to the room" else "none"

    def _draw_table(
        self, slide: Slide, holder: Holder, comparison: Comparison, size: float
    ) -> None:
        heights = self.fitter.row_heights(comparison, holder.room.width / EMU_PER_POINT, size)
        across, down = CELL_INSET
        table = Table(
            rows=tuple(
                tuple(self.writer.paragraph(cell, size) for cell in row)
                for row in _slides.rows(comparison)
            ),
            heights=tuple(round(height * EMU_PER_POINT) for height in heights),
            width=holder.room.width,
            inset=(round(across / 2 * EMU_PER_POINT), round(down / 2 * EMU_PER_POINT)),
            style=self.template.table_style,
            right_to_left=self.right_to_left,
        )
        place = (holder.room.left, holder.room.top)
        slide.add_table(holder.shape, place, table, plain(comparison.caption))

    def _draw_figure(self, slide: Slide, place: Place, planned: Planned, figure: Figure) -> None:
        drawings = self.own.drawings
        drawing = drawings.get(names.on_slide(figure.drawing), drawings[figure.drawing])
        room = self.template.figure_room(place, bool(planned.body))
        frame = _shapes.Frame.within(room, drawing)
        where = f"{planned.where.partition('/')[0]}/{figure.id}/words"
        size = self.fitter.figure_size(where, figure, drawing, frame.scale)
        said = plain(figure.caption), plain(figure.alt)
        self._add_drawing(slide, drawing, frame, figure.words, size, said)

    def _draw_icons(self, slide: Slide, place: Place, planned: Planned, size: float) -> None:
        """Show a list by its icons; read aloud, it is its items."""
        room = self.template.figure_room(place, captioned=False)
        drawing = _icons.grid(
            [self.own.drawings[name] for name in planned.icons],
            self.fitter.icon_heights(planned, size),
            room.width / EMU_PER_POINT,
            room.height / EMU_PER_POINT,
        )
        frame = _shapes.Frame.within(room, drawing)
        words = {_icons.place_name(number): text for number, text in enumerate(planned.body)}
        said = plain(planned.title), " ".join(map(plain, planned.body))
        self._add_drawing(slide, drawing, frame, words, size, said)

    def _add_drawing(
        self,
        slide: Slide,
        drawing: Drawing,
        frame: _shapes.Frame,
        words: Mapping[str, str],
        size: float,
        said: tuple[str, str],
    ) -> None:
        """Add a drawing with its words; ``said`` are its name and what it is when read aloud."""
        if self.right_to_left:
            drawing = drawing.mirrored()
        ours = not self.template.is_own
        colour = "" if ours else _shapes.INK
        written = {
            place.name: self.writer.paragraph(
                words[place.name], size, "" if place.align == "start" else "ctr", colour=colour
            )
            for place in drawing.places
        }
        box, shapes = _shapes.group(drawing, frame, written, ours)
        slide.add_group(box, shapes, *said)

    def _draft_mark(self, size: float = 0.0, colour: str = "") -> Paragraph:
        """Say that nobody has approved it, in the deck's language and in English.

        Somebody else's footer may be small and pale: there it is bold, in the colour of text.
        """
        banner = self.own.labels.draft.banner
        whole = self.writer.paragraph(banner, size, "ctr", colour=colour, bold=bool(colour))
        if self.own.language.is_source:
            return whole
        english = (BAR, self.own.english_banner)
        runs = (r for t in english for r in self.writer.runs(t, size, colour, bool(colour)))
        return Paragraph((*whole.runs, *runs), whole.direction, "ctr")

    def _mark(self, slide: Slide, place: Place, number: int) -> None:
        """Say on the slide whether it is a draft; number it."""
        if self.document.is_draft:
            mark = self._draft_mark()
            if size := self.fitter.mark_size(place, "".join(run.text for run in mark.runs)):
                mark = self._draft_mark(size, TEXT_COLOUR)
            slide.add_text(place.mark.shape, [mark])
        if place.number:
            shown = self.own.language.number(str(number))
            run = _openxml.Run(shown, self.own.language.tag)
            slide.add_text(place.number.shape, [SlideNumber((run,))])
