"""Sheets of paper that hold several laid-out pages, for WeasyPrint to draw and to tag.

A sheet stands in for ``weasyprint.document.Page``: it has what the engine asks of one. Its pages
are drawn under a shift, and their boxes are tagged in reading order, not in that of the paper.
"""

from collections.abc import Sequence
from typing import Any

from handouts.render._imposition import Side
from handouts.render._structure import READING_ORDER

PIXELS = 96 / 25.4  # in a millimetre: the engine's unit is the CSS pixel
MARK = (10.0, 13.0)  # where a fold mark starts and ends, in millimetres from the edge
GREY = (0.35, 0.35, 0.35)


class Sheet:
    """One side of a sheet, with its pages where the imposition says."""

    def __init__(self, side: Side, pages: Sequence[Any], size: tuple[float, float]) -> None:
        self.width, self.height = (length * PIXELS for length in size)
        self.bleed = dict.fromkeys(("top", "right", "bottom", "left"), 0)
        self.bookmarks: list[Any] = []
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.folds = [fold * PIXELS for fold in side.folds]
        self.placed = [(pages[p.page], p.left * PIXELS) for p in side.pages]
        self.forms = {None: [f for page, left in self.placed for f in _fields(page, left)]}
        self._page_box = _whole(side, pages)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the pages, then the marks that show where to fold."""
        for page, left in self.placed:
            with stream.stacked():
                stream.transform(e=left * scale)
                page.paint(stream, scale)
        with stream.artifact(), stream.stacked():
            stream.transform(a=scale, d=scale)
            stream.set_color_rgb(*GREY, stroke=True)
            stream.set_line_width(0.6)
            for fold in self.folds:
                for start, end in (MARK, (self.height / PIXELS - e for e in MARK)):
                    stream.move_to(fold, start * PIXELS)
                    stream.line_to(fold, end * PIXELS)
            stream.stroke()


def _fields(page: Any, left: float) -> list[tuple[Any, tuple[float, float, float, float]]]:
    """List a page's form fields, with the places they have on the sheet."""
    return [
        (box, (x1 + left, y1, x2 + left, y2))
        for fields in page.forms.values()
        for box, (x1, y1, x2, y2) in fields
    ]


def _whole(side: Side, pages: Sequence[Any]) -> Any:
    """Answer a page box that holds the content of all pages of a side, for the tags."""
    children = []
    for placed in side.pages:
        for child in pages[placed.page]._page_box.children:
            setattr(child, READING_ORDER, placed.page)
            children.append(child)
    first = pages[side.pages[0].page] if side.pages else pages[0]
    return first._page_box.copy_with_children(children)
