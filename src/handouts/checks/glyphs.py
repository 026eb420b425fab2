"""Every character of every text is in the fonts we ship."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from handouts import fonts
from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain
from handouts.library import files


def every_glyph_is_shipped(case: Case) -> Iterator[Finding]:
    """Find characters that would print as empty boxes."""
    document = case.document
    script = document.language.script
    if script is None:
        return
    known = shipped(case.library.fonts, script.print_fonts)
    for domain, message, text in case.spoken():
        for character in sorted(set(plain(text)) - known):
            if unicodedata.category(character) == "Cf":
                continue  # joiners and isolates draw nothing
            name = unicodedata.name(character, "unnamed")
            yield case.fault(
                "glyphs",
                domain,
                message,
                f"No shipped font has “{character}” ({name}).",
                "Use another character, or add it to assets/fonts/make_fonts.py.",
                text,
            )


def shipped(folder: Path, families: tuple[str, ...]) -> frozenset[str]:
    """Collect the characters that every weight of one of the families has."""
    faces = tuple(
        tuple((face, face.stat().st_mtime_ns) for face in files(folder / place, "*.ttf"))
        for place in map(fonts.folder, families)
    )
    return _covered(faces)


@lru_cache(maxsize=32)
def _covered(families: tuple[tuple[tuple[Path, int], ...], ...]) -> frozenset[str]:
    """Read the faces of families, each with its time: a process may outlive a change of them."""
    return frozenset(
        character
        for faces in families
        if faces
        for character in set.intersection(*(_characters(face) for face, _ in faces))
    )


def _characters(face: Path) -> set[str]:
    with TTFont(face, lazy=True) as font:
        return {chr(code) for code in font.getBestCmap()}
