"""Figures on a page: the drawing, turned round where a language is, with its words in place."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from handouts.content import Figure
from handouts.document import Document
from handouts.drawing import Drawing, WordPlace, upright
from handouts.editions import Edition
from handouts.inline import plain
from handouts.language import Language
from handouts.library import Library
from handouts.render import _html, _pdf, _setting
from handouts.render._setting import Page, Type


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
    fitting = ruler.fitting([(width, choices[-1]) for width in widths])
    width = fitting[0][0] if fitting else widths[-1]
    fitting = ruler.fitting([(width, size) for size in choices])
    size = fitting[0][1] if fitting else choices[-1]
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


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures the texts of a figure in their places, many widths and sizes at once."""

    drawing: Drawing
    texts: list[str]
    library: Library
    language: Language
    leading: float

    def fitting(self, trials: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """Keep those pairs of a width and a type size, in points, at which every text fits."""
        measured = iter(
            _pdf.heights(
                [
                    (_pdf.Text(text, place.width * self._scale(width)), size)
                    for width, size in trials
                    for text, place in zip(self.texts, self.drawing.places, strict=True)
                ],
                self.library,
                self.language,
                self.leading,
            )
        )
        return [trial for trial in trials if self._fits(trial[0], measured)]

    def _fits(self, width: float, measured: Iterator[float]) -> bool:
        rooms = [place.height * self._scale(width) for place in self.drawing.places]
        return all([next(measured) <= room for room in rooms])  # noqa: C419 - take all of them

    def _scale(self, width: float) -> float:
        return width / self.drawing.width


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
