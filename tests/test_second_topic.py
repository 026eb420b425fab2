"""A second topic is a second file: no code changes, and leaflet and deck come out."""

import io
import json
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from conftest import Run, normalized
from pptx import Presentation

from handouts.library import Library

TOPIC = """
version = "0.1"
title = "Blood pressure at home"
subject = "How to measure blood pressure at home, and when to call"
licence = "CC BY 4.0"
teach_back = ["measure/slide-steps"]

[source]
title = "A made-up guide to home measurement"
reviewer = "A. Example, MD"
reviewed = 2024-02-29
months = 36

[facts]
B1 = "Measure at the same time each day, seated, after five minutes of rest."
B2 = "The upper number is the pressure when the heart beats, the lower when it rests."

[[sections]]
id = "measure"
title = "How do I measure it?"

[[sections.blocks]]
kind = "callout"
id = "message"
tone = "main"
goes = ["leaflet", "deck"]
facts = ["B1"]
text = "Measure at the **same time** each day."

[[sections.blocks]]
kind = "steps"
id = "steps"
goes = ["leaflet"]
facts = ["B1"]
lead = "Each time:"
[sections.blocks.items]
rest = "Sit and rest for 5 minutes."
cuff = "Put the cuff on your bare arm."

[[sections.slides]]
id = "slide-message"
title = "One habit"
shows = "message"
script = "Say it once, then ask who has a cuff at home."
teach_back = "When will you measure?"

[[sections.slides]]
id = "slide-steps"
title = "Sit, rest, measure"
script = "Show it on your own arm."
teach_back = "Show me how you would sit."
[sections.slides.points]
sit = "Sit with your back against the chair"
rest = "Rest for 5 minutes"

[[sections]]
id = "numbers"
title = "What do the two numbers mean?"

[[sections.blocks]]
kind = "comparison"
id = "numbers"
goes = ["leaflet", "deck"]
facts = ["B2"]
caption = "The upper and the lower number"
left = "Upper number"
right = "Lower number"
[sections.blocks.rows.heart]
left = "The pressure when your heart beats."
right = "The pressure when your heart rests."

[[sections.blocks]]
kind = "log"
id = "log"
goes = ["leaflet"]
caption = "My numbers"
rows = 7
[sections.blocks.columns]
day = "Day"
upper = "Upper"
lower = "Lower"

[[sections.slides]]
id = "slide-numbers"
title = "Two numbers"
shows = "numbers"
script = "Read the table from left to right."
teach_back = "Which number comes first?"
"""


@pytest.fixture
def library(spoiled: Library) -> Library:
    """The shipped library with a second topic in it."""
    spoiled.topic("blood-pressure").write_text(TOPIC, encoding="utf-8")
    return spoiled


def test_its_leaflet_and_deck_are_built(run: Run, library: Library) -> None:
    result = run("--library", library.root, "build", "-t", "blood-pressure", "-l", "en", "-j", "1")
    assert result.exit_code == 0, result.stderr
    folder = Path("output/draft/en")
    leaflet = (folder / "blood-pressure.leaflet.a4.en.pdf").read_bytes()
    deck = (folder / "blood-pressure.deck.en.pptx").read_bytes()
    made = {path.name.split(".")[1] for path in folder.iterdir()}
    assert made == {"leaflet", "large-print", "booklet", "deck"}  # no block goes to the tri-fold

    printed = normalized("".join(p.get_textpage().get_text_range() for p in _pages(leaflet)))
    for words in ("Blood pressure at home", "Put the cuff on your bare arm.", "My numbers"):
        assert normalized(words) in printed
    assert "remission" not in printed
    assert normalized("reviewed by A. Example, MD on February 29, 2024") in printed
    assert normalized("due for review again by February 28, 2027") in printed

    presentation: Any = Presentation(io.BytesIO(deck))
    assert [slide.shapes.title.text for slide in presentation.slides] == [
        "Blood pressure at home",
        "One habit",
        "Sit, rest, measure",
        "Two numbers",
        "In your own words",
        "Sources and approval",
    ]


def _pages(leaflet: bytes) -> list[pdfium.PdfPage]:
    return list(pdfium.PdfDocument(leaflet))


def test_it_passes_the_check(run: Run, library: Library) -> None:
    asked = ("check", "-t", "blood-pressure", "-l", "en", "--format", "json")
    result = run("--library", library.root, *asked)
    assert result.exit_code == 0, result.stdout
    rules = {finding["rule"] for finding in json.loads(result.stdout)["findings"]}
    assert rules <= {"review-due", "edition"}  # warnings: the day, and that it has no tri-fold


def test_it_stands_in_the_list(run: Run, library: Library) -> None:
    listed = json.loads(run("--library", library.root, "list", "--format", "json").stdout)
    assert [topic["name"] for topic in listed["topics"]] == ["blood-pressure", "remission"]


def test_it_gets_a_template_and_a_catalog_to_translate(run: Run, library: Library) -> None:
    result = run("--library", library.root, "catalog", "update", "-l", "es")
    assert result.exit_code == 0, result.stderr
    catalog = library.root / "locales" / "es" / "LC_MESSAGES" / "blood-pressure.po"
    for path in (library.template_catalog("blood-pressure"), catalog):
        assert 'msgid "Put the cuff on your bare arm."' in path.read_text(encoding="utf-8")
