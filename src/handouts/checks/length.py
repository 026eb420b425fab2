"""A translation is about as long as the others of its language are."""

from collections.abc import Iterator
from statistics import median

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import PLACEHOLDER, plain

SHORTEST, LONGEST = 0.5, 2.0  # of what this language makes of English, by its own median
LEAST = 30  # characters of English below which a length says nothing: a label may well double
ENOUGH = 20  # messages from which a median says something


def lengths_are_usual(case: Case) -> Iterator[Finding]:
    """Ask about a text so short that something may be lost, or so long that some may be added."""
    pairs = [(d, m, t, _length(m.text), _length(t)) for d, m, t in case.pairs()]
    pairs = [pair for pair in pairs if pair[3] >= LEAST]
    if len(pairs) < ENOUGH:
        return
    usual = median(theirs / ours for *_, ours, theirs in pairs)
    for domain, message, text, ours, theirs in pairs:
        if theirs < ours * usual * SHORTEST:
            what = "This is much shorter than the English: is something lost?"
        elif theirs > ours * usual * LONGEST:
            what = "This is much longer than the English: is something added?"
        else:
            continue
        hint = "Read it beside the English, sentence by sentence."
        yield case.question("length", domain, message, what, hint, text)


def _length(text: str) -> int:
    return len(PLACEHOLDER.sub("", plain(text)))
