"""PDF/UA-1 as its reference checker sees it: veraPDF finds nothing in any print edition."""

from pathlib import Path

import pypdf
from conftest import Built
from pypdf.generic import NameObject
from vera import failures


def test_no_edition_breaks_a_rule_of_pdf_ua(built: Built) -> None:
    files = list(built.folder.rglob("*.pdf"))
    assert len(files) == 16
    assert {path.name: told for path, told in failures(files).items() if told} == {}


def test_the_checker_finds_what_is_broken(built: Built, tmp_path: Path) -> None:
    """A check that cannot fail proves nothing: without its title a page breaks a rule."""
    writer = pypdf.PdfWriter(clone_from=built.file("remission.trifold.a4.en.pdf"))
    del writer.root_object[NameObject("/Lang")]
    broken = tmp_path / "broken.pdf"
    writer.write(broken)
    assert failures([broken])[broken]
