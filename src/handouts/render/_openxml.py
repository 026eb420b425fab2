"""Open XML that python-pptx has no words for, and the only room that names lxml's elements.

Clause numbers are those of ISO/IEC 29500-1 unless another part or document is named.
"""

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.opc.serialized import PackageWriter, _PhysPkgWriter
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.slide import NotesSlidePart, SlidePart

from handouts import provenance
from handouts.language import Direction

# Zip entries carry a date; this is the earliest that the format can hold.
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
MADE = datetime(2026, 1, 1)  # what every deck says: the day it was made would change its bytes
MAKER = "handouts"
_URIS = {  # namespaces by their usual prefixes
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _URIS.items())
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TEXT = f"{{{_TYPES}}}lpwstr"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties users define
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_POWERPOINT_2010 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # [MS-PPTX] 2.2.3, the extension of sections
_NUMBER_FIELD = "{2D94B7A0-61CE-4F38-8A1B-57E30C9F4D26}"
_MEDIUM_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # the table style PowerPoint starts with
_FIRST_SLIDE = 256  # the least identifier that a slide can have (19.7.13)
_GUID = re.compile(r"\{[0-9A-F-]{36}\}")  # 22.9.2.4
_IDS = uuid.UUID("7c0f4f0e-53c0-5d2e-9b9a-5f0a3c6e8d11")  # from which sections get theirs

LINE_SPACING = 105  # per cent of a face's own line height, as in our template
# What a list on a layout of somebody else's takes of the line: nothing, or room for “10.”.
_HANGING = {
    "": "",
    "none": ' marL="0" indent="0"',
    "bullet": ' marL="548640" indent="-548640"',
    "number": ' marL="548640" indent="-548640"',
}
Align = Literal["", "l", "ctr", "r"]
Marker = Literal["", "none", "bullet", "number"]

# ---------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text with one look: ``a:r`` (21.1.2.3.8).

    ``language`` is a BCP 47 tag, ``size`` in points (0 leaves the layout's). ``faces`` are those
    for East Asian and complex scripts; ``is_marked`` says that it is not translated yet. What is
    shown ``as_written`` stands in no capitals, whatever its layout says.
    """

    text: str
    language: str
    size: float = 0.0
    bold: bool = False
    is_marked: bool = False
    faces: tuple[str, str] | None = None
    colour: str = ""
    as_written: bool = False

    def xml(self) -> str:
        """Write it: ``a:rPr`` (21.1.2.3.9) with ``a:highlight``, ``a:ea`` and ``a:cs`` in order."""
        size = f' sz="{round(self.size * 100)}"' if self.size else ""
        bold = ' b="1"' if self.bold else ""
        bold += ' cap="none"' if self.as_written else ""
        paint = _solid(self.colour) if self.colour else ""
        mark = '<a:highlight><a:srgbClr val="F3E6EC"/></a:highlight>' if self.is_marked else ""
        faces = "".join(
            f"<a:{tag} typeface={quoteattr(face)}/>"
            for tag, face in zip(("ea", "cs"), self.faces or (), strict=False)
        )
        return (
            f'<a:r><a:rPr lang="{self.language}"{size}{bold}>{paint}{mark}{faces}</a:rPr>'
            f"<a:t>{escape(self.text)}</a:t></a:r>"
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``a:p`` (21.1.2.2.6).

    ``direction`` is empty where nothing runs from the right, then the layout decides. ``marker``
    says whether it stands in a list whatever its layout says; ``first`` is the number of the first
    paragraph of a list that goes on from another slide. ``gap`` is what it leaves below it, in
    points, where the layout's spacing will not do; its lines are then as far apart as on our own.
    """

    runs: tuple[Run, ...]
    direction: Direction | Literal[""] = ""
    align: Align = ""
    marker: Marker = ""
    first: int = 1
    gap: float | None = None

    def xml(self) -> str:
        """Write it: ``a:pPr`` (21.1.2.2.7) with ``rtl``, spacing and bullet (21.1.2.4.1, .8).

        ``algn`` is physical, not logical: a paragraph stands at the right only when it says so.
        """
        rtl = f' rtl="{int(self.direction == "rtl")}"' if self.direction else ""
        align = f' algn="{self.align}"' if self.align else ""
        flush = _HANGING[self.marker]
        bullet = ""
        if self.marker == "none":
            bullet = "<a:buNone/>"
        elif self.marker == "bullet":
            bullet = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        elif self.marker == "number" or self.first > 1:
            bullet = f'<a:buAutoNum type="arabicPeriod" startAt="{self.first}"/>'
        runs = "".join(run.xml() for run in self.runs)
        return f"<a:p><a:pPr{flush}{align}{rtl}>{self._spacing()}{bullet}</a:pPr>{runs}</a:p>"

    def _spacing(self) -> str:
        """Write the spacing: ``a:lnSpc``, ``a:spcBef``, ``a:spcAft`` (21.1.2.2.5, .9, .10)."""
        if self.gap is None:
            return ""
        return (
            f'<a:lnSpc><a:spcPct val="{LINE_SPACING * 1000}"/></a:lnSpc>'
            '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="{round(self.gap * 100)}"/></a:spcAft>'
        )


@dataclass(frozen=True, slots=True)
class SlideNumber(Paragraph):
    """The paragraph of a slide number: a field, ``a:fld`` (21.1.2.2.4), with what it shows now."""

    def xml(self) -> str:
        """Write it; what it shows is renewed by whatever opens the deck."""
        (run,) = self.runs
        return (
            f'<a:p><a:fld id="{_NUMBER_FIELD}" type="slidenum"><a:rPr lang="{run.language}"/>'
            f"<a:t>{escape(run.text)}</a:t></a:fld></a:p>"
        )


def _joined(paragraphs: Iterable[Paragraph]) -> str:
    return "".join(paragraph.xml() for paragraph in paragraphs)


def insets(holder: Any, master: Any) -> tuple[int, int]:
    """Answer what the margins of a box take of its width and height, in EMU: ``a:bodyPr``.

    Where neither the box nor the master's says, the defaults hold (21.1.2.1.1).
    """
    owners = [h._element.txBody for h in (holder, master) if h is not None]
    bodies = [body.find(qn("a:bodyPr")) for body in owners if body is not None]

    def margin(name: str, default: int) -> int:
        said = (body.get(name) for body in bodies if body is not None)
        return int(next((value for value in said if value is not None), default))

    across = margin("lIns", 91440) + margin("rIns", 91440)
    return across, margin("tIns", 45720) + margin("bIns", 45720)


def is_centred(holder: Any, master_holder: Any) -> bool:
    """Tell whether the text of a placeholder is centred: ``a:lvl1pPr/@algn`` (21.1.2.4.13).

    What neither the layout's box nor the master's says, the master's text styles say (19.3.1.52).
    """
    owners = [h._element for h in (holder, master_holder) if h is not None]
    styles = [f".//{qn('a:lstStyle')}"] * len(owners)
    kind = master_holder and master_holder.placeholder_format.type
    if kind is not None:
        owners.append(holder.part.slide_master._element)
        styles.append(f".//{qn('p:titleStyle' if kind == PP_PLACEHOLDER.TITLE else 'p:bodyStyle')}")
    for owner, style in zip(owners, styles, strict=True):
        level = owner.find(f"{style}/{qn('a:lvl1pPr')}")
        if level is not None and level.get("algn"):
            return bool(level.get("algn") == "ctr")
    return False


# ---------------------------------------------------------------- shapes and tables


def _solid(colour: str) -> str:
    """Write a fill: a colour of the theme by its role, or one of its own (20.1.2.3.29, .32)."""
    if colour.startswith("#"):
        return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    def xml(self, inside: str = "", flip: str = "") -> str:
        """Write it: ``a:xfrm`` (20.1.7.6)."""
        return (
            f'<a:xfrm{flip}><a:off x="{self.left}" y="{self.top}"/>'
            f'<a:ext cx="{self.width}" cy="{self.height}"/>{inside}</a:xfrm>'
        )


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape is painted: colours as in :func:`_solid`, empty for none; the line in EMU."""

    fill: str = ""
    line: str = ""
    width: int = 0

    def xml(self) -> str:
        """Write fill and line: ``a:solidFill`` (20.1.8.54), ``a:ln`` (20.1.2.2.24)."""
        fill = _solid(self.fill) if self.fill else "<a:noFill/>"
        if not self.line:
            return f"{fill}<a:ln><a:noFill/></a:ln>"
        return f'{fill}<a:ln w="{self.width}">{_solid(self.line)}</a:ln>'


def preset(box: Box, kind: str, look: Look, roundness: float = 0.0) -> str:
    """Write a ready-made shape: ``a:prstGeom`` (20.1.9.18). Roundness is a share, at most 0.5."""
    guide = f'<a:gd name="adj" fmla="val {round(roundness * 100_000)}"/>' if roundness else ""
    geometry = f'<a:prstGeom prst="{kind}"><a:avLst>{guide}</a:avLst></a:prstGeom>'
    return _shape(box, geometry, look)


def polygon(box: Box, corners: Sequence[tuple[int, int]], look: Look) -> str:
    """Write a shape of one's own: ``a:custGeom`` (20.1.9.8). Corners are in EMU, from its box."""
    (x, y), *rest = corners
    lines = "".join(f'<a:lnTo><a:pt x="{a}" y="{b}"/></a:lnTo>' for a, b in rest)
    geometry = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{box.width}" h="{box.height}"><a:moveTo><a:pt x="{x}" y="{y}"/>'
        f"</a:moveTo>{lines}<a:close/></a:path></a:pathLst></a:custGeom>"
    )
    return _shape(box, geometry, look)


def straight(box: Box, rising: bool, look: Look) -> str:
    """Write a straight line from corner to corner: ``p:cxnSp`` (19.3.1.19)."""
    place = box.xml(flip=' flipV="1"' if rising else "")
    return (
        '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="0" name="Line"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>'
        f'<p:spPr>{place}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{look.xml()}</p:spPr>'
        "</p:cxnSp>"
    )


def _shape(box: Box, geometry: str, look: Look) -> str:
    """Write ``p:sp`` (19.3.1.43) without text or style of its own."""
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="0" name="Shape"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{box.xml()}{geometry}{look.xml()}</p:spPr></p:sp>"
    )


def text_box(name: str, box: Box, anchor: str, paragraph: Paragraph) -> str:
    """Write a text box: ``p:cNvSpPr/@txBox`` (19.3.1.13) without margins (21.1.2.1.1)."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name={quoteattr(name)}/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{box.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraph.xml()}'
        "</p:txBody></p:sp>"
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row: ``a:tbl`` (21.1.3.13). Lengths are in EMU, the inset of one side.

    ``style`` is its identifier, ``a:tableStyleId`` (21.1.3.12). Its columns count from the right
    in a right-to-left table: ``a:tblPr/@rtl`` (21.1.3.15).
    """

    rows: tuple[tuple[Paragraph, ...], ...]
    heights: tuple[int, ...]
    width: int
    inset: tuple[int, int]
    style: str
    right_to_left: bool = False

    def xml(self) -> str:
        """Write it."""
        columns = len(self.rows[0])
        grid = f'<a:gridCol w="{self.width // columns}"/>' * columns
        rtl = ' rtl="1"' if self.right_to_left else ""
        rows = "".join(
            f'<a:tr h="{height}">{"".join(map(self._cell, row))}</a:tr>'
            for row, height in zip(self.rows, self.heights, strict=True)
        )
        return (
            f'<a:tbl><a:tblPr firstRow="1" bandRow="1"{rtl}>'
            f"<a:tableStyleId>{self.style}</a:tableStyleId></a:tblPr>"
            f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
        )

    def _cell(self, paragraph: Paragraph) -> str:
        across, down = self.inset
        margins = f'marL="{across}" marR="{across}" marT="{down}" marB="{down}"'
        body = f"<a:txBody><a:bodyPr/><a:lstStyle/>{paragraph.xml()}</a:txBody>"
        return f"<a:tc>{body}<a:tcPr {margins}/></a:tc>"


# ---------------------------------------------------------------- slides


class Slide:
    """A slide in the making: its shapes are read in the order in which they are added."""

    def __init__(self, plain: bool = False) -> None:
        self._shapes: list[str] = []
        self._body = '<a:bodyPr vert="horz" numCol="1"/>' if plain else "<a:bodyPr/>"

    def add_text(self, holder: Any, paragraphs: Iterable[Paragraph]) -> None:
        """Fill a placeholder of the layout: ``p:ph`` (19.3.1.36).

        It takes place, type and colours from its layout. On a ``plain`` slide it runs in one
        column across, whatever the layout says (21.1.2.1.1).
        """
        self._shapes.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name={quoteattr(holder.name)}/>'
            '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr>{_marker(holder)}</p:nvPr></p:nvSpPr><p:spPr/>"
            f"<p:txBody>{self._body}<a:lstStyle/>{_joined(paragraphs)}</p:txBody></p:sp>"
        )

    def add_table(self, holder: Any, place: tuple[int, int], table: Table, text: str) -> None:
        """Put a table where a placeholder is: ``p:graphicFrame`` (19.3.1.21), described."""
        corner = f'<a:off x="{place[0]}" y="{place[1]}"/>'
        size = f'<a:ext cx="{table.width}" cy="{sum(table.heights)}"/>'
        said = quoteattr(text)
        self._shapes.append(
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="0" name={said} descr={said}/>'
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
            f"<p:nvPr>{_marker(holder)}</p:nvPr></p:nvGraphicFramePr>"
            f"<p:xfrm>{corner}{size}</p:xfrm><a:graphic>"
            f'<a:graphicData uri="{_TABLE}">{table.xml()}</a:graphicData></a:graphic>'
            "</p:graphicFrame>"
        )

    def add_group(self, box: Box, shapes: str, name: str, text: str) -> None:
        """Add shapes as one, to be moved and coloured as one: ``p:grpSp`` (19.3.1.22).

        ``text`` describes it to those who cannot see it: ``p:cNvPr/@descr`` (19.3.1.12).
        """
        inner = f'<a:chOff x="{box.left}" y="{box.top}"/>'
        inner += f'<a:chExt cx="{box.width}" cy="{box.height}"/>'
        self._shapes.append(
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="0" name={quoteattr(name)} '
            f"descr={quoteattr(text)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{box.xml(inside=inner)}</p:grpSpPr>{shapes}</p:grpSp>"
        )

    def append_to(self, presentation: Any, layout: Any, notes: Sequence[Paragraph]) -> int:
        """Make it the last slide of a presentation: ``p:sld`` (19.3.1.38).

        Answers its identifier, ``p:sldId/@id`` (19.2.1.33).
        """
        main = presentation.part
        slides = main._element.get_or_add_sldIdLst()
        number = len(slides) + 1
        name, media = f"/ppt/slides/slide{number}.xml", CONTENT_TYPE.PML_SLIDE
        part = SlidePart(PackURI(name), media, main.package, _page("sld", self._shapes))
        part.relate_to(layout.part, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
        if notes:
            _add_notes(part, number, notes)
        link = main.relate_to(part, RELATIONSHIP_TYPE.SLIDE)
        identity = _FIRST_SLIDE + number - 1
        slides.append(parse_xml(f'<p:sldId {_NAMESPACES} id="{identity}" r:id="{link}"/>'))
        return identity


def _page(root: str, shapes: Iterable[str]) -> Any:
    """Write a slide or a notes page, each shape with an identifier of its own (19.3.1.12)."""
    page = parse_xml(
        f"<p:{root} {_NAMESPACES}><p:cSld><p:spTree><p:nvGrpSpPr>"
        '<p:cNvPr id="0" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{''.join(shapes)}</p:spTree></p:cSld>"
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:{root}>"
    )
    for identity, shape in enumerate(page.iter(qn("p:cNvPr")), start=1):
        shape.set("id", str(identity))
    return page


def _marker(holder: Any) -> str:
    """Write which placeholder of the layout or master a shape fills: ``p:ph`` (19.3.1.36)."""
    marker = holder._element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
    kept = (n for n in ("type", "orient", "sz", "idx") if marker.get(n))
    return f"<p:ph{''.join(f' {n}={quoteattr(marker.get(n))}' for n in kept)}/>"


def _add_notes(slide: Any, number: int, paragraphs: Iterable[Paragraph]) -> None:
    """Write a slide's speaker notes: ``p:notes`` (19.3.1.26), its boxes those of the master."""
    package = slide.package
    master = package.presentation_part.notes_master_part
    holders = {h.placeholder_format.type: h for h in master.notes_master.placeholders}
    image, body = holders[PP_PLACEHOLDER.SLIDE_IMAGE], holders[PP_PLACEHOLDER.BODY]
    shapes = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name={quoteattr(image.name)}/>'
        '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        f"<p:nvPr>{_marker(image)}</p:nvPr></p:nvSpPr><p:spPr/></p:sp>",
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name={quoteattr(body.name)}/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{_marker(body)}</p:nvPr></p:nvSpPr><p:spPr/>"
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{_joined(paragraphs)}</p:txBody></p:sp>",
    )
    name, media = f"/ppt/notesSlides/notesSlide{number}.xml", CONTENT_TYPE.PML_NOTES_SLIDE
    part = NotesSlidePart(PackURI(name), media, package, _page("notes", shapes))
    part.relate_to(master, RELATIONSHIP_TYPE.NOTES_MASTER)
    part.relate_to(slide, RELATIONSHIP_TYPE.SLIDE)
    slide.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)


# ---------------------------------------------------------------- the presentation


def theme_faces(presentation: Any) -> set[str]:
    """List the Latin faces that a theme names: ``a:latin`` of its fonts (20.1.4.1.24, .25)."""
    rels = presentation.slide_master.part.rels.values()
    (theme,) = (r.target_part for r in rels if r.reltype == RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(theme.blob)
    fonts = root.iterfind(f".//{qn('a:fontScheme')}/*/{qn('a:latin')}")
    return {font.get("typeface", "") for font in fonts}


def layout_kind(layout: Any) -> str:
    """Answer what PowerPoint takes a layout for: ``p:sldLayout/@type`` (19.3.1.39)."""
    return str(layout._element.get("type", ""))


def table_style(presentation: Any) -> str:
    """Answer the style that new tables take: ``a:tblStyleLst/@def`` (20.1.4.2.27)."""
    for rel in presentation.part.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.TABLE_STYLES:
            style = etree.fromstring(rel.target_part.blob).get("def", "")
            return style if _GUID.fullmatch(style) else _MEDIUM_STYLE
    return _MEDIUM_STYLE


def set_direction_of_layouts(presentation: Any) -> None:
    """Let slides an educator adds run from right to left: master and layouts, level by level.

    List levels stand in ``p:txStyles`` (19.3.1.52) and ``a:lstStyle`` (21.1.2.4.12).
    """
    master = presentation.slide_master
    for part in (master, *master.slide_layouts):
        for level in part._element.xpath(".//*[starts-with(local-name(), 'lvl')]"):
            if level.get("rtl", "0") == "0":  # else it was made for it
                level.set("rtl", "1")
                align = level.get("algn", "l")
                level.set("algn", {"l": "r", "r": "l"}.get(align, align))


def fill_marks(presentation: Any, name: str, paragraphs: Sequence[Paragraph]) -> None:
    """Write into the shapes of that name on master and layouts; take them off for want of words.

    What stands there is drawn on every slide below (19.3.1.42, 19.3.1.39).
    """
    master = presentation.slide_master
    for part in (master, *master.slide_layouts):
        for shape in [s for s in part.shapes if s.name == name and not s.is_placeholder]:
            if paragraphs:
                _set_text(shape, paragraphs)
            else:
                shape._element.getparent().remove(shape._element)


def _set_text(shape: Any, paragraphs: Iterable[Paragraph]) -> None:
    """Fill a shape's text body with other paragraphs: ``p:txBody`` (19.3.1.51)."""
    body = shape._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    body.extend(parse_xml(f"<a:txBody {_NAMESPACES}>{_joined(paragraphs)}</a:txBody>"))


def add_sections(presentation: Any, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Group slides under names: ``p14:sectionLst`` ([MS-PPTX] 2.2.3), in ``p:extLst`` (19.2.1.12).

    Each section is its name and the identifiers of its slides.
    """
    written = "".join(_section(name, slides) for name, slides in sections)
    presentation.part._element.append(
        parse_xml(
            f'<p:extLst {_NAMESPACES}><p:ext uri="{_SECTIONS}">'
            f'<p14:sectionLst xmlns:p14="{_POWERPOINT_2010}">{written}</p14:sectionLst>'
            "</p:ext></p:extLst>"
        )
    )


def _section(name: str, slides: Sequence[int]) -> str:
    identity = str(uuid.uuid5(_IDS, f"{name} {slides[0]}")).upper()
    members = "".join(f'<p14:sldId id="{slide}"/>' for slide in slides)
    return (
        f'<p14:section name={quoteattr(name)} id="{{{identity}}}">'
        f"<p14:sldIdLst>{members}</p14:sldIdLst></p14:section>"
    )


# ---------------------------------------------------------------- the package

# What each part of a design may point to; all else was somebody's own.
_KEPT = {
    "presentation": {
        *(RELATIONSHIP_TYPE.SLIDE_MASTER, RELATIONSHIP_TYPE.THEME),
        *(RELATIONSHIP_TYPE.TABLE_STYLES, RELATIONSHIP_TYPE.FONT),
    },
    "design": {
        *(RELATIONSHIP_TYPE.SLIDE_MASTER, RELATIONSHIP_TYPE.SLIDE_LAYOUT),
        *(RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.THEME_OVERRIDE, RELATIONSHIP_TYPE.IMAGE),
    },
    "package": {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES},
}
# What a presentation is made of besides (19.2.1.26); all else points to parts that go.
_ELEMENTS = {
    qn(name)
    for name in (
        *("p:sldMasterIdLst", "p:sldSz", "p:notesSz", "p:embeddedFontLst", "p:kinsoku"),
        "p:defaultTextStyle",
    )
}
_LINK = f"{{{_URIS['r']}}}"
_OLD_WORDS = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER}


def keep_design_only(presentation: Any) -> None:
    """Leave of a presentation its first master with its layouts, theme, pictures and fonts.

    Slides, notes, comments, tags, other people's data, links, properties and the words in footers
    go, and what points to them.
    """
    part, root = presentation.part, presentation.part._element
    for element in [e for e in root if e.tag not in _ELEMENTS]:
        root.remove(element)
    for other in list(root.sldMasterIdLst)[1:]:
        root.sldMasterIdLst.remove(other)
        part.rels.pop(other.rId)
    _drop(part.rels, _KEPT["presentation"])
    _drop(part.package._rels, _KEPT["package"])
    master = presentation.slide_master
    for owner in (master, *master.slide_layouts):
        gone = _drop(owner.part.rels, _KEPT["design"])
        for element in list(owner._element.iter()):
            links = {value for name, value in element.attrib.items() if name.startswith(_LINK)}
            comment = not isinstance(element.tag, str)
            if (comment or links & gone) and element.getparent() is not None:
                element.getparent().remove(element)
        for shape in owner._element.iter(qn("p:cNvPr")):
            shape.attrib.pop("descr", None)  # most often the path of a file; nobody reads it here
        for holder in owner.placeholders:
            if holder.placeholder_format.type in _OLD_WORDS:
                _set_text(holder, [Paragraph(())])


def _drop(rels: Any, kept: set[str]) -> set[str]:
    """Drop all relationships but some; answer the names of those that went."""
    gone = {key for key, rel in rels.items() if rel.reltype not in kept}
    for key in gone:
        rels.pop(key)
    return gone


def describe(presentation: Any, **properties: str) -> None:
    """Fill in what a file's properties show, and no more (15.2.12.1; ISO/IEC 29500-2, 11)."""
    core = presentation.core_properties
    for old in list(core._element):
        core._element.remove(old)
    for name, value in properties.items():
        setattr(core, name, value)
    core.author = core.last_modified_by = MAKER
    core.created = core.modified = MADE
    rels = presentation.part.package._rels
    _drop(rels, {rel.reltype for rel in rels.values()} - {RELATIONSHIP_TYPE.EXTENDED_PROPERTIES})
    _add_to_package(
        presentation,
        "docProps/app.xml",
        CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_EXTENDED}"><PresentationFormat>Widescreen</PresentationFormat>'
        f"<Application>{MAKER}</Application></Properties>".encode(),
    )


def add_mark(presentation: Any, mark: str) -> None:
    """Keep a deck's provenance as a custom property (15.2.12.2, and 22.3)."""
    root = etree.Element(
        f"{{{_CUSTOM}}}Properties",
        nsmap={None: _CUSTOM, "vt": _TYPES},  # type: ignore[dict-item]
    )
    fields = {"fmtid": _USER_DEFINED, "pid": "2", "name": "handouts provenance"}
    etree.SubElement(etree.SubElement(root, f"{{{_CUSTOM}}}property", fields), _TEXT).text = mark
    _add_to_package(
        presentation,
        provenance.PROPERTIES,
        CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
        RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
    )


def _add_to_package(presentation: Any, name: str, media: str, kind: str, data: bytes) -> None:
    package = presentation.part.package
    package.relate_to(Part(PackURI(f"/{name}"), media, package, data), kind)


def saved(presentation: Any) -> bytes:
    """Save a presentation so that equal decks have equal bytes: fixed dates, order as saved.

    The mark that :func:`add_mark` put in is sealed.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in provenance.sealed_parts(parts(presentation)).items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_STORED  # compressors differ; the bytes must not
            entry.create_system = 3  # the same wherever the deck is made
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def parts(presentation: Any) -> dict[str, bytes]:
    """Write the parts of a presentation, by name, in the order in which they are kept."""
    package, written = presentation.part.package, dict[str, bytes]()
    writer = PackageWriter("", package._rels, tuple(package.iter_parts()))
    shelf = _Shelf(written)
    writer._write_content_types_stream(shelf)
    writer._write_pkg_rels(shelf)
    writer._write_parts(shelf)
    return written


class _Shelf(_PhysPkgWriter):
    """Takes the parts that python-pptx writes, without the zip it would put them in."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts

    def write(self, pack_uri: PackURI, blob: bytes) -> None:
        if pack_uri.membername in self._parts:
            raise ValueError(f"two parts are called {pack_uri}")
        self._parts[pack_uri.membername] = blob
