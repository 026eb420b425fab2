"""Questions that a person has answered, with a reason: ``locales/<lang>/acknowledged.toml``.

An answer holds for one message and exactly its two texts, so that any edit asks again.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from handouts import reading
from handouts.errors import Refused
from handouts.findings import Finding, Severity, error, warning

HEADING = """\
# Questions of `handouts check` that a person has answered. Each holds for exactly these two texts.
# An entry without a reason answers nothing.
"""
FIELDS = ("rule", "catalog", "message", "part", "source", "text", "reason")


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a person let a translation stand although a rule asks about it."""

    rule: str
    catalog: str
    message: str
    source: str
    text: str
    reason: str
    part: str = ""

    @property
    def key(self) -> "_Key":
        """Answer what it was given for: the rule, the message, the part of it, the two texts."""
        return self.rule, self.catalog, self.message, self.part, self.source, self.text


_Key = tuple[str, str, str, str, str, str]


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
    given = {answer.key: answer for answer in answers}
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


def _key(asked: Finding) -> _Key:
    return asked.rule, asked.catalog, asked.where, asked.part, asked.source, asked.text


def worksheet(path: Path, questions: Iterable[Finding]) -> str:
    """Write the text of a file with an entry, its reason empty, for each question not in it.

    Raises:
        Refused: the file that is there cannot be used, or could not with more entries in it.
    """
    text = reading.read_text(path, "file of acknowledged questions") if path.exists() else HEADING
    known = {answer.key for answer in load(path)}
    new = {_key(question): question for question in questions}
    more = "".join(_entry(question) for key, question in new.items() if key not in known)
    try:
        tomllib.loads(text + more)
    except tomllib.TOMLDecodeError as fault:
        hint = "Write its entries as [[acknowledged]] tables."
        file = reading.shown(path)
        what = "No entry can be added to this file."
        raise Refused([error("acknowledged", what, hint, file=file)]) from fault
    return text + more


def _entry(question: Finding) -> str:
    values = zip(FIELDS, (*_key(question), ""), strict=True)
    lines = (
        f"{name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in values
        if value or name != "part"
    )
    return f"\n# {question.message}\n[[acknowledged]]\n" + "\n".join(lines) + "\n"
