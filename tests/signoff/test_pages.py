"""What approved pages and slides say: who approved them, when, until when; no word of a draft."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2 as pdfium
from conftest import normalized
from desk import TOPIC, Desk
from pptx import Presentation

from handouts import editions, making
from handouts.approval import Approval
from handouts.dates import months_after, now
from handouts.language import Language
from handouts.library import Library
from handouts.render import handout


def printed(data: bytes) -> str:
    pages = pdfium.PdfDocument(data)
    return normalized("".join(page.get_textpage().get_text_range() for page in pages))


def on_slides(data: bytes) -> str:
    deck: Any = Presentation(io.BytesIO(data))
    shapes = (shape for slide in deck.slides for shape in slide.shapes)
    return normalized(" ".join(s.text_frame.text for s in shapes if s.has_text_frame))


def test_an_approved_leaflet_and_deck_name_those_who_approved_them(signed: Desk) -> None:
    case = making.opened(signed.library, TOPIC, Language("es"))
    today = now().date()
    language = case.document.language
    said = {}
    for edition, name in (("leaflet", "habit.leaflet.a4.es.pdf"), ("deck", "habit.deck.es.pptx")):
        assert signed.build("--release", edition=edition).exit_code == 0
        data = (signed.output / "approved/es" / name).read_bytes()
        said[edition] = printed(data) if edition == "leaflet" else on_slides(data)
    for text in said.values():
        for words in (
            "Texto aprobado para su entrega a los pacientes.",
            f"Redacción del texto aprobada por Test Reviewer, T 1 el {language.date(today)}",
            f"Contenido médico aprobado por Second Test Reviewer, T 2 el {language.date(today)}",
            "(registro de aprobación n.º 1)",
            "(registro de aprobación n.º 2)",
            language.date(months_after(today, 36)),
        ):
            assert normalized(words) in text
        assert normalized(case.document.labels.draft.banner) not in text
        assert "Draft" not in text
    code = f"habit.leaflet.a4.es.v1.0-{case.document.wording.fingerprint[:8]}"
    assert normalized(code) in said["leaflet"]


def test_a_name_among_arabic_keeps_its_own_direction(desk: Desk) -> None:
    desk.approve("ar")
    assert desk.build("--release", code="ar", edition="deck").exit_code == 0
    deck: Any = Presentation(str(desk.output / "approved/ar/habit.deck.ar.pptx"))
    texts = " ".join(s.text_frame.text for slide in deck.slides for s in slide.shapes)
    assert "\u2068Test Reviewer, T 1\u2069" in texts


def test_the_longest_leaflet_keeps_its_six_pages_with_long_names(shelf: Library) -> None:
    case = making.opened(shelf, "remission", Language("de"))
    day = date(2026, 11, 22)
    long_name = "Prof. Dr. Second Longer Test Reviewer"
    given = tuple(
        Approval(role, long_name, "Registration 1234567", day, months_after(day, 36), 11, "0" * 64)
        for role in ("linguistic", "clinical")
    )
    made = handout.render(
        replace(case.document, approvals=given), shelf, editions.load(shelf)["leaflet"], "letter"
    )
    assert made.pages == 6
    assert not made.findings
