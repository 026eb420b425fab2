"""The decks opened by another program: LibreOffice lays them out, and no text leaves its box."""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from conftest import Built, normalized, require
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from handouts.document import Document

TAGS = ("en", "es", "ar", "zh-Hans")
EMU_PER_POINT = 12700
MARK = 20  # the sign-off mark's placeholder
TOLERANCE = 3.0  # points: what a descender or a sign at a line's end may reach beyond its box


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box", tolerance: float = TOLERANCE) -> bool:
        return (
            self.left - tolerance <= other.left
            and self.top - tolerance <= other.top
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )


@dataclass(frozen=True, repr=False)
class Opened:
    """One deck, and the PDF that LibreOffice made of it."""

    document: Document
    slides: list[Any]
    pdf: pdfium.PdfDocument

    def characters(self, number: int) -> Iterator[tuple[str, Box]]:
        """Go through the characters drawn on a slide, each with its place."""
        page = self.pdf[number]
        text, height = page.get_textpage(), page.get_height()
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1).strip()
            left, bottom, right, top = text.get_charbox(index)
            if character:
                yield character, Box(left, height - top, right, height - bottom)


@pytest.fixture(scope="module")
def converted(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four decks as PDF, made by a LibreOffice with a profile and fonts of its own."""
    office, folder = require("soffice"), tmp_path_factory.mktemp("office")
    profile = (folder / "profile").as_uri()
    decks = [str(built.file(f"remission.deck.{tag}.pptx")) for tag in TAGS]
    privately = f"-env:UserInstallation={profile}"
    done = subprocess.run(
        [office, privately, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *decks],
        env={name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert len(list(folder.glob("*.pdf"))) == len(TAGS), done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module", params=TAGS)
def deck(
    request: pytest.FixtureRequest,
    converted: Path,
    built: Built,
    documents: Mapping[str, Document],
) -> Opened:
    tag = request.param
    return Opened(
        documents[tag],
        list(Presentation(str(built.file(f"remission.deck.{tag}.pptx"))).slides),
        pdfium.PdfDocument(converted / f"remission.deck.{tag}.pdf"),
    )


def _box(shape: Any) -> Box:
    left, top = shape.left / EMU_PER_POINT, shape.top / EMU_PER_POINT
    width, height = shape.width / EMU_PER_POINT, shape.height / EMU_PER_POINT
    return Box(left, top, left + width, top + height)


def _text_boxes(slide: Any) -> list[Box]:
    """List where text may stand: the slide's shapes; for a table the room its layout gives it."""
    room = {holder.placeholder_format.idx: holder for holder in slide.slide_layout.placeholders}
    boxes = []
    for shape in slide.shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            boxes += [_box(s) for s in shape.shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
        elif shape.has_table:
            boxes.append(_box(room[shape.placeholder_format.idx]))
        else:
            boxes.append(_box(shape))
    return boxes


def test_there_are_as_many_pages_as_slides(deck: Opened) -> None:
    assert len(deck.pdf) == len(deck.slides) > 0


def test_no_text_lies_outside_the_slide(deck: Opened) -> None:
    for number, slide in enumerate(deck.slides):
        width, height = deck.pdf[number].get_size()
        page = Box(0, 0, width, height)
        drawn = list(deck.characters(number))
        assert len(drawn) > 10, slide.shapes.title.text
        outside = [character for character, box in drawn if not page.holds(box, tolerance=0)]
        assert not outside, slide.shapes.title.text


def test_all_text_lies_within_the_box_it_was_given(deck: Opened) -> None:
    for number, slide in enumerate(deck.slides):
        boxes = _text_boxes(slide)
        outside = [
            (character, place)
            for character, place in deck.characters(number)
            if not any(box.holds(place) for box in boxes)
        ]
        assert not outside, slide.shapes.title.text


def test_no_text_runs_into_the_strip_with_the_sign_off_mark(deck: Opened) -> None:
    for number, slide in enumerate(deck.slides):
        mark = next(h for h in slide.placeholders if h.placeholder_format.idx == MARK)
        strip = _box(mark).top
        inside = [c for c, place in deck.characters(number) if place.bottom > strip + TOLERANCE]
        assert _letters("".join(inside)) == _letters(f"{mark.text_frame.text}{number + 1}")


def test_no_letter_is_lost(deck: Opened) -> None:
    for number, slide in enumerate(deck.slides):
        drawn = "".join(character for character, _ in deck.characters(number))
        missing = _letters("".join(_texts(slide))) - _letters(drawn)
        assert not missing, slide.shapes.title.text


def _texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from (s.text_frame.text for s in shape.shapes if s.has_text_frame)
        elif shape.has_table:
            yield from (cell.text for cell in shape.table.iter_cells())
        else:
            yield shape.text_frame.text


def _letters(text: str) -> Counter[str]:
    """Count letters and digits: engines differ in the order of what is drawn from the right."""
    return Counter(character for character in normalized(text) if character.isalnum())
