"""Numbers that stand in another order may have changed places."""

from collections.abc import Iterator
from fractions import Fraction

from handouts.checks._case import Case
from handouts.checks._numbers import read
from handouts.findings import Finding
from handouts.inline import plain
from handouts.lexicon import Vocabulary


def numbers_keep_their_order(case: Case) -> Iterator[Finding]:
    """Ask about “2 tablets 3 times” that became “3 … 2 …”: word order, or a swap?"""
    for domain, message, text in case.pairs():
        ours = _in_order(case.without_addresses(message.text), case.ours)
        theirs = _in_order(case.without_addresses(text), case.theirs)
        common = {number for number in ours if ours.count(number) == theirs.count(number)}
        if [n for n in ours if n in common] != [n for n in theirs if n in common]:
            yield case.question(
                "number-order",
                domain,
                message,
                "The numbers stand in another order.",
                "Check that each number still belongs to the same thing.",
                text,
            )


def _in_order(text: str, words: Vocabulary) -> list[Fraction]:
    return [number.value for number in read(plain(text), words) if number.sure]
