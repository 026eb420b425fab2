"""What a finished file says of itself, for ``handouts verify``: hidden, and sealed to its bytes.

The mark is one line of ASCII, ``handouts-provenance.1.<facts>.<seal>``. The facts are JSON in
URL-safe Base64; the seal is a SHA-256 over the file with 64 zeros in the seal's place. It shows
that a file was altered by accident or by hand. It is no signature: that a page says what was
approved is proven by the signed records it names and by making the page again.
"""

import base64
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from handouts.approval import Approval, Role

NO_SEAL = "0" * 64
_MARK = re.compile(rb"handouts-provenance\.1\.([A-Za-z0-9_=-]{1,20000})\.([0-9a-f]{64})")
MOST_BYTES = 300_000_000  # of a deck unpacked: more is no deck of ours
# A broken file, and a method or a password that we have not.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError),
    *(NotImplementedError, RuntimeError, OSError),
)
PROPERTIES = "docProps/custom.xml"  # where a deck keeps the mark


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that a file names: the role, its number, the SHA-256 of its file."""

    role: Role
    number: int
    digest: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text that stands in a file, by its fingerprint, and the records that approve it."""

    fingerprint: str
    records: tuple[Named, ...]


class Provenance(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a file was made from. It names no record while its text is a draft.

    ``clinic`` and ``design`` are the SHA-256 of the clinic's details and of the templates,
    ``engines`` the versions of what made the file. ``english`` is the text that stands beside the
    language's own, where one does; ``length`` that of a deck's session.
    """

    topic: str
    version: str
    language: str
    edition: str
    paper: str
    fingerprint: str
    clinic: str
    design: str
    engines: dict[str, str]
    records: tuple[Named, ...] = ()
    english: Text | None = None
    length: str = ""

    @property
    def is_approved(self) -> bool:
        """Tell whether every text in the file is approved, as it says itself."""
        return bool(self.records) and (self.english is None or bool(self.english.records))

    def mark(self) -> str:
        """Write the mark, not sealed yet."""
        facts = base64.urlsafe_b64encode(msgspec.json.encode(self)).decode("ascii")
        return f"handouts-provenance.1.{facts}.{NO_SEAL}"


def named(approvals: Iterable[Approval]) -> tuple[Named, ...]:
    """Name the records of approvals."""
    return tuple(Named(a.role, a.number, a.digest) for a in approvals)


@dataclass(frozen=True, slots=True)
class Found:
    """A file's mark: None where it cannot be read. ``fault`` says why it cannot be trusted."""

    provenance: Provenance | None
    fault: str = ""


@cache
def engines(*packages: str) -> dict[str, str]:
    """Tell the versions of this tool and of the packages that decide over a file's bytes."""
    from importlib.metadata import version  # here, as it takes a while to load

    return {name: version(name) for name in ("handouts", *packages)}


def sealed_pdf(data: bytes) -> bytes:
    """Seal a finished PDF that holds a mark."""
    return _with_seal(data, _seal([("", data)]))


def sealed_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Seal the parts of a deck, given by name; the mark is in its custom properties."""
    marked = _with_seal(parts[PROPERTIES], _seal(sorted(parts.items())))
    return {**parts, PROPERTIES: marked}


def find(data: bytes) -> Found | None:
    """Read the mark of a PDF or a deck; None where the file has none."""
    if data.startswith(b"%PDF-"):
        return _found([("", data)], data)
    ours = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as deck:
            if PROPERTIES not in deck.namelist():
                return None
            ours = True
            if sum(entry.file_size for entry in deck.infolist()) > MOST_BYTES:
                return Found(None, "it is far too large")
            if len(set(deck.namelist())) < len(deck.namelist()):
                return Found(None, "it holds a part twice")
            parts = {name: deck.read(name) for name in deck.namelist()}
    except UNREADABLE:
        return Found(None, "it is damaged") if ours else None
    return _found(sorted(parts.items()), parts[PROPERTIES])


def _found(parts: Sequence[tuple[str, bytes]], marked: bytes) -> Found | None:
    marks = [*_MARK.finditer(marked)]
    if not marks:
        return None
    if len(marks) > 1:
        return Found(None, "it holds two marks")
    (mark,) = marks
    try:
        provenance = msgspec.json.decode(base64.urlsafe_b64decode(mark[1]), type=Provenance)
    except ValueError:
        return Found(None, "its mark cannot be read")
    bare = _with_seal(marked, NO_SEAL)
    unsealed = [(name, bare if data is marked else data) for name, data in parts]
    whole = _seal(unsealed) == mark[2].decode("ascii")
    return Found(provenance, "" if whole else "it was changed after it was made")


def _seal(parts: Sequence[tuple[str, bytes]]) -> str:
    sums = [(name, hashlib.sha256(data).hexdigest()) for name, data in parts]
    return hashlib.sha256(msgspec.json.encode(sums)).hexdigest()


def _with_seal(data: bytes, seal: str) -> bytes:
    (mark,) = _MARK.finditer(data)
    return data[: mark.start(2)] + seal.encode("ascii") + data[mark.end(2) :]
