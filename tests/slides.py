"""What Microsoft's accessibility checker looks for in a deck, read from its XML.

The rules are those of “Rules for the Accessibility Checker” (support.microsoft.com), errors,
warnings and tips alike; contrast is held to 7:1, which is stricter. A colour is followed as
PowerPoint does: run, list styles of slide, layout and master, table style, theme; and behind a
text lie the shapes below it, its layout's, its master's, then the slide's background.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from handouts.colour import contrast

LEAST_CONTRAST = 7.0
TITLES = ("title", "ctrTitle")
AT_THE_FOOT = ("sldNum", "ftr", "dt")
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
SECTION = "{http://schemas.microsoft.com/office/powerpoint/2010/main}section"
FILE_NAMES = (".png", ".jpg", ".jpeg", ".svg", ".emf", ".gif")
NO_NAMES = ("", "default section", "untitled section")
FILLS = ("p:spPr", "p:grpSpPr")


@dataclass(frozen=True)
class Area:
    """A rectangle on the slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    def meets(self, other: "Area") -> bool:
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def holds(self, other: "Area") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.left + other.width <= self.left + self.width
            and other.top + other.height <= self.top + self.height
        )


@dataclass(frozen=True)
class Text:
    """A paragraph with words, where it stands, and what is to be known of its look."""

    words: str
    colours: tuple[str, ...]
    grounds: tuple[str, ...]
    sizes: tuple[float, ...]


class Slides:
    """A deck, opened."""

    def __init__(self, data: bytes) -> None:
        self.presentation: Any = Presentation(io.BytesIO(data))
        self.slides: list[Any] = list(self.presentation.slides)
        # Each element of a slide: on which it stands, and how far from the back.
        self._place = {
            element: (slide, number)
            for slide in self.slides
            for number, element in enumerate(slide.shapes._spTree.iter())
        }
        self._lines: dict[Any, list[Any]] = {}

    # ------------------------------------------------------------ colours

    @cached_property
    def theme(self) -> dict[str, str]:
        """The colours of the theme, by the role that the master gives them."""
        master = self.presentation.slide_master
        part = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("theme"))
        scheme = etree.fromstring(part.blob).find(f".//{qn('a:clrScheme')}")
        assert scheme is not None
        colours = {
            etree.QName(role).localname: f"#{role[0].get('lastClr') or role[0].get('val')}"
            for role in scheme
        }
        roles = master._element.find(qn("p:clrMap")).attrib
        return {**colours, **{role: colours[slot] for role, slot in roles.items()}}

    def colour(self, paint: Any) -> str:
        """The colour of a solid fill; empty for none."""
        if paint is None or etree.QName(paint).localname != "solidFill":
            return ""
        named = paint[0]
        assert len(named) == 0, "a colour with a transform is not followed"
        value = named.get("val")
        return f"#{value}" if named.tag == qn("a:srgbClr") else self.theme[value]

    def fill(self, properties: Any) -> str | None:
        """The colour a shape is filled with: empty where with none, None where it does not say."""
        for tag in ("a:solidFill", "a:noFill"):
            paint = properties.find(qn(tag)) if properties is not None else None
            if paint is not None:
                return self.colour(paint)
        return None

    @cached_property
    def table_style(self) -> Any:
        part = next(
            r.target_part
            for r in self.presentation.part.rels.values()
            if r.reltype.endswith("tableStyles")
        )
        return etree.fromstring(part.blob)

    # ------------------------------------------------------------ inheritance

    def line(self, shape: Any) -> list[Any]:
        """A shape, then the placeholders of layout and master that it takes from."""
        if shape not in self._lines:
            self._lines[shape] = self._line(shape)
        return self._lines[shape]

    def _line(self, shape: Any) -> list[Any]:
        elements = [shape]
        marker = shape.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
        if marker is None or shape not in self._place:
            return elements
        slide, _ = self._place[shape]
        layout, master = slide.slide_layout, slide.slide_layout.slide_master
        for holder in layout.placeholders:
            if str(holder.placeholder_format.idx) == (marker.get("idx") or "0"):
                elements.append(holder._element)
        kind = marker.get("type", "obj")
        for holder in master.placeholders:
            theirs = holder._element.find(f".//{qn('p:ph')}").get("type", "obj")
            if theirs == {"ctrTitle": "title"}.get(kind, kind):
                elements.append(holder._element)
                break
        return elements

    def levels(self, shape: Any) -> Iterator[Any]:
        """The properties of the first list level, nearest first."""
        line = self.line(shape)
        for element in line:
            yield from element.findall(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}")
        marker = shape.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
        kind = "other" if marker is None else marker.get("type", "obj")
        style = {"title": "p:titleStyle", "ctrTitle": "p:titleStyle"}.get(
            kind, "p:otherStyle" if kind in (*AT_THE_FOOT, "other") else "p:bodyStyle"
        )
        master = self.presentation.slide_master._element
        if marker is None:
            default = self.presentation.part._element.find(qn("p:defaultTextStyle"))
            yield from default.findall(qn("a:lvl1pPr"))
        yield from master.findall(f".//{qn(style)}/{qn('a:lvl1pPr')}")

    def run_colour(self, run: Any, shape: Any) -> str:
        own = run.find(qn("a:rPr"))
        for properties in (own, *(level.find(qn("a:defRPr")) for level in self.levels(shape))):
            paint = properties.find(qn("a:solidFill")) if properties is not None else None
            if paint is not None:
                return self.colour(paint)
        return self.theme["tx1"]

    def run_size(self, run: Any, shape: Any) -> float:
        own = run.find(qn("a:rPr"))
        for properties in (own, *(level.find(qn("a:defRPr")) for level in self.levels(shape))):
            if properties is not None and properties.get("sz"):
                return int(properties.get("sz")) / 100
        return 18.0

    def area(self, shape: Any) -> Area:
        for element in self.line(shape):
            frame = element.find(f".//{qn('a:xfrm')}")
            frame = frame if frame is not None else element.find(qn("p:xfrm"))
            if frame is not None:
                place, size = frame.find(qn("a:off")), frame.find(qn("a:ext"))
                return Area(*(int(e.get(n)) for e, n in _corners(place, size)))
        raise AssertionError("a shape without a place")

    # ------------------------------------------------------------ what lies behind

    def drawn(self, slide: Any) -> list[tuple[Any, Area, str]]:
        """All that is filled below and on a slide, from the back: element, place, colour."""
        layout = slide.slide_layout
        behind = []
        if layout._element.get("showMasterSp") != "0":
            behind += list(layout.slide_master.shapes._spTree)
        behind += list(layout.shapes._spTree)
        still = [e for e in behind if e.find(f".//{qn('p:ph')}") is None]
        found = []
        for element in (*still, *slide.shapes._spTree):
            for shape in element.iter(qn("p:sp")):
                fills = (self.fill(e.find(qn("p:spPr"))) for e in self.line(shape))
                colour = next((fill for fill in fills if fill is not None), "")
                if colour:
                    found.append((shape, self.area(shape), colour))
        return found

    def background(self, slide: Any) -> str:
        for part in (slide, slide.slide_layout, slide.slide_layout.slide_master):
            paint = part._element.find(f".//{qn('p:bgPr')}")
            if (colour := self.fill(paint)) is not None:
                return colour
        return self.theme["bg1"]

    def grounds(self, slide: Any, shape: Any, drawn: list[tuple[Any, Area, str]]) -> list[str]:
        """The colours behind the box of a text, from the front, to the one that covers it all."""
        here, found = self.area(shape), list[str]()
        _, mine = self._place[shape]
        for element, place, colour in reversed(drawn):
            _, theirs = self._place.get(element, (slide, -1))
            if theirs > mine or not place.meets(here):
                continue
            found.append(colour)
            if place.holds(here):
                return found
        return [*found, self.background(slide)]

    # ------------------------------------------------------------ texts

    def texts(self, slide: Any) -> Iterator[Text]:
        drawn = self.drawn(slide)
        for shape in slide.shapes._spTree.iter(qn("p:sp")):
            for paragraph in shape.iter(qn("a:p")):
                runs = [*paragraph.iter(qn("a:r")), *paragraph.iter(qn("a:fld"))]
                if runs:
                    yield Text(
                        _said(paragraph),
                        tuple(self.run_colour(run, shape) for run in runs),
                        tuple(self.grounds(slide, shape, drawn)),
                        tuple(self.run_size(run, shape) for run in runs),
                    )
        for table in slide.shapes._spTree.iter(qn("a:tbl")):
            yield from self.cells(table)

    def cells(self, table: Any) -> Iterator[Text]:
        name = table.find(f".//{qn('a:tableStyleId')}").text
        style = self.table_style.find(f"{qn('a:tblStyle')}[@styleId='{name}']")
        for number, row in enumerate(table.findall(qn("a:tr"))):
            banded = "band2H" if number and number % 2 == 0 else "wholeTbl"
            regions = ["firstRow"] if number == 0 else [banded, "wholeTbl"]
            for paragraph in row.iter(qn("a:p")):
                runs = list(paragraph.iter(qn("a:r")))
                colours = [
                    self.colour(run.find(f"{qn('a:rPr')}/{qn('a:solidFill')}"))
                    or self.region(style, regions, f"{qn('a:tcTxStyle')}/{qn('a:schemeClr')}")
                    for run in runs
                ]
                fill = f"{qn('a:tcStyle')}/{qn('a:fill')}/{qn('a:solidFill')}/{qn('a:schemeClr')}"
                yield Text(
                    _said(paragraph),
                    tuple(colours),
                    (self.region(style, regions, fill),),
                    tuple(int(run.find(qn("a:rPr")).get("sz")) / 100 for run in runs),
                )

    def region(self, style: Any, regions: list[str], path: str) -> str:
        for region in regions:
            found = style.find(f"{qn(f'a:{region}')}/{path}")
            if found is not None:
                return self.theme[found.get("val")]
        raise AssertionError(f"no colour in {regions}")

    # ------------------------------------------------------------ the checker

    def faults(self) -> list[str]:
        """All that the checker would say, and what this project asks beyond it."""
        found = list(self._about_the_deck())
        for number, slide in enumerate(self.slides, start=1):
            found += [f"slide {number}: {fault}" for fault in self._about(slide)]
        return found

    def _about_the_deck(self) -> Iterator[str]:
        properties = self.presentation.core_properties
        if not properties.title:
            yield "the deck has no title"
        if not properties.language:
            yield "the deck says no language"
        titles = Counter(s.shapes.title.text.strip() for s in self.slides if s.shapes.title)
        yield from (f"{count} slides are called “{t}”" for t, count in titles.items() if count > 1)
        names = [s.get("name", "") for s in self.presentation.part._element.iter(SECTION)]
        if not names:
            yield "there are no sections"
        yield from (f"a section is called “{n}”" for n in names if n.lower() in NO_NAMES)

    def _about(self, slide: Any) -> Iterator[str]:
        yield from self._order(slide)
        for element in slide.shapes._spTree:
            yield from _described(element)
        for table in slide.shapes._spTree.iter(qn("a:tbl")):
            yield from _sound_table(table)
        for link in slide._element.iter(qn("a:hlinkClick")):
            yield f"a link without words that say where to: {etree.tostring(link)!r}"
        for text in self.texts(slide):
            for ink in text.colours:
                for ground in text.grounds:
                    if contrast(ink, ground) < LEAST_CONTRAST:
                        ratio = f"{contrast(ink, ground):.1f}:1"
                        yield f"“{text.words}” has a contrast of {ratio} ({ink} on {ground})"
        for run in slide._element.iter(qn("a:r"), qn("a:fld")):
            properties = run.find(qn("a:rPr"))
            if properties is None or not properties.get("lang"):
                yield f"a run says no language: “{_said(run)}”"

    def _order(self, slide: Any) -> Iterator[str]:
        kinds = []
        for element in slide.shapes._spTree.iterchildren():
            marker = element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
            if element.tag in (qn("p:sp"), qn("p:grpSp"), qn("p:graphicFrame"), qn("p:pic")):
                kinds.append("" if marker is None else marker.get("type", "obj"))
        if not kinds or kinds[0] not in TITLES:
            yield "the title is not read first"
        elif not slide.shapes.title.text.strip():
            yield "the title is empty"
        foot = [n for n, kind in enumerate(kinds) if kind in AT_THE_FOOT]
        if foot and foot != list(range(len(kinds) - len(foot), len(kinds))):
            yield "the foot is not read last"


def _corners(place: Any, size: Any) -> list[tuple[Any, str]]:
    return [(place, "x"), (place, "y"), (size, "cx"), (size, "cy")]


def _said(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("a:t")))


def _described(element: Any) -> Iterator[str]:
    """What cannot be read as text needs words: pictures, groups, frames, shapes without text."""
    if element.tag in (qn("p:nvGrpSpPr"), qn("p:grpSpPr")):
        return
    properties = next(element.iter(qn("p:cNvPr")))
    if any(mark.get("val") == "1" for mark in properties.iter(DECORATIVE)):
        return
    name, words = properties.get("name"), properties.get("descr", "").strip()
    if element.tag == qn("p:sp") and _said(element).strip():
        return
    if element.tag == qn("p:sp") and element.find(f".//{qn('p:ph')}") is not None:
        yield f"the placeholder “{name}” is empty"
    elif not words:
        yield f"“{name}” has no alternative text"
    elif words.lower().endswith(FILE_NAMES):
        yield f"the alternative text of “{name}” is a file name"


def _sound_table(table: Any) -> Iterator[str]:
    if table.find(qn("a:tblPr")).get("firstRow") != "1":
        yield "a table has no header row"
    for cell in table.iter(qn("a:tc")):
        if {"gridSpan", "rowSpan", "hMerge", "vMerge"} & set(cell.attrib):
            yield "a table has merged cells"
        if not _said(cell).strip():
            yield "a cell of a table is empty"
