"""The deck template: ours, or an educator's own, and which of its layouts serves which slide.

A slide asks for a role: a title, and so many texts, a table, or free room for a figure. A layout
serves it if it has just that, and a place for the sign-off mark. A layout that bears the role's
name comes first; then those that PowerPoint itself takes for such a slide.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import Library
from handouts.reading import shown
from handouts.render import _openxml, _package
from handouts.render._slides import Role

EMU_PER_POINT = 12700
MARK, DRAFT_MARK = "Sign-off mark", "Draft mark"  # names: of placeholders, and of shapes on masters
EDGE = 36.0  # points kept free below a figure where no other box says how far it may go
BELOW_TITLE, GAP = 20.0, 12.0  # points between a title and its figure, a figure and its caption
LEAST_HEIGHT, MOST_HEIGHT = 6_400_800, 51_206_400  # EMU: 7 inches, and what the format allows
LEAST_MARK, LEAST_TEXT = (150.0, 12.0), (180.0, 24.0)  # points: width and height of a box's text
Holding = Literal["text", "table"]

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_FOOT = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_HOLDS: dict[Holding, set[Any]] = {
    "text": {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.OBJECT},
    "table": {PP_PLACEHOLDER.TABLE, PP_PLACEHOLDER.OBJECT},
}
# What PowerPoint calls its layouts, for files of programs that keep the name and not the kind.
_USUAL_NAMES = {
    "title": "title slide",
    "obj": "title and content",
    "twoObj": "two content",
    "titleOnly": "title only",
}
# Faces no wider than the one that measures; any other of an educator's own may be wider.
_NARROW = {
    *("arial", "helvetica", "helvetica neue", "calibri", "calibri light", "aptos"),
    *("aptos display", "segoe ui", "cambria", "times new roman", "garamond", "gill sans mt"),
    *("franklin gothic book", "open sans", "noto sans", "roboto", "lato", "source sans pro"),
}
WIDER = 1.2  # how much wider than ours the widest of office faces run: Verdana, by 8 to 15%


@dataclass(frozen=True, slots=True)
class Need:
    """What a role needs of a layout.

    ``kinds`` are what PowerPoint calls such layouts (ISO/IEC 29500-1, 19.7.15), best first;
    ``holds`` the sets of boxes that will do, besides the title.
    """

    kinds: tuple[str, ...]
    holds: tuple[tuple[Holding, ...], ...]
    what: str


_ONE_TEXT = Need(("obj", "tx"), (("text",),), "a title and one text")
NEEDS: dict[Role, Need] = {
    "Title": Need(("title",), (("text",),), "a title and a subtitle"),
    "Main message": _ONE_TEXT,
    "Points": _ONE_TEXT,
    "Two columns": Need(
        ("twoObj", "twoColTx"), (("text", "text"),), "a title and two texts side by side"
    ),
    "Comparison": Need(("obj", "tbl"), (("table",),), "a title and one box for a table"),
    "Figure": Need(("titleOnly",), (("text",), ()), "a title alone, or with one text"),
    "Question to the room": _ONE_TEXT,
    "Recap": _ONE_TEXT,
    "Sources and sign-off": _ONE_TEXT,
}


@dataclass(frozen=True, slots=True)
class Room:
    """A box on the slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder of a layout.

    ``text`` is the width and height for text in it, in points.
    """

    shape: Any
    kind: Any
    name: str
    room: Room
    text: tuple[float, float]
    is_centred: bool

    @classmethod
    def of(cls, shape: Any) -> "Holder":
        """Read a placeholder: what it does not say itself, its master's says."""
        kind, master = shape.placeholder_format.type, shape._base_placeholder
        room = Room(shape.left or 0, shape.top or 0, shape.width or 0, shape.height or 0)
        across, down = _openxml.insets(shape, master)
        text = (room.width - across) / EMU_PER_POINT, (room.height - down) / EMU_PER_POINT
        centred = _openxml.is_centred(shape, master)
        return cls(shape, kind, shape.name, room, text, centred)

    def is_on(self, width: int, height: int) -> bool:
        """Tell whether it lies upright on a slide of some size, in EMU."""
        box = self.room
        return (
            min(box.left, box.top) >= 0
            and box.left + box.width <= width
            and box.top + box.height <= height
            and not self.shape.rotation
        )

    def has_room_for(self, width: float, height: float) -> bool:
        """Tell whether text of some width and height can stand in it, in points."""
        return self.text[0] >= width and self.text[1] >= height

    def holds(self, wanted: Holding) -> bool:
        """Tell whether a text or a table can stand in it."""
        return self.kind in _HOLDS[wanted]


@dataclass(frozen=True)
class Place:
    """A layout that serves a role. Its boxes are in reading order of the language."""

    layout: Any
    title: Holder
    boxes: tuple[Holder, ...]
    mark: Holder
    number: Holder | None
    foot: tuple[Holder, ...]
    is_named: bool  # after the role: then its lists look as they should


class Template:
    """A fresh presentation made from a template.

    Raises:
        Refused: the file cannot be used, is not 16:9, or a slide finds no layout.
    """

    def __init__(self, library: Library, language: Language, own: str = "") -> None:
        self.path = Path(own) if own else library.deck_template(language.direction)
        self.is_own = bool(own)
        self.right_to_left = language.direction == "rtl"
        data = _package.read(self.path)
        self.design = hashlib.sha256(data).hexdigest()  # what decides how the slides look
        try:
            self._open(data)
        except Refused:
            raise
        except Exception as fault:  # what python-pptx makes of a broken part can be any
            what = "cannot be opened: a part of it is not what it should be"
            raise Refused([self._fault(what)]) from fault

    def _open(self, data: bytes) -> None:
        self.presentation: Any = Presentation(io.BytesIO(data))
        if self.is_own:
            _openxml.keep_design_only(self.presentation)
        if not len(self.presentation.slide_layouts):
            raise Refused([self._fault("has no layouts")])
        self._refuse_shape()
        self._layouts: list[tuple[Any, list[Holder]]] = [
            (layout, [Holder.of(shape) for shape in list(layout.placeholders)])
            for layout in list(self.presentation.slide_layouts)
        ]
        if not any(_mark(holders) for _, holders in self._layouts):
            what = "has no footer on any layout: a deck says there whether it is a draft"
            raise Refused(
                [self._fault(what, "In Slide Master view, tick “Footers” on each layout.")]
            )
        found = {role: self._find(role) for role in get_args(Role)}
        if lacking := [role for role, place in found.items() if place is None]:
            raise Refused([self._unmapped(lacking)])
        self.places: dict[Role, Place] = {r: place for r, place in found.items() if place}
        self.table_style = _openxml.table_style(self.presentation)
        self.allowance = self._allowance()

    def probe(self) -> None:
        """Make a deck of one empty slide for each role, to see that it can be made.

        Raises:
            Refused: it cannot.
        """
        try:
            for place in self.places.values():
                slide = _openxml.Slide(plain=True)
                slide.add_text(place.title.shape, [])
                slide.append_to(self.presentation, place.layout, [_openxml.Paragraph(())])
            _openxml.fill_marks(self.presentation, DRAFT_MARK, ())
            _openxml.set_direction_of_layouts(self.presentation)
            _openxml.describe(self.presentation, title="")
            _openxml.add_mark(self.presentation, "")
            _openxml.parts(self.presentation)
        except Exception as fault:  # as above
            raise Refused([self._fault("cannot be used: a part of it is broken")]) from fault

    def _refuse_shape(self) -> None:
        width, height = self.presentation.slide_width or 0, self.presentation.slide_height or 0
        inches = f"{width / 914400:.4g} × {height / 914400:.4g} inches"
        is_usual = LEAST_HEIGHT <= height <= MOST_HEIGHT
        if not is_usual or abs(width * 9 / height / 16 - 1) > 0.01:
            hint = (
                "In PowerPoint: Design > Slide Size > Widescreen (16:9), 13.33 × 7.5 inches. "
                "Then see in Slide Master view that the layouts fill the slide."
            )
            raise Refused([self._fault(f"is not 16:9 of the usual size, but {inches}", hint)])

    @property
    def _size(self) -> tuple[int, int]:
        """Answer width and height of a slide in EMU."""
        return int(self.presentation.slide_width), int(self.presentation.slide_height)

    def _allowance(self) -> float:
        """Answer how much wider than the face that measures its own may run."""
        if not self.is_own:
            return 1.0
        faces = {face.lower() for face in _openxml.theme_faces(self.presentation)}
        return 1.0 if faces <= _NARROW else WIDER

    def figure_room(self, place: Place, captioned: bool) -> Room:
        """Find the room for a figure: below the title, above its caption or what is at the foot."""
        title, gap = place.title.room, round(GAP * EMU_PER_POINT)
        top = title.top + title.height + round(BELOW_TITLE * EMU_PER_POINT)
        if place.boxes:
            caption = place.boxes[0].room
            bottom = caption.top - gap if captioned else caption.top + caption.height
        else:
            foot = [holder.room.top for holder in place.foot if holder.room.top > top]
            edge = self._size[1] - round(EDGE * EMU_PER_POINT)
            bottom = min([*(y - gap for y in foot), edge])
        return Room(title.left, top, title.width, bottom - top)

    # ------------------------------------------------------------ which layout serves which slide

    def _find(self, role: Role) -> Place | None:
        """Find the layout that serves a role best."""
        return next(self._candidates(role), None)

    def _candidates(self, role: Role) -> Iterator[Place]:
        need = NEEDS[role]
        for layout, holders in self._layouts:
            if layout.name.strip().casefold() == role.casefold():
                yield from self._serving(layout, holders, need, is_named=True)
        for kind in need.kinds:
            for layout, holders in self._layouts:
                usual = layout.name.strip().casefold() == _USUAL_NAMES.get(kind)
                if _openxml.layout_kind(layout) == kind or usual:
                    yield from self._serving(layout, holders, need, is_named=False)

    def _serving(
        self, layout: Any, holders: list[Holder], need: Need, is_named: bool
    ) -> Iterator[Place]:
        """Answer a layout as the place of a slide, if it has just what the slide needs."""
        titles = [holder for holder in holders if holder.kind in _TITLES]
        foot = tuple(holder for holder in holders if holder.kind in _FOOT)
        mark = _mark(holders)
        number = _first(holders, PP_PLACEHOLDER.SLIDE_NUMBER)
        boxes = [h for h in holders if h not in (*titles, *foot) and h is not mark]
        boxes.sort(key=lambda h: -h.room.left if self.right_to_left else h.room.left)
        if len(titles) != 1 or not mark or not any(_hold(boxes, held) for held in need.holds):
            return
        place = Place(layout, titles[0], tuple(boxes), mark, number, foot, is_named)
        if self._is_roomy(place, need):
            yield place

    def _is_roomy(self, place: Place, need: Need) -> bool:
        """Tell whether all that is to be read lies on the slide and has room."""
        holders = (place.title, place.mark, *place.boxes)
        if not all(holder.is_on(*self._size) for holder in holders):
            return False
        if not place.mark.has_room_for(*LEAST_MARK):
            return False
        if not all(h.has_room_for(*LEAST_TEXT) for h in (place.title, *place.boxes)):
            return False
        width, height = self._size
        room = self.figure_room(place, captioned=False)
        return () not in need.holds or (room.width > width / 2 and room.height > height * 0.4)

    def _unmapped(self, lacking: list[Role]) -> Finding:
        wanted = "; ".join(f"“{role}” ({NEEDS[role].what})" for role in lacking)
        found = "".join(
            f"\n    “{layout.name}”: {', '.join(map(_described, holders)) or 'nothing'}"
            for layout, holders in self._layouts
        )
        return self._fault(
            f"has no layout for {wanted}, each on the slide, with room, and with a footer",
            f"In Slide Master view, give a layout such a name and those boxes. Found:{found}",
        )

    def _fault(self, what: str, hint: str = "") -> Finding:
        fresh = "handouts init DIR makes a fresh copy of the bundled template."
        advice = hint or (_package.SAVE_AS if self.is_own else fresh)
        message = f"The template “{self.path.name}” {what}."
        return error("template", message, advice, file=shown(self.path))


def _mark(holders: list[Holder]) -> Holder | None:
    """Find where a sign-off mark goes: a box for text of that name, or else the footer."""
    named = (h for h in holders if h.name.strip().casefold() == MARK.casefold())
    footer = _first(holders, PP_PLACEHOLDER.FOOTER)
    return next((h for h in named if h.holds("text") or h is footer), footer)


def _first(holders: list[Holder], kind: Any) -> Holder | None:
    return next((holder for holder in holders if holder.kind == kind), None)


def _hold(boxes: list[Holder], wanted: tuple[Holding, ...]) -> bool:
    """Tell whether boxes are just as many as wanted, and can hold what is wanted."""
    return len(boxes) == len(wanted) and all(map(Holder.holds, boxes, wanted))


def _described(holder: Holder) -> str:
    kind = str(holder.kind).partition(" ")[0].lower().replace("_", " ")
    return f"{holder.name}: {kind}"
