"""Two made-up languages that show what of a page cannot grow or turn round. Never shipped.

``en_XA`` is English with accents, 35% longer; ``ar_XB`` is English in Arabic letters, from right
to left. The codes are those of the Unicode CLDR's pseudo-locales.
"""

import re

from handouts.catalog import entry, header, plural_forms
from handouts.language import ACCENTED, MIRRORED, Language
from handouts.walk import Message

GROWTH = 0.35  # share of letters added; translations into German or French add about as much
# What a translation keeps as it is: stars, terms, placeholders, abbreviations.
_KEPT = re.compile(r"(\*\*|\[|\]\(term:[\w-]+\)|\{\w+\}|\b[A-Z]{2,}s?\b)")
_WORD = re.compile(r"[A-Za-z]+")
_ACCENTS = str.maketrans("AEIOUYCNSZaeiouycnsz", "ÅÉÎÖÛÝÇÑŠŽåéîöûýçñšž")
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدعفغهيجكلمنوبقرستطوشخزظ")
_PAIRS = {"th": "ذ", "sh": "ش", "ch": "ش", "ck": "ك", "ll": "ل", "ss": "س"}
_SHORT = re.compile("[ei]")
_MARKS = str.maketrans("?,;", "؟،؛")


def languages() -> tuple[Language, ...]:
    """List the made-up languages."""
    return Language(ACCENTED), Language(MIRRORED)


def catalog_text(domain: str, messages: tuple[Message, ...], language: Language) -> str:
    """Write a whole catalog of a made-up language."""
    fields = {
        "Project-Id-Version": f"handouts {domain}",
        "Language": language.code,
        "Plural-Forms": plural_forms(language),
        "X-Sign-Off": "made up for layout tests: never for patients",
    }
    entries = (
        entry(msgctxt=m.context, msgid=m.text, msgstr=spoken(m.text, language)) for m in messages
    )
    return "\n\n".join((header(fields), *entries)) + "\n"


def spoken(text: str, language: Language) -> str:
    """Say an English text in a made-up language: the same markup, numbers and placeholders."""
    pieces = _KEPT.split(text)
    if language.code == ACCENTED:
        pieces[::2] = [piece.translate(_ACCENTS) for piece in _longer(pieces[::2])]
    else:
        pieces[::2] = [_WORD.sub(_mirrored, piece).translate(_MARKS) for piece in pieces[::2]]
    return "".join(pieces)


def _longer(pieces: list[str]) -> list[str]:
    """Spread the growth over the words, a whole letter at a time."""
    owed = 0.0

    def grown(word: re.Match[str]) -> str:
        nonlocal owed
        owed += (len(word[0]) + 1) * GROWTH
        extra, owed = (int(owed), owed % 1) if len(word[0]) > 1 else (0, owed)
        middle = len(word[0]) // 2
        return word[0][:middle] + word[0][middle] * extra + word[0][middle:]

    return [_WORD.sub(grown, piece) for piece in pieces]


def _mirrored(word: re.Match[str]) -> str:
    """Write a word in Arabic letters: one for “th”, and short vowels not at all, as Arabic does."""
    letters = word[0].lower()
    for pair, letter in _PAIRS.items():
        letters = letters.replace(pair, letter)
    return (letters[0] + _SHORT.sub("", letters[1:])).translate(_ARABIC)
