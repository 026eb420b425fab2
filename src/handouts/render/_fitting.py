"""How large the text of a slide can be, and where it must go on to another slide.

PowerPoint shrinks text only once somebody edits it, so sizes are chosen here, by the engine that
sets our pages. The sizes below are points, largest first; the last is the least a room can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handouts.content import Comparison, Figure
from handouts.drawing import Drawing
from handouts.findings import Finding, error
from handouts.inline import plain
from handouts.language import Language
from handouts.library import Library
from handouts.render import _html, _pdf, _slides
from handouts.render._slides import Planned
from handouts.render._template import BODY, TITLE, Template

TITLE_SIZES = (34.0, 32.0, 30.0, 28.0)
OPENING_TITLE_SIZES = (44.0, 40.0, 36.0, 32.0)
BODY_SIZES = {
    "Title": (26.0, 24.0),
    "Main message": (40.0, 36.0, 32.0, 28.0),
    "Points": (32.0, 30.0, 28.0, 26.0, 24.0),
    "Comparison": (28.0, 26.0, 24.0),
    "Figure": (24.0,),
    "Questions": (30.0, 28.0, 26.0, 24.0),
    "Sources": (24.0,),
}
FIGURE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0)
GAPS = {"Points": 12.0, "Questions": 18.0, "Sources": 12.0}  # points between paragraphs
INDENT = 36.0  # points that a bullet or number takes from the line, with some to spare
INDENTED = ("Points", "Questions")
CELL_INSET = (21.6, 10.8)  # points: both sides of a cell, top and bottom of it


@dataclass(frozen=True, slots=True)
class Fitted:
    """A slide, or a part of one, with the type sizes of its title and its body."""

    slide: Planned
    title_size: float
    body_size: float


class Fitter:
    """Measures the slides of one document, and notes what does not fit."""

    def __init__(
        self, template: Template, library: Library, language: Language, part_label: str
    ) -> None:
        self.template, self.library, self.language = template, library, language
        self.part_label = part_label
        self._allowance = language.script.deck_allowance if language.script else 1.0
        self.findings: list[Finding] = []

    def fit(self, plan: Sequence[Planned]) -> list[Fitted]:
        """Choose type sizes; what does not fit at the least size goes on to further slides."""
        bodies = self._sizes([self._body(slide) for slide in plan])
        parts = [
            part
            for slide, size in zip(plan, bodies, strict=True)
            for part in ([slide] if size is not None else self._in_parts(slide))
        ]
        whole = {slide.where: slide.title for slide in plan}
        titles = self._least([(part.where, self._title(part), whole[part.where]) for part in parts])
        texts = self._least([(part.where, self._body(part), _longest(part)) for part in parts])
        return [Fitted(part, titles[part.where], texts[part.where]) for part in parts]

    def _least(self, parts: Sequence[tuple[str, _pdf.Box, str]]) -> dict[str, float]:
        """Give the parts of one slide one size, the least that any of them needs.

        Each part is its slide's path, its box, and the text to name where it does not fit.
        """
        least: dict[str, float] = {}
        sizes = self._sizes([box for _, box, _ in parts])
        for (where, box, text), size in zip(parts, sizes, strict=True):
            if size is None:
                self._too_long(where, text)
            chosen = size or box.sizes[-1]
            least[where] = min(chosen, least.get(where, chosen))
        return least

    def _in_parts(self, slide: Planned) -> list[Planned]:
        """Split a slide at its lines or rows into as few parts as fit."""
        count = len(slide.comparison.rows) if slide.comparison else len(slide.body)
        parts = [slide]
        for number in range(2, count + 1):
            bounds = [round(count * n / number) for n in range(number + 1)]
            pieces = list(pairwise(bounds))
            parts = _slides.parts(slide, pieces, self.part_label, self.language)
            if None not in self._sizes([self._body(part) for part in parts]):
                break
        return parts

    def figure_size(
        self, section: str, figure: Figure, drawing: Drawing, points_per_unit: float
    ) -> float:
        """Find the one type size at which every text of a section's figure fits its place."""
        sizes = self._sizes(
            [
                _pdf.Box(
                    _pdf.Text(str(_html.say(figure.words[p.name])), p.width * points_per_unit),
                    p.height * points_per_unit,
                    FIGURE_SIZES,
                )
                for p in drawing.places
            ]
        )
        for place, size in zip(drawing.places, sizes, strict=True):
            if size is None:
                where = f"{section}/{figure.id}/words/{place.name}"
                self._too_long(where, figure.words[place.name])
        return min(size or FIGURE_SIZES[-1] for size in sizes)

    def row_heights(self, table: Comparison, width: float, size: float) -> list[float]:
        """Measure the rows of a table, heading included, in points."""
        across, down = CELL_INSET
        cells = [
            (_pdf.Text(str(_html.say(text)), width / 2 - across), size * self._allowance)
            for row in _slides.rows(table)
            for text in row
        ]
        heights = _pdf.heights(cells, self.library, self.language)
        return [
            max(pair) / self._allowance + down
            for pair in zip(heights[::2], heights[1::2], strict=True)
        ]

    def _sizes(self, boxes: Sequence[_pdf.Box]) -> list[float | None]:
        """Choose sizes, measuring as if the text were as wide as the deck's own face may be.

        Larger type stands in for a wider face; it is no higher, so the box grows along with it.
        """
        wider = self._allowance
        wide = [
            replace(b, height=b.height * wider, sizes=tuple(s * wider for s in b.sizes))
            for b in boxes
        ]
        chosen = _pdf.fitting_sizes(wide, self.library, self.language)
        return [size and size / wider for size in chosen]

    def _title(self, slide: Planned) -> _pdf.Box:
        width, height = self.template.room(slide.layout, TITLE)
        html = f"<p><strong>{_html.say(slide.title)}</strong></p>"
        if slide.layout == "Title":
            return _pdf.Box(_pdf.Text(html, width), height, OPENING_TITLE_SIZES)
        # One line at a larger size is calmer than two: two are for what needs the least size.
        leading = _pdf.deck_leading(self.language)
        two_lines = min(height, 2.05 * TITLE_SIZES[-1] * leading)
        return _pdf.Box(_pdf.Text(html, width), two_lines, TITLE_SIZES)

    def _body(self, slide: Planned) -> _pdf.Box:
        width, height = self.template.room(slide.layout, BODY)
        sizes = BODY_SIZES[slide.layout]
        if slide.comparison:
            return _pdf.Box(_pdf.Text(_table(slide.comparison, width), width), height, sizes)
        if slide.layout in INDENTED:
            width -= INDENT
        html = "".join(f"<p>{_html.say(line)}</p>" for line in slide.body)
        return _pdf.Box(_pdf.Text(html, width, GAPS.get(slide.layout, 0.0)), height, sizes)

    def _too_long(self, where: str, text: str) -> None:
        self.findings.append(
            error(
                "fit",
                f"“{plain(text)}” does not fit its slide.",
                "Say it in fewer words.",
                language=self.language.tag,
                where=where,
                text=text,
            )
        )


def _longest(slide: Planned) -> str:
    """Find the longest text of a slide's body."""
    cells = (
        [cell for row in _slides.rows(slide.comparison) for cell in row] if slide.comparison else ()
    )
    return max((*cells, *slide.body), key=len, default="")


def _table(table: Comparison, width: float) -> str:
    across, down = (inset / 2 for inset in CELL_INSET)
    cells = (
        f"<td>{_html.say(left)}</td><td>{_html.say(right)}</td>"
        for left, right in _slides.rows(table)
    )
    rows = "".join(f"<tr>{pair}</tr>" for pair in cells)
    return (
        f"<style>td {{ padding: {down}pt {across}pt }}</style>"
        f'<table style="width: {width}pt; border-spacing: 0; table-layout: fixed">{rows}</table>'
    )
