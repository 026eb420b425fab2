"""How large the text of a slide can be, and where it must go on to another slide.

PowerPoint shrinks text only once somebody edits it, so sizes are chosen here, by the engine that
sets our pages. The sizes below are points, largest first; the last is the least a room can read.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handouts.content import Comparison, Figure
from handouts.drawing import Drawing
from handouts.findings import Finding, error
from handouts.inline import plain
from handouts.language import Language
from handouts.library import Library
from handouts.render import _icons, _pdf, _slides
from handouts.render._measure import Measure
from handouts.render._slides import Planned, Role
from handouts.render._template import EMU_PER_POINT, Place, Template

TITLE_SIZES = (32.0, 30.0, 28.0)
MESSAGE_TITLE_SIZES = (28.0,)  # quieter than the message below it
OPENING_TITLE_SIZES = (44.0, 40.0, 36.0, 32.0)
_BODY = (30.0, 28.0, 26.0, 24.0)
BODY_SIZES: dict[Role, tuple[float, ...]] = {
    "Title": (26.0, 24.0),
    "Main message": (44.0, 40.0, 36.0, 32.0, 28.0, 24.0),
    "Points": _BODY,
    "Two columns": _BODY,
    "Comparison": (24.0,),
    "Figure": (24.0,),
    "Question to the room": _BODY,
    "Recap": _BODY,
    "Sources and sign-off": (24.0,),
}
ICON_SIZES = (24.0,)
FIGURE_SIZES = (24.0, 22.0, 20.0)  # labels inside a drawing, read with it
GAPS: dict[Role, float] = {  # points between paragraphs
    "Points": 12.0,
    "Two columns": 12.0,
    "Recap": 12.0,
    "Question to the room": 18.0,
    "Sources and sign-off": 12.0,
}
FEW, WIDE_GAP = 3, 24.0  # so many points or fewer stand further apart
INDENT = 44.0  # points that a bullet or number takes from the line, with some to spare
MARK_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)  # of a draft's mark in somebody else's footer
INDENTED: tuple[Role, ...] = ("Points", "Two columns", "Recap", "Question to the room")
CELL_INSET = (14.4, 7.2)  # points: both sides of a cell, top and bottom of it


@dataclass(frozen=True, slots=True)
class Fitted:
    """A slide, or a part of one, with the type sizes of its title and its body."""

    slide: Planned
    title_size: float
    body_size: float


Row = tuple[str, ...]  # texts side by side: one, or the cells of a table's row


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of text in a box, and the type sizes to try in it. Lengths are in points."""

    rows: tuple[Row, ...]
    width: float
    height: float
    sizes: tuple[float, ...]
    gap: float = 0.0
    bold: bool = False
    least: float = 0.0  # height of a row


class Fitter:
    """Measures the slides of one document, and notes what does not fit."""

    def __init__(
        self, template: Template, library: Library, language: Language, part_label: str
    ) -> None:
        self.template, self.language, self.part_label = template, language, part_label
        self._measure = Measure(library, language)
        self._leading = _pdf.deck_leading(language)
        # A wider face stands in larger type; it is no higher.
        self._allowance = {
            bold: max(language.deck_allowance(bold), template.allowance) for bold in (False, True)
        }
        self.findings: list[Finding] = []
        self._hint = "Say it in fewer words."
        if template.is_own:
            self._hint = "Make the boxes of your template's layouts larger: ours have the room."

    def fit(self, plan: Sequence[Planned]) -> list[Fitted]:
        """Choose type sizes; what does not fit at the least size goes on to further slides."""
        fitted = []
        for slide in plan:
            parts = self._parts(slide)
            title = self._least((self._title(p) for p in parts), slide.where, slide.title)
            body = self._least(
                (block for p in parts for block in self._bodies(p)), slide.where, _longest(slide)
            )
            fitted += [Fitted(part, title, body) for part in parts]
        return fitted

    def mark_size(self, place: Place, text: str) -> float:
        """Choose the size of the draft mark; 0 on our own layouts, which have room for it."""
        if not self.template.is_own:
            return 0.0
        width, height = place.mark.text[0], place.mark.room.height / EMU_PER_POINT
        block = _Block(((text,),), width, height, MARK_SIZES, bold=True)
        return self._least([block], "draft/banner", text)

    def figure_size(self, where: str, figure: Figure, drawing: Drawing, scale: float) -> float:
        """Find the one type size at which every text of a figure fits its place.

        ``scale`` is points per unit of the drawing.
        """
        return min(
            self._least(
                [_Block(((text,),), place.width * scale, place.height * scale, FIGURE_SIZES)],
                f"{where}/{place.name}",
                text,
            )
            for place in drawing.places
            for text in (figure.words[place.name],)
        )

    def row_heights(self, table: Comparison, width: float, size: float) -> list[float]:
        """Measure the rows of a table, heading included, in points."""
        across, down = CELL_INSET
        return [
            self._lines(row, width / 2 - across, size, breaking=True) * size * self._leading + down
            for row in _slides.rows(table)
        ]

    def icon_heights(self, slide: Planned, size: float) -> list[float]:
        """Measure the rows of a list that is shown by icons, in points: all alike, if they can."""
        block = self._icons(slide)
        heights = self._row_heights(block, size, breaking=True)
        alike = [max(heights)] * len(heights)
        return alike if sum(alike) + block.gap * (len(alike) - 1) <= block.height else heights

    # ------------------------------------------------------------ parts and sizes

    def _parts(self, slide: Planned) -> list[Planned]:
        """Split a slide at its lines or rows into as few parts as fit."""
        if self._fits(slide):
            return [slide]
        count = len(slide.comparison.rows) if slide.comparison else len(slide.body)
        parts = [slide]
        for number in range(2, count + 1):
            for extra in (
                0,
                number - 1,
            ):  # what does not divide goes to the last parts, or the first
                bounds = [(count * n + extra) // number for n in range(number + 1)]
                pieces = list(pairwise(bounds))
                parts = _slides.parts(slide, pieces, self.part_label, self.language)
                if all(map(self._fits, parts)):
                    return parts
        return parts

    def _fits(self, slide: Planned) -> bool:
        return all(self._size(block) is not None for block in self._bodies(slide))

    def _least(self, blocks: Iterable[_Block], where: str, text: str) -> float:
        """Give blocks one size, the least that any of them needs; tell where none is enough."""
        least = max(_BODY + OPENING_TITLE_SIZES)
        for block in blocks:
            size = self._size(block)
            if size is None:
                self._too_long(where, text)
            least = min(least, size or block.sizes[-1])
        return least

    def _size(self, block: _Block) -> float | None:
        """Find the largest size that fits; a word is broken only where no size holds it whole."""
        for size in block.sizes:
            if self._height(block, size) <= block.height:
                return size
        least = block.sizes[-1]
        return least if self._height(block, least, breaking=True) <= block.height else None

    def _height(self, block: _Block, size: float, breaking: bool = False) -> float:
        """Measure the rows of a block in points; without end where a word would be broken."""
        return sum(self._row_heights(block, size, breaking)) + block.gap * (len(block.rows) - 1)

    def _row_heights(self, block: _Block, size: float, breaking: bool) -> list[float]:
        line = size * self._leading
        return [
            max(self._lines(row, block.width, size, block.bold, breaking) * line, block.least)
            for row in block.rows
        ]

    def _lines(
        self, row: Row, width: float, size: float, bold: bool = False, breaking: bool = False
    ) -> float:
        ems = width / (size * self._allowance[bold])
        broken = [self._measure.lines(text, ems, bold, breaking) for text in row]
        whole = breaking or all(lines.whole_words for lines in broken)
        return max(lines.count for lines in broken) if whole else math.inf

    # ------------------------------------------------------------ what stands in which box

    def _title(self, slide: Planned) -> _Block:
        width, height = self.template.places[slide.role].title.text
        if slide.role == "Title":
            return _Block(((slide.title,),), width, height, OPENING_TITLE_SIZES, bold=True)
        # One line at a larger size is calmer than two: two are for what needs the least size.
        two_lines = min(height, 2.05 * TITLE_SIZES[-1] * self._leading)
        sizes = MESSAGE_TITLE_SIZES if slide.role == "Main message" else TITLE_SIZES
        return _Block(((slide.title,),), width, two_lines, sizes, bold=True)

    def _bodies(self, slide: Planned) -> list[_Block]:
        boxes = [box.text for box in self.template.places[slide.role].boxes]
        sizes, gap = BODY_SIZES[slide.role], gap_of(slide)
        if slide.comparison:
            (width, height), (across, down) = boxes[0], CELL_INSET
            rows = tuple(_slides.rows(slide.comparison))
            return [_Block(rows, width / 2 - across, height - down * len(rows), sizes)]
        if slide.icons:
            return [self._icons(slide)]
        if not slide.body or not boxes:
            return []
        columns = _slides.halves(slide.body) if len(boxes) > 1 else (slide.body,)
        indent = INDENT if slide.role in INDENTED else 0.0
        return [
            _Block(tuple((text,) for text in texts), width - indent, height, sizes, gap)
            for texts, (width, height) in zip(columns, boxes, strict=True)
            if texts
        ]

    def _icons(self, slide: Planned) -> _Block:
        room = self.template.figure_room(self.template.places[slide.role], captioned=False)
        return _Block(
            _icons.rows(slide.body),
            _icons.text_width(room.width / EMU_PER_POINT),
            room.height / EMU_PER_POINT - _icons.TOP,
            ICON_SIZES,
            _icons.GAP,
            least=_icons.SIZE,
        )

    def _too_long(self, where: str, text: str) -> None:
        self.findings.append(
            error(
                "fit",
                f"“{plain(text)}” does not fit its slide.",
                self._hint,
                language=self.language.tag,
                where=where,
                text=text,
            )
        )


def gap_of(slide: Planned) -> float:
    """Answer the points between the paragraphs of a slide."""
    usual = GAPS.get(slide.role, 0.0)
    return WIDE_GAP if slide.role in ("Points", "Recap") and len(slide.body) <= FEW else usual


def _longest(slide: Planned) -> str:
    """Find the longest text of a slide's body."""
    cells = (
        [cell for row in _slides.rows(slide.comparison) for cell in row] if slide.comparison else ()
    )
    return max((*cells, *slide.body), key=len, default="")
