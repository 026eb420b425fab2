"""Questions that a person has answered, with a reason: ``locales/<lang>/acknowledged.toml``.

An answer holds for one message and exactly its two texts, so that any edit asks again.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from handouts import reading
from handouts.findings import Finding, Severity, warning

HEADING = """\
# Questions of `handouts check` that a person has answered. Each holds for exactly these two texts.
# An entry without a reason answers nothing.
"""
FIELDS = ("rule", "catalog", "message", "source", "text", "reason")


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a person let a translation stand although a rule asks about it."""

    rule: str
    catalog: str
    message: str
    source: str
    text: str
    reason: str

    def answers(self, question: Finding) -> bool:
        """Tell whether it was given for this question, about these texts."""
        return _key(question) == (self.rule, self.catalog, self.message, self.source, self.text)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    acknowledged: tuple[Answer, ...] = ()


def load(path: Path) -> tuple[Answer, ...]:
    """Read a language's answers; none where there is no file.

    Raises:
        Refused: the file cannot be read, is not TOML, or an answer lacks a field.
    """
    if not path.exists():
        return ()
    return reading.load(path, "file of acknowledged questions", _File).acknowledged


def answered(
    findings: Iterable[Finding], answers: Iterable[Answer], path: Path, catalogs: Iterable[str]
) -> Iterator[Finding]:
    """Mark the questions that have an answer; report answers of ``catalogs`` nobody asked for."""
    given = {(a.rule, a.catalog, a.message, a.source, a.text): a for a in answers}
    asked = set()
    for finding in findings:
        asked.add(_key(finding))
        answer = given.get(_key(finding))
        if finding.severity is Severity.QUESTION and answer and answer.reason.strip():
            finding = replace(finding, severity=Severity.ACKNOWLEDGED, reason=answer.reason)
        yield finding
    for key, answer in given.items():
        if key not in asked and answer.catalog in set(catalogs):
            yield warning(
                "acknowledged",
                f"This answer is given to a question that is not asked: “{answer.text}”.",
                "The text or the rule has changed. Delete the entry.",
                file=reading.shown(path),
                where=f"{answer.rule} {answer.message}",
            )


def _key(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.rule, finding.catalog, finding.where, finding.source, finding.text


def worksheet(path: Path, questions: Iterable[Finding]) -> str:
    """Write the text of a file with an entry, its reason empty, for each question not in it."""
    text = reading.read_text(path, "file of acknowledged questions") if path.exists() else HEADING
    known = {(a.rule, a.catalog, a.message, a.source, a.text) for a in load(path)}
    new = [key for key in dict.fromkeys(map(_key, questions)) if key not in known]
    return text + "".join(_entry((*key, "")) for key in new)


def _entry(values: tuple[str, ...]) -> str:
    lines = (
        f"{name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in zip(FIELDS, values, strict=True)
    )
    return "\n[[acknowledged]]\n" + "\n".join(lines) + "\n"
