"""Each rule: what it must find, and what it must let pass, in several scripts."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import FunctionType

import polib
import pytest
from conftest import SHIPPED

from handouts import checks, document, making
from handouts.catalog import read
from handouts.checks import (
    LANGUAGE_RULES,
    QUESTIONS,
    TOPIC_RULES,
    Case,
    Rule,
    facts,
    glyphs,
    markup,
    placeholders,
    review_due,
    translated,
)
from handouts.document import Sources
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library
from handouts.papers import Paper
from handouts.plan import Job

DAY = date(2025, 1, 1)


def case(library: Library, code: str, today: date = DAY) -> Case:
    """Read everything afresh from a library's files."""
    sources = document.open_sources(library, "remission")
    language = Language(code)
    catalogs = document.open_catalogs(library, sources, language)
    spoken = document.localize(sources, catalogs, language)
    return Case(library, sources, catalogs, spoken, today)


def say(library: Library, code: str, domain: str, context: str, text: str) -> None:
    """Put another translation into a catalog."""
    po = polib.pofile(str(library.catalog(Language(code), domain)))
    next(entry for entry in po if entry.msgctxt == context).msgstr = text
    po.save()


def ask(rule: Rule, asked: Case) -> list[Finding]:
    return list(rule(asked))


# ---------------------------------------------------------------- the policy


def test_every_rule_that_is_written_is_asked() -> None:
    folder = Path(checks.__file__).parent
    written = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    asked = {
        rule.__module__.rpartition(".")[2]
        for rule in (*TOPIC_RULES, *LANGUAGE_RULES, *QUESTIONS)
        if isinstance(rule, FunctionType)
    }
    assert asked == written
    for name in written:
        assert import_module(f"handouts.checks.{name}").__doc__


@pytest.mark.parametrize("code", SHIPPED)
def test_every_shipped_language_passes_every_rule(shelf: Library, code: str) -> None:
    found = list(checks.check_all(case(shelf, code)))
    assert [f for f in found if f.severity != "acknowledged"] == []


def test_the_rules_are_seldom_wrong_about_the_shipped_catalogs(shelf: Library) -> None:
    """A false alarm is a question that a person had to answer: they are to stay rare."""
    asked = answered = 0
    for code in SHIPPED[1:]:
        judged = case(shelf, code)
        asked += len(judged.pairs()) * len(QUESTIONS)
        answered += sum(f.severity == "acknowledged" for f in checks.check_all(judged))
    print(f"{answered} false alarms in {asked} questions: {answered / asked:.2%}")
    assert answered / asked < 0.005


def test_the_shipped_topic_passes_long_before_its_source_falls_due(shelf: Library) -> None:
    assert list(checks.check(case(shelf, "en"), TOPIC_RULES)) == []


def test_findings_of_all_rules_come_together(spoiled: Library) -> None:
    say(spoiled, "es", "remission", "cure/worry/text", "")
    say(spoiled, "es", "remission", "cure/title", "¿Estoy **curado?")
    say(spoiled, "es", "labels", "leaflet/page", "Página {pagina}")
    say(spoiled, "es", "glossary", "terms/stage/term", "etapa 🙂")
    found = {f.rule for f in checks.check(case(spoiled, "es"), LANGUAGE_RULES)}
    assert found == {"missing", "markup", "placeholders", "glyphs"}


# ---------------------------------------------------------------- every message is translated


@pytest.mark.parametrize("code", ["es", "ar", "zh_Hans"])
def test_a_message_without_a_translation_is_found(spoiled: Library, code: str) -> None:
    say(spoiled, code, "remission", "cure/worry/text", "")
    (finding,) = ask(translated.every_message_is_translated, case(spoiled, code))
    assert (finding.rule, finding.where) == ("missing", "cure/worry/text")
    assert finding.file.endswith("remission.po")


def test_a_fuzzy_message_is_found(spoiled: Library) -> None:
    path = spoiled.catalog(Language("ar"), "glossary")
    po = polib.pofile(str(path))
    po[0].flags.append("fuzzy")
    po.save()
    (finding,) = ask(translated.every_message_is_translated, case(spoiled, "ar"))
    assert (finding.rule, finding.where) == ("fuzzy", po[0].msgctxt)
    assert (finding.source, finding.text) == (po[0].msgid, po[0].msgstr)


# ---------------------------------------------------------------- markup

TWO = "kinds/two/text"  # says two terms, and how long in strong words
TUMOR = "kinds/compare/rows/cancer/left"  # says one term


@pytest.mark.parametrize(
    ("code", "context", "text"),
    [
        pytest.param("es", "cure/worry/text", "Es **normal preocuparse.", id="Spanish, unclosed"),
        pytest.param("ar", "cure/worry/text", "من **الطبيعي أن تقلق.", id="Arabic, unclosed"),
        pytest.param("zh_Hans", "cure/worry/text", "担心**是正常的。", id="Chinese, unclosed"),
        pytest.param("es", "cure/worry/text", "Es ** normal ** eso.", id="spaces in the stars"),
        pytest.param(
            "zh_Hans", "cure/worry/text", "**担心：**是正常的。", id="full-width stop in the stars"
        ),
        pytest.param("es", TUMOR, "El tumor es más pequeño.", id="a term lost"),
        pytest.param("ar", TUMOR, "[الورم] (term:tumor) أصغر.", id="a space before the term"),
        pytest.param("zh_Hans", TUMOR, "［肿瘤］（term:tumor）变小。", id="full-width brackets"),
        pytest.param("es", TUMOR, "El [tumor](term:tumour) es menor.", id="a term mistyped"),
        pytest.param("es", TUMOR, "El [tumor](term:etapa) es menor.", id="a term translated"),
        pytest.param("es", TUMOR, "El [tumor](term:tumor es menor.", id="a term unclosed"),
        pytest.param(
            "es", "cure/worry/text", "Es [normal](https://example.org).", id="a link to elsewhere"
        ),
        pytest.param("ar", "cure/worry/text", "[القلق](term:tumor) طبيعي.", id="a term added"),
    ],
)
def test_markup_that_is_broken_is_found(
    spoiled: Library, code: str, context: str, text: str
) -> None:
    say(spoiled, code, "remission", context, text)
    found = ask(markup.markup_is_whole, case(spoiled, code))
    assert {(f.rule, f.severity, f.where) for f in found} == {("markup", "error", context)}
    for finding in found:
        assert finding.language == Language(code).tag
        assert finding.file.endswith("remission.po")
        assert finding.hint


@pytest.mark.parametrize(
    ("code", "context", "text"),
    [
        pytest.param("es", "cure/worry/text", "Es normal. 2 * 3 [y] (más).", id="never markup"),
        pytest.param("es", "cure/worry/text", "Es **muy** normal.", id="strong words, Spanish"),
        pytest.param("ar", "cure/worry/text", "القلق **ليس** عيبًا.", id="strong words, Arabic"),
        pytest.param("zh_Hans", "cure/worry/text", "担心**不是**错。", id="strong words, Chinese"),
        pytest.param(
            "zh_Hans",
            TWO,
            "[完全缓解](term:complete-remission)和[部分缓解](term:partial-remission)，**至少一个月**。",
            id="terms in another order",
        ),
        pytest.param(
            "ar", TUMOR, "**[الورم](term:tumor)** أصغر مما كان.", id="a term in strong words"
        ),
    ],
)
def test_markup_that_is_whole_passes(spoiled: Library, code: str, context: str, text: str) -> None:
    say(spoiled, code, "remission", context, text)
    assert ask(markup.markup_is_whole, case(spoiled, code)) == []


def test_english_that_stands_in_is_not_judged_a_second_time(spoiled: Library) -> None:
    say(spoiled, "es", "remission", TUMOR, "")
    assert ask(markup.markup_is_whole, case(spoiled, "es")) == []


@pytest.mark.parametrize(
    ("code", "domain", "context", "text", "rule"),
    [
        pytest.param("es", "glossary", "terms/remission/term", "curación", "term", id="the term"),
        pytest.param(
            "ko", "glossary", "terms/remission/term", "완치", "term", id="the term, Korean"
        ),
        pytest.param(
            "de",
            "remission",
            TWO,
            "Es gibt zwei Arten: [teilweise Remission](term:complete-remission) und [vollständige "
            "Remission](term:partial-remission). Die Anzeichen müssen **mindestens einen Monat** "
            "lang weniger oder verschwunden bleiben.",
            "term",
            id="links that changed places",
        ),
        pytest.param(
            "fr",
            "remission",
            "cure/slide-cure/points/cells",
            "Aucun médecin **sait** si toutes les cellules cancéreuses ont disparu",
            "negation",
            id="a not that is bold no more",
        ),
        pytest.param(
            "es",
            "remission",
            "chances/slide-chances/points/four",
            "Algunos cánceres en etapa VI (4) pueden entrar en remisión",
            "numbers",
            id="another Roman number",
        ),
        pytest.param(
            *("it", "remission", "cure/slide-cure/points/cells"),
            "I medici non hanno modo di sapere se tutte le cellule tumorali sono sparite",
            "markup",
            id="bold that is lost",
        ),
    ],
)
def test_what_reads_well_and_is_wrong_is_found(
    spoiled: Library, code: str, domain: str, context: str, text: str, rule: str
) -> None:
    say(spoiled, code, domain, context, text)
    found = checks.check_all(case(spoiled, code))
    assert rule in {f.rule for f in found if f.where == context}


# ---------------------------------------------------------------- placeholders


@pytest.mark.parametrize(
    ("code", "context", "text"),
    [
        pytest.param("es", "leaflet/page", "Página {pagina} de {pages}", id="translated"),
        pytest.param("ar", "leaflet/page", "صفحة {page}", id="lost"),
        pytest.param("zh_Hans", "leaflet/page", "第｛page｝页，共 {pages} 页", id="full-width"),
        pytest.param("es", "leaflet/page", "Página {Page} de {pages}", id="in capitals"),
        pytest.param("es", "leaflet/page", "Página {page} de {page}", id="twice, the other lost"),
        pytest.param("es", "imprint/source_due", "Antes del {date} o {date}.", id="twice"),
        pytest.param("ar", "contact/day", "هاتف {date}", id="added"),
        pytest.param("zh_Hans", "imprint/source_reviewed", "{date}审阅。", id="one of two lost"),
    ],
)
def test_a_placeholder_that_is_not_the_english_one_is_found(
    spoiled: Library, code: str, context: str, text: str
) -> None:
    say(spoiled, code, "labels", context, text)
    (finding,) = ask(placeholders.placeholders_are_equal, case(spoiled, code))
    assert (finding.rule, finding.severity, finding.where) == ("placeholders", "error", context)
    assert finding.file.endswith("labels.po")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("zh_Hans", "共 {pages} 页，第 {page} 页", id="the other way round"),
        pytest.param("ar", "{page}/{pages}", id="with no words between"),
        pytest.param("es", "Página {page} de {pages} { }", id="with other braces"),
    ],
)
def test_placeholders_may_move(spoiled: Library, code: str, text: str) -> None:
    say(spoiled, code, "labels", "leaflet/page", text)
    assert ask(placeholders.placeholders_are_equal, case(spoiled, code)) == []


# ---------------------------------------------------------------- what is found at layout

WORDS, POINTS = "kinds/two-kinds/words", "cure/slide-cure/points"


@pytest.mark.parametrize(
    ("edition", "code", "context", "word", "times"),
    [
        pytest.param("leaflet", "ar", f"{WORDS}/cancer", "سرطان ", 30, id="in a figure"),
        pytest.param("deck", "zh_Hant", "cure/slide-cure/title", "治癒", 120, id="in a title"),
        pytest.param("deck", "ru", f"{POINTS}/five-years", "рак ", 300, id="in a point"),
    ],
)
def test_a_text_that_does_not_fit_is_found_at_its_message(
    spoiled: Library, edition: str, code: str, context: str, word: str, times: int
) -> None:
    text = (word * times).strip()
    say(spoiled, code, "remission", context, text)
    paper: Paper | None = "a4" if edition == "leaflet" else None
    outcome = making.make(Job(spoiled.root, "remission", Language(code), edition, paper))
    (found,) = [f for f in outcome.findings if f.rule == "fit" and f.where != "leaflet"]
    catalog = read(spoiled.catalog(Language(code), "remission"))
    entry = catalog.entries[context]
    assert (found.severity, found.where, found.line) == ("error", context, entry.line)
    assert (found.source, found.text) == (entry.source, text)
    assert found.file.endswith(f"{code}/LC_MESSAGES/remission.po")
    assert found.hint


# ---------------------------------------------------------------- glyphs


@pytest.mark.parametrize(
    ("code", "character", "name"),
    [
        pytest.param("es", "🙂", "SLIGHTLY SMILING FACE", id="an emoji"),
        pytest.param("es", "缓", "CJK UNIFIED IDEOGRAPH-7F13", id="Chinese in Spanish"),
        pytest.param("ar", "不", "CJK UNIFIED IDEOGRAPH-4E0D", id="Chinese in Arabic"),
        pytest.param("zh_Hans", "𠮷", "CJK UNIFIED IDEOGRAPH-20BB7", id="a rare Chinese letter"),
        pytest.param("zh_Hans", "한", "HANGUL SYLLABLE HAN", id="Korean in Chinese"),
        pytest.param("es", "\ue000", "unnamed", id="a letter of private use"),
    ],
)
def test_a_character_that_no_shipped_font_has_is_found(
    spoiled: Library, code: str, character: str, name: str
) -> None:
    say(spoiled, code, "remission", "cure/worry/text", f"a{character}b{character}")
    english = read(spoiled.catalog(Language(code), "remission")).entries["cure/worry/text"].source
    (finding,) = ask(glyphs.every_glyph_is_shipped, case(spoiled, code))
    assert (finding.rule, finding.severity) == ("glyphs", "error")
    assert finding.where == "cure/worry/text"
    assert character in finding.message
    assert name in finding.message
    assert finding.language == Language(code).tag
    assert (finding.text, finding.source) == (f"a{character}b{character}", english)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("es", "¿Qué? ¡Año, pingüino, ÁÉÍÓÚ! «20 %» — 1–2 “a” ‘b’ … ½ €", id="Spanish"),
        pytest.param("ar", "هَدْأَةٌ ــ ؟ ، ؛ ٪ ٠١٢٣٤٥٦٧٨٩ «لا» MRI 20", id="Arabic"),
        pytest.param("ar", "\u2066D3\u2069 و\u200fب\u200c", id="isolates, marks and joiners"),
        pytest.param(
            "zh_Hans", "核磁共振（MRI），“不是”治愈：１２３！？……——《》、；", id="Chinese"
        ),
    ],
)
def test_what_the_shipped_fonts_can_write_passes(spoiled: Library, code: str, text: str) -> None:
    say(spoiled, code, "remission", "cure/worry/text", text)
    assert ask(glyphs.every_glyph_is_shipped, case(spoiled, code)) == []


# ---------------------------------------------------------------- facts


def test_a_fact_that_no_block_carries_any_more_is_found(spoiled: Library) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    assert text.count('facts = ["F18"]\n') == 1
    path.write_text(text.replace('facts = ["F18"]\n', ""), encoding="utf-8")
    (finding,) = ask(facts.every_fact_is_carried, case(spoiled, "en"))
    assert (finding.rule, finding.severity, finding.where) == ("facts", "error", "F18")
    assert finding.file.endswith("remission.toml")
    assert "every cancer cell is gone" in finding.message


def test_a_new_fact_that_no_block_carries_yet_is_found(spoiled: Library) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[facts]\n", '[facts]\nF00 = "New."\n'), encoding="utf-8")
    (finding,) = ask(facts.every_fact_is_carried, case(spoiled, "en"))
    assert finding.where == "F00"


# ---------------------------------------------------------------- the source's review


@pytest.fixture
def due(sources: Sources) -> date:
    """Tell the day on which the review of the shipped source falls due."""
    return sources.topic.source.due


def warned(library: Library, day: date) -> Iterator[Finding]:
    yield from review_due.source_review_is_in_force(case(library, "en", day))


@pytest.mark.parametrize("days", [61, 400])
def test_a_review_that_is_long_in_force_passes(shelf: Library, due: date, days: int) -> None:
    assert list(warned(shelf, due - timedelta(days))) == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(60, "falls due on", id="sixty days before"),
        pytest.param(1, "falls due on", id="the day before"),
        pytest.param(0, "falls due on", id="on the day"),
        pytest.param(-1, "overdue since", id="the day after"),
        pytest.param(-400, "overdue since", id="a year after"),
    ],
)
def test_a_review_that_falls_due_is_warned_of(
    shelf: Library, due: date, days: int, words: str
) -> None:
    (finding,) = warned(shelf, due - timedelta(days))
    assert (finding.rule, finding.severity) == ("review-due", "warning")
    assert words in finding.message
    assert due.isoformat() in finding.message
    assert finding.file.endswith("remission.toml")
    assert finding.hint
