"""Every print edition as its reader gets it: the PDF, reopened by engines that did not make it.

Text is read in the order of the tags, in which a screen reader speaks it, and compared with what
the catalogs say, in the order of the content.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import pytest
from conftest import BUILT, Built, normalized
from printed import MILLIMETRE, Printed, Run, Tag, measured

from handouts import editions
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
    Section,
    Steps,
)
from handouts.document import Document
from handouts.editions import Edition
from handouts.inline import fill, plain
from handouts.library import Library
from handouts.names import upright
from handouts.render import _html, _imprint

WORD = re.compile(r"[^\W_]+")  # letters and digits; vowel signs and punctuation part words
SHEETS = {"leaflet": (210, 297), "large-print": (210, 297), "bilingual": (210, 297)}
FOLDED = (297, 210)  # what is folded is printed on the paper turned round
REPEATED = ("H2", "THead")


@dataclass(frozen=True, repr=False)
class Handout(Printed):
    """One print edition of a document, by one of those who speak on its pages."""

    document: Document
    edition: Edition
    speakers: tuple[Document, ...]

    def said_by(self, speaker: Document) -> list[Run]:
        """List the text that is tagged as a speaker's, in reading order."""
        tags = [tag for tag in self.tags if id(tag) not in self._furniture]
        if len(self.speakers) > 1:
            tags = [tag for tag in tags if tag.language == speaker.language.tag]
        return [run for tag in tags for run in tag.runs]

    @cached_property
    def _furniture(self) -> set[int]:
        """Find what no text of the content stands for: headings of pages left over for notes, and
        the head of a table that goes on over a page.
        """
        notes = self.folded(plain(self.document.labels.leaflet.notes))
        found: set[int] = set()
        before = ""
        for tag in self.tags:
            text = self.folded(_joined(_below(self.tags, tag))) if tag.kind in REPEATED else ""
            if (tag.kind == "H2" and text == notes) or (tag.kind == "THead" and text == before):
                found |= {id(inner) for inner in self.tags if _is_inside(inner, tag)}
            if tag.kind == "THead":
                before = text
            elif tag.kind == "H2":
                before = ""
        return found

    @cached_property
    def passages(self) -> list[tuple[Document, str, list[Run]]]:
        """Pair each text up to the imprint with the runs that print it, speaker by speaker."""
        pairs: list[tuple[Document, str, list[Run]]] = []
        for speaker in self.speakers:
            rest = iter(self.said_by(speaker))
            for text in _said(speaker, self.edition, beside=len(self.speakers) > 1):
                length, runs = len(self.folded(text)), list[Run]()
                while len(self.folded(_joined(runs))) < length and (run := next(rest, None)):
                    runs.append(run)
                pairs.append((speaker, text, runs))
        return pairs

    @property
    def imprint(self) -> str:
        """Answer all the text of the imprint."""
        tags = [tag for tag in self.tags if tag.kind == "Sect"]
        return _joined(_below(self.tags, tags[-1]))

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


def _is_inside(tag: Tag | None, top: Tag) -> bool:
    while tag and tag is not top:
        tag = tag.parent
    return tag is top


def _below(tags: list[Tag], top: Tag) -> list[Run]:
    """List the runs of a tag and of all below it."""
    return [run for tag in tags if _is_inside(tag, top) for run in tag.runs]


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _joined(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


# ---------------------------------------------------------------- what it has to say


def _said(document: Document, edition: Edition, beside: bool) -> Iterator[str]:
    """Say what an edition says up to its imprint, in reading order, with the catalogs' words."""
    labels = document.labels
    yield labels.leaflet.kicker
    yield document.topic.title
    if not document.language.is_source and not beside:
        yield document.english_title
    sections = [
        (section, [block for block in section.blocks if edition.blocks in block.goes])
        for section in document.topic.sections
    ]
    for section, blocks in sections:
        if blocks:
            yield from _section(section, blocks, document, edition, beside)
    yield labels.leaflet.words_to_know
    yield from _entries(document.words_to_know(edition.blocks), document)
    yield labels.leaflet.contact
    names = labels.contact
    yield from (names.clinic, names.day, names.night, names.interpreter, names.feedback)
    yield names.interpreter_line
    yield labels.leaflet.about


def _section(
    section: Section, blocks: list[AnyBlock], document: Document, edition: Edition, beside: bool
) -> Iterator[str]:
    yield section.title
    for block in blocks:
        yield from (text for text in _block(block, document, edition, beside) if text)


def _block(block: AnyBlock, document: Document, edition: Edition, beside: bool) -> Iterator[str]:
    match block:
        case Paragraph() | Callout():
            yield block.text
        case Bullets():
            yield from (block.lead, *block.items.values())
        case Steps():
            yield block.lead
            for number, item in enumerate(block.items.values(), start=1):
                if not beside or not document.language.is_source:
                    yield str(number)  # beside English, it stands once, before both texts
                yield item
        case Questions():
            yield from block.items.values()
            yield document.labels.leaflet.own_questions
        case Definition():
            yield block.lead
            yield from _entries(block.terms, document)
        case Comparison():
            yield block.caption
            yield from _cells(block, beside)
        case Log():
            yield block.caption
            times = 2 if edition.narrow else 1  # lying on its side, it names its lines twice
            yield from list(block.columns.values()) * times
        case Figure():
            yield block.caption
            twin = upright(block.drawing) if edition.narrow else block.drawing
            for place in document.drawings[twin].places:
                yield block.words[place.name]


def _cells(block: Comparison, beside: bool) -> Iterator[str]:
    """Go through a table row by row; beside English, one of the things compared at a time."""
    rows = block.rows.values()
    if beside:
        yield from (block.left, *(row.left for row in rows))
        yield from (block.right, *(row.right for row in rows))
        return
    yield from (block.left, block.right)
    for row in rows:
        yield from (row.left, row.right)


def _entries(ids: tuple[str, ...], document: Document) -> Iterator[str]:
    for term in (document.glossary.terms[name] for name in ids):
        yield f"{term.term}{document.language.style.colon}"
        yield term.definition


# ---------------------------------------------------------------- the files


CASES = [
    (code.replace("_", "-"), name)
    for languages, names in BUILT
    for code in languages
    for name in names
    if name != "deck"
]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def handout(
    request: pytest.FixtureRequest,
    built: Built,
    documents: Mapping[str, Document],
    shelf: Library,
) -> Handout:
    """One edition in one language on A4, as the command line made it."""
    tag, name = request.param
    data = built.file(f"remission.{name}.a4.{tag}.pdf").read_bytes()
    edition, document = editions.load(shelf)[name], documents[tag]
    speakers = (document, documents["en"]) if edition.is_bilingual else (document,)
    return Handout(data, document, edition, speakers)


# ---------------------------------------------------------------- the paper


def test_it_keeps_to_the_pages_it_may_have(handout: Handout) -> None:
    pages = len(handout.pages)
    match handout.edition.imposition:
        case "trifold":
            assert pages == 2
        case "booklet":
            assert pages % 2 == 0
            assert 2 * pages <= handout.edition.pages
        case _:
            assert 1 <= pages <= handout.edition.pages


def test_every_page_has_the_size_of_its_paper(handout: Handout) -> None:
    width, height = SHEETS.get(handout.edition.name, FOLDED)
    size = (width * MILLIMETRE, height * MILLIMETRE)
    for page in handout.pages:
        assert page.get_size() == pytest.approx(size, abs=0.1)


# ---------------------------------------------------------------- for those who cannot see it


def test_language_and_title_are_the_documents_own(handout: Handout) -> None:
    document = handout.document
    assert handout.root["/Lang"] == document.language.tag
    assert handout.reader.metadata is not None
    title = plain(document.topic.title)
    if not document.language.is_source:
        title += f" / {plain(document.english_title)}"
    assert handout.reader.metadata.title == title
    assert handout.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_metadata_say_subject_source_languages_and_code(handout: Handout) -> None:
    document, about = handout.document, handout.reader.metadata
    assert about is not None
    assert about.subject == plain(document.topic.subject)
    source = "Remission: What Does It Mean? (2023-11-23)"
    assert str(about["/source"]) == source
    assert str(about["/CreationDate"]).startswith("D:20231123")
    xmp = handout.reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_language == [speaker.language.tag for speaker in handout.speakers]
    assert xmp.dc_identifier == _imprint.code(document, handout.edition, "a4")
    assert xmp.dc_source == source


def test_it_is_tagged_and_says_that_it_is_pdf_ua_1(handout: Handout) -> None:
    assert handout.root["/MarkInfo"]["/Marked"].value is True
    assert handout.root["/StructTreeRoot"]["/K"]
    xmp = handout.reader.xmp_metadata
    assert xmp is not None
    uses = xmp.rdf_root.getElementsByTagName("rdf:Description")
    namespace = "http://www.aiim.org/pdfua/ns/id/"
    assert "1" in [use.getAttributeNS(namespace, "part") for use in uses]


def test_headings_nest(handout: Handout) -> None:
    levels = [int(tag.kind[1]) for tag in handout.tags if tag.kind in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(levels) > 6


def test_every_table_cell_has_a_header_cell_that_says_what_it_heads(handout: Handout) -> None:
    headers = {tag.element["/ID"]: tag.element for tag in handout.tags if tag.kind == "TH"}
    cells = [tag.element for tag in handout.tags if tag.kind == "TD"]
    assert cells
    for cell in cells:
        assert set(cell["/A"]["/Headers"]) <= set(headers)
        assert cell["/A"]["/Headers"]
    assert {str(head["/A"]["/Scope"]) for head in headers.values()} <= {"/Row", "/Column"}


def test_every_figure_has_its_translated_alternative_text_and_its_bounds(handout: Handout) -> None:
    expected = [
        plain(block.alt)
        for section in handout.document.topic.sections
        for block_number, block in enumerate(section.blocks)
        if isinstance(block, Figure) and handout.edition.blocks in block.goes
        for block in (_same(speaker, section.id, block_number) for speaker in handout.speakers)
    ]
    figures = [tag.element for tag in handout.tags if tag.kind == "Figure"]
    alternatives = [str(figure["/Alt"]) for figure in figures]
    assert alternatives[:-1] == expected
    code = _imprint.code(handout.document, handout.edition, "a4")
    assert alternatives[-1].endswith(code)  # the code to scan
    assert all(figure["/A"]["/BBox"] for figure in figures)


def _same(speaker: Document, section: str, number: int) -> Figure:
    (found,) = (s.blocks[number] for s in speaker.topic.sections if s.id == section)
    assert isinstance(found, Figure)
    return found


def test_a_figure_s_box_lies_on_its_page(handout: Handout) -> None:
    width, height = handout.pages[0].get_size()
    for tag in handout.tags:
        if tag.kind == "Figure":
            left, bottom, right, top = map(float, tag.element["/A"]["/BBox"])
            assert 0 <= left < right <= width
            assert 0 <= bottom < top <= height


def test_lists_hold_items_and_items_hold_labels_and_bodies(handout: Handout) -> None:
    kinds = {id(tag): tag.kind for tag in handout.tags}
    for tag in handout.tags:
        if tag.kind == "LI":
            assert tag.parent
            assert kinds[id(tag.parent)] == "L"
        if tag.kind in ("Lbl", "LBody"):
            assert tag.parent
            assert kinds[id(tag.parent)] == "LI"
    labels = [_joined(_below(handout.tags, tag)) for tag in handout.tags if tag.kind == "Lbl"]
    assert labels  # the numbers of steps, and terms


def test_every_passage_in_another_language_says_so(handout: Handout) -> None:
    """Latin words in Arabic or Chinese are English, and tagged so; the rest is the document's."""
    own = handout.document.language.tag
    if own in ("ar", "zh-Hans"):
        for tag in handout.tags:
            text = _joined(list(tag.runs))
            if re.search(r"[A-Za-z]{4}", text):
                assert tag.language == "en", text
            elif re.search(r"[\u0621-\u064a\u4e00-\u9fff]", text):
                assert tag.language == own, text
    languages = {tag.language for tag in handout.tags}
    assert languages == {own, "en"}


def test_beside_english_the_two_languages_take_turns(handout: Handout) -> None:
    if not handout.edition.is_bilingual:
        return
    tags = [tag for tag in handout.tags if tag.runs and _joined(list(tag.runs)).strip()]
    spoken = [tag.language for tag in tags]
    turns = sum(above != below for above, below in pairwise(spoken))
    messages = len(list(_said(handout.document, handout.edition, beside=True)))
    assert turns > messages  # at least once for each text


# ---------------------------------------------------------------- its words


def test_the_text_in_reading_order_is_the_catalogs(handout: Handout) -> None:
    for _, text, runs in handout.passages:
        assert handout.folded(_joined(runs)) == handout.folded(text), text


def test_every_word_and_number_keeps_the_order_of_its_characters(handout: Handout) -> None:
    for _, text, runs in handout.passages:
        printed = normalized(_joined(runs))
        for word in map(normalized, WORD.findall(plain(text))):
            assert word in printed, text


def test_every_glyph_is_mapped_to_characters(handout: Handout) -> None:
    for font in handout.fonts:
        mapping = font["/ToUnicode"].get_data().decode("ascii")
        assert "beginbfchar" in mapping
        assert "<>" not in mapping, "it draws glyphs that nobody can read, search or copy"


def test_every_side_says_draft_in_the_patients_language_and_in_english(handout: Handout) -> None:
    for page in handout.pages:
        text = page.get_textpage().get_text_bounded()
        assert handout.holds(text, handout.document.labels.draft.banner)
        assert {"Draft", "–", "not", "yet", "approved"} <= set(text.split())


def test_every_page_says_which_of_how_many_it_is(handout: Handout) -> None:
    pages = [page.get_textpage().get_text_bounded() for page in handout.pages]
    count = 2 * len(pages) if handout.edition.imposition == "booklet" else len(pages)
    for number in range(1, count + 1):
        label = fill(handout.document.labels.leaflet.page, page=str(number), pages=str(count))
        assert any(handout.holds(text, label) for text in pages), label


DATES = {
    "en": ("November 23, 2023", "November 23, 2026"),
    "es": ("23 de noviembre de 2023", "23 de noviembre de 2026"),
    "ar": ("23 نوفمبر 2023", "23 نوفمبر 2026"),
    "zh-Hans": ("2023年11月23日", "2026年11月23日"),
}


def test_the_imprint_names_the_source_its_review_and_when_it_falls_due(handout: Handout) -> None:
    source = handout.document.topic.source
    assert (source.reviewed, source.due) == (date(2023, 11, 23), date(2026, 11, 23))
    dates = [day for speaker in handout.speakers for day in DATES[speaker.language.tag]]
    for words in (source.title, source.reviewer, *dates):
        assert handout.holds(handout.imprint, words), words


def test_the_imprint_names_language_version_code_licence_and_approval(handout: Handout) -> None:
    document = handout.document
    labels = document.labels.imprint
    names = (labels.language, labels.version, labels.code, labels.source, labels.status)
    values = (
        document.language.autonym,
        document.language.english_name,
        _imprint.code(document, handout.edition, "a4"),
        document.labels.draft.status,
        document.labels.leaflet.advice,
        document.topic.licence,
        labels.scan_code,
    )
    for words in (*names, *values, labels.last_reviewed, labels.next_due, labels.licence):
        assert handout.holds(handout.imprint, words), words


# ---------------------------------------------------------------- how it is set


def test_its_type_is_within_the_standard(handout: Handout, shelf: Library) -> None:
    edition, found = handout.edition, measured(handout)
    assert found.least >= edition.least - 0.05
    assert found.body >= edition.body - 0.05
    assert found.leading >= edition.leading - 0.01
    assert found.longest <= 1
    assert found.margin >= 10 * MILLIMETRE - 0.5
    assert found.contrast >= 7
    assert found.justified == 0
    shipped = {path.parent.name for path in shelf.fonts.glob("*/*.ttf")}
    assert {name.lower().removesuffix("-bold") for name in found.fonts} <= shipped


def test_a_comparison_reads_from_the_side_where_the_language_starts(handout: Handout) -> None:
    tables = [b for _, b in handout.document.topic.blocks() if isinstance(b, Comparison)]
    if handout.edition.blocks not in tables[0].goes or handout.edition.is_bilingual:
        return
    printed = {text: runs for _, text, runs in handout.passages}
    # the terms of the two kinds are also headings of the columns: the last in reading order wins
    first, second = (
        min(run.left for run in printed[side]) for side in (tables[0].left, tables[0].right)
    )
    assert (first < second) == (handout.document.language.direction == "ltr")


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
