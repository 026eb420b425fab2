"""The clinic's own details, printed as they stand."""

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from handouts import inline, reading
from handouts.errors import Refused
from handouts.findings import error

Paper = Literal["a4", "letter"]
LOGO_TYPES = (".png", ".svg")


class Clinic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a patient can call. What is empty becomes a line to write on.

    ``logo`` is an absolute path once loaded, or empty.
    """

    name: str = ""
    day: str = ""
    night: str = ""
    interpreter: str = ""
    feedback: str = ""
    logo: str = ""
    paper: Paper = "a4"

    @property
    def digest(self) -> str:
        """Answer the SHA-256 of all of it that a page prints."""
        logo = Path(self.logo).read_bytes() if self.logo else b""
        words = (self.name, self.day, self.night, self.interpreter, self.feedback)
        return hashlib.sha256(msgspec.json.encode(words) + logo).hexdigest()


def load(path: Path) -> Clinic:
    """Read a clinic's file.

    Raises:
        Refused: the file cannot be read, is not TOML, has a name that does not exist, or its logo
            is missing or not a PNG or SVG file beside it.
    """
    clinic = reading.load(path, "clinic file", Clinic)
    words = {
        name: inline.clean(getattr(clinic, name))
        for name in ("name", "day", "night", "interpreter", "feedback")
    }
    return msgspec.structs.replace(clinic, **words, logo=_logo(path, clinic.logo))


def _logo(path: Path, name: str) -> str:
    if not name:
        return ""
    folder = path.resolve().parent
    logo = (folder / name).resolve()
    if logo.suffix.lower() in LOGO_TYPES and logo.is_relative_to(folder) and logo.is_file():
        return str(logo)
    raise Refused(
        [
            error(
                "clinic",
                f"The logo “{name}” cannot be used.",
                "Put a PNG or SVG file beside the clinic file and name it.",
                file=reading.shown(path),
            )
        ]
    )
