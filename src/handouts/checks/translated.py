"""Every message has a translation that a person stands by."""

from collections.abc import Iterable

from handouts.checks._case import Case
from handouts.findings import Finding


def every_message_is_translated(case: Case) -> Iterable[Finding]:
    """Find messages that are missing, marked fuzzy, or made for another English text."""
    return case.document.findings
