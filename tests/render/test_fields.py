"""What a patient can type into a handout before printing it, tried in an engine not ours."""

import ctypes
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from conftest import Built, require
from printed import Printed

from handouts.content import Log, Questions
from handouts.document import Document
from handouts.inline import fill, plain

CASES = ("es.leaflet", "es.trifold", "es.booklet", "ar.large-print", "ar.bilingual")


@dataclass(frozen=True)
class Case:
    """A handout, and the document it was made from."""

    pdf: Printed
    document: Document


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, built: Built, documents: Mapping[str, Document]) -> Case:
    tag, edition = request.param.split(".")
    file = built.file(f"remission.{edition}.a4.{tag}.pdf")
    return Case(Printed(file.read_bytes()), documents[tag])


def described(pdf: Printed) -> list[str]:
    return [str(field["/TU"]) for field in pdf.fields]


def test_every_field_has_a_name_of_its_own_and_a_description(case: Case) -> None:
    names = [str(field["/T"]) for field in case.pdf.fields]
    assert len(names) == len(set(names)) > 8
    assert all(described(case.pdf))


def test_questions_log_and_contacts_are_fields(case: Case) -> None:
    document, told = case.document, described(case.pdf)
    blocks = [block for _, block in document.topic.blocks()]
    (questions,) = (block for block in blocks if isinstance(block, Questions))
    assert {plain(question) for question in questions.items.values()} <= set(told)
    names = document.labels.contact
    assert {names.clinic, names.day, names.night, names.interpreter, names.feedback} <= set(told)
    (log,) = (block for block in blocks if isinstance(block, Log))
    line = plain(document.labels.leaflet.line)
    if len(case.pdf.fields) > 20:  # a tri-fold has no log
        for column in log.columns.values():
            assert fill(line, name=column, number="1") in told


def test_fields_are_visited_in_the_order_they_are_read(case: Case) -> None:
    assert {str(page["/Tabs"]) for page in case.pdf.reader.pages} == {"/S"}
    tagged = [tag.element for tag in case.pdf.tags if tag.kind == "Form"]
    order = [str(element["/K"][0]["/Obj"]["/TU"]) for element in tagged]
    assert sorted(order) == sorted(described(case.pdf))
    assert (
        order.index(case.document.labels.contact.clinic) > 4
    )  # questions come first, as they do on the page


def test_a_field_stands_on_its_page_and_is_high_enough_to_write_on(case: Case) -> None:
    for page in case.pdf.reader.pages:
        _, _, width, height = map(float, page.mediabox)
        for note in page.get("/Annots", ()):
            left, bottom, right, top = map(float, note.get_object()["/Rect"])
            assert 0 < left < right < width
            assert 0 < bottom < top < height
            assert top - bottom > 12
            assert right - left > 40


def test_nothing_typed_is_sent_or_kept_anywhere(case: Case) -> None:
    for field in case.pdf.fields:
        assert field["/FT"] == "/Tx"
        assert not {"/A", "/AA"} & set(field)
        assert str(field["/V"]) == ""
    assert not {"/OpenAction", "/AA"} & set(case.pdf.root)
    assert "/JavaScript" not in str(case.pdf.root.get("/Names", ""))
    assert "/XFA" not in case.pdf.root["/AcroForm"]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        pytest.param("en", "Ask about scans", id="english"),
        pytest.param("es", "¿Qué análisis me harán?", id="spanish"),
        pytest.param("ar", "متى الموعد القادم؟", id="arabic"),
        pytest.param("zh-Hans", "下次复查是什么时候？", id="chinese"),
    ],
)
@pytest.mark.parametrize("edition", ["leaflet", "trifold", "booklet"])
def test_a_field_keeps_what_is_typed_in_pdfium(
    built: Built, tmp_path: Path, edition: str, tag: str, words: str
) -> None:
    data = built.file(f"remission.{edition}.a4.{tag}.pdf").read_bytes()
    filled = tmp_path / "filled.pdf"
    name = _type(data, words, filled)
    fields = pypdf.PdfReader(filled).get_fields() or {}
    assert fields[name]["/V"] == words


def _type(data: bytes, words: str, target: Path) -> str:
    """Click into the first field of a file with PDFium, type, and save; answer its name."""
    pdf = pdfium.PdfDocument(data)
    pdf.init_forms()
    form = pdf.formenv
    number, rect, name = _first_field(data)
    page = pdf[number]
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    raw.FORM_OnMouseMove(form, page, 0, x, y)
    raw.FORM_OnLButtonDown(form, page, 0, x, y)
    raw.FORM_OnLButtonUp(form, page, 0, x, y)
    text = ctypes.create_string_buffer(words.encode("utf-16-le") + b"\0\0")
    raw.FORM_ReplaceSelection(form, page, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)))
    raw.FORM_ForceToKillFocus(form)
    pdf.save(target)
    pdf.close()
    return name


def _first_field(data: bytes) -> tuple[int, list[float], str]:
    for number, page in enumerate(Printed(data).reader.pages):
        for note in page.get("/Annots", ()):
            field: Any = note.get_object()
            return number, [float(side) for side in field["/Rect"]], str(field["/T"])
    raise AssertionError("no field")


def test_what_was_typed_is_printed_by_poppler(built: Built, tmp_path: Path) -> None:
    program = require("pdftotext")
    data = built.file("remission.leaflet.a4.en.pdf").read_bytes()
    filled = tmp_path / "filled.pdf"
    _type(data, "Ask about scans", filled)
    done = subprocess.run([program, str(filled), "-"], capture_output=True, text=True, check=True)
    assert "Ask about scans" in done.stdout
