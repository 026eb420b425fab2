"""The source's medical review is in force, and a warning comes well before it is not."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding, warning
from handouts.reading import shown

DAYS_BEFORE = 60


def source_review_is_in_force(case: Case) -> Iterator[Finding]:
    """Find a source whose review falls due within 60 days, or is overdue."""
    topic = case.sources.topic
    days = (topic.source.due - case.today).days
    if days > DAYS_BEFORE:
        return
    when = (
        f"falls due in {_days(days)}"
        if days > 0
        else "falls due today"
        if days == 0
        else f"has been overdue for {_days(-days)}"
    )
    yield warning(
        "review-due",
        f"The review of the source “{topic.source.title}” {when} ({topic.source.due}).",
        "Ask a clinician to check the facts against a current source.",
        file=shown(case.library.topic(topic.id)),
        where="source",
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
