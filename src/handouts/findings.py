"""What the tool has to say about its inputs and outputs, for a person to judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops a sign-off, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a person should know, where it stands, and what to do about it.

    ``line`` is 1-based, 0 where a whole file is meant. ``where`` is the message context, the page
    or the slide. ``language`` is a BCP 47 tag, empty where every language is concerned.
    """

    severity: Severity
    rule: str
    message: str
    hint: str
    file: str = ""
    line: int = 0
    language: str = ""
    where: str = ""


def error(rule: str, message: str, hint: str, **place: str | int) -> Finding:
    """Report what must be mended before anyone signs."""
    return Finding(severity=Severity.ERROR, rule=rule, message=message, hint=hint, **place)  # type: ignore[arg-type]


def warning(rule: str, message: str, hint: str, **place: str | int) -> Finding:
    """Report what a person should look at."""
    return Finding(severity=Severity.WARNING, rule=rule, message=message, hint=hint, **place)  # type: ignore[arg-type]


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
