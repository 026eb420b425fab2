"""A text is written in its language's own letters."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from fontTools.unicodedata import script

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain
from handouts.language import Language

_OWN = {
    "Latn": {"Latn"},
    "Cyrl": {"Cyrl"},
    "Grek": {"Grek"},
    "Arab": {"Arab"},
    "Hans": {"Hani", "Bopo"},
    "Hant": {"Hani", "Bopo"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang"},
}
# Letters that look alike, or the same, in two languages of one script: what to write instead.
_OTHERS_LETTERS = {
    "fa": {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه"},
    "ar": {"ی": "ي", "ک": "ك", "گ": "غ", "پ": "ب", "چ": "ج"},
}
_LOOK_ALIKES = {"Cyrl", "Grek", "Arab"}  # scripts whose words never hold a Latin letter
_NATIONAL = {"Hans": ("gb2312", "big5"), "Hant": ("big5", "gb2312")}
_WORD = re.compile(r"[^\W\d_]+")


def letters_are_the_language_s_own(case: Case) -> Iterator[Finding]:
    """Find letters of another script, look-alikes, and the other Chinese's characters."""
    language = case.document.language
    for domain, message, text in case.pairs():
        for word in _WORD.findall(plain(text)):
            strange = {c for c in word if not _belongs(c, word, language)}
            wrong = sorted(c for c in strange if not _is_kept(c, message.text))
            if wrong:
                named = ", ".join(
                    f"“{c}” ({unicodedata.name(c, 'unnamed').lower()})" for c in wrong
                )
                yield case.fault(
                    "script",
                    domain,
                    message,
                    f"In “{word}” {named} is no letter of {language.english_name}.",
                    _hint(wrong, language),
                    text,
                )


def _is_kept(character: str, english: str) -> bool:
    """Tell whether a sign of neither language stands in the English too: the β of a name."""
    return character in english and _script(character) != "Latn"


def _hint(wrong: list[str], language: Language) -> str:
    others = _OTHERS_LETTERS.get(language.locale.language, {})
    right = [f"“{others[c]}” for “{c}”" for c in wrong if c in others]
    return f"Write {', '.join(right)}." if right else "Type the word again on your own keyboard."


def _belongs(character: str, word: str, language: Language) -> bool:
    kind = _script(character)
    if kind in ("Zyyy", "Zinh"):
        return True
    own = _OWN.get(language.script_code, {language.script_code})
    if kind == "Latn" and "Latn" not in own:
        # An abbreviation or a name may stay Latin: as a word of its own, not as single letters
        # among others that look alike. East Asian scripts set words side by side.
        return language.script_code not in _LOOK_ALIKES or all(
            _script(c) in ("Latn", "Zyyy", "Zinh") for c in word
        )
    if kind not in own:
        return False
    if character in _OTHERS_LETTERS.get(language.locale.language, {}):
        return False
    return _is_national(character, language.script_code)


@cache
def _script(character: str) -> str:
    return str(script(character))


def _is_national(character: str, script_code: str) -> bool:
    """Tell simplified from traditional: a character only the other national set has is foreign."""
    if script_code not in _NATIONAL:
        return True
    ours, other = (_encodes(character, codec) for codec in _NATIONAL[script_code])
    return ours or not other


@cache
def _encodes(character: str, codec: str) -> bool:
    return character.encode(codec, errors="ignore") != b""
