"""Ways to make a text look approved that is not. Each must fail, in the status and in the build."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from desk import TOPIC, Desk, edit, new_key

from handouts import acknowledged, checks, making, provenance, reviewing
from handouts.approval import Role
from handouts.dates import now
from handouts.errors import OutputUnwritable
from handouts.language import Language
from handouts.render import packet
from handouts.signoff import ledger, people, record, signatures, signing
from handouts.signoff.record import Record
from handouts.signoff.signing import Desk as SigningDesk

NOW = datetime.now().astimezone().replace(microsecond=0)


def told(desk: Desk, code: str = "es") -> str:
    """Hear what a refused release says."""
    refused = desk.build("--release", code=code)
    assert refused.exit_code == 1, refused.output
    assert not list(desk.output.glob("approved/*/*"))
    assert not desk.status(code)["approved"]
    return refused.stderr


def forge(desk: Desk, number: int, change: Callable[[dict[str, object]], object]) -> None:
    """Change a record as a careful forger would: written as the tool writes."""
    path = desk.record(number)
    values = json.loads(path.read_bytes())
    change(values)
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def backdated(desk: Desk, who: str, role: Role, when: datetime, **changes: object) -> Path:
    """Sign as the tool would have on another day, or would never."""
    case = making.opened(desk.library, TOPIC, Language("es"))
    at = SigningDesk(desk.library, case.document, when)
    reviewer = people.load(desk.library.reviewers).named(who)
    values = msgspec.to_builtins(signing.approval(at, reviewer, role))
    made = msgspec.convert({**values, **changes}, Record)
    return signing.commit(at, made, desk.key(who))


# ---------------------------------------------------------------- what was signed is changed


def change_text(desk: Desk) -> None:
    desk.say("tablets/message/text", "**No** deje de tomar sus pastilla.")


def lose_a_not(desk: Desk) -> None:
    desk.say("tablets/message/text", "Deje de tomar sus pastillas.")


def change_english(desk: Desk) -> None:
    path = desk.library.topic(TOPIC)
    text = path.read_text("utf-8").replace("Take 2 tablets each day", "Take 2 tablets every day")
    path.write_text(text, encoding="utf-8")


def change_glossary(desk: Desk) -> None:
    desk.say("terms/tumor/definition", "Un bulto.", catalog="glossary")


def change_label(desk: Desk) -> None:
    desk.say("contact/night", "Noches", catalog="labels")


def mark_fuzzy(desk: Desk) -> None:
    desk.edit(lambda po: po[2].flags.append("fuzzy"))


def hide_a_control(desk: Desk) -> None:
    desk.say("tablets/say/items/when", "Tome 2\u200b pastillas cada día.")


def turn_round(desk: Desk) -> None:
    desk.say("tablets/say/items/when", "Tome \u202e2\u202c pastillas cada día.")


def swap_look_alike(desk: Desk) -> None:
    desk.say("tablets/say/items/when", "Tome 2 pаstillas cada día.")  # a Cyrillic а


def change_version(desk: Desk) -> None:
    path = desk.library.topic(TOPIC)
    path.write_text(path.read_text("utf-8").replace('"1.0"', '"1.1"'), encoding="utf-8")


def reorder_items(desk: Desk) -> None:
    path = desk.library.topic(TOPIC)
    text = path.read_text("utf-8")
    lines = re.findall(r"^(?:when|tumor) = .*\n", text, re.MULTILINE)
    text = text.replace("".join(lines), "".join(reversed(lines)))
    path.write_text(text, encoding="utf-8")


def move_to_leaflet_only(desk: Desk) -> None:
    path = desk.library.topic(TOPIC)
    text = path.read_text("utf-8").replace('goes = ["leaflet"]', 'goes = ["leaflet", "trifold"]')
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(change_text, "habit:tablets/message/text: translation changed", id="a letter"),
        pytest.param(lose_a_not, "habit:tablets/message/text", id="a lost not"),
        pytest.param(change_english, "habit:tablets/say/items/when: English changed", id="English"),
        pytest.param(change_glossary, "glossary:terms/tumor/definition", id="glossary"),
        pytest.param(change_label, "labels:contact/night", id="a label"),
        pytest.param(mark_fuzzy, "habit:tablets/title", id="fuzzy"),
        pytest.param(hide_a_control, "habit:tablets/say/items/when", id="a hidden character"),
        pytest.param(turn_round, "habit:tablets/say/items/when", id="a bidi override"),
        pytest.param(swap_look_alike, "habit:tablets/say/items/when", id="a look-alike letter"),
        pytest.param(change_version, "version: 1.0 is now 1.1", id="version"),
        pytest.param(reorder_items, "outline: the order", id="order of the items"),
        pytest.param(move_to_leaflet_only, "outline: the order", id="where a block goes"),
    ],
)
def test_an_edit_after_sign_off_voids_it_and_is_named(
    signed: Desk, change: Callable[[Desk], None], named: str
) -> None:
    change(signed)
    assert signed.states() == ("changed since", "changed since")
    said = told(signed)
    assert f"Since the linguistic approval (record 1), {named}" in said
    assert f"Since the clinical approval (record 2), {named}" in said


def test_a_changed_figure_voids_it(desk: Desk) -> None:
    path = desk.library.topic(TOPIC)
    figure = (
        '\n[[sections.blocks]]\nkind = "figure"\nid = "road"\ngoes = ["leaflet"]\n'
        'drawing = "road"\ncaption = "A road"\nalt = "A road"\n[sections.blocks.words]\n'
    ) + "".join(
        f'{name} = "{name}"\n'
        for name in ("diagnosis", "treatment", "month", "remission", "followup", "five-years")
    )
    text = path.read_text("utf-8").replace(
        "\n[[sections.slides]]", f"{figure}\n[[sections.slides]]"
    )
    path.write_text(text, encoding="utf-8")
    desk.approve("en")
    assert desk.status("en")["approved"]
    drawing = desk.library.drawing("road")
    drawing.write_text(drawing.read_text("utf-8").replace("#1B2B34", "#1B2B35", 1), "utf-8")
    assert "figure road: the drawing changed" in told(desk, "en")


def test_a_changed_answer_to_a_question_voids_it(desk: Desk) -> None:
    desk.say("tablets/message/text", "**Siga** tomando sus pastillas.")  # no “not”: a question
    answers = desk.library.acknowledged(Language("es"))
    case = making.opened(desk.library, TOPIC, Language("es"))
    questions = [f for f in checks.check_all(case) if f.severity == "question"]
    assert {f.rule for f in questions} == {"negation"}
    text = acknowledged.worksheet(answers, questions)
    text = text.replace('reason = ""', 'reason = "Means the same."')
    answers.write_text(text, encoding="utf-8")
    desk.approve()
    assert desk.status()["approved"]
    answers.write_text(text.replace("Means the same.", "I say so."), encoding="utf-8")
    said = told(desk)
    assert "answer negation at habit:tablets/message/text" in said
    assert "given: I say so." in said


# ---------------------------------------------------------------- what voids nothing


def rewrap(desk: Desk) -> None:
    edit(desk.library, "es", TOPIC, lambda po: setattr(po, "wrapwidth", 30))


def reorder_catalog(desk: Desk) -> None:
    desk.edit(lambda po: po.reverse())


def comment(desk: Desk) -> None:
    desk.edit(lambda po: setattr(po[3], "tcomment", "Looked up again."))


def windows_lines(desk: Desk) -> None:
    path = desk.library.catalog(Language("es"), TOPIC)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def other_clinic(desk: Desk) -> None:
    desk.library.clinic.write_text('name = "A Clinic"\n', encoding="utf-8")


def other_topic(desk: Desk) -> None:
    path = desk.library.topic("second")
    path.write_bytes(desk.library.topic(TOPIC).read_bytes())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(rewrap, id="wrapped otherwise"),
        pytest.param(reorder_catalog, id="in another order"),
        pytest.param(comment, id="a translator's comment"),
        pytest.param(windows_lines, id="a catalog with Windows line endings"),
        pytest.param(other_clinic, id="the clinic's own details"),
        pytest.param(other_topic, id="another topic"),
    ],
)
def test_what_changes_no_word_voids_nothing(signed: Desk, change: Callable[[Desk], None]) -> None:
    change(signed)
    assert signed.is_approved()


# ---------------------------------------------------------------- records moved and altered


def test_a_record_copied_to_another_language_approves_nothing(signed: Desk) -> None:
    shutil.copytree(signed.folder("es"), signed.folder("ar"))
    assert "0001.json: it is about habit in es" in told(signed, "ar")


def test_a_record_rewritten_for_another_language_does_not_verify(signed: Desk) -> None:
    case = making.opened(signed.library, TOPIC, Language("ar"))
    shutil.copytree(signed.folder("es"), signed.folder("ar"))
    for number in (1, 2):
        path = signed.record(number, "ar")
        made = record.decoded(path.read_bytes())
        made = msgspec.structs.replace(
            made,
            language="ar",
            wording=case.document.wording,
            fingerprint=case.document.wording.fingerprint,
            previous="" if number == 1 else record.digest(signed.record(1, "ar").read_bytes()),
        )
        path.write_bytes(record.encoded(made))
    said = told(signed, "ar")
    assert said.count("is not valid: it was made for another language") == 2


def test_a_record_copied_to_another_topic_approves_nothing(signed: Desk) -> None:
    other_topic(signed)
    for code in ("es", "ar"):
        source = signed.library.catalog(Language(code), TOPIC)
        shutil.copy(source, signed.library.catalog(Language(code), "second"))
    shutil.copytree(signed.folder("es"), signed.folder("es", "second"))
    refused = signed.run(*("build", "-l", "es", "-t", "second", "-e", "leaflet", "--release"))
    assert refused.exit_code == 1
    assert "it is about habit in es" in refused.stderr


def test_a_record_copied_to_another_number_breaks_the_chain(signed: Desk) -> None:
    shutil.copy(signed.record(1), signed.record(3))
    shutil.copy(f"{signed.record(1)}.sig", f"{signed.record(3)}.sig")
    assert "0003.json: it says it is number 1" in told(signed)


def test_an_old_record_replayed_after_a_withdrawal_approves_nothing(signed: Desk) -> None:
    assert signed.withdraw().exit_code == 0
    for old, new in ((1, 4), (2, 5)):
        shutil.copy(signed.record(old), signed.record(new))
        shutil.copy(f"{signed.record(old)}.sig", f"{signed.record(new)}.sig")
    assert "The sign-off ledger is broken at 0004.json" in told(signed)


def test_a_replayed_record_renumbered_to_fit_does_not_verify(signed: Desk) -> None:
    assert signed.withdraw().exit_code == 0
    last = signed.record(3)
    for old, new in ((1, 4), (2, 5)):
        made = record.decoded(signed.record(old).read_bytes())
        made = msgspec.structs.replace(
            made, number=new, previous=record.digest(last.read_bytes()), signed=now()
        )
        last = signed.record(new)
        last.write_bytes(record.encoded(made))
        shutil.copy(f"{signed.record(old)}.sig", f"{last}.sig")
    assert told(signed).count("the record or its signature was changed") == 2


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(1, "0002.json: record 1 is missing", id="the first"),
        pytest.param(2, "0003.json: record 2 is missing", id="from the middle"),
    ],
)
def test_a_deleted_record_is_missed(signed: Desk, number: int, said: str) -> None:
    signed.approve()
    signed.record(number).unlink()
    Path(f"{signed.record(number)}.sig").unlink()
    assert said in told(signed)


def test_a_withdrawal_that_is_deleted_leaves_its_signature_behind(signed: Desk) -> None:
    assert signed.withdraw().exit_code == 0
    signed.record(3).unlink()
    assert "0003.json.sig: there is no record of that name" in told(signed)


@pytest.mark.parametrize("name", ["0003.json.bak", "notes.txt", "0003.JSON", "٠٠٠٣.json"])
def test_what_is_no_record_breaks_the_ledger(signed: Desk, name: str) -> None:
    """Else a withdrawal could be hidden under another name."""
    assert signed.withdraw().exit_code == 0
    signed.record(3).rename(signed.folder() / name)
    Path(f"{signed.record(3)}.sig").unlink()
    assert f"{name}: there is no record of that name" in told(signed)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_record_with_an_impossible_date_stops_nothing_else(signed: Desk, year: str) -> None:
    forge(signed, 2, lambda values: values.update(signed=f"{year}-12-31T00:00:00+00:00"))
    assert "0002.json: its dates cannot be right" in told(signed)


def test_a_pipe_in_the_ledger_is_not_waited_for(signed: Desk) -> None:
    signed.record(2).unlink()
    os.mkfifo(signed.record(2))
    assert "0002.json: it is no file of a record's size" in told(signed)


def test_the_glossary_in_another_order_voids_it(signed: Desk) -> None:
    english = "They make the [tumor](term:tumor) smaller at any [stage](term:stage)."
    spanish = "Hacen que el [tumor](term:tumor) sea menor en cualquier [etapa](term:stage)."
    path = signed.library.topic(TOPIC)
    text = path.read_text("utf-8").replace("They make the [tumor](term:tumor) smaller.", english)
    path.write_text(text, encoding="utf-8")
    signed.edit(lambda po: setattr(po[5], "msgid", english))
    signed.say("tablets/say/items/tumor", spanish)
    signed.approve()
    glossary = signed.library.glossary
    tables = re.split(r"\n(?=\[)", glossary.read_text("utf-8"))
    glossary.write_text("\n".join([tables[0], *reversed(tables[1:])]), encoding="utf-8")
    assert "order: the texts stand in another order" in told(signed)


def test_two_who_sign_at_once_do_not_write_over_one_another(desk: Desk) -> None:
    case = making.opened(desk.library, TOPIC, Language("es"))
    at = SigningDesk(desk.library, case.document, NOW)
    register = people.load(desk.library.reviewers)
    book = at.read_ledger()
    first = signing.approval(at, register.named("words"), "linguistic")
    second = signing.approval(at, register.named("doctor"), "clinical")
    ledger.add(book, first, b"the first signature")
    with pytest.raises(OutputUnwritable, match="is there already"):
        ledger.add(book, second, b"the second signature")
    assert desk.record(1).read_bytes() == record.encoded(first)
    assert Path(f"{desk.record(1)}.sig").read_bytes() == b"the first signature"


def test_a_foreign_byte_in_allowed_signers_hides_no_wildcard(signed: Desk) -> None:
    signers = signed.library.allowed_signers
    wide = f"* {new_key(signed.library.root / 'any')} caf\u00e9\n".encode("latin-1")
    signers.write_bytes(signers.read_bytes() + wide)
    assert "locales/allowed_signers lets “*” sign" in told(signed)


def test_a_draft_folder_linked_to_the_approved_one_is_refused(desk: Desk) -> None:
    (desk.output / "approved" / "es").mkdir(parents=True)
    (desk.output / "draft").mkdir()
    (desk.output / "draft" / "es").symlink_to(desk.output / "approved" / "es")
    refused = desk.build()
    assert refused.exit_code == 1
    assert "is a link to another folder" in refused.stderr
    assert not list((desk.output / "approved").rglob("*.pdf"))


def test_a_reason_cannot_pretend_to_be_another_line(signed: Desk, tmp_path: Path) -> None:
    assert signed.build().exit_code == 0
    file = tmp_path / "a.pdf"
    file.write_bytes((signed.output / "approved/es/habit.leaflet.a4.es.pdf").read_bytes())
    done = signed.withdraw(reason="x\n/a.pdf: approved and current: by all")
    assert done.exit_code == 0
    verdict = signed.run("verify", file)
    assert len(verdict.stdout.splitlines()) == 1
    assert len([line for line in told(signed).splitlines() if line.startswith("/a.pdf")]) == 0


def test_records_whose_line_endings_were_converted_are_refused(signed: Desk) -> None:
    path = signed.record(1)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "0001.json: its line endings were converted" in told(signed)


def test_git_converts_no_line_endings_of_records(desk: Desk) -> None:
    kept = (Path(__file__).parents[2] / ".gitattributes").read_text("utf-8")
    assert "locales/*/sign-offs/** -text" in kept


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        pytest.param(2, {"until": "2031-01-01"}, "the record or its signature", id="a longer life"),
        pytest.param(2, {"reviewer": None}, "broken at 0002.json", id="no reviewer"),
        pytest.param(1, {"topic": "other"}, "it is about other", id="another topic inside"),
        pytest.param(1, {"fingerprint": "0" * 64}, "its fingerprint is not", id="fingerprint"),
        pytest.param(1, {"wording": None}, "broken at 0001.json", id="no wording"),
        pytest.param(1, {"extra": 1}, "broken at 0001.json", id="an unknown field"),
        pytest.param(2, {"previous": "0" * 64}, "it does not follow", id="another chain"),
        pytest.param(2, {"number": 3}, "it says it is number 3", id="another number"),
    ],
)
def test_an_altered_record_approves_nothing(
    signed: Desk, number: int, change: dict[str, object], said: str
) -> None:
    forge(signed, number, lambda values: values.update(change))
    assert said in told(signed)


def test_a_signature_of_another_record_does_not_fit(signed: Desk) -> None:
    shutil.copy(f"{signed.record(1)}.sig", f"{signed.record(2)}.sig")
    assert "record 2) is not valid" in told(signed)


def test_a_record_without_its_signature_is_none(signed: Desk) -> None:
    Path(f"{signed.record(2)}.sig").unlink()
    assert "the policy asks for a signature, and it has none" in told(signed)


# ---------------------------------------------------------------- people who may not


@pytest.mark.parametrize(
    ("role", "who", "code", "said"),
    [
        pytest.param("clinical", "words", "es", "may not give the clinical", id="another role"),
        pytest.param(
            "clinical", "spanish", "ar", "may not give the clinical", id="another language"
        ),
        pytest.param(
            "linguistic", "office", "es", "may not give the linguistic", id="a coordinator"
        ),
        pytest.param("clinical", "writer", "es", "translated it", id="the translator"),
    ],
)
def test_who_may_not_sign_cannot(desk: Desk, role: str, who: str, code: str, said: str) -> None:
    refused = desk.sign(role, who, code)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not desk.folder(code).exists()


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("Test Reviewer <someone@example.org>", id="by name"),
        pytest.param("TEST REVIEWER", id="in capitals"),
        pytest.param("T. Reviewer <words>", id="by address"),
        pytest.param("Tеst Reviewer <x@example.org>", id="with a look-alike letter"),
        pytest.param("Reviewer, Test <a@b.example>", id="surname first"),
        pytest.param("Dr. Test Reviewer (hospital)", id="with a title"),
        pytest.param("Somebody <a@b.example>, Test Reviewer", id="beside another"),
        pytest.param("Test\u200b Reviewer", id="with a hidden character"),
    ],
)
def test_the_last_translator_approves_nothing(desk: Desk, named: str) -> None:
    desk.edit(lambda po: po.metadata.update({"Last-Translator": named}))
    refused = desk.sign("linguistic", "words")
    assert refused.exit_code == 1
    assert "nobody approves their own work" in refused.stderr


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("last-translator: Test Reviewer", id="in small letters"),
        pytest.param('Last-Translator: A\\n"\n"Last-Translator: Test Reviewer', id="twice"),
    ],
)
def test_however_the_header_is_spelled(desk: Desk, header: str) -> None:
    path = desk.library.catalog(Language("es"), TOPIC)
    text = path.read_text("utf-8").replace('"Language: es', f'"{header}\\n"\n"Language: es')
    path.write_text(text, encoding="utf-8")
    assert "nobody approves their own work" in desk.sign("linguistic", "words").stderr


def test_a_header_changed_after_signing_counts_too(signed: Desk) -> None:
    signed.edit(lambda po: po.metadata.update({"Last-Translator": "Test Reviewer"}))
    assert "Test Reviewer translated it" in told(signed)


def test_a_coordinator_who_records_one_role_cannot_sign_the_other(desk: Desk) -> None:
    reviewers = desk.library.reviewers
    text = reviewers.read_text("utf-8").replace('["coordinator"]', '["coordinator", "clinical"]')
    reviewers.write_text(text, encoding="utf-8")
    scan = desk.library.root / "scan.png"
    scan.write_bytes(b"a scan")
    wording = making.opened(desk.library, TOPIC, Language("es")).document.wording
    done = desk.run(
        *("review", "record", "es", "--role", "linguistic", "--as", "words", "--yes"),
        *("--recorded-by", "office", "--scan", scan, "--signed-on", "2026-06-01"),
        *("--fingerprint", wording.fingerprint, "--key", desk.key("office")),
    )
    assert done.exit_code == 0, done.output
    refused = desk.sign("clinical", "office")
    assert refused.exit_code == 1
    assert "This key signed the linguistic approval (record 1) too" in refused.stderr
    another = desk.library.root / "another"
    signers = desk.library.allowed_signers
    signers.write_text(signers.read_text() + f"office {new_key(another)}\n")
    assert desk.sign("clinical", "office", key=another).exit_code == 0
    assert "had a part in another role too" in told(desk)


def test_a_record_of_the_translator_s_own_approval_does_not_count(desk: Desk) -> None:
    backdated(desk, "words", "linguistic", NOW, translators=["Test Reviewer <words>"])
    assert desk.sign("clinical", "doctor").exit_code == 0
    assert "Test Reviewer translated it, and nobody approves their own work" in told(desk)


def test_one_person_in_two_roles_is_refused(desk: Desk) -> None:
    assert desk.sign("linguistic", "both").exit_code == 0
    refused = desk.sign("clinical", "both")
    assert refused.exit_code == 1
    assert "Two roles are two people" in refused.stderr


def test_one_person_under_two_names_is_refused(desk: Desk) -> None:
    """Two principals may be one person: one key shows it."""
    same = new_key(desk.library.root / "same")
    signers = desk.library.allowed_signers
    lines = [line for line in signers.read_text().splitlines() if not line.startswith("doctor ")]
    lines = [line for line in lines if not line.startswith("words ")]
    signers.write_text("\n".join((*lines, f"words {same}", f"doctor {same}")) + "\n")
    key = desk.library.root / "same"
    assert desk.sign("linguistic", "words", key=key).exit_code == 0
    refused = desk.sign("clinical", "doctor", key=key)
    assert refused.exit_code == 1
    assert "This key signed the linguistic approval (record 1) too" in refused.stderr
    assert not desk.record(2).exists()


def test_two_records_of_one_person_do_not_count(desk: Desk) -> None:
    assert desk.sign("linguistic", "both").exit_code == 0
    reviewers = desk.library.reviewers
    text = reviewers.read_text("utf-8")
    reviewers.write_text(text.replace("Third Test Reviewer", "Another Name"), encoding="utf-8")
    twin = text.replace('principal = "both"', 'principal = "twin"')
    reviewers.write_text(twin, encoding="utf-8")
    signers = desk.library.allowed_signers
    signers.write_text(signers.read_text().replace("both ssh", "twin ssh"))
    assert desk.sign("clinical", "twin", key=desk.key("both")).exit_code == 1


def test_a_reviewer_struck_off_the_list_approves_no_more(signed: Desk) -> None:
    reviewers = signed.library.reviewers
    text = reviewers.read_text("utf-8").replace('"doctor"', '"retired"')
    reviewers.write_text(text, encoding="utf-8")
    assert "doctor is not in locales/reviewers.toml" in told(signed)


def test_a_name_other_than_the_list_s_is_refused(signed: Desk) -> None:
    reviewers = signed.library.reviewers
    text = reviewers.read_text("utf-8").replace('"Second Test Reviewer"', '"Seсond Test Reviewer"')
    reviewers.write_text(text, encoding="utf-8")  # a Cyrillic с
    refused = signed.build("--release")
    assert refused.exit_code == 1
    assert "mixes letters of different scripts" in refused.stderr


def test_a_record_with_another_printed_name_does_not_count(desk: Desk) -> None:
    famous = {
        "principal": "doctor",
        "name": "Dr. Famous",
        "registration": "T 2",
        "languages": ["es"],
    }
    backdated(desk, "doctor", "clinical", NOW, reviewer=famous)
    assert desk.sign("linguistic", "words").exit_code == 0
    assert "it names “Dr. Famous”" in told(desk)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Tеst Reviewer", "mixes letters", id="a Cyrillic letter"),
        pytest.param("Test\u200b Reviewer", "hidden character: U+200B", id="a zero-width space"),
        pytest.param("Test \u202eReviewer", "hidden character: U+202E", id="a bidi override"),
        pytest.param("Test Reviewer ", "not in its usual form", id="a space at the end"),
        pytest.param("Jose\u0301", "not in its usual form", id="not composed"),
        pytest.param("test reviewer", "cannot be told apart", id="the same in small letters"),
        pytest.param("Тest Reviewer", "mixes letters", id="a Cyrillic capital"),
    ],
)
def test_names_that_are_not_what_they_seem_are_refused(desk: Desk, name: str, said: str) -> None:
    reviewers = desk.library.reviewers
    text = reviewers.read_text("utf-8")
    reviewers.write_text(text + entry("new", name), encoding="utf-8")
    refused = desk.sign("linguistic", "words")
    assert refused.exit_code == 1
    assert said in refused.stderr


def entry(principal: str, name: str) -> str:
    return (
        f'[[reviewers]]\nprincipal = "{principal}"\nname = "{name}"\n'
        'languages = ["es"]\nroles = ["clinical"]\n'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Cope Pace", "Соре Расе", id="all in Cyrillic"),
        pytest.param("Al Lee", "AI Lee", id="a capital I for an l"),
        pytest.param("Test Cope", "Test  Cope", id="two spaces"),
    ],
)
def test_two_names_that_look_alike_are_refused(desk: Desk, one: str, other: str) -> None:
    reviewers = desk.library.reviewers
    text = reviewers.read_text("utf-8") + entry("one", one) + entry("other", other)
    reviewers.write_text(text, encoding="utf-8")
    refused = desk.sign("linguistic", "words")
    assert refused.exit_code == 1
    assert "cannot be told apart" in refused.stderr


def test_allowed_signers_with_a_wildcard_lets_nobody_sign(signed: Desk) -> None:
    signers = signed.library.allowed_signers
    signers.write_text(signers.read_text() + f"* {new_key(signed.library.root / 'any')}\n")
    assert "locales/allowed_signers lets “*” sign" in told(signed)


# ---------------------------------------------------------------- keys and clocks


def with_option(desk: Desk, who: str, option: str) -> None:
    signers = desk.library.allowed_signers
    lines = signers.read_text().replace(f"{who} ssh", f"{who} {option} ssh")
    signers.write_text(lines)


def test_an_expired_key_signs_nothing(desk: Desk) -> None:
    with_option(desk, "doctor", 'valid-before="20200101"')
    refused = desk.sign("clinical", "doctor")
    assert refused.exit_code == 1
    assert "its key was not valid on that day" in refused.stderr
    assert not desk.folder().exists()


def test_an_approval_outlives_the_key_it_was_given_with(signed: Desk) -> None:
    later = (NOW + timedelta(days=1)).strftime("%Y%m%d")
    with_option(signed, "doctor", f'valid-before="{later}"')
    assert signed.is_approved()


def test_a_key_that_expired_before_the_record_voids_it(signed: Desk) -> None:
    with_option(signed, "doctor", 'valid-before="20240101"')
    assert "its key was not valid on that day" in told(signed)


def test_a_key_for_another_purpose_signs_nothing(desk: Desk) -> None:
    with_option(desk, "doctor", 'namespaces="handouts-signoff-ar"')
    refused = desk.sign("clinical", "doctor")
    assert refused.exit_code == 1
    assert "its key is for another purpose" in refused.stderr
    assert not desk.folder().exists()


def test_nobody_signs_with_another_s_key(desk: Desk) -> None:
    refused = desk.sign("clinical", "doctor", key=desk.key("words"))
    assert refused.exit_code == 1
    assert "This key cannot sign for doctor" in refused.stderr
    assert not desk.folder().exists()


def test_a_clock_set_back_signs_nothing(desk: Desk) -> None:
    backdated(desk, "words", "linguistic", NOW + timedelta(minutes=8))
    refused = desk.sign("clinical", "doctor")
    assert refused.exit_code == 1
    assert "before the last record" in refused.stderr


def test_a_record_from_before_its_predecessor_breaks_the_chain(desk: Desk) -> None:
    backdated(desk, "words", "linguistic", NOW)
    path = backdated(desk, "doctor", "clinical", NOW, signed=(NOW - timedelta(days=9)).isoformat())
    assert f"{path.name}: its time is before that of the record before it" in told(desk)


def test_a_record_from_the_future_approves_nothing(desk: Desk) -> None:
    backdated(desk, "words", "linguistic", NOW)
    backdated(desk, "doctor", "clinical", NOW + timedelta(days=30))
    assert "this computer's clock says" in told(desk)


def test_an_approval_ends(desk: Desk) -> None:
    long_ago = NOW - timedelta(days=1200)
    backdated(desk, "words", "linguistic", long_ago)
    backdated(desk, "doctor", "clinical", long_ago)
    assert desk.states() == ("expired", "expired")
    assert "The linguistic approval (record 1) expired on " in told(desk)


def test_an_approval_about_to_end_is_due_and_holds(desk: Desk) -> None:
    nearly = NOW - timedelta(days=1095 - 40)
    backdated(desk, "words", "linguistic", nearly)
    backdated(desk, "doctor", "clinical", nearly)
    assert desk.states() == ("due", "due")
    assert desk.is_approved()


def test_no_approval_lasts_longer_than_the_policy_allows(desk: Desk) -> None:
    backdated(desk, "words", "linguistic", NOW)
    backdated(desk, "doctor", "clinical", NOW, until="2039-01-01")
    assert "it lasts longer than 36 months" in told(desk)


def test_a_policy_made_stricter_ends_approvals_sooner(desk: Desk) -> None:
    then = NOW - timedelta(days=200)
    backdated(desk, "words", "linguistic", then)
    backdated(desk, "doctor", "clinical", then)
    assert desk.status()["approved"]
    settings = desk.library.settings
    settings.write_text(settings.read_text("utf-8").replace("months = 36", "months = 6"), "utf-8")
    assert desk.states() == ("expired", "expired")


# ---------------------------------------------------------------- files that pretend


def test_a_mark_copied_into_another_file_shows(signed: Desk, tmp_path: Path) -> None:
    assert signed.build().exit_code == 0
    approved = (signed.output / "approved/es/habit.leaflet.a4.es.pdf").read_bytes()
    signed.say("tablets/say/items/when", "Tome 20 pastillas cada día.")
    assert signed.build().exit_code == 1
    forged = (signed.output / "draft/es/habit.leaflet.a4.es.pdf").read_bytes()
    mark = re.compile(rb"handouts-provenance\.1\.[\w=-]+\.[0-9a-f]{64}")
    lifted = mark.search(approved)
    assert lifted
    pretender = tmp_path / "pretender.pdf"
    pretender.write_bytes(mark.sub(lifted[0], forged))
    assert "altered: it was changed after it was made" in signed.run("verify", pretender).stdout
    # Sealed again with our own function: the pages still are not those that were approved.
    blank = mark.sub(lifted[0][:-64] + provenance.NO_SEAL.encode(), forged)
    pretender.write_bytes(provenance.sealed_pdf(blank))
    signed.say("tablets/say/items/when", "Tome 2 pastillas cada día.")
    told_of = signed.run("verify", pretender)
    assert told_of.exit_code == 1
    assert "altered: its pages are not those that the approved text makes" in told_of.stdout


def test_a_mark_that_names_records_of_another_text_shows(signed: Desk, tmp_path: Path) -> None:
    assert signed.build("-l", "ar").exit_code == 0
    spanish = provenance.find((signed.output / "approved/es/habit.leaflet.a4.es.pdf").read_bytes())
    arabic = (signed.output / "draft/ar/habit.leaflet.a4.ar.pdf").read_bytes()
    assert spanish
    assert spanish.provenance
    found = provenance.find(arabic)
    assert found
    assert found.provenance
    claim = msgspec.structs.replace(found.provenance, records=spanish.provenance.records)
    mark = re.compile(rb"handouts-provenance\.1\.[\w=-]+\.[0-9a-f]{64}")
    pretender = tmp_path / "pretender.pdf"
    pretender.write_bytes(provenance.sealed_pdf(mark.sub(claim.mark().encode(), arabic)))
    assert "has no record 1 of habit" in signed.run("verify", pretender).stdout


def test_the_packet_shows_what_is_hidden(desk: Desk) -> None:
    desk.say("tablets/say/items/when", "Tome \u202e2\u202c pastillas\u200b cada día.")
    case = making.opened(desk.library, TOPIC, Language("es"))
    page = packet.html(reviewing.assemble(case, "a4", NOW, with_slides=False), desk.library)
    for code in ("U+202E", "U+202C", "U+200B"):
        assert f">{code}</b>" in page
    body = page.partition('<script type="application/json"')[0]
    assert not re.search("[\u202a-\u202e\u200b]", body)


def test_ssh_keygen_verifies_a_record_by_the_readme_s_command(signed: Desk) -> None:
    command = [signatures.program(), "-Y", "verify", "-f", str(signed.library.allowed_signers)]
    space = signatures.namespace(Language("es"))
    for number, who in ((1, "words"), (2, "doctor")):
        path = signed.record(number)
        options = ["-I", who, "-n", space, "-s", f"{path}.sig"]
        done = subprocess.run(
            [*command, *options], input=path.read_bytes(), capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert f'Good "{space}" signature for {who}'.encode() in done.stdout
