"""Text on slides is measured by the engine that sets the pages, in no narrower a face."""

import io
import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import SHIPPED, require
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.oxml.ns import qn

from handouts import acknowledged, document, pseudo
from handouts.catalog import Catalog, Entry
from handouts.document import Document, Sources
from handouts.inline import plain
from handouts.language import Language
from handouts.library import Library
from handouts.render import _html, _pdf
from handouts.render import deck as renderer
from handouts.render._measure import Measure
from handouts.session import USUAL
from handouts.walk import messages

CELL = 30  # letters in a line of a table's cell, the narrowest text there is
WIDTHS = (10.0, 17.0, 29.0)  # ems: a figure's words, a table's cell, a slide
TAGS = ("en", "es", "ar", "zh-Hans")


def _points(document: Document) -> list[str]:
    slides = document.topic.slides().values()
    return [point for slide in slides for point in slide.points.values()]


@pytest.mark.parametrize("tag", TAGS)
def test_lines_are_those_of_a_page_that_weasyprint_lays_out(
    documents: Mapping[str, Document], shelf: Library, tag: str
) -> None:
    spoken = documents[tag]
    language, size = spoken.language, 20.0
    measure = Measure(shelf, language)
    texts = [text for text in _points(spoken) if text == plain(text)]
    assert len(texts) > 30
    for ems in WIDTHS:
        laid_out = _pdf.heights(
            [(_pdf.Text(str(_html.say(text)), ems * size), size) for text in texts],
            shelf,
            language,
            _pdf.deck_leading(language),
        )
        line = size * _pdf.deck_leading(language)
        for text, height in zip(texts, laid_out, strict=True):
            assert measure.lines(text, ems, breaking=True).count == round(height / line), text


def test_a_word_that_must_be_broken_stands_out(shelf: Library) -> None:
    measure = Measure(shelf, Language("de"))
    word = "Kontrolluntersuchungen"
    assert not measure.lines(word, 5).whole_words
    assert measure.lines(word, 20).whole_words
    assert measure.lines(word, 5, breaking=True).count > 2


def test_bold_is_measured_as_bold(shelf: Library) -> None:
    measure = Measure(shelf, Language("en"))
    narrowest = next(
        w / 10 for w in range(1, 400) if measure.lines("Remission", w / 10).whole_words
    )
    assert not measure.lines("**Remission**", narrowest).whole_words


# ---------------------------------------------------------------- no narrower than what is named


def _advances(path: Path) -> dict[str, float]:
    """The width of each letter of a font, in ems."""
    with TTFont(path, lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


def _stand_in(weight: str) -> Path:
    """Liberation Sans, whose letters are as wide as Arial's."""
    require("fc-match")
    asked = ["fc-match", "-f", "%{file}", f"Liberation Sans:{weight}"]
    system = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    done = subprocess.run(asked, env=system, capture_output=True, text=True, check=True)
    found = done.stdout
    if "LiberationSans" not in found:
        require("Liberation Sans (fonts-liberation)")
    return Path(found)


@pytest.mark.parametrize(("weight", "name"), [("regular", "Regular"), ("bold", "Bold")])
@pytest.mark.parametrize(
    "code", ["en", "de", "es", "fr", "ht", "it", "pl", "pt_BR", "ru", "tl", "vi"]
)
def test_the_face_that_measures_is_no_narrower_than_the_one_named(
    shelf: Library, sources: Sources, code: str, weight: str, name: str
) -> None:
    language = Language(code)
    ours = _advances(shelf.fonts / "noto-sans" / f"NotoSans-{name}.ttf")
    named = _advances(_stand_in(weight))
    catalogs = document.open_catalogs(shelf, sources, language)
    spoken = document.localize(sources, catalogs, language)
    for text in (*_points(spoken), *(section.title for section in spoken.topic.sections)):
        for line in _lines(plain(text)):
            measured = _width(line, ours) * language.deck_allowance(weight == "bold")
            assert measured >= _width(line, named), line


def _lines(text: str) -> Iterator[str]:
    """All that could be a line of a table's cell."""
    for start in range(max(1, len(text) - CELL + 1)):
        yield text[start : start + CELL]


def _width(text: str, advances: dict[str, float]) -> float:
    """The width of a text; a letter that the face lacks is as wide as without its accents."""
    return sum(advances.get(c) or advances[unicodedata.normalize("NFKD", c)[0]] for c in text)


# ---------------------------------------------------------------- all languages fit


def _made(spoken: Document, library: Library) -> Any:
    artifact = renderer.render(spoken, library, USUAL)
    assert artifact.findings == ()
    return Presentation(io.BytesIO(artifact.data))


@pytest.mark.parametrize("code", SHIPPED)
def test_every_language_fits_its_slides(shelf: Library, sources: Sources, code: str) -> None:
    language = Language(code)
    catalogs = document.open_catalogs(shelf, sources, language)
    answers = acknowledged.load(shelf.acknowledged(language))
    deck = _made(document.localize(sources, catalogs, language, answers), shelf)
    assert 20 <= len(deck.slides) <= 30
    heading = deck.slides[1].notes_slide.notes_placeholder.text_frame.paragraphs[2].text
    for slide in list(deck.slides)[1:-1]:  # every part of a slide says how long it takes
        notes = [p.text for p in slide.notes_slide.notes_placeholder.text_frame.paragraphs]
        assert heading in notes, slide.shapes.title.text


@pytest.fixture(params=pseudo.languages(), ids=lambda language: language.code)
def made_up(request: pytest.FixtureRequest, sources: Sources) -> Document:
    """The topic in a made-up language: a third longer, or from right to left."""
    language: Language = request.param
    catalogs = {
        domain: Catalog(
            Path(f"{domain}.po"),
            {
                m.context: Entry(m.text, said, fuzzy=False, line=1, raw=said)
                for m in messages(words)
                for said in (pseudo.spoken(m.text, language),)
            },
        )
        for domain, words in sources.domains().items()
    }
    return document.localize(sources, catalogs, language)


def test_the_made_up_languages_fit_too(made_up: Document, shelf: Library) -> None:
    _made(made_up, shelf)


def test_what_is_too_long_for_one_slide_goes_on_to_the_next(
    made_up: Document, shelf: Library
) -> None:
    deck = _made(made_up, shelf)
    titles = [slide.shapes.title.text for slide in deck.slides]
    again = [title for title in titles if re.search(r"\(2/\d\)$", title)]
    assert again
    for title in again:
        assert re.sub(r"\(2/(\d)\)$", r"(1/\1)", title) in titles


def _sizes(deck: Any) -> Iterator[float]:
    for slide in deck.slides:
        for holder in slide.placeholders:
            for run in holder._element.iter(qn("a:rPr")):
                if run.get("sz"):
                    yield int(run.get("sz")) / 100


def test_type_never_goes_below_24_points(made_up: Document, shelf: Library) -> None:
    assert min(_sizes(_made(made_up, shelf))) >= 24
