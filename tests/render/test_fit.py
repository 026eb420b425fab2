"""Text that leaves its box, its panel or the page budget is told: where, and by how much."""

from pathlib import Path

import polib
import pytest

from handouts import making
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library
from handouts.plan import Job


def findings(library: Library, edition: str, code: str = "es") -> list[Finding]:
    """Lay an edition out, and answer what does not fit."""
    outcome = making.make(Job(library.root, "remission", Language(code), edition, "a4"))
    return [finding for finding in outcome.findings if finding.rule == "fit"]


def say(library: Library, context: str, text: str, code: str = "es") -> None:
    path: Path = library.catalog(Language(code), "remission")
    po = polib.pofile(str(path), wrapwidth=98)
    next(entry for entry in po if entry.msgctxt == context).msgstr = text
    po.save(str(path))


LONG = "Es normal preocuparse por esto, y cada situación es diferente. " * 60


@pytest.mark.parametrize(
    ("edition", "context", "told", "where"),
    [
        pytest.param(
            "leaflet", "cure/worry/text", "pages on a4; 6 is the most:", "leaflet", id="leaflet"
        ),
        pytest.param(
            "trifold", "cure/worry/text", "“inside” is too long by", "inside", id="inside"
        ),
        pytest.param(
            "trifold", "start/message/text", "“cover” is too long by", "cover", id="cover"
        ),
        pytest.param(
            "trifold", "questions/ask/items/type", "“flap” is too long by", "flap", id="flap"
        ),
    ],
)
def test_what_has_no_page_is_told(
    spoiled: Library, edition: str, context: str, told: str, where: str
) -> None:
    say(spoiled, context, LONG.strip())
    found = [f for f in findings(spoiled, edition) if told in f.message]
    assert found
    assert {(f.severity, f.language, f.edition, f.paper, f.where) for f in found} == {
        ("error", "es", edition, "a4", where)
    }
    assert all(f.page > 0 and " pt" in f.message for f in found)


@pytest.mark.parametrize("edition", ["booklet", "trifold"])
def test_a_word_that_no_line_can_hold_is_told_with_its_block(
    spoiled: Library, edition: str
) -> None:
    word = "Otorrinolaringólogo" * 3
    say(spoiled, "cure/worry/text", f"Es normal. {word} fin.")
    (found,) = {f.message: f for f in findings(spoiled, edition)}.values()
    assert (found.edition, found.language, found.where) == (edition, "es", "cure/worry/text")
    assert found.page > 0
    assert "leaves its place by" in found.message


def test_a_word_too_long_for_the_cell_of_a_table_is_told(spoiled: Library) -> None:
    say(spoiled, "questions/log/columns/date", "Fechadelaconsultamédica")
    (found, *_) = findings(spoiled, "leaflet")
    assert found.where == "questions/log/columns/date"


def test_what_fits_is_not_told(spoiled: Library) -> None:
    assert not findings(spoiled, "trifold")
