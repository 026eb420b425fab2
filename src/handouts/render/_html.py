"""Texts and figures as HTML and SVG, escaped; what pages and measurements share."""

import re
from unicodedata import bidirectional

from markupsafe import Markup, escape

from handouts.drawing import Drawing, Shape
from handouts.inline import EnglishText, SourceText, Span, parse

_NUMBER = re.compile(r"([+(]?\d[\d\s()+\-–./]*\d)")
_ISOLATE = Markup('<span class="isolated" dir="{}">{}</span>')


def say(text: str) -> Markup:
    """Write a text with its inline markup as HTML; everything else in it is only characters."""
    words = Markup("").join(_span(span) for span in parse(text))
    if not isinstance(text, EnglishText):
        return words
    mark = Markup(' class="untranslated"') if isinstance(text, SourceText) else ""
    return Markup('<bdi{} lang="en" dir="ltr">{}</bdi>').format(mark, words)


def _span(span: Span) -> Markup:
    words: Markup = escape(span.text)
    if span.strong or span.term:
        return Markup("<strong>{}</strong>").format(words)
    return words


def isolated(text: str) -> Markup:
    """Write a name, a phone number or an address so that no text beside it can turn it round.

    It runs as its letters do, and any number in it from left to right.
    """
    if not text:
        return Markup("")
    direction = "rtl" if any(bidirectional(c) in ("R", "AL") for c in text) else "ltr"
    pieces = [
        _ISOLATE.format("ltr", piece) if number else escape(piece)
        for number, piece in _numbers_and_words(text)
    ]
    return _ISOLATE.format(direction, Markup("").join(pieces))


def _numbers_and_words(text: str) -> list[tuple[bool, str]]:
    """Split a text into numbers, with the signs a phone number holds, and what is between them."""
    return [(n % 2 == 1, piece) for n, piece in enumerate(_NUMBER.split(text)) if piece]


def svg(drawing: Drawing) -> bytes:
    """Write a drawing without its words as an SVG image."""
    body = Markup("").join(_element(shape) for shape in drawing.shapes)
    return str(
        Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:g} {:g}">{}</svg>').format(
            drawing.width, drawing.height, body
        )
    ).encode()


def _element(shape: Shape) -> Markup:
    paint = Markup('fill="{}" stroke="{}" stroke-width="{:g}"').format(
        shape.fill or "none", shape.stroke or "none", shape.stroke_width
    )
    if shape.kind == "rect":
        return Markup('<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="{:g}" {}/>').format(
            shape.x, shape.y, shape.width, shape.height, shape.radius, paint
        )
    if shape.kind == "ellipse":
        rx, ry = shape.width / 2, shape.height / 2
        return Markup('<ellipse cx="{:g}" cy="{:g}" rx="{:g}" ry="{:g}" {}/>').format(
            shape.x + rx, shape.y + ry, rx, ry, paint
        )
    corners = " ".join(f"{x:g},{y:g}" for x, y in shape.points)
    return Markup('<polygon points="{}" {}/>').format(corners, paint)
