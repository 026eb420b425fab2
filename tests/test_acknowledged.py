"""Questions a person has answered: the answer holds for exactly those two texts."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TRANSLATED
from desk import TOPIC, Desk

from handouts import acknowledged, checks, making
from handouts.errors import Refused
from handouts.findings import Finding, Severity
from handouts.language import Language
from handouts.library import Library

ASKED = Finding(
    severity=Severity.QUESTION,
    rule="negation",
    message="A negation may be lost.",
    hint="Look.",
    where="cure/title",
    catalog="remission",
    source="Am I cured? “Not yet.”",
    text="¿Estoy curado?\t\\ sí",
)


def answered(path: Path, *findings: Finding) -> list[Finding]:
    return list(
        acknowledged.answered(findings, acknowledged.load(path), path, ["remission", "labels"])
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one answer."""
    path = tmp_path / "acknowledged.toml"
    text = acknowledged.worksheet(path, [ASKED])
    path.write_text(text.replace('reason = ""', 'reason = "It is a question."'), encoding="utf-8")
    return path


def test_a_question_with_an_answer_is_acknowledged_with_the_reason(path: Path) -> None:
    (finding,) = answered(path, ASKED)
    assert (finding.severity, finding.reason) == ("acknowledged", "It is a question.")


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(replace(ASKED, text=ASKED.text + "."), id="the translation was edited"),
        pytest.param(replace(ASKED, source=ASKED.source + " "), id="the English was edited"),
        pytest.param(replace(ASKED, rule="modality-may"), id="another rule asks"),
        pytest.param(replace(ASKED, where="cure/other"), id="another message"),
        pytest.param(replace(ASKED, catalog="labels"), id="another catalog"),
        pytest.param(replace(ASKED, part="sentence 2"), id="another sentence"),
    ],
)
def test_anything_else_is_asked_again_and_the_old_answer_is_told(
    path: Path, edited: Finding
) -> None:
    found = answered(path, edited)
    assert [f.severity for f in found] == ["question", "warning"]
    assert "Delete the entry" in found[1].hint


def test_an_answer_without_a_reason_answers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "acknowledged.toml"
    path.write_text(acknowledged.worksheet(path, [ASKED]), encoding="utf-8")
    (finding,) = answered(path, ASKED)
    assert finding.severity == "question"


def test_an_error_cannot_be_acknowledged_away(path: Path) -> None:
    (finding,) = answered(path, replace(ASKED, severity=Severity.ERROR))
    assert finding.severity == "error"


def test_an_answer_of_another_topic_s_catalog_is_left_alone(path: Path) -> None:
    assert list(acknowledged.answered([], acknowledged.load(path), path, ["labels"])) == []


def test_what_was_written_stays_when_questions_are_added(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    more = acknowledged.worksheet(path, [ASKED, replace(ASKED, where="cure/other")])
    assert more.startswith(before)
    assert more.count("[[acknowledged]]") == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[[acknowledged]]\nrule = "negation"\n', id="a field is missing"),
        pytest.param("[[acknowledge]]\n", id="another name"),
        pytest.param("acknowledged = [\n", id="not TOML"),
        pytest.param("[[acknowledged]]\nrule = 2\n", id="a value of another kind"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "acknowledged.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        acknowledged.load(path)
    assert refused.value.findings[0].file.endswith("acknowledged.toml")


def test_a_file_to_which_no_entry_can_be_added_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "acknowledged.toml"
    path.write_text("acknowledged = []\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        acknowledged.worksheet(path, [ASKED])
    assert "[[acknowledged]]" in refused.value.findings[0].hint


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_shipped_answer_has_a_reason(shelf: Library, code: str) -> None:
    for answer in acknowledged.load(shelf.acknowledged(Language(code))):
        assert len(answer.reason) > 10, answer.message


def test_a_check_asks_takes_the_answer_and_asks_again_after_an_edit(desk: Desk) -> None:
    """What a translator does: an edit loses a “not”, a reason is given, then it is edited again."""
    place = "tablets/message/text"
    answers = desk.library.acknowledged(Language("es"))

    def found() -> set[str]:
        judged = checks.check_all(making.opened(desk.library, TOPIC, Language("es")))
        return {f.severity for f in judged if f.where == place and f.rule == "negation"}

    desk.say(place, "**Siga** tomando sus pastillas.")
    result = desk.run("check", "-l", "es", "--acknowledge")
    assert result.exit_code == 1
    assert "A negation may be lost" in result.stdout
    assert "Write a reason beside each question" in result.stderr
    text = answers.read_text(encoding="utf-8")
    assert found() == {"question"}
    answers.write_text(text.replace('reason = ""', 'reason = "A test."'), encoding="utf-8")
    assert found() == {"acknowledged"}
    desk.say(place, "**Siga** siempre tomando sus pastillas.")
    assert found() == {"question"}
