"""Decisions that reviewers send back: comments and fuzzy marks, and nothing else."""

import difflib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from desk import TOPIC, Desk, entry_of

from handouts import catalog
from handouts.language import Language

WHEN = "tablets/say/items/when"
TUMOR = "tablets/say/items/tumor"
ENGLISH = {
    WHEN: "Take 2 tablets each day.",
    TUMOR: "They make the [tumor](term:tumor) smaller.",
}


def decided(desk: Desk, code: str = "es", **changes: Any) -> dict[str, Any]:
    """Write a file of decisions: one text to change, one right with a comment."""
    read = catalog.read(desk.library.catalog(Language(code), TOPIC)).entries if code != "en" else {}
    messages = [
        {
            "catalog": TOPIC,
            "context": context,
            "source": ENGLISH[context],
            "text": read[context].raw if read else ENGLISH[context],
            "decision": decision,
            "comment": comment,
        }
        for context, decision, comment in (
            (WHEN, "change", "How many hours apart?\nSay so."),
            (TUMOR, "right", "Good."),
        )
    ]
    return {
        "format": "handouts decisions 1",
        "topic": TOPIC,
        "version": "1.0",
        "language": code,
        "fingerprint": "",
        "reviewer": "Test Reviewer",
        "role": "linguistic",
        "verdict": "change",
        "comment": "",
        "saved": "2026-05-01T08:00:00.000Z",
        "messages": messages,
        **changes,
    }


def take(desk: Desk, made: Any) -> Any:
    path = desk.library.root.parent / "decisions.json"
    data = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
    path.write_bytes(data)
    return desk.run("review", "import", path)


def files(desk: Desk) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in desk.library.locales.rglob("*") if p.is_file()}


def test_comments_and_fuzzy_marks_are_put_in_and_nothing_else(desk: Desk) -> None:
    path = desk.library.catalog(Language("es"), TOPIC)
    before, others = path.read_text("utf-8"), files(desk)
    done = take(desk, decided(desk))
    assert done.exit_code == 0, done.output
    after = path.read_text("utf-8")
    new = [
        line[2:] for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[0] != " "
    ]
    assert new == [
        "# Review (Test Reviewer, linguistic, 2026-05-01): needs a change: How many hours apart?",
        "#   Say so.",
        "#, fuzzy",
        "# Review (Test Reviewer, linguistic, 2026-05-01): Good.",
    ]
    assert {p for p, data in files(desk).items() if others.get(p) != data} == {path}
    po = polib.pofile(str(path))
    assert [e.msgctxt for e in po if e.fuzzy] == [WHEN]
    assert entry_of(po, TUMOR).tcomment.startswith("Review (Test Reviewer")


def test_the_same_decisions_twice_change_nothing_more(desk: Desk) -> None:
    made = decided(desk)
    assert take(desk, made).exit_code == 0
    before = files(desk)
    assert take(desk, made).exit_code == 0
    assert files(desk) == before


def test_a_second_reviewer_s_decisions_on_the_same_packet_are_taken_too(desk: Desk) -> None:
    first, second = decided(desk), decided(desk, reviewer="Second Test Reviewer", role="clinical")
    assert take(desk, first).exit_code == 0
    assert take(desk, second).exit_code == 0
    text = desk.library.catalog(Language("es"), TOPIC).read_text("utf-8")
    assert text.count("How many hours apart?") == text.count("Say so.") == 2
    assert text.count("#, fuzzy") == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="Windows line endings"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="a byte-order mark"),
        pytest.param(lambda data: data.replace(b"msgctxt", b"#, no-wrap\nmsgctxt"), id="flags"),
        pytest.param(lambda data: data.replace(b"\nmsgctxt", b"\n# mine\nmsgctxt"), id="comments"),
    ],
)
def test_every_other_byte_stays(desk: Desk, change: Callable[[bytes], bytes]) -> None:
    path = desk.library.catalog(Language("es"), TOPIC)
    before = change(path.read_bytes())
    path.write_bytes(before)
    assert take(desk, decided(desk)).exit_code == 0
    after = path.read_bytes()
    kept = [
        line for line in after.split(b"\n") if b"Review (" not in line and b"Say so" not in line
    ]
    kept = [line.replace(b"#, fuzzy, ", b"#, ") for line in kept if line.strip() != b"#, fuzzy"]
    assert b"\n".join(kept) == before
    assert (b"\r\n" in after) == (b"\r\n" in before)
    assert [e.msgctxt for e in polib.pofile(str(path)) if e.fuzzy] == [WHEN]


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param('x"\nmsgstr "Deje de tomar', id="a new line"),
        pytest.param("x\u2028msgstr \u2029y\x85z", id="other line ends"),
        pytest.param("x\rmsgstr y", id="a carriage return"),
        pytest.param("x\u202ey\x00z", id="hidden characters"),
        pytest.param("x\ufeffy", id="a byte-order mark inside"),
    ],
)
def test_no_comment_becomes_anything_but_a_comment(desk: Desk, hostile: str) -> None:
    path = desk.library.catalog(Language("es"), TOPIC)
    before = {e.msgctxt: e.msgstr for e in polib.pofile(str(path))}
    made = decided(desk, reviewer=hostile, saved=hostile)
    made["messages"][0]["comment"] = hostile
    assert take(desk, made).exit_code == 0
    assert {e.msgctxt: e.msgstr for e in polib.pofile(str(path))} == before
    assert catalog.read(path).entries[WHEN].fuzzy
    text = path.read_text("utf-8")
    assert not {"\x00", "\u202e", "\u2028", "\x85", "\r"} & set(text)


def other_text(made: dict[str, Any]) -> None:
    made["messages"][0]["text"] = "Tome 20 pastillas cada día."


def other_english(made: dict[str, Any]) -> None:
    made["messages"][1]["source"] = "They make it smaller."


def other_context(made: dict[str, Any]) -> None:
    made["messages"][0]["context"] = "tablets/gone"


def other_catalog(made: dict[str, Any]) -> None:
    made["messages"][0]["catalog"] = "../../reviewers"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(other_text, "another text than there is now", id="another translation"),
        pytest.param(other_english, "another text than there is now", id="another English"),
        pytest.param(other_context, "There is no message", id="no such message"),
        pytest.param(other_catalog, "There is no message", id="no such catalog"),
        pytest.param(lambda m: m.update(version="1.1"), "about version 1.1", id="version"),
        pytest.param(lambda m: m.update(language="de"), "has no 'habit' in 'de'", id="language"),
        pytest.param(lambda m: m.update(topic="diet"), "has no 'diet' in 'es'", id="topic"),
        pytest.param(lambda m: m.update(format="other"), "no file of decisions", id="format"),
        pytest.param(lambda m: m.update(messages=m["messages"] * 2), "decides twice", id="twice"),
        pytest.param(lambda m: m.update(messages=5), "no file of decisions", id="wrong type"),
        pytest.param(lambda m: m.update(extra=5), "no file of decisions", id="unknown field"),
        pytest.param(lambda m: m.update(comment="x" * 9000), "no file of decisions", id="too long"),
    ],
)
def test_decisions_about_something_else_are_refused_whole(
    desk: Desk, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    made, before = decided(desk), files(desk)
    change(made)
    refused = take(desk, made)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert files(desk) == before


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"\xff\xfe{}", id="another encoding"),
        pytest.param(b"[" * 100_000, id="far too deep"),
        pytest.param(b"%PDF-1.7", id="a PDF"),
        pytest.param(b" " * 20_000_001, id="far too large"),
    ],
)
def test_what_is_no_file_of_decisions_is_refused(desk: Desk, data: bytes) -> None:
    before = files(desk)
    refused = take(desk, data)
    assert refused.exit_code == 1
    assert "file of decisions" in refused.stderr
    assert files(desk) == before


def test_a_file_that_is_not_there_is_told(desk: Desk) -> None:
    refused = desk.run("review", "import", "gone.json")
    assert refused.exit_code == 1
    assert "Cannot read file of decisions" in refused.stderr


def test_decisions_on_the_english_are_told_and_nothing_is_written(desk: Desk) -> None:
    before = files(desk)
    done = take(desk, decided(desk, code="en"))
    assert done.exit_code == 0, done.output
    assert f"{TOPIC}:{WHEN}: change: How many hours apart?" in done.stdout
    assert "Nothing was written" in done.stderr
    assert files(desk) == before
