"""What a template file must be before anything reads it: an unharmful PowerPoint presentation."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.provenance import UNREADABLE
from handouts.reading import shown

MOST_BYTES = 100_000_000  # of the file
MOST_UNPACKED = 400_000_000  # of all parts together: more is no template
MOST_PARTS = 5_000
MOST_XML = 20_000_000  # of one part that is read, and not only kept
# The old binary format, which also wraps what is protected by a password: [MS-CFB] 2.2.
COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED, BINARY = ("EncryptedPackage", "PowerPoint Document")  # [MS-OFFCRYPTO], [MS-PPT]
TYPES = "[Content_Types].xml"
MAIN = b"presentationml.presentation.main+xml"
OTHERS = {  # the content type of the main part of PowerPoint's other files, and what they are
    b"presentationml.template.main+xml": "a PowerPoint template (.potx)",
    b"presentationml.slideshow.main+xml": "a PowerPoint show (.ppsx)",
}
CODE_TYPES = (b"vbaProject", b"activeX", b"macroEnabled")
STRICT = b"http://purl.oclc.org/ooxml/presentationml/main"
EMBEDDED = (b"/relationships/oleObject", b"/relationships/package", b"/relationships/control")
XML = (".xml", ".rels")
_CODE = re.compile("vbaProject|/activeX/", re.IGNORECASE)
_SLIDES = re.compile(r"ppt/(slides|notesSlides|comments)/")
SAVE_AS = "Open it in PowerPoint and save it as “PowerPoint Presentation (.pptx)”."
NO_CODE = "Take the macros out: save it as “PowerPoint Presentation (.pptx)”."


def read(path: Path) -> bytes:
    """Read a template file and look at its package.

    Raises:
        Refused: it cannot be read; it is protected, of an older or another format, no
            presentation, too large when unpacked, or holds code or links to other places.
    """
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "cannot be read: there is no such file"
            raise Refused([_fault(path, what, "Look at the path given to --template.")])
        if path.stat().st_size > MOST_BYTES:
            raise Refused([_fault(path, "is far too large for a template", SAVE_AS)])
        data = path.read_bytes()
    except OSError as fault:
        what = f"cannot be read: {fault.strerror or fault}"
        raise Refused([_fault(path, what, "Look at the path given to --template.")]) from fault
    if data.startswith(COMPOUND_FILE):
        raise Refused([_compound(path, data)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            faults = list(_faults(path, package))
    except UNREADABLE as broken:
        raise Refused(
            [_fault(path, "is no PowerPoint presentation, or is damaged", SAVE_AS)]
        ) from (broken)
    if faults:
        raise Refused(faults)
    return data


def _compound(path: Path, data: bytes) -> Finding:
    if ENCRYPTED.encode("utf-16-le") in data:
        hint = "Open it in PowerPoint, take the password off and save it."
        return _fault(path, "is protected by a password", hint)
    kind = "is of PowerPoint's old format (.ppt)"
    other = "is no PowerPoint presentation"
    return _fault(path, kind if BINARY.encode("utf-16-le") in data else other, SAVE_AS)


def _faults(path: Path, package: zipfile.ZipFile) -> Iterator[Finding]:
    entries = package.infolist()
    huge = any(e.file_size > MOST_XML and e.filename.endswith(XML) for e in entries)
    whole = sum(entry.file_size for entry in entries)
    if huge or len(entries) > MOST_PARTS or whole > MOST_UNPACKED:
        yield _fault(path, "would unpack to far too much for a template", SAVE_AS)
        return
    parts = {entry.filename: package.read(entry) for entry in entries}
    if len(parts) < len(entries):
        yield _fault(path, "holds a part twice", SAVE_AS)
        return
    types = parts.get(TYPES, b"")
    other = next((what for media, what in OTHERS.items() if media in types), "")
    code = sorted(name for name in parts if _CODE.search(name))
    if code or any(mark in types for mark in CODE_TYPES):
        yield _fault(path, f"holds macros{_named(code)}", NO_CODE)
    elif other:
        yield _fault(path, f"is {other}, not a presentation", SAVE_AS)
    elif MAIN not in types:
        yield _fault(path, "is no PowerPoint presentation", SAVE_AS)
    else:
        yield from _doubtful(path, parts)


def _doubtful(path: Path, parts: dict[str, bytes]) -> Iterator[Finding]:
    """Find what a design has no need of, and a ward no use for. Slides are left out anyway."""
    design = {name: data for name, data in parts.items() if not _SLIDES.match(name)}
    declared = sorted(n for n, d in design.items() if n.endswith(XML) and b"<!DOCTYPE" in d)
    if declared:
        yield _fault(path, f"defines words of its own{_named(declared)}", SAVE_AS)
    if STRICT in parts.get("ppt/presentation.xml", b""):
        yield _fault(path, "is saved as Strict Open XML", SAVE_AS)
    for name, data in sorted(design.items()):
        if name.endswith(".rels") and b"External" in data and not name.startswith("_rels"):
            hint = "Take links, and pictures that are only linked to, off its masters and layouts."
            yield _fault(path, f"points to something outside itself ({name})", hint)
        if name.endswith(".rels") and any(kind in data for kind in EMBEDDED):
            hint = "Take embedded files off its masters and layouts."
            yield _fault(path, f"has a file embedded in its design ({name})", hint)


def _named(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""


def _fault(path: Path, what: str, hint: str) -> Finding:
    return error("template", f"The template “{path.name}” {what}.", hint, file=shown(path))
