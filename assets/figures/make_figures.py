"""Draw the figures: ``python assets/figures/make_figures.py`` writes the SVG files beside it.

Drawn for this project. Words are not part of a drawing: ``rect class="words"`` says where each
text of the topic goes. Cancer cells are darker *and* differently shaped, so that the picture
survives a black-and-white printer and a reader who does not see colours.
"""

import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

TEAL, PALE, INK, PLUM, SAND = "#0A4D5C", "#E3F0F1", "#1B2B34", "#6B2A4A", "#F7F1E6"
ROSE, WHITE, GREEN, GREY = "#F3E6EC", "#FFFFFF", "#2F6B4F", "#4A5560"
ICON = 84
SLIDE = (872, 356)  # the room a slide has for a figure, in points: type is as large as it looks

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


def stages(
    columns: tuple[int, int],
    top: int,
    size: int,
    heading: tuple[int, int],
    note: tuple[int, int],
    length: int,
) -> Iterable[str]:
    """Draw the tissue at three times side by side, arrows between, its words above and below.

    ``columns`` are the width of one and the gap to the next; ``heading`` and ``note`` how far the
    words stand above and below the tissue, and how much room they have; ``length`` is an arrow's.
    """
    panel, gap = columns
    for index, (name, cancer) in enumerate(
        [("before", BEFORE), ("partial", PARTIAL), ("complete", COMPLETE)]
    ):
        left = index * (panel + gap)
        yield words(name, left, top - heading[0], panel, heading[1], anchor="bottom")
        yield from tissue(left + (panel - size * COLUMNS / ROWS) / 2, top, size, cancer)
        yield words(f"{name}-note", left, top + size + note[0], panel, note[1], anchor="top")
        if index:
            yield arrow(left - gap / 2 - length / 2, top + size / 2, length)


def two_kinds() -> str:
    """Draw what tests can see: before treatment, in partial and in complete remission."""
    parts: list[str] = []
    parts.extend(healthy_cell(191, 14, 11))
    parts.append(words("healthy", 208, 0, 142, 28, align="start"))
    parts.extend(cancer_cell(371, 14, 11))
    parts.append(words("cancer", 388, 0, 172, 28, align="start"))
    top, size = 59, 110
    parts.extend(stages((210, 15), top, size, heading=(31, 28), note=(2, 52), length=44))
    return svg(660, top + size + 54, "What tests can see", parts)


def road() -> str:
    """Draw the road: five stops, and the five years in which cancer most often returns."""
    parts: list[str] = []
    y, stops = 86, [66, 186, 316, 436, 574]
    parts.append(shape("rect", x=14, y=y - 15, width=620, height=30, rx=15, fill=INK))
    parts.append(shape("polygon", points=f"624,{y - 27} 658,{y} 624,{y + 27}", fill=INK))
    for start, end in pairwise(stops):
        middle = (start + end) / 2
        parts.extend(
            shape("rect", x=middle + step - 7, y=y - 2, width=14, height=4, fill=WHITE)
            for step in (-24, 0, 24)
        )
    for index, stop in enumerate(stops):
        parts.append(shape("circle", cx=stop, cy=y, r=22, fill=WHITE))
        parts.append(shape("circle", cx=stop, cy=y, r=19, fill=PLUM if index < 3 else TEAL))
        if index < 3:
            parts.append(shape("circle", cx=stop, cy=y, r=11, fill=WHITE))
    below, bar = y + 33, y + 84
    parts.append(words("diagnosis", 6, 0, 120, 62, anchor="bottom"))
    parts.append(words("treatment", 126, 0, 120, 62, anchor="bottom"))
    parts.append(words("month", 96, below, 440, 48, anchor="top"))
    parts.append(words("remission", 378, 0, 116, 62, anchor="bottom"))
    parts.append(words("followup", 494, 0, 160, 62, anchor="bottom"))
    # The third stop's own stem, to its words; then the bracket of the five years.
    parts.append(shape("rect", x=stops[2] - 1.5, y=y + 22, width=3, height=10, fill=PLUM))
    for x in (stops[0], 612):
        parts.append(
            shape(
                "rect",
                x=x - 1.5,
                y=y + 22 if x == stops[0] else y + 15,
                width=3,
                height=bar - y - (22 if x == stops[0] else 15),
                fill=PLUM,
            )
        )
    parts.append(
        shape(
            "rect",
            x=stops[0] - 1.5,
            y=bar,
            width=612 - stops[0] + 3,
            height=53,
            fill=SAND,
            stroke=PLUM,
            stroke_width=2,
        )
    )
    parts.append(words("five-years", 109, bar + 1, 460, 51))
    return svg(660, bar + 55, "The road to remission and beyond", parts)


def arrow_down(x: float, y: float, length: float) -> str:
    """Draw an arrow that points down the page."""
    tip, half = y + length, 9
    corners = [
        (x - 4, y),
        (x - 4, tip - 12),
        (x - half, tip - 12),
        (x, tip),
        (x + half, tip - 12),
        (x + 4, tip - 12),
        (x + 4, y),
    ]
    return shape("polygon", points=" ".join(f"{a},{b}" for a, b in corners), fill=INK)


def two_kinds_upright() -> str:
    """Draw what tests can see from top to bottom, for pages with short lines."""
    parts: list[str] = []
    parts.extend(healthy_cell(11, 16, 9))
    parts.append(words("healthy", 24, 0, 92, 32, align="start"))
    parts.extend(cancer_cell(129, 16, 9))
    parts.append(words("cancer", 142, 0, 98, 32, align="start"))
    size, gap, top = 52, 20, 38
    across = size * COLUMNS / ROWS
    for index, (name, cancer) in enumerate(
        [("before", BEFORE), ("partial", PARTIAL), ("complete", COMPLETE)]
    ):
        y = top + index * (size + gap)
        left, room = across + 10, 230 - across
        parts.extend(tissue(1, y, size, cancer))
        parts.append(words(name, left, y - 7, room, 28, anchor="bottom", align="start"))
        parts.append(words(f"{name}-note", left, y + 21, room, 44, anchor="top", align="start"))
        if index:
            parts.append(arrow_down(1 + across / 2, y - gap + 1, gap - 2))
    return svg(240, top + 3 * size + 2 * gap + 8, "What tests can see", parts)


def road_upright() -> str:
    """Draw the road from top to bottom, for pages with short lines."""
    parts: list[str] = []
    x, stops = 34, [15, 45, 84, 125, 157]
    end, bar = 194, 204
    parts.append(shape("rect", x=x - 9, y=4, width=18, height=end - 22, rx=9, fill=INK))
    parts.append(
        shape("polygon", points=f"{x - 17},{end - 22} {x},{end} {x + 17},{end - 22}", fill=INK)
    )
    for index, stop in enumerate(stops):
        parts.append(shape("circle", cx=x, cy=stop, r=14, fill=WHITE))
        parts.append(shape("circle", cx=x, cy=stop, r=12, fill=PLUM if index < 3 else TEAL))
        if index < 3:
            parts.append(shape("circle", cx=x, cy=stop, r=7, fill=WHITE))
    places = {
        "diagnosis": (stops[0], 28),
        "treatment": (stops[1], 28),
        "month": (stops[2], 54),
        "remission": (stops[3], 28),
        "followup": (stops[4], 42),
    }
    for name, (middle, height) in places.items():
        parts.append(words(name, 58, middle - height / 2, 182, height, align="start"))
    # The bracket of the five years: from the diagnosis, along the road, to the words below it.
    parts.append(shape("rect", x=6, y=stops[0] - 1.5, width=x - 20, height=3, fill=PLUM))
    parts.append(shape("rect", x=4.5, y=stops[0] - 1.5, width=3, height=bar - stops[0], fill=PLUM))
    parts.append(
        shape("rect", x=1, y=bar, width=238, height=58, fill=SAND, stroke=PLUM, stroke_width=2)
    )
    parts.append(words("five-years", 7, bar + 1, 226, 56))
    return svg(240, bar + 60, "The road to remission and beyond", parts)


def two_kinds_on_slide() -> str:
    """Draw what tests can see for a slide: large type, and room for a caption below."""
    parts: list[str] = []
    parts.extend(healthy_cell(206, 19, 13))
    parts.append(words("healthy", 228, 0, 240, 38, align="start"))
    parts.extend(cancer_cell(506, 19, 13))
    parts.append(words("cancer", 528, 0, 280, 38, align="start"))
    parts.extend(stages((280, 16), 106, 100, heading=(66, 62), note=(4, 66), length=72))
    return svg(SLIDE[0], 276, "What tests can see", parts)


def road_on_slide() -> str:
    """Draw the road for a slide: room for large type."""
    parts: list[str] = []
    y, stops, end, bar = 96, [90, 255, 405, 560, 712], 852, 270
    parts.append(shape("rect", x=14, y=y - 15, width=826, height=30, rx=15, fill=GREY))
    parts.append(shape("polygon", points=f"820,{y - 28} 866,{y} 820,{y + 28}", fill=GREY))
    for start, stop in pairwise(stops):
        middle = (start + stop) / 2
        parts.extend(
            shape("rect", x=middle + step - 7, y=y - 2, width=14, height=4, fill=WHITE)
            for step in (-24, 0, 24)
        )
    # Stems to the words below; the bracket of the five years, from the diagnosis to beyond.
    for x, foot in ((stops[0], bar), (stops[2], y + 38), (stops[4], y + 38), (end, bar)):
        colour = TEAL if x == stops[4] else PLUM
        parts.append(shape("rect", x=x - 1.5, y=y + 26, width=3, height=foot - y - 26, fill=colour))
    for index, stop in enumerate(stops):
        parts.append(shape("circle", cx=stop, cy=y, r=24, fill=WHITE))
        parts.append(shape("circle", cx=stop, cy=y, r=21, fill=PLUM if index < 3 else TEAL))
        if index < 3:
            parts.append(shape("circle", cx=stop, cy=y, r=12, fill=WHITE))
    parts.append(
        shape(
            "rect",
            x=stops[0] - 1.5,
            y=bar,
            width=end - stops[0] + 3,
            height=85,
            fill=SAND,
            stroke=PLUM,
            stroke_width=2,
        )
    )
    parts.append(words("diagnosis", 0, 0, 180, 66, anchor="bottom"))
    parts.append(words("treatment", 172, 0, 166, 66, anchor="bottom"))
    parts.append(words("month", 269, y + 41, 272, 132, anchor="top"))
    parts.append(words("remission", 450, 0, 220, 66, anchor="bottom"))
    parts.append(words("followup", 584, y + 41, 256, 132, anchor="top"))
    parts.append(words("five-years", stops[0] + 14, bar + 6, end - stops[0] - 28, 73))
    return svg(*SLIDE, "The road to remission and beyond", parts)


def line(x1: float, y1: float, x2: float, y2: float, width: float, colour: str = TEAL) -> str:
    """Draw a straight line."""
    return shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)


def apple(x: float, y: float) -> Iterable[str]:
    """Draw an apple: fresh food."""
    yield shape("ellipse", cx=x - 8, cy=y + 6, rx=13, ry=17, fill=PLUM)
    yield shape("ellipse", cx=x + 8, cy=y + 6, rx=13, ry=17, fill=PLUM)
    yield shape("rect", x=x - 2, y=y - 22, width=4, height=14, fill=INK)
    yield shape("ellipse", cx=x + 11, cy=y - 18, rx=9, ry=5, fill=GREEN)


def no_cigarette(x: float, y: float) -> Iterable[str]:
    """Draw a cigarette that is struck out: no smoking."""
    yield shape(
        "rect", x=x - 24, y=y - 4, width=36, height=9, fill=WHITE, stroke=INK, stroke_width=2
    )
    yield shape("rect", x=x + 12, y=y - 4, width=12, height=9, fill=INK)
    yield shape("circle", cx=x, cy=y, r=31, fill="none", stroke=PLUM, stroke_width=6)
    yield line(x - 21, y + 21, x + 21, y - 21, 6, PLUM)


def scales(x: float, y: float) -> Iterable[str]:
    """Draw bathroom scales: weight."""
    yield shape("rect", x=x - 24, y=y - 24, width=48, height=48, rx=9, fill=TEAL)
    yield shape("ellipse", cx=x, cy=y - 8, rx=15, ry=11, fill=WHITE)
    yield line(x, y - 3, x + 6, y - 15, 3, PLUM)
    yield shape("rect", x=x - 15, y=y + 12, width=30, height=4, fill=PALE)


def glass(x: float, y: float) -> Iterable[str]:
    """Draw a wine glass with little in it: moderate amounts."""
    bowl = ((-15, -26), (15, -26), (10, 2), (0, 8), (-10, 2))
    wine = ((-11, -6), (11, -6), (9, 1), (0, 6), (-9, 1))
    for corners, paint in (
        (bowl, {"fill": WHITE, "stroke": TEAL, "stroke_width": 3}),
        (wine, {"fill": PLUM}),
    ):
        points = " ".join(f"{x + a},{y + b}" for a, b in corners)
        yield shape("polygon", points=points, **paint)
    yield shape("rect", x=x - 1.5, y=y + 8, width=3, height=17, fill=TEAL)
    yield shape("rect", x=x - 12, y=y + 24, width=24, height=4, fill=TEAL)


def walker(x: float, y: float) -> Iterable[str]:
    """Draw a person who walks briskly: exercise."""
    yield shape("circle", cx=x + 4, cy=y - 24, r=7, fill=TEAL)
    for limb in (
        ((1, -14), (-2, 6)),
        ((1, -12), (-12, -2)),
        ((0, -12), (13, -1)),
        ((-2, 5), (10, 14), (12, 30)),
        ((-2, 5), (-7, 17), (-17, 27)),
    ):
        for (x1, y1), (x2, y2) in pairwise(limb):
            yield line(x + x1, y + y1, x + x2, y + y2, 6)


def group(x: float, y: float) -> Iterable[str]:
    """Draw three people side by side: a support group."""
    for step, drop, colour in ((-19, 4, GREEN), (19, 4, GREEN), (0, 0, TEAL)):
        yield shape("circle", cx=x + step, cy=y - 13 + drop, r=8, fill=colour)
        yield shape(
            "rect", x=x + step - 11, y=y - 3 + drop, width=22, height=24, rx=10, fill=colour
        )


ICONS = {
    "eat": apple,
    "smoke": no_cigarette,
    "weight": scales,
    "alcohol": glass,
    "exercise": walker,
    "support": group,
}


def icon(name: str) -> str:
    """Draw an icon on its round ground."""
    middle = ICON / 2
    ground = shape("circle", cx=middle, cy=middle, r=middle, fill=PALE)
    return svg(ICON, ICON, name.capitalize(), [ground, *ICONS[name](middle, middle)])


def svg(width: int, height: int, title: str, parts: Iterable[str]) -> str:
    """Wrap the parts into a file."""
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
        f"  <title>{title}</title>\n{body}\n</svg>\n"
    )


if __name__ == "__main__":
    folder = Path(__file__).parent
    drawings = {
        "two-kinds": two_kinds(),
        "two-kinds-upright": two_kinds_upright(),
        "two-kinds-slide": two_kinds_on_slide(),
        "road": road(),
        "road-upright": road_upright(),
        "road-slide": road_on_slide(),
        **{f"icon-{name}": icon(name) for name in ICONS},
    }
    for name, drawing in drawings.items():
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8", newline="\n")
