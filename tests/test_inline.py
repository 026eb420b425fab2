"""Strong words, glossary terms, and everything else as the characters it is."""

import re
from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree

import pytest
from conftest import normalized

from handouts import walk
from handouts.document import Document
from handouts.inline import Span, clean, fill, leftovers, parse, plain, terms


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("plain", [Span("plain")], id="no markup"),
        pytest.param("", [], id="no text"),
        pytest.param(
            "It is **not** cured.",
            [Span("It is "), Span("not", strong=True), Span(" cured.")],
            id="strong words",
        ),
        pytest.param(
            "**When:** today", [Span("When:", strong=True), Span(" today")], id="strong start"
        ),
        pytest.param(
            "a [tumor](term:tumor) grows",
            [Span("a "), Span("tumor", term="tumor"), Span(" grows")],
            id="a term",
        ),
        pytest.param(
            "**the [tumor](term:tumor)**",
            [Span("the ", strong=True), Span("tumor", strong=True, term="tumor")],
            id="a term in strong words",
        ),
        pytest.param(
            "[**tumor**](term:tumor)", [Span("tumor", strong=True, term="tumor")], id="strong term"
        ),
        pytest.param(
            "这**不**等于治愈",
            [Span("这"), Span("不", strong=True), Span("等于治愈")],
            id="Chinese, without spaces",
        ),
        pytest.param(
            "缓解（**不是**治愈）。",
            [Span("缓解（"), Span("不是", strong=True), Span("治愈）。")],
            id="Chinese, beside full-width punctuation",
        ),
        pytest.param(
            "الهدأة **ليست** شفاء",
            [Span("الهدأة "), Span("ليست", strong=True), Span(" شفاء")],
            id="Arabic",
        ),
    ],
)
def test_strong_words_and_terms_are_understood(text: str, spans: list[Span]) -> None:
    assert list(parse(text)) == spans


FOREIGN = [
    pytest.param("<b>bold</b> <script>alert(1)</script>", id="HTML"),
    pytest.param("<!-- comment --> &amp; &lt;b&gt; &#42;", id="HTML comments and entities"),
    pytest.param("{{ 7 * 7 }} {% include 'x' %} {# note #}", id="Jinja braces"),
    pytest.param("see https://example.org/a_b?c=*d* now", id="a URL"),
    pytest.param("<https://example.org>", id="a URL in angle brackets"),
    pytest.param("[here](https://example.org)", id="a link"),
    pytest.param("[here](javascript:alert(1))", id="a script link"),
    pytest.param("[here][1] and [1]: https://example.org", id="a link by reference"),
    pytest.param("![x](file:///etc/passwd)", id="an image"),
    pytest.param("2 * 3 * 4 and *one* star", id="single asterisks"),
    pytest.param("_low_ ~~gone~~ `code`", id="other emphasis"),
    pytest.param("__low lines__", id="low lines"),
    pytest.param("# head", id="a heading mark"),
    pytest.param("1. one", id="a number with a dot"),
    pytest.param("- one", id="a hyphen"),
    pytest.param("> 5 and < 6", id="comparison signs"),
    pytest.param("    four spaces", id="leading spaces"),
    pytest.param("a | b", id="a bar"),
    pytest.param(r"C:\*\**\n", id="backslashes"),
    pytest.param("＊＊不＊＊", id="full-width asterisks"),
]


@pytest.mark.parametrize("text", FOREIGN)
def test_all_other_notation_stays_the_characters_it_is(text: str) -> None:
    assert parse(text) == (Span(text),)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("**open", id="strong that does not close"),
        pytest.param("** spaces **", id="spaces inside the stars"),
        pytest.param("**类型：**癌症", id="Chinese punctuation just inside the stars"),
        pytest.param("[words](term:tumor", id="a term that does not close"),
        pytest.param("[words](trem:tumor)", id="a mistyped term"),
        pytest.param("[words] (term:tumor)", id="a space before the term"),
    ],
)
def test_markup_that_is_not_understood_is_shown_as_typed(text: str) -> None:
    assert plain(text) == text


def test_no_character_of_any_shipped_text_is_lost(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        for words in (document.topic, document.glossary, document.labels):
            for message in walk.messages(words):
                bare = re.sub(r"\[([^]]+)\]\(term:[a-z-]+\)", r"\1", message.text)
                assert plain(message.text) == bare.replace("**", "")


def test_words_after_a_term_s_id_are_not_lost() -> None:
    text = '[tumor](term:tumor "a lump")'
    assert "a lump" in plain(text) or leftovers(text)


def test_terms_are_listed_in_order() -> None:
    assert terms("[b](term:mri), **[a](term:tumor)** and [c](term:mri)") == ("mri", "tumor", "mri")


def test_a_term_that_is_strong_in_part_is_one_reference() -> None:
    assert terms("[a **small** tumor](term:tumor)") == ("tumor",)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("a **strong** [word](term:mri)", (), id="all closed"),
        pytest.param("2 * 3, *one*, [brackets] (and) these", (), id="never ours"),
        pytest.param("**open", ("**",), id="strong that does not close"),
        pytest.param("**one** **two", ("**",), id="the second of two does not close"),
        pytest.param("**“不”**是", ("**",), id="quotation marks just inside the stars"),
        pytest.param("[words](term:mri", ("](",), id="a term that does not close"),
        pytest.param("[words](http://x.org)", ("](",), id="a link to somewhere else"),
        pytest.param("**a [b](c)", ("**", "]("), id="both"),
    ],
)
def test_markup_that_was_meant_but_not_understood_is_listed(
    text: str, left: tuple[str, ...]
) -> None:
    assert leftovers(text) == left


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("a\x00b\x07c\x1bd\x7fe", "abcde", id="control characters"),
        pytest.param("a\n b\t\r\n c ", "a b c", id="line breaks and tabs"),
        pytest.param("  a  ", "a", id="spaces at the ends"),
        pytest.param("a\ud800b\uffffc\ufdd0d", "abcd", id="what is no character"),
        pytest.param("5\u202e mg", "5 mg", id="an override of direction"),
        pytest.param("\u2066D3\u2069", "\u2066D3\u2069", id="isolates stay"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiners stay"),
        pytest.param("e\u0301 🙂 𠮷", "e\u0301 🙂 𠮷", id="accents, emoji and rare letters stay"),
    ],
)
def test_what_no_page_can_show_is_dropped(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_whatever_is_left_of_any_character_can_stand_in_a_slide_s_xml() -> None:
    text = clean("".join(map(chr, range(0x20000))))
    assert ElementTree.fromstring(f"<a>{escape(text)}</a>").text == text


def test_values_take_the_place_of_their_names_and_no_other_brace_changes() -> None:
    text = fill("{page} of {pages} {other} {{ 7 }} {}", page="1", pages="6")
    assert text == "1 of 6 {other} {{ 7 }} {}"


def test_texts_are_compared_without_spaces_ligatures_and_direction_marks() -> None:
    assert normalized("ﬁve\u00a0 \u2066years\u2069") == normalized("five years")
    assert normalized("five years") != normalized("four years")
