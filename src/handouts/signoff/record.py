"""One entry of a ledger: who approved what, when, for how long; or that it was withdrawn.

After 21 CFR 11.50 and 11.70: the printed name, the time with its zone, the meaning of the
signature, bound to exactly what was read, so that it cannot be lifted onto another text.
"""

import hashlib
import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec

from handouts.signoff.people import Person
from handouts.wording import Wording

YEARS = (2000, 2999)  # of a record's dates: others are nobody's
Meaning = Literal["linguistic", "clinical", "withdrawal"]
Zoned = Annotated[datetime, msgspec.Meta(tz=True)]
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Signatory(Person, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person who approved or withdrew, with the languages they are qualified in."""

    languages: tuple[str, ...]


class Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signature on paper: who recorded it here, the day on the paper, the scan's SHA-256."""

    recorded_by: Person
    signed_on: date
    scan: Sha256


class Carried(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a re-review had read before: the record it goes on from, and what was new since.

    ``messages`` counts those that were the same; ``changed`` names what was not.
    """

    record: int
    messages: int
    changed: tuple[str, ...]


class Record(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An approval with the whole wording it is for, or a withdrawal with its reason.

    ``previous`` is the SHA-256 of the record before, empty for the first. ``translators`` are
    those that the catalogs named.
    """

    format: Literal["handouts sign-off 1"]
    number: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    previous: str
    meaning: Meaning
    topic: str
    version: str
    language: str
    reviewer: Signatory
    signed: Zoned
    fingerprint: Sha256
    until: date | None = None
    translators: tuple[str, ...] = ()
    paper: Paper | None = None
    reason: str = ""
    carried: Carried | None = None
    wording: Wording | None = None

    @property
    def signer(self) -> Person:
        """Answer whose key signs the record: the reviewer's, or who recorded a paper signature."""
        return self.paper.recorded_by if self.paper else self.reviewer


def encoded(record: Record) -> bytes:
    """Write a record as its file holds it: one way only, so that equal records are equal bytes."""
    values = msgspec.to_builtins(record)
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def decoded(data: bytes) -> Record:
    """Read a record.

    Raises:
        ValueError: these are not the bytes that ``encoded`` writes; the message says why.
    """
    if b"\r" in data:
        raise ValueError("its line endings were converted")
    try:
        values: Any = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise ValueError("it is no JSON") from fault
    record = msgspec.convert(values, Record)
    if not all(YEARS[0] <= day.year <= YEARS[1] for day in _days(record)):
        raise ValueError("its dates cannot be right")
    if encoded(record) != data:
        raise ValueError("it is not written as this tool writes it")
    return record


def _days(record: Record) -> list[date]:
    paper = [record.paper.signed_on] if record.paper else []
    return [record.signed, *paper, *([record.until] if record.until else [])]


def digest(data: bytes) -> str:
    """Answer the SHA-256 by which the next record names this one."""
    return hashlib.sha256(data).hexdigest()
