"""Files that translators' programs wrote: read as those programs do, and given back as they were.

In tests/po_files the same catalog was written by hand (text_editor.po), by GNU msgcat 0.21
(gettext.po; with --width=98 gettext_98_columns.po), by translate-toolkit 3.20, with which Weblate
writes (weblate.po), and by opening and saving it in Poedit 3.2 (poedit.po).
"""

import io
import random
import subprocess
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po
from conftest import TRANSLATED, require

from handouts import catalog
from handouts.catalog import Catalog
from handouts.content import Says
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library
from handouts.walk import Message

SPANISH = Language("es")
FILES = sorted((Path(__file__).parent / "po_files").glob("*.po"))
STOP = "Stop your tablets"
LONG = (
    "Keep taking your medicine until your care team tells you to stop, even if you feel well, "
    "because the illness can come back."
)
LINES = 'First line\nSecond "quoted" line\twith a tab and a \\ backslash'


def message(context: str, text: str, was: str = "") -> Message:
    return Message(context, text, Says("running text"), (), was)


ALL = (
    message("tablets/stop", STOP),
    message("tablets/dose", "Take two tablets"),
    message("tablets/long", LONG),
    message("tablets/lines", LINES),
    message("tablets/empty", "Rest"),
)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one of the files."""
    path = tmp_path / "topic.po"
    path.write_bytes(request.param.read_bytes())
    return path


def block(path: Path, context: str) -> str:
    """The lines of one entry, as they stand."""
    entries = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n\n")
    return next(entry.strip("\n") for entry in entries if f'msgctxt "{context}"' in entry)


def test_it_is_read_as_polib_and_babel_read_it(file: Path) -> None:
    ours = catalog.read(file)
    assert held(ours) == said_by_polib(file) == said_by_babel(file)
    assert ours.header["X-Clinic"] == "Ward 7"
    assert ours.obsolete == 2


def held(book: Catalog) -> dict[str, tuple[str, str, bool]]:
    return {context: (e.source, e.raw, e.fuzzy) for context, e in book.entries.items()}


def said_by_polib(path: Path) -> dict[str, tuple[str, str, bool]]:
    po = polib.pofile(path.read_text(encoding="utf-8"))
    return {e.msgctxt: (e.msgid, e.msgstr, e.fuzzy) for e in po if not e.obsolete and e.msgctxt}


def said_by_babel(path: Path) -> dict[str, tuple[str, str, bool]]:
    text = path.read_text(encoding="utf-8").replace("#~|", "#")  # Babel stops at this one
    parsed = read_po(io.StringIO(text), abort_invalid=True)
    return {str(m.context): (str(m.id), str(m.string), m.fuzzy) for m in parsed if m.context}


def test_what_a_merge_does_not_change_keeps_every_byte(file: Path) -> None:
    before = {m.context: block(file, m.context) for m in ALL if m.context != "tablets/stop"}
    header = file.read_text(encoding="utf-8").split("\n\n")[0]
    catalog.merge(file, (message("tablets/stop", "Do not stop your tablets"), *ALL[1:]), SPANISH)
    for context, lines in before.items():
        notes_apart = [line for line in lines.split("\n") if not line.startswith("#.")]
        kept = [line for line in block(file, context).split("\n") if not line.startswith("#.")]
        assert kept == notes_apart
    assert file.read_text(encoding="utf-8").startswith(header)
    assert "# Was on page 2." in file.read_text(encoding="utf-8")
    assert '#~| msgid "Drink"' in file.read_text(encoding="utf-8")


def test_a_second_merge_changes_no_byte(file: Path) -> None:
    catalog.merge(file, ALL, SPANISH)
    before = file.read_bytes()
    assert not catalog.merge(file, ALL, SPANISH)
    assert file.read_bytes() == before


def test_gettext_reads_what_a_merge_wrote(file: Path) -> None:
    catalog.merge(file, (message("tablets/stop", "Halt"), *ALL[2:]), SPANISH)
    checked = subprocess.run(
        [require("msgfmt"), "--check", "--output-file=-", str(file)],
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr.decode()
    assert said_by_polib(file) == held(catalog.read(file))


def test_new_english_keeps_the_old_translation_its_notes_and_the_old_english(file: Path) -> None:
    changed = LONG.replace("Keep taking", "Never stop taking")
    catalog.merge(file, (*ALL[:2], message("tablets/long", changed), *ALL[3:]), SPANISH)
    entry = next(e for e in polib.pofile(str(file)) if e.msgctxt == "tablets/long")
    assert (entry.msgid, entry.previous_msgid, entry.fuzzy) == (changed, LONG, True)
    assert entry.msgstr.startswith("Siga tomando")


def test_a_fuzzy_entry_whose_english_changes_again_keeps_its_first_english(file: Path) -> None:
    three = message("tablets/dose", "Take three tablets")
    catalog.merge(file, (ALL[0], three, *ALL[2:]), SPANISH)
    entry = next(e for e in polib.pofile(str(file)) if e.msgctxt == "tablets/dose")
    assert (entry.msgid, entry.previous_msgid) == ("Take three tablets", "Take one tablet")
    assert entry.flags == ["fuzzy", "no-wrap"]
    assert "Ask the ward" in entry.tcomment


def test_what_is_gone_and_comes_back_is_as_it_was(file: Path) -> None:
    catalog.merge(file, ALL, SPANISH)
    before = {m.context: without_references(block(file, m.context)) for m in ALL}
    catalog.merge(file, ALL[2:], SPANISH)
    assert "tablets/dose" not in catalog.read(file).entries
    catalog.merge(file, ALL, SPANISH)
    assert {m.context: block(file, m.context) for m in ALL} == before


def without_references(lines: str) -> str:
    """An entry without the places in source files, which an obsolete entry has no more."""
    return "\n".join(line for line in lines.split("\n") if not line.startswith("#:"))


def test_a_text_that_moved_takes_its_translation_along(file: Path) -> None:
    moved = message("pills/stop", STOP, was="tablets/stop")
    catalog.merge(file, (moved, *ALL[1:]), SPANISH)
    book = catalog.read(file)
    assert book.look_up(moved) == "Deje de tomar sus pastillas"
    assert "tablets/stop" not in book.entries


def test_a_text_that_moved_and_changed_is_fuzzy(file: Path) -> None:
    moved = message("pills/stop", "Do not stop your pills", was="tablets/stop")
    catalog.merge(file, (moved, *ALL[1:]), SPANISH)
    entry = next(e for e in polib.pofile(str(file)) if e.msgctxt == "pills/stop")
    assert (entry.fuzzy, entry.previous_msgid) == (True, STOP)
    assert catalog.read(file).look_up(moved) is None


def test_a_move_that_is_declared_late_still_brings_the_translation(file: Path) -> None:
    catalog.merge(file, (message("pills/stop", STOP), *ALL[1:]), SPANISH)
    late = message("pills/stop", STOP, was="tablets/stop")
    assert catalog.read(file).look_up(late) is None
    catalog.merge(file, (late, *ALL[1:]), SPANISH)
    assert catalog.read(file).look_up(late) == "Deje de tomar sus pastillas"


def test_a_place_that_still_stands_gives_nothing_away(file: Path) -> None:
    copied = message("pills/stop", STOP, was="tablets/stop")
    catalog.merge(file, (copied, *ALL), SPANISH)
    book = catalog.read(file)
    assert book.look_up(copied) is None
    assert book.look_up(ALL[0]) == "Deje de tomar sus pastillas"


def test_a_retired_entry_with_plural_forms_is_never_revived(file: Path) -> None:
    plural = '#~ msgctxt "pills/count"\n#~ msgid "pill"\n#~ msgid_plural "pills"\n'
    plural += '#~ msgstr[0] "pastilla"\n#~ msgstr[1] "pastillas"\n'
    file.write_text(file.read_text(encoding="utf-8") + "\n" + plural, encoding="utf-8")
    catalog.merge(file, (*ALL, message("pills/count", "pill")), SPANISH)
    assert catalog.read(file).entries["pills/count"].text == ""
    assert '#~ msgid_plural "pills"' in file.read_text(encoding="utf-8")


def test_line_ends_of_windows_stay(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    catalog.merge(file, ALL, SPANISH)
    data = file.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert held(catalog.read(file))["tablets/lines"][1].startswith("Primera línea\nSegunda")


# ---------------------------------------------------------------- what is refused, and where

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = 'msgctxt "a"\nmsgid "A"\nmsgstr "B"\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('msgctxt "a"\nmsgstr "B"\nmsgid "A"\n', 5, id="translation before text"),
        pytest.param('msgid "A"\nmsgctxt "a"\nmsgstr "B"\n', 4, id="context after text"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgid "A2"\nmsgstr "B"\n', 5, id="two texts"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "B"\nmsgstr "C"\n', 7, id="two translations"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr[0] "B"\n', 6, id="a plural form alone"),
        pytest.param(
            'msgctxt "a"\nmsgid "A"\nmsgid_plural "As"\nmsgstr[0] "B"\nmsgstr[1] "C"\n',
            4,
            id="plural forms, which no text has",
        ),
        pytest.param('"loose"\n', 4, id="a string that belongs to nothing"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "B\\q"\n', 6, id="an unknown escape"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "B\\"\n', 6, id="a quote escaped away"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "B" "C"\n', 6, id="two strings in a line"),
        pytest.param('msgctxt "a"\nmsgid "A"\n\nmsgstr "B"\n', 5, id="an entry cut in two"),
        pytest.param('msgctxt "a"\n#~ msgid "A"\nmsgstr "B"\n', 5, id="half obsolete"),
        pytest.param('#| msgid "A\nmsgctxt "a"\nmsgid "A"\nmsgstr "B"\n', 4, id="previous text"),
        pytest.param('domain "x"\n' + GOOD, 4, id="another domain"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "B\u2028C"\n', 6, id="a line separator"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "B\x00"\n', 6, id="a null character"),
        pytest.param('msgctxt "a"\rmsgid "A"\nmsgstr "B"\n', 4, id="a bare carriage return"),
        pytest.param("<<<<<<< HEAD\n" + GOOD, 4, id="a conflict marker"),
        pytest.param(GOOD + "\n" + HEADER, 8, id="a second header"),
        pytest.param("#=, fuzzy\n" + GOOD, 4, id="a fuzzy flag that would be lost"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line_and_left_alone(
    tmp_path: Path, text: str, line: int
) -> None:
    path = tmp_path / "topic.po"
    path.write_bytes((HEADER + text).encode())
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        catalog.merge(path, (message("a", "A"),), SPANISH)
    assert refused.value.findings[0].line == line
    assert refused.value.findings[0].hint
    assert path.read_bytes() == before


def test_a_file_of_rubbish_is_refused_at_once_and_briefly(tmp_path: Path) -> None:
    path = tmp_path / "topic.po"
    path.write_bytes("msgid\n".encode("utf-16-le") * 40_000)
    with pytest.raises(Refused) as refused:
        catalog.read(path)
    assert 0 < len(refused.value.findings) <= 100


MUTATIONS = 10_000
SHARES = 4  # parts of them, so that they are tried at the same time
PIECES = (
    *(b'"', b"\\", b"\n", b"\r", b"#", b"#~ ", b"#| ", b"#, fuzzy\n", b"#=, fuzzy\n", b"msgid "),
    *(
        b"msgstr ",
        b'msgctxt "tablets/stop"\n',
        b"msgstr[0] ",
        b"\x00",
        b"\xff\xfe",
        b"\xe2\x80\xa8",
    ),
    *(b'""\n', b"\n\n", b"charset=latin1", b"no ", "٢٠".encode(), b"<<<<<<< HEAD\n"),
)


@pytest.mark.parametrize("share", range(SHARES))
def test_any_bytes_are_read_as_other_programs_read_them_or_refused(
    tmp_path: Path, share: int
) -> None:
    """10,000 broken files: none misread, none harmed, no other exception, no hang."""
    chance = random.Random(20261122 + share)
    originals = [path.read_bytes() for path in FILES]
    path = tmp_path / "topic.po"
    read = refused = 0
    for _ in range(MUTATIONS // SHARES):
        data = mutated(chance.choice(originals), chance)
        path.write_bytes(data)
        faults, book = tried(path)
        assert all(fault.file and fault.hint for fault in faults)
        if book:
            read += 1
            assert held(book) == said_by_others(path), data
        else:
            refused += 1
            assert any(fault.line for fault in faults), data
        assert path.read_bytes() == data
    print(f"{read} read as polib or Babel reads them, {refused} refused with a line")
    assert min(read, refused) > MUTATIONS / SHARES / 20


def said_by_others(path: Path) -> dict[str, tuple[str, str, bool]]:
    """What polib reads; Babel where polib takes a comment that begins with a quote for a text."""
    try:
        return said_by_polib(path)
    except OSError:
        return said_by_babel(path)


def tried(path: Path) -> tuple[tuple[Finding, ...], Catalog | None]:
    """Read a catalog; answer what is wrong with it, or the catalog."""
    try:
        return (), catalog.read(path)
    except Refused as refused:
        return refused.findings, None


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Spoil a file once to three times: cut, doubled, swapped or new bytes, lines moved."""
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + data[min(to, at + chance.randint(1, 40)) :]
            case 2:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 3:
                lines = data.split(b"\n")
                moved = lines.pop(chance.randrange(len(lines)))
                lines.insert(chance.randrange(len(lines) + 1), moved)
                data = b"\n".join(lines)
            case 4:
                data = data[:to] + data[at:to] + data[to:]
            case _:
                lines = data.split(b"\n")
                twice = chance.randrange(len(lines))
                data = b"\n".join([*lines[:twice], lines[twice], *lines[twice:]])
        data = data or b"\n"
    return data


# ---------------------------------------------------------------- the shipped catalogs


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_shipped_catalog_is_read_as_polib_and_babel_read_it(shelf: Library, code: str) -> None:
    for domain in ("remission", "glossary", "labels"):
        path = shelf.catalog(Language(code), domain)
        assert held(catalog.read(path)) == said_by_polib(path) == said_by_babel(path)
