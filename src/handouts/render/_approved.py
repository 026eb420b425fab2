"""What pages and slides say of the approvals a text has."""

from collections.abc import Iterator, Sequence
from datetime import date

from handouts.approval import Approval
from handouts.document import Document


def days(approvals: Sequence[Approval]) -> tuple[date, date]:
    """Answer the day of the last approval, and the first on which one of them ends."""
    return max(a.signed for a in approvals), min(a.until for a in approvals)


def sentences(document: Document) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Go through the approvals: the sentence to fill in, the person, and the other values."""
    labels, language = document.labels.approved, document.language
    for approval in document.approvals:
        sentence = labels.linguistic if approval.role == "linguistic" else labels.clinical
        sentence = sentence.replace(" {number}", "\u00a0{number}")  # “no. 1” stays on one line
        values = {
            "date": language.date(approval.signed),
            "number": language.number(str(approval.number)),
        }
        yield sentence, _titled(approval), values


def _titled(approval: Approval) -> str:
    """Write a name with its registration, as the record has them."""
    return ", ".join(filter(None, (approval.name, approval.registration)))
