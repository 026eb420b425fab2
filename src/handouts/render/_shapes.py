"""A drawing as a group of native PowerPoint shapes."""

from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from handouts.drawing import Drawing, Shape, WordPlace
from handouts.render import _openxml
from handouts.render._template import EMU_PER_POINT

# The colours of our drawings that are also the theme's: an educator who changes the theme changes
# the figures with it.
THEME = {
    "#1B2B34": MSO_THEME_COLOR.TEXT_1,
    "#FFFFFF": MSO_THEME_COLOR.BACKGROUND_1,
    "#0A4D5C": MSO_THEME_COLOR.TEXT_2,
    "#E3F0F1": MSO_THEME_COLOR.BACKGROUND_2,
    "#6B2A4A": MSO_THEME_COLOR.ACCENT_2,
    "#F7F1E6": MSO_THEME_COLOR.ACCENT_4,
}
_ANCHORS = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a drawing stands on the slide: its corner in EMU, and EMU per unit of the drawing."""

    left: int
    top: int
    unit: float

    @classmethod
    def around(cls, drawing: Drawing, left: int, top: int, width: int, height: int) -> "Frame":
        """Fit a drawing into a box, as large as it goes, in the middle."""
        unit = min(width / drawing.width, height / drawing.height)
        return cls(
            left=round(left + (width - drawing.width * unit) / 2),
            top=round(top + (height - drawing.height * unit) / 2),
            unit=unit,
        )

    @property
    def scale(self) -> float:
        """Answer the points per unit of the drawing."""
        return self.unit / EMU_PER_POINT

    def box(self, x: float, y: float, width: float, height: float) -> tuple[Emu, Emu, Emu, Emu]:
        """Turn a box of the drawing into one of the slide."""
        return (
            Emu(self.left + round(x * self.unit)),
            Emu(self.top + round(y * self.unit)),
            Emu(round(width * self.unit)),
            Emu(round(height * self.unit)),
        )


def draw(slide: Any, drawing: Drawing, frame: Frame) -> tuple[Any, dict[str, Any]]:
    """Draw all shapes as one group, to be moved and coloured as one; answer it and its text boxes.

    Shapes are drawn first and grouped once: a group measures itself anew at each shape it is given.
    """
    drawn = [_add(slide.shapes, shape, frame) for shape in drawing.shapes]
    for shape, element in zip(drawing.shapes, drawn, strict=True):
        _paint(element, shape, frame)
    boxes = {place.name: _add_words(slide.shapes, place, frame) for place in drawing.places}
    return slide.shapes.add_group_shape([*drawn, *boxes.values()]), boxes


def _add(shapes: Any, shape: Shape, frame: Frame) -> Any:
    box = frame.box(shape.x, shape.y, shape.width, shape.height)
    if shape.kind == "ellipse":
        return shapes.add_shape(MSO_SHAPE.OVAL, *box)
    if shape.kind == "rect":
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if shape.radius else MSO_SHAPE.RECTANGLE
        drawn = shapes.add_shape(kind, *box)
        if shape.radius:
            drawn.adjustments[0] = min(0.5, shape.radius / min(shape.width, shape.height))
        return drawn
    corners = [frame.box(x, y, 0, 0)[:2] for x, y in shape.points]
    if shape.kind == "line":
        (x1, y1), (x2, y2) = corners
        return shapes.add_connector(MSO_CONNECTOR.STRAIGHT, x1, y1, x2, y2)
    builder = shapes.build_freeform(*corners[0])
    builder.add_line_segments(corners[1:], close=True)
    return builder.convert_to_shape()


def _paint(drawn: Any, shape: Shape, frame: Frame) -> None:
    _openxml.drop_style(drawn)
    if shape.kind != "line":
        if shape.fill:
            drawn.fill.solid()
            _colour(drawn.fill.fore_color, shape.fill)
        else:
            drawn.fill.background()
    if shape.stroke:
        drawn.line.width = Pt(shape.stroke_width * frame.scale)
        _colour(drawn.line.color, shape.stroke)
    else:
        drawn.line.fill.background()


def _colour(target: Any, colour: str) -> None:
    if colour.upper() in THEME:
        target.theme_color = THEME[colour.upper()]
    else:
        target.rgb = RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]


def _add_words(shapes: Any, place: WordPlace, frame: Frame) -> Any:
    """Add an empty text box where the drawing has a place for words."""
    box = shapes.add_textbox(*frame.box(place.x, place.y, place.width, place.height))
    text = box.text_frame
    text.word_wrap = True
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = 0
    text.vertical_anchor = _ANCHORS[place.anchor]
    text.paragraphs[0].alignment = PP_ALIGN.LEFT if place.align == "start" else PP_ALIGN.CENTER
    box.name = place.name
    return box
