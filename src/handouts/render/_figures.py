"""Figures on a page: the drawing, turned round where a language is, with its words in place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from markupsafe import Markup

from handouts.content import Figure
from handouts.document import Document
from handouts.drawing import Drawing, WordPlace
from handouts.editions import Edition
from handouts.inline import plain
from handouts.language import Language
from handouts.library import Library
from handouts.names import upright
from handouts.render import _html, _pdf, _setting
from handouts.render._measure import Measure
from handouts.render._setting import Page, Type

HAIR = 0.05  # points by which two ways to measure may differ
WORD_JOINER = "\u2060"
_TOGETHER = 'class="together"'  # several in a text, and it breaks as only the engine knows
_TAG = re.compile(r"<[^>]*>")
_KEPT = re.compile(r'<span class="together">(.*?)</span>')


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a figure, where it stands in percent of the drawing, and its type size."""

    text: Markup
    left: float
    top: float
    width: float
    height: float
    size: float
    anchor: str
    align: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing of a figure, in one language, with its words.

    ``before`` and ``after`` are the points left free beside it, at the start of lines and the end.
    """

    language: Language
    source: str
    alt: str
    before: float
    after: float
    leading: float
    words: tuple[Words, ...]


def picture(name: str, drawing: Drawing, language: Language) -> tuple[str, bytes]:
    """Answer the URL that a page knows a drawing by, and the drawing as SVG."""
    return f"handouts:figure-{name}-{language.direction}.svg", _html.svg(turned(drawing, language))


def turned(drawing: Drawing, language: Language) -> Drawing:
    """Turn a drawing round for a language written from right to left."""
    return drawing.mirrored() if language.direction == "rtl" else drawing


def shape(document: Document, block: Figure, edition: Edition) -> Drawing:
    """Choose the drawing that an edition has room for: upright where lines are short."""
    plain_one = document.drawings[block.drawing]
    return document.drawings.get(upright(block.drawing), plain_one) if edition.narrow else plain_one


def place(
    document: Document,
    block: Figure,
    edition: Edition,
    page: Page,
    library: Library,
) -> Drawn:
    """Lay the words of a figure into their places, at the largest size that fits them all.

    Where none does, they are laid out at the least, and the page tells that they do not fit.
    """
    language = document.language
    sizes = _setting.type_of(edition, language)
    drawing = turned(shape(document, block, edition), language)
    texts = [str(_html.say(block.words[p.name], language, narrow=True)) for p in drawing.places]
    ruler = _Ruler(drawing, texts, library, language, sizes.leading)
    choices = _setting.figure_sizes(sizes)
    widths = _widths(drawing, edition, page, sizes)
    width, least = ruler.first((w, choices[-1]) for w in widths) or (widths[-1], choices[-1])
    _, size = ruler.first((width, size) for size in choices) or (width, least)
    free = page.text_width - width  # a drawing that lies stands in the middle
    return Drawn(
        language=language,
        source=picture(block.drawing, drawing, language)[0],
        alt=plain(block.alt),
        before=round(0 if edition.narrow else free / 2, 2),
        after=round(free if edition.narrow else free / 2, 2),
        leading=sizes.leading,
        words=tuple(_placed(block, p, drawing, size, language) for p in drawing.places),
    )


def _widths(drawing: Drawing, edition: Edition, page: Page, sizes: Type) -> list[float]:
    """List the widths to try, in points, the least first: the lower a figure, the better."""
    if not edition.narrow:
        return [page.text_width * share for share in _setting.FIGURE_SHARES]
    needed = (drawing.width * sizes.least / units for units in _setting.FIGURE_TYPES)
    return [min(page.text_width, width) for width in needed]


class _Ruler:
    """Measures the texts of a figure in their places, at many widths and sizes.

    Most can be told from the lines that a text takes at the least, all of it in normal type, and
    at the most, all of it bold. Only what lies between is laid out.
    """

    def __init__(
        self,
        drawing: Drawing,
        texts: list[str],
        library: Library,
        language: Language,
        leading: float,
    ) -> None:
        self.drawing, self.texts = drawing, texts
        self.library, self.language, self.leading = library, language, leading
        self._measure = Measure(library, language)
        self._bounds = [(_apart(text), _together(text)) for text in texts]

    def first(self, trials: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
        """Find the first pair of a width and a type size, in points, at which every text fits."""
        return next((trial for trial in trials if self._fits(*trial)), None)

    def _fits(self, width: float, size: float) -> bool:
        scale = width / self.drawing.width
        unsure = []
        for text, bounds, place in zip(self.texts, self._bounds, self.drawing.places, strict=True):
            room, across = place.height * scale, place.width * scale
            least, most = (self._height(*bound, across, size) for bound in bounds)
            is_known = text.count(_TOGETHER) < 2
            if is_known and least > room + HAIR:
                return False
            if not is_known or most > room - HAIR:
                unsure.append((_pdf.Text(text, across), room))
        laid_out = _pdf.heights(
            [(text, size) for text, _ in unsure], self.library, self.language, self.leading
        )
        return all(high <= room for high, (_, room) in zip(laid_out, unsure, strict=True))

    def _height(self, words: str, bold: bool, across: float, size: float) -> float:
        lines = self._measure.plain(words, across / size, bold, breaking=True)
        return size * (lines.count * self.leading + lines.shift)


def _apart(text: str) -> tuple[str, bool]:
    """Answer the words of a text in HTML at their shortest: none bold, none kept together."""
    return unescape(_TAG.sub("", text)), False


def _together(text: str) -> tuple[str, bool]:
    """Answer the words of a text in HTML at their longest: all bold where one is."""
    kept = _KEPT.sub(lambda match: WORD_JOINER.join(map(escape, _apart(match[1])[0])), text)
    return unescape(_TAG.sub("", kept)), "<strong>" in text


def _placed(
    block: Figure, place: WordPlace, drawing: Drawing, size: float, language: Language
) -> Words:
    return Words(
        text=_html.say(block.words[place.name], language, narrow=True),
        left=100 * place.x / drawing.width,
        top=100 * place.y / drawing.height,
        width=100 * place.width / drawing.width,
        height=100 * place.height / drawing.height,
        size=size,
        anchor=place.anchor,
        align=place.align,
    )
