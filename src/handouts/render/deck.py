"""The deck: a document as native, editable PowerPoint slides with speaker notes."""

import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.util import Emu, Pt

from handouts.artifact import Artifact
from handouts.content import Comparison, Figure
from handouts.document import Document
from handouts.drawing import Drawing
from handouts.findings import Finding, error
from handouts.inline import EnglishText, SourceText, parse, plain
from handouts.language import SOURCE, Language
from handouts.library import Library
from handouts.render import _html, _openxml, _pdf, _shapes, _slides
from handouts.render._slides import Planned

MARK, SLIDE_NUMBER, TITLE, BODY, NOTES_BODY = 20, 12, 0, 1, 3  # placeholder numbers of the template
TITLE_SIZES = (34.0, 32.0, 30.0, 28.0)
BODY_SIZES = {
    "Title": (26.0, 24.0),
    "Main message": (40.0, 36.0, 32.0, 28.0),
    "Points": (32.0, 30.0, 28.0, 26.0, 24.0),
    "Questions": (30.0, 28.0, 26.0, 24.0),
    "Figure": (24.0,),
    "Sources": (24.0,),
}
GAPS = {"Points": 12.0, "Questions": 18.0, "Sources": 12.0}  # points between paragraphs
INDENT = 36.0  # points that a bullet or number takes from the line, with some to spare
CELL_SIZES = (28.0, 26.0, 24.0)
CELL_INSET = (14.4, 7.2)  # points: both sides of a cell, top and bottom of it
FIGURE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0)
FIGURE_GAP = 12.0  # points between title, figure and caption


def name(document: Document) -> str:
    """Name the file: topic, edition, language."""
    return f"{document.topic.id}.deck.{document.language.tag}.pptx"


def render(document: Document, library: Library) -> Artifact:
    """Draw a document as slides.

    Raises:
        EngineMissing: the engine that measures text cannot be loaded.
    """
    presentation = Presentation(io.BytesIO(_template(library.deck_template)))
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    maker = _Maker(document, library, layouts)
    slides = maker.fitted(_slides.plan(document))
    for planned, title_size, body_size in slides:
        maker.draw(
            presentation.slides.add_slide(layouts[planned.layout]), planned, title_size, body_size
        )
    _describe(presentation, document)
    return Artifact(
        name(document), _openxml.saved(presentation), len(slides), tuple(maker.findings)
    )


@lru_cache(maxsize=2)
def _template(path: Path) -> bytes:
    return path.read_bytes()


def _describe(presentation: Any, document: Document) -> None:
    """Fill in what a file's properties show; the dates stay those of the template."""
    properties = presentation.core_properties
    properties.title = plain(document.topic.title)
    properties.subject = plain(document.topic.subject)
    properties.language = document.language.tag
    properties.version = document.topic.version
    properties.author = "handouts"


class _Maker:
    """Measures and draws the slides of one document, and notes what does not fit."""

    def __init__(self, document: Document, library: Library, layouts: dict[str, Any]) -> None:
        self.document, self.library, self.layouts = document, library, layouts
        self.language = document.language
        self.findings: list[Finding] = []

    # ---- measuring

    def fitted(self, plan: Sequence[Planned]) -> list[tuple[Planned, float, float]]:
        """Choose type sizes; what does not fit at the least size goes on to a second slide."""
        bodies = self._sizes([self._body_box(slide) for slide in plan])
        split = [
            part
            for slide, size in zip(plan, bodies, strict=True)
            for part in (self._split(slide) if size is None else [slide])
        ]
        titles = self._sizes([self._title_box(slide) for slide in split])
        bodies = self._sizes([self._body_box(slide) for slide in split])
        for slide, title, body in zip(split, titles, bodies, strict=True):
            if title is None or body is None:
                self._too_long(slide.where, slide.title)
        least: dict[str, float] = {}  # the parts of one slide share one type size
        for slide, body in zip(split, bodies, strict=True):
            size = body or _sizes_of(slide)[-1]
            least[slide.where] = min(size, least.get(slide.where, size))
        return [
            (slide, title or TITLE_SIZES[-1], least[slide.where])
            for slide, title in zip(split, titles, strict=True)
        ]

    def _sizes(self, boxes: Sequence[_pdf.Box]) -> list[float | None]:
        return _pdf.fitting_sizes(boxes, self.library, self.language)

    def _split(self, slide: Planned) -> list[Planned]:
        """Halve a slide at a line or a row; its parts are measured again."""
        count = len(slide.comparison.rows) if slide.comparison else len(slide.body)
        if count < 2:
            return [slide]
        middle = (count + 1) // 2
        return _slides.parts(slide, [(0, middle), (middle, count)], self.document.labels.deck.part)

    def _title_box(self, slide: Planned) -> _pdf.Box:
        holder = self._holder(slide, TITLE)
        html = f"<p><strong>{_html.say(slide.title)}</strong></p>"
        sizes = (44.0, 40.0, 36.0) if slide.layout == "Title" else TITLE_SIZES
        return _pdf.Box(_pdf.Text(html, _points(holder.width)), _points(holder.height), sizes)

    def _body_box(self, slide: Planned) -> _pdf.Box:
        holder = self._holder(slide, BODY)
        width, height = _points(holder.width), _points(holder.height)
        if slide.comparison:
            html = "".join(
                f"<tr>{''.join(f'<td>{_html.say(c)}</td>' for c in row)}</tr>"
                for row in _rows(slide.comparison)
            )
            table = (
                f'<table style="width: {width}pt; border-spacing: 0; table-layout: fixed">'
                f"<style>td {{ padding: 3.6pt 7.2pt }}</style>{html}</table>"
            )
            return _pdf.Box(_pdf.Text(table, width), height, CELL_SIZES)
        indent = INDENT if slide.layout in ("Points", "Questions") else 0.0
        text = _pdf.Text(
            "".join(f"<p>{_html.say(line)}</p>" for line in slide.body),
            width - indent,
            GAPS.get(slide.layout, 0.0),
        )
        return _pdf.Box(text, height, BODY_SIZES[slide.layout])

    def _holder(self, slide: Planned, number: int) -> Any:
        holders = self.layouts[slide.layout].placeholders
        return next(h for h in holders if h.placeholder_format.idx == number)

    def _too_long(self, where: str, text: str) -> None:
        self.findings.append(
            error(
                "fit",
                f"“{plain(text)}” does not fit its slide.",
                "Say it in fewer words.",
                language=self.language.tag,
                where=where,
            )
        )

    # ---- drawing

    def draw(self, slide: Any, planned: Planned, title_size: float, body_size: float) -> None:
        """Fill one slide."""
        holders = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
        for number, holder in holders.items():
            holder.name = self._holder(planned, number).name
        self._write(holders[TITLE].text_frame, [planned.title], title_size)
        if planned.comparison:
            self._draw_table(holders[BODY], planned.comparison, body_size)
        elif planned.body:
            self._write(holders[BODY].text_frame, planned.body, body_size)
        else:
            _openxml.remove(holders[BODY])
        if planned.figure:
            self._draw_figure(slide, planned, planned.figure)
        if planned.notes:
            self._write_notes(slide, planned.notes)
        self._mark(slide, holders[MARK])

    def _write(self, frame: Any, texts: Iterable[str], size: float | None = None) -> None:
        for number, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._write_paragraph(paragraph, text, size)

    def _write_paragraph(
        self, paragraph: Any, text: str, size: float | None, aligned: bool = True
    ) -> None:
        language = Language(SOURCE) if isinstance(text, EnglishText) else self.language
        if self.language.direction == "rtl":
            _openxml.set_direction(paragraph, language.direction, at_right=aligned)
        self._write_runs(paragraph, text, language, size)

    def _write_runs(
        self, paragraph: Any, text: str, language: Language, size: float | None
    ) -> None:
        for span in parse(text):
            run = paragraph.add_run()
            run.text = span.text
            if size:
                run.font.size = Pt(size)
            if span.strong:
                run.font.bold = True
            _openxml.set_run_language(run, language.tag)
            if isinstance(text, SourceText):
                _openxml.highlight(run)
            if language.script:
                _openxml.set_run_faces(run, language.script)

    def _draw_table(self, holder: Any, comparison: Comparison, size: float) -> None:
        rows = _rows(comparison)
        frame = holder.insert_table(rows=len(rows), cols=2)
        table = frame.table
        _openxml.set_table_style(table)
        if self.language.direction == "rtl":
            _openxml.set_table_direction(table)
        frame.name = plain(comparison.caption)
        _openxml.set_alternative_text(frame, plain(comparison.caption))
        for number, (row, height) in enumerate(
            zip(rows, self._row_heights(rows, _points(frame.width), size), strict=True)
        ):
            table.rows[number].height = Pt(height)
            for column, text in enumerate(row):
                self._write(table.cell(number, column).text_frame, [text], size)

    def _row_heights(self, rows: Sequence[Sequence[str]], width: float, size: float) -> list[float]:
        across, down = CELL_INSET
        texts = [(_pdf.Text(str(_html.say(c)), width / 2 - across), size) for r in rows for c in r]
        heights = _pdf.heights(texts, self.library, self.language)
        return [max(pair) + down for pair in zip(heights[::2], heights[1::2], strict=True)]

    def _draw_figure(self, slide: Any, planned: Planned, figure: Figure) -> None:
        drawing = self.document.drawings[figure.drawing]
        if self.language.direction == "rtl":
            drawing = drawing.mirrored()
        frame = self._figure_frame(planned, drawing)
        size = self._figure_size(planned, figure, drawing, frame)
        group, boxes = _shapes.draw(slide, drawing, frame)
        group.name = plain(figure.caption)
        _openxml.set_alternative_text(group, plain(figure.alt))
        for place in drawing.places:
            paragraph = boxes[place.name].text_frame.paragraphs[0]
            self._write_paragraph(
                paragraph, figure.words[place.name], size, aligned=place.align == "start"
            )

    def _figure_size(
        self, planned: Planned, figure: Figure, drawing: Drawing, frame: _shapes.Frame
    ) -> float:
        """Find the one type size at which every text of the figure fits its place."""
        sizes = self._sizes(
            [
                _pdf.Box(
                    _pdf.Text(str(_html.say(figure.words[place.name])), place.width * frame.scale),
                    place.height * frame.scale,
                    FIGURE_SIZES,
                )
                for place in drawing.places
            ]
        )
        for place, size in zip(drawing.places, sizes, strict=True):
            if size is None:
                self._too_long(f"{planned.where}/{place.name}", figure.words[place.name])
        return min(size or FIGURE_SIZES[-1] for size in sizes)

    def _figure_frame(self, planned: Planned, drawing: Drawing) -> _shapes.Frame:
        title, caption = self._holder(planned, TITLE), self._holder(planned, BODY)
        top = title.top + title.height + Pt(FIGURE_GAP)
        bottom = caption.top - Pt(FIGURE_GAP) if planned.body else caption.top + caption.height
        return _shapes.Frame.around(drawing, title.left, top, title.width, bottom - top)

    def _write_notes(self, slide: Any, notes: _slides.Notes) -> None:
        """Write script, teach-back question and source below the slide, each under its heading."""
        labels, source = self.document.labels.deck, self.document.topic.source
        dated = EnglishText(f"{source.title} ({source.reviewer}, {source.reviewed.isoformat()})")
        lines = [(labels.notes_script, notes.script)]
        lines += [(labels.notes_ask, notes.teach_back)] if notes.teach_back else []
        lines += [(labels.notes_source, dated)]
        frame = slide.notes_slide.notes_text_frame
        self._write(frame, [text for heading, body in lines for text in (_strong(heading), body)])

    def _mark(self, slide: Any, holder: Any) -> None:
        """Say on the slide that it is a draft, in its language and in English."""
        paragraph = holder.text_frame.paragraphs[0]
        self._write_paragraph(paragraph, self.document.labels.draft.banner, None, aligned=False)
        if not self.language.is_source:
            self._write_runs(paragraph, "  |  ", self.language, None)
            self._write_runs(paragraph, self.document.english_banner, Language(SOURCE), None)
        number = _openxml.add_slide_number(slide)
        if number is not None and self.language.direction == "rtl":
            place = next(
                h
                for h in slide.slide_layout.placeholders
                if h.placeholder_format.idx == SLIDE_NUMBER
            )
            number.left = Emu(self._slide_width() - place.left - place.width)
            number.top, number.width, number.height = place.top, place.width, place.height

    def _slide_width(self) -> int:
        title = next(
            h for h in self.layouts["Points"].placeholders if h.placeholder_format.idx == TITLE
        )
        return int(2 * title.left + title.width)


def _rows(table: Comparison) -> list[tuple[str, str]]:
    return [
        (_strong(table.left), _strong(table.right)),
        *((row.left, row.right) for row in table.rows.values()),
    ]


def _strong(text: str) -> str:
    return type(text)(f"**{plain(text)}**")


def _sizes_of(slide: Planned) -> tuple[float, ...]:
    return CELL_SIZES if slide.comparison else BODY_SIZES[slide.layout]


def _points(length: int) -> float:
    return length / 12700
