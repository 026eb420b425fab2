"""The decks opened by another program: LibreOffice lays them out, and no text leaves its box."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hospital
import office
import pytest
from conftest import PRINTED, Built
from pptx import Presentation

from handouts.document import Document
from handouts.library import Library
from handouts.render import deck
from handouts.session import Session

TAGS = tuple(code.replace("_", "-") for code in PRINTED)


@pytest.fixture(scope="module")
def decks(
    built: Built,
    documents: Mapping[str, Document],
    shelf: Library,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[Path, Path]]:
    """The decks and what LibreOffice makes of them; with one on a hospital's own template."""
    folder = tmp_path_factory.mktemp("office")
    own = folder / "hospital.pptx"
    own.write_bytes(hospital.template())
    files = {tag: built.file(f"remission.deck.{tag}.pptx") for tag in TAGS}
    files["own template"] = folder / "own.pptx"
    made = deck.render(documents["en"], shelf, Session(template=str(own)))
    files["own template"].write_bytes(made.data)
    files["too long"] = folder / "too-long.pptx"
    _with_a_long_title(files["en"], files["too long"])
    pdfs = office.converted(files.values(), folder)
    return {name: (path, pdfs[path.stem]) for name, path in files.items()}


def _with_a_long_title(path: Path, target: Path) -> None:
    presentation: Any = Presentation(str(path))
    paragraph = presentation.slides[2].shapes.title.text_frame.paragraphs[0]
    paragraph.runs[0].text = "Three things to take home, and more of them " * 8
    presentation.save(str(target))


@pytest.mark.parametrize("name", [*TAGS, "own template"])
def test_all_text_is_drawn_within_its_box(decks: dict[str, tuple[Path, Path]], name: str) -> None:
    assert office.faults(*decks[name]) == []


def test_a_text_that_leaves_its_box_is_found(decks: dict[str, tuple[Path, Path]]) -> None:
    """A check that cannot fail proves nothing."""
    told = office.faults(*decks["too long"])
    assert any("slide 3" in fault and "leaves its box" in fault for fault in told)
