"""The editions: each way to put a document out, as one table says it.

The print editions are tables of ``templates/print/editions.toml``, where a clinic can add its own.
The deck is not printed: it has no paper, and its template says how it looks.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from handouts import reading
from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.library import Library
from handouts.papers import Paper
from handouts.uses import Place

Speaker = Literal["own", "english"]
Imposition = Literal["", "booklet", "trifold"]
SOME = msgspec.Meta(min_length=1)
DECK = "deck"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")

# The least that any page may have, whatever a table says: the tri-fold's, the smallest there is.
LEAST_BODY, LEAST_TYPE, LEAST_LEADING = 12.0, 10.0, 1.25


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to put a document out.

    ``body`` is the size of running text and ``least`` the smallest type on a page, in points, for
    a Latin script; ``leading`` is the line height, as a multiple. ``pages`` is the page limit, of
    what is printed before it is imposed. ``blocks`` names the place whose blocks it takes,
    ``languages`` who speaks on a page, the one that leads first. A ``narrow`` edition has short
    lines: figures stand upright, lists have one column, the log lies on its side. ``margin`` is the
    paper left free at the sides of a page, in millimetres. ``spacing`` are the shares of the usual
    white space to try, one after the other, where a language runs long: type never shrinks.
    """

    description: str
    papers: Annotated[tuple[Paper, ...], SOME]
    blocks: Place
    body: Annotated[float, msgspec.Meta(ge=LEAST_BODY, le=40)]
    leading: Annotated[float, msgspec.Meta(ge=LEAST_LEADING, le=3)]
    least: Annotated[float, msgspec.Meta(ge=LEAST_TYPE, le=40)]
    pages: Annotated[int, msgspec.Meta(ge=1, le=200)]
    languages: Annotated[tuple[Speaker, ...], msgspec.Meta(min_length=1, max_length=2)] = ("own",)
    imposition: Imposition = ""
    narrow: bool = False
    margin: Annotated[float, msgspec.Meta(ge=0, le=60)] = 16.0
    spacing: Annotated[tuple[Annotated[float, msgspec.Meta(ge=0.1, le=2)], ...], SOME] = (
        1.0,
        0.7,
        0.5,
        0.35,
    )
    name: str = ""

    @property
    def is_bilingual(self) -> bool:
        """Tell whether English stands beside the document's own language."""
        return len(self.languages) == 2


# What the command line says of the deck; all else about it is its template's.
DECK_DESCRIPTION = "PowerPoint teaching deck with speaker notes"


def load(library: Library) -> dict[str, Edition]:
    """Read the print editions of a library, by name, in the order of the file.

    Raises:
        Refused: the file cannot be read, or an edition asks for what there is not, such as
            another paper or type too small to read; with every fault found.
    """
    path = library.editions
    return _read(path, reading.read_text(path, "table of editions"))


@lru_cache(maxsize=8)
def _read(path: Path, text: str) -> dict[str, Edition]:
    raw, _ = reading.read_toml(path, "table of editions")
    lines = reading.table_lines(text)
    found: dict[str, Edition] = {}
    faults: list[Finding] = []
    for name, table in raw.items():
        line = lines.get(name, [1])[0]
        try:
            edition = reading.convert(table, Edition, path, line, name)
            faults += _faults(name, edition, path, line)
            found[name] = msgspec.structs.replace(edition, name=name)
        except Refused as refused:
            faults += refused.findings
    if faults:
        raise Refused(faults)
    return found


def _faults(name: str, edition: Edition, path: Path, line: int) -> list[Finding]:
    told: list[tuple[str, str]] = []
    if not _NAME.fullmatch(name) or name == DECK:
        told.append(
            (f"An edition cannot be called “{name}”.", "Use small letters, digits and hyphens.")
        )
    if edition.least > edition.body:
        told.append(("Its smallest type is larger than its body.", "Let least be at most body."))
    if len(set(edition.languages)) < len(edition.languages) or "own" not in edition.languages:
        told.append(("Its languages are not one of each.", 'Write ["own"], or ["own", "english"].'))
    where = reading.shown(path)
    return [error("edition", m, h, file=where, line=line, where=name) for m, h in told]
