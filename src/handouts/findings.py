"""What the tool has to say about its inputs and outputs, for a person to judge."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs.

    An error is to be mended. A question is to be mended, or acknowledged by a person with a
    reason; until then it weighs as much as an error. A warning asks for a look.
    """

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a person should know, where it stands, and what to do about it.

    ``line`` is 1-based, 0 where a whole file is meant. ``where`` is the message context, the page
    or the slide. ``language`` is a BCP 47 tag, empty where every language is concerned. A finding
    about a translation holds its ``catalog``, the two texts, and the ``part`` of them it is about
    where there may be several; ``reason`` is why a person let it stand. A finding about one
    edition names it, with its ``paper`` and the ``page``, which is 0 where no single one is meant.
    """

    severity: Severity
    rule: str
    message: str
    hint: str
    file: str = ""
    line: int = 0
    language: str = ""
    where: str = ""
    catalog: str = ""
    part: str = ""
    source: str = ""
    text: str = ""
    reason: str = ""
    edition: str = ""
    paper: str = ""
    page: int = 0


def error(
    rule: str,
    message: str,
    hint: str,
    *,
    file: str = "",
    line: int = 0,
    language: str = "",
    where: str = "",
    source: str = "",
    text: str = "",
) -> Finding:
    """Report what must be mended before anyone signs."""
    return Finding(
        severity=Severity.ERROR,
        rule=rule,
        message=message,
        hint=hint,
        file=file,
        line=line,
        language=language,
        where=where,
        source=source,
        text=text,
    )


def warning(
    rule: str, message: str, hint: str, *, file: str = "", language: str = "", where: str = ""
) -> Finding:
    """Report what a person should look at."""
    fault = error(rule, message, hint, file=file, language=language, where=where)
    return replace(fault, severity=Severity.WARNING)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings is an error, or a question that nobody has answered."""
    return any(finding.severity in (Severity.ERROR, Severity.QUESTION) for finding in findings)
