"""Which templates an edition is made with: its own, and no other edition's.

What is listed here decides how its pages and slides look. A page is given nothing else, so what an
edition does not list cannot change it.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from handouts.editions import Edition
from handouts.library import Library, files

PAGE_SHEET = "page.css"  # what all print editions share
_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


def main_template(edition: Edition) -> str:
    """Name the page template that an edition starts from."""
    kind = "panels" if edition.imposition == "trifold" else "flow"
    return f"{kind}.html.jinja"


def page_templates(folder: Path, main: str) -> tuple[Path, ...]:
    """List a page template of a folder and all that it refers to, by name."""
    found: dict[str, Path] = {}
    names = [main]
    for name in names:
        path = folder / name
        if name not in found and path.is_file():
            found[name] = path
            names += _REFERENCE.findall(path.read_text(encoding="utf-8", errors="replace"))
    return tuple(found[name] for name in sorted(found))


def own_sheets(edition: Edition) -> tuple[str, ...]:
    """Name the style sheets that an edition may add: for short lines, for folding, its own."""
    narrow = "narrow" if edition.narrow else ""
    names = (narrow, edition.imposition, edition.name)
    return tuple(f"{name}.css" for name in dict.fromkeys(names) if name)


def shown(folder: Path, edition: Edition) -> tuple[Path, ...]:
    """List what a page of an edition may show: its style sheets, and the icons of all."""
    sheets = (folder / name for name in (PAGE_SHEET, *own_sheets(edition)))
    return (*(path for path in sheets if path.is_file()), *files(folder, "*.svg"))


def of_print(library: Library, edition: Edition) -> tuple[Path, ...]:
    """List every file that decides how a print edition looks, its table aside."""
    folder = library.print_templates
    return (*page_templates(folder, main_template(edition)), *shown(folder, edition))


def digest(library: Library, edition: Edition) -> str:
    """Answer the SHA-256 of a print edition's files and of its table."""
    return _digest((msgspec.json.encode(edition), *_named(of_print(library, edition))))


def of_packet(library: Library) -> str:
    """Answer the SHA-256 of the templates of reviewers' packets."""
    return _digest(_named(files(library.templates / "packet", "*.*")))


def _named(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in paths:
        yield path.name.encode()
        yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    sums = "\n".join(hashlib.sha256(part).hexdigest() for part in parts)
    return hashlib.sha256(sums.encode()).hexdigest()
