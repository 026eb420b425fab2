"""Decks as LibreOffice lays them out: what leaves its box, and what is lost."""

import os
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from conftest import normalized, require
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

EMU_PER_POINT = 12700
TOLERANCE = 3.0  # points: what a descender or a sign at a line's end may reach beyond its box
SECONDS = 400
FEWEST = 10  # characters of a slide


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


def converted(decks: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Let LibreOffice make a PDF of each deck, with a profile and fonts of its own; by name."""
    office, files = require("soffice"), sorted(decks)
    privately = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [office, privately, "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        env={name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    made = {path.stem: path for path in folder.glob("*.pdf")}
    assert made.keys() == {path.stem for path in files}, done.stdout + done.stderr
    return made


def faults(deck: Path, pdf: Path) -> list[str]:
    """List the slides on which text leaves the slide or its box, or is not drawn at all."""
    slides = list(Presentation(str(deck)).slides)
    document = pdfium.PdfDocument(pdf)
    try:
        if len(document) != len(slides):
            return [f"{len(document)} pages for {len(slides)} slides"]
        told = []
        for number, slide in enumerate(slides):
            page = document[number]
            drawn = list(_characters(page))
            for fault in _faults(slide, drawn, Box(0, 0, *page.get_size())):
                told.append(f"slide {number + 1} “{slide.shapes.title.text}”: {fault}")
        return told
    finally:
        document.close()


def _faults(slide: Any, drawn: list[tuple[str, Box]], page: Box) -> Iterator[str]:
    if len(drawn) < FEWEST:
        yield "hardly anything is drawn"
    if outside := [c for c, place in drawn if not page.holds(place, tolerance=0)]:
        yield f"“{''.join(outside)}” leaves the slide"
    boxes = _text_boxes(slide)
    if out := [c for c, place in drawn if not any(box.holds(place) for box in boxes)]:
        yield f"“{''.join(out)}” leaves its box"
    missing = letters("".join(_texts(slide))) - letters("".join(c for c, _ in drawn))
    if missing:
        yield f"“{''.join(missing.elements())}” is not drawn"


def _characters(page: pdfium.PdfPage) -> Iterator[tuple[str, Box]]:
    """Go through the characters drawn on a page, each with its place."""
    text, height = page.get_textpage(), page.get_height()
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1).strip()
        left, bottom, right, top = text.get_charbox(index)
        if character:
            yield character, Box(left, height - top, right, height - bottom)


def box_of(shape: Any) -> Box:
    left, top = shape.left / EMU_PER_POINT, shape.top / EMU_PER_POINT
    width, height = shape.width / EMU_PER_POINT, shape.height / EMU_PER_POINT
    return Box(left, top, left + width, top + height)


def _text_boxes(slide: Any) -> list[Box]:
    """List where text may stand: the slide's shapes; for a table the room its layout gives it."""
    room = {holder.placeholder_format.idx: holder for holder in slide.slide_layout.placeholders}
    boxes = []
    for shape in slide.shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            boxes += [box_of(s) for s in shape.shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
        elif shape.has_table:
            boxes.append(box_of(room[shape.placeholder_format.idx]))
        else:
            boxes.append(box_of(shape))
    return boxes


def _texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from (s.text_frame.text for s in shape.shapes if s.has_text_frame)
        elif shape.has_table:
            yield from (cell.text for cell in shape.table.iter_cells())
        else:
            yield shape.text_frame.text


def letters(text: str) -> Counter[str]:
    """Count letters and digits: engines differ in the order of what is drawn from the right.

    Digits count by their value: a slide's number is written anew by whatever opens the deck.
    """
    folded = (str(unicodedata.digit(c, c)) for c in normalized(text) if c.isalnum())
    return Counter(folded)
