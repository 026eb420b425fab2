"""What the tool knows of a language: direction, script, fonts, names, dates."""

from datetime import date

import pytest
from conftest import PRINTED, SHIPPED

from handouts import language
from handouts.language import SCRIPTS, Language
from handouts.library import Library

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        pytest.param("en", "ltr", id="English"),
        pytest.param("zh_Hans", "ltr", id="Chinese"),
        pytest.param("ar", "rtl", id="Arabic"),
        pytest.param("ar_EG", "rtl", id="Arabic of Egypt"),
        pytest.param("fa", "rtl", id="Persian"),
        pytest.param("he", "rtl", id="Hebrew"),
    ],
)
def test_a_language_knows_its_direction(code: str, direction: str) -> None:
    assert Language(code).direction == direction


@pytest.mark.parametrize(
    ("code", "script"),
    [
        pytest.param("es", "Latn", id="Spanish"),
        pytest.param("ht", "Latn", id="Haitian Creole"),
        pytest.param("vi", "Latn", id="Vietnamese"),
        pytest.param("pt_BR", "Latn", id="Portuguese of Brazil"),
        pytest.param("ru", "Cyrl", id="Russian"),
        pytest.param("ru_UA", "Cyrl", id="Russian of Ukraine"),
        pytest.param("ar", "Arab", id="Arabic"),
        pytest.param("ar_EG", "Arab", id="Arabic of Egypt"),
        pytest.param("fa", "Arab", id="Persian"),
        pytest.param("fa_AF", "Arab", id="Persian of Afghanistan"),
        pytest.param("zh_Hans", "Hans", id="Chinese, script named"),
        pytest.param("zh", "Hans", id="Chinese, script not named"),
        pytest.param("zh_TW", "Hant", id="Chinese of Taiwan"),
        pytest.param("ja", "Jpan", id="Japanese"),
        pytest.param("ko", "Kore", id="Korean"),
    ],
)
def test_a_language_knows_its_script_with_or_without_a_country(code: str, script: str) -> None:
    assert Language(code).script_code == script


@pytest.mark.parametrize(
    ("code", "face"),
    [
        pytest.param("es", "Noto Sans", id="Spanish"),
        pytest.param("ar", "Noto Naskh Arabic", id="Arabic"),
        pytest.param("fa", "Noto Naskh Arabic", id="Persian"),
        pytest.param("ru", "Noto Sans", id="Russian"),
        pytest.param("zh_Hans", "Noto Sans SC", id="Simplified Chinese"),
        pytest.param("zh_Hant", "Noto Sans TC", id="Traditional Chinese"),
        pytest.param("ja", "Noto Sans JP", id="Japanese"),
        pytest.param("ko", "Noto Sans KR", id="Korean"),
    ],
)
def test_a_script_has_its_faces(code: str, face: str) -> None:
    script = Language(code).script
    assert script
    assert face in script.print_fonts


@pytest.mark.parametrize("code", ["he", "bn", "hi", "th"])
def test_a_script_without_a_shipped_font_has_none(code: str) -> None:
    assert Language(code).script is None


def test_every_face_that_a_script_names_is_shipped_regular_and_bold(shelf: Library) -> None:
    for script in SCRIPTS.values():
        for family in script.print_fonts:
            folder = shelf.fonts / family.lower().replace(" ", "-")
            weights = {path.stem.rpartition("-")[2] for path in folder.glob("*.ttf")}
            assert {"Regular", "Bold"} <= weights, family


@pytest.mark.parametrize("code", SHIPPED)
def test_body_text_is_at_least_fourteen_points_on_open_lines(code: str) -> None:
    script = Language(code).script
    assert script
    assert script.body >= 14
    assert script.leading >= 1.3


@pytest.mark.parametrize(
    ("code", "own", "english"),
    [
        pytest.param("en", "English", "English", id="en"),
        pytest.param("es", "Español", "Spanish", id="es"),
        pytest.param("ar", "العربية", "Arabic", id="ar"),
        pytest.param("zh_Hans", "简体中文", "Chinese (Simplified)", id="zh_Hans"),
        pytest.param("ht", "Kreyòl Ayisyen", "Haitian Creole", id="ht"),
        pytest.param("tl", "Tagalog", "Tagalog", id="tl"),
        pytest.param("pt_BR", "Português (Brasil)", "Portuguese (Brazil)", id="pt_BR"),
        pytest.param("fa", "فارسی", "Persian", id="fa"),
        pytest.param("en_XA", "en-XA", "Pseudo-language en-XA", id="pseudo"),
    ],
)
def test_a_language_names_itself_and_is_named_in_english(code: str, own: str, english: str) -> None:
    assert Language(code).autonym == own
    assert Language(code).english_name == english


@pytest.mark.parametrize(
    ("code", "written"),
    [
        pytest.param("en", "November 3, 2026", id="en"),
        pytest.param("es", "3 de noviembre de 2026", id="es"),
        pytest.param("ar", "3 نوفمبر 2026", id="ar"),
        pytest.param("zh_Hans", "2026年11月3日", id="zh_Hans"),
        pytest.param("de", "3. November 2026", id="de"),
        pytest.param("fa", "۳ نوامبر ۲۰۲۶", id="fa: its own digits"),
        pytest.param("ht", "3 novanm 2026", id="ht: its own months"),
        pytest.param("tl", "Nobyembre 3, 2026", id="tl"),
    ],
)
def test_a_date_is_written_out_as_the_language_s_policy_says(code: str, written: str) -> None:
    assert Language(code).date(DAY) == written


@pytest.mark.parametrize(
    ("code", "colon"),
    [
        pytest.param("es", ": ", id="Spanish"),
        pytest.param("ar", ": ", id="Arabic"),
        pytest.param("zh_Hans", "：", id="Chinese"),
        pytest.param("ja", "：", id="Japanese"),
    ],
)
def test_a_colon_is_as_wide_as_the_script(code: str, colon: str) -> None:
    assert Language(code).style.colon == colon


def test_outputs_use_the_web_s_name_of_a_language() -> None:
    assert [Language(code).tag for code in PRINTED] == ["en", "es", "ar", "zh-Hans"]


def test_only_english_is_the_source() -> None:
    assert [code for code in SHIPPED if Language(code).is_source] == ["en"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("zh_Hans", "zh_Hans", id="gettext's name"),
        pytest.param("zh-Hans", "zh_Hans", id="the web's name"),
        pytest.param("ZH-hans", "zh_Hans", id="any case"),
        pytest.param("pt-br", "pt_BR", id="a country in small letters"),
        pytest.param("es-419", "es_419", id="a region by number"),
        pytest.param("ht", "ht", id="no country"),
    ],
)
def test_a_language_is_read_from_either_of_its_names(name: str, code: str) -> None:
    assert language.parse(name) == Language(code)


@pytest.mark.parametrize("name", ["", "_", "xx", "klingon", "english", "notes", "es_", "e"])
def test_what_names_no_language_is_none(name: str) -> None:
    assert language.parse(name) is None
