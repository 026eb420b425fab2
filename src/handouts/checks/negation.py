"""A “not”, a “never” or a “no” stands on both sides or on neither. Its loss harms most of all."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.checks._sentences import sentences
from handouts.findings import Finding
from handouts.inline import parse, plain
from handouts.lexicon import Vocabulary


def negations_are_on_both_sides(case: Case) -> Iterator[Finding]:
    """Ask about a sentence that negates in one language only, or less often in one."""
    ours, theirs = _Counter(case.ours), _Counter(case.theirs)
    if not case.theirs.lexicon.negation.words:
        return
    for domain, message, text in case.pairs():
        pairs = _side_by_side(plain(message.text), plain(text))
        for number, (english, said) in enumerate(pairs, start=1):
            wanted = ours.firm(english)
            lost = theirs.at_most(said) < wanted
            added = theirs.firm(said) > ours.at_most(english)
            if lost or added:
                yield case.question(
                    "negation",
                    domain,
                    message,
                    "A negation may be lost: the English says “not”, “no” or the like."
                    if lost
                    else "A negation may be added: the English has none here.",
                    "Check that a patient is told to do, and not to do, the same.",
                    text,
                    part=f"sentence {number}" if len(pairs) > 1 else "",
                )
        if ours.firm(_bold(message.text)) and not theirs.at_most(_bold(text)):
            what = "The English sets its “not” in bold; the bold words here hold none."
            hint = "Set the words in bold that say “not”."
            yield case.question("negation", domain, message, what, hint, text, part="bold")


def _bold(text: str) -> str:
    return " ".join(span.text for span in parse(text) if span.strong)


def _side_by_side(english: str, text: str) -> list[tuple[str, str]]:
    """Pair the sentences where there are as many; else compare the texts as wholes."""
    ours, theirs = sentences(english), sentences(text)
    return list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else [(english, text)]


class _Counter:
    """Counts the negations of one language."""

    def __init__(self, words: Vocabulary) -> None:
        negation = words.lexicon.negation
        self._words = words.finder(*(w for w in negation.words if w not in negation.echo))
        self._perhaps = words.finder(*negation.words, *negation.echo, *negation.soft)
        self._echo = words.finder(*negation.echo)
        self._apart = words.finder(*negation.apart)

    def firm(self, text: str) -> int:
        """Count the negations that are no mere echo; an echo alone in a sentence is one."""
        text = self._apart.without(text)
        return len(self._words.all(text)) or min(1, len(self._echo.all(text)))

    def at_most(self, text: str) -> int:
        """Count everything that may be read as a negation."""
        return len(self._perhaps.all(self._apart.without(text)))
