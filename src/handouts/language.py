"""What the tool knows of a language: direction, script, fonts, names, dates and digits."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date

SOURCE = "en"
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Script:
    """The faces of one script.

    ``print_fonts`` are shipped and embedded in PDFs, best first. ``east_asian`` and
    ``complex_script`` are faces that Windows and macOS have: a deck names fonts, it carries none.
    ``body`` is the size of running text in points; ``leading`` its line height, as a multiple.
    ``deck_allowance`` is how much wider the deck's face may run than the one that measures it.
    """

    print_fonts: tuple[str, ...]
    east_asian: str = "Microsoft YaHei"
    complex_script: str = "Arial"
    body: float = 14.0
    leading: float = 1.3
    deck_allowance: float = 1.0


SCRIPTS = {
    "Latn": Script(("Noto Sans",)),
    "Cyrl": Script(("Noto Sans",)),
    "Grek": Script(("Noto Sans",)),
    "Arab": Script(
        ("Noto Sans", "Noto Naskh Arabic"), body=15.0, leading=1.42, deck_allowance=1.15
    ),
    "Hans": Script(("Noto Sans SC", "Noto Sans"), leading=1.55),
}

FULL_WIDTH = {"Hans", "Hant", "Jpan"}  # scripts whose punctuation is a full square wide

# Digits: Latin in every language so far, the ones on lab reports, pill boxes and telephones.
# Babel's long dates agree. A language with a policy of its own gets an entry here.


@dataclass(frozen=True)
class Language:
    """One language: ``code`` is gettext's name (``zh_Hans``), ``tag`` is BCP 47 (``zh-Hans``)."""

    code: str

    @property
    def tag(self) -> str:
        """Answer the BCP 47 tag, used in outputs."""
        return self.code.replace("_", "-")

    @property
    def is_source(self) -> bool:
        """Tell whether this is the language the content is written in."""
        return self.code == SOURCE

    @cached_property
    def locale(self) -> Locale:
        """Answer Babel's locale data."""
        return Locale.parse(self.code)

    @property
    def direction(self) -> Direction:
        """Answer the direction in which the language is written."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    @property
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
    def colon(self) -> str:
        """Answer what stands between a name and what is said of it."""
        return "：" if self.script_code in FULL_WIDTH else ": "

    @property
    def autonym(self) -> str:
        """Name the language in itself: “Español”, “العربية”, “简体中文”."""
        name = self.locale.languages.get(self.code) or self.locale.get_display_name(self.locale)
        return _capitalized(name or self.code)

    @property
    def english_name(self) -> str:
        """Name the language in English."""
        return self.locale.english_name or self.code

    def date(self, day: date) -> str:
        """Write a date in full, as the language does."""
        return format_date(day, "long", self.locale)


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def parse(name: str) -> Language | None:
    """Read a language name, gettext's or BCP 47's; None where it names no language."""
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
    return Language("_".join(filter(None, (locale.language, locale.script, locale.territory))))
