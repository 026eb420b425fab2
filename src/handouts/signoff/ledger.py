"""The ledger of one topic in one language: numbered records, each naming the one before.

Records are added and never rewritten. Whatever breaks the chain voids the whole ledger, because
nobody can then tell what was approved or withdrawn. What a folder cannot show is that its last
records were taken away: that is for the history of the files to show, and for a printed handout,
which names its records.
"""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from handouts.errors import OutputUnwritable
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import Library
from handouts.reading import shown
from handouts.signoff import record as records
from handouts.signoff.record import Record

AHEAD = timedelta(minutes=10)  # that another computer's clock may be ahead of this one's
_NAME = re.compile(r"[0-9]{4}\.json")
MOST_BYTES = 20_000_000  # of a record or its signature: more is none
_HINT = "Take the folder back from its history; records are only ever added."


@dataclass(frozen=True)
class Entry:
    """A record as its file holds it; ``signature`` is empty where there is none."""

    record: Record
    path: Path
    data: bytes
    signature: bytes

    @cached_property
    def digest(self) -> str:
        """Answer the SHA-256 of the record's file."""
        return records.digest(self.data)


@dataclass(frozen=True)
class Ledger:
    """All records of one topic in one language, and what is wrong with the chain of them."""

    folder: Path
    entries: tuple[Entry, ...] = ()
    faults: tuple[Finding, ...] = ()

    @property
    def last(self) -> Entry | None:
        """Answer the newest record."""
        return self.entries[-1] if self.entries else None

    def latest(self, meaning: str) -> Entry | None:
        """Find the newest record of a meaning."""
        return next((e for e in reversed(self.entries) if e.record.meaning == meaning), None)


def load(library: Library, language: Language, topic: str, now: datetime) -> Ledger:
    """Read a ledger; faults are told, never raised, because a page can still be a draft."""
    folder = library.sign_offs(language, topic)
    try:
        names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as fault:
        reason = f"it cannot be read ({fault.strerror or fault})"
        return Ledger(folder, (), (_fault(folder, language, reason),))
    entries: list[Entry] = []
    faults: list[Finding] = []
    for name in names:
        if not _NAME.fullmatch(name):
            faults += _stray(folder / name, names, language)
            continue
        try:
            entry = _read(folder / name)
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            faults.append(_fault(folder / name, language, reason))
            continue
        wrong = _out_of_place(entry, entries, language, topic)
        faults += [_fault(entry.path, language, what) for what in wrong]
        entries.append(entry)
    if entries and entries[-1].record.signed > now + AHEAD:
        what = f"it is from {entries[-1].record.signed}, and this computer's clock says {now}"
        faults.append(_fault(entries[-1].path, language, what, "Set this computer's clock."))
    return Ledger(folder, tuple(entries), tuple(faults))


def _read(path: Path) -> Entry:
    data = _content(path)
    signature = path.with_name(path.name + ".sig")
    signed = _content(signature) if signature.exists() else b""
    return Entry(records.decoded(data), path, data, signed)


def _content(path: Path) -> bytes:
    """Read a regular file of sensible size: no pipe, no device, nothing to wait for."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise ValueError("it is no file of a record's size")
    return path.read_bytes()


def _stray(path: Path, names: list[str], language: Language) -> Iterator[Finding]:
    """Report what stands in a ledger and is no record: a signature whose record is gone, above all.

    Hidden files are editors' and systems'; an unfinished write leaves one too.
    """
    is_signature = path.name.endswith(".sig") and path.name.removesuffix(".sig") in names
    if not path.name.startswith(".") and not is_signature:
        hint = f"{_HINT} If a signing was cut short, delete this file."
        yield _fault(path, language, "there is no record of that name", hint)


def _out_of_place(
    entry: Entry, before: list[Entry], language: Language, topic: str
) -> Iterator[str]:
    """Find what of a record does not fit where it stands."""
    record = entry.record
    last = before[-1] if before else None
    number = last.record.number + 1 if last else 1
    if int(entry.path.stem) != number:
        missing = number if int(entry.path.stem) > number else int(entry.path.stem)
        yield f"record {missing} is missing before it"
    if record.number != int(entry.path.stem):
        yield f"it says it is number {record.number}"
    if (record.topic, record.language) != (topic, language.tag):
        yield f"it is about {record.topic} in {record.language}"
    if record.previous != (last.digest if last else ""):
        yield "it does not follow the record before it"
    if last and record.signed < last.record.signed:
        yield "its time is before that of the record before it"
    yield from _of_itself(record)


def _of_itself(record: Record) -> Iterator[str]:
    """Find what of a record contradicts itself."""
    if record.meaning == "withdrawal":
        if record.wording or record.until or not record.reason:
            yield "it is no proper withdrawal"
        return
    wording = record.wording
    if wording is None or record.until is None:
        yield "it is an approval without a wording or an end"
        return
    if wording.fingerprint != record.fingerprint:
        yield "its fingerprint is not that of its wording"
    said = (wording.topic, wording.version, wording.language)
    if said != (record.topic, record.version, record.language):
        yield "its wording is of another topic, version or language"


def _fault(path: Path, language: Language, what: str, hint: str = _HINT) -> Finding:
    return error(
        "ledger",
        f"The sign-off ledger is broken at {path.name}: {what}.",
        hint,
        file=shown(path),
        language=language.tag,
    )


def add(ledger: Ledger, record: Record, signature: bytes) -> Path:
    """Write the next record, and its signature first, so that no record stands without it.

    Raises:
        OutputUnwritable: the folder cannot be written, or somebody has added a record meanwhile.
    """
    path = ledger.folder / f"{record.number:04}.json"
    try:
        ledger.folder.mkdir(parents=True, exist_ok=True)
        if signature:
            _write_new(path.with_name(path.name + ".sig"), signature)
        try:
            _write_new(path, records.encoded(record))
        except BaseException:
            if signature:
                path.with_name(path.name + ".sig").unlink()
            raise
    except (FileExistsError, NotADirectoryError) as fault:
        hint = "Look at what was added (handouts review status), then try again."
        there = shown(Path(str(fault.filename or path)))
        raise OutputUnwritable(f"{there} is there already.", hint) from fault
    except OSError as fault:
        hint = "Make room on the disk, or see who may write there; nothing was written."
        reason = fault.strerror or fault
        raise OutputUnwritable(f"Cannot write {shown(path)}: {reason}.", hint) from fault
    return path


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all, however many try at once."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        _put_in_place(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _put_in_place(temporary: Path, path: Path) -> None:
    """Give a written file its name, never over another file, as a rename would."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: nearly as good
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(path)) from None
        temporary.replace(path)
