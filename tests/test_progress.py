"""How far each language is; how a language starts; the two that are made up."""

import gettext
import json
import re
import subprocess
from pathlib import Path

import polib
import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from conftest import SHIPPED, TRANSLATED, Run, require

from handouts import catalog, language, library, progress, pseudo, walk
from handouts.document import Sources
from handouts.errors import WrongUse
from handouts.inline import PLACEHOLDER, leftovers, plain, terms
from handouts.language import Language
from handouts.library import Library
from handouts.walk import Message

# Of Babel 2.18 and of 2.19, which has a newer CLDR.
PT_PLURALS = ("nplurals=2; plural=", "nplurals=3; plural=(n == 1 ? 0 : n != 0 && n % 1000000 == 0")
YUE_PLURALS = ("nplurals=1; plural=(0);", "nplurals=1; plural=0;")
DOMAINS = ("remission", "glossary", "labels")
PLURALS = re.compile(r"nplurals=(?P<count>\d); plural=(?P<rule>[^;]+);")


def entries(shelf: Library, code: str, domain: str) -> polib.POFile:
    return polib.pofile(str(shelf.catalog(Language(code), domain)))


# ---------------------------------------------------------------- status


def test_every_shipped_language_is_done(run: Run) -> None:
    result = run("catalog", "status", "--format", "json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)["languages"]
    assert [language["language"] for language in told] == [
        Language(code).tag for code in TRANSLATED
    ]
    for row in told:
        assert row["percent"] == 100
        assert row["translated"] == row["messages"]
        assert row["words_translated"] == row["words"] > 2500
        assert row["fuzzy"] == row["missing"] == 0


def test_with_english_there_are_seventeen(shelf: Library) -> None:
    assert {language.code for language in shelf.languages()} == set(SHIPPED)
    assert len(SHIPPED) == 17


def test_what_is_fuzzy_missing_obsolete_or_stale_is_not_done(run: Run, spoiled: Library) -> None:
    po = entries(spoiled, "ja", "labels")
    po[0].flags.append("fuzzy")
    po[1].msgstr = ""
    po[2].msgid = "Some other English"
    po.append(polib.POEntry(msgctxt="old", msgid="Old", msgstr="古い", obsolete=True))
    po.save()
    result = run("--library", spoiled.root, "catalog", "status", "-l", "ja", "--format", "json")
    (japanese,) = json.loads(result.stdout)["languages"]
    assert japanese["translated"] == japanese["messages"] - 3
    assert (japanese["fuzzy"], japanese["missing"], japanese["obsolete"]) == (2, 1, 1)
    assert japanese["words_translated"] < japanese["words"]
    assert japanese["percent"] == 98


def test_one_message_short_is_not_a_hundred_percent(spoiled: Library) -> None:
    po = entries(spoiled, "ko", "remission")
    po[0].msgstr = ""
    po.save()
    (counts,), _ = progress.count(spoiled, [Language("ko")])
    assert counts.percent == 99


def test_the_table_has_a_line_for_each_language(run: Run) -> None:
    result = run("catalog", "status", "-l", "ht", "-l", "zh-hant")
    heading, *lines = result.stdout.splitlines()
    assert heading.split() == [
        *("language", "translated", "fuzzy", "missing", "obsolete", "words", "done")
    ]
    assert [line.split()[0] for line in lines] == ["ht", "zh-Hant"]
    assert "Haitian Creole" in lines[0]
    assert all(line.endswith("100%") for line in lines)


def test_a_catalog_that_cannot_be_read_is_told_and_the_others_counted(
    run: Run, spoiled: Library
) -> None:
    spoiled.catalog(Language("fr"), "labels").write_bytes(b'msgid "\xff"')
    result = run("--library", spoiled.root, "catalog", "status", "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["findings"][0]["file"].endswith("labels.po")
    french = next(language for language in told["languages"] if language["language"] == "fr")
    assert french["missing"] == 50
    assert len(told["languages"]) == len(TRANSLATED)


# ---------------------------------------------------------------- a new language


@pytest.mark.parametrize(
    ("name", "code", "plurals", "direction"),
    [
        pytest.param("nl", "nl", "nplurals=2; plural=(n != 1);", "ltr", id="Dutch"),
        pytest.param("sr-Latn", "sr_Latn", "nplurals=3", "ltr", id="Serbian in Latin letters"),
        pytest.param("uk", "uk", "nplurals=", "ltr", id="Ukrainian"),
        pytest.param("ur", "ur", "nplurals=2", "rtl", id="Urdu"),
        pytest.param("so", "so", "nplurals=2", "ltr", id="Somali, from the CLDR"),
        pytest.param("pt-pt", "pt_PT", PT_PLURALS, "ltr", id="Portuguese of Portugal"),
        pytest.param("yue", "yue", YUE_PLURALS, "ltr", id="Cantonese, from the CLDR"),
    ],
)
def test_a_language_starts_with_the_right_header(
    run: Run, spoiled: Library, name: str, code: str, plurals: str | tuple[str, ...], direction: str
) -> None:
    result = run("--library", spoiled.root, "catalog", "new", name)
    assert result.exit_code == 0, result.stderr
    assert direction in result.stderr
    for domain in DOMAINS:
        path = spoiled.catalog(Language(code), domain)
        po = polib.pofile(str(path))
        assert po.metadata["Language"] == code
        assert po.metadata["Plural-Forms"].startswith(plurals)
        assert po.metadata["Project-Id-Version"] == f"handouts {domain}"
        assert "not approved" in po.metadata["X-Sign-Off"]
        assert len(po) == len(po.untranslated_entries())
        checked = subprocess.run(
            [require("msgfmt"), "--check", "--output-file=-", str(path)],
            capture_output=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr.decode()


def test_every_language_of_the_cldr_can_be_started() -> None:
    """All but four ways of spelling a language that has a name of its own, such as el_POLYTON."""
    names = [name for name in locale_identifiers() if name.count("_") < 2]
    rules: dict[str, str] = {}
    for name in names:
        if Locale.parse(name).variant is None:
            found = language.parse(name)
            assert found is not None, name
            assert found.code == name
            assert found.direction in ("ltr", "rtl")
            rules[catalog.plural_forms(found)] = name
    assert len(names) > 700
    for line, name in rules.items():
        plurals = PLURALS.fullmatch(line)
        assert plurals, name
        forms = {gettext.c2py(plurals["rule"])(number) for number in range(201)}
        assert max(forms) < int(plurals["count"]), name


@pytest.mark.parametrize(
    ("name", "script", "family"),
    [
        pytest.param("hi", "Deva", "Noto Sans Devanagari", id="Hindi"),
        pytest.param("am", "Ethi", "Noto Sans Ethiopic", id="Amharic"),
        pytest.param("km", "Khmr", "Noto Sans Khmer", id="Khmer"),
    ],
)
def test_a_script_without_a_font_says_the_exact_thing_to_add(
    run: Run, spoiled: Library, name: str, script: str, family: str
) -> None:
    result = run("--library", spoiled.root, "catalog", "new", name)
    assert result.exit_code == 0
    assert f'"{script}": Script(("{family}"' in result.stderr
    assert "make_fonts.py" in result.stderr


def test_a_font_that_is_not_in_the_library_is_told(run: Run, spoiled: Library) -> None:
    for font in (spoiled.fonts / "noto-sans").glob("*.ttf"):
        font.unlink()
    result = run("--library", spoiled.root, "catalog", "new", "nl")
    assert "“Noto Sans” is not in this library" in result.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("xx", "names no language", id="no language"),
        pytest.param("Français", "names no language", id="a name, not a code"),
        pytest.param("", "names no language", id="nothing"),
        pytest.param("../es", "names no language", id="a path"),
        pytest.param("es", "has Spanish (es) already", id="one the library has"),
        pytest.param("en", "already", id="the source"),
        pytest.param("en-XA", "names no language", id="a made-up one"),
        pytest.param("sr@latin", "names no language", id="a name with more than CLDR's parts"),
        pytest.param("und", "names no language", id="no language in particular"),
    ],
)
def test_what_is_no_new_language_is_wrong_use(
    run: Run, spoiled: Library, name: str, said: str
) -> None:
    result = run("--library", spoiled.root, "catalog", "new", name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Hint:" in result.stderr
    with pytest.raises(WrongUse):
        library.new_language(spoiled, name)


# ---------------------------------------------------------------- moved texts


def test_a_block_that_moves_takes_its_translations_along(run: Run, spoiled: Library) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    moved = text.replace('id = "worry"\n', 'id = "worries"\nwas = "cure/worry"\n', 1)
    path.write_text(moved, encoding="utf-8")
    assert run("--library", spoiled.root, "catalog", "update").exit_code == 0
    for code in TRANSLATED:
        found = {e.msgctxt: e for e in entries(spoiled, code, "remission") if not e.obsolete}
        assert "cure/worry/text" not in found
        assert found["cure/worries/text"].msgstr
        assert not found["cure/worries/text"].fuzzy


def test_a_single_text_may_move(run: Run, spoiled: Library) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "signs"\n', 'id = "signs"\nwas = { "items/pain" = "PATH" }\n', 1)
    text = text.replace("PATH", "meaning/signs/items/symptoms")
    path.write_text(text.replace("\nsymptoms = ", "\npain = ", 1), encoding="utf-8")
    result = run("--library", spoiled.root, "catalog", "update", "-l", "vi")
    assert result.exit_code == 0, result.stderr
    found = {e.msgctxt: e for e in entries(spoiled, "vi", "remission") if not e.obsolete}
    assert found["meaning/signs/items/pain"].msgstr
    assert "meaning/signs/items/symptoms" not in found


@pytest.mark.parametrize(
    "was",
    [
        pytest.param('was = "cure/no-way-to-know"', id="a place that still stands"),
        pytest.param('was = { "txt" = "cure/old" }', id="a text that is none"),
    ],
)
def test_a_move_that_is_none_is_refused(run: Run, spoiled: Library, was: str) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "worry"\n', f'id = "worry"\n{was}\n', 1), encoding="utf-8")
    before = spoiled.catalog(Language("es"), "remission").read_bytes()
    result = run("--library", spoiled.root, "catalog", "update")
    assert result.exit_code == 1
    assert "no text that has moved" in result.stderr
    assert spoiled.catalog(Language("es"), "remission").read_bytes() == before


def test_a_move_from_a_place_that_no_catalog_knows_is_refused(run: Run, spoiled: Library) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    mistyped = text.replace('id = "worry"\n', 'id = "worries"\nwas = "cure/wory"\n', 1)
    path.write_text(mistyped, encoding="utf-8")
    before = spoiled.catalog(Language("es"), "remission").read_bytes()
    result = run("--library", spoiled.root, "catalog", "update")
    assert result.exit_code == 1
    assert "cure/wory" in result.stderr
    assert spoiled.catalog(Language("es"), "remission").read_bytes() == before


# ---------------------------------------------------------------- made-up languages


@pytest.fixture(scope="session")
def english(sources: Sources) -> list[Message]:
    return [m for words in sources.domains().values() for m in walk.messages(words)]


@pytest.mark.parametrize("language", pseudo.languages(), ids=str)
def test_a_made_up_language_keeps_markup_placeholders_and_numbers(
    english: list[Message], language: Language
) -> None:
    for message in english:
        said = pseudo.spoken(message.text, language)
        assert terms(said) == terms(message.text)
        assert said.count("**") == message.text.count("**")
        assert not leftovers(said)
        assert PLACEHOLDER.findall(said) == PLACEHOLDER.findall(message.text)
        assert [c for c in said if c.isdigit()] == [c for c in message.text if c.isdigit()]


def test_the_accented_one_is_a_third_longer(english: list[Message]) -> None:
    ours = sum(len(plain(m.text)) for m in english)
    theirs = sum(len(plain(pseudo.spoken(m.text, Language("en_XA")))) for m in english)
    assert 1.30 <= theirs / ours <= 1.40


def test_the_mirrored_one_is_written_from_right_to_left() -> None:
    said = pseudo.spoken("Am I cured?", Language("ar_XB"))
    assert Language("ar_XB").direction == "rtl"
    assert not [c for c in said if c.isascii() and c.isalpha()]
    assert said.endswith("؟")


def test_made_up_languages_are_built_only_by_name_and_never_shipped(
    run: Run, spoiled: Library, shelf: Library
) -> None:
    assert not shelf.catalog(Language("en_XA"), "labels").exists() or _is_ignored(shelf)
    result = run("--library", spoiled.root, "catalog", "pseudo")
    assert result.exit_code == 0, result.stderr
    assert {language.code for language in spoiled.pseudo_languages()} == {"en_XA", "ar_XB"}
    assert not [language for language in library.choose(spoiled, ()) if language.is_pseudo]
    (named,) = library.choose(spoiled, ("en-xa",))
    assert named.is_pseudo
    assert "en-XA" not in run("--library", spoiled.root, "list").stdout


def _is_ignored(shelf: Library) -> bool:
    """Tell whether a made-up language that lies in a checkout is out of version control."""
    return "locales/en_XA/" in Path(shelf.root / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tag", "edition"),
    [
        pytest.param("en-XA", ("-e", "leaflet", "--paper", "letter"), id="the longest, letter"),
        pytest.param("ar-XB", ("-e", "leaflet", "--paper", "a4"), id="right to left, A4"),
        pytest.param("en-XA", ("-e", "deck"), id="the longest, deck"),
        pytest.param("ar-XB", ("-e", "deck"), id="right to left, deck"),
    ],
)
def test_they_fit_their_pages_slides_and_figures(
    run: Run, spoiled: Library, tag: str, edition: tuple[str, ...]
) -> None:
    run("--library", spoiled.root, "catalog", "pseudo")
    build = ("build", "-l", tag, "-j", "1", *edition, "--format", "json")
    made = run("--library", spoiled.root, *build)
    told = json.loads(made.stdout)
    assert len(told["artifacts"]) == 1
    assert [f["message"] for f in told["findings"] if f["rule"] in ("fit", "glyphs", "page")] == []
