"""A translation keeps the markup of its English."""

from collections.abc import Iterator

from handouts import inline
from handouts.checks._case import Case
from handouts.findings import Finding


def markup_is_whole(case: Case) -> Iterator[Finding]:
    """Find stars and brackets that did not close, and terms added, lost or mistyped."""
    for domain, message, text in case.pairs():
        for mark in inline.leftovers(text):
            yield case.fault(
                "markup",
                domain,
                message,
                f"“{mark}” would be printed: “{text}”",
                "Close it, with no punctuation just inside the stars.",
                text,
            )
        if _has_bold(message.text) and not _has_bold(text):
            yield case.fault(
                "markup",
                domain,
                message,
                "The English has bold words, this has none.",
                "Put ** before and after the words that carry the same weight.",
                text,
            )
        ours, theirs = sorted(inline.terms(message.text)), sorted(inline.terms(text))
        if ours != theirs:
            yield case.fault(
                "markup",
                domain,
                message,
                f"The terms differ: {ours} in English, {theirs} here.",
                "Keep each (term:id) of the English as it is.",
                text,
            )


def _has_bold(text: str) -> bool:
    return any(span.strong for span in inline.parse(text))
