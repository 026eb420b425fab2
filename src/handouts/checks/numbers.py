"""A translation says the same numbers as its English, whatever the digits or words."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from handouts.checks._case import Case
from handouts.checks._numbers import read
from handouts.findings import Finding
from handouts.inline import plain
from handouts.lexicon import Vocabulary


def numbers_are_equal(case: Case) -> Iterator[Finding]:
    """Find a number that was lost, changed or added: “2” for “20” harms."""
    for domain, message, text in case.pairs():
        ours = _Numbers(case.without_addresses(message.text), case.ours)
        theirs = _Numbers(case.without_addresses(text), case.theirs)
        lost = ours.lost_in(theirs, words_known=bool(case.theirs.lexicon.numbers))
        added = theirs.lost_in(ours, words_known=True)
        if lost or added:
            told = filter(None, (_listed(lost, "lost"), _listed(added, "added")))
            yield case.fault(
                "numbers",
                domain,
                message,
                f"The numbers differ: {', '.join(told)}.",
                "Say the numbers of the English, no more and no fewer.",
                text,
            )


class _Numbers:
    """What a text counts: in digits, in words, and in words that are perhaps no number."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        text = plain(text)
        found = read(text, words)
        self.digits = Counter(number.value for number in found if number.digits)
        self.words = {number.value for number in found if number.sure and not number.digits}
        self.roman = {number.value for number in found if number.roman}
        self.perhaps = Counter(number.value for number in found if not number.digits)
        self.perhaps.update(Fraction(value) for _, value in words.soft_numbers.places(text))

    def lost_in(self, other: "_Numbers", words_known: bool) -> list[Fraction]:
        """List the numbers said here that another text says in no way.

        Each number in digits must be said as often. One in words must be said at all, since a
        language may say it again where another says “these”.
        """
        lost = self.digits - other.digits - other.perhaps
        if self.roman and other.roman:  # “IV” may be said otherwise, but not as “VI”
            lost.update(self.roman - other.roman)
        silent = self.words - set(other.digits) - set(+other.perhaps) if words_known else set()
        return sorted((*lost.elements(), *silent))


def _listed(numbers: list[Fraction], what: str) -> str:
    return f"{', '.join(map(_shown, numbers))} {what}" if numbers else ""


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"
