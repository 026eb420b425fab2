"""Figures: one SVG each, read into plain shapes that a page and a slide both can draw.

A figure keeps to rectangles, circles, ellipses, lines and polygons, so that a deck can show it as
native shapes. A ``<rect class="words" id="…">`` is not drawn: it is the place of the words with
that name. ``data-anchor`` (top, middle, bottom) and ``data-align`` (start, center) say how they
stand.
"""

import hashlib
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from handouts.errors import Refused
from handouts.findings import error
from handouts.reading import read_text, shown

Kind = Literal["rect", "ellipse", "line", "polygon"]
ANCHORS, ALIGNS = ("top", "middle", "bottom"), ("start", "center")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape, in the drawing's own units; ``points`` are the corners or line ends."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.0
    radius: float = 0.0
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class WordPlace:
    """The box that holds one text of the figure, in the drawing's own units."""

    name: str
    x: float
    y: float
    width: float
    height: float
    anchor: str = "middle"
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole figure. ``digest`` is the SHA-256 of its file, however its lines end."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    places: tuple[WordPlace, ...]
    digest: str

    def mirrored(self) -> "Drawing":
        """Turn the drawing round for a language written from right to left."""
        return replace(
            self,
            shapes=tuple(self._mirror_shape(shape) for shape in self.shapes),
            places=tuple(replace(p, x=self.width - p.x - p.width) for p in self.places),
        )

    def _mirror_shape(self, shape: Shape) -> Shape:
        return replace(
            shape,
            x=self.width - shape.x - shape.width,
            points=tuple((self.width - x, y) for x, y in shape.points),
        )


def load(path: Path) -> Drawing:
    """Read a figure.

    Raises:
        Refused: the file cannot be read, is not SVG, or has an element a slide could not show.
    """
    text = read_text(path, "figure")
    try:
        root = ET.fromstring(text)
        return _drawing(root, hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest())
    except (ET.ParseError, ValueError, KeyError) as fault:
        line = getattr(fault, "position", (0, 0))[0]
        raise Refused(
            [
                error(
                    "figure",
                    f"This figure cannot be read: {fault}.",
                    "Use rect, circle, ellipse, line and polygon with numbers for sizes.",
                    file=shown(path),
                    line=line,
                )
            ]
        ) from fault


def _drawing(root: ET.Element, digest: str) -> Drawing:
    left, top, width, height = (_finite(part) for part in root.attrib["viewBox"].split())
    if left or top or width <= 0 or height <= 0:
        raise ValueError("the viewBox must start at 0 0 and have a size")
    if any(e.attrib for e in root.iter(_SVG + "g")):
        raise ValueError("a <g> may have no attributes of its own")
    elements = [e for e in root.iter() if e.tag not in _STRUCTURE]
    places = tuple(_place(e) for e in elements if e.get("class") == "words")
    shapes = tuple(_shape(e) for e in elements if e.get("class") != "words")
    return Drawing(width, height, shapes, places, digest)


_STRUCTURE = {_SVG + name for name in ("svg", "g", "title", "desc")}


def _numbers(element: ET.Element, *names: str) -> tuple[float, ...]:
    return tuple(_finite(element.get(name, "0")) for name in names)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no size")
    return number


def _paint(element: ET.Element, name: str) -> str:
    colour = element.get(name, "none")
    if colour == "none":
        return ""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f'{name}="{colour}" is no colour written as #RRGGBB')
    return colour


def _place(element: ET.Element) -> WordPlace:
    x, y, width, height = _numbers(element, "x", "y", "width", "height")
    anchor, align = element.get("data-anchor", "middle"), element.get("data-align", "center")
    if anchor not in ANCHORS or align not in ALIGNS:
        raise ValueError(f"words cannot stand at {anchor} and {align}")
    return WordPlace(element.attrib["id"], x, y, width, height, anchor, align)


def _shape(element: ET.Element) -> Shape:
    name = element.tag.removeprefix(_SVG)
    if name not in _GEOMETRY or "transform" in element.attrib:
        raise ValueError(f"a slide cannot show <{name}> as it stands here")
    (stroke_width,) = _numbers(element, "stroke-width")
    return replace(
        _GEOMETRY[name](element),
        fill=_paint(element, "fill"),
        stroke=_paint(element, "stroke"),
        stroke_width=stroke_width,
    )


def _rect(element: ET.Element) -> Shape:
    x, y, width, height, radius = _numbers(element, "x", "y", "width", "height", "rx")
    return Shape("rect", x, y, width, height, radius=radius)


def _circle(element: ET.Element) -> Shape:
    cx, cy, r = _numbers(element, "cx", "cy", "r")
    return Shape("ellipse", cx - r, cy - r, 2 * r, 2 * r)


def _ellipse(element: ET.Element) -> Shape:
    cx, cy, rx, ry = _numbers(element, "cx", "cy", "rx", "ry")
    return Shape("ellipse", cx - rx, cy - ry, 2 * rx, 2 * ry)


def _line(element: ET.Element) -> Shape:
    x1, y1, x2, y2 = _numbers(element, "x1", "y1", "x2", "y2")
    return _cornered("line", ((x1, y1), (x2, y2)))


def _polygon(element: ET.Element) -> Shape:
    corners = [corner.split(",") for corner in element.attrib["points"].split()]
    return _cornered("polygon", tuple((float(x), float(y)) for x, y in corners))


def _cornered(kind: Kind, points: tuple[tuple[float, float], ...]) -> Shape:
    xs, ys = zip(*points, strict=True)
    return Shape(kind, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), points=points)


_GEOMETRY = {
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
    "line": _line,
    "polygon": _polygon,
}
