"""A translation measures in the units of its English."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain
from handouts.lexicon import Vocabulary

# Symbols of measure right after a number, with what other scripts write for them.
_SYMBOLS = {
    "%": "% ٪ ％ percent",
    "µg": "µg μg mcg мкг 微克 میکروگرم ميكروغرام マイクログラム 마이크로그램",
    "mg": "mg мг 毫克 ミリグラム 밀리그램 ملغ ملغم مجم میلی‌گرم میلیگرم",
    "g": "g г 克 グラム 그램 غ جم غرام گرم",
    "kg": "kg кг 公斤 千克 キログラム キロ 킬로그램 كغ كجم كيلوغرام کیلوگرم",
    "ml": "ml мл 毫升 ミリリットル 밀리리터 مل میلی‌لیتر",
    "l": "l л 升 リットル 리터 ل لتر لیتر",
    "mm": "mm мм 毫米 ミリメートル 밀리미터 مم میلی‌متر",
    "cm": "cm см 厘米 公分 センチ センチメートル 센티미터 سم سانتی‌متر",
    "m": "m м 米 公尺 メートル 미터 م متر",
    "°C": "°C ℃ °С",
    "°F": "°F ℉",
    "Gy": "Gy Гр 戈瑞 グレイ 그레이",
}
_NAMES = {name.casefold(): unit for unit, names in _SYMBOLS.items() for name in names.split()}
# A letter of a script with spaces ends no symbol: “2 glasses” are no grams.
_SPACED_LETTER = "(?![a-z\u00c0-\u06ff\u1e00-\u1eff])"
_ANY_NAME = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_MEASURED = re.compile(
    rf"\d\s?({_ANY_NAME}){_SPACED_LETTER}(?:\s?/\s?({_ANY_NAME}){_SPACED_LETTER})?", re.IGNORECASE
)


def units_are_equal(case: Case) -> Iterator[Finding]:
    """Find a unit that was lost, changed or added: months for years, grams for milligrams."""
    for domain, message, text in case.pairs():
        known = case.theirs.units.keys()
        ours = _measured(message.text, case.ours, known)
        theirs = _measured(text, case.theirs, known)
        soft = {name for name, f in case.ours.soft_units.items() if f.any(message.text)}
        if not _has_symbols(ours):
            theirs = {k: v for k, v in theirs.items() if k in known}  # “liters” are not known
        if _without(ours, soft) != _without(theirs, soft):
            yield case.fault(
                "units",
                domain,
                message,
                f"The units differ: {_listed(ours)} in English, {_listed(theirs)} here.",
                "Measure in the units of the English.",
                text,
            )


def _measured(text: str, words: Vocabulary, known: Collection[str]) -> dict[str, int]:
    """Count the symbols of measure; note which units of time both languages know are named."""
    text = plain(text)
    symbols = (symbol for found in _MEASURED.findall(text) for symbol in found if symbol)
    units = Counter(_NAMES[symbol.casefold()] for symbol in symbols)
    for name, finder in words.units.items():
        if name in known and finder.any(text):
            units[name] = 1
    return dict(units)


def _listed(units: dict[str, int]) -> str:
    return ", ".join(sorted(units)) or "none"


def _has_symbols(units: dict[str, int]) -> bool:
    return any(unit in _SYMBOLS for unit in units)


def _without(units: dict[str, int], names: set[str]) -> dict[str, int]:
    return {unit: count for unit, count in units.items() if unit not in names}
