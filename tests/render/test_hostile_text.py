"""Whatever a translation holds comes out as harmless characters, and a page can fetch nothing."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import office
import poi
import pypdf
import pypdfium2 as pdfium
import pytest
from conftest import DRAFT, normalized
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from handouts import catalog, document, editions
from handouts.artifact import Artifact
from handouts.catalog import Catalog
from handouts.document import Document, Sources
from handouts.errors import Refused
from handouts.findings import Severity
from handouts.inline import clean
from handouts.language import Language
from handouts.library import Library
from handouts.render import _pdf, deck, handout
from handouts.render._structure import Facts
from handouts.session import USUAL

SPANISH = Language("es")
HEAD = 18.5 / 25.4 * 72  # points: the band above the text, where the page number stands
LONG = "Donaudampfschiff"  # 16 letters
EMOJI = "\N{BRAIN}"


@dataclass(frozen=True)
class Case:
    """A hostile translation: what is written, what is to be read, where on page and slide."""

    written: str
    read: str
    page: str
    slide: str


def _literally(written: str, page: str, slide: str) -> Case:
    return Case(written, written, page, slide)


CASES = {
    "bold in html": _literally(
        "<b>atención</b> &amp; &lt;i&gt;",
        "meaning/turning-point/text",
        "meaning/slide-meaning/points/tests",
    ),
    "a script": _literally(
        "<script>alert(document.cookie)</script>",
        "meaning/medicine/items/smaller",
        "meaning/slide-meaning/points/symptoms",
    ),
    "an image of a file": _literally(
        '<img src="file:///etc/passwd" alt="x">',
        "meaning/medicine/items/longer",
        "meaning/slide-meaning/points/treatment",
    ),
    "a style sheet": _literally(
        "</style><style>@import url(http://example.com/a.css); body { display: none }",
        "meaning/medicine/items/visits",
        "meaning/slide-medicine/points/smaller",
    ),
    "sums and an include of the template language": _literally(
        '{{ 7*7 }} {% include "/etc/passwd" %} {# nada #} ${7*7}',
        "cure/no-way-to-know/text",
        "meaning/slide-medicine/points/longer",
    ),
    "a web address and a link to it": _literally(
        "http://example.com/?a=1 [pulse](http://example.com/) ![x](file:///etc/passwd)",
        "cure/worry/text",
        "meaning/slide-medicine/points/visits",
    ),
    "control characters": Case(
        "uno\x00\x07\x1b[31m dos\x7f tres\x9f",
        "uno[31m dos tres",
        "followup/looking-for/text",
        "cure/slide-cure/points/unnoticed",
    ),
    "marks that turn the writing round": Case(
        "\u202e48 mg\u202c \u2067abc\u2069 \u200fdef\u200e ghi",
        "48 mg abc def ghi",
        "followup/tests/items/exam",
        "cure/slide-recurrence/points/worry",
    ),
    "a character that no font has": _literally(
        f"cerebro {EMOJI} cerebro",
        "chances/newer/text",
        "cure/slide-recurrence/points/different",
    ),
    "nothing but punctuation": _literally(
        "… – ?! ; : ()",
        "chances/chance/items/type",
        "chances/slide-chances/points/ask",
    ),
    "a word of 4,000 letters": _literally(
        LONG * 250,
        "plan/combined/text",
        "cure/slide-recurrence/title",
    ),
}
ALT = 'x" onload="alert(1)" y=\'<script>'
TITLE = "</title><script>1</script>{{ 7*7 }}"
MESSAGES = {
    **{context: case.written for case in CASES.values() for context in (case.page, case.slide)},
    "kinds/two-kinds/alt": ALT,
    "kinds/two-kinds/words/cancer": "<b>x</b>",
    "title": TITLE,
}
PAGE_LABEL = "<i>{page}</i>{pages}{{ 7*7 }}"


def _spoilt(library: Library, domain: str, messages: Mapping[str, str]) -> Catalog:
    """The Spanish catalog with these texts in it, as a reader takes them out of a file."""
    book = catalog.read(library.catalog(SPANISH, domain))
    assert messages.keys() <= book.entries.keys()
    spoilt = {
        context: replace(book.entries[context], text=clean(text), raw=text)
        for context, text in messages.items()
    }
    return replace(book, entries={**book.entries, **spoilt})


@pytest.fixture(scope="module")
def spanish(shelf: Library, sources: Sources) -> Document:
    """The shipped topic with a Spanish catalog that somebody filled with hostile text."""
    catalogs = {
        **document.open_catalogs(shelf, sources, SPANISH),
        "remission": _spoilt(shelf, "remission", MESSAGES),
        "labels": _spoilt(shelf, "labels", {"leaflet/page": PAGE_LABEL}),
    }
    return document.localize(sources, catalogs, SPANISH)


@pytest.fixture(scope="module")
def page(spanish: Document, shelf: Library) -> Artifact:
    return handout.render(spanish, shelf, editions.load(shelf)["leaflet"], "a4")


@pytest.fixture(scope="module")
def slides(spanish: Document, shelf: Library) -> Artifact:
    return deck.render(spanish, shelf, USUAL)


@pytest.fixture(scope="module")
def printed(page: Artifact) -> str:
    """The text within the edges of the paper, as pypdfium2 reads it: all text, then all heads."""
    pages = list(pdfium.PdfDocument(page.data))
    tops = [each.get_height() - HEAD for each in pages]
    texts = [each.get_textpage() for each in pages]
    bodies = [text.get_text_bounded(top=top) for text, top in zip(texts, tops, strict=True)]
    heads = [text.get_text_bounded(bottom=top) for text, top in zip(texts, tops, strict=True)]
    return normalized("".join((*bodies, *heads)))


@pytest.fixture(scope="module")
def shown(slides: Artifact) -> list[str]:
    """The paragraphs on the slides."""
    presentation: Any = Presentation(io.BytesIO(slides.data))
    return [
        "".join(text.text for text in paragraph.iter(qn("a:t")))
        for slide in presentation.slides
        for paragraph in slide._element.iter(qn("a:p"))
    ]


NAMES = [pytest.param(name, id=name.replace(" ", "-")) for name in CASES]
WITHIN_A_PAGE = NAMES[:-2]  # all but the character that no font has and the endless word


@pytest.mark.parametrize("name", WITHIN_A_PAGE)
def test_on_a_page_it_is_only_characters(printed: str, name: str) -> None:
    assert normalized(CASES[name].read) in printed


@pytest.mark.parametrize("name", NAMES)
def test_on_a_slide_it_is_only_characters(shown: list[str], name: str) -> None:
    assert normalized(CASES[name].read) in [normalized(paragraph) for paragraph in shown]


def test_an_endless_word_is_broken_and_stays_on_the_paper(printed: str) -> None:
    assert printed.count(LONG) >= 248  # of 250: a page may end within one


def test_nothing_is_calculated_or_included(printed: str, shown: list[str]) -> None:
    for text in (printed, "".join(shown)):
        assert "49" not in text
        assert "root:x:" not in text


def test_the_alternative_text_is_one_text(page: Artifact) -> None:
    reader = pypdf.PdfReader(io.BytesIO(page.data))
    objects: list[Any] = [reader.get_object(number) for number in reader.xref_objStm]
    assert ALT in [held["/Alt"] for held in objects if isinstance(held, dict) and "/Alt" in held]


def test_the_title_is_one_text(page: Artifact, slides: Artifact, printed: str) -> None:
    metadata = pypdf.PdfReader(io.BytesIO(page.data)).metadata
    presentation: Any = Presentation(io.BytesIO(slides.data))
    assert metadata is not None
    assert presentation.core_properties.title == TITLE
    assert metadata.title == f"{TITLE} / Cancer remission: what it means"
    assert normalized(TITLE) in printed


def test_the_page_number_is_filled_in_and_the_rest_of_its_label_is_characters(
    page: Artifact, printed: str
) -> None:
    assert normalized(f"<i>1</i>{page.pages}{{{{ 7*7 }}}}") in printed


def test_a_missing_glyph_is_an_error(page: Artifact) -> None:
    found = [finding for finding in page.findings if EMOJI in finding.message]
    assert [finding.severity for finding in found] == [Severity.ERROR]
    assert found[0].rule == "glyphs"
    assert found[0].language == "es"


def test_a_deck_of_such_texts_is_valid_and_opens(slides: Artifact, tmp_path: Path) -> None:
    deck = tmp_path / slides.name
    deck.write_bytes(slides.data)
    assert poi.errors([deck]) == []
    assert office.converted([deck], tmp_path)


def test_a_text_that_does_not_fit_its_slide_is_an_error(slides: Artifact) -> None:
    places = [finding.where for finding in slides.findings if finding.rule == "fit"]
    assert "cure/slide-recurrence" in places


def test_the_engine_has_nothing_else_to_say(page: Artifact) -> None:
    assert {finding.rule for finding in page.findings} <= {"glyphs", "fit"}


# ---------------------------------------------------------------- the fetcher

ADDRESSES = [
    pytest.param("file:///etc/passwd", id="a-file"),
    pytest.param("http://example.com/x.css", id="http"),
    pytest.param("https://example.com/x.css", id="https"),
    pytest.param("ftp://example.com/x.css", id="ftp"),
    pytest.param("handouts:secret.css", id="no-part-of-the-page"),
    pytest.param("../../../etc/passwd", id="a-relative-path"),
    pytest.param("mailbox:x", id="an-unknown-scheme"),
]
FACTS = Facts(("es",), "", "", right_to_left=False)
WAYS = [
    pytest.param('<img src="{}" alt="x">', id="image"),
    pytest.param('<link rel="stylesheet" href="{}">', id="style-sheet"),
    pytest.param("<style>@import url('{}');</style>", id="import"),
    pytest.param("<p style=\"background: url('{}')\">x</p>", id="background"),
    pytest.param("<style>@font-face {{ font-family: x; src: url('{}') }}</style>", id="font"),
    pytest.param('<object data="{}">x</object>', id="object"),
    pytest.param('<link rel="attachment" href="{}">', id="attachment"),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_can_fetch_nothing_but_its_own_parts(shelf: Library, address: str, way: str) -> None:
    with pytest.raises(Refused, match="not part of it"):
        _pdf.render(
            f"<html lang='en'>{way.format(address)}<p>x", shelf, {}, SPANISH, DRAFT.mark(), FACTS
        )


def test_a_drawing_can_fetch_nothing_either(shelf: Library, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (8, 8), "red").save(picture)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image href="{picture.as_uri()}" width="9" height="9"/></svg>'
    )
    parts = {"handouts:logo.svg": drawing.encode()}
    made = _pdf.render(
        '<img src="handouts:logo.svg" alt="x">', shelf, parts, SPANISH, DRAFT.mark(), FACTS
    )
    (page,) = pypdf.PdfReader(io.BytesIO(made.data)).pages
    assert not list(page.images)
    assert [f.severity for f in made.findings if "logo.svg" in f.message] == [Severity.ERROR]


def test_a_page_can_fetch_its_own_parts(shelf: Library) -> None:
    parts = {"handouts:own.css": b"p { font-size: 20pt }"}
    html = '<html lang="en"><title>x</title><link rel="stylesheet" href="handouts:own.css"><p>x'
    made = _pdf.render(html, shelf, parts, SPANISH, DRAFT.mark(), FACTS)
    assert made.pages == 1
    assert not made.findings
