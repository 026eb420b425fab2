"""A printed handout as its reader gets it: the PDF, reopened by two engines that did not make it.

pypdf reads the tags and the form, pypdfium2 (the engine of Chrome) the drawn text with its place,
size and colour. Text is read in the order of the tags, in which a screen reader speaks it.
All lengths are points, from the lower left corner of a page.
"""

import ctypes
import io
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject, PdfObject

from handouts.colour import contrast

MILLIMETRE = 72 / 25.4
BLOCKS = {"P", "LBody", "Lbl", "TD", "TH", "Caption", "H1", "H2", "H3", "Div", "LI", "NonStruct"}
UNSEEN = ("Cf", "Cc", "Mn")  # joiners, line ends, vowel signs
SCALE = 2  # pixels of a picture to the point
SHARE = 0.05  # of the pixels around letters that one colour must have to lie behind them


@dataclass(frozen=True)
class Run:
    """A piece of drawn text: size, where its baseline is, how far it reaches, colour, font."""

    text: str
    size: float
    left: float
    right: float
    baseline: float
    page: int
    colour: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Tag:
    """An element of the tag tree, with the text directly below it, and its parent."""

    kind: str
    element: Any  # its dictionary (ISO 32000-1, 14.7.2)
    runs: tuple[Run, ...]
    parent: "Tag | None"
    language: str

    @property
    def block(self) -> "Tag":
        """Answer the innermost element around it that sets text in lines of its own."""
        here = self
        while here.kind not in BLOCKS and here.parent:
            here = here.parent
        return here


@dataclass(frozen=True, repr=False)
class Printed:
    """One PDF."""

    data: bytes

    @cached_property
    def reader(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.data))

    @property
    def root(self) -> Any:
        """Answer the document catalog (ISO 32000-1, 7.7.2)."""
        return self.reader.trailer["/Root"]

    @cached_property
    def pages(self) -> list[pdfium.PdfPage]:
        return list(pdfium.PdfDocument(self.data))

    @cached_property
    def tags(self) -> list[Tag]:
        """Go through the tag tree in reading order."""
        drawn = [_drawn(page, number) for number, page in enumerate(self.pages)]
        numbers = {_number(page.indirect_reference): n for n, page in enumerate(self.reader.pages)}
        root = self.root["/StructTreeRoot"]
        return list(_tags(root, 0, numbers, drawn, None, str(self.root.get("/Lang", ""))))

    @cached_property
    def runs(self) -> list[Run]:
        """List all tagged text in reading order."""
        return [run for tag in self.tags for run in tag.runs]

    @cached_property
    def lines(self) -> list[list[Run]]:
        """List the lines of all blocks: the runs of one language that stand on one baseline."""
        return [line for block in self.blocks for line in block]

    @cached_property
    def blocks(self) -> list[list[list[Run]]]:
        """Gather the lines of each block on each page, from the top."""
        return [block for _, block in self.kinds_and_blocks]

    @cached_property
    def kinds_and_blocks(self) -> list[tuple[str, list[list[Run]]]]:
        """Gather the lines of each block on each page, with the kind of the block."""
        gathered: dict[tuple[int, int, str], tuple[str, list[Run]]] = {}
        for tag in self.tags:
            block = tag.block
            for run in tag.runs:
                key = (id(block.element), run.page, tag.language)
                if run.text.strip():
                    gathered.setdefault(key, (block.kind, []))[1].append(run)
        return [(kind, _in_lines(runs)) for kind, runs in gathered.values()]

    @cached_property
    def pictures(self) -> list[Any]:
        """Draw each page."""
        return [page.render(scale=SCALE).to_pil().convert("RGB") for page in self.pages]

    @property
    def fonts(self) -> list[Any]:
        """List the fonts that pages draw with."""
        resources: list[Any] = [page["/Resources"] for page in self.reader.pages]
        return [font.get_object() for each in resources for font in each["/Font"].values()]

    @property
    def fields(self) -> list[Any]:
        """List the form fields in the order of the pages' annotations."""
        return [
            note.get_object()
            for page in self.reader.pages
            for note in page.get("/Annots", ())
            if note.get_object().get("/Subtype") == "/Widget"
        ]

    def background(self, run: Run) -> str:
        """Tell the colour that a run stands on: the commonest one around its letters."""
        picture = self.pictures[run.page]
        left, bottom, right, top = (side * SCALE for side in run.box)
        area = (int(left) - 1, int(picture.height - top) - 1, int(right) + 2, 0)
        crop = picture.crop((*area[:3], int(picture.height - bottom) + 2))
        colours = Counter({_written(c): n for n, c in crop.getcolors(crop.width * crop.height)})
        behind = [
            colour
            for colour, number in colours.most_common()
            if colour != run.colour and number > SHARE * colours.total()
        ]
        return behind[0] if behind else run.colour  # dense letters may cover more than half


def _written(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _in_lines(runs: list[Run]) -> list[list[Run]]:
    """Part runs into lines, from the top: a mark above a letter is no line of its own."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.baseline):
        if lines and lines[-1][0].baseline - run.baseline < run.size / 2:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _drawn(page: pdfium.PdfPage, number: int) -> dict[int, tuple[Run, ...]]:
    """Collect a page's text by the number that the tag tree knows it by."""
    found: dict[int, tuple[Run, ...]] = {}
    for drawn in page.get_objects(
        filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()
    ):
        mark = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(drawn.raw)
        matrix = drawn.get_matrix()
        box = drawn.get_bounds()
        size = drawn.get_font_size() * math.hypot(matrix.b, matrix.d)
        text = drawn.extract().replace("\ufffe", "-").replace("\x02", "-")  # at the end of a line
        run = Run(text, size, box[0], box[2], matrix.f, number, _colour(drawn), tuple(box))
        found[mark] = (*found.get(mark, ()), run)
    return found


def _colour(drawn: Any) -> str:
    parts = [ctypes.c_uint() for _ in range(4)]
    pypdfium2.raw.FPDFPageObj_GetFillColor(drawn.raw, *map(ctypes.byref, parts))
    return "#" + "".join(f"{part.value:02x}" for part in parts[:3])


def _tags(
    element: DictionaryObject,
    page: int,
    numbers: Mapping[int, int],
    drawn: list[dict[int, tuple[Run, ...]]],
    parent: Tag | None,
    language: str,
) -> Iterator[Tag]:
    if "/Pg" in element:
        page = numbers[_number(element.raw_get("/Pg"))]
    children = [child.get_object() for child in _children(element)]
    marks = [child for child in children if isinstance(child, NumberObject)]
    runs = tuple(run for mark in marks for run in drawn[page].get(int(mark), ()))
    language = str(element.get("/Lang", language))
    tag = Tag(str(element.get("/S", "")).removeprefix("/"), element, runs, parent, language)
    yield tag
    for child in children:
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield from _tags(child, page, numbers, drawn, tag, language)


def _number(reference: object) -> int:
    assert isinstance(reference, IndirectObject)
    return reference.idnum


def _children(element: DictionaryObject) -> list[PdfObject]:
    kept = element.get("/K", ArrayObject())
    return list(kept) if isinstance(kept, ArrayObject) else [kept]


# ---------------------------------------------------------------- type


def length(line: list[Run]) -> float:
    """Count the letters of a line as the standard does: 70, or 40 of a script with wide letters.

    A Latin letter in a Chinese line takes the share of it that it takes of the longest line.
    """
    written = (c for run in line for c in run.text if unicodedata.category(c) not in UNSEEN)
    letters = [c for c in written if not unicodedata.combining(c)]
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in letters)
    return wide + (len(letters) - wide) * (40 / 70 if wide else 1)


def most(line: list[Run]) -> int:
    """Answer how many letters a line may have."""
    wide = any(unicodedata.east_asian_width(c) in "WF" for run in line for c in run.text)
    return 40 if wide else 70


@dataclass(frozen=True)
class Type:
    """What was measured in one PDF; sizes and margins in points, contrast as a ratio."""

    least: float
    body: float
    leading: float
    longest: float  # share of the letters a line may have
    margin: float
    contrast: float
    justified: int  # blocks whose lines end on one edge
    fonts: frozenset[str]


def measured(pdf: Printed) -> Type:
    """Read type, leading, line length, margins, contrast, alignment and fonts from a PDF."""
    sizes = Counter[float]()
    for run in pdf.runs:
        sizes[round(run.size, 1)] += len(run.text.strip())
    return Type(
        least=min(size for size, number in sizes.items() if number),
        body=sizes.most_common(1)[0][0],
        leading=min((gap for block in _text_blocks(pdf) for gap in _leadings(block)), default=9.0),
        longest=max(length(line) / most(line) for line in pdf.lines),
        margin=min(map(_margin, pdf.pictures)),
        contrast=min(contrast(run.colour, pdf.background(run)) for run in _sampled(pdf)),
        justified=sum(map(_is_justified, pdf.blocks)),
        fonts=frozenset(_fonts(pdf)),
    )


def _text_blocks(pdf: Printed) -> list[list[list[Run]]]:
    """Leave out headings: their few large lines stand closer, as one thing."""
    return [block for kind, block in pdf.kinds_and_blocks if kind not in ("H1", "H2")]


def _leadings(block: list[list[Run]]) -> Iterator[float]:
    """Go through the distances of lines in a block, as multiples of the larger type on them."""
    for above, below in pairwise(block):
        size = max(run.size for run in (*above, *below))
        gap = (_baseline(above) - _baseline(below)) / size
        if 0.5 < gap < 2.5:
            yield gap


def _baseline(line: list[Run]) -> float:
    """Tell where the letters of a line stand: a vowel sign above them stands elsewhere."""
    return max(line, key=lambda run: sum(map(str.isalnum, run.text))).baseline


def _is_justified(block: list[list[Run]]) -> bool:
    """Tell whether three lines or more end on the very same edge, at both sides."""
    full = block[:-1]
    if len(full) < 3:
        return False
    ends = [round(max(run.right for run in line)) for line in full]
    starts = [round(min(run.left for run in line)) for line in full]
    return len(set(ends)) == len(set(starts)) == 1


def _margin(picture: Any) -> float:
    inked = picture.convert("L").point(lambda light: 255 if light < 250 else 0).getbbox()
    left, top, right, bottom = inked
    return float(min(left, top, picture.width - right, picture.height - bottom) / SCALE)


def _sampled(pdf: Printed) -> Iterator[Run]:
    """Choose one run of each colour and size on each page, and every one on a colour."""
    seen: set[tuple[str, float, int, str]] = set()
    for tag in pdf.tags:
        for run in tag.runs:
            key = (run.colour, round(run.size, 1), run.page, tag.block.kind)
            if run.text.strip() and key not in seen:
                seen.add(key)
                yield run


def _fonts(pdf: Printed) -> Iterator[str]:
    for font in pdf.fonts:
        (descendant,) = font.get_object()["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor), "a font is not embedded"
        yield str(font["/BaseFont"]).partition("+")[2]
