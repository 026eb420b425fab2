"""Which characters a glyph stands for, so that text can be taken out of a page as it went in.

WeasyPrint notes for each glyph the text of the cluster in which it met it first. Where a letter
and its vowel sign are one cluster of two glyphs, one of them is noted with both characters and the
other with none. The fonts know better: a glyph's name says what it stands for (Adobe Glyph List
Specification, section 2). This serves ISO 14289-1, 7.21.7: glyphs map to Unicode.
"""

import io
import unicodedata
from collections.abc import Mapping
from typing import Any

from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

_known: dict[tuple[str, int, int], Mapping[int, str]] = {}


class _NamedGlyphs(dict[int, str]):
    """A glyph-to-text table that trusts a glyph's name where the cluster is not one character.

    A mark is always itself: “ị” is one character that a font may draw with two glyphs.
    """

    def __init__(self, names: Mapping[int, str]) -> None:
        super().__init__()
        self.names = names

    def __setitem__(self, glyph: int, text: str) -> None:
        name = self.names.get(glyph, "")
        trusted = len(text) == 1 and not unicodedata.combining(name[:1] or " ")
        super().__setitem__(glyph, text if trusted else name or text)


def complete(font_class: Any) -> None:
    """Make WeasyPrint's fonts (``weasyprint.pdf.fonts.Font``) note text by glyph name; once."""
    if hasattr(font_class, "noted_by_name"):
        return
    make = font_class.__init__

    def make_noting(font: Any, *arguments: Any, **options: Any) -> None:
        make(font, *arguments, **options)
        font.to_unicode = _NamedGlyphs(_names(font))

    font_class.__init__ = make_noting
    # A field is typed in a face of the viewer's: no page carries a whole font for it.
    font_class.used_in_forms = property(lambda font: False, lambda font, used: None)
    font_class.noted_by_name = True


def _names(font: Any) -> Mapping[int, str]:
    key = (font.family, int(font.weight), len(font.file_content))
    if key not in _known:
        with TTFont(io.BytesIO(font.file_content), lazy=True, fontNumber=font.index) as face:
            _known[key] = {
                n: t for n, name in enumerate(face.getGlyphOrder()) if (t := _text(name))
            }
    return _known[key]


def _text(name: str) -> str:
    """Read a glyph name; positional forms of Arabic letters stand for the letters themselves."""
    return unicodedata.normalize("NFKC", toUnicode(name)).strip()
