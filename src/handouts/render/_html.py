"""Texts and figures as HTML and SVG, escaped; what pages and measurements share."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from unicodedata import bidirectional

from markupsafe import Markup, escape

from handouts.drawing import Drawing, Shape
from handouts.inline import EnglishText, SourceText, Span, Twofold, own, parse
from handouts.language import SOURCE, Language

_NUMBER = re.compile(r"([+(]?\d[\d\s()+\-–./]*\d)")
ENGLISH = Language(SOURCE)
LONGEST_END = 14  # characters of two words that any line can hold
LONGEST_NARROW_END = 10  # the same in the words of a figure or the heading of a column
NO_BREAK_SPACE, ZERO_WIDTH_SPACE = "\u00a0", "\u200b"
ENDLESS_PART = 8  # letters of an endless word that stay together
_ENDLESS = re.compile(r"[^\W\d_]{60,}")
_COUNTED = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=\w) (?=[IVX]{2,}\b)|(?<=\b[IVX][IVX]) (?=\w)")
LONGEST_WORD = 9  # syllables of a Korean word that the narrowest place can hold
FEWEST_WORDS = 4  # of a text that may have a line too many
LAST_CHARACTERS = 4  # kept together where no spaces part words, a full stop among them
_ISOLATE = Markup('<span class="isolated" dir="{}">{}</span>')


def say(
    text: str,
    language: Language | None = None,
    narrow: bool = False,
    english_first: bool = False,
) -> Markup:
    """Write a text with its inline markup as HTML; everything else in it is only characters.

    For a page, the language says what its lines keep together; in a ``narrow`` place that is
    single words at most. A text in two languages becomes a row of both, each with its language
    and direction; where no language is given, only the reader's own is written.
    """
    if isinstance(text, Twofold) and language:
        sides = [
            (language, say(text.own, language, narrow)),
            (ENGLISH, _kept(parse(text.english), ENGLISH, narrow)),
        ]
        return row(sides, english_first)
    text = own(text)
    spans = parse(text)
    if isinstance(text, EnglishText):
        mark = Markup(' class="untranslated"') if isinstance(text, SourceText) else ""
        return Markup('<bdi{} lang="en" dir="ltr">{}</bdi>').format(mark, _all(spans))
    return _kept(spans, language, narrow) if language else _all(spans)


def row(sides: Sequence[tuple[Language, Markup]], english_first: bool = False) -> Markup:
    """Set texts side by side, each tagged with its language; the one that leads comes first."""
    ordered = list(reversed(sides)) if english_first else sides
    written = (
        Markup('<span class="side" lang="{}" dir="{}">{}</span>').format(
            language.tag, language.direction, words
        )
        for language, words in ordered
    )
    return Markup('<span class="row">{}</span>').format(Markup("").join(written))


def _all(spans: Iterable[Span]) -> Markup:
    return Markup("").join(_span(span) for span in spans)


def _kept(spans: Sequence[Span], language: Language, narrow: bool) -> Markup:
    """Keep a text's last words on one line, so that no line holds a lone one.

    Korean breaks lines between words, as its readers expect, and not between syllables.
    """
    if language.script_code == "Kore":
        words = _words(spans)
        return Markup(" ").join(
            _together(w) if _length(w) <= LONGEST_WORD else _all(w) for w in words
        )
    if language.is_spaced:
        longest = LONGEST_NARROW_END if narrow else LONGEST_END
        return _all(_with_last_words_joined(_with_numbers_joined(spans), longest))
    head, tail = _cut(spans, LAST_CHARACTERS)
    return Markup("{}{}").format(_all(head), _together(tail)) if head else _all(spans)


def _together(spans: Sequence[Span]) -> Markup:
    return Markup('<span class="together">{}</span>').format(_all(spans))


def _length(spans: Sequence[Span]) -> int:
    return sum(len(span.text) for span in spans)


def _words(spans: Sequence[Span]) -> list[list[Span]]:
    """Split runs into words at their spaces; a word may have several looks."""
    words: list[list[Span]] = [[]]
    for span in spans:
        for number, piece in enumerate(span.text.split(" ")):
            if number:
                words.append([])
            if piece:
                words[-1].append(replace(span, text=piece))
    return words


def _with_numbers_joined(spans: Sequence[Span]) -> list[Span]:
    """Put a no-break space between a number and the word that says of what."""
    return [replace(span, text=_COUNTED.sub(NO_BREAK_SPACE, span.text)) for span in spans]


def _with_last_words_joined(spans: Sequence[Span], longest: int) -> list[Span]:
    """Put a no-break space between the last two words, unless they are too long for one line."""
    words = _words(spans)
    if len(words) < FEWEST_WORDS or _length(words[-2]) + _length(words[-1]) > longest:
        return list(spans)
    joined = list(spans)
    for place in reversed(range(len(joined))):
        head, space, tail = joined[place].text.rpartition(" ")
        if space:
            joined[place] = replace(joined[place], text=f"{head}{NO_BREAK_SPACE}{tail}")
            break
    return joined


def _cut(spans: Sequence[Span], characters: int) -> tuple[list[Span], list[Span]]:
    """Cut the last characters off; none where the text is hardly longer."""
    if _length(spans) < 3 * characters:
        return [], list(spans)
    head, tail = list(spans), list[Span]()
    while (wanted := characters - _length(tail)) > 0:
        last = head.pop()
        tail.insert(0, replace(last, text=last.text[-wanted:]))
        if rest := last.text[:-wanted]:
            head.append(replace(last, text=rest))
    return head, tail


def _span(span: Span) -> Markup:
    words: Markup = escape(_ENDLESS.sub(_breakable, span.text))
    if span.strong or span.term:
        return Markup("<strong>{}</strong>").format(words)
    return words


def _breakable(word: re.Match[str]) -> str:
    """Let an endless word end a line anywhere: no language has one, but a page must hold it."""
    letters = word[0]
    parts = (letters[n : n + ENDLESS_PART] for n in range(0, len(letters), ENDLESS_PART))
    return ZERO_WIDTH_SPACE.join(parts)


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


@lru_cache(maxsize=32)
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
