"""Which library is used, and which languages it speaks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts import library
from handouts.errors import WrongUse
from handouts.language import Language
from handouts.library import Library

Folder = Callable[[str], Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Make empty libraries; start in a folder that is none, with nothing in the environment."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv(library.VARIABLE, raising=False)

    def make(name: str) -> Path:
        for part in ("assets/content", "locales", "templates"):
            (tmp_path / name / part).mkdir(parents=True)
        return tmp_path / name

    return make


def test_with_nothing_said_the_bundled_library_is_used(folder: Folder) -> None:
    assert library.find() == library.bundled()


def test_a_library_in_the_current_folder_beats_the_bundled_one(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder("mine"))
    assert library.find().root == Path.cwd()


def test_the_environment_beats_the_current_folder(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder("mine"))
    monkeypatch.setenv(library.VARIABLE, str(folder("theirs")))
    assert library.find().root.name == "theirs"


def test_the_one_named_beats_the_environment(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(library.VARIABLE, str(folder("theirs")))
    assert library.find(str(folder("named"))).root.name == "named"


def test_an_empty_variable_names_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(library.VARIABLE, "")
    assert library.find() == library.bundled()


def test_a_library_named_from_here_is_found_from_anywhere(folder: Folder) -> None:
    named = folder("here/mine")
    assert library.find("mine").root == named.resolve()


@pytest.mark.parametrize("part", library.PARTS)
def test_a_folder_that_lacks_a_part_is_no_library(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    mine = folder("mine")
    shutil.rmtree(mine / part)
    monkeypatch.chdir(mine)
    assert library.find() == library.bundled()
    with pytest.raises(WrongUse, match="is not a library"):
        library.find(str(mine))


def test_a_variable_that_names_no_library_is_said_and_not_passed_over(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(library.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(WrongUse, match="nowhere"):
        library.find()


def test_the_bundled_library_has_all_its_parts(shelf: Library) -> None:
    assert shelf.topics() == ("remission",)
    assert {"road", "road-slide", "road-upright", "icon-eat"} <= set(shelf.drawings())
    for path in (
        shelf.glossary,
        shelf.labels,
        shelf.clinic,
        shelf.deck_template("ltr"),
        shelf.deck_template("rtl"),
    ):
        assert path.is_file()
    for topic in shelf.topics():
        assert shelf.topic(topic).is_file()
        assert shelf.template_catalog(topic).is_file()


# ---------------------------------------------------------------- languages


def test_a_language_is_a_folder_and_the_source_needs_none(folder: Folder) -> None:
    mine = folder("mine")
    for name in ("zh_Hans", "ar", "es"):
        (mine / "locales" / name).mkdir()
    assert [lang.tag for lang in Library(mine).languages()] == ["en", "ar", "es", "zh-Hans"]
    assert not Library(mine).stray_folders()


def test_a_folder_for_the_source_adds_no_second_english(folder: Folder) -> None:
    mine = folder("mine")
    (mine / "locales" / "en").mkdir()
    assert Library(mine).languages() == (Language("en"),)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("notes", "gettext's name", id="a word"),
        pytest.param("xx", "gettext's name", id="a code that no language has"),
        pytest.param("zh-Hans", "“zh_Hans”", id="the web's name"),
        pytest.param("pt_br", "“pt_BR”", id="a country in small letters"),
        pytest.param("ES", "“es”", id="a language in capitals"),
    ],
)
def test_a_locale_folder_that_is_no_language_is_reported_and_not_used(
    folder: Folder, name: str, hint: str
) -> None:
    mine = folder("mine")
    (mine / "locales" / name).mkdir()
    (finding,) = Library(mine).stray_folders()
    assert finding.severity == "error"
    assert finding.file == f"locales/{name}"
    assert name in finding.message
    assert hint in finding.hint
    assert Library(mine).languages() == (Language("en"),)


def test_files_and_hidden_folders_among_the_locales_are_nobody_s_business(folder: Folder) -> None:
    locales = folder("mine") / "locales"
    (locales / "remission.pot").write_text("", encoding="utf-8")
    (locales / ".git").mkdir()
    (locales / "__pycache__").mkdir()
    assert not Library(locales.parent).stray_folders()


@pytest.mark.parametrize("name", ["zh-Hans", "zh_Hans", "ZH-HANS"])
def test_a_language_is_chosen_by_either_of_its_names(shelf: Library, name: str) -> None:
    assert library.choose(shelf, (name, "es")) == (Language("zh_Hans"), Language("es"))


def test_a_language_named_twice_is_chosen_once(shelf: Library) -> None:
    assert library.choose(shelf, ("es", "zh-Hans", "es", "zh_Hans")) == (
        Language("es"),
        Language("zh_Hans"),
    )


def test_with_no_language_named_all_are_chosen(shelf: Library) -> None:
    assert library.choose(shelf, ()) == shelf.languages()


def test_a_language_that_is_not_there_is_answered_with_the_nearest(shelf: Library) -> None:
    with pytest.raises(WrongUse) as fault:
        library.choose(shelf, ("es", "zh-Hnas"))
    assert "zh-Hnas" in fault.value.message
    assert "“zh-Hans”" in fault.value.hint
