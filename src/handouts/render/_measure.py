"""How many lines a text takes, asked of the engine that sets our pages, without laying out a page.

A slide holds a few plain paragraphs, so Pango alone is asked: it shapes the text in the shipped
fonts and breaks it into lines, as it does on our pages. Widths grow in step with the type size, so
one measure of a text serves every size.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from handouts.inline import parse
from handouts.language import Language
from handouts.library import Library
from handouts.render import _pdf

UNITS_PER_POINT = 1024  # Pango's
EM = 100.0  # points: the size at which texts are shaped
NORMAL, BOLD = 400, 700
# The ink of a last letter may stand a hair further out than where its line was broken.
HAIR = 0.02  # ems
MOST_LINES = 200  # of a text on a slide: what takes more fits nowhere


@dataclass(frozen=True, slots=True)
class Lines:
    """How a text breaks: the number of its lines, and whether each holds whole words.

    A page makes a line higher than its leading where a letter's face stands off the line of the
    first face of the stack; ``shift`` is how much higher all lines are by that, in ems.
    """

    count: int
    whole_words: bool
    shift: float = 0.0


class Measure:
    """Measures the texts of one language, in the faces that its pages are set in.

    Raises:
        EngineMissing: Pango or a library it needs is not installed.
    """

    def __init__(self, library: Library, language: Language) -> None:
        self._text = _pdf.engine(library).text
        self._ffi, self._pango = self._text.ffi.ffi, self._text.ffi.pango
        fonts = _fonts(library.fonts, self._text.fonts.FontConfiguration)
        context = self._owned(self._pango.pango_font_map_create_context(fonts.font_map))
        self._pango.pango_context_set_round_glyph_positions(context, False)
        directions = self._text.constants.PANGO_DIRECTION
        self._pango.pango_context_set_base_dir(context, directions[language.direction])
        tag = self._pango.pango_language_from_string(language.tag.encode("ascii"))
        self._pango.pango_context_set_language(context, tag)
        faces = _pdf.font_stack(language).replace('"', "").encode("utf-8")
        self._layouts = {
            (bold, breaking): self._layout(context, faces, bold, breaking)
            for bold in (False, True)
            for breaking in (False, True)
        }
        self._struts: dict[bool, float] = {}
        self._known: dict[tuple[str, float, bool, bool], Lines] = {}

    def lines(self, text: str, width: float, bold: bool = False, breaking: bool = False) -> Lines:
        """Break a text into lines no wider than ``width``, in ems; inside words if ``breaking``.

        A text with one bold word is measured as if all of it were: bold is never narrower.
        """
        spans = parse(text)
        heavy = bold or any(span.strong or span.term for span in spans)
        return self.plain("".join(span.text for span in spans), width, heavy, breaking)

    def plain(self, words: str, width: float, bold: bool = False, breaking: bool = False) -> Lines:
        """Break a text without markup into lines, as ``lines`` does."""
        key = (words, round(width, 3), bold, breaking)
        if key not in self._known:
            self._known[key] = self._broken(*key)
        return self._known[key]

    def _broken(self, words: str, width: float, bold: bool, breaking: bool) -> Lines:
        strut = self._strut(bold)
        layout = self._layouts[bold, breaking]
        self._pango.pango_layout_set_width(layout, int(width * EM * UNITS_PER_POINT))
        self._pango.pango_layout_set_text(layout, words.encode("utf-8"), -1)
        extents = self._ffi.new("PangoRectangle *")
        count, widest, shift = 0, 0, 0.0
        while count < MOST_LINES:
            line = self._pango.pango_layout_get_line_readonly(layout, count)
            if line == self._ffi.NULL:
                break
            self._pango.pango_layout_line_get_extents(line, self._ffi.NULL, extents)
            widest = max(widest, extents.width)
            shift += abs(_middle(extents) - strut)
            count += 1
        is_whole = widest <= (width + HAIR) * EM * UNITS_PER_POINT
        return Lines(max(count, 1), is_whole, shift / (EM * UNITS_PER_POINT))

    def _strut(self, bold: bool) -> float:
        """Answer the middle of a line of the first face, which every line is as high as."""
        if bold not in self._struts:
            layout, extents = self._layouts[bold, False], self._ffi.new("PangoRectangle *")
            self._pango.pango_layout_set_text(layout, b" ", -1)
            line = self._pango.pango_layout_get_line_readonly(layout, 0)
            self._pango.pango_layout_line_get_extents(line, self._ffi.NULL, extents)
            self._struts[bold] = _middle(extents)
        return self._struts[bold]

    def _layout(self, context: Any, faces: bytes, bold: bool, breaking: bool) -> Any:
        face = self._ffi.gc(
            self._pango.pango_font_description_new(), self._pango.pango_font_description_free
        )
        self._pango.pango_font_description_set_family(face, faces)
        self._pango.pango_font_description_set_weight(face, BOLD if bold else NORMAL)
        self._pango.pango_font_description_set_absolute_size(face, EM * UNITS_PER_POINT)
        layout = self._owned(self._pango.pango_layout_new(context))
        self._pango.pango_layout_set_auto_dir(layout, False)
        self._pango.pango_layout_set_font_description(layout, face)
        modes = self._text.constants.PANGO_WRAP_MODE
        self._pango.pango_layout_set_wrap(
            layout, modes["WRAP_WORD_CHAR" if breaking else "WRAP_WORD"]
        )
        return layout

    def _owned(self, thing: Any) -> Any:
        return self._ffi.gc(thing, self._text.ffi.gobject.g_object_unref)


def _middle(extents: Any) -> float:
    """Answer how far the middle of a line stands above its letters' foot, in Pango's units."""
    return float(-extents.y - extents.height / 2)


@lru_cache(maxsize=2)
def _fonts(folder: Path, read: Callable[[], Any]) -> Any:
    """Read the shipped fonts, once for each folder: that takes longer than all measuring."""
    return read()
