"""Whether a deck is approved that is shorter, has English notes, or an own template."""

from pathlib import Path

import hospital
import pytest
from desk import Desk
from pptx import Presentation


def build(desk: Desk, *more: str) -> Path:
    """Build the Spanish deck; answer where it is put."""
    done = desk.build(*more, edition="deck")
    assert done.exit_code == 0, done.output
    (made,) = done.stdout.splitlines()
    return Path(made).relative_to("output")


@pytest.fixture
def own(signed: Desk) -> Path:
    path = signed.library.root.parent / "hospital.pptx"
    path.write_bytes(hospital.template())
    return path


def test_a_short_deck_of_an_approved_text_is_approved_and_verified(desk: Desk) -> None:
    topic = desk.library.topic("habit")
    marked = topic.read_text("utf-8").replace(
        "[[sections]]\n", '[[sections]]\nsessions = ["short"]\n'
    )
    topic.write_text(marked, encoding="utf-8")
    desk.approve()
    made = build(desk, "--length", "short", "--release")
    assert made == Path("approved/es/habit.deck.short.es.pptx")
    told = desk.run("verify", desk.output / made)
    assert told.exit_code == 0, told.output
    assert "approved and current" in told.output


def test_notes_in_english_too_need_the_english_approved(signed: Desk) -> None:
    name = "habit.deck.bilingual.es.pptx"
    assert build(signed, "--notes", "bilingual") == Path("draft/es") / name
    signed.approve("en")
    made = build(signed, "--notes", "bilingual", "--release")
    assert made == Path("approved/es") / name
    told = signed.run("verify", signed.output / made)
    assert told.exit_code == 0, told.output
    signed.withdraw(code="en")
    assert "withdrawn" in signed.run("verify", signed.output / made).output


def test_the_approved_deck_stays_where_a_draft_with_english_notes_is_made(signed: Desk) -> None:
    plain = build(signed, "--release")
    build(signed, "--notes", "bilingual")
    assert (signed.output / plain).exists()


def test_a_deck_on_an_own_template_is_verified_with_that_template(signed: Desk, own: Path) -> None:
    made = signed.output / build(signed, "--template", str(own), "--release")
    assert made.parent.parent.name == "approved"
    told = signed.run("verify", made)
    assert told.exit_code == 1
    assert "not proven: it was made with other templates: name its --template" in told.output
    assert signed.run("verify", made, "--template", own).exit_code == 0


def test_a_draft_s_mark_goes_from_an_approved_deck_the_master_s_too(signed: Desk) -> None:
    deck = Presentation(str(signed.output / build(signed, "--release")))
    master = deck.slide_master
    for part in (master, *master.slide_layouts, *deck.slides):
        assert not [s for s in part.shapes if s.has_text_frame and "Draft" in s.text_frame.text]
