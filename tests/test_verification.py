"""What `verify` says of a file: one sentence; status 0 only where it is approved and current."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Built
from desk import Desk
from pptx import Presentation

from handouts import provenance

PDF, DECK = "habit.leaflet.a4.es.pdf", "habit.deck.es.pptx"


@pytest.fixture(scope="session")
def made(signed_library: Desk) -> dict[str, bytes]:
    """The approved leaflet and deck."""
    for edition in ("leaflet", "deck"):
        assert signed_library.build(edition=edition).exit_code == 0
    folder = signed_library.output / "approved/es"
    return {name: (folder / name).read_bytes() for name in (PDF, DECK)}


def said(desk: Desk, data: bytes, *more: str, name: str = PDF) -> str:
    file = desk.library.root.parent / name
    file.write_bytes(data)
    told = desk.run("verify", file, *more)
    assert told.exit_code == (0 if ": approved and current" in told.stdout else 1), told.output
    assert len(told.stdout.splitlines()) == 1
    return told.stdout.removeprefix(f"{file}: ").strip()


@pytest.mark.parametrize("name", [PDF, DECK])
def test_an_approved_file_is_approved_and_current(
    signed: Desk, made: dict[str, bytes], name: str
) -> None:
    assert said(signed, made[name], name=name).startswith(
        "approved and current: linguistic by Test Reviewer (record 1), "
        "clinical by Second Test Reviewer (record 2), until 20"
    )


@pytest.mark.parametrize("name", [PDF, DECK])
def test_one_changed_byte_is_seen(signed: Desk, made: dict[str, bytes], name: str) -> None:
    data = bytearray(made[name])
    place = data.find(b"slide1.xml") + 900 if name == DECK else len(data) // 2
    data[place] ^= 1
    why = "it is damaged" if name == DECK else "it was changed after it was made"
    assert said(signed, bytes(data), name=name) == f"altered: {why}."


def test_a_deck_edited_in_powerpoint_is_altered(signed: Desk, made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made[DECK]))
    deck.slides[0].shapes.title.text = "Otra cosa"
    file = io.BytesIO()
    deck.save(file)
    assert said(signed, file.getvalue(), name=DECK) == "altered: it was changed after it was made."


def test_a_draft_is_a_draft(built: Built, signed: Desk) -> None:
    for name in ("remission.leaflet.a4.ar.pdf", "remission.deck.ar.pptx"):
        told = said(signed, built.file(name).read_bytes(), name=name)
        assert (
            told
            == "draft: remission, version 1.0, in ar, its text was not approved when it was made."
        )


def two_marks(data: bytes) -> bytes:
    return data + data[data.index(b"handouts-provenance") :][:900]


@pytest.mark.parametrize(
    ("data", "state"),
    [
        pytest.param(lambda _: b"", "not ours", id="empty"),
        pytest.param(lambda _: b"hello", "not ours", id="text"),
        pytest.param(lambda _: b"%PDF-1.7\n%%EOF", "not ours", id="another PDF"),
        pytest.param(lambda _: b"PK\x03\x04broken", "not ours", id="a broken zip"),
        pytest.param(lambda data: data[: len(data) // 2], "not ours", id="cut in half"),
        pytest.param(two_marks, "altered", id="two marks"),
        pytest.param(lambda data: data.replace(b".1.ey", b".1.xx"), "altered", id="a broken mark"),
        pytest.param(lambda data: data + b"\n", "altered", id="a line more"),
    ],
)
def test_other_files(
    signed: Desk, made: dict[str, bytes], data: Callable[[bytes], bytes], state: str
) -> None:
    assert said(signed, data(made[PDF])).startswith(state)


def test_a_zip_that_unpacks_to_far_too_much_is_not_unpacked(
    signed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provenance, "MOST_BYTES", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(provenance.PROPERTIES, "x")
        bomb.writestr("ppt/media/image.bin", bytes(2_000_000))
    assert "far too large" in said(signed, file.getvalue(), name=DECK)


def test_what_is_withdrawn_is_told_even_where_the_signer_has_gone(
    signed: Desk, made: dict[str, bytes]
) -> None:
    assert signed.withdraw().exit_code == 0
    reviewers = signed.library.reviewers
    text = reviewers.read_text("utf-8").replace('"doctor"', '"retired"')
    reviewers.write_text(text, encoding="utf-8")
    assert said(signed, made[PDF]).startswith("withdrawn: on ")


def test_a_signer_struck_off_proves_nothing_any_more(signed: Desk, made: dict[str, bytes]) -> None:
    reviewers = signed.library.reviewers
    text = reviewers.read_text("utf-8").replace('"doctor"', '"retired"')
    reviewers.write_text(text, encoding="utf-8")
    assert said(signed, made[PDF]).startswith("not proven: record 2 does not hold: doctor is not")


def test_an_approval_void_for_another_reason_is_told(signed: Desk, made: dict[str, bytes]) -> None:
    signed.edit(lambda po: po.metadata.update({"Last-Translator": "Test Reviewer"}))
    assert said(signed, made[PDF]).startswith("not proven: The linguistic approval (record 1) is")


def test_a_pipe_is_no_handout(signed: Desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    told = signed.run("verify", tmp_path / "pipe.pdf")
    assert told.exit_code == 1
    assert "not ours: it is no file of a handout's size" in told.stdout


def test_a_file_that_is_not_there(signed: Desk) -> None:
    told = signed.run("verify", "gone.pdf")
    assert told.exit_code == 1
    assert told.stdout == "gone.pdf: not ours: it cannot be read (No such file or directory).\n"


def test_a_newer_approval_supersedes(signed: Desk, made: dict[str, bytes]) -> None:
    signed.approve()
    assert said(signed, made[PDF]) == (
        "approved but superseded: the same text was approved again (records 3 and 4)."
    )


def test_an_edit_supersedes(signed: Desk, made: dict[str, bytes]) -> None:
    signed.say("tablets/say/items/when", "Tome 2 pastillas al día.")
    assert said(signed, made[PDF]).startswith("approved but superseded: the text has changed")


def test_a_broken_ledger_proves_nothing(signed: Desk, made: dict[str, bytes]) -> None:
    signed.record(1).write_bytes(b"{}")
    assert said(signed, made[PDF]).startswith("not proven: The sign-off ledger is broken")


def test_another_library_s_file_is_not_ours(desk: Desk, made: dict[str, bytes]) -> None:
    assert said(desk, made[PDF]).startswith("not ours: the library at ")


def test_a_clinic_s_own_details_have_to_be_named(signed: Desk) -> None:
    clinic = signed.library.root.parent / "clinic.toml"
    clinic.write_text('name = "Test Clinic"\n', encoding="utf-8")
    assert signed.build("--clinic", str(clinic)).exit_code == 0
    data = (signed.output / "approved/es" / PDF).read_bytes()
    assert said(signed, data).startswith("not proven: it was made with another clinic's details")
    assert said(signed, data, "--clinic", str(clinic)).startswith("approved and current")


def test_other_templates_are_told_apart_from_a_forgery(
    signed: Desk, made: dict[str, bytes]
) -> None:
    style = signed.library.print_templates / "page.css"
    style.write_text(style.read_text("utf-8") + "\nh1 { color: #000 }\n", encoding="utf-8")
    assert said(signed, made[PDF]).startswith("not proven: it was made with other templates")


def test_several_files_and_json(signed: Desk, made: dict[str, bytes]) -> None:
    folder: Path = signed.library.root.parent
    for name, data in made.items():
        (folder / name).write_bytes(data)
    asked = signed.run("verify", folder / PDF, folder / DECK, "gone.pdf", "--format", "json")
    assert asked.exit_code == 1
    found = json.loads(asked.stdout)["files"]
    assert [f["state"] for f in found] == ["approved and current"] * 2 + ["not ours"]
    assert found[0]["records"] == [1, 2]
    assert found[0]["language"] == "es"


def test_a_packet_is_no_handout(signed: Desk) -> None:
    done = signed.run("review", "packet", "es", "--no-slides", "-o", signed.output)
    assert done.exit_code == 0, done.output
    data = (signed.output / "review/es/habit.packet.es.pdf").read_bytes()
    assert said(signed, data) == "draft: a packet for reviewers, not for patients."
