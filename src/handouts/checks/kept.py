"""Names and abbreviations that stay as they are in every language do."""

import re
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain


def kept_words_stay(case: Case) -> Iterator[Finding]:
    """Find an abbreviation, such as NED, that a patient will see on a report and here no more."""
    kept = [word for term in case.sources.glossary.terms.values() for word in term.keep]
    for domain, message, text in case.pairs():
        for word in kept:
            ours, theirs = (len(_expression(word).findall(plain(t))) for t in (message.text, text))
            if theirs < ours:
                yield case.fault(
                    "kept",
                    domain,
                    message,
                    f"“{word}” is the same in every language, and is missing here.",
                    f"Write “{word}”, with its meaning beside it if that helps.",
                    text,
                )


def _expression(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])")
