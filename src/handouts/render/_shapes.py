"""A drawing as a group of native PowerPoint shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from handouts.drawing import Drawing, Shape, WordPlace
from handouts.render import _openxml
from handouts.render._openxml import Box, Look, Paragraph
from handouts.render._template import EMU_PER_POINT, Room

# The colours of our drawings that are also our theme's, by their roles: an educator who changes
# the theme changes the figures with it.
THEME = {
    "#1B2B34": "tx1",
    "#FFFFFF": "bg1",
    "#0A4D5C": "tx2",
    "#E3F0F1": "bg2",
    "#6B2A4A": "accent2",
    "#2F6B4F": "accent5",
    "#4A5560": "accent6",
    "#F7F1E6": "accent4",
}
INK, PAPER = "#1B2B34", "#FFFFFF"
MARGIN = 6.0  # points of paper round a figure on somebody else's slide
_ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a drawing stands on the slide: its corner in EMU, and EMU per unit of the drawing."""

    left: int
    top: int
    unit: float

    @classmethod
    def within(cls, room: Room, drawing: Drawing) -> "Frame":
        """Fit a drawing into a room, as large as it goes, in the middle."""
        unit = min(room.width / drawing.width, room.height / drawing.height)
        return cls(
            left=round(room.left + (room.width - drawing.width * unit) / 2),
            top=round(room.top + (room.height - drawing.height * unit) / 2),
            unit=unit,
        )

    @property
    def scale(self) -> float:
        """Answer the points per unit of the drawing."""
        return self.unit / EMU_PER_POINT

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """Turn a box of the drawing into one of the slide."""
        return Box(
            self.left + round(x * self.unit),
            self.top + round(y * self.unit),
            round(width * self.unit),
            round(height * self.unit),
        )


def shifted(shape: Shape, left: float, top: float, scale: float) -> Shape:
    """Answer a shape of a drawing as it stands in a larger one."""
    return replace(
        shape,
        x=left + shape.x * scale,
        y=top + shape.y * scale,
        width=shape.width * scale,
        height=shape.height * scale,
        stroke_width=shape.stroke_width * scale,
        radius=shape.radius * scale,
        points=tuple((left + x * scale, top + y * scale) for x, y in shape.points),
    )


def group(
    drawing: Drawing, frame: Frame, words: Mapping[str, Paragraph], ours: bool
) -> tuple[Box, str]:
    """Write the shapes of a drawing and the text boxes of its words; answer what they take up.

    On an educator's own template (not ``ours``) nobody knows what its colours would do to the
    figure: there it keeps its own, on paper of its own.
    """
    whole = frame.box(0, 0, drawing.width, drawing.height)
    boxes = "".join(_words(place, frame, words[place.name]) for place in drawing.places)
    if ours:
        return whole, _painted(drawing, frame, ours) + boxes
    edge = round(MARGIN * EMU_PER_POINT)
    paper = Box(
        whole.left - edge, whole.top - edge, whole.width + 2 * edge, whole.height + 2 * edge
    )
    ground = _openxml.preset(paper, "rect", Look(fill=PAPER))
    return paper, ground + _painted(drawing, frame, ours) + boxes


@lru_cache(maxsize=64)
def _painted(drawing: Drawing, frame: Frame, ours: bool) -> str:
    """Write the shapes: the same in every language, so written once."""
    return "".join(_shape(shape, frame, ours) for shape in drawing.shapes)


def _shape(shape: Shape, frame: Frame, ours: bool) -> str:
    box = frame.box(shape.x, shape.y, shape.width, shape.height)
    width = round(shape.stroke_width * frame.unit)
    look = Look(_colour(shape.fill, ours), _colour(shape.stroke, ours), width)
    match shape.kind:
        case "ellipse":
            return _openxml.preset(box, "ellipse", look)
        case "rect" if shape.radius:
            roundness = min(0.5, shape.radius / min(shape.width, shape.height))
            return _openxml.preset(box, "roundRect", look, roundness)
        case "rect":
            return _openxml.preset(box, "rect", look)
        case "line":
            (x1, y1), (x2, y2) = shape.points
            return _openxml.straight(box, (x2 - x1) * (y2 - y1) < 0, look)
    corners = [
        (round((x - shape.x) * frame.unit), round((y - shape.y) * frame.unit))
        for x, y in shape.points
    ]
    return _openxml.polygon(box, corners, look)


def _colour(colour: str, ours: bool) -> str:
    return THEME.get(colour.upper(), colour) if ours else colour


def _words(place: WordPlace, frame: Frame, paragraph: Paragraph) -> str:
    box = frame.box(place.x, place.y, place.width, place.height)
    return _openxml.text_box(place.name, box, _ANCHORS[place.anchor], paragraph)
