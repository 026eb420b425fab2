"""A translation has as many sentences as its English."""

import re
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.checks._sentences import sentences
from handouts.findings import Finding
from handouts.inline import plain

SPLIT = 1  # sentences more than the English that a language's own way of saying may need
_JOINTS = re.compile("[:;：；؛]")


def sentences_are_as_many(case: Case) -> Iterator[Finding]:
    """Ask about sentences lost or added; one may be split, or joined by a colon or semicolon."""
    for domain, message, text in case.pairs():
        english, said = plain(message.text), plain(text)
        ours, theirs = len(sentences(english)), len(sentences(said))
        if theirs + _joints(said) < ours or theirs > ours + _joints(english) + SPLIT:
            what = f"The English has {_counted(ours)}, this has {_counted(theirs)}."
            hint = "Check that no sentence is lost or added."
            yield case.question("sentences", domain, message, what, hint, text)


def _joints(text: str) -> int:
    return len(_JOINTS.findall(text))


def _counted(number: int) -> str:
    return f"{number} sentence" if number == 1 else f"{number} sentences"
