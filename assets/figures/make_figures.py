"""Draw the figures: ``python assets/figures/make_figures.py`` writes the SVG files beside it.

Drawn for this project. Words are not part of a drawing: ``rect class="words"`` says where each
text of the topic goes. Cancer cells are darker *and* differently shaped, so that the picture
survives a black-and-white printer and a reader who does not see colours.
"""

import math
from collections.abc import Iterable
from pathlib import Path

TEAL, PALE, INK, PLUM, SAND = "#0A4D5C", "#E3F0F1", "#1B2B34", "#6B2A4A", "#F7F1E6"
ROSE, WHITE = "#F3E6EC", "#FFFFFF"

COLUMNS, ROWS = 7, 5  # cells in a piece of tissue
BEFORE = {
    *((2, 0), (3, 0)),
    *((1, 1), (2, 1), (3, 1), (4, 1)),
    *((1, 2), (2, 2), (3, 2), (4, 2), (5, 2)),
    *((2, 3), (3, 3), (4, 3)),
    *((3, 4),),
}
PARTIAL = {(3, 1), (2, 2), (3, 2), (4, 2)}
COMPLETE: set[tuple[int, int]] = set()


def shape(name: str, **attributes: object) -> str:
    """Write one element; underscores in names become hyphens."""
    written = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"  <{name} {written}/>"


def words(name: str, x: float, y: float, width: float, height: float, **stand: str) -> str:
    """Mark the place of a text."""
    data = {f"data-{key}": value for key, value in stand.items()}
    return shape(
        "rect",
        **{"class": "words"},
        id=name,
        x=x,
        y=y,
        width=width,
        height=height,
        fill="none",
        **data,
    )


def healthy_cell(x: float, y: float, r: float) -> Iterable[str]:
    """Draw a round, light cell with a small nucleus."""
    yield shape("circle", cx=x, cy=y, r=r, fill=WHITE, stroke=TEAL, stroke_width=1.5)
    yield shape("circle", cx=x, cy=y, r=round(r * 0.28, 2), fill=TEAL)


def cancer_cell(x: float, y: float, r: float) -> Iterable[str]:
    """Draw a dark cell with an uneven edge."""
    corners = []
    for step in range(16):
        reach = r * (1.12 if step % 2 == 0 else 0.8)
        angle = math.pi * step / 8
        corners.append(f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}")
    yield shape("polygon", points=" ".join(corners), fill=PLUM)
    yield shape("circle", cx=x, cy=y, r=round(r * 0.3, 2), fill=ROSE)


def tissue(x: float, y: float, height: float, cancer: set[tuple[int, int]]) -> Iterable[str]:
    """Draw a piece of tissue, its cells at the places in ``cancer`` cancerous."""
    step = height / ROWS
    yield shape(
        "rect",
        x=round(x, 1),
        y=y,
        width=round(step * COLUMNS, 1),
        height=height,
        rx=12,
        fill=PALE,
        stroke=TEAL,
        stroke_width=2,
    )
    for row in range(ROWS):
        for column in range(COLUMNS):
            draw = cancer_cell if (column, row) in cancer else healthy_cell
            yield from draw(
                round(x + step * (column + 0.5), 1),
                round(y + step * (row + 0.5), 1),
                round(step * 0.36, 1),
            )


def arrow(x: float, y: float, length: float) -> str:
    """Draw an arrow that points along the reading direction."""
    tip, half = x + length, 9
    corners = [
        (x, y - 4),
        (tip - 12, y - 4),
        (tip - 12, y - half),
        (tip, y),
        (tip - 12, y + half),
        (tip - 12, y + 4),
        (x, y + 4),
    ]
    return shape("polygon", points=" ".join(f"{a},{b}" for a, b in corners), fill=INK)


def two_kinds() -> str:
    """Draw what tests can see: before treatment, in partial and in complete remission."""
    parts: list[str] = []
    size, panel, gap, top = 112, 210, 15, 32
    for index, (name, cancer) in enumerate(
        [("before", BEFORE), ("partial", PARTIAL), ("complete", COMPLETE)]
    ):
        left = index * (panel + gap)
        parts.append(words(name, left, 0, panel, top - 4, anchor="bottom"))
        parts.extend(tissue(left + (panel - size * COLUMNS / ROWS) / 2, top, size, cancer))
        parts.append(words(f"{name}-note", left, top + size + 3, panel, 48, anchor="top"))
        if index:
            parts.append(arrow(left - gap / 2 - 22, top + size / 2, 44))
    legend = top + size + 64
    parts.extend(healthy_cell(150, legend, 11))
    parts.append(words("healthy", 168, legend - 15, 152, 30, align="start"))
    parts.extend(cancer_cell(370, legend, 11))
    parts.append(words("cancer", 388, legend - 15, 152, 30, align="start"))
    return svg(660, legend + 16, "What tests can see", parts)


def road() -> str:
    """Draw the road: five stops, and the five years in which cancer most often returns."""
    parts: list[str] = []
    y, stops = 84, [62, 196, 330, 464, 598]
    parts.append(shape("rect", x=14, y=y - 15, width=632, height=30, rx=15, fill=INK))
    parts.extend(
        shape("rect", x=x, y=y - 2, width=16, height=4, fill=WHITE) for x in range(32, 630, 34)
    )
    for index, stop in enumerate(stops):
        colour = PLUM if index < 2 else TEAL
        parts.append(
            shape("circle", cx=stop, cy=y, r=20, fill=colour, stroke=WHITE, stroke_width=4)
        )
    above, below = y - 22, y + 24
    parts.append(words("diagnosis", 0, 0, 150, above, anchor="bottom"))
    parts.append(words("treatment", 96, below, 200, 30, anchor="top"))
    parts.append(words("month", 190, 0, 280, above, anchor="bottom"))
    parts.append(words("remission", 364, below, 200, 30, anchor="top"))
    parts.append(words("followup", 500, 0, 160, above, anchor="bottom"))
    parts.append(
        shape(
            "rect",
            x=62,
            y=y + 56,
            width=536,
            height=48,
            rx=10,
            fill=SAND,
            stroke=PLUM,
            stroke_width=2,
        )
    )
    parts.append(words("five-years", 70, y + 57, 520, 46))
    return svg(660, y + 106, "The road to remission and beyond", parts)


def svg(width: int, height: int, title: str, parts: Iterable[str]) -> str:
    """Wrap the parts into a file."""
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
        f"  <title>{title}</title>\n{body}\n</svg>\n"
    )


if __name__ == "__main__":
    folder = Path(__file__).parent
    for name, drawing in {"two-kinds": two_kinds(), "road": road()}.items():
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8", newline="\n")
