"""The markup inside a text: strong emphasis and glossary terms, and nothing else.

``**strong**`` and ``[words](term:id)`` are read by markdown-it-py with every other rule switched
off, so HTML, links, images and template braces in a translation stay the characters they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TERM = "term:"
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")  # what the tool fills in
STRONG = "**"


# Line breaks and tabs are folded to spaces; no-break spaces stay. The rest of Unicode's Cc, Cs and
# noncharacters has no business on a page and would be refused by XML. Nor have embeddings and
# overrides of direction (U+202A–202E), which can turn a number round. Joiners and isolates stay.
_SPACE = re.compile("[\t-\r \x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


# What draws nothing or only steers what is drawn; spaces and line ends are no secrets.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    "\u2800\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"  # part of how Persian and Hindi are spelled: no secret between letters


class EnglishText(str):
    """English inside a document of any language: a title, a name. Outputs tag it as English."""

    __slots__ = ()


class SourceText(EnglishText):
    """English standing in where a translation is missing. Outputs mark it visibly."""

    __slots__ = ()


class Twofold(str):
    """One text in the reader's language, which is also its value, with the English beside it."""

    own: str
    english: str

    def __new__(cls, own: str, english: str) -> "Twofold":
        """Keep both texts; whoever knows nothing of two languages reads the reader's own."""
        text = super().__new__(cls, own)
        text.own, text.english = own, english
        return text


def own(text: str) -> str:
    """Answer a text in the reader's language."""
    return text.own if isinstance(text, Twofold) else text


def english(text: str) -> str:
    """Answer the English that stands beside a text; the text itself where it stands alone."""
    return text.english if isinstance(text, Twofold) else text


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look."""

    text: str
    strong: bool = False
    term: str = ""


def clean(text: str) -> str:
    """Fold white space and drop the characters that no page can show."""
    return _SPACE.sub(" ", _UNPRINTABLE.sub("", _SPACE.sub(" ", text))).strip(" ")


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Span, ...]:
    """Split a text into runs of one look."""
    spans: list[Span] = []
    strong, term = 0, ""
    for token in _tokens(text):
        match token.type:
            case "strong_open" if token.markup == STRONG:
                strong += 1
            case "strong_close" if token.markup == STRONG:
                strong -= 1
            case "link_open":
                term = _term(token)
            case "link_close":
                term = ""
            case "text":
                spans.append(Span(token.content, strong > 0, term))
            case _:  # single asterisks, low lines: not ours, so shown as they were typed
                spans.append(Span(token.markup, strong > 0, term))
    return tuple(_joined(spans))


@cache
def _markdown() -> "MarkdownIt":
    """Open the reader of markup when a text is first read: a build with nothing to do never is."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero").enable(["emphasis", "link"])
    reader.validateLink = lambda url: url.startswith(TERM)  # type: ignore[method-assign]
    return reader


def _tokens(text: str) -> list["Token"]:
    """Read one line; markdown-it answers with a single inline token that holds the rest."""
    parsed = _markdown().parseInline(text)
    return (parsed[0].children or []) if parsed else []


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Join neighbours of one look, so that a shaping engine sees whole words."""
    current: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if current and (current.strong, current.term) == (span.strong, span.term):
            current = Span(current.text + span.text, span.strong, span.term)
            continue
        if current:
            yield current
        current = span
    if current:
        yield current


def plain(text: str) -> str:
    """Take the markup out of a text, for titles, alternative text and speaker notes."""
    if isinstance(text, Twofold):
        return Twofold(plain(text.own), plain(text.english))
    return type(text)("".join(span.text for span in parse(text)))


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[str, ...]:
    """List the glossary ids a text refers to, in order."""
    return tuple(_term(token) for token in _tokens(text) if token.type == "link_open")


def _term(token: "Token") -> str:
    return str(token.attrs["href"]).removeprefix(TERM)


def leftovers(text: str) -> tuple[str, ...]:
    """List markup that was meant but not understood: it would be printed as typed."""
    left = plain(text)
    titled = any("title" in token.attrs for token in _tokens(text))  # [words](term:id "more")
    return (*(mark for mark in (STRONG, "](") if mark in left), *(('"',) if titled else ()))


def fill(text: str, **values: str) -> str:
    """Put values in the place of {names}. Any other brace stays the character it is."""
    if isinstance(text, Twofold):
        theirs = {name: english(value) for name, value in values.items()}
        ours = {name: own(value) for name, value in values.items()}
        return Twofold(fill(text.own, **ours), fill(text.english, **theirs))
    filled = str(text)
    for name, value in values.items():
        filled = filled.replace("{" + name + "}", value)
    return type(text)(filled)


def _code_point(code: int) -> str:
    return f"[U+{code:04X}]"


def visible(text: str, show: Callable[[int], str] = _code_point) -> str:
    """Replace what cannot be seen in a text by what ``show`` answers for its code point."""
    return _HIDDEN.sub(
        lambda found: found[0] if _spells(text, found.start()) else show(ord(found[0])), text
    )


def _spells(text: str, place: int) -> bool:
    """Tell whether a character is a joiner between two letters, where spelling puts it."""
    between = text[max(place - 1, 0) : place + 2]
    return len(between) == 3 and between[1] in _JOINERS and (between[0] + between[2]).isalpha()


def isolated(text: str) -> str:
    """Put a name or number where no text beside it can turn it round (Unicode's FSI and PDI)."""
    return f"\u2068{text}\u2069"


def joined(first: str, second: str, space: str = " ") -> str:
    """Put two sentences into one text; one that is not translated marks the whole."""
    text = f"{first}{space}{second}"
    return SourceText(text) if SourceText in (type(first), type(second)) else text
