"""What an approval is bound to, and what it is not."""

from pathlib import Path

from desk import TOPIC, Desk

from handouts import making, wording
from handouts.language import Language
from handouts.signoff import record


def test_a_change_of_our_own_code_voids_no_approval(desk: Desk) -> None:
    """If this digest changes, every approval there is becomes void: find out why."""
    topic = making.opened(desk.library, TOPIC, Language("es")).sources.topic
    assert wording.outline(topic) == (
        "e92a193f9a646506cf77685525aca9a03898e638f553ade4ac4f8ee6eef78403"
    )


def test_a_record_comes_back_as_it_was_written(signed: Desk) -> None:
    for number in (1, 2):
        data = signed.record(number).read_bytes()
        assert record.encoded(record.decoded(data)) == data


def test_a_record_holds_the_whole_text_that_was_approved(signed: Desk) -> None:
    case = making.opened(signed.library, TOPIC, Language("es"))
    approved = record.decoded(signed.record(1).read_bytes()).wording
    assert approved == case.document.wording
    assert approved is not None
    said = {message.key: message for message in approved.messages}
    assert said[TOPIC, "tablets/message/text"].text == "**No** deje de tomar sus pastillas."
    assert said[TOPIC, "tablets/message/text"].source == "Do **not** stop your tablets."


def test_of_the_glossary_it_has_the_terms_that_the_topic_uses(desk: Desk) -> None:
    found = making.opened(desk.library, TOPIC, Language("es")).document.wording
    terms = {said.context.split("/")[1] for said in found.messages if said.catalog == "glossary"}
    assert terms == {"tumor"}


def test_a_library_of_one_s_own_keeps_git_from_touching_records(desk: Desk, tmp_path: Path) -> None:
    assert desk.run("init", tmp_path / "own").exit_code == 0
    kept = (tmp_path / "own" / ".gitattributes").read_text("ascii")
    assert "locales/*/sign-offs/** -text" in kept
