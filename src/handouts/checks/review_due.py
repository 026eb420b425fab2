"""The source's medical review is in force, and a warning comes well before it is not."""

from collections.abc import Iterator
from datetime import date, timedelta

from handouts.checks._case import Case
from handouts.findings import Finding, warning
from handouts.reading import shown

BEFORE = timedelta(days=60)


def source_review_is_in_force(case: Case) -> Iterator[Finding]:
    """Find a source whose review falls due within 60 days, or is overdue.

    It names the day and counts none: what is said stays the same until something changes.
    """
    topic = case.sources.topic
    due = topic.source.due
    if due - case.today > BEFORE:
        return
    when = "falls due on" if due >= case.today else "has been overdue since"
    yield warning(
        "review-due",
        f"The review of the source “{topic.source.title}” {when} {due}.",
        "Ask a clinician to check the facts against a current source.",
        file=shown(case.library.topic(topic.id)),
        where="source",
    )


def turning_days(due: date) -> tuple[date, date]:
    """Answer the days on which the answer changes: a warning begins, the review is overdue."""
    return due - BEFORE, due + timedelta(days=1)
