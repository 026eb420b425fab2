"""Numbers that stand in another order may have changed places."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.checks._numbers import written
from handouts.findings import Finding


def numbers_keep_their_order(case: Case) -> Iterator[Finding]:
    """Ask about “2 tablets 3 times” that became “3 … 2 …”: word order, or a swap?"""
    for domain, message, text in case.pairs():
        ours = written(case.without_addresses(message.text), case.ours.language)
        theirs = written(case.without_addresses(text), case.theirs.language)
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
