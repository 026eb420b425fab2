"""What the checks know of a language's words, and how they find them in a text."""

from pathlib import Path

import pytest
from conftest import SHIPPED, TRANSLATED

from handouts import lexicon
from handouts.document import Sources
from handouts.errors import Refused
from handouts.language import Language
from handouts.lexicon import Finder, Vocabulary
from handouts.library import Library


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        pytest.param(("no",), "No fume. Nota: no.", ["no", "no"], id="whole words, any case"),
        pytest.param(("remisi*",), "Las remisiones y la remisión", 2, id="a star at the end"),
        pytest.param(("*remission",), "Vollremission, Remission", 2, id="a star at the start"),
        pytest.param(("no evidence",), "no  evidence", 1, id="a phrase, any white space"),
        pytest.param(("لا",), "لَا تدخّن، ولا تشرب", 1, id="Arabic, vowel signs set aside"),
        pytest.param(("*لا",), "لا تدخّن، ولا تشرب", 2, id="Arabic, with a joined “and”"),
        pytest.param(("نمی*",), "نمی‌شود", 1, id="Persian, at a joiner"),
        pytest.param(("n'*",), "Il n’a pas", 1, id="French, a typographic apostrophe"),
        pytest.param(("не",), "нет, не надо", 1, id="Russian"),
        pytest.param(("không?",), "Có không? Không.", 1, id="Vietnamese, at the end of a question"),
        pytest.param(("(NED)",), "ohne (NED)", 1, id="signs are only signs"),
        pytest.param((), "anything", 0, id="no words"),
    ],
)
def test_words_are_found_in_a_text_with_spaces(
    patterns: tuple[str, ...], text: str, found: int | list[str]
) -> None:
    finder = Finder(patterns, spaced=True)
    words = finder.all(text)
    assert (words if isinstance(found, list) else len(words)) == found
    assert finder.any(text) == bool(found)


def test_words_are_found_anywhere_where_there_are_no_spaces() -> None:
    assert Finder(("不", "没有"), spaced=False).all("不是没有") == ["不", "没有"]
    assert Finder(("ません",), spaced=False).any("飲みません。")


def test_words_can_be_taken_out() -> None:
    assert "không" not in Finder(("không?",), spaced=True).without("Có không?")


def test_numbers_are_found_by_their_value() -> None:
    german = Vocabulary(
        lexicon.Lexicon(numbers={"2": ("zwei",), "20": ("zwanzig*",)}), Language("de")
    )
    found = german.numbers.places("zwei, Zwanzigste, zweimal, zwei-und-zwanzig")
    assert found == [(0, 2), (6, 20)]


def test_a_language_without_a_file_has_no_words(tmp_path: Path) -> None:
    assert lexicon.load(tmp_path / "lexicon.toml") == lexicon.Lexicon()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[negation]\nwords = [1]", "Expected `str`", id="not a word"),
        pytest.param("[negations]\n", "negations", id="an unknown table"),
        pytest.param('[negation]\nwords = ["*"]', "match every word", id="a star alone"),
        pytest.param('[modality]\nmay = [""]', "match every word", id="an empty word"),
        pytest.param('[terms]\nmri = ["M*I"]', "no pattern", id="a star in the middle"),
        pytest.param('[numbers]\nfive = ["five"]', "no number", id="a number not in digits"),
        pytest.param("[terms\n", "not valid TOML", id="not TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_name(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        lexicon.load(path)
    (finding,) = refused.value.findings
    assert said in finding.message
    assert finding.file.endswith("lexicon.toml")
    assert finding.hint


@pytest.mark.parametrize("code", SHIPPED)
def test_every_shipped_language_has_words_for_every_check(
    shelf: Library, sources: Sources, code: str
) -> None:
    words = lexicon.load(shelf.lexicon(Language(code)))
    assert set(words.terms) == set(sources.glossary.terms)
    assert words.negation.words
    assert words.modality.must
    assert words.modality.may
    assert {"2", "3", "4", "5", "10"} <= set(words.numbers)
    assert {"day", "week", "month", "year"} <= set(words.units)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_ruled_out_rendering_has_its_reason(shelf: Library, code: str) -> None:
    forbidden = lexicon.load(shelf.lexicon(Language(code))).forbidden
    assert len(forbidden) >= 4
    assert all(len(why) > 15 for why in forbidden.values())
