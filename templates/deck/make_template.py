"""Write the templates of our teaching decks, from nothing but this file.

Run it after changing anything here, and look at the slides before keeping the result::

    python templates/deck/make_template.py          # writes both files beside this one
    python templates/deck/make_template.py --check  # exit code 1 if one is out of date

``deck.pptx`` is for languages written from left to right, ``deck-rtl.pptx`` its mirror image. Two
runs give identical bytes. No other file goes in: the parts are the smallest set that PowerPoint,
LibreOffice and python-pptx accept, and the design is ours.

Clause numbers are those of ISO/IEC 29500-1 unless another part is named.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

OUTPUTS: Final = {False: "deck.pptx", True: "deck-rtl.pptx"}  # by whether it is mirrored

# --- Geometry, in EMU (914,400 to the inch, 12,700 to the point) -----------------------------


class Box(NamedTuple):
    """A rectangle on the slide."""

    x: int
    y: int
    width: int
    height: int

    def mirrored(self) -> Box:
        """Return the box seen in a mirror."""
        return self._replace(x=SLIDE_WIDTH - self.x - self.width)


def inches(value: float) -> int:
    """Return inches as EMU."""
    return round(value * 914_400)


SLIDE_WIDTH: Final = 12_192_000
SLIDE_HEIGHT: Final = 6_858_000
MARGIN: Final = inches(0.6)
CONTENT_WIDTH: Final = SLIDE_WIDTH - 2 * MARGIN
RULE: Final = inches(0.03)

TITLE: Final = Box(MARGIN, inches(0.2), CONTENT_WIDTH, inches(1.11))
BODY: Final = Box(MARGIN, inches(1.7), CONTENT_WIDTH, inches(4.85))
TABLE: Final = Box(MARGIN, inches(1.62), CONTENT_WIDTH, inches(5.12))
TOP_BAND: Final = Box(0, 0, SLIDE_WIDTH, inches(0.16))
STRIP: Final = Box(0, inches(6.85), SLIDE_WIDTH, SLIDE_HEIGHT - inches(6.85))

# The mark is centred; the slide number has what is left of the strip, up to the margin. Both stand
# off the edges of the strip, where their own fill would draw a hairline.
STRIP_INSET: Final = inches(0.04)
STRIP_TEXT_Y: Final = STRIP.y + STRIP_INSET
STRIP_TEXT_HEIGHT: Final = STRIP.height - 2 * STRIP_INSET
MARK_WIDTH: Final = SLIDE_WIDTH * 8 // 10
MARK_X: Final = (SLIDE_WIDTH - MARK_WIDTH) // 2
MARK: Final = Box(MARK_X, STRIP_TEXT_Y, MARK_WIDTH, STRIP_TEXT_HEIGHT)
NUMBER_X: Final = MARK_X + MARK_WIDTH
NUMBER_WIDTH: Final = SLIDE_WIDTH - MARGIN - NUMBER_X
NUMBER: Final = Box(NUMBER_X, STRIP_TEXT_Y, NUMBER_WIDTH, STRIP_TEXT_HEIGHT)

COVER_TITLE: Final = Box(MARGIN, inches(2.2), CONTENT_WIDTH, inches(1.5))
COVER_RULE: Final = Box(MARGIN, inches(3.95), CONTENT_WIDTH, RULE)
COVER_BUBBLE: Final = Box(SLIDE_WIDTH - inches(3.1), inches(0.7), inches(2.5), inches(1.1))
COVER_ANSWER: Final = Box(COVER_BUBBLE.x - inches(1.0), inches(0.35), inches(2.0), inches(0.85))
COVER_SUBTITLE: Final = Box(MARGIN, inches(4.2), CONTENT_WIDTH, inches(2.2))

MESSAGE_MARGIN: Final = inches(1.2)
MESSAGE_WIDTH: Final = SLIDE_WIDTH - 2 * MESSAGE_MARGIN
MESSAGE_TITLE: Final = Box(MESSAGE_MARGIN, TITLE.y, MESSAGE_WIDTH, TITLE.height)
MESSAGE_RULE: Final = Box(MESSAGE_MARGIN, BODY.y, MESSAGE_WIDTH, RULE)
MESSAGE: Final = Box(MESSAGE_MARGIN, inches(2.2), MESSAGE_WIDTH, inches(4.2))

ACCENT: Final = Box(MARGIN, inches(1.37), inches(1.1), inches(0.05))
COLUMN_GAP: Final = inches(0.5)
COLUMN_WIDTH: Final = (CONTENT_WIDTH - COLUMN_GAP) // 2
FIRST_COLUMN: Final = Box(MARGIN, BODY.y, COLUMN_WIDTH, BODY.height)
SECOND_COLUMN: Final = Box(MARGIN + COLUMN_WIDTH + COLUMN_GAP, BODY.y, COLUMN_WIDTH, BODY.height)
# Two speech bubbles, at the end of the title's line, which is that much shorter.
BUBBLE: Final = Box(SLIDE_WIDTH - MARGIN - inches(1.15), inches(0.62), inches(1.15), inches(0.62))
ANSWER: Final = Box(BUBBLE.x - inches(0.45), inches(0.36), inches(0.95), inches(0.5))
ASKING: Final = Box(MARGIN, TITLE.y, ANSWER.x - MARGIN - inches(0.3), TITLE.height)

CAPTION_HEIGHT: Final = inches(0.95)
CAPTION: Final = Box(MARGIN, BODY.y + BODY.height - CAPTION_HEIGHT, CONTENT_WIDTH, CAPTION_HEIGHT)

NOTES_WIDTH: Final = 6_858_000
NOTES_HEIGHT: Final = 9_144_000
NOTES_IMAGE: Final = Box(685_800, 685_800, 5_486_400, 3_086_100)
NOTES_BODY: Final = Box(685_800, 4_114_800, 5_486_400, 4_343_400)

INSET: Final = inches(0.1)
HANGING: Final = inches(0.45)
LEVEL_STEP: Final = inches(0.4)
TAB: Final = inches(1)
PARAGRAPH_GAP: Final = 12  # points
QUESTION_GAP: Final = 18
SPACING: Final = 105  # per cent of a face's own line height, which is a fifth more than its size

# --- Colours, fonts, identifiers ---------------------------------------------------------------

COLOURS: Final = {
    "dk1": "1B2B34",  # ink
    "lt1": "FFFFFF",
    "dk2": "0A4D5C",  # deep teal, the primary colour
    "lt2": "E3F0F1",  # pale teal
    "accent1": "0A4D5C",
    "accent2": "6B2A4A",  # plum
    "accent3": "7A4300",  # dark amber
    "accent4": "F7F1E6",  # sand
    "accent5": "2F6B4F",
    "accent6": "4A5560",
    "hlink": "0A4D5C",
    "folHlink": "6B2A4A",
}
INK, WHITE, TEAL, PALE, SAND = "tx1", "bg1", "tx2", "bg2", "accent4"

SCRIPT_FONTS: Final = {
    "Jpan": "Yu Gothic",
    "Hang": "Malgun Gothic",
    "Hans": "Microsoft YaHei",
    "Hant": "Microsoft JhengHei",
    "Arab": "Arial",
}
MAJOR, MINOR = "mj", "mn"

TABLE_STYLE_ID: Final = "{8C1E6F52-3B0D-4A57-9E24-D61F0A7B93C5}"
TABLE_STYLE_NAME: Final = "Handouts comparison"
NUMBER_FIELD_ID: Final = "{2D94B7A0-61CE-4F38-8A1B-57E30C9F4D26}"

NUMBER_IDX: Final = 12
MARK_IDX: Final = 20
PROMPT_LANGUAGE: Final = "en-GB"
DATE: Final = "2026-01-01T00:00:00Z"
ZIP_DATE: Final = (2026, 1, 1, 0, 0, 0)

# --- Names of the standard ---------------------------------------------------------------------

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES: Final = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'
DECORATIVE: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"  # [MS-ODRAWXML]
MEDIA: Final = "application/vnd.openxmlformats-officedocument"
SLIDES: Final = f"{MEDIA}.presentationml"


# --- Text --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How the paragraphs of one list level look."""

    size: int
    bold: bool = False
    colour: str = INK
    align: str = "l"
    bullet: str = "<a:buNone/>"
    left: int = 0
    hanging: int = 0
    gap: int = 0
    spacing: int = 100
    font: str = MINOR
    right_to_left: bool = False

    def mirrored(self) -> Style:
        """Return the style for text that runs from the right; ``algn`` is physical (21.1.2.2.7)."""
        align = {"l": "r", "r": "l"}.get(self.align, self.align)
        return replace(self, align=align, right_to_left=True)


ROUND: Final = (
    f'<a:buClr><a:schemeClr val="{TEAL}"/></a:buClr>'
    '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
)
# Numbers count by themselves, so a reordered question keeps no stale number (21.1.2.4.1).
NUMBERED: Final = (
    f'<a:buClr><a:schemeClr val="{TEAL}"/></a:buClr>'
    f'<a:buFont typeface="+{MINOR}-lt"/><a:buAutoNum type="arabicPeriod"/>'
)


def fill(colour: str) -> str:
    """Return a solid fill in a theme colour."""
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def run_defaults(style: Style) -> str:
    """Return a:defRPr, with the theme fonts of all three script classes for all languages."""
    faces = "".join(
        f'<a:{tag} typeface="+{style.font}-{suffix}"/>'
        for tag, suffix in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
    )
    bold = int(style.bold)
    return (
        f'<a:defRPr sz="{style.size * 100}" b="{bold}" kern="1200">'
        f"{fill(style.colour)}{faces}</a:defRPr>"
    )


def level(number: int, style: Style) -> str:
    """Return a:lvlNpPr (21.1.2.4.13 and after).

    The gap stands after the paragraph: applications disagree whether space before counts at the
    top of a box. A left margin is read from the right in a right-to-left paragraph.
    """
    return (
        f'<a:lvl{number}pPr marL="{style.left + style.hanging}" indent="{-style.hanging}" '
        f'algn="{style.align}" defTabSz="{TAB}" rtl="{int(style.right_to_left)}" '
        'eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:lnSpc><a:spcPct val="{style.spacing * 1000}"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{style.gap * 100}"/></a:spcAft>'
        f"{style.bullet}{run_defaults(style)}</a:lvl{number}pPr>"
    )


def levels(styles: Sequence[Style]) -> str:
    """Return the levels of a list style, counted from 1."""
    return "".join(level(number, style) for number, style in enumerate(styles, start=1))


TITLE_STYLE: Final = Style(34, bold=True, colour=TEAL, font=MAJOR)
POINT: Final = Style(28, bullet=ROUND, hanging=HANGING, gap=PARAGRAPH_GAP, spacing=SPACING)
BODY_STYLES: Final = (
    POINT,
    *(
        Style(24, bullet=ROUND, left=LEVEL_STEP * depth, hanging=LEVEL_STEP, gap=PARAGRAPH_GAP)
        for depth in range(1, 5)
    ),
)
PLAIN_STYLES: Final = (Style(24, spacing=SPACING),) * 5
NOTE_STYLES: Final = (Style(14, gap=6),) * 5
MARK_STYLE: Final = Style(14, bold=True, colour=TEAL, align="ctr")
NUMBER_STYLE: Final = Style(14, colour=TEAL, align="r")


# --- Shapes ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Placeholder:
    """A box to be filled on the slide, and what it asks for (19.3.1.36)."""

    name: str
    kind: str
    box: Box
    prompt: str
    idx: int = 0
    styles: tuple[Style, ...] = ()
    anchor: str = "t"
    inset: int = 0
    background: str = ""
    custom: bool = True

    def mirrored(self) -> Placeholder:
        """Return the placeholder seen in a mirror."""
        styles = tuple(style.mirrored() for style in self.styles)
        return replace(self, box=self.box.mirrored(), styles=styles)


class Band(NamedTuple):
    """A decoration: a shape in one colour, drawn behind all text."""

    name: str
    box: Box
    colour: str
    shape: str = "rect"

    def mirrored(self) -> Band:
        """Return the decoration seen in a mirror."""
        return self._replace(box=self.box.mirrored())


def transform(box: Box) -> str:
    """Return the place and size of a shape."""
    return (
        f'<a:xfrm><a:off x="{box.x}" y="{box.y}"/>'
        f'<a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
    )


def rectangle(box: Box, paint: str, shape: str = "rect") -> str:
    """Return the p:spPr of a rectangle, or of another ready-made shape (20.1.10.56)."""
    geometry = f'<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>'
    return f"<p:spPr>{transform(box)}{geometry}{paint}</p:spPr>"


def band(identity: int, drawn: Band) -> str:
    """Return a decoration, marked so that screen readers pass over it."""
    paint = fill(drawn.colour) + "<a:ln><a:noFill/></a:ln>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{drawn.name}"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        f'<adec:decorative xmlns:adec="{DECORATIVE}" val="1"/></a:ext></a:extLst></p:cNvPr>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"{rectangle(drawn.box, paint, drawn.shape)}"
        '<p:txBody><a:bodyPr rtlCol="0" anchor="ctr"/><a:lstStyle/>'
        f'<a:p><a:endParaRPr lang="{PROMPT_LANGUAGE}"/></a:p></p:txBody></p:sp>'
    )


def draft_mark(identity: int, strip: str) -> str:
    """Return the box in which a draft says on its master that it is one: on every slide, also new.

    The box of the same place on each slide lies over it, for those who listen or copy a slide.
    """
    holder = replace(strip_holders(strip)[0], name="Draft mark")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{holder.name}"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr>{rectangle(holder.box, fill(strip))}'
        f"<p:txBody>{body_properties(holder)}<a:lstStyle>{levels(holder.styles)}</a:lstStyle>"
        f'<a:p><a:r><a:rPr lang="{PROMPT_LANGUAGE}"/><a:t>{holder.name}</a:t></a:r></a:p>'
        "</p:txBody></p:sp>"
    )


def body_properties(holder: Placeholder) -> str:
    """Return a:bodyPr. Text is never shrunk behind our back: we measure it first (21.1.2.1.2)."""
    side = holder.inset
    return (
        f'<a:bodyPr vert="horz" wrap="square" lIns="{side}" tIns="0" rIns="{side}" bIns="0" '
        f'rtlCol="0" anchor="{holder.anchor}"><a:noAutofit/></a:bodyPr>'
    )


def prompt(holder: Placeholder) -> str:
    """Return the paragraph that shows until the box is filled: for a slide number, the field."""
    language = f'<a:rPr lang="{PROMPT_LANGUAGE}"/>'
    if holder.kind == "sldNum":
        content = (
            f'<a:fld id="{NUMBER_FIELD_ID}" type="slidenum">{language}'
            "<a:t>&#8249;#&#8250;</a:t></a:fld>"
        )
    else:
        content = f"<a:r>{language}<a:t>{holder.prompt}</a:t></a:r>"
    return f"<a:p>{content}</a:p>"


def marker(holder: Placeholder) -> str:
    """Return p:ph. The index joins a slide's box to the layout's; 0 is not written.

    A custom prompt says what a box is for; without, each user sees PowerPoint's own words.
    """
    idx = f' idx="{holder.idx}"' if holder.idx else ""
    custom = ' hasCustomPrompt="1"' if holder.custom else ""
    return f'<p:ph type="{holder.kind}"{idx}{custom}/>'


def placeholder(identity: int, holder: Placeholder) -> str:
    """Return the p:sp of a placeholder."""
    paint = fill(holder.background) if holder.background else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{holder.name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{marker(holder)}</p:nvPr></p:nvSpPr>{rectangle(holder.box, paint)}"
        f"<p:txBody>{body_properties(holder)}<a:lstStyle>{levels(holder.styles)}</a:lstStyle>"
        f"{prompt(holder)}</p:txBody></p:sp>"
    )


def slide_content(name: str, background: str, shapes: Iterable[str]) -> str:
    """Return p:cSld, what masters, layouts and slides have in common."""
    return (
        f'<p:cSld name="{name}"><p:bg><p:bgPr>{fill(background)}<a:effectLst/></p:bgPr></p:bg>'
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
        '<a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{''.join(shapes)}</p:spTree></p:cSld>"
    )


# --- Layouts -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """A slide layout: its own boxes, and bands where the master's do not suit."""

    name: str
    holders: tuple[Placeholder, ...]
    background: str = WHITE
    bands: tuple[Band, ...] = ()
    strip: str = PALE
    kind: str = ""

    def mirrored(self) -> Layout:
        """Return the layout seen in a mirror."""
        holders = tuple(holder.mirrored() for holder in self.holders)
        return replace(self, holders=holders, bands=tuple(b.mirrored() for b in self.bands))


def title_holder(box: Box = TITLE, style: Style = TITLE_STYLE, anchor: str = "b") -> Placeholder:
    """Return the title box."""
    return Placeholder("Title", "title", box, "Title", styles=(style,), anchor=anchor)


def body_holder(
    name: str, box: Box, styles: tuple[Style, ...], anchor: str = "t", idx: int = 1
) -> Placeholder:
    """Return a box of running text."""
    return Placeholder(name, "body", box, name, idx=idx, styles=styles, anchor=anchor)


def strip_holders(strip: str) -> tuple[Placeholder, Placeholder]:
    """Return what every slide has in its strip.

    Each box repeats the colour of the strip, so that a contrast check finds the true background
    in the box itself.
    """
    mark = Placeholder(
        "Sign-off mark",
        "body",
        MARK,
        "Sign-off mark",
        idx=MARK_IDX,
        styles=(MARK_STYLE,),
        anchor="ctr",
        inset=INSET,
        background=strip,
    )
    number = Placeholder(
        "Slide number",
        "sldNum",
        NUMBER,
        "",
        idx=NUMBER_IDX,
        styles=(NUMBER_STYLE,),
        anchor="ctr",
        background=strip,
        custom=False,
    )
    return mark, number


def message_holders() -> tuple[Placeholder, ...]:
    """Return the boxes of the main message: the title is quieter than what it announces."""
    title = Style(28, bold=True, colour="accent2", font=MAJOR)
    message = Style(44, colour=TEAL, gap=12, spacing=SPACING)
    return (
        title_holder(MESSAGE_TITLE, title, "b"),
        body_holder("Message", MESSAGE, (message,), "ctr"),
    )


def cover_holders() -> tuple[Placeholder, ...]:
    """Return the boxes of the first slide."""
    title = Style(44, bold=True, colour=WHITE, font=MAJOR)
    subtitle = Style(26, colour=WHITE, gap=6)
    return (
        Placeholder("Title", "ctrTitle", COVER_TITLE, "Title", styles=(title,), anchor="b"),
        Placeholder("Subtitle", "subTitle", COVER_SUBTITLE, "Subtitle", 1, (subtitle,)),
    )


BUBBLE_SHAPE: Final = "wedgeRoundRectCallout"
TOP: Final = Band("Top band", TOP_BAND, TEAL)
UNDERLINE: Final = Band("Rule", ACCENT, "accent2")
PALE_STRIP: Final = Band("Bottom strip", STRIP, PALE)
WHITE_STRIP: Final = Band("Bottom strip", STRIP, WHITE)
QUESTION: Final = Style(28, bullet=NUMBERED, hanging=inches(0.6), gap=QUESTION_GAP, spacing=SPACING)

LAYOUTS: Final = (
    Layout(
        "Title",
        cover_holders(),
        background=TEAL,
        bands=(
            Band("Answer", COVER_ANSWER, "accent2", BUBBLE_SHAPE),
            Band("Question", COVER_BUBBLE, SAND, BUBBLE_SHAPE),
            Band("Rule", COVER_RULE, SAND),
            PALE_STRIP,
        ),
        kind="title",
    ),
    Layout(
        "Main message",
        message_holders(),
        background=PALE,
        bands=(TOP, Band("Rule", MESSAGE_RULE, TEAL), WHITE_STRIP),
        strip=WHITE,
    ),
    Layout("Points", (title_holder(), body_holder("Points", BODY, BODY_STYLES)), kind="tx"),
    Layout(
        "Two columns",
        (
            title_holder(),
            body_holder("First column", FIRST_COLUMN, BODY_STYLES),
            body_holder("Second column", SECOND_COLUMN, BODY_STYLES, idx=2),
        ),
    ),
    Layout(
        "Comparison",
        (title_holder(), Placeholder("Comparison", "tbl", TABLE, "Table", 1, (Style(24),))),
        kind="tbl",
    ),
    Layout(
        "Figure",
        (
            title_holder(),
            body_holder("Caption", CAPTION, (Style(24, bold=True, align="ctr"),)),
        ),
    ),
    Layout(
        "Question to the room",
        (title_holder(ASKING), body_holder("Questions", BODY, (QUESTION,))),
        background=SAND,
        bands=(
            *(TOP, UNDERLINE, PALE_STRIP),
            Band("Answer", ANSWER, "accent2", BUBBLE_SHAPE),
            Band("Question", BUBBLE, TEAL, BUBBLE_SHAPE),
        ),
    ),
    Layout(
        "Recap",
        (title_holder(), body_holder("Points", BODY, BODY_STYLES)),
        background=PALE,
        bands=(TOP, UNDERLINE, WHITE_STRIP),
        strip=WHITE,
    ),
    Layout(
        "Sources and sign-off",
        (
            title_holder(),
            body_holder("Sources", BODY, (Style(24, gap=PARAGRAPH_GAP, spacing=SPACING),)),
        ),
    ),
)


def shapes_of(bands: Iterable[Band], strip: str, holders: Iterable[Placeholder]) -> Iterable[str]:
    """Return the shapes back to front, which is also the reading order; identifiers from 2.

    Where there are bands there is a strip among them, and on it the mark of a draft.
    """
    identity = 1
    for drawn in bands:
        identity += 1
        yield band(identity, drawn)
    if bands:
        identity += 1
        yield draft_mark(identity, strip)
    for holder in holders:
        identity += 1
        yield placeholder(identity, holder)


def layout_part(layout: Layout, mirrored: bool) -> str:
    """Return a slide layout. A layout with bands of its own hides the master's."""
    kind = f' type="{layout.kind}"' if layout.kind else ""
    own = ' showMasterSp="0"' if layout.bands else ""
    whole = replace(layout, holders=layout.holders + strip_holders(layout.strip))
    seen = whole.mirrored() if mirrored else whole
    shapes = shapes_of(seen.bands, seen.strip, seen.holders)
    return (
        f'{XML}<p:sldLayout {NAMESPACES}{own}{kind} preserve="1" userDrawn="1">'
        f"{slide_content(layout.name, layout.background, shapes)}"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


# --- Masters -----------------------------------------------------------------------------------

# Which theme colour each role takes (19.3.1.6): dark text on a light ground.
COLOUR_MAP: Final = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"/>'
)
MASTER_HOLDERS: Final = (
    Placeholder("Title", "title", TITLE, "Title", anchor="ctr", custom=False),
    Placeholder("Body", "body", BODY, "Text", idx=1, custom=False),
    strip_holders(PALE)[1],
)
NOTES_HOLDERS: Final = (
    Placeholder("Slide image", "sldImg", NOTES_IMAGE, "", idx=2, custom=False),
    Placeholder("Notes", "body", NOTES_BODY, "Notes", 3, NOTE_STYLES, custom=False),
)
# Slide and layout identifiers: unique together, from 2,147,483,648 (19.3.1.40).
FIRST_ID: Final = 2_147_483_648


def turned(styles: Sequence[Style], mirrored: bool) -> list[Style]:
    """Return styles as they are, or seen in a mirror."""
    return [style.mirrored() for style in styles] if mirrored else list(styles)


def master_part(mirrored: bool) -> str:
    """Return the slide master: bands, boxes to inherit from, text styles by role (19.3.1.52)."""
    bands = [TOP, UNDERLINE, PALE_STRIP]
    holders = list(MASTER_HOLDERS)
    if mirrored:
        bands = [drawn.mirrored() for drawn in bands]
        holders = [holder.mirrored() for holder in holders]
    layout_ids = "".join(
        f'<p:sldLayoutId id="{FIRST_ID + number}" r:id="rId{number}"/>'
        for number in range(1, len(LAYOUTS) + 1)
    )
    return (
        f'{XML}<p:sldMaster {NAMESPACES} preserve="1">'
        f"{slide_content('Handouts', WHITE, shapes_of(bands, PALE, holders))}"
        f"{COLOUR_MAP}<p:sldLayoutIdLst>{layout_ids}</p:sldLayoutIdLst>"
        '<p:hf hdr="0" ftr="0" dt="0"/>'
        f"<p:txStyles><p:titleStyle>{levels(turned([TITLE_STYLE], mirrored))}</p:titleStyle>"
        f"<p:bodyStyle>{levels(turned(BODY_STYLES, mirrored))}</p:bodyStyle>"
        f"<p:otherStyle>{levels(turned(PLAIN_STYLES, mirrored))}</p:otherStyle>"
        "</p:txStyles></p:sldMaster>"
    )


def slide_image(identity: int, holder: Placeholder) -> str:
    """Return the small picture of the slide on a notes page: a locked outline, without text."""
    line = f'<a:noFill/><a:ln w="12700">{fill(INK)}</a:ln>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{holder.name}"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        f"<p:nvPr>{marker(holder)}</p:nvPr></p:nvSpPr>{rectangle(holder.box, line)}</p:sp>"
    )


def notes_master_part(mirrored: bool) -> str:
    """Return the master of the speaker notes; its page is centred, so only its text is mirrored."""
    image, notes = NOTES_HOLDERS
    notes = replace(notes, styles=tuple(turned(notes.styles, mirrored)))
    shapes = (slide_image(2, image), placeholder(3, notes))
    return (
        f"{XML}<p:notesMaster {NAMESPACES}>{slide_content('Notes', WHITE, shapes)}{COLOUR_MAP}"
        '<p:hf hdr="0" ftr="0" dt="0" sldNum="0"/>'
        f"<p:notesStyle>{levels(turned(NOTE_STYLES, mirrored))}</p:notesStyle></p:notesMaster>"
    )


# --- Theme and table style ---------------------------------------------------------------------


def font_collection(tag: str) -> str:
    """Return a:majorFont or a:minorFont.

    An application takes the face of a script by the language of the text (20.1.4.1.16).
    """
    scripts = "".join(
        f'<a:font script="{script}" typeface="{face}"/>' for script, face in SCRIPT_FONTS.items()
    )
    return (
        f'<a:{tag}><a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/>'
        f'<a:cs typeface="Arial"/>{scripts}</a:{tag}>'
    )


def format_scheme() -> str:
    """Return a:fmtScheme (20.1.4.1.14): three of each kind are required.

    Ours are all plain, so that shapes come out flat whatever style they ask for.
    """
    plain = fill("phClr")
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{plain}</a:ln>'
        for width in (12_700, 19_050, 28_575)
    )
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:fmtScheme name="Handouts"><a:fillStyleLst>{plain * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme>"
    )


def theme_part() -> str:
    """Return the theme; the notes master has the same one as a part of its own."""
    colours = "".join(
        f'<a:{role}><a:srgbClr val="{value}"/></a:{role}>' for role, value in COLOURS.items()
    )
    return (
        f'{XML}<a:theme xmlns:a="{A}" name="Handouts"><a:themeElements>'
        f'<a:clrScheme name="Handouts">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Handouts">{font_collection("majorFont")}'
        f"{font_collection('minorFont')}</a:fontScheme>{format_scheme()}"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def table_text(colour: str, weight: str) -> str:
    """Return the text of one region of a table, its weight "on" (bold) or "off"."""
    return (
        f'<a:tcTxStyle b="{weight}"><a:fontRef idx="minor"><a:schemeClr val="{colour}"/>'
        f'</a:fontRef><a:schemeClr val="{colour}"/></a:tcTxStyle>'
    )


def table_borders() -> str:
    """Return thin rules above, between and below the rows, and none at the sides."""
    none = "<a:ln><a:noFill/></a:ln>"
    rule = f'<a:ln w="12700" cmpd="sng">{fill("dk2")}</a:ln>'
    sides = {"left": none, "right": none, "top": rule, "bottom": rule, "insideH": rule}
    borders = {**sides, "insideV": rule}
    inner = "".join(f"<a:{side}>{line}</a:{side}>" for side, line in borders.items())
    return f"<a:tcBdr>{inner}</a:tcBdr>"


def table_region(tag: str, text: str, borders: str, ground: str) -> str:
    """Return one region of the table style, such as a:firstRow."""
    cell = f"<a:tcStyle>{borders}<a:fill>{fill(ground)}</a:fill></a:tcStyle>"
    return f"<a:{tag}>{text}{cell}</a:{tag}>"


def table_styles_part() -> str:
    """Return the table styles (20.1.4.2.27): ours alone, also for tables drawn by hand.

    Colours are named by theme slot, not by role, as a style may serve several masters. The cell
    that first row and first column share has a region of its own (a:nwCell), because applications
    differ on which of the two wins.
    """
    no_change = "<a:tcBdr/>"
    regions = (
        table_region("wholeTbl", table_text("dk1", "off"), table_borders(), "lt1"),
        table_region("band2H", "", no_change, "lt2"),
        table_region("firstCol", table_text("dk1", "on"), no_change, "lt2"),
        table_region("firstRow", table_text("lt1", "on"), no_change, "dk2"),
        table_region("nwCell", table_text("lt1", "on"), no_change, "dk2"),
    )
    return (
        f'{XML}<a:tblStyleLst xmlns:a="{A}" def="{TABLE_STYLE_ID}">'
        f'<a:tblStyle styleId="{TABLE_STYLE_ID}" styleName="{TABLE_STYLE_NAME}">'
        f"{''.join(regions)}</a:tblStyle></a:tblStyleLst>"
    )


# --- Presentation and its properties -----------------------------------------------------------


def presentation_part(mirrored: bool) -> str:
    """Return the presentation, without slides.

    Its default text style (19.2.1.8) is what tables and new text boxes take: 24 points, our
    smallest size for reading.
    """
    return (
        f"{XML}<p:presentation {NAMESPACES}>"
        f'<p:sldMasterIdLst><p:sldMasterId id="{FIRST_ID}" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{SLIDE_WIDTH}" cy="{SLIDE_HEIGHT}"/>'
        f'<p:notesSz cx="{NOTES_WIDTH}" cy="{NOTES_HEIGHT}"/>'
        f"<p:defaultTextStyle>{levels(turned(PLAIN_STYLES, mirrored))}</p:defaultTextStyle>"
        "</p:presentation>"
    )


def view_properties_part() -> str:
    """Return the view: the notes pane open, because every content slide has notes to read."""
    return (
        f'{XML}<p:viewPr {NAMESPACES}><p:normalViewPr><p:restoredLeft sz="15000"/>'
        '<p:restoredTop sz="72000"/></p:normalViewPr></p:viewPr>'
    )


def core_properties_part() -> str:
    """Return the document properties (ISO/IEC 29500-2)."""
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{DATE}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>handouts deck template</dc:title><dc:creator>handouts</dc:creator>"
        f"<cp:lastModifiedBy>handouts</cp:lastModifiedBy>{stamps}</cp:coreProperties>"
    )


def app_properties_part() -> str:
    """Return the extended properties; no counts, which would go stale in a filled deck."""
    return (
        f"{XML}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<PresentationFormat>Widescreen</PresentationFormat>"
        "<Application>handouts</Application></Properties>"
    )


# --- Package -----------------------------------------------------------------------------------


class Part(NamedTuple):
    """A part of the package, and where it points: (kind, target) in order of rId."""

    name: str
    media: str
    text: str
    links: tuple[tuple[str, str], ...] = ()


def layout_parts(mirrored: bool) -> list[Part]:
    """Return the layouts, each pointing back at the master."""
    return [
        Part(
            f"ppt/slideLayouts/slideLayout{number}.xml",
            f"{SLIDES}.slideLayout+xml",
            layout_part(layout, mirrored),
            (("slideMaster", "../slideMasters/slideMaster1.xml"),),
        )
        for number, layout in enumerate(LAYOUTS, start=1)
    ]


def main_part(mirrored: bool) -> Part:
    """Return the presentation; the masters come first, as rId1 and rId2."""
    links = (
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("presProps", "presProps.xml"),
        ("viewProps", "viewProps.xml"),
        ("theme", "theme/theme1.xml"),
        ("tableStyles", "tableStyles.xml"),
    )
    media = f"{SLIDES}.presentation.main+xml"
    return Part("ppt/presentation.xml", media, presentation_part(mirrored), links)


def master_parts(mirrored: bool) -> list[Part]:
    """Return the two masters with their themes; the layouts come first, as rId1 and on."""
    layouts = tuple(
        ("slideLayout", f"../slideLayouts/slideLayout{number}.xml")
        for number in range(1, len(LAYOUTS) + 1)
    )
    return [
        Part(
            "ppt/slideMasters/slideMaster1.xml",
            f"{SLIDES}.slideMaster+xml",
            master_part(mirrored),
            (*layouts, ("theme", "../theme/theme1.xml")),
        ),
        Part(
            "ppt/notesMasters/notesMaster1.xml",
            f"{SLIDES}.notesMaster+xml",
            notes_master_part(mirrored),
            (("theme", "../theme/theme2.xml"),),
        ),
        Part("ppt/theme/theme1.xml", f"{MEDIA}.theme+xml", theme_part()),
        Part("ppt/theme/theme2.xml", f"{MEDIA}.theme+xml", theme_part()),
    ]


def property_parts() -> list[Part]:
    """Return the small parts about the presentation and the file."""
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    presentation = f"{XML}<p:presentationPr {NAMESPACES}/>"
    return [
        Part("ppt/presProps.xml", f"{SLIDES}.presProps+xml", presentation),
        Part("ppt/viewProps.xml", f"{SLIDES}.viewProps+xml", view_properties_part()),
        Part("ppt/tableStyles.xml", f"{SLIDES}.tableStyles+xml", table_styles_part()),
        Part("docProps/core.xml", core, core_properties_part()),
        Part("docProps/app.xml", f"{MEDIA}.extended-properties+xml", app_properties_part()),
    ]


def relationship(number: int, kind: str, target: str) -> str:
    """Return one link; a kind with a slash is a full type already."""
    full = kind if "/" in kind else f"{R}/{kind}"
    return f'<Relationship Id="rId{number}" Type="{full}" Target="{target}"/>'


def relationships(links: Iterable[tuple[str, str]]) -> str:
    """Return a relationships part (ISO/IEC 29500-2)."""
    inner = "".join(relationship(number, *link) for number, link in enumerate(links, start=1))
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def content_types(parts: Iterable[Part]) -> str:
    """Return the media types of all parts."""
    inner = "".join(
        f'<Override PartName="/{part.name}" ContentType="{part.media}"/>' for part in parts
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )


def rels_name(part_name: str) -> str:
    """Return where the relationships of a part are kept."""
    folder, _, file = part_name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def files(mirrored: bool) -> list[tuple[str, str]]:
    """Return every file of the package, in its order."""
    parts = [
        main_part(mirrored),
        *master_parts(mirrored),
        *layout_parts(mirrored),
        *property_parts(),
    ]
    root = (
        ("officeDocument", "ppt/presentation.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("extended-properties", "docProps/app.xml"),
    )
    result = [("[Content_Types].xml", content_types(parts)), ("_rels/.rels", relationships(root))]
    for part in parts:
        result.append((part.name, part.text))
        if part.links:
            result.append((rels_name(part.name), relationships(part.links)))
    return result


def package(mirrored: bool) -> bytes:
    """Return the file. Stored, not deflated: compressors differ, and the bytes must not."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files(mirrored):
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            archive.writestr(info, text.encode("utf-8"))
    return buffer.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Write the templates, or with ``--check`` say whether they are up to date."""
    made = {Path(__file__).with_name(n): package(mirrored) for mirrored, n in OUTPUTS.items()}
    if "--check" in arguments:
        fresh = all(path.is_file() and path.read_bytes() == data for path, data in made.items())
        return 0 if fresh else 1
    for path, data in made.items():
        path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
