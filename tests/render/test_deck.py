"""The deck as an educator opens it: the slides, reopened with python-pptx and read as XML."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from conftest import Built
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from handouts.content import Bullets, Callout, Comparison, Figure, Questions, Section, Slide
from handouts.document import Document
from handouts.inline import fill, plain
from handouts.library import Library
from handouts.render import deck as renderer
from handouts.session import USUAL

ISOLATES = "\u2068\u2069"
LATIN = rf"[{ISOLATES}]?[A-Za-z][A-Za-z0-9 .,'’&()\-–]*[{ISOLATES}]?"
BODY, NUMBER, MARK = 1, 12, 20  # placeholders of the template
LAYOUTS = {
    *("Title", "Main message", "Points", "Two columns", "Comparison", "Figure"),
    *("Question to the room", "Recap", "Sources and sign-off"),
}
TAGS = ("en", "es", "ar", "zh-Hans")


@dataclass(frozen=True, repr=False)
class Deck:
    """One deck: the document it was made from, and the file."""

    document: Document
    data: bytes

    @cached_property
    def presentation(self) -> Any:
        return Presentation(io.BytesIO(self.data))

    @cached_property
    def slides(self) -> list[Any]:
        return list(self.presentation.slides)

    @property
    def trees(self) -> list[Any]:
        """List the XML of every slide and of its notes."""
        notes = [slide.notes_slide for slide in self.slides if slide.has_notes_slide]
        return [part._element for part in (*self.slides, *notes)]

    def file(self, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    def elements(self, name: str) -> list[Any]:
        return [element for tree in self.trees for element in tree.iter(qn(name))]

    def showing(self, title: str) -> list[Any]:
        """Find the slide with a title, or the parts it was split into."""
        parts = [(part, of) for of in range(2, 6) for part in range(1, of + 1)]
        label, title = self.document.labels.deck.part, plain(title)
        titles = {fill(label, title=title, part=str(n), parts=str(of)) for n, of in parts}
        return [s for s in self.slides if _bare(s.shapes.title.text) in {title, *titles}]

    def of(self, kind: type[Any]) -> Iterator[tuple[Any, list[Any]]]:
        """Go through the blocks of a kind that slides show, each with its slides."""
        for section, slide in _taught(self.document):
            if slide.shows and isinstance(section.block(slide.shows), kind):
                yield section.block(slide.shows), self.showing(slide.title)


def _taught(document: Document) -> list[tuple[Section, Slide]]:
    return [(section, slide) for section in document.topic.sections for slide in section.slides]


@pytest.fixture(scope="module")
def decks(built: Built, documents: Mapping[str, Document]) -> dict[str, Deck]:
    files = {tag: built.file(f"remission.deck.{tag}.pptx") for tag in TAGS}
    return {tag: Deck(documents[tag], file.read_bytes()) for tag, file in files.items()}


@pytest.fixture(params=TAGS)
def deck(request: pytest.FixtureRequest, decks: dict[str, Deck]) -> Deck:
    return decks[request.param]


def _lines(shape: Any) -> list[str]:
    """The paragraphs of a shape, without the isolates that stand round foreign words."""
    return [_bare(paragraph.text) for paragraph in shape.text_frame.paragraphs]


def _bare(text: str) -> str:
    """A text without what holds it together: isolates, the space between its last words."""
    return text.translate(dict.fromkeys(map(ord, ISOLATES))).replace("\u00a0", " ")


def _placeholder(slide: Any, number: int) -> Any:
    holders = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
    return holders.get(number)


def _groups(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]


def _table(slide: Any) -> Any:
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    return table


def _description(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr"))


# ---------------------------------------------------------------- slides


def test_slides_are_16_to_9(deck: Deck) -> None:
    assert deck.presentation.slide_width * 9 == deck.presentation.slide_height * 16


def test_slides_stand_on_the_named_layouts_of_the_template(deck: Deck) -> None:
    assert {slide.slide_layout.name for slide in deck.slides} == LAYOUTS


def test_every_slide_has_a_title_of_its_own(deck: Deck) -> None:
    titles = [slide.shapes.title.text.strip() for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_no_placeholder_is_left_empty(deck: Deck) -> None:
    for slide in deck.slides:
        for holder in slide.placeholders:
            filled = holder.has_table if holder.has_table else holder.text_frame.text.strip()
            assert filled, f"{slide.shapes.title.text}: {holder.name}"


def test_every_slide_shows_its_number(deck: Deck) -> None:
    for slide in deck.slides:
        fields = [field.get("type") for field in slide._element.iter(qn("a:fld"))]
        assert fields == ["slidenum"]
        assert _placeholder(slide, NUMBER) is not None


def test_every_slide_says_draft_in_its_language_and_in_english(deck: Deck) -> None:
    for slide in deck.slides:
        mark = _placeholder(slide, MARK).text_frame.text
        assert deck.document.labels.draft.banner in mark
        assert "Draft – not yet approved" in mark


def test_properties_name_the_document_and_no_stranger(deck: Deck) -> None:
    properties, topic = deck.presentation.core_properties, deck.document.topic
    assert properties.title == plain(topic.title)
    assert properties.subject == plain(topic.subject)
    assert properties.language == deck.document.language.tag
    assert properties.version == topic.version
    assert properties.author == properties.last_modified_by == "handouts"
    assert properties.comments == properties.keywords == properties.category == ""


def test_no_file_path_is_left_in_the_file(deck: Deck) -> None:
    with zipfile.ZipFile(io.BytesIO(deck.data)) as archive:
        for name in archive.namelist():
            assert not re.search(rb"/(home|root|Users|tmp)/|[A-Z]:\\", archive.read(name)), name


@pytest.mark.parametrize("tag", ["ar"])
def test_the_same_document_gives_the_same_bytes(
    decks: dict[str, Deck], shelf: Library, tag: str
) -> None:
    again = renderer.render(decks[tag].document, shelf, USUAL)
    assert again.data == decks[tag].data


# ---------------------------------------------------------------- languages


def test_every_run_says_which_language_it_is_in(deck: Deck) -> None:
    tag = deck.document.language.tag
    runs = deck.elements("a:r")
    assert runs
    assert {run.find(qn("a:rPr")).get("lang") for run in runs} <= {tag, "en"}


def test_translated_text_is_not_tagged_as_english(deck: Deck) -> None:
    """All of a Spanish text is Spanish; in Arabic and Chinese, Latin words are English."""
    english = {
        deck.document.english_title,
        deck.document.english_banner,
        deck.document.topic.source.title,
    }
    for run in deck.elements("a:r"):
        text = run.find(qn("a:t")).text
        if run.find(qn("a:rPr")).get("lang") == "en" and not deck.document.language.is_source:
            latin = deck.document.language.script_code != "Latn" and re.fullmatch(LATIN, text)
            assert latin or any(_bare(text).startswith(words) for words in english), text


@pytest.mark.parametrize("tag", ["ar", "zh-Hans"])
def test_english_terms_inside_another_script_are_english(decks: dict[str, Deck], tag: str) -> None:
    for run in decks[tag].elements("a:r"):
        text, language = run.find(qn("a:t")).text, run.find(qn("a:rPr")).get("lang")
        assert (language == "en") == bool(re.search("[A-Za-z]", text)), text
    english = [
        run.find(qn("a:t")).text.strip(ISOLATES)
        for run in decks[tag].elements("a:r")
        if run.find(qn("a:rPr")).get("lang") == "en"
    ]
    assert {"NED", "Jabeen Begum, MD"} <= set(english)


def test_latin_words_in_arabic_stand_in_isolates(decks: dict[str, Deck]) -> None:
    """Else what stands beside them could turn them round: UAX 9, 2.4."""
    shielded = 0
    for paragraph in decks["ar"].elements("a:p"):
        runs = [(r.find(qn("a:rPr")).get("lang"), r) for r in paragraph.findall(qn("a:r"))]
        if {"ar", "en"} <= {language for language, _ in runs}:
            for language, run in runs:
                text = run.find(qn("a:t")).text
                if language == "en" and not text.startswith("Draft"):
                    assert re.fullmatch("\u2068[^\u2068\u2069]+\u2069", text), text
                    shielded += 1
    assert shielded > 10


def test_no_isolate_is_needed_from_left_to_right(decks: dict[str, Deck]) -> None:
    for tag in TAGS:
        if tag != "ar":
            texts = "".join(t.text or "" for t in decks[tag].elements("a:t"))
            assert not set(ISOLATES) & set(texts), tag


def test_every_run_names_a_face_for_each_kind_of_script(deck: Deck) -> None:
    for run in deck.elements("a:r"):
        faces = run.find(qn("a:rPr"))
        for kind in ("a:ea", "a:cs"):
            (face,) = faces.findall(qn(kind))
            assert face.get("typeface")


def test_every_arabic_paragraph_runs_from_the_right_and_english_ones_do_not(
    decks: dict[str, Deck],
) -> None:
    directions = set()
    for paragraph in decks["ar"].elements("a:p"):
        languages = {r.find(qn("a:rPr")).get("lang") for r in paragraph.findall(qn("a:r"))}
        if languages:
            language = "en" if languages == {"en"} else "ar"
            directions.add((language, paragraph.find(qn("a:pPr")).get("rtl")))
    assert directions == {("ar", "1"), ("en", "0")}


def test_arabic_points_stand_at_the_right(decks: dict[str, Deck]) -> None:
    for slide in decks["ar"].slides:
        centred = slide.slide_layout.name == "Figure"  # its caption is
        body = None if centred else _placeholder(slide, BODY)
        for holder in filter(None, (slide.shapes.title, body)):
            for paragraph in holder._element.iter(qn("a:p")):
                assert paragraph.find(qn("a:pPr")).get("algn") == "r"


def test_only_arabic_tables_count_their_columns_from_the_right(deck: Deck) -> None:
    expected = "1" if deck.document.language.direction == "rtl" else None
    tables = deck.elements("a:tblPr")
    assert tables
    assert {table.get("rtl") for table in tables} == {expected}


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "ar"])
def test_nothing_runs_from_the_right_in_a_language_that_does_not(
    decks: dict[str, Deck], tag: str
) -> None:
    assert all(p.get("rtl") in (None, "0") for p in decks[tag].elements("a:pPr"))


# ---------------------------------------------------------------- nothing is lost


def test_slides_come_in_the_order_of_the_content(deck: Deck) -> None:
    document, labels = deck.document, deck.document.labels.deck
    first, *rest = document.topic.sections
    titles = [document.topic.title, *(slide.title for slide in first.slides), labels.agenda]
    titles += [slide.title for section in rest for slide in section.slides]
    titles += [labels.teach_back, labels.recap, labels.sources]
    parts = [deck.showing(title) for title in titles]
    assert all(parts)
    assert [each for part in parts for each in part] == deck.slides


def test_the_opening_says_the_title_in_both_languages(deck: Deck) -> None:
    document = deck.document
    english = [] if document.language.is_source else ["Cancer remission: what it means"]
    assert deck.slides[0].shapes.title.text == plain(document.topic.title)
    assert _lines(_placeholder(deck.slides[0], BODY)) == [document.labels.deck.subtitle, *english]


def test_no_point_is_lost(deck: Deck) -> None:
    for _, slide in _taught(deck.document):
        if slide.points:
            shown = [
                line for s in deck.showing(slide.title) for line in _lines(_placeholder(s, BODY))
            ]
            assert shown == [plain(point) for point in slide.points.values()]


def test_no_main_message_and_no_question_is_lost(deck: Deck) -> None:
    callouts, lists = list(deck.of(Callout)), list(deck.of(Questions))
    assert callouts
    assert lists
    for callout, slides in callouts:
        assert [_lines(_placeholder(slide, BODY)) for slide in slides] == [[plain(callout.text)]]
    for questions, slides in lists:
        shown = [line for slide in slides for line in _lines(_placeholder(slide, BODY))]
        assert shown == [plain(question) for question in questions.items.values()]


def test_the_chosen_teach_back_questions_stand_on_a_slide(deck: Deck) -> None:
    slides = {f"{section.id}/{slide.id}": slide for section, slide in _taught(deck.document)}
    asked = [plain(slides[name].teach_back) for name in deck.document.topic.teach_back]
    assert asked
    shown = deck.showing(deck.document.labels.deck.teach_back)
    assert [line for slide in shown for line in _lines(_placeholder(slide, BODY))] == asked


DATES = {
    "en": ("November 23, 2023", "November 23, 2026"),
    "es": ("23 de noviembre de 2023", "23 de noviembre de 2026"),
    "ar": ("23 نوفمبر 2023", "23 نوفمبر 2026"),
    "zh-Hans": ("2023年11月23日", "2026年11月23日"),
}


def test_the_last_slide_names_the_source_its_dates_and_the_approval(deck: Deck) -> None:
    document, source = deck.document, deck.document.topic.source
    shown = deck.showing(document.labels.deck.sources)
    said = "\n".join(line for slide in shown for line in _lines(_placeholder(slide, BODY)))
    status, advice = document.labels.draft.status, document.labels.leaflet.advice
    for words in (source.title, source.reviewer, *DATES[document.language.tag], status, advice):
        assert plain(words) in said


def test_every_content_slide_has_script_minutes_question_and_source_in_its_notes(
    deck: Deck,
) -> None:
    document, labels = deck.document, deck.document.labels.deck
    for _, slide in _taught(document):
        parts = deck.showing(slide.title)
        minutes = [_minutes(part, labels.notes_minutes) for part in parts]
        assert sum(minutes) == slide.takes  # the parts of a slide share them
        for part, number in zip(parts, minutes, strict=True):
            *notes, title, dates = _lines(part.notes_slide.notes_placeholder)
            assert notes == [
                plain(labels.notes_script),
                plain(slide.script),
                plain(labels.notes_minutes),
                str(number),
                plain(labels.notes_ask),
                plain(slide.teach_back),
                plain(labels.notes_source),
            ]
            assert title == document.topic.source.title
            for words in (document.topic.source.reviewer, *DATES[document.language.tag]):
                assert words in dates


def _minutes(slide: Any, heading: str) -> int:
    notes = _lines(slide.notes_slide.notes_placeholder)
    return int(notes[notes.index(plain(heading)) + 1]) if plain(heading) in notes else 0


def test_the_slides_of_every_deck_have_a_script_too(deck: Deck) -> None:
    labels = deck.document.labels.deck
    for title, script in (
        (labels.agenda, labels.agenda_script),
        (labels.teach_back, labels.teach_back_script),
        (labels.recap, labels.recap_script),
        (labels.sources, labels.sources_script),
    ):
        slides = deck.showing(title)
        assert slides
        for slide in slides:
            notes = _lines(slide.notes_slide.notes_placeholder)
            assert notes[:2] == [plain(labels.notes_script), plain(script)]
            assert bool(_minutes(slide, labels.notes_minutes)) == (title != labels.sources)


# ---------------------------------------------------------------- agenda, recap, sections


def test_the_agenda_names_what_comes_after_the_main_message(deck: Deck) -> None:
    (slide,) = deck.showing(deck.document.labels.deck.agenda)
    _, *rest = deck.document.topic.sections
    assert slide.slide_layout.name == "Two columns"
    columns = [_lines(_placeholder(slide, number)) for number in (1, 2)]
    assert columns[0] + columns[1] == [plain(section.title) for section in rest]
    assert max(map(len, columns)) <= 5


def test_the_first_column_stands_where_reading_begins(deck: Deck) -> None:
    (slide,) = deck.showing(deck.document.labels.deck.agenda)
    first, second = (_placeholder(slide, number) for number in (1, 2))
    assert (first.left > second.left) == (deck.document.language.direction == "rtl")


def test_the_recap_shows_the_three_points_once_more(deck: Deck) -> None:
    (slide,) = deck.showing(deck.document.labels.deck.recap)
    summary = deck.document.topic.slides()["start/slide-summary"]
    assert _lines(_placeholder(slide, BODY)) == [plain(p) for p in summary.points.values()]


def test_sections_bear_the_names_of_the_content(deck: Deck) -> None:
    sections = deck.presentation.part._element.xpath(".//*[local-name()='section']")
    document = deck.document
    names = [*(plain(s.title) for s in document.topic.sections), document.labels.deck.recap]
    assert [section.get("name") for section in sections] == names
    ids = [each.get("id") for section in sections for each in section.iter() if each.get("id")]
    slides = [str(slide.slide_id) for slide in deck.slides]
    assert [i for i in ids if i.isdigit()] == slides
    assert len(set(ids)) == len(ids)


def test_every_shape_of_a_slide_has_an_identifier_of_its_own(deck: Deck) -> None:
    for tree in deck.trees:
        ids = [element.get("id") for element in tree.iter(qn("p:cNvPr"))]
        assert len(set(ids)) == len(ids)


def test_the_draft_mark_stands_on_the_master_too_and_on_what_hides_it(deck: Deck) -> None:
    """So a slide that an educator adds says it as well."""
    banner = deck.document.labels.draft.banner
    master = deck.presentation.slide_master
    hiding = [x for x in master.slide_layouts if x._element.get("showMasterSp") == "0"]
    assert hiding
    for part in (master, *hiding):
        (mark,) = (shape for shape in part.shapes if shape.name == "Draft mark")
        assert banner in mark.text_frame.text
        assert "Draft – not yet approved" in mark.text_frame.text


# ---------------------------------------------------------------- tables, figures, type


def test_a_comparison_is_a_native_table_under_its_header_row(deck: Deck) -> None:
    comparisons = list(deck.of(Comparison))
    assert comparisons
    for block, slides in comparisons:
        header = [plain(block.left), plain(block.right)]
        rows = [[plain(row.left), plain(row.right)] for row in block.rows.values()]
        tables = [_table(slide) for slide in slides]
        shown = [
            [[_bare(cell.text) for cell in row.cells] for row in table.rows] for table in tables
        ]
        assert [table[0] for table in shown] == [header] * len(slides)
        assert [row for table in shown for row in table[1:]] == rows
        assert all(table.first_row for table in tables)


def test_the_rows_of_a_table_are_no_higher_than_its_room(deck: Deck) -> None:
    for _, slides in deck.of(Comparison):
        for slide in slides:
            room = {h.placeholder_format.idx: h for h in slide.slide_layout.placeholders}[BODY]
            heights = [row.height for row in _table(slide).rows]
            assert min(heights) > 0
            assert sum(heights) <= room.height, slide.shapes.title.text


def test_a_table_has_alternative_text_and_no_merged_cells(deck: Deck) -> None:
    for block, slides in deck.of(Comparison):
        for slide in slides:
            (frame,) = (shape for shape in slide.shapes if shape.has_table)
            assert _description(frame) == plain(block.caption)
            assert not any(c.is_merge_origin or c.is_spanned for c in frame.table.iter_cells())


def test_a_figure_is_one_group_of_native_shapes_with_alternative_text(deck: Deck) -> None:
    figures = list(deck.of(Figure))
    assert len(figures) == 2
    for figure, slides in figures:
        for slide in slides:
            (group,) = _groups(slide)
            assert _description(group) == plain(figure.alt)
            drawing = deck.document.drawings[f"{figure.drawing}-slide"]
            assert len(group.shapes) == len(drawing.shapes) + len(drawing.places)


def test_the_words_of_a_figure_are_text_boxes_in_its_group(deck: Deck) -> None:
    for figure, slides in deck.of(Figure):
        for slide in slides:
            (group,) = _groups(slide)
            boxes = [s for s in group.shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
            assert {box.name: _bare(box.text_frame.text) for box in boxes} == {
                name: plain(words) for name, words in figure.words.items()
            }


def test_healthy_habits_are_icons_with_native_text_beside_them(deck: Deck) -> None:
    document = deck.document
    section = next(s for s in document.topic.sections if s.id == "staying")
    habits = section.block("habits")
    assert isinstance(habits, Bullets)
    slides = deck.showing(next(s.title for s in section.slides if s.shows == "habits"))
    said, drawn = [], 0
    for slide in slides:
        (group,) = _groups(slide)
        boxes = [s for s in group.shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
        texts = [_bare(box.text_frame.text) for box in boxes]
        assert _bare(_description(group)) == " ".join(texts)
        said += texts
        drawn += len(group.shapes) - len(boxes)
    assert said == [plain(item) for item in habits.items.values()]
    icons = [document.drawings[name] for name in habits.icons.values()]
    assert drawn == sum(len(icon.shapes) for icon in icons)


def test_figures_are_read_right_after_the_title(deck: Deck) -> None:
    for slide in deck.slides:
        if _groups(slide):
            kinds = [shape.shape_type for shape in slide.shapes]
            assert kinds[1] == MSO_SHAPE_TYPE.GROUP, slide.shapes.title.text


def test_figures_are_turned_round_from_right_to_left(decks: dict[str, Deck]) -> None:
    def order(tag: str) -> list[str]:
        ((_, (slide,)),) = [
            pair for pair in decks[tag].of(Figure) if pair[0].drawing == "two-kinds"
        ]
        (group,) = _groups(slide)
        boxes = [s for s in group.shapes if s.name in ("before", "partial", "complete")]
        return [box.name for box in sorted(boxes, key=lambda box: int(box.left))]

    assert order("en") == ["before", "partial", "complete"]
    assert order("ar") == ["complete", "partial", "before"]


def test_there_is_no_picture_anywhere(deck: Deck) -> None:
    with zipfile.ZipFile(io.BytesIO(deck.data)) as archive:
        names = archive.namelist()
    assert not [name for name in names if "/media/" in name or "/embeddings/" in name]
    assert not deck.elements("p:pic")
    assert not deck.elements("a:blip")


def test_body_type_is_24_points_or_larger(deck: Deck) -> None:
    for slide in deck.slides:
        body = _placeholder(slide, BODY)
        if body is None:
            continue
        sizes = [int(run.get("sz")) for run in body._element.iter(qn("a:rPr"))]
        assert sizes
        assert min(sizes) >= 2400, slide.shapes.title.text


def test_nothing_shrinks_by_itself_to_fit(deck: Deck) -> None:
    assert not deck.elements("a:normAutofit")
