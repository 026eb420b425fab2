"""Catalogs: read strictly, looked up and merged by context, a translator's work kept."""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import polib
import pytest
from babel.messages.frontend import CommandLineInterface
from conftest import TRANSLATED, Run, require

from handouts import catalog, walk
from handouts.catalog import Catalog, Entry
from handouts.content import Says
from handouts.document import Sources
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library
from handouts.reading import write_text
from handouts.walk import Message

SPANISH = Language("es")
DOMAINS = ("remission", "glossary", "labels")

HEADER = """\
# Spanish for the clinic.
msgid ""
msgstr ""
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Reviewed-By: A. Nurse\\n"

"""
STOP = """\
msgctxt "tablets/stop"
msgid "Stop your tablets"
msgstr "Deje sus pastillas"

"""
REST = """\
msgctxt "rest"
msgid "Rest"
msgstr "Descanse"

"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a catalog file of a header and entries."""

    def written(*entries: str, header: str = HEADER) -> Path:
        path = tmp_path / "topic.po"
        path.write_bytes("".join((header, *entries)).encode())
        return path

    return written


def message(context: str, text: str) -> Message:
    return Message(context, text, Says("running text"), ())


def merged(path: Path, *messages: Message) -> bool:
    return catalog.merge(path, messages, SPANISH)


def faults(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refused:
        catalog.read(path)
    return refused.value.findings


def retired(entry: str) -> str:
    """Write an entry as gettext keeps one that is no longer used."""
    return "".join(f"#~ {line}\n" for line in entry.splitlines() if line) + "\n"


def entry(path: Path, context: str) -> polib.POEntry:
    """Find an entry by its context; two of them, or none, is a fault."""
    (found,) = (e for e in polib.pofile(str(path)) if e.msgctxt == context)
    return found


# ---------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    ("book", "answer"),
    [
        pytest.param(Entry("Stop", "Deje", fuzzy=False, line=1), "Deje", id="translated"),
        pytest.param(Entry("Stop", "Deje", fuzzy=True, line=1), None, id="fuzzy"),
        pytest.param(Entry("Stop", "", fuzzy=False, line=1), None, id="empty"),
        pytest.param(Entry("Do not stop", "No deje", fuzzy=False, line=1), None, id="stale"),
    ],
)
def test_only_a_translation_of_exactly_this_text_is_trusted(book: Entry, answer: str) -> None:
    shelf = Catalog(Path("topic.po"), {"tablets/stop": book})
    assert shelf.look_up(message("tablets/stop", "Stop")) == answer
    assert shelf.look_up(message("other/place", "Stop")) is None


def test_the_same_english_in_two_places_has_two_translations(write: Write) -> None:
    other = REST.replace('"rest"', '"sleep"').replace("Descanse", "Duerma")
    book = catalog.read(write(REST, other))
    assert book.look_up(message("rest", "Rest")) == "Descanse"
    assert book.look_up(message("sleep", "Rest")) == "Duerma"


def test_an_obsolete_entry_answers_nothing(write: Write) -> None:
    book = catalog.read(write(STOP, retired(REST)))
    assert set(book.entries) == {"tablets/stop"}


def test_the_previous_text_of_an_obsolete_entry_is_no_fault(write: Write) -> None:
    old = '#, fuzzy\n#~| msgctxt "old"\n#~| msgid "Older"\n' + retired(REST.replace("rest", "old"))
    book = catalog.read(write(STOP, old))
    assert set(book.entries) == {"tablets/stop"}


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("bad", "marker"),
    [
        pytest.param('msgctxt "a"\nmsgid "A"\nrubbish\nmsgstr "B"\n', "rubbish", id="a stray line"),
        pytest.param('msgctxt "a"\nmsgid "A"\n', 'msgid "A"', id="no translation line"),
        pytest.param(
            'msgctxt "a"\nmsgid "A"\nmsgstr "Tome 20\n', '"Tome 20', id="a quote not closed"
        ),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr Tome\n', "msgstr Tome", id="no quotes"),
        pytest.param(
            'msgctxt "a"\nmsgid "A"\nmsgstr "di "si" o no"\n', 'di "si"', id="a quote inside"
        ),
        pytest.param(
            'msgctxt "a"\nmsgid "A"\nmsgid_plural "As"\nmsgstr[x] "B"\n', "[x]", id="a bad plural"
        ),
    ],
)
def test_what_is_not_po_is_refused_with_its_line_and_never_misread(
    write: Write, bad: str, marker: str
) -> None:
    path = write(STOP, bad, "\n", REST)
    (finding,) = faults(path)
    assert finding.file.endswith("topic.po")
    assert marker in path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert finding.hint


def test_a_message_and_its_place_name_the_same_line(write: Write) -> None:
    (finding,) = faults(write(STOP, "rubbish\n"))
    numbers = [word for word in finding.message.rstrip(".").split() if word.isdigit()]
    assert numbers in ([], [str(finding.line)])


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "topic.po"
    text = HEADER + STOP + REST.replace("Descanse", "Señor")
    path.write_bytes(text.encode("latin-1"))
    (finding,) = faults(path)
    assert finding.line == text[: text.index("Señor")].count("\n") + 1
    assert "not UTF-8" in finding.message
    assert "0xf1" in finding.message


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252", "GB2312", "CHARSET"])
def test_a_header_of_another_charset_is_refused(write: Write, charset: str) -> None:
    header = HEADER.replace("UTF-8", charset)
    (finding,) = faults(write(STOP, header=header))
    assert charset in finding.message
    assert charset in header.splitlines()[finding.line - 1]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(HEADER, id="the usual header"),
        pytest.param(HEADER.replace("UTF-8", "utf-8"), id="charset in small letters"),
        pytest.param("\ufeff" + HEADER, id="a byte-order mark"),
        pytest.param(HEADER.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param("", id="no header"),
    ],
)
def test_what_editors_write_is_read(write: Write, header: str) -> None:
    book = catalog.read(write(STOP, REST, header=header))
    assert book.look_up(message("rest", "Rest")) == "Descanse"
    assert book.look_up(message("tablets/stop", "Stop your tablets")) == "Deje sus pastillas"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param('#=, fuzzy\n#~ msgctxt "gone"\n#~ msgid "G"\n#~ msgstr "H"\n', id="obsolete"),
        pytest.param("#=, fuzzy\n" + STOP, id="in use"),
        pytest.param("#= fuzzy\n" + STOP, id="without a comma"),
    ],
)
def test_a_fuzzy_flag_where_readers_lose_it_is_refused(write: Write, lines: str) -> None:
    path = write(REST, lines)
    (finding,) = faults(path)
    assert path.read_text(encoding="utf-8").splitlines()[finding.line - 1].startswith("#=")
    assert "#," in finding.hint


def test_a_context_that_stands_twice_is_refused_at_the_second(write: Write) -> None:
    path = write(STOP, REST, STOP.replace("Deje", "No deje"))
    (finding,) = faults(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1] == 'msgctxt "tablets/stop"'
    assert 'msgctxt "tablets/stop"' in lines[: finding.line - 1]
    assert "tablets/stop" in finding.message


def test_every_fault_that_can_be_seen_is_told_at_once(write: Write) -> None:
    bad = write(STOP, "#=, fuzzy\n" + STOP, header=HEADER.replace("UTF-8", "latin1"))
    assert len(faults(bad)) == 3


def test_a_catalog_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    (finding,) = faults(tmp_path / "topic.po")
    assert "catalog update" in finding.hint


# ---------------------------------------------------------------- merging


def test_the_same_place_and_text_keeps_its_translation(write: Write) -> None:
    path = write(STOP)
    merged(path, message("tablets/stop", "Stop your tablets"))
    assert entry(path, "tablets/stop").msgstr == "Deje sus pastillas"
    assert not entry(path, "tablets/stop").fuzzy


def test_new_english_at_a_place_keeps_the_old_translation_fuzzy(write: Write) -> None:
    path = write(STOP)
    merged(path, message("tablets/stop", "Do not stop your tablets"))
    kept = entry(path, "tablets/stop")
    assert (kept.msgid, kept.msgstr) == ("Do not stop your tablets", "Deje sus pastillas")
    assert kept.fuzzy
    assert kept.previous_msgid == "Stop your tablets"
    assert catalog.read(path).look_up(message("tablets/stop", kept.msgid)) is None


def test_english_that_changes_twice_keeps_the_text_the_translation_was_made_for(
    write: Write,
) -> None:
    path = write(STOP)
    merged(path, message("tablets/stop", "Stop all tablets"))
    merged(path, message("tablets/stop", "Stop every tablet"))
    assert entry(path, "tablets/stop").previous_msgid == "Stop your tablets"


def test_a_mark_left_over_from_an_earlier_change_is_not_taken_for_the_previous_text(
    write: Write,
) -> None:
    left_over = '#| msgctxt "tablets/stop"\n#| msgid "Take your tablets"\n'
    path = write(left_over + STOP)  # unmarked by a person who left the old text in the file
    merged(path, message("tablets/stop", "Do not stop your tablets"))
    assert entry(path, "tablets/stop").previous_msgid == "Stop your tablets"


def test_an_empty_translation_of_changed_english_is_only_empty(write: Write) -> None:
    path = write(STOP.replace("Deje sus pastillas", ""))
    merged(path, message("tablets/stop", "Do not stop your tablets"))
    assert not entry(path, "tablets/stop").fuzzy
    assert entry(path, "tablets/stop").msgid == "Do not stop your tablets"


def test_what_is_gone_becomes_obsolete_and_keeps_its_translation(write: Write) -> None:
    path = write(STOP, REST)
    merged(path, message("rest", "Rest"))
    gone = entry(path, "tablets/stop")
    assert gone.obsolete
    assert gone.msgstr == "Deje sus pastillas"
    assert "tablets/stop" not in catalog.read(path).entries


def test_what_was_fuzzy_and_is_gone_leaves_a_file_that_can_be_read(write: Write) -> None:
    path = write(STOP, REST)
    merged(path, message("rest", "Rest"), message("tablets/stop", "Do not stop your tablets"))
    merged(path, message("rest", "Rest"))
    assert catalog.read(path).look_up(message("rest", "Rest")) == "Descanse"
    before = path.read_bytes()
    assert not merged(path, message("rest", "Rest"))
    assert path.read_bytes() == before


def test_what_comes_back_returns_to_life(write: Write) -> None:
    path = write(STOP, REST)
    merged(path, message("rest", "Rest"))
    merged(path, message("rest", "Rest"), message("tablets/stop", "Stop your tablets"))
    again = entry(path, "tablets/stop")
    assert (again.obsolete, again.fuzzy, again.msgstr) == (False, False, "Deje sus pastillas")


def test_what_comes_back_with_new_english_is_fuzzy(write: Write) -> None:
    path = write(STOP, REST)
    merged(path, message("rest", "Rest"))
    merged(path, message("rest", "Rest"), message("tablets/stop", "Do not stop your tablets"))
    assert entry(path, "tablets/stop").fuzzy


@pytest.mark.parametrize("obsolete_first", [True, False])
def test_an_obsolete_twin_does_not_take_the_place_of_a_living_translation(
    write: Write, obsolete_first: bool
) -> None:
    twin = STOP.replace("Stop your tablets", "Stop them").replace("Deje sus pastillas", "Pare")
    path = write(*((retired(twin), STOP) if obsolete_first else (STOP, retired(twin))))
    merged(path, message("tablets/stop", "Stop your tablets"))
    assert catalog.read(path).look_up(message("tablets/stop", "Stop your tablets")) == (
        "Deje sus pastillas"
    )


def test_of_two_obsolete_twins_none_is_lost(write: Write) -> None:
    path = write(REST, retired(STOP), retired(STOP.replace("Stop", "Halt").replace("Deje", "Pare")))
    merged(path, message("rest", "Rest"))
    kept = path.read_text(encoding="utf-8")
    assert "Deje sus pastillas" in kept
    assert "Pare sus pastillas" in kept


@pytest.mark.parametrize(
    ("context", "text"),
    [
        pytest.param("tablets/never", "Do not stop your tablets", id="similar text, other place"),
        pytest.param("tablets/halt", "Stop your tablets", id="same text, other place"),
        pytest.param("tablets/stop2", "Stop your tablets", id="same text, similar place"),
    ],
)
def test_a_translation_is_never_guessed_from_a_similar_one(
    write: Write, context: str, text: str
) -> None:
    path = write(STOP)
    merged(path, message("tablets/stop", "Stop your tablets"), message(context, text))
    assert entry(path, context).msgstr == ""
    assert not entry(path, context).fuzzy


def test_entries_follow_the_reading_order_of_the_english(write: Write) -> None:
    path = write(STOP, REST)
    merged(path, message("rest", "Rest"), message("tablets/stop", "Stop your tablets"))
    assert [e.msgctxt for e in polib.pofile(str(path))] == ["rest", "tablets/stop"]


KEPT = [
    pytest.param("# Spanish for the clinic.", id="the comment on the file"),
    pytest.param('"X-Reviewed-By: A. Nurse\\n"', id="an X- header"),
    pytest.param('"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', id="the plural forms"),
    pytest.param("# Ask Dr Vega.", id="a translator's comment"),
    pytest.param("#, fuzzy, no-wrap", id="flags"),
    pytest.param('#| msgid "Halt"', id="the previous text of a fuzzy entry"),
    pytest.param('#~ msgctxt "old"', id="an obsolete entry"),
    pytest.param("# Was on page 2.", id="the comment on an obsolete entry"),
]


@pytest.mark.parametrize("line", KEPT)
def test_a_translator_s_notes_and_headers_are_kept(write: Write, line: str) -> None:
    fuzzy = '# Ask Dr Vega.\n#, fuzzy, no-wrap\n#| msgid "Halt"\n' + STOP
    old = '# Was on page 2.\n#~ msgctxt "old"\n#~ msgid "Old"\n#~ msgstr "Viejo"\n'
    path = write(fuzzy, old)
    assert merged(path, message("tablets/stop", "Stop your tablets"), message("rest", "Rest"))
    assert line in path.read_text(encoding="utf-8").splitlines()


def test_a_second_merge_changes_no_byte(write: Write) -> None:
    messages = (message("tablets/stop", "Do not stop your tablets"), message("new", "New " * 60))
    path = write(STOP, REST)
    assert merged(path, *messages)
    before = path.read_bytes()
    assert not merged(path, *messages)
    assert path.read_bytes() == before


def test_a_new_catalog_is_empty_and_says_that_it_is_a_draft(tmp_path: Path) -> None:
    path = tmp_path / "es" / "LC_MESSAGES" / "topic.po"
    assert merged(path, message("rest", "Rest"))
    po = polib.pofile(str(path))
    assert po.metadata["Language"] == "es"
    assert po.metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert "not approved" in po.metadata["X-Sign-Off"]
    assert [(e.msgctxt, e.msgid, e.msgstr) for e in po] == [("rest", "Rest", "")]


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "20\n', id="a quote not closed"),
        pytest.param('msgctxt "a"\nmsgid "A"\nmsgstr "say "no""\n', id="a quote inside"),
        pytest.param("#=, fuzzy\n" + REST, id="a fuzzy flag that would be lost"),
        pytest.param(STOP, id="a context that stands twice"),
    ],
)
def test_a_catalog_that_cannot_be_read_is_not_touched(write: Write, bad: str) -> None:
    path = write(STOP, bad)
    before = path.read_bytes()
    with pytest.raises(Refused):
        merged(path, message("tablets/stop", "Stop your tablets"))
    assert path.read_bytes() == before


# ---------------------------------------------------------------- templates


def notes(*messages: Message) -> str:
    return "\n".join(e.comment for e in polib.pofile(catalog.template("topic", messages)))


@pytest.mark.parametrize(
    ("told", "note"),
    [
        pytest.param(
            Message("a", "A", Says("list item"), ("section “S”", "bullets (leaflet)")),
            "section “S” › bullets (leaflet) › list item",
            id="where it stands and its role",
        ),
        pytest.param(
            Message("a", "A", Says("caption", 60), ()), "about 60 characters", id="its room"
        ),
        pytest.param(message("a", "**A**"), "**…** is bold", id="bold"),
        pytest.param(message("a", "[A](term:mri)"), "keep (term:id)", id="a term"),
    ],
)
def test_a_template_tells_the_translator_what_to_know(told: Message, note: str) -> None:
    assert note in notes(told)


def test_a_template_says_no_more_than_a_text_calls_for() -> None:
    assert notes(message("a", "2 * 3")) == "running text"


def test_a_template_claims_no_format_that_prose_does_not_have() -> None:
    (only,) = polib.pofile(
        catalog.template("topic", [message("a", "50% of people, {date} and %d")])
    )
    assert only.flags == []


# ---------------------------------------------------------------- the shipped catalogs


def shown(messages: Iterable[Message]) -> list[tuple[str, str]]:
    return [(m.context, m.text) for m in messages]


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_shipped_template_is_what_the_content_says_now(
    shelf: Library, sources: Sources, tmp_path: Path, domain: str
) -> None:
    fresh = tmp_path / "fresh.pot"
    write_text(fresh, catalog.template(domain, walk.messages(sources.domains()[domain])))
    assert shelf.template_catalog(domain).read_bytes() == fresh.read_bytes()


def test_there_is_a_template_for_every_domain_and_no_other(
    shelf: Library, sources: Sources
) -> None:
    assert {path.stem for path in shelf.locales.glob("*.pot")} == set(sources.domains())


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_shipped_catalog_translates_every_message_and_no_other(
    shelf: Library, sources: Sources, code: str, domain: str
) -> None:
    po = polib.pofile(str(shelf.catalog(Language(code), domain)))
    expected = shown(walk.messages(sources.domains()[domain]))
    assert [(e.msgctxt, e.msgid) for e in po if not e.obsolete] == expected
    assert not [e.msgctxt for e in po if not e.obsolete and (e.fuzzy or not e.msgstr)]
    assert po.metadata["Language"] == code


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_gettext_itself_finds_nothing_wrong(shelf: Library, code: str, domain: str) -> None:
    path = shelf.catalog(Language(code), domain)
    checked = subprocess.run(
        [require("msgfmt"), "--check", "--output-file=-", str(path)],
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr.decode()


@pytest.mark.parametrize("code", TRANSLATED)
def test_pybabel_compiles_every_shipped_catalog(shelf: Library, tmp_path: Path, code: str) -> None:
    for domain in DOMAINS:
        compiled = tmp_path / f"{domain}.mo"
        source = str(shelf.catalog(Language(code), domain))
        arguments = ["pybabel", "-q", "compile", "-i", source, "-o", str(compiled), "-l", code]
        assert not CommandLineInterface().run(arguments)  # type: ignore[no-untyped-call]
        living = [entry for entry in polib.pofile(source) if not entry.obsolete]
        assert len(polib.mofile(str(compiled))) == len(living)


def test_an_update_of_the_shipped_library_changes_no_byte(run: Run, spoiled: Library) -> None:
    def everything() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in spoiled.locales.rglob("*.po*")}

    before = everything()
    result = run("--library", spoiled.root, "catalog", "update")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert everything() == before


def test_an_update_carries_new_english_to_templates_and_catalogs(
    run: Run, spoiled: Library
) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("It is normal to worry about this.", "It is normal to worry."),
        encoding="utf-8",
    )
    result = run("--library", spoiled.root, "catalog", "update", "-l", "es", "-l", "ar")
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == 3
    changed = entry(spoiled.catalog(SPANISH, "remission"), "cure/worry/text")
    assert changed.fuzzy
    assert changed.msgid.startswith("It is normal to worry. ")
    assert (changed.previous_msgid or "").startswith("It is normal to worry about this.")
    untouched = entry(spoiled.catalog(Language("zh_Hans"), "remission"), "cure/worry/text")
    assert not untouched.fuzzy
    assert entry(spoiled.template_catalog("remission"), "cure/worry/text").msgid == changed.msgid


def test_a_new_language_may_start_as_an_empty_folder(run: Run, spoiled: Library) -> None:
    (spoiled.locales / "nl").mkdir()
    result = run("--library", spoiled.root, "catalog", "update", "-l", "nl")
    assert result.exit_code == 0, result.stderr
    for domain in DOMAINS:
        path = spoiled.catalog(Language("nl"), domain)
        assert shown(template_messages(spoiled, domain)) == [
            (e.msgctxt, e.msgid) for e in polib.pofile(str(path))
        ]


def template_messages(library: Library, domain: str) -> list[Message]:
    po = polib.pofile(str(library.template_catalog(domain)))
    return [message(e.msgctxt or "", e.msgid) for e in po]
