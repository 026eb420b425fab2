"""A translation keeps the {placeholders} that the tool fills in."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import PLACEHOLDER


def placeholders_are_equal(case: Case) -> Iterator[Finding]:
    """Find a {date} or {page} that was lost, added or translated."""
    for domain, message, text in case.pairs():
        ours, theirs = (sorted(PLACEHOLDER.findall(t)) for t in (message.text, text))
        if ours != theirs:
            yield case.fault(
                "placeholders",
                domain,
                message,
                f"The placeholders differ: {ours} in English, {theirs} here.",
                "Copy the words in braces from the English, braces included.",
                text,
            )
