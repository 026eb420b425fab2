"""What the library says of its approvals, in words and as JSON."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import SHIPPED, TRANSLATED, Built, Run
from desk import TOPIC, Desk
from pptx import Presentation

from handouts import making
from handouts.language import Language
from handouts.library import Library


def test_the_shipped_library_holds_no_approval(shelf: Library, run: Run) -> None:
    assert not list(shelf.locales.glob("*/sign-offs"))
    assert not re.search(r"^[^#\n]", shelf.reviewers.read_text("utf-8"), re.MULTILINE)
    assert not re.search(r"^[^#\n]", shelf.allowed_signers.read_text("utf-8"), re.MULTILINE)
    asked = run("review", "status", "--format", "json")
    assert asked.exit_code == 0, asked.stderr
    (topic,) = json.loads(asked.stdout)["topics"]
    assert [row["language"] for row in topic["languages"]] == [Language(c).tag for c in SHIPPED]
    for row in topic["languages"]:
        assert not row["approved"]
        assert {role["state"] for role in row["roles"].values()} == {"never"}


def test_the_shipped_library_says_so_everywhere(built: Built, shelf: Library) -> None:
    assert {path.parts[-3] for path in built.folder.rglob("*.p*") if path.is_file()} == {"draft"}
    assert "Drafts are not approved" in built.stderr
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert "**Everything shipped is a draft.**" in readme
    for path in (p for code in TRANSLATED for p in shelf.locales.glob(f"{code}/LC_MESSAGES/*.po")):
        assert "X-Sign-Off: draft: not reviewed, not approved" in path.read_text("utf-8"), path


def test_the_table_says_where_each_role_stands(signed: Desk) -> None:
    told = signed.run("review", "status")
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0] == f"{TOPIC}:"
    assert re.fullmatch(r"language +linguistic +clinical", lines[1])
    assert re.fullmatch(r"en +English +draft +never +never", lines[2])
    until = r"approved until \d{4}-\d\d-\d\d"
    assert any(re.fullmatch(rf"es +Spanish +approved +{until} +{until}", line) for line in lines)
    assert "Source “Made up”: review due 2036-01-01" in told.stdout
    assert signed.withdraw().exit_code == 0
    assert re.search(
        r"es +Spanish +draft +withdrawn +withdrawn", signed.run("review", "status").stdout
    )


def test_json_says_it_all(signed: Desk) -> None:
    signed.say("tablets/say/items/when", "Tome 2 pastillas al día.")
    asked = signed.run("review", "status", "-l", "es", "--format", "json")
    (topic,) = json.loads(asked.stdout)["topics"]
    assert topic["source"]["due"] == "2036-01-01"
    assert topic["source"]["days_left"] > 1000
    (row,) = topic["languages"]
    role = row["roles"]["clinical"]
    assert (role["state"], role["by"], role["number"]) == (
        "changed since",
        "Second Test Reviewer",
        2,
    )
    assert role["changed"] == [f"{TOPIC}:tablets/say/items/when"]


def test_changes_as_json_have_both_texts_and_their_neighbours(signed: Desk) -> None:
    signed.say("tablets/say/items/when", "Tome 2 pastillas al día.")
    asked = signed.run("review", "changes", "es", "--format", "json")
    (change,) = json.loads(asked.stdout)["changes"]["clinical"]
    assert change["was"] == "Tome 2 pastillas cada día."
    assert change["now"] == "Tome 2 pastillas al día."
    assert change["before"] == "**No** deje de tomar sus pastillas."
    assert change["after"] == "Hacen que el [tumor](term:tumor) sea más pequeño."


def test_english_is_approved_the_same_way(desk: Desk) -> None:
    desk.approve("en")
    assert desk.is_approved("en")
    assert desk.states("es") == ("never", "never")


def test_a_language_may_need_other_roles(desk: Desk) -> None:
    settings = desk.library.settings
    text = settings.read_text("utf-8") + '[signoff.languages]\nen = ["clinical"]\n'
    settings.write_text(text, encoding="utf-8")
    assert desk.sign("clinical", "doctor", "en").exit_code == 0
    assert desk.is_approved("en")
    assert "not asked" in desk.run("review", "status").stdout


def test_an_approved_page_says_who_approved_it_and_a_draft_that_nobody_has(signed: Desk) -> None:
    for edition in ("leaflet", "deck"):
        assert signed.build(edition=edition).exit_code == 0
    case = making.opened(signed.library, TOPIC, Language("es"))
    assert case.document.is_draft
    leaflet = signed.output / "approved/es/habit.leaflet.a4.es.pdf"
    assert leaflet.exists()
    assert (signed.output / "approved/es/habit.deck.es.pptx").exists()
    manifest = json.loads((signed.output / "manifest.json").read_text("utf-8"))
    for entry in manifest["artifacts"]:
        assert (entry["status"], entry["records"]) == ("approved", [1, 2])
        assert entry["fingerprint"] == case.document.wording.fingerprint


@pytest.mark.parametrize("edition", ["leaflet", "deck"])
def test_a_build_of_another_language_takes_away_what_lapsed(signed: Desk, edition: str) -> None:
    assert signed.build(edition=edition).exit_code == 0
    (made,) = signed.output.glob("approved/es/*")
    assert signed.build(code="en").exit_code == 0
    assert made.exists()
    assert signed.withdraw().exit_code == 0
    done = signed.build(code="en")
    assert done.exit_code == 0
    assert f"{made.name} is not approved any more, and was taken away." in done.stderr
    assert not made.exists()


def test_an_edited_file_among_the_approved_is_told_and_kept(signed: Desk) -> None:
    assert signed.build(edition="deck").exit_code == 0
    (made,) = signed.output.glob("approved/es/*")
    deck: Any = Presentation(str(made))
    deck.slides[0].shapes.title.text = "Otra cosa"
    deck.save(str(made))
    done = signed.build(code="en")
    assert done.exit_code == 1
    assert "lies among the approved files and was not made as it is now" in done.stderr
    assert made.exists()


def test_a_release_makes_what_is_approved_and_refuses_the_rest(signed: Desk) -> None:
    refused = signed.build("-l", "ar", "--release")
    assert refused.exit_code == 1
    assert [p.name for p in signed.output.rglob("*.pdf")] == ["habit.leaflet.a4.es.pdf"]
    assert "[ar] The clinical approval is missing." in refused.stderr
