"""The output folder: every file written whole or not at all, and a manifest of what is there."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from handouts import provenance
from handouts.artifact import Artifact
from handouts.errors import OutputUnwritable
from handouts.plan import Job
from handouts.provenance import Provenance

MANIFEST = "manifest.json"
APPROVED, DRAFT = "approved", "draft"


class Output:
    """A folder being written. Leaving the block leaves a manifest that is true."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: list[Path] = []
        self.lapsed: list[Path] = []
        self.strangers: list[Path] = []
        self._entries: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "Output":
        """Make the folder and read what an earlier build left there."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._entries = _read_manifest(self.folder)
        except OSError as fault:
            raise _unwritable(self.folder, fault) from fault
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the manifest of the files that stand in the folder."""
        standing = {p: e for p, e in sorted(self._entries.items()) if self._stands(p, e)}
        text = json.dumps({"artifacts": list(standing.values())}, indent=1, ensure_ascii=False)
        try:
            if standing or not isinstance(fault, OutputUnwritable):
                self._replace(self.folder / MANIFEST, (text + "\n").encode())
                return
        except OutputUnwritable:
            if fault is None:
                raise
        with contextlib.suppress(OSError):
            (self.folder / MANIFEST).unlink()  # better none than one that is not true

    def _stands(self, path: str, entry: dict[str, Any]) -> bool:
        """Tell whether a file is there with the bytes its entry names."""
        with contextlib.suppress(OSError, ValueError):
            data = (self.folder / path).read_bytes()
            return hashlib.sha256(data).hexdigest() == entry.get("sha256")
        return False

    def write(self, job: Job, artifact: Artifact) -> Path:
        """Write one artifact where it belongs, approved or draft; it stands nowhere else.

        Raises:
            OutputUnwritable: the folder cannot be written, or the disk is full.
        """
        place, other = (APPROVED, DRAFT) if artifact.is_approved else (DRAFT, APPROVED)
        path = self.folder / place / job.language.tag / artifact.name
        if path.parent.resolve() != self.folder.resolve() / place / job.language.tag:
            what = f"{path.parent} is a link to another folder."
            raise OutputUnwritable(what, "Delete the link; files are put in folders of their own.")
        self._remove(self.folder / other / job.language.tag / artifact.name)
        self._replace(path, artifact.data)
        self.paths.append(path)
        relative = path.relative_to(self.folder).as_posix()
        self._entries[relative] = describe(relative, job, artifact)
        return path

    def clear_lapsed(self, is_in_force: Callable[[Provenance], bool]) -> None:
        """Take files out of the approved folder that are not approved now, as they say themselves.

        A file that the tool did not make, or that somebody has changed, is left and told.

        Raises:
            OutputUnwritable: a file cannot be taken out.
        """
        for path in sorted((self.folder / APPROVED).rglob("*")):
            if path.suffix.lower() not in (".pdf", ".pptx"):
                continue
            try:
                found = provenance.find(path.read_bytes())
            except OSError:
                found = None
            if found is None or found.provenance is None or found.fault:
                self.strangers.append(path)
            elif not is_in_force(found.provenance):
                self._remove(path)
                self.lapsed.append(path)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            raise _unwritable(path, fault) from fault

    def _replace(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).chmod(0o644)
                Path(temporary).replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()
                raise
        except OSError as fault:
            raise _unwritable(path, fault) from fault


def describe(path: str, job: Job, artifact: Artifact) -> dict[str, Any]:
    """Describe an artifact for the manifest and for JSON output."""
    return {
        "path": path,
        "status": APPROVED if artifact.is_approved else DRAFT,
        "topic": job.topic,
        "language": job.language.tag,
        "edition": job.edition,
        "paper": job.paper,
        "length": job.session.length if job.paper is None else None,
        "pages": artifact.pages,
        "bytes": len(artifact.data),
        "sha256": artifact.digest,
        "fingerprint": artifact.provenance.fingerprint,
        "records": [record.number for record in artifact.provenance.records],
    }


def _read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the entries of an earlier manifest; one that cannot be read counts as none."""
    with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError, FileNotFoundError):
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        return {str(entry["path"]): entry for entry in json.loads(text)["artifacts"]}
    return {}


def _unwritable(path: Path, fault: OSError) -> OutputUnwritable:
    reason = fault.strerror or str(fault)
    return OutputUnwritable(
        f"Cannot write {path}: {reason}.", "Name another folder with -o, or make room on the disk."
    )
