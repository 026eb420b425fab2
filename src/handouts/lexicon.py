"""What the checks know of a language's words: how it negates, counts, obliges and allows.

One file per language, ``locales/<lang>/lexicon.toml``, kept by its translators. A pattern is a
whole word, whatever its case; ``*`` at its start or end stands for any letters. In a script that
puts no space between words a pattern is found anywhere.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from handouts import reading
from handouts.errors import Refused
from handouts.findings import error
from handouts.language import Language

_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")  # vowel signs and stretching

_START, _ANY, _END = r"(?<!\w)", r"\w*", r"(?!\w)"  # of a word


class Negation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that make a clause negative.

    Those in ``echo`` only repeat a negation made in the same clause. Phrases in ``apart`` hold
    such a word and negate nothing (“không?” ends a question). ``soft`` is for the source language:
    what another language may well say by a negation (“unnoticed”, “little”).
    """

    words: tuple[str, ...] = ()
    echo: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()


class Modality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of duty and of possibility; ``soft`` ones another language may say as either."""

    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()


class Soft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For the source language: what another may well say with a number or a unit (“both”)."""

    numbers: dict[str, tuple[str, ...]] = {}
    units: dict[str, tuple[str, ...]] = {}


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words, by what a check asks of them.

    ``terms`` are the forms an approved glossary term takes in a text, by its id. ``forbidden`` are
    renderings that must not occur, each with its reason. ``numbers`` are words by their value,
    ``units`` words by the English name of the unit. ``weights`` are words that a translation may
    not lose, by their kind.
    """

    terms: dict[str, tuple[str, ...]] = {}
    forbidden: dict[str, str] = {}
    negation: Negation = Negation()
    modality: Modality = Modality()
    numbers: dict[str, tuple[str, ...]] = {}
    units: dict[str, tuple[str, ...]] = {}
    weights: dict[str, tuple[str, ...]] = {}
    soft: Soft = Soft()


@dataclass(frozen=True)
class Finder:
    """Finds the words of a list in a text."""

    patterns: tuple[str, ...]
    spaced: bool

    @cached_property
    def expression(self) -> str:
        """Write the words as one regular expression, the longest first.

        Words are gathered by where they have a star, so that a text is searched at the starts of
        its words only.
        """
        longest_first = sorted(map(folded, self.patterns), key=len, reverse=True)
        if not self.spaced:
            return "|".join(_letters(pattern) for pattern in longest_first)
        kinds: dict[tuple[bool, bool], list[str]] = {}
        for pattern in longest_first:
            kind = pattern.startswith("*"), pattern.endswith("*")
            kinds.setdefault(kind, []).append(_letters(pattern))
        return "|".join(
            f"{_START}{_ANY + '?' if before else ''}(?:{'|'.join(words)}){_ANY if after else _END}"
            for (before, after), words in kinds.items()
        )

    @cached_property
    def _expression(self) -> re.Pattern[str] | None:
        return re.compile(self.expression) if self.patterns else None

    def all(self, text: str) -> list[str]:
        """List the words found, as they stand in the folded text."""
        return self._expression.findall(folded(text)) if self._expression else []

    def without(self, text: str) -> str:
        """Answer the folded text with the words taken out."""
        return self._expression.sub(" ", folded(text)) if self._expression else folded(text)

    def any(self, text: str) -> bool:
        """Tell whether one of the words is there."""
        return bool(self._expression and self._expression.search(folded(text)))


def _letters(pattern: str) -> str:
    return re.escape(pattern.strip("*")).replace(r"\ ", r"\s+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Fold what does not tell two words apart: case, width, Arabic vowel signs."""
    straight = unicodedata.normalize("NFKC", text).replace("’", "'")
    return _ARABIC_MARKS.sub("", straight.casefold())


def load(path: Path) -> Lexicon:
    """Read a language's words; a language without the file has none, and is checked less.

    Raises:
        Refused: the file cannot be read, is not TOML, has a table that does not exist, or a
            pattern that would match everything.
    """
    if not path.exists():
        return Lexicon()
    lexicon = reading.load(path, "lexicon", Lexicon)
    empty = [pattern for pattern in _patterns(lexicon) if not pattern.strip("* ")]
    stars = [pattern for pattern in _patterns(lexicon) if "*" in pattern.strip("*")]
    named = (*lexicon.numbers, *lexicon.soft.numbers)
    values = [value for value in named if not value.isascii() or not value.isdigit()]
    if empty or stars or values:
        raise Refused(
            [
                error(
                    "lexicon",
                    f"“{bad}” is no {what}.",
                    hint,
                    file=reading.shown(path),
                )
                for wrong, what, hint in (
                    (empty, "pattern: it would match every word", "Write at least one letter."),
                    (stars, "pattern", "Put * at the start or the end only."),
                    (values, "number", 'Write the value in digits: "5" = ["five"].'),
                )
                for bad in wrong
            ]
        )
    return lexicon


def _patterns(lexicon: Lexicon) -> list[str]:
    lists: list[Sequence[str]] = [
        *lexicon.terms.values(),
        tuple(lexicon.forbidden),
        lexicon.negation.words,
        lexicon.negation.echo,
        lexicon.negation.apart,
        lexicon.negation.soft,
        lexicon.modality.must,
        lexicon.modality.may,
        lexicon.modality.soft,
        *lexicon.numbers.values(),
        *lexicon.units.values(),
        *lexicon.weights.values(),
        *lexicon.soft.numbers.values(),
        *lexicon.soft.units.values(),
    ]
    return [pattern for patterns in lists for pattern in patterns]


class Counted:
    """Finds the words for numbers in a text, all in one pass."""

    def __init__(self, words: Mapping[str, Sequence[str]], spaced: bool) -> None:
        ways = {v: Finder(tuple(p), spaced).expression for v, p in words.items() if p}
        # Part of a compound (quatre-vingts) is another number.
        groups = (f"(?P<n{value}>(?<!\\w-)(?:{way})(?!-\\w))" for value, way in ways.items())
        self._expression = re.compile("|".join(groups)) if ways else None
        self._known: dict[str, list[tuple[int, int]]] = {}  # several rules ask of one text

    def places(self, text: str) -> list[tuple[int, int]]:
        """List the number words found: where in the folded text, and their value."""
        if text not in self._known:
            found = self._expression.finditer(folded(text)) if self._expression else ()
            self._known[text] = [(word.start(), int(str(word.lastgroup)[1:])) for word in found]
        return self._known[text]


@dataclass(frozen=True)
class Vocabulary:
    """A language's lexicon, ready to look for its words in texts."""

    lexicon: Lexicon
    language: Language

    def finder(self, *patterns: str) -> Finder:
        """Make a finder of some words."""
        return Finder(patterns, self.language.is_spaced)

    @cached_property
    def numbers(self) -> "Counted":
        """Answer what finds the words for numbers."""
        return Counted(self.lexicon.numbers, self.language.is_spaced)

    @cached_property
    def soft_numbers(self) -> "Counted":
        """Answer what finds words that another language may say as a number."""
        return Counted(self.lexicon.soft.numbers, self.language.is_spaced)

    @cached_property
    def soft_units(self) -> dict[str, Finder]:
        """Answer what finds words that another language may say with a unit."""
        return {name: self.finder(*words) for name, words in self.lexicon.soft.units.items()}

    @cached_property
    def units(self) -> dict[str, Finder]:
        """Answer what finds each unit's words, by its English name."""
        return {name: self.finder(*words) for name, words in self.lexicon.units.items()}

    @cached_property
    def weights(self) -> dict[str, Finder]:
        """Answer what finds the words that weigh, by their kind."""
        return {name: self.finder(*words) for name, words in self.lexicon.weights.items()}

    @cached_property
    def terms(self) -> dict[str, Finder]:
        """Answer what finds each glossary term in its forms, by its id."""
        return {term: self.finder(*forms) for term, forms in self.lexicon.terms.items()}
