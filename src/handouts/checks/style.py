"""Digits, quotation marks and end marks follow the language's one policy."""

import re
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain
from handouts.language import LATIN_DIGITS, Language, Style

_QUOTES = '“”„«»「」『』‹›"〝〞'
_ENGLISH_ENDS = ".?!:"
_COLON = 3  # its place among the end marks
_CLOSERS = '*”»」』)）"’\u2069'
_UNJOINED = re.compile(r"(?<=[^\s\u00a0\u202f])[;?!:»](?=\s|$)|«(?=[^\s\u00a0\u202f])")


def style_is_the_language_s(case: Case) -> Iterator[Finding]:
    """Find digits, quotation marks and end marks of another language."""
    language = case.document.language
    for domain, message, text in case.pairs():
        for what, hint in _faults(message.text, plain(case.without_addresses(text)), language):
            yield case.fault("style", domain, message, what, hint, text)


def _faults(english: str, text: str, language: Language) -> Iterator[tuple[str, str]]:
    style = language.style
    own = {*style.quotes, *style.inner_quotes}
    for mark in sorted({c for c in text if c in _QUOTES and c not in own}):
        yield (
            f"“{mark}” is not a quotation mark of {language.english_name}.",
            f"Write {style.quotes[0]}…{style.quotes[1]}.",
        )
    for pair in (style.quotes, "()", "（）"):
        if text.count(pair[0]) != text.count(pair[1]):
            yield f"“{pair[0]}” and “{pair[1]}” do not match.", "Open and close each once."
    foreign = sorted({c for c in text if c.isdecimal() and c not in style.digits})
    if foreign and not _only_in_latin(text, foreign):
        yield (
            f"“{''.join(foreign)}” are not the digits of {language.english_name} texts.",
            f"Write {style.digits}.",
        )
    ours, theirs = _end(english, _ENGLISH_ENDS), _end(text, style.ends)
    if not _ends_agree(ours, theirs):
        yield (
            f"The English ends with {_named(ours)}, this with {_named(theirs)}.",
            f"End it with {_named(ours, style)}.",
        )
    if style.colon.startswith("\u00a0") and (found := _UNJOINED.search(text)):
        yield (
            f"“{found[0]}” has no no-break space beside it.",
            "Put U+202F before ; ! ? and inside « », and U+00A0 before a colon.",
        )


def _only_in_latin(text: str, digits: list[str]) -> bool:
    """Tell whether Latin digits stand only within Latin names, such as D3."""
    bare = re.sub(r"[A-Za-z][A-Za-z0-9.-]*", "", text)
    return set(digits) <= set(LATIN_DIGITS) and not any(d in bare for d in digits)


def _end(text: str, marks: str) -> int:
    """Tell the place of a text's end mark among the marks; -1 where it has none."""
    return marks.find(text.rstrip(_CLOSERS + " ")[-1:] or "\0")


def _ends_agree(ours: int, theirs: int) -> bool:
    """Tell whether two texts end alike; a request may be a question, and so may a title."""
    if _COLON in (ours, theirs) or theirs < 0 or _ENGLISH_ENDS[theirs] == ".":
        return ours == theirs or (_ENGLISH_ENDS[theirs] == "." and 0 <= ours < _COLON)
    return True


def _named(place: int, style: Style | None = None) -> str:
    return "no mark" if place < 0 else f"“{(style.ends if style else _ENGLISH_ENDS)[place]}”"
