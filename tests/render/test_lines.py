"""What a line of a page keeps together: the last words, and Korean words."""

import pytest

from handouts.inline import EnglishText, SourceText
from handouts.language import Language
from handouts.render._html import say

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("code", "text", "html"),
    [
        pytest.param(
            "es", "Vaya a todos sus chequeos.", f"Vaya a todos sus{NBSP}chequeos.", id="last two"
        ),
        pytest.param("es", "Tres palabras solo.", "Tres palabras solo.", id="short texts are left"),
        pytest.param(
            "de",
            "Das ist eine Strahlentherapie Knochenmarktransplantation",
            "Das ist eine Strahlentherapie Knochenmarktransplantation",
            id="words too long for a line are left",
        ),
        pytest.param(
            "ru",
            "Рак **не** виден на **МРТ**.",
            f"Рак <strong>не</strong> виден на{NBSP}<strong>МРТ</strong>.",
            id="beside bold",
        ),
        pytest.param(
            "ar",
            "اذهب إلى كل **الفحوص الآن**",
            f"اذهب إلى كل <strong>الفحوص{NBSP}الآن</strong>",
            id="within bold, from right to left",
        ),
        pytest.param(
            "ko",
            "암이 **보이지 않습니다**.",
            '<span class="together">암이</span> '
            '<span class="together"><strong>보이지</strong></span> '
            '<span class="together"><strong>않습니다</strong>.</span>',
            id="Korean words, with what is joined to them",
        ),
        pytest.param(
            "ja",
            "がんは検査に**現れません**。",
            "がんは検査に<strong>現れ</strong>"
            '<span class="together"><strong>ません</strong>。</span>',
            id="the last characters where no spaces part words",
        ),
        pytest.param("zh_Hant", "不代表治癒。", "不代表治癒。", id="a short text without spaces"),
        pytest.param("es", "", "", id="nothing"),
    ],
)
def test_a_line_keeps_together_what_belongs_together(code: str, text: str, html: str) -> None:
    assert say(text, Language(code)) == html


@pytest.mark.parametrize("text", ["Vaya a todos sus chequeos.", "不代表已經治癒，請繼續追蹤。"])
def test_a_narrow_place_keeps_no_line_together(text: str) -> None:
    assert say(text, Language("es"), narrow=True) == text
    assert say(text) == text


def test_english_and_what_is_not_translated_are_marked_as_ever() -> None:
    korean = Language("ko")
    assert say(EnglishText("One two three four"), korean) == (
        '<bdi lang="en" dir="ltr">One two three four</bdi>'
    )
    assert 'class="untranslated"' in say(SourceText("One two three four"), korean)


def test_what_a_text_holds_is_escaped_in_every_language() -> None:
    for code in ("es", "ko", "ja"):
        assert "<b>" not in say("uno dos tres <b>cuatro</b> cinco", Language(code))
