"""Keys, agents, programs and files that are not as they should be: told, and nothing written."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from desk import Desk, edit, new_key

from handouts.signoff import signatures


def ledger(desk: Desk) -> list[str]:
    return sorted(p.name for p in desk.folder().glob("*")) if desk.folder().exists() else []


def with_own_key(desk: Desk, passphrase: str) -> Path:
    """Give the clinician a key with a passphrase."""
    key = desk.library.root / "locked"
    signers = desk.library.allowed_signers
    lines = [line for line in signers.read_text().splitlines() if not line.startswith("doctor ")]
    signers.write_text("\n".join((*lines, f"doctor {new_key(key, passphrase)}")) + "\n")
    return key


def ask_pass(monkeypatch: pytest.MonkeyPatch, folder: Path, answer: str) -> None:
    """Let a program answer when ssh-keygen asks for a passphrase."""
    program = folder / "answer"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


def test_a_key_that_is_not_there(desk: Desk) -> None:
    refused = desk.sign("clinical", "doctor", key="gone")
    assert refused.exit_code == 1
    assert "There is no key file “gone”" in refused.stderr
    assert not ledger(desk)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"hello", id="text"),
        pytest.param(b"", id="an empty file"),
        pytest.param(bytes(range(256)), id="noise"),
    ],
)
def test_a_key_that_is_none(desk: Desk, data: bytes) -> None:
    key = desk.library.root / "none"
    key.write_bytes(data)
    key.chmod(0o600)
    refused = desk.sign("clinical", "doctor", key=key)
    assert refused.exit_code == 1
    assert "This file is no key; nothing was written." in refused.stderr
    assert not ledger(desk)


def test_a_wrong_passphrase(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = with_own_key(desk, "right one")
    ask_pass(monkeypatch, tmp_path, "wrong one")
    refused = desk.sign("clinical", "doctor", key=key)
    assert refused.exit_code == 1
    assert "The passphrase is wrong; nothing was written." in refused.stderr
    assert not ledger(desk)
    ask_pass(monkeypatch, tmp_path, "right one")
    assert desk.sign("clinical", "doctor", key=key).exit_code == 0


def without_key(desk: Desk) -> tuple[str, ...]:
    return ("review", "sign", "es", "--role", "clinical", "--as", "doctor", "--yes")


def test_no_agent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    refused = desk.run(*without_key(desk))
    assert refused.exit_code == 1
    assert "No private key is at hand" in refused.stderr
    assert not ledger(desk)


def test_an_agent_signs_and_a_locked_one_does_not(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = tmp_path / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        for _ in range(200):
            if socket.exists():
                break
            subprocess.run(["sleep", "0.02"], check=True)
        key = desk.library.root / "doctor"
        key.write_bytes(desk.key("doctor").read_bytes())
        key.chmod(0o600)
        subprocess.run(["ssh-add", "-q", str(key)], check=True)
        ask_pass(monkeypatch, tmp_path, "lock")
        subprocess.run(["ssh-add", "-x"], check=True, capture_output=True)
        refused = desk.run(*without_key(desk))
        assert refused.exit_code == 1
        assert "the SSH agent has none, is locked, or does not run" in refused.stderr
        assert "nothing was written" in refused.stderr
        assert not ledger(desk)
        subprocess.run(["ssh-add", "-X"], check=True, capture_output=True)
        assert desk.run(*without_key(desk)).exit_code == 0
        assert ledger(desk) == ["0001.json", "0001.json.sig"]
    finally:
        agent.terminate()
        agent.wait()


def test_without_ssh_keygen_the_way_to_get_it_is_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = desk.sign("clinical", "doctor")
    assert refused.exit_code == 1
    assert "ssh-keygen is not installed" in refused.stderr
    assert "apt-get install openssh-client" in refused.stderr
    assert "handouts review record" in refused.stderr
    assert not ledger(desk)


def test_without_ssh_keygen_no_signature_counts(
    signed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    signatures._verified.cache_clear()
    refused = signed.build("--release")
    assert refused.exit_code == 1
    assert "it cannot be checked: The program ssh-keygen is not installed" in refused.stderr


# ---------------------------------------------------------------- on paper


def scan(desk: Desk) -> Path:
    path = desk.library.root.parent / "scan.pdf"
    path.write_bytes(b"%PDF-1.4 a scan")
    return path


def fingerprint(desk: Desk) -> str:
    told = desk.run("review", "status", "-l", "es", "--format", "json")
    found = re.search(r'"fingerprint": "([0-9a-f]{64})"', told.stdout)
    assert found
    return found[1][:16]


def on_paper(desk: Desk, role: str, who: str, *more: str, by: str = "office") -> Result:
    marks = fingerprint(desk) if "--fingerprint" not in more else ""
    return desk.run(
        *("review", "record", "es", "--role", role, "--as", who, "--recorded-by", by),
        *("--scan", scan(desk), "--signed-on", "2026-06-01", "--yes"),
        *(("--fingerprint", f"{marks[:8]} {marks[8:]}") if marks else ()),
        *more,
    )


def test_a_paper_signature_needs_no_key_where_the_policy_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = desk.library.settings
    settings.write_text("[signoff]\nsignature = false\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))  # no ssh-keygen either
    for role, who in (("linguistic", "words"), ("clinical", "doctor")):
        done = on_paper(desk, role, who)
        assert done.exit_code == 0, done.output
    assert ledger(desk) == ["0001.json", "0002.json"]
    text = desk.record(1).read_text("utf-8")
    assert '"principal": "office"' in text
    assert '"scan": "' in text
    assert desk.is_approved()
    settings.write_text("[signoff]\nsignature = true\n", encoding="utf-8")
    assert desk.states() == ("not valid", "not valid")


def test_a_paper_signature_is_recorded_even_where_nothing_can_be_signed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The policy asks for a signature: the record counts once somebody has signed its file."""
    with monkeypatch.context() as bare:
        bare.setenv("PATH", str(tmp_path))
        for role, who in (("linguistic", "words"), ("clinical", "doctor")):
            done = on_paper(desk, role, who)
            assert done.exit_code == 0, done.output
        assert "the policy asks for a signature, and it has none" in done.stderr
        assert "ssh-keygen -Y sign -f KEY -n handouts-signoff-es" in done.stderr
    assert ledger(desk) == ["0001.json", "0002.json"]
    assert desk.states() == ("not valid", "not valid")
    for number in (1, 2):
        sign = ["ssh-keygen", "-Y", "sign", "-f", str(desk.key("office"))]
        space = ["-n", "handouts-signoff-es", str(desk.record(number))]
        subprocess.run([*sign, *space], check=True, capture_output=True)
    assert desk.is_approved()


def test_a_paper_signature_is_signed_by_who_records_it(desk: Desk) -> None:
    for role, who in (("linguistic", "words"), ("clinical", "doctor")):
        done = on_paper(desk, role, who, "--key", str(desk.key("office")))
        assert done.exit_code == 0, done.output
    assert desk.is_approved()
    assert desk.status()["linguistic"]["until"] == "2029-06-01"
    built = desk.build()
    assert built.exit_code == 0


@pytest.mark.parametrize(
    ("more", "by", "said", "status"),
    [
        pytest.param((), "words", "is no coordinator", 1, id="no coordinator"),
        pytest.param(("--signed-on", "2999-01-01"), "office", "has not come yet", 1, id="future"),
        pytest.param(("--scan", "gone.pdf"), "office", "Cannot read scan", 1, id="no scan"),
        pytest.param(("--fingerprint", "0" * 16), "office", "not that of the text", 2, id="other"),
        pytest.param(("--fingerprint", "12"), "office", "16 characters", 2, id="too short"),
        pytest.param(("--fingerprint", ""), "office", "16 characters", 2, id="none"),
        pytest.param(("--signed-on", "2015-01-01"), "office", "would have ended", 1, id="old"),
    ],
)
def test_a_paper_signature_that_cannot_be_recorded(
    desk: Desk, more: tuple[str, ...], by: str, said: str, status: int
) -> None:
    refused = on_paper(desk, "clinical", "doctor", "--key", str(desk.key(by)), *more, by=by)
    assert refused.exit_code == status, refused.output
    assert said in refused.stderr
    assert not ledger(desk)


# ---------------------------------------------------------------- files and questions


def test_nothing_is_signed_before_the_question_is_answered(desk: Desk) -> None:
    line = (*without_key(desk)[:-1], "--key", str(desk.key("doctor")))
    for answer in ("n\n", ""):
        assert desk.run(*line, answer=answer).exit_code == 1
        assert not ledger(desk)
    done = desk.run(*line, answer="y\n")
    assert done.exit_code == 0
    for words in ("fingerprint:", "messages", "until:", "Sign? [y/N]"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("settings", "[signoff]\nmonths = 37\n", "<= 36", id="too many months"),
        pytest.param("settings", "[signoff]\nroles = []\n", "asks for no role", id="no role"),
        pytest.param("settings", '[signoff]\nroles = ["boss"]\n', "boss", id="an unknown role"),
        pytest.param("settings", "[signoff]\nmonth = 3\n", "months", id="a misspelt name"),
        pytest.param(
            "settings", "[signoff]\nlanguages = {xx9 = []}\n", "no language", id="language"
        ),
        pytest.param("settings", "[signoff\n", "not valid TOML", id="broken settings"),
        pytest.param("reviewers", "[[reviewers]]\nname = 5\n", "Expected `str`", id="a number"),
        pytest.param("reviewers", "[[reviewers\n", "not valid TOML", id="broken list"),
        pytest.param("reviewers", "", "names nobody yet", id="an empty list"),
    ],
)
def test_settings_and_lists_that_cannot_be_used(
    desk: Desk, name: str, text: str, said: str
) -> None:
    getattr(desk.library, name).write_text(text, encoding="utf-8")
    refused = desk.sign("clinical", "doctor")
    assert refused.exit_code in (1, 2)
    assert said in refused.stderr
    assert "Traceback" not in refused.output
    assert not ledger(desk)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{}", id="no record"),
        pytest.param(b"[" * 100_000, id="far too deep"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b'{"number": "one"}', id="wrong type"),
    ],
)
def test_an_unreadable_ledger_approves_nothing_and_takes_no_record(
    signed: Desk, data: bytes
) -> None:
    signed.record(2).write_bytes(data)
    for code in ("status", "changes", "build"):
        line = {"status": ("-l", "es"), "changes": ("es",)}
        told = (
            signed.run("review", code, *line[code]) if code in line else signed.build("--release")
        )
        assert "Traceback" not in told.output
    assert not signed.status()["approved"]
    refused = signed.sign("clinical", "doctor")
    assert refused.exit_code == 1
    assert "The sign-off ledger is broken at 0002.json" in refused.stderr
    assert len(ledger(signed)) == 4


def test_what_has_an_error_is_not_signed(desk: Desk) -> None:
    edit(desk.library, "es", "habit", lambda po: setattr(po[4], "msgstr", ""))
    refused = desk.sign("clinical", "doctor")
    assert refused.exit_code == 1
    assert "Not translated" in refused.stderr
    assert not ledger(desk)


SIGN = ("sign", "es", "--role", "clinical", "--as")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(("sign", "xx", *SIGN[2:], "doctor"), "no language", id="language"),
        pytest.param((*SIGN[:3], "boss", "--as", "doctor"), "boss", id="role"),
        pytest.param((*SIGN, "doctr"), "“doctor”", id="person"),
        pytest.param((*SIGN, "doctor", "-t", "x"), "no topic", id="topic"),
        pytest.param(("packet", "xx"), "no language", id="packet"),
        pytest.param(("changes", "xx"), "no language", id="changes"),
        pytest.param(("stat",), "stat", id="command"),
    ],
)
def test_a_name_that_does_not_exist_is_wrong_use(
    desk: Desk, line: tuple[str, ...], said: str
) -> None:
    refused = desk.run("review", *line)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_made_up_language_cannot_be_signed(desk: Desk) -> None:
    assert desk.run("catalog", "pseudo").exit_code == 0
    refused = desk.sign("clinical", "both", code="en_XA")
    assert refused.exit_code == 2
    assert "made up" in refused.stderr


@pytest.mark.parametrize(
    ("who", "reason", "said"),
    [
        pytest.param("doctor", " ", "needs a reason", id="no reason"),
        pytest.param("doctor", "Wrong.", "no approval to withdraw", id="nothing approved"),
    ],
)
def test_a_withdrawal_that_cannot_be(desk: Desk, who: str, reason: str, said: str) -> None:
    refused = desk.withdraw(who, reason)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not ledger(desk)


def test_a_withdrawal_needs_no_key_in_haste(signed: Desk) -> None:
    line = ("review", "withdraw", "es", "--as", "doctor", "--reason", "Wrong dose.", "--yes")
    assert signed.run(*line, "--unsigned").exit_code == 0
    assert signed.states() == ("withdrawn", "withdrawn")
    signed.approve()
    assert signed.is_approved()
