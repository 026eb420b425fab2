"""What a page says of an approval: who gave it, for what, when, until when, under which number."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["linguistic", "clinical"]
ROLES: tuple[Role, ...] = ("linguistic", "clinical")


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's approval, in force on the day the page is made.

    ``number`` is the record's number in the ledger of its topic and language, ``digest`` the
    SHA-256 of the record's file.
    """

    role: Role
    name: str
    registration: str
    signed: date
    until: date
    number: int
    digest: str
