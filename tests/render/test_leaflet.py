"""The leaflet as its reader gets it: the PDF, reopened by two engines that did not make it.

pypdf reads the tags, pypdfium2 (the engine of Chrome) the drawn text with its place and size.
Text is read in the order of the tags, which is the order in which a screen reader speaks it.
"""

import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw
import pytest
from conftest import Built, normalized
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject, PdfObject

from handouts.clinic import Paper
from handouts.content import (
    AnyBlock,
    Bullets,
    Callout,
    Comparison,
    Definition,
    Figure,
    Log,
    Paragraph,
    Questions,
    Steps,
)
from handouts.document import Document
from handouts.inline import fill, plain
from handouts.library import Library
from handouts.render import _html
from handouts.render import leaflet as renderer

MILLIMETRE = 72 / 25.4  # in points, the unit of all sizes here
PAPERS: dict[Paper, tuple[float, float]] = {
    "a4": (210 * MILLIMETRE, 297 * MILLIMETRE),
    "letter": (8.5 * 72, 11 * 72),
}
WORD = re.compile(r"[^\W_]+")  # letters and digits; vowel signs and punctuation part words
HEAD = 20 * MILLIMETRE  # the band above the text, where draft mark and page number stand


@dataclass(frozen=True)
class Run:
    """A piece of drawn text: its type size, and how far it reaches across the page."""

    text: str
    size: float
    left: float
    right: float


@dataclass(frozen=True)
class Tag:
    """An element of the tag tree, with the text directly below it."""

    kind: str
    element: Any  # its dictionary (ISO 32000-1, 14.7.2)
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Said:
    """A text that the leaflet must print, and whether it is text to read or furniture."""

    text: str
    body: bool = True


@dataclass(frozen=True, repr=False)
class Leaflet:
    """One leaflet: the document it was made from, and the PDF."""

    document: Document
    paper: Paper
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
        drawn = [_drawn(page) for page in self.pages]
        numbers = {_number(page.indirect_reference): n for n, page in enumerate(self.reader.pages)}
        return list(_tags(self.root["/StructTreeRoot"], 0, numbers, drawn))

    @cached_property
    def runs(self) -> list[Run]:
        """List all tagged text in reading order."""
        return [run for tag in self.tags for run in tag.runs]

    @cached_property
    def printed(self) -> list[tuple[Said, list[Run]]]:
        """Pair each text up to the imprint with the runs that print it: as many as it is long."""
        rest = iter(self.runs)
        pairs = []
        for said in _said(self.document):
            length, runs = len(self.folded(said.text)), list[Run]()
            while len(self.folded(_joined(runs))) < length and (run := next(rest, None)):
                runs.append(run)
            pairs.append((said, runs))
        return [*pairs, (Said("imprint", body=False), list(rest))]

    @property
    def imprint(self) -> str:
        return _joined(self.printed[-1][1])

    def head(self, page: pdfium.PdfPage) -> str:
        return str(page.get_textpage().get_text_bounded(bottom=page.get_height() - HEAD))

    def folded(self, text: str) -> str:
        """Fold a text to what an engine can read back faithfully.

        Glyphs of Arabic are drawn in visual order. The order of characters is for the reading
        engine to work out from their places, and engines differ: at punctuation, at vowel signs,
        where numbers or Latin words stand between. So its letters are compared without their
        order, one passage at a time: none is lost, added or taken for another.
        """
        if self.document.language.direction == "ltr":
            return normalized(plain(text))
        return "".join(sorted(_letters(plain(text))))

    def holds(self, text: str, words: str) -> bool:
        """Tell whether words stand in a text; in Arabic, whether each of them does somewhere."""
        if self.document.language.direction == "ltr":
            return self.folded(words) in self.folded(text)
        return all(word in text for word in WORD.findall(plain(words)))


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _joined(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def _drawn(page: pdfium.PdfPage) -> dict[int, tuple[Run, ...]]:
    """Collect a page's text by the number that the tag tree knows it by."""
    found: dict[int, tuple[Run, ...]] = {}
    for drawn in page.get_objects(
        filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()
    ):
        number = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(drawn.raw)
        matrix = drawn.get_matrix()
        left, _, right, _ = drawn.get_bounds()
        size = drawn.get_font_size() * math.hypot(matrix.b, matrix.d)
        found[number] = (*found.get(number, ()), Run(drawn.extract(), size, left, right))
    return found


def _tags(
    element: DictionaryObject,
    page: int,
    numbers: Mapping[int, int],
    drawn: list[dict[int, tuple[Run, ...]]],
) -> Iterator[Tag]:
    if "/Pg" in element:
        page = numbers[_number(element.raw_get("/Pg"))]
    children = [child.get_object() for child in _children(element)]
    marks = [child for child in children if isinstance(child, NumberObject)]
    runs = tuple(run for mark in marks for run in drawn[page].get(int(mark), ()))
    yield Tag(str(element.get("/S", "")).removeprefix("/"), element, runs)
    for child in children:
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield from _tags(child, page, numbers, drawn)


def _number(reference: object) -> int:
    assert isinstance(reference, IndirectObject)
    return reference.idnum


def _children(element: DictionaryObject) -> list[PdfObject]:
    kept = element.get("/K", ArrayObject())
    return list(kept) if isinstance(kept, ArrayObject) else [kept]


# ---------------------------------------------------------------- what it has to say


def _said(document: Document) -> Iterator[Said]:
    """Say what the leaflet says up to its imprint, in reading order, with the catalogs' words."""
    topic, labels = document.topic, document.labels
    yield Said(labels.leaflet.kicker, body=False)
    yield Said(topic.title, body=False)
    if not document.language.is_source:
        yield Said(document.english_title, body=False)
    for section in topic.sections:
        yield Said(section.title)
        for block in section.blocks:
            if "leaflet" in block.goes:
                yield from (said for said in _block(block, document) if said.text)
    yield Said(labels.leaflet.words_to_know)
    yield from _entries(document.words_to_know("leaflet"), document)
    yield Said(labels.leaflet.contact)
    names = labels.contact
    for name in (names.clinic, names.day, names.night, names.interpreter, names.feedback):
        yield Said(name)
    yield Said(names.interpreter_line)
    yield Said(labels.leaflet.about, body=False)


def _block(block: AnyBlock, document: Document) -> Iterator[Said]:
    match block:
        case Paragraph() | Callout():
            yield Said(block.text)
        case Bullets():
            yield from map(Said, (block.lead, *block.items.values()))
        case Steps():
            yield Said(block.lead)
            for number, item in enumerate(block.items.values(), start=1):
                yield Said(str(number), body=False)
                yield Said(item)
        case Questions():
            yield from map(Said, block.items.values())
            yield Said(document.labels.leaflet.own_questions)
        case Definition():
            yield Said(block.lead)
            yield from _entries(block.terms, document)
        case Comparison():
            cells = [(row.left, row.right) for row in block.rows.values()]
            yield Said(block.caption)
            yield from (Said(cell) for row in [(block.left, block.right), *cells] for cell in row)
        case Log():
            yield from map(Said, (block.caption, *block.columns.values()))
        case Figure():
            yield Said(block.caption)
            for place in document.drawings[block.drawing].places:
                yield Said(block.words[place.name], body=False)


def _entries(ids: tuple[str, ...], document: Document) -> Iterator[Said]:
    for term in (document.glossary.terms[name] for name in ids):
        yield Said(f"{term.term}{document.language.style.colon}")
        yield Said(term.definition)


CASES = [
    pytest.param((tag, paper), id=f"{tag}-{paper}")
    for tag in ("en", "es", "ar", "zh-Hans")
    for paper in PAPERS
]


@pytest.fixture(scope="module", params=CASES)
def leaflet(
    request: pytest.FixtureRequest,
    built: Built,
    documents: Mapping[str, Document],
    shelf: Library,
) -> Leaflet:
    """A leaflet in each language: on A4 as the command line made it, on Letter made here."""
    tag, paper = request.param
    document = documents[tag]
    if paper == "a4":
        file = built.file(f"remission.leaflet.a4.{tag}.pdf")
        return Leaflet(document, paper, file.read_bytes())
    return Leaflet(document, paper, renderer.render(document, shelf, paper).data)


# ---------------------------------------------------------------- the paper


def test_it_has_at_most_six_pages(leaflet: Leaflet) -> None:
    assert 1 <= len(leaflet.pages) <= 6


def test_every_page_has_the_size_of_its_paper(leaflet: Leaflet) -> None:
    for page in leaflet.pages:
        assert page.get_size() == pytest.approx(PAPERS[leaflet.paper], abs=0.1)


def test_nothing_is_drawn_nearer_than_10_mm_to_the_edge(leaflet: Leaflet) -> None:
    margin = 10 * MILLIMETRE
    for page in leaflet.pages:
        scale = 2
        picture = page.render(scale=scale).to_pil().convert("L")
        inked = picture.point(lambda light: 255 if light < 250 else 0).getbbox()
        left, top, right, bottom = (side / scale for side in inked)
        width, height = page.get_size()
        room = (left, top, width - right, height - bottom)
        assert min(room) >= margin - 0.5, f"page room left, top, right, bottom: {room}"


# ---------------------------------------------------------------- for those who cannot see it


def test_language_and_title_are_the_documents_own(leaflet: Leaflet) -> None:
    root = leaflet.root
    assert root["/Lang"] == leaflet.document.language.tag
    assert leaflet.reader.metadata is not None
    assert leaflet.reader.metadata.title == plain(leaflet.document.topic.title)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_it_is_tagged_and_says_that_it_is_pdf_ua_1(leaflet: Leaflet) -> None:
    assert leaflet.root["/MarkInfo"]["/Marked"].value is True
    assert leaflet.root["/StructTreeRoot"]["/K"]
    xmp = leaflet.reader.xmp_metadata
    assert xmp is not None
    uses = xmp.rdf_root.getElementsByTagName("rdf:Description")
    namespace = "http://www.aiim.org/pdfua/ns/id/"
    assert "1" in [use.getAttributeNS(namespace, "part") for use in uses]


def test_headings_nest(leaflet: Leaflet) -> None:
    levels = [int(tag.kind[1]) for tag in leaflet.tags if tag.kind in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(levels) > len(leaflet.document.topic.sections)


def test_every_table_cell_names_its_header_cell(leaflet: Leaflet) -> None:
    headers = {tag.element["/ID"] for tag in leaflet.tags if tag.kind == "TH"}
    cells = [tag.element for tag in leaflet.tags if tag.kind == "TD"]
    assert cells
    for cell in cells:
        named = cell["/A"]["/Headers"]
        assert named
        assert set(named) <= headers


def test_every_figure_has_its_translated_alternative_text(leaflet: Leaflet) -> None:
    expected = [
        plain(block.alt)
        for _, block in leaflet.document.topic.blocks()
        if isinstance(block, Figure) and "leaflet" in block.goes
    ]
    found = [str(tag.element["/Alt"]) for tag in leaflet.tags if tag.kind == "Figure"]
    assert found == expected
    assert len(expected) == 2


# ---------------------------------------------------------------- its words


def test_the_text_in_reading_order_is_the_catalogs(leaflet: Leaflet) -> None:
    for said, runs in leaflet.printed[:-1]:
        assert leaflet.folded(_joined(runs)) == leaflet.folded(said.text), said.text


def test_every_word_and_number_keeps_the_order_of_its_characters(leaflet: Leaflet) -> None:
    for said, runs in leaflet.printed[:-1]:
        printed = normalized(_joined(runs))
        for word in map(normalized, WORD.findall(plain(said.text))):
            assert word in printed, said.text


def test_every_glyph_is_mapped_to_characters(leaflet: Leaflet) -> None:
    for name, font in _fonts(leaflet).items():
        mapping = font["/ToUnicode"].get_data().decode("ascii")
        assert "beginbfchar" in mapping
        assert "<>" not in mapping, f"{name} draws glyphs that nobody can read, search or copy"


def test_only_shipped_fonts_are_used_and_all_are_embedded(leaflet: Leaflet, shelf: Library) -> None:
    shipped = {path.parent.name for path in shelf.fonts.glob("*/*.ttf")}
    fonts = _fonts(leaflet)
    assert {name.partition("+")[2].lower().removesuffix("-bold") for name in fonts} <= shipped
    for font in fonts.values():
        (descendant,) = font["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def _fonts(leaflet: Leaflet) -> dict[str, Any]:
    resources: list[Any] = [page["/Resources"] for page in leaflet.reader.pages]
    fonts = [font.get_object() for each in resources for font in each["/Font"].values()]
    return {str(font["/BaseFont"]): font for font in fonts}


def test_every_page_says_draft_in_the_patients_language_and_in_english(leaflet: Leaflet) -> None:
    for page in leaflet.pages:
        head = leaflet.head(page)
        assert leaflet.holds(head, leaflet.document.labels.draft.banner)
        assert {"Draft", "–", "not", "yet", "approved"} <= set(head.split())


def test_every_page_says_which_of_how_many_it_is(leaflet: Leaflet) -> None:
    document, pages = leaflet.document, leaflet.pages
    english = "" if document.language.is_source else document.english_banner
    for number, page in enumerate(pages, start=1):
        label = fill(document.labels.leaflet.page, page=str(number), pages=str(len(pages)))
        whole = f"{document.labels.draft.banner}{english}{label}"
        assert leaflet.folded(leaflet.head(page)) == leaflet.folded(whole)


DATES = {
    "en": ("November 23, 2023", "November 23, 2026"),
    "es": ("23 de noviembre de 2023", "23 de noviembre de 2026"),
    "ar": ("23 نوفمبر 2023", "23 نوفمبر 2026"),
    "zh-Hans": ("2023年11月23日", "2026年11月23日"),
}


def test_the_imprint_names_the_source_its_review_and_when_it_falls_due(leaflet: Leaflet) -> None:
    source, tag = leaflet.document.topic.source, leaflet.document.language.tag
    assert (source.reviewed, source.due) == (date(2023, 11, 23), date(2026, 11, 23))
    for words in (source.title, source.reviewer, *DATES[tag]):
        assert leaflet.holds(leaflet.imprint, words), words


def test_the_imprint_names_language_version_code_licence_and_approval(leaflet: Leaflet) -> None:
    document = leaflet.document
    labels = document.labels.imprint
    names = (labels.language, labels.version, labels.code, labels.source, labels.status)
    values = (
        document.language.autonym,
        document.language.english_name,
        renderer.code(document, leaflet.paper),
        document.labels.draft.status,
        document.labels.leaflet.advice,
        document.topic.licence,
    )
    for words in (*names, *values, labels.last_reviewed, labels.next_due, labels.licence):
        assert leaflet.holds(leaflet.imprint, words), words


# ---------------------------------------------------------------- how it is set


def test_no_type_is_smaller_than_12_points(leaflet: Leaflet) -> None:
    drawn = [run for page in leaflet.pages for runs in _drawn(page).values() for run in runs]
    smallest = min(drawn, key=lambda run: run.size)
    assert smallest.size >= 12 - 0.01, smallest


def test_text_to_read_is_14_points_or_larger(leaflet: Leaflet) -> None:
    for said, runs in leaflet.printed:
        if said.body:
            assert min(run.size for run in runs) >= 14 - 0.01, said.text


def test_lines_start_at_the_side_where_the_language_starts(leaflet: Leaflet) -> None:
    heads = [text for text in _headings(leaflet) if text]
    width, _ = leaflet.pages[0].get_size()
    furthest = 24 * MILLIMETRE  # the margin, the bar beside a heading, and a hair of side bearing
    for runs in heads:
        left, right = min(run.left for run in runs), max(run.right for run in runs)
        room = left if leaflet.document.language.direction == "ltr" else width - right
        assert room <= furthest, _joined(list(runs))
    shortest = min(heads, key=lambda runs: max(r.right for r in runs) - min(r.left for r in runs))
    ends = max(run.right for run in shortest), width - min(run.left for run in shortest)
    assert ends[leaflet.document.language.direction == "rtl"] < width * 2 / 3


def _headings(leaflet: Leaflet) -> Iterator[tuple[Run, ...]]:
    titles = {section.title for section in leaflet.document.topic.sections}
    return (tuple(runs) for said, runs in leaflet.printed if said.text in titles)


def test_a_comparison_reads_from_the_side_where_the_language_starts(leaflet: Leaflet) -> None:
    table = next(b for _, b in leaflet.document.topic.blocks() if isinstance(b, Comparison))
    printed = {said.text: runs for said, runs in leaflet.printed}
    # the terms of the two kinds are also headings of the columns: the last in reading order wins
    first, second = (min(run.left for run in printed[side]) for side in (table.left, table.right))
    assert (first < second) == (leaflet.document.language.direction == "ltr")


# ---------------------------------------------------------------- a clinic's own details


@pytest.mark.parametrize(
    ("value", "direction"),
    [
        pytest.param("+1 (555) 010-1234", "ltr", id="a phone number"),
        pytest.param("12–14 High Street, W1A", "ltr", id="an address"),
        pytest.param("عيادة الأمل", "rtl", id="an Arabic name"),
    ],
)
def test_a_clinic_s_line_runs_as_its_own_letters_do(value: str, direction: str) -> None:
    assert str(_html.isolated(value)).startswith(f'<span class="isolated" dir="{direction}">')


def test_a_number_inside_an_arabic_line_runs_from_left_to_right() -> None:
    assert '<span class="isolated" dir="ltr">555-010-1234</span>' in _html.isolated(
        "اتصل 555-010-1234"
    )


def test_a_clinic_s_line_is_only_characters() -> None:
    assert "<b>" not in _html.isolated("<b>Clinic</b>")
