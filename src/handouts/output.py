"""The output folder: every file written whole or not at all, and a manifest that never lies.

A build may be ended at any moment. So files grow in a hidden folder and are put in place whole;
the manifest forgets a file before it is replaced; and what is done is noted in a journal, line by
line, which the next build reads before anything else. One build at a time has the folder.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import msgspec

from handouts import manifest
from handouts.errors import OutputUnwritable
from handouts.keys import file_digest
from handouts.manifest import APPROVED, DRAFT, Entry

if TYPE_CHECKING:
    from handouts.provenance import Provenance

WORKSHOP = ".building"  # hidden, and gone after a build: the lock, the journal, unfinished files
JOURNAL, LOCK, PART = "journal", "lock", "part"


def entries(folder: Path) -> dict[str, Entry]:
    """Read what stands in a folder as earlier builds left it, those that were ended too.

    Raises:
        OutputUnwritable: the manifest cannot be read.
    """
    try:
        found = manifest.read(folder / manifest.NAME)
        noted = _noted(folder / WORKSHOP / JOURNAL)
        return {**found, **{p: e for p, e in noted.items() if is_intact(folder, e)}}
    except OSError as fault:
        raise _unwritable(folder, fault) from fault


def _noted(journal: Path) -> dict[str, Entry]:
    """Read the journal of a build that was ended: whole lines, each an entry."""
    found: dict[str, Entry] = {}
    lines = journal.read_bytes().split(b"\n")[:-1] if journal.is_file() else []
    for line in lines:
        with contextlib.suppress(ValueError):
            entry = msgspec.json.decode(line, type=Entry)
            found[entry.path] = entry
    return found


def is_settled(folder: Path) -> bool:
    """Tell whether no build is at work there, and none was ended in the middle.

    Windows lets nobody delete the lock's file while it is open, so there it may stay.
    """
    workshop = folder / WORKSHOP
    return not (workshop if os.name == "posix" else workshop / JOURNAL).exists()


def is_intact(folder: Path, entry: Entry) -> bool:
    """Tell whether a file stands there with exactly the bytes that its entry names."""
    try:
        return file_digest(folder / entry.path) == entry.sha256
    except (OSError, ValueError):
        return False


def looked_at(folder: Path, entries: Sequence[Entry]) -> Callable[[Entry], bool]:
    """Begin to look which files are intact; answer who will know. Others can work meanwhile."""
    found: dict[str, bool] = {}

    def look() -> None:
        found.update((entry.path, is_intact(folder, entry)) for entry in entries)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def knows(entry: Entry) -> bool:
        thread.join()
        return found[entry.path]

    return knows


class Output:
    """A folder being written. Leaving the block leaves a manifest that is true."""

    def __init__(self, folder: Path, waiting: Callable[[str], None] = lambda holder: None) -> None:
        self.folder = folder
        self.paths: list[Path] = []
        self.entries: dict[str, Entry] = {}
        self._forgotten: dict[str, Entry] = {}
        self._waiting = waiting
        self._lock = contextlib.ExitStack()
        self._journal = -1

    def __enter__(self) -> "Output":
        """Wait for the folder, read what earlier builds left there, and tidy up after them."""
        from handouts import locking  # here, as a build with nothing to do needs none

        try:
            self._lock.enter_context(locking.held(self._workshop / LOCK, self._waiting))
            self._open()
        except BaseException as fault:
            self._leave()
            if isinstance(fault, OSError):
                raise _unwritable(self.folder, fault) from fault
            raise
        return self

    def _open(self) -> None:
        self.entries = {p: e for p, e in entries(self.folder).items() if self._stands(p, e)}
        noted = self._workshop / JOURNAL
        if noted.exists():  # of a build that was ended
            self._write_manifest()
            noted.unlink()
        for part in self._workshop.glob(f"{PART}*"):
            part.unlink()
        self._journal = _opened(noted, os.O_APPEND)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the manifest of the files that stand in the folder; else the journal stays.

        Files that were to be replaced, and were not, are as they were.
        """
        as_before = {p: e for p, e in self._forgotten.items() if is_intact(self.folder, e)}
        self.entries = {**as_before, **self.entries}
        try:
            self._sync_folders()
            self._write_manifest()
            os.close(self._journal)
            (self._workshop / JOURNAL).unlink()
        except OSError as problem:
            if fault is None:
                raise _unwritable(self.folder / manifest.NAME, problem) from problem
        finally:
            self._leave()

    @property
    def _workshop(self) -> Path:
        return self.folder / WORKSHOP

    def _leave(self) -> None:
        """Let the next build in; leave no empty workshop behind."""
        self._lock.close()
        with contextlib.suppress(OSError):  # the next build may be in it already
            self._workshop.rmdir()

    def _stands(self, path: str, entry: Entry) -> bool:
        """Tell whether a file is there and as long as its entry says.

        Whether it is intact is asked of the files that a build is about; of the others this will
        do, as a folder may hold very many.
        """
        with contextlib.suppress(OSError, ValueError):
            return (self.folder / path).stat().st_size == entry.bytes
        return False

    def _named(self, *paths: Path) -> list[str]:
        return [path.relative_to(self.folder).as_posix() for path in paths]

    def forget(self, gone: Iterable[str]) -> None:
        """Take entries out of the manifest, by their paths, before their files change or go.

        Raises:
            OutputUnwritable: the manifest cannot be written.
        """
        known = len(self.entries)
        for path in gone:
            if entry := self.entries.pop(path, None):
                self._forgotten[path] = entry
        if len(self.entries) < known:
            try:
                self._write_manifest()
            except OSError as fault:
                raise _unwritable(self.folder / manifest.NAME, fault) from fault

    def doubt(self, paths: Iterable[str]) -> None:
        """Have files made again by the next build: nobody knows what they were made from."""
        for path in {*paths} & {*self.entries}:
            self.entries[path] = msgspec.structs.replace(self.entries[path], key="")

    def write(self, entry: Entry, data: bytes) -> None:
        """Write one artifact where it belongs, approved or draft; it stands nowhere else.

        Raises:
            OutputUnwritable: the folder cannot be written, or the disk is full.
        """
        path = self.folder / entry.path
        other = path.parent.parent.parent / (DRAFT if entry.is_approved else APPROVED)
        if path.parent.resolve() != self.folder.resolve() / entry.status / entry.language:
            what = f"{path.parent} is a link to another folder."
            raise OutputUnwritable(what, "Delete the link; files are put in folders of their own.")
        twin = other / entry.language / path.name
        self.forget(self._named(twin, path))
        self._remove(twin)
        try:
            self._replace(path, data)
            line = msgspec.json.encode(entry) + b"\n"
            _write_all(self._journal, line)
        except OSError as fault:
            raise _unwritable(path, fault) from fault
        self.paths.append(path)
        self.entries[entry.path] = entry

    def clear_lapsed(
        self, is_in_force: Callable[["Provenance"], bool], known: set[Path]
    ) -> tuple[list[Path], list[Path]]:
        """Take files out of the approved folder that are not approved now, as they say themselves.

        Answer those, and those left: what the tool did not make, or somebody has changed. Those
        ``known`` to be as they should need no look.

        Raises:
            OutputUnwritable: a file cannot be taken out.
        """
        from handouts import provenance

        lapsed: list[Path] = []
        strangers: list[Path] = []
        for path in approved_files(self.folder):
            if path in known:
                continue
            try:
                found = provenance.find(path.read_bytes())
            except OSError:
                found = None
            if found is None or found.provenance is None or found.fault:
                strangers.append(path)
            elif not is_in_force(found.provenance):
                lapsed.append(path)
        self.forget(self._named(*lapsed))
        for path in lapsed:
            self._remove(path)
        return lapsed, strangers

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            raise _unwritable(path, fault) from fault

    def _write_manifest(self) -> None:
        standing = [e for p, e in self.entries.items() if self._stands(p, e)]
        path = self.folder / manifest.NAME
        if standing or path.exists() or self.paths:
            data = manifest.encoded(standing)
            if not path.is_file() or path.read_bytes() != data:
                self._replace(path, data)

    def _replace(self, path: Path, data: bytes) -> None:
        """Write a file beside, and put it in its place once the disk has all of it."""
        part = self._workshop / f"{PART}-{path.name}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = _opened(part, os.O_TRUNC)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise

    def _sync_folders(self) -> None:
        """Let the disk know the new names before the manifest tells of them."""
        if os.name != "posix":
            return
        for folder in {path.parent for path in self.paths}:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def approved_files(folder: Path) -> list[Path]:
    """List the handouts and decks that stand as approved."""
    found = (folder / APPROVED).rglob("*")
    return sorted(path for path in found if path.suffix.lower() in (".pdf", ".pptx"))


def _opened(path: Path, how: int) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0), 0o644)


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)


def _unwritable(path: Path, fault: OSError) -> OutputUnwritable:
    reason = fault.strerror or str(fault)
    return OutputUnwritable(
        f"Cannot write {path}: {reason}.", "Name another folder with -o, or make room on the disk."
    )
