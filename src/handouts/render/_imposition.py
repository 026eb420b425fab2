"""Where each page goes on its sheet: the geometry of folding, with no drawing in it.

All lengths are millimetres. Pages are counted from 0 in reading order. A side is one face of a
sheet of paper; sides come in the order in which a printer takes them, front and back in turn, to
be printed on both sides and turned over the short edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handouts.editions import Imposition
from handouts.language import Direction
from handouts.papers import SIZES, Paper

FOLD = 5.0  # of free paper on either side of a fold
EDGE = 10.0  # of free paper at every edge: ward printers cannot print to it
TUCK = 1.5  # by which the panel that is folded in is narrower, so that it lies flat
PANELS = ("cover", "inside", "inside", "inside", "flap", "back")  # of a tri-fold, as it is read
SHEET = 4  # pages on a sheet of a booklet, both sides
COVER, FIRST, SECOND, THIRD, FLAP, BACK = range(6)


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on a side: its number, and how far its left edge stands from the sheet's."""

    page: int
    left: float


@dataclass(frozen=True, slots=True)
class Side:
    """One face of a sheet: its pages, and where folds cross it, from the left edge."""

    pages: tuple[Placed, ...]
    folds: tuple[float, ...] = ()


def page_size(imposition: Imposition, paper: Paper) -> tuple[float, float]:
    """Answer the width and height of the pages that are laid out before they are imposed."""
    width, height = SIZES[paper]
    if imposition == "booklet":
        return height / 2, width
    if imposition == "trifold":
        return _panels(height)[1], width
    return width, height


def sheet_size(imposition: Imposition, paper: Paper) -> tuple[float, float]:
    """Answer the width and height of the sheet that is printed."""
    width, height = SIZES[paper]
    return (height, width) if imposition else (width, height)


def _panels(width: float) -> tuple[float, float]:
    """Divide a sheet's width: two wide panels, and one narrower, which is folded in."""
    wide = (width + TUCK) / 3
    return wide, wide - TUCK


def sides(
    imposition: Imposition, count: int, paper: Paper, direction: Direction
) -> tuple[Side, ...]:
    """Put pages on sheets: the sides of a booklet or of a tri-fold.

    Pages that there is no place for follow on sides of their own, so that one can see them.
    """
    width = sheet_size(imposition, paper)[0]
    made = _booklet(count, width) if imposition == "booklet" else _trifold(count, width)
    if direction == "ltr":
        return made
    across = page_size(imposition, paper)[0]
    return tuple(_mirrored(side, width, across) for side in made)


def _booklet(count: int, width: float) -> tuple[Side, ...]:
    """Nest sheets of two pages a side: the outermost sheet holds the first pages and the last."""
    half = width / 2
    total = count + -count % SHEET
    made = []
    for number in range(total // 2):
        outer, inner = total - 1 - number, number
        left, right = (outer, inner) if number % 2 == 0 else (inner, outer)
        pages = [Placed(p, x) for p, x in ((left, 0.0), (right, half)) if p < count]
        made.append(Side(tuple(pages), (half,)))
    return tuple(made)


def _trifold(count: int, width: float) -> tuple[Side, ...]:
    """Lay six panels out: outside flap, back and cover; inside the three between.

    The text of a panel is ``EDGE`` and ``FOLD`` away from the edges and folds beside it; that of a
    middle one stands in the middle.
    """
    wide, narrow = _panels(width)
    outer = EDGE - (EDGE + FOLD) / 2  # a page has equal margins; at an edge more is wanted
    middle = (wide - narrow) / 2
    last = width - outer - narrow
    outside = Side(
        (Placed(FLAP, outer), Placed(BACK, narrow + middle), Placed(COVER, last)),
        (narrow, narrow + wide),
    )
    inside = Side(
        (Placed(FIRST, outer), Placed(SECOND, wide + middle), Placed(THIRD, last)),
        (wide, 2 * wide),
    )
    over = [Side((Placed(page, outer),)) for page in range(6, count)]
    return tuple(_with(side, count) for side in (outside, inside, *over))


def _with(side: Side, count: int) -> Side:
    return Side(tuple(placed for placed in side.pages if placed.page < count), side.folds)


def _mirrored(side: Side, width: float, across: float) -> Side:
    """Turn a side round for a language that is read from right to left.

    ``across`` is the width of its pages.
    """
    pages = tuple(Placed(p.page, width - p.left - across) for p in side.pages)
    return Side(pages, tuple(width - fold for fold in side.folds))


def lacking(imposition: Imposition, names: Sequence[str]) -> int:
    """Count the empty pages that make a booklet or a tri-fold whole; ``names`` are the pages'."""
    if imposition == "booklet":
        return -len(names) % SHEET
    if imposition == "trifold":
        return max(0, PANELS.count("inside") - list(names).count("inside"))
    return 0


def surplus(imposition: Imposition, names: Sequence[str], most: int) -> tuple[int, ...]:
    """List the pages for which there is no room, by number; of a panel those that follow it."""
    if imposition != "trifold":
        return tuple(range(most, len(names)))
    seen: dict[str, int] = {}
    over = []
    for number, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > PANELS.count(name):
            over.append(number)
    return tuple(over)
