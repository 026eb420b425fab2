"""Decks pass Microsoft's accessibility checker: no error, no warning, no tip."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PRINTED, Built
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Inches
from slides import Slides

TAGS = tuple(code.replace("_", "-") for code in PRINTED)
GREY, INK = RGBColor(0x77, 0x77, 0x77), RGBColor(0x1B, 0x2B, 0x34)  # type: ignore[no-untyped-call]
TITLE, POINTS, TABLE, FIGURE = 0, 2, 6, 8  # slides of the English deck


@pytest.mark.parametrize("tag", TAGS)
def test_a_deck_passes_the_accessibility_checker(built: Built, tag: str) -> None:
    assert Slides(built.file(f"remission.deck.{tag}.pptx").read_bytes()).faults() == []


@pytest.mark.parametrize("tag", TAGS)
def test_no_text_is_smaller_than_the_room_can_read(built: Built, tag: str) -> None:
    deck = Slides(built.file(f"remission.deck.{tag}.pptx").read_bytes())
    for slide in deck.slides:
        for shape in slide.shapes:
            foot = shape.name in ("Sign-off mark", "Slide number")
            least = 14 if foot else 20 if shape.shape_type == 6 else 24
            for element in shape._element.iter(qn("p:sp")):
                for run in element.iter(qn("a:r"), qn("a:fld")):
                    assert deck.run_size(run, element) >= least, shape.name


# ---------------------------------------------------------------- the checker finds what is wrong


def _title(deck: Any) -> None:
    deck.slides[POINTS].shapes.title.text_frame.text = " "


def _twice(deck: Any) -> None:
    deck.slides[POINTS].shapes.title.text_frame.text = deck.slides[TITLE].shapes.title.text


def _order(deck: Any) -> None:
    title = deck.slides[POINTS].shapes.title._element
    title.getparent().append(title)


def _foot(deck: Any) -> None:
    tree = deck.slides[POINTS].shapes._spTree
    tree.append(tree[3])


def _undescribed(deck: Any) -> None:
    group = next(s for s in deck.slides[FIGURE].shapes if s.shape_type == 6)
    del group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].attrib["descr"]


def _named_after_a_file(deck: Any) -> None:
    group = next(s for s in deck.slides[FIGURE].shapes if s.shape_type == 6)
    group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].set("descr", "two-kinds.svg")


def _bare_shape(deck: Any) -> None:
    deck.slides[POINTS].shapes.add_shape(MSO_SHAPE.HEART, 0, 0, Inches(1), Inches(1))


def _empty(deck: Any) -> None:
    deck.slides[POINTS].placeholders[1].text_frame.text = ""


def _table(deck: Any) -> Any:
    return next(s for s in deck.slides[TABLE].shapes if s.has_table).table


def _headless(deck: Any) -> None:
    _table(deck).first_row = False


def _merged(deck: Any) -> None:
    table = _table(deck)
    table.cell(1, 0).merge(table.cell(1, 1))


def _hole(deck: Any) -> None:
    _table(deck).cell(1, 1).text_frame.text = ""


def _pale(deck: Any) -> None:
    run = deck.slides[POINTS].placeholders[1].text_frame.paragraphs[0].runs[0]
    run.font.color.rgb = GREY


def _pale_cell(deck: Any) -> None:
    run = _table(deck).cell(0, 0).text_frame.paragraphs[0].runs[0]
    run.font.color.rgb = INK


def _dark_ground(deck: Any) -> None:
    shape = deck.slides[POINTS].shapes.add_shape(MSO_SHAPE.RECTANGLE, *[Inches(2)] * 4)
    shape.fill.solid()
    shape.fill.fore_color.rgb = INK
    shape._element.xpath(".//p:cNvPr")[0].set("descr", "A dark square.")
    deck.slides[POINTS].shapes._spTree.insert(2, shape._element)


def _dark_layout(deck: Any) -> None:
    layout = deck.slides[POINTS].slide_layout
    layout._element.xpath(".//p:bgPr/a:solidFill/a:schemeClr")[0].set("val", "accent1")


def _unsaid(deck: Any) -> None:
    run = next(deck.slides[POINTS].shapes.title._element.iter(qn("a:rPr")))
    del run.attrib["lang"]


def _unnamed_section(deck: Any) -> None:
    deck.part._element.xpath(".//*[local-name()='section']")[0].set("name", "Default Section")


def _untitled(deck: Any) -> None:
    deck.core_properties.title = ""


SPOILT: list[tuple[Callable[[Any], None], str]] = [
    (_title, "the title is empty"),
    (_twice, "2 slides are called"),
    (_order, "the title is not read first"),
    (_foot, "the foot is not read last"),
    (_undescribed, "has no alternative text"),
    (_named_after_a_file, "is a file name"),
    (_bare_shape, "has no alternative text"),
    (_empty, "is empty"),
    (_headless, "no header row"),
    (_merged, "merged cells"),
    (_hole, "a cell of a table is empty"),
    (_pale, "has a contrast of 4.5:1"),
    (_pale_cell, "has a contrast of"),
    (_dark_ground, "has a contrast of"),
    (_dark_layout, "has a contrast of"),
    (_unsaid, "a run says no language"),
    (_unnamed_section, "a section is called"),
    (_untitled, "the deck has no title"),
]


@pytest.mark.parametrize(
    ("spoil", "told"), SPOILT, ids=[spoil.__name__.strip("_") for spoil, _ in SPOILT]
)
def test_the_checker_finds_what_is_wrong(
    built: Built, spoil: Callable[[Any], None], told: str
) -> None:
    deck = Presentation(io.BytesIO(built.file("remission.deck.en.pptx").read_bytes()))
    spoil(deck)
    file = io.BytesIO()
    deck.save(file)
    assert any(told in fault for fault in Slides(file.getvalue()).faults())
