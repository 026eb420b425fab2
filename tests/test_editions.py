"""The table of editions: what it says, what it refuses, and a clinic's own line in it."""

from pathlib import Path

import pytest
from conftest import Built, Run
from desk import Desk
from printed import MILLIMETRE, Printed, measured

from handouts import editions, plan
from handouts.errors import Refused, WrongUse
from handouts.language import Language
from handouts.library import Library

# UKAAF G003, ACB, APH; the smallest type is ours.
STANDARD = {
    "leaflet": (14, 12, 1.3, 6),
    "large-print": (18, 18, 1.5, 12),
    "trifold": (12, 10, 1.25, 6),
    "booklet": (14, 12, 1.3, 16),
    "bilingual": (14, 12, 1.3, 14),
}
POCKET = """
[pocket]
description = "PDF of one page, for a purse"
papers = ["a4"]
blocks = "trifold"
body = 16
least = 14
leading = 1.4
pages = 4
narrow = true
"""


def test_the_table_says_the_standard(shelf: Library) -> None:
    found = {e.name: (e.body, e.least, e.leading, e.pages) for e in editions.load(shelf).values()}
    assert found == STANDARD
    assert all(e.papers == ("a4", "letter") for e in editions.load(shelf).values())


def test_a_clinic_adds_an_edition_of_its_own_without_any_code(run: Run, spoiled: Library) -> None:
    table = spoiled.editions
    table.write_text(table.read_text("utf-8") + POCKET, encoding="utf-8")
    style = spoiled.print_templates / "pocket.css"
    style.write_text(".cover h1 { font-size: 22pt !important }\n", encoding="utf-8")
    done = run("--library", spoiled.root, "build", "-l", "es", "-e", "pocket")
    assert done.exit_code == 0, done.stderr
    pdf = Printed(Path("output/draft/es/remission.pocket.a4.es.pdf").read_bytes())
    assert 1 <= len(pdf.pages) <= 4
    found = measured(pdf)
    assert found.least >= 14 - 0.05
    assert found.body >= 16 - 0.05
    assert 22 in {round(run.size) for tag in pdf.tags if tag.block.kind == "H1" for run in tag.runs}
    listed = run("--library", spoiled.root, "list")
    assert "pocket       PDF of one page, for a purse (a4)" in listed.stdout


@pytest.mark.parametrize(
    ("line", "change", "told"),
    [
        pytest.param("body = 14", "body = 9", "`float` >= 12", id="text too small to read"),
        pytest.param("least = 12", "least = 6", "`float` >= 10", id="type too small to read"),
        pytest.param("leading = 1.3", "leading = 1", "`float` >= 1.25", id="lines too close"),
        pytest.param('["a4", "letter"]', '["a3"]', "a3", id="a paper there is not"),
        pytest.param('["a4", "letter"]', "[]", "length >= 1", id="no paper"),
        pytest.param(
            'blocks = "leaflet"', 'blocks = "poster"', "poster", id="blocks there are not"
        ),
        pytest.param("pages = 6", "pages = 0", ">= 1", id="no page"),
        pytest.param("pages = 6", "sides = 6", "sides", id="a key that does not exist"),
        pytest.param("body = 14", 'body = "big"', "float", id="words for a number"),
        pytest.param("least = 12", "least = 20", "larger than its body", id="least above body"),
        pytest.param("[leaflet]", "[deck]", "cannot be called", id="the deck's name"),
        pytest.param("[leaflet]", '["A B"]', "cannot be called", id="a name for no file"),
        pytest.param("[leaflet]", "[leaflet", "TOML", id="not TOML"),
        pytest.param("pages = 6", 'pages = 6\nlanguages = ["english"]', "one of each", id="no own"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_line(
    run: Run, spoiled: Library, line: str, change: str, told: str
) -> None:
    text = spoiled.editions.read_text("utf-8")
    assert line in text
    spoiled.editions.write_text(text.replace(line, change, 1), encoding="utf-8")
    done = run("--library", spoiled.root, "build", "-l", "es", "-e", "leaflet")
    assert done.exit_code == 1
    assert told in done.stderr
    assert "editions.toml:" in done.stderr
    assert "hint:" in done.stderr
    assert not Path("output").exists()


def test_all_faults_of_a_table_are_told_at_once(spoiled: Library) -> None:
    text = spoiled.editions.read_text("utf-8")
    bad = text.replace("body = 14", "body = 9", 1).replace("pages = 12", "pages = 0")
    spoiled.editions.write_text(bad, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        editions.load(spoiled)
    assert {finding.where for finding in refused.value.findings} == {"leaflet", "large-print"}


def test_an_edition_is_not_made_on_a_paper_it_has_not(run: Run, spoiled: Library) -> None:
    table = spoiled.editions
    table.write_text(table.read_text("utf-8") + POCKET, encoding="utf-8")
    asked = ("--library", spoiled.root, "build", "-l", "es", "-e", "pocket", "--paper", "letter")
    done = run(*asked)
    assert done.exit_code == 2
    assert "The edition “pocket” is not made on letter." in done.stderr
    assert "--paper a4" in done.stderr
    assert not Path("output").exists()


def test_english_is_not_set_beside_english(run: Run) -> None:
    done = run("build", "-l", "en", "-e", "bilingual")
    assert done.exit_code == 2
    assert "Name the other language with -l." in done.stderr
    assert not Path("output").exists()


def test_a_mistyped_edition_is_told_the_nearest(run: Run) -> None:
    done = run("build", "-e", "tri-fold")
    assert done.exit_code == 2
    assert "Did you mean “trifold”?" in done.stderr


def test_with_nothing_named_every_edition_is_made_that_can_be(shelf: Library) -> None:
    names = plan.choose_editions(shelf, ())
    jobs = plan.jobs(shelf, ("remission",), (Language("en"), Language("es")), names, ("a4",))
    made = [(job.language.code, job.edition) for job in jobs]
    assert len(made) == 11
    assert ("en", "bilingual") not in made
    plan.refuse_nothing(shelf, (), ("a4",), jobs)
    with pytest.raises(WrongUse):
        plan.choose_editions(shelf, ("poster",))


def test_english_may_lead(desk: Desk) -> None:
    """Then an English page is read from the left, and the language stands at the right of it."""
    text = desk.library.editions.read_text("utf-8")
    desk.library.editions.write_text(
        text.replace('["own", "english"]', '["english", "own"]'), encoding="utf-8"
    )
    desk.build(code="ar", edition="bilingual")
    pdf = Printed((desk.output / "draft/ar/habit.bilingual.a4.ar.pdf").read_bytes())
    assert _sides(pdf) == ("en", "ar")
    width = pdf.pages[0].get_width()
    heads = [tag for tag in pdf.tags if tag.block.kind == "H1" and tag.runs]
    assert all((tag.runs[0].left > width / 2) == (tag.language == "ar") for tag in heads)


def test_the_language_leads_where_nothing_else_is_said(built: Built) -> None:
    pdf = Printed(built.file("remission.bilingual.a4.ar.pdf").read_bytes())
    assert _sides(pdf) == ("ar", "en")
    width = pdf.pages[0].get_width()
    title = next(
        tag for tag in pdf.tags if tag.block.kind == "H1" and tag.language == "ar" and tag.runs
    )
    assert title.runs[0].left > width / 2  # an Arabic page starts at the right
    assert all(run.right < width - 10 * MILLIMETRE + 1.5 for run in pdf.runs)


def _sides(pdf: Printed) -> tuple[str, ...]:
    """Tell in which order the languages of the title are read."""
    spoken = [tag.language for tag in pdf.tags if tag.block.kind == "H1" and tag.runs]
    return tuple(dict.fromkeys(spoken))
