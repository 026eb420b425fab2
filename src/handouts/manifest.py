"""The list of what stands in an output folder: ``manifest.json``.

It holds of each artifact what a later build needs to know to leave it as it is, and every finding
once, however many artifacts it is about.
"""

import contextlib
import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from handouts import reading
from handouts.findings import Finding

NAME = "manifest.json"
APPROVED, DRAFT = "approved", "draft"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One artifact: where it stands, what it is, and what it was made from.

    ``path`` is relative to the output folder, ``key`` the digest of all that decides over its bytes
    (see ``keys``), ``fonts`` the folders of the fonts it was set in. It holds for the days from
    ``made`` to the one before ``again``. ``seconds`` is how long it took to make.
    """

    path: str
    status: str
    topic: str
    language: str
    edition: str
    paper: str | None
    length: str | None
    pages: int
    bytes: int
    sha256: str
    fingerprint: str
    records: tuple[int, ...]
    key: str = ""
    fonts: tuple[str, ...] = ()
    made: date = date.min
    again: date | None = None
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Tell whether it is approved, as it says itself."""
        return self.status == APPROVED

    def holds_on(self, today: date) -> bool:
        """Tell whether the same inputs would give the same on another day."""
        return self.made <= today and (self.again is None or today < self.again)

    def described(self) -> dict[str, Any]:
        """Describe it for JSON output: what it is, not how it came about."""
        inner = ("key", "fonts", "made", "again", "seconds", "findings")
        return {n: v for n, v in msgspec.to_builtins(self).items() if n not in inner}


def encoded(entries: Iterable[Entry]) -> bytes:
    """Write the entries as JSON, in the order of their paths."""
    known: dict[Finding, int] = {}
    artifacts = [
        {
            **msgspec.structs.asdict(entry),
            "findings": [known.setdefault(f, len(known)) for f in entry.findings],
        }
        for entry in sorted(entries, key=lambda entry: entry.path)
    ]
    text = msgspec.json.encode({"artifacts": artifacts, "findings": [*known]})
    return msgspec.json.format(text, indent=1) + b"\n"


def read(path: Path) -> dict[str, Entry]:
    """Read the entries of a manifest by their paths; what cannot be read counts as not there.

    Raises:
        OSError: there is a file, and it cannot be opened.
    """
    try:
        raw = msgspec.json.decode(path.read_bytes())
        findings = msgspec.convert(raw.get("findings", ()), tuple[Finding, ...])
        found = (_entry(artifact, findings) for artifact in raw["artifacts"])
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {entry.path: entry for entry in found if entry}


def _entry(artifact: Mapping[str, Any], findings: tuple[Finding, ...]) -> Entry | None:
    with contextlib.suppress(ValueError, TypeError, IndexError, AttributeError):
        told = tuple(findings[number] for number in artifact.get("findings", ()))
        entry = msgspec.convert({**artifact, "findings": ()}, Entry)
        return msgspec.structs.replace(entry, findings=told)
    return None


def located(finding: Finding, root: Path) -> Finding:
    """Name a finding's file from the library, so that it can be told from any folder."""
    if not finding.file:
        return finding
    path = (Path.cwd() / finding.file).resolve()
    inside = path.is_relative_to(root)
    file = path.relative_to(root).as_posix() if inside else str(path)
    return dataclasses.replace(finding, file=file)


def seen(finding: Finding, root: Path) -> Finding:
    """Name a finding's file as it is seen from the current folder: undo ``located``."""
    if not finding.file:
        return finding
    return dataclasses.replace(finding, file=reading.shown(root / finding.file))
