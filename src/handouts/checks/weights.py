"""Words that weigh are on both sides: “at least”, “all”, “usually”, “even if”, “cured”."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain

CURED = "cured"  # the one that must not appear either where the English does not say it


def weights_are_kept(case: Case) -> Iterator[Finding]:
    """Ask about “at least one month” that became “one month”, and about a “cured” added."""
    here = case.theirs.weights
    for domain, message, text in case.pairs():
        english, said = plain(message.text), plain(text)
        for name, finder in case.ours.weights.items():
            if name not in here:
                continue
            ours, theirs = finder.any(english), here[name].any(said)
            if ours and not theirs:
                what = (
                    f"The English says “{name.replace('-', ' ')}” or the like; nothing here does."
                )
            elif theirs and not ours and name == CURED:
                what = "This says “cured” or the like; the English does not."
            else:
                continue
            hint = "Check that a patient is told the same, no more and no less."
            yield case.question("weight", domain, message, what, hint, text, part=name)
