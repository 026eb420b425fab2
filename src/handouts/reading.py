"""Library files read into checked values, every fault with its file and line; and written whole."""

import contextlib
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from handouts.errors import OutputUnwritable, Refused, nearest
from handouts.findings import Finding, error

T = TypeVar("T")

_TOML_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_UNKNOWN_FIELD = re.compile(r"unknown field `(?P<name>[^`]+)`")
_TABLE_HEADER = re.compile(r"^\s*\[\[?\s*(?P<name>[\w.\-\" ]+?)\s*\]\]?\s*(?:#.*)?$")


def shown(path: Path) -> str:
    """Name a file the way the user would: from the current folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # elsewhere, or a link that goes in circles
        return str(path)


def read_bytes(path: Path, what: str) -> bytes:
    """Read a file whole.

    Raises:
        Refused: the file is missing or unreadable.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise Refused(
            [
                error(
                    "files",
                    f"Cannot read {what}: {reason}.",
                    "Check the name and the permissions.",
                    file=shown(path),
                )
            ]
        ) from fault


def read_text(path: Path, what: str, keep_mark: bool = False) -> str:
    """Read a UTF-8 file, a byte-order mark allowed; it is dropped unless it is to be kept.

    Raises:
        Refused: the file is missing, unreadable or not UTF-8 (with the line of the first bad byte).
    """
    data = read_bytes(path, what)
    try:
        return data.decode("utf-8" if keep_mark else "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise Refused(
            [
                error(
                    "encoding",
                    f"This {what} is not UTF-8 text: byte {data[fault.start]:#04x}.",
                    "Save it again as UTF-8 (in Poedit: Translation › Properties › Charset).",
                    file=shown(path),
                    line=line,
                )
            ]
        ) from fault


def read_toml(path: Path, what: str) -> tuple[dict[str, Any], str]:
    """Read a TOML file into plain values, together with its text.

    Raises:
        Refused: the file cannot be read, or is not TOML (with the line of the fault).
    """
    text = read_text(path, what)
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as fault:
        raise Refused([_syntax_fault(path, what, text, str(fault))]) from fault
    except RecursionError as fault:
        raise Refused([_syntax_fault(path, what, text, "it is nested too deeply")]) from fault


def _syntax_fault(path: Path, what: str, text: str, message: str) -> Finding:
    place = _TOML_PLACE.search(message)
    line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
    reason = message[: place.start()] if place else message
    return error(
        "toml",
        f"This {what} is not valid TOML: {reason}.",
        "Look at this line and the one above: a missing quote or bracket is most common.",
        file=shown(path),
        line=line,
    )


def table_lines(text: str) -> dict[str, list[int]]:
    """Tell on which lines each TOML table header stands: ``{"sections.blocks": [12]}``."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE_HEADER.match(line):
            lines.setdefault(header["name"], []).append(number)
    return lines


def convert(raw: object, into: Any, file: Path, line: int = 0, where: str = "") -> Any:
    """Check plain values against a type and return an instance of it.

    Raises:
        Refused: a value is missing, of the wrong type, or has a name that does not exist.
    """
    try:
        return msgspec.convert(raw, into)
    except msgspec.ValidationError as fault:
        raise Refused(
            [
                error(
                    "structure",
                    f"{_readable(str(fault))}.",
                    _hint(str(fault), into),
                    file=shown(file),
                    line=line,
                    where=where,
                )
            ]
        ) from fault


def _readable(message: str) -> str:
    return message.replace(" - at `$.", " at `").replace("Object", "This table")


def _hint(message: str, into: Any) -> str:
    names = getattr(into, "__struct_fields__", ())
    if (unknown := _UNKNOWN_FIELD.search(message)) and names:
        return nearest(unknown["name"], names)
    if message.startswith("Expected `str`"):
        return "Put the value between quotes."
    return "Compare it with its neighbours in the same file."


def load(path: Path, what: str, into: type[T], wrap: str = "") -> T:
    """Read a TOML file into one checked value; ``wrap`` names the field a bare table goes into."""
    raw, _ = read_toml(path, what)
    value: Mapping[str, object] = {wrap: raw} if wrap else raw
    loaded: T = convert(value, into, path)
    return loaded


def write_text(path: Path, text: str) -> bool:
    """Write a file of the library, whole or not at all, if it changed; answer whether it did.

    Raises:
        OutputUnwritable: the file cannot be written.
    """
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all, if it changed; answer whether it did.

    Raises:
        OutputUnwritable: the file cannot be written.
    """
    path = path.resolve()  # a link stays a link
    temporary: Path | None = None
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, temporary)
        else:
            temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            if temporary:
                temporary.unlink()
        raise OutputUnwritable(
            f"Cannot write {shown(path)}: {fault.strerror or fault}.",
            "Make room on the disk, or see who may write there; the file is as it was.",
        ) from fault
    return True
