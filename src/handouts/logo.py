"""A clinic's logo, looked at before any page shows it: a PNG or SVG file that harms nobody.

It comes from outside, and a page's engine would follow what it says. So an SVG may only draw:
what fetches, runs, repeats itself or nests without end is refused, and a picture too large to
unpack is not unpacked.
"""

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from handouts.errors import Refused
from handouts.findings import error
from handouts.reading import read_bytes, shown

MOST_BYTES = 1_000_000
MOST_PIXELS = 4000  # along one side
MOST_ELEMENTS, MOST_DEPTH = 5000, 40
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWS = {
    *("svg", "g", "title", "desc", "metadata", "defs", "style"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("linearGradient", "radialGradient", "stop", "clipPath", "mask"),
}
_FETCHES = re.compile(r"@import|javascript:|url\(\s*(?!['\"]?#)", re.IGNORECASE)
_ONE_FILE = "Put a PNG or SVG file beside the clinic file and name it."
_PLAIN = "Export it again as plain SVG with all text as paths, or as PNG."
_SMALLER = f"Save it smaller: {MOST_PIXELS} pixels a side and {MOST_BYTES // 1000} kB at the most."


class _Wrong(Exception):
    """What is wrong with a logo, and what to do about it."""


def load(clinic_file: Path, name: str) -> Path:
    """Find the logo that a clinic's file names, beside that file, and look at it.

    Raises:
        Refused: it is not there, not a PNG or SVG file, broken, too large, or does more than draw.
    """
    try:
        path = _found(clinic_file, name)
        _examine(path, read_bytes(path, "logo"))
        return path
    except _Wrong as wrong:
        what, hint = wrong.args
        message = f"The logo “{name[:80]}” cannot be used: {what}."
        raise Refused([error("clinic", message, hint, file=shown(clinic_file))]) from wrong


def _found(clinic_file: Path, name: str) -> Path:
    if "://" in name or name.startswith(("data:", "//")):
        raise _Wrong("it is not a file, and nothing is fetched from elsewhere", _ONE_FILE)
    folder = clinic_file.resolve().parent
    try:
        logo = (folder / name).resolve()
        there = logo.is_file()
    except (OSError, ValueError, RuntimeError) as fault:
        raise _Wrong("there is no such file", _ONE_FILE) from fault
    if not logo.is_relative_to(folder):
        raise _Wrong("it lies outside the clinic file's folder", _ONE_FILE)
    if not there:
        raise _Wrong("there is no such file", _ONE_FILE)
    return logo


def _examine(path: Path, data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise _Wrong(f"it has {len(data) / 1e6:.1f} MB", _SMALLER)
    kind = path.suffix.lower()
    if kind == ".png":
        _examine_png(data)
    elif kind == ".svg":
        _examine_svg(data)
    else:
        raise _Wrong("it is neither a PNG nor an SVG file", _ONE_FILE)


def _examine_png(data: bytes) -> None:
    """Read the size first, then unpack: a small file can hold a huge picture."""
    from PIL import Image  # takes a while, and few clinics have a PNG

    width, height = (int.from_bytes(data[n : n + 4], "big") for n in (16, 20))  # PNG, 11.2.2
    if max(width, height) > MOST_PIXELS and data.startswith(b"\x89PNG"):
        raise _Wrong(f"it is {width} by {height} pixels large", _SMALLER)
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            warnings.simplefilter("ignore")
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise _Wrong("it is a broken PNG file", "Save it again as PNG.") from fault


def _examine_svg(data: bytes) -> None:
    _refuse_declarations(data)
    try:
        for element in _elements(data):
            _examine_element(element)
    except ET.ParseError as fault:
        raise _Wrong(f"it is no SVG that can be read ({fault})", _PLAIN) from fault


def _refuse_declarations(data: bytes) -> None:
    """Refuse entities, which can grow without end, and with them every inner declaration."""

    def refuse(*_: object) -> int:
        raise _Wrong("it declares entities, which can fetch or grow without end", _PLAIN)

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise _Wrong(f"it is no SVG that can be read ({fault})", _PLAIN) from fault


def _refuse_instruction(target: str, _: str) -> None:
    raise _Wrong(f"it holds an instruction, <?{target}?>", _PLAIN)


def _elements(data: bytes) -> Iterator[ET.Element]:
    """Go through the elements, outermost first, without ever nesting deeper than a logo does."""
    depth = count = 0
    for event, element in ET.iterparse(io.BytesIO(data), ("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            count += 1
            if depth > MOST_DEPTH or count > MOST_ELEMENTS:
                raise _Wrong(f"it has more than {MOST_ELEMENTS} parts, or nests too deep", _PLAIN)
            if depth == 1 and element.tag != _SVG + "svg":
                raise _Wrong("it is no SVG file", _PLAIN)
        else:
            yield element


def _examine_element(element: ET.Element) -> None:
    name = str(element.tag)
    if name.startswith(_SVG) and name.removeprefix(_SVG) not in _DRAWS:
        raise _Wrong(f"it holds <{name.removeprefix(_SVG)}>", _PLAIN)
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2].lower()
        if local.startswith("on"):
            raise _Wrong(f"it runs a script ({local})", _PLAIN)
        if (local in ("href", "src") and not value.startswith("#")) or _FETCHES.search(value):
            raise _Wrong(f"it fetches something ({value[:60]})", _PLAIN)
    if _FETCHES.search(element.text or "") and name == _SVG + "style":
        raise _Wrong("its style sheet fetches something", _PLAIN)
