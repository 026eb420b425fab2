"""Numbers as values: any digits, decimal and thousands marks, fractions, Roman and spoken ones."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from handouts.language import Language
from handouts.lexicon import Vocabulary

_DIGITS = re.compile(r"\d+(?:[.,٫٬'’\u00a0\u202f]\d+)*")
_DECIMAL_MARKS = ".,٫"
_GROUP_MARKS = "'’\u00a0\u202f٬"
_ROMAN = re.compile(r"(?<![A-Za-z])(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![A-Za-z])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
# A Han numeral counts for sure where a counter follows: 两种, 五年. 十分 is “very”, not ten.
_HAN_NUMBER = re.compile(
    f"(?P<number>[{''.join((*_HAN_DIGITS, *_HAN_UNITS))}]+)"
    "(?P<counted>[个個年月週周天日次种種位名つ])?"
)


def written(text: str, language: Language) -> list[Fraction]:
    """Read the numbers written in digits, as fractions and in Roman, in reading order."""
    found = [
        (m.start(), value) for m in _DIGITS.finditer(text) for value in _values(m[0], language)
    ]
    found += [(m.start(), Fraction(_roman(m[0]))) for m in _ROMAN.finditer(text)]
    found += [
        (at, Fraction(unicodedata.numeric(c)).limit_denominator(100))
        for at, c in enumerate(text)
        if unicodedata.category(c) == "No" and "FRACTION" in unicodedata.name(c)
    ]
    return [value for _, value in sorted(found, key=lambda place: place[0])]


def _values(run: str, language: Language) -> list[Fraction]:
    """Read digits with marks between: one number, or several that the marks set apart (a date)."""
    pieces = [_latin(digits) for digits in re.split(r"\D", run)]
    marks = re.findall(r"\D", run)
    group = _GROUP_MARKS + str(language.locale.number_symbols["latn"].get("group", ","))
    grouped = 0
    while grouped < len(marks) and marks[grouped] in group and len(pieces[grouped + 1]) == 3:
        grouped += 1
    if grouped and (len(pieces[0]) > 3 or pieces[0] == "0"):
        grouped = 0
    whole, rest = "".join(pieces[: grouped + 1]), pieces[grouped + 1 :]
    if not rest:
        return [Fraction(whole)]
    if len(rest) == 1 and marks[-1] in _DECIMAL_MARKS:
        return [Fraction(f"{whole}.{rest[0]}")]
    return [Fraction(piece) for piece in pieces]


def _latin(digits: str) -> str:
    return "".join(str(unicodedata.digit(digit)) for digit in digits)


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def spoken(text: str, words: Vocabulary) -> Iterator[tuple[Fraction, bool]]:
    """Read the numbers said in words; tell of each whether it surely is a number.

    One is not: it is an article in many languages.
    """
    if not words.language.is_spaced:
        for run in _HAN_NUMBER.finditer(text):
            number = _han(run["number"])
            yield Fraction(number), bool(run["counted"]) and number > 1
        yield from ((Fraction(value), False) for value in words.numbers.all(text))
        return
    yield from ((Fraction(value), value > 1) for value in words.numbers.all(text))


def _han(text: str) -> int:
    """Read a Chinese or Japanese number below ten thousand: 五, 十五, 二百三十."""
    if not any(character in _HAN_UNITS for character in text):
        return int("".join(str(_HAN_DIGITS[character]) for character in text))
    total = digit = 0
    for character in text:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        else:
            total, digit = total + (digit or 1) * _HAN_UNITS[character], 0
    return total + digit
