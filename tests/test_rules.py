"""Each rule about one translation: what it must find, and what it must let pass, by script.

The English sentences are those of tests/doses.toml; errors that would harm are in
test_seeded_errors.py.
"""

import pytest
from conftest import TRANSLATED, Judge
from desk import TOPIC, Desk
from test_checks import case, say

from handouts import checks, document
from handouts.checks import Case, consistency, header, length
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library

# language, sentence, translation, the rule that must find it
FOUND = [
    # style: quotation marks, digits, end marks, spaces
    ("es", "may", "Puede sentirse „cansado“.", "style"),
    ("de", "may", "Sie können „müde” werden.", "style"),
    ("ja", "may", "“疲れる”ことがあります。", "style"),
    ("ru", "may", "Вы можете чувствовать “усталость”.", "style"),
    ("fa", "weeks", "اگر درد بیش از 2 هفته طول کشید با ما تماس بگیرید.", "style"),
    ("ar", "weeks", "اتصل بنا إذا استمر الألم أكثر من ٢ أسابيع.", "style"),
    ("zh_Hans", "may", "您可能会感到疲倦", "style"),
    ("fr", "must", "Vous devez le dire à votre médecin! Êtes-vous enceinte.", "style"),
    ("fr", "may", "Vous pouvez vous sentir «fatigué».", "style"),
    # letters of another script, look-alikes, the other Chinese, the other Persian
    ("es", "may", "Puede sentirse cаnsado.", "script"),  # a Cyrillic а
    ("ru", "may", "Вы можете чувствовать уcталость.", "script"),  # a Latin c
    ("pl", "may", "Może Państwu dokuczać zmęczεnie.", "script"),  # a Greek ε
    ("ar", "may", "قد تشعر بالتعب والکسل.", "script"),  # a Persian kaf
    ("fa", "may", "ممکن است احساس خستگي کنید.", "script"),  # an Arabic yeh
    ("ko", "may", "피곤함을 느낄 수 있습니다が.", "script"),  # Japanese
    ("zh_Hant", "may", "您可能会感到疲倦。", "script"),
    ("ja", "may", "疲れることがあります은。", "script"),  # Korean
    ("vi", "may", "Quý vị có thể thấy mệt ще.", "script"),
    # direction
    ("ar", "may", "قد تشعر بالتعب\u2067.", "bidi"),
    ("fa", "range", "به ۴-۶ ویزیت نیاز خواهید داشت.", "bidi"),
    ("fa", "ned", "در گزارش ممکن است **N**ED نوشته شود.", "bidi"),
    ("es", "may", "Puede sentirse cansado\u2069.", "bidi"),
    # scaffolding
    ("de", "may", "Sie können <b>müde</b> werden.", "leftover"),
    ("ja", "may", "疲れることがあります&nbsp;。", "leftover"),
    ("zh_Hans", "may", "您可能会＊＊感到疲倦＊＊。", "leftover"),
    ("ru", "may", "<<<<<<< Вы можете чувствовать усталость.", "leftover"),
    ("ko", "may", "FIXME 피곤함을 느낄 수 있습니다.", "leftover"),
    ("fr", "may", "Vous pouvez vous sentir fatigué ???.", "leftover"),
    # names that stay, renderings that are ruled out
    ("ar", "ned", "قد يذكر التقرير لا دليل.", "kept"),
    ("ja", "ned", "報告書に病変なしと書かれることがあります。", "kept"),
    ("es", "may", "Las drogas pueden cansarle.", "forbidden"),
    ("fr", "may", "Les drogues peuvent vous fatiguer.", "forbidden"),
    ("ja", "may", "緩解して疲れることがあります。", "forbidden"),
    # English left
    ("vi", "must", "Quý vị phải tell your doctor nếu mang thai.", "english"),
    ("ru", "must", "Вы должны сказать doctor, если беременны.", "english"),
    ("zh_Hans", "must", "如果您怀孕，必须告诉doctor。", "english"),
    ("ko", "may", "You may feel tired.", "untranslated"),
    ("ar", "may", "you may feel tired.", "untranslated"),
    # duties and possibilities
    ("ru", "must", "Вы можете сказать врачу, если беременны.", "modality-must"),
    ("ko", "must", "임신 중이라면 의사에게 말할 수 있습니다.", "modality-must"),
    ("zh_Hans", "must", "如果您怀孕，可以告诉医生。", "modality-must"),
    ("ar", "may", "يجب أن تشعر بالتعب.", "modality-may"),
    ("ja", "may", "必ず疲れます。", "modality-may"),
    # another term than the approved one
    ("ru", "remission", "Ваш рак полностью излечен.", "term"),
    ("ar", "remission", "سرطانك في شفاء.", "term"),
    ("zh_Hant", "remission", "您的癌症已經痊癒。", "term"),
    ("ko", "remission", "암이 완치되었습니다.", "term"),
    # sentences lost or added
    ("zh_Hans", "both", "不要停药。", "sentences"),
    ("ja", "strength", "1錠は2.5 mg、1日10 mgより多くは飲みません。", "sentences"),
    ("ar", "both", "لا تتوقف عن تناول أقراصك.", "sentences"),
    ("ru", "stop", "Не прекращайте приём таблеток. Это важно. Это помогает.", "sentences"),
    # numbers said another way
    ("ru", "words", "Нужно подождать шесть дней, прежде чем садиться за руль.", "numbers"),
    ("ja", "words", "運転するまでに15日待つ必要があります。", "numbers"),
    ("ar", "percent", "يشعر نحو 20 شخصًا بالغثيان.", "units"),
    ("pt_BR", "site", "Leia mais em https://example.org/remissao.", "addresses"),
    ("zh_Hant", "phone", "請致電 555-010-0199，或寫信到 care@example.com。", "addresses"),
]
PASS = [
    ("es", "may", "Puede sentirse “cansado”."),
    ("de", "may", "Sie können „müde“ werden."),
    ("fr", "may", "Vous pouvez vous sentir «\u202ffatigué\u202f»."),
    ("ja", "may", "「疲れる」ことがあります。"),
    ("ru", "may", "Вы можете чувствовать «усталость»."),
    ("pl", "may", "Mogą się Państwo czuć „zmęczeni”."),
    ("fa", "weeks", "اگر درد بیش از ۲ هفته طول کشید با ما تماس بگیرید."),
    ("ar", "ned", "قد يذكر التقرير NED."),
    ("ar", "range", "ستحتاج إلى \u20664-6\u2069 زيارات."),
    ("fa", "ned", "در گزارش ممکن است **NED** نوشته شود."),
    ("ja", "ned", "報告書にNEDと書かれることがあります。"),
    ("ko", "ned", "보고서에 NED라고 적힐 수 있습니다."),
    ("zh_Hans", "must", "如果您怀孕，必须告诉医生。"),
    ("zh_Hant", "phone", "請致電 555-010-0199，或寫信到 care@example.org。"),
    ("zh_Hant", "may", "您可能會感到疲倦。"),
    ("ru", "words", "Нужно подождать пять дней, прежде чем садиться за руль."),
    ("ru", "site", "Подробнее: https://example.org/remission."),
    ("ja", "words", "運転するまでに5日待つ必要があります。"),
    ("it", "remission", "Il suo cancro è in remissione completa."),
    ("tl", "may", "Maaari kayong makaramdam ng pagod."),
    ("ht", "may", "Ou ka santi w fatige."),
    ("vi", "remission", "Ung thư của quý vị thuyên giảm hoàn toàn."),
    ("ko", "may", "피곤함을 느낄 수 있습니다."),
]


def _named(row: tuple[str, ...]) -> str:
    return "-".join((*row[:2], *row[3:]))


@pytest.mark.parametrize(("code", "sentence", "text", "rule"), FOUND, ids=map(_named, FOUND))
def test_a_fault_is_found(judge: Judge, code: str, sentence: str, text: str, rule: str) -> None:
    found = [finding for finding in judge(code, sentence, text) if finding.rule == rule]
    assert found
    assert all(f.message and f.hint and f.text == text for f in found)


@pytest.mark.parametrize(("code", "sentence", "text"), PASS, ids=map(_named, PASS))
def test_a_sound_text_passes(judge: Judge, code: str, sentence: str, text: str) -> None:
    assert [(f.rule, f.message) for f in judge(code, sentence, text)] == []


# ---------------------------------------------------------------- rules about a whole catalog


def asked(rule: checks.Rule, judged: Case, context: str) -> list[Finding]:
    return [finding for finding in rule(judged) if finding.where == context]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("es", "Es normal.", id="Spanish, most of it lost"),
        pytest.param("zh_Hans", "正常。", id="Chinese, most of it lost"),
        pytest.param("ar", "القلق طبيعي " * 20, id="Arabic, much added"),
        pytest.param("ja", "心配するのは普通のことです。" * 9, id="Japanese, much added"),
    ],
)
def test_an_unusual_length_is_asked_about(spoiled: Library, code: str, text: str) -> None:
    say(spoiled, code, "remission", "cure/worry/text", text)
    (finding,) = asked(length.lengths_are_usual, case(spoiled, code), "cure/worry/text")
    assert finding.severity == "question"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("es", "Siempre dentro de 5 años", id="Spanish"),
        pytest.param("ru", "Всегда в течение 5 лет", id="Russian"),
        pytest.param("zh_Hant", "總是在 5 年內", id="Chinese"),
    ],
)
def test_a_second_translation_of_the_same_english_is_asked_about(
    spoiled: Library, code: str, text: str
) -> None:
    place = "cure/slide-cure/points/five-years"
    say(spoiled, code, "remission", place, text)
    (finding,) = asked(consistency.same_english_has_one_translation, case(spoiled, code), place)
    assert "cure/return/items/five-years" in finding.message


HEADERS = [
    pytest.param("Language: es", "Language: fr", "folder is “es”", id="another language"),
    pytest.param("Language: es", "Language: Spanish", "folder is “es”", id="no language code"),
    pytest.param("nplurals=2", "nplurals=1", "more forms", id="too few plural forms"),
    pytest.param("plural=(n != 1)", "plural=(n !! 1)", "cannot be used", id="a broken plural rule"),
    pytest.param("plural=(n != 1)", "plural=n/0", "cannot be used", id="a plural rule that fails"),
    pytest.param("nplurals=2; ", "", "no Plural-Forms", id="no plural forms"),
    pytest.param("text/plain; charset=UTF-8", "text/plain", "UTF-8", id="no encoding"),
]


@pytest.mark.parametrize(("old", "new", "said"), HEADERS)
def test_a_wrong_header_is_found(spoiled: Library, old: str, new: str, said: str) -> None:
    path = spoiled.catalog(Language("es"), "labels")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (finding,) = header.header_is_right(case(spoiled, "es"))
    assert said in finding.message
    assert (finding.severity, finding.line) == ("error", 1)
    assert finding.file.endswith("labels.po")


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_shipped_header_is_right(shelf: Library, code: str) -> None:
    assert list(header.header_is_right(case(shelf, code))) == []


@pytest.mark.parametrize("named", ["zh-Hant", "zh_Hant", "zh_hant"])
def test_a_header_may_write_its_language_as_weblate_or_poedit_do(
    spoiled: Library, named: str
) -> None:
    path = spoiled.catalog(Language("zh_Hant"), "labels")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Language: zh_Hant", f"Language: {named}"), encoding="utf-8")
    assert list(header.header_is_right(case(spoiled, "zh_Hant"))) == []


def test_a_finding_about_a_text_shows_both_texts(desk: Desk) -> None:
    desk.say("tablets/say/items/when", "Tome 3 pastillas cada día.")
    result = desk.run("check", "-l", "es")
    assert result.exit_code == 1
    assert "English: Take 2 tablets each day." in result.stdout
    assert "here: Tome 3 pastillas cada día." in result.stdout
    lines = desk.library.catalog(Language("es"), TOPIC).read_text(encoding="utf-8")
    number = lines[: lines.index('msgctxt "tablets/say/items/when"')].count("\n") + 1
    assert f"{TOPIC}.po:{number}" in result.stdout


@pytest.mark.parametrize(
    ("change", "severity", "said"),
    [
        pytest.param(None, "error", "is checked less", id="no file"),
        pytest.param(("[negation]", "[xnegation]"), "refused", "xnegation", id="a table mistyped"),
        pytest.param(("\nremission =", "\nremision ="), "error", "remision", id="a term mistyped"),
        pytest.param(("\nday =", "\ndays ="), "error", "days", id="a unit mistyped"),
    ],
)
def test_what_a_check_does_not_know_is_told(
    spoiled: Library, change: tuple[str, str] | None, severity: str, said: str
) -> None:
    path = spoiled.lexicon(Language("es"))
    if change is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert change[0] in text
        path.write_text(text.replace(*change, 1), encoding="utf-8")
    try:
        found = list(checks.check_all(case(spoiled, "es")))
    except Refused as refused:
        assert severity == "refused"
        found = list(refused.findings)
    told = [f for f in found if f.rule in ("lexicon", "structure") and said in f.message]
    assert told
    assert told[0].file.endswith("lexicon.toml")


def test_a_glyph_that_is_missing_has_its_line(spoiled: Library) -> None:
    say(spoiled, "ko", "remission", "cure/worry/text", "걱정하는 것은 자연스러운 일입니다 🙂.")
    found = [f for f in checks.check_all(case(spoiled, "ko")) if f.rule == "glyphs"]
    assert found[0].file.endswith("remission.po")
    assert found[0].line > 1


def test_the_source_language_has_no_translations_to_judge(shelf: Library) -> None:
    english = case(shelf, "en")
    assert english.pairs() == []
    assert list(checks.check(english, (*checks.LANGUAGE_RULES, *checks.QUESTIONS))) == []
    assert document.open_catalogs(shelf, english.sources, Language("en")) == {}
