"""Figures on a page: the drawing, turned round where a language is, with its words in place."""

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
    choices = _setting.figure_sizes(sizes)
    for width in _widths(drawing, edition, page, sizes):
        boxes = _boxes(block, drawing, width, choices, language)
        fitting = _pdf.fitting_sizes(boxes, library, language, sizes.leading)
        if None not in fitting:
            break
    size = min(size or choices[-1] for size in fitting)
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


def _boxes(
    block: Figure,
    drawing: Drawing,
    width: float,
    choices: tuple[float, ...],
    language: Language,
) -> list[_pdf.Box]:
    """Give each text of a figure the place it has in a drawing so many points wide."""
    scale = width / drawing.width
    return [
        _pdf.Box(
            _pdf.Text(str(_html.say(block.words[p.name], language, narrow=True)), p.width * scale),
            p.height * scale,
            choices,
        )
        for p in drawing.places
    ]


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
