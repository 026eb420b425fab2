"""The code to scan, photographed and read by another library than the one that drew it."""

from pathlib import Path

import pytest
import zxingcpp
from conftest import Built, Run
from PIL import Image
from printed import Printed

CLINIC = 'web = "https://clinic.example/{topic}/{language}?edition={edition}"\n'


def read(pdf: Printed, scale: float = 3) -> list[str]:
    """Photograph every page and read the codes on it."""
    found = []
    for page in pdf.pages:
        picture: Image.Image = page.render(scale=scale).to_pil().convert("L")
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found


@pytest.mark.parametrize("edition", ["leaflet", "large-print", "trifold", "booklet", "bilingual"])
def test_the_code_holds_document_code_and_version(built: Built, edition: str) -> None:
    pdf = Printed(built.file(f"remission.{edition}.a4.ar.pdf").read_bytes())
    (content,) = read(pdf)
    assert content.startswith(f"remission.{edition}.a4.ar.v1.0-")


def test_the_code_opens_the_clinic_s_own_page_of_the_document(run: Run) -> None:
    clinic = Path("clinic.toml")
    clinic.write_text(CLINIC, encoding="utf-8")
    done = run("build", "-l", "es", "-e", "trifold", "--clinic", clinic)
    assert done.exit_code == 0, done.stderr
    pdf = Printed(Path("output/draft/es/remission.trifold.a4.es.pdf").read_bytes())
    address = "https://clinic.example/remission/es?edition=trifold"
    assert read(pdf) == [address]
    alternatives = [str(tag.element["/Alt"]) for tag in pdf.tags if tag.kind == "Figure"]
    assert alternatives[-1].endswith(address)  # and a reader who cannot see it hears it
    printed = "".join(run.text for run in pdf.runs).replace(" ", "")
    assert address in printed
