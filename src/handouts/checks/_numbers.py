"""Numbers as values: any digits, decimal and thousands marks, fractions, Roman and spoken ones."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where, its value, whether in digits, and whether it surely is one.

    One is not when it is spoken: it is an article in many languages. Nor is a Roman number:
    “IV” is also a vein.
    """

    at: int
    value: Fraction
    digits: bool
    sure: bool
    roman: bool = False


def read(text: str, words: Vocabulary) -> list[Number]:
    """Read the numbers of a text, in digits and in words, in reading order."""
    found = [*_written(text, words.language), *_spoken(text, words)]
    return sorted(found, key=lambda number: number.at)


@lru_cache(maxsize=8192)
def _written(text: str, language: Language) -> tuple[Number, ...]:
    return tuple(_in_signs(text, language))


def _in_signs(text: str, language: Language) -> Iterator[Number]:
    for run in _DIGITS.finditer(text):
        *others, last = _values(run[0], language)
        yield from (Number(run.start(), value, digits=True, sure=True) for value in others)
        # ½ after digits is a part of them: 1½
        last += _fraction(text[run.end() : run.end() + 1])
        yield Number(run.start(), last, digits=True, sure=True)
    for at, character in enumerate(text):
        if not character.isnumeric():
            continue
        if (part := _fraction(character)) and not text[at - 1 : at].isdecimal():
            yield Number(at, part, digits=True, sure=True)
    for roman in _ROMAN.finditer(text):
        value = Fraction(_roman(roman[0]))
        yield Number(roman.start(), value, digits=False, sure=False, roman=True)


def _fraction(character: str) -> Fraction:
    if unicodedata.category(character or " ") != "No":
        return Fraction(0)
    if "FRACTION" not in unicodedata.name(character):
        return Fraction(0)
    return Fraction(unicodedata.numeric(character)).limit_denominator(100)


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


def _spoken(text: str, words: Vocabulary) -> Iterator[Number]:
    spaced = words.language.is_spaced
    for at, value in words.numbers.places(text):
        yield Number(at, Fraction(value), digits=False, sure=spaced and value > 1)
    if not spaced:
        for run in _HAN_NUMBER.finditer(text):
            number = _han(run["number"])
            plain_number = len(run["number"]) == 1 or any(c in _HAN_UNITS for c in run["number"])
            # 四周 is also “all around”, 两三天 “two or three days”
            sure = bool(run["counted"]) and number > 1 and plain_number and run[0] != "四周"
            yield Number(run.start(), Fraction(number), digits=False, sure=sure)


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
