"""Every part of a deck keeps to the schema of ISO/IEC 29500, and Apache POI reads it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import hospital
import poi
import pytest
from conftest import PRINTED, Built

from handouts.document import Document
from handouts.library import Library
from handouts.render import deck
from handouts.session import Session

TAGS = tuple(code.replace("_", "-") for code in PRINTED)


def test_a_strict_second_reader_accepts_every_deck(
    built: Built, documents: Mapping[str, Document], shelf: Library, tmp_path: Path
) -> None:
    own, made = tmp_path / "hospital.pptx", tmp_path / "own.pptx"
    own.write_bytes(hospital.template())
    made.write_bytes(deck.render(documents["ar"], shelf, Session(template=str(own))).data)
    decks = [built.file(f"remission.deck.{tag}.pptx") for tag in TAGS]
    assert poi.errors([*decks, made, shelf.deck_template("ltr"), shelf.deck_template("rtl")]) == []


def _slide(parts: dict[str, bytes], old: bytes, new: bytes) -> None:
    name = "ppt/slides/slide3.xml"
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)


BROKEN: dict[str, Callable[[dict[str, bytes]], None]] = {
    "an attribute that there is not": lambda parts: _slide(parts, b'lang="en"', b'tongue="en"'),
    "elements out of order": lambda parts: _slide(
        parts, b"<a:bodyPr/><a:lstStyle/>", b"<a:lstStyle/><a:bodyPr/>"
    ),
    "a value that is none": lambda parts: _slide(parts, b'sz="', b'sz="x'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_reader_finds_what_is_broken(built: Built, tmp_path: Path, name: str) -> None:
    """A check that cannot fail proves nothing."""
    broken = tmp_path / "broken.pptx"
    whole = built.file("remission.deck.en.pptx").read_bytes()
    broken.write_bytes(hospital.repacked(whole, BROKEN[name]))
    assert any("/ppt/slides/slide3.xml" in told for told in poi.errors([broken]))
