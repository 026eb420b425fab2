"""A list as icons, each with its text beside it: two columns of them, read row by row."""

from collections.abc import Sequence

from handouts.drawing import Drawing, Shape, WordPlace
from handouts.render._shapes import shifted

COLUMNS = 2
SIZE = 80.0  # points: the height and width of an icon
BESIDE = 16.0  # points between an icon and its text
BETWEEN = 28.0  # points between the columns
GAP = 10.0  # points, at the least, between the rows
TOP = 4.0  # points of air below the title


def text_width(width: float) -> float:
    """Answer the width of a text beside its icon, where all have so much room. In points."""
    return (width - BETWEEN) / COLUMNS - SIZE - BESIDE


def rows(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Set texts in rows."""
    return tuple(tuple(texts[n : n + COLUMNS]) for n in range(0, len(texts), COLUMNS))


def place_name(number: int) -> str:
    """Name the place of a text in the drawing."""
    return f"item {number + 1}"


def grid(
    icons: Sequence[Drawing], heights: Sequence[float], width: float, height: float
) -> Drawing:
    """Draw icons in rows of given heights, what room is left between them. In points."""
    spare = max(height - TOP - sum(heights), 0.0) / max(len(heights), 1)
    column = (width - BETWEEN) / COLUMNS + BETWEEN
    shapes: list[Shape] = []
    places: list[WordPlace] = []
    for number, icon in enumerate(icons):
        row, across = divmod(number, COLUMNS)
        left = across * column
        top = TOP + sum(heights[:row]) + spare * (row + 0.5)
        scale = SIZE / max(icon.width, icon.height)
        down = top + (heights[row] - SIZE) / 2
        shapes += [shifted(shape, left, down, scale) for shape in icon.shapes]
        # Half the gap above and below is the text's too, for what reaches out of its lines.
        text = (left + SIZE + BESIDE, top - GAP / 2, text_width(width), heights[row] + GAP)
        places.append(WordPlace(place_name(number), *text, align="start"))
    return Drawing(width, height, tuple(shapes), tuple(places), digest="")
