"""The deck: a document as native, editable PowerPoint slides with speaker notes."""

from typing import Any

from pptx.util import Emu, Pt

from handouts.artifact import Artifact
from handouts.content import Comparison, Figure
from handouts.document import Document
from handouts.drawing import Drawing
from handouts.inline import EnglishText, plain
from handouts.library import Library
from handouts.render import _openxml, _shapes, _slides
from handouts.render._fitting import CELL_INSET, Fitted, Fitter
from handouts.render._runs import Writer
from handouts.render._slides import Notes, Planned
from handouts.render._template import BODY, EMU_PER_POINT, MARK, SLIDE_NUMBER, TITLE, Template

FIGURE_GAP = 12.0  # points between title, figure and caption
BAR = "  |  "  # between the draft mark's two languages


def name(document: Document) -> str:
    """Name the file: topic, edition, language."""
    return f"{document.topic.id}.deck.{document.language.tag}.pptx"


def render(document: Document, library: Library) -> Artifact:
    """Draw a document as slides.

    Raises:
        EngineMissing: the engine that measures text cannot be loaded.
    """
    template = Template(library.deck_template)
    fitter = Fitter(template, library, document.language, document.labels.deck.part)
    slides = fitter.fit(_slides.plan(document))
    artist = _Artist(document, template, fitter)
    for fitted in slides:
        artist.draw(fitted)
    _describe(template.presentation, document)
    design = library.design("deck")
    made = document.provenance("deck", "", design, "python-pptx", "lxml", "weasyprint")
    _openxml.add_mark(template.presentation, made.mark())
    if document.language.direction == "rtl":
        _openxml.set_layouts_direction(template.presentation)
    data = _openxml.saved(template.presentation)
    return Artifact(name(document), data, len(slides), made, tuple(fitter.findings))


def _describe(presentation: Any, document: Document) -> None:
    """Fill in what a file's properties show; the dates stay those of the template."""
    properties = presentation.core_properties
    properties.title = plain(document.topic.title)
    properties.subject = plain(document.topic.subject)
    properties.language = document.language.tag
    properties.version = document.topic.version
    properties.author = "handouts"


class _Artist:
    """Draws the slides of one document."""

    def __init__(self, document: Document, template: Template, fitter: Fitter) -> None:
        self.document, self.template, self.fitter = document, template, fitter
        self.writer = Writer(document.language)
        self.right_to_left = document.language.direction == "rtl"

    def draw(self, fitted: Fitted) -> None:
        planned = fitted.slide
        slide = self.template.add_slide(planned.layout)
        holders = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
        self.writer.write(holders[TITLE].text_frame, [planned.title], fitted.title_size)
        if planned.comparison:
            self._draw_table(holders[BODY], planned.comparison, fitted.body_size)
        elif planned.body:
            self._write_body(holders[BODY], planned, fitted.body_size)
        else:
            _openxml.remove(holders[BODY])
        if planned.figure:
            self._draw_figure(slide, planned, planned.figure)
        if planned.notes:
            self._write_notes(slide, planned.notes)
        self._mark(slide, planned, holders[MARK])

    def _write_body(self, holder: Any, planned: Planned, size: float) -> None:
        at_start = planned.layout != "Figure"  # a caption is centred below its figure
        self.writer.write(holder.text_frame, planned.body, size, at_start)
        if planned.layout == "Questions" and planned.first > 1:
            for paragraph in holder.text_frame.paragraphs:
                _openxml.set_first_number(paragraph, planned.first)

    def _draw_table(self, holder: Any, comparison: Comparison, size: float) -> None:
        rows = _slides.rows(comparison)
        frame = holder.insert_table(rows=len(rows), cols=2)
        table = frame.table
        _openxml.set_table_style(table)
        if self.right_to_left:
            _openxml.set_table_direction(table)
        frame.name = plain(comparison.caption)
        _openxml.set_alternative_text(frame, plain(comparison.caption))
        heights = self.fitter.row_heights(comparison, frame.width / EMU_PER_POINT, size)
        for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
            table.rows[number].height = Pt(height)
            for column, text in enumerate(row):
                cell = table.cell(number, column)
                cell.margin_left = cell.margin_right = Pt(CELL_INSET[0] / 2)
                cell.margin_top = cell.margin_bottom = Pt(CELL_INSET[1] / 2)
                self.writer.write(cell.text_frame, [text], size)

    def _draw_figure(self, slide: Any, planned: Planned, figure: Figure) -> None:
        drawing = self.document.drawings[figure.drawing]
        if self.right_to_left:
            drawing = drawing.mirrored()
        frame = self._figure_frame(planned, drawing)
        section = planned.where.partition("/")[0]
        size = self.fitter.figure_size(section, figure, drawing, frame.scale)
        group, boxes = _shapes.draw(slide, drawing, frame)
        group.name = plain(figure.caption)
        _openxml.set_alternative_text(group, plain(figure.alt))
        for place in drawing.places:
            paragraph = boxes[place.name].text_frame.paragraphs[0]
            text, at_start = figure.words[place.name], place.align == "start"
            self.writer.write_paragraph(paragraph, text, size, at_start)

    def _figure_frame(self, planned: Planned, drawing: Drawing) -> _shapes.Frame:
        """Find the room between the title and the caption, or the foot where there is none."""
        title = self.template.holder(planned.layout, TITLE)
        caption = self.template.holder(planned.layout, BODY)
        top = title.top + title.height + Pt(FIGURE_GAP)
        bottom = caption.top - Pt(FIGURE_GAP) if planned.body else caption.top + caption.height
        return _shapes.Frame.around(drawing, title.left, top, title.width, bottom - top)

    def _write_notes(self, slide: Any, notes: Notes) -> None:
        """Write script, teach-back question and source below the slide, each under its heading."""
        labels, source = self.document.labels.deck, self.document.topic.source
        dated = EnglishText(f"{source.title} ({source.reviewer}, {source.reviewed.isoformat()})")
        lines = [(labels.notes_script, notes.script)]
        lines += [(labels.notes_ask, notes.teach_back)] if notes.teach_back else []
        lines += [(labels.notes_source, dated)]
        texts = [text for heading, body in lines for text in (_slides.strong(heading), body)]
        self.writer.write(slide.notes_slide.notes_text_frame, texts)

    def _mark_as_draft(self, paragraph: Any) -> None:
        """Say that nobody has approved it, in the deck's language and in English."""
        self.writer.write_paragraph(paragraph, self.document.labels.draft.banner, at_start=False)
        if not self.document.language.is_source:
            self.writer.add_runs(paragraph, BAR)
            self.writer.add_runs(paragraph, self.document.english_banner)

    def _mark(self, slide: Any, planned: Planned, holder: Any) -> None:
        """Say on the slide whether it is a draft; number it."""
        if self.document.is_draft:
            self._mark_as_draft(holder.text_frame.paragraphs[0])
        else:
            _openxml.remove(holder)
        number = _openxml.add_slide_number(slide)
        if self.right_to_left:
            place = self.template.holder(planned.layout, SLIDE_NUMBER)
            number.left = Emu(self.template.slide_width - place.left - place.width)
            number.top, number.width, number.height = place.top, place.width, place.height
