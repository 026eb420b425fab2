"""What the tool knows of a language: direction, script, fonts, names, dates and digits."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.localedata import exists

SOURCE = "en"
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Script:
    """The faces of one script.

    ``print_fonts`` are shipped and embedded in PDFs, best first. ``east_asian`` and
    ``complex_script`` are faces that Windows and macOS have: a deck names fonts, it carries none.
    ``body`` is the size of running text in points; ``leading`` its line height, as a multiple.
    ``slack`` is what the line height may lose where a language runs long; ``mixed`` what it gains
    by itself, as faces with other baselines meet in a line. ``measure`` is the longest line in ems:
    70 characters, or 40 of Chinese, Japanese and Korean. ``deck_leading`` is the line height that
    slides are measured with, where it is another; ``deck_allowance`` how much wider the deck's face
    may run than the one that measures it, or what LibreOffice takes for it, and
    ``deck_bold_allowance`` the same of titles.
    """

    print_fonts: tuple[str, ...]
    east_asian: str = "Microsoft YaHei"
    complex_script: str = "Arial"
    body: float = 14.0
    leading: float = 1.3
    slack: float = 0.0
    mixed: float = 0.0
    measure: float = 32.0
    deck_leading: float = 0.0
    deck_allowance: float = 1.0
    deck_bold_allowance: float = 1.02


SCRIPTS = {
    "Latn": Script(("Noto Sans",), deck_allowance=1.02),
    "Cyrl": Script(("Noto Sans",), deck_allowance=1.02),
    "Grek": Script(("Noto Sans",), deck_allowance=1.02),
    "Arab": Script(
        ("Noto Sans", "Noto Naskh Arabic"),
        body=15.0,
        leading=1.34,
        slack=0.14,
        mixed=0.15,
        measure=24.5,
        deck_leading=1.42,
        deck_allowance=1.2,
        deck_bold_allowance=1.4,
    ),
    "Hans": Script(("Noto Sans SC", "Noto Sans"), leading=1.55),
    "Hant": Script(("Noto Sans TC", "Noto Sans"), "Microsoft JhengHei", leading=1.55),
    "Jpan": Script(("Noto Sans JP", "Noto Sans"), "Yu Gothic", leading=1.5),
    "Kore": Script(
        ("Noto Sans KR", "Noto Sans"), "Malgun Gothic", leading=1.45, deck_allowance=1.1
    ),
}

# Scripts written from right to left: Unicode's CLDR says so of their languages, but takes longer.
RIGHT_TO_LEFT = {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
UNSPACED = {"Hans", "Hant", "Jpan"}  # scripts that put no space between words

# Made-up languages, for layout tests; Babel speaks for them as the real language beside them.
ACCENTED, MIRRORED = "en_XA", "ar_XB"
PSEUDO = {ACCENTED: "en", MIRRORED: "ar"}

LATIN_DIGITS = "0123456789"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"


@dataclass(frozen=True, slots=True)
class Style:
    """How a language writes what it shares with others: its one policy, for pages and checks.

    ``quotes`` and ``inner_quotes`` open and close. ``digits`` are those of running text: Latin in
    most languages, the ones on lab reports, pill boxes and telephones. ``ends`` are the marks that
    end a statement, a question and an exclamation, and that lead into a list. ``months`` are set
    where Babel's dates have another language's names; ``measure`` is the longest line in ems, where
    letters are narrower than most of the script's; ``counter`` is CSS's name of the digits.
    """

    quotes: str = "“”"
    inner_quotes: str = "‘’"
    digits: str = LATIN_DIGITS
    ends: str = ".?!:"
    colon: str = ": "
    months: tuple[str, ...] = ()
    measure: float = 0.0
    counter: str = "decimal"


_FULL_WIDTH_ENDS = "。？！："
_FRENCH = Style("«»", "“”", colon="\u00a0: ", measure=31.2)

STYLES = {
    "ar": Style("«»", "“”", ends=".؟!:"),
    "de": Style("„“", "‚‘"),
    "fa": Style("«»", "“”", PERSIAN_DIGITS, ends=".؟!:", counter="persian"),
    "fr": _FRENCH,
    "ht": Style(
        months=(
            *("janvye", "fevriye", "mas", "avril", "me", "jen"),
            *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
        )
    ),
    "it": Style(measure=30.0),
    "ja": Style("「」", "『』", ends=_FULL_WIDTH_ENDS, colon="："),
    "pl": Style("„”", "«»"),
    "pt": Style(measure=31.0),
    "ru": Style("«»", "„“", measure=34.5),
    "vi": Style(measure=31.0),
    "zh_Hans": Style(ends=_FULL_WIDTH_ENDS, colon="："),
    "zh_Hant": Style("「」", "『』", ends=_FULL_WIDTH_ENDS, colon="："),
}


@dataclass(frozen=True)
class Language:
    """One language: ``code`` is gettext's name (``zh_Hans``), ``tag`` is BCP 47 (``zh-Hans``)."""

    code: str

    def __reduce__(self) -> tuple[type["Language"], tuple[str]]:
        """Travel to another process as a name, without the locale data that was looked up."""
        return Language, (self.code,)

    @property
    def tag(self) -> str:
        """Answer the BCP 47 tag, used in outputs."""
        return self.code.replace("_", "-")

    @property
    def is_pseudo(self) -> bool:
        """Tell whether this is a language made up for layout tests."""
        return self.code in PSEUDO

    @property
    def is_source(self) -> bool:
        """Tell whether this is the language the content is written in."""
        return self.code == SOURCE

    @cached_property
    def locale(self) -> Locale:
        """Answer Babel's locale data."""
        return Locale.parse(PSEUDO.get(self.code, self.code))

    @cached_property
    def style(self) -> Style:
        """Answer the policy for digits, quotation marks and the like."""
        base = self.code.partition("_")[0]
        names = (self.code, f"{base}_{self.script_code}", base)
        return next((STYLES[name] for name in names if name in STYLES), Style())

    @property
    def direction(self) -> Direction:
        """Answer the direction in which the language is written."""
        return "rtl" if self.script_code in RIGHT_TO_LEFT else "ltr"

    @cached_property
    def script_code(self) -> str:
        """Answer the ISO 15924 code, the likely one where the name does not say."""
        if self.locale.script:
            return str(self.locale.script)
        known = get_global("likely_subtags")
        likely = known.get(self.code) or known.get(self.locale.language, "")
        return next((part for part in likely.split("_") if len(part) == 4), "Latn")

    @property
    def script(self) -> Script | None:
        """Answer the script's faces; None where no shipped font covers it."""
        return SCRIPTS.get(self.script_code)

    @property
    def measure(self) -> float:
        """Answer the longest line that a page may have, in ems."""
        return self.style.measure or (self.script.measure if self.script else 30.0)

    def deck_allowance(self, bold: bool = False) -> float:
        """Answer how much wider the deck's face may run than the one that measures it."""
        if self.script is None:
            return 1.0
        return self.script.deck_bold_allowance if bold else self.script.deck_allowance

    @property
    def is_spaced(self) -> bool:
        """Tell whether words are set apart by spaces."""
        return self.script_code not in UNSPACED

    @property
    def space(self) -> str:
        """Answer what stands between two sentences."""
        return " " if self.is_spaced else ""

    @property
    def autonym(self) -> str:
        """Name the language in itself: “Español”, “العربية”, “简体中文”."""
        if self.is_pseudo:
            return self.tag
        name = self.locale.languages.get(self.code) or self.locale.get_display_name(self.locale)
        return _capitalized(name or self.code)

    @property
    def english_name(self) -> str:
        """Name the language in English."""
        if self.is_pseudo:
            return f"Pseudo-language {self.tag}"
        if not self.code.startswith(self.locale.language):  # tl, which Babel reads as Filipino
            return str(Locale(SOURCE).languages.get(self.code, self.code))
        return self.locale.english_name or self.code

    def date(self, day: date) -> str:
        """Write a date in full, as the language does."""
        style = self.style
        if style.months:
            return f"{day.day} {style.months[day.month - 1]} {day.year}"
        from babel.dates import format_date  # here, as it takes a while to load

        return self.number(format_date(day, "long", self.locale))

    def number(self, text: str) -> str:
        """Write the digits of a text as the language does."""
        return text.translate(str.maketrans(LATIN_DIGITS, self.style.digits))


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


_NO_LANGUAGES = {"root", "und", "mul", "zxx"}


def parse(name: str) -> Language | None:
    """Read a language name, gettext's or BCP 47's; None where it names no language."""
    name = name.replace("-", "_")
    if name in PSEUDO:
        return Language(name)
    try:
        base, territory, script, *rest = parse_locale(name)
        if not exists(name):  # which says the same of most names, and sooner
            Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return None
    if any(rest) or base in _NO_LANGUAGES:
        return None
    return Language("_".join(filter(None, (base, script, territory))))
