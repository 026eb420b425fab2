"""Text on slides: paragraphs and runs, each with its direction, language and faces."""

import re
from collections.abc import Iterator

from handouts.inline import EnglishText, SourceText, Span, isolated, parse
from handouts.language import SOURCE, Language
from handouts.render._openxml import Align, Marker, Paragraph, Run

LATIN = "Latn"
# Words in Latin letters, with what stands between and beside them: “X-ray”, “NED”, “T. Reviewer”.
_LATIN_WORDS = re.compile(r"[A-Za-z](?:[A-Za-z0-9.,'’&()\-–]| (?=[A-Za-z0-9(]))*")
_TRAILING = " .,'’&(-–"  # what ends no name


class Writer:
    """Writes the texts of one document, English inside it as English.

    An ``explicit`` one says of each paragraph where it runs and stands, whatever is around it.
    """

    def __init__(self, language: Language, explicit: bool = False) -> None:
        self.language, self.explicit = language, explicit
        script = language.script
        self._faces = (script.east_asian, script.complex_script) if script else None

    @property
    def is_explicit(self) -> bool:
        """Tell whether its paragraphs say where they stand: all that run from the right do."""
        return self.explicit or self.language.direction == "rtl"

    def paragraph(
        self,
        text: str,
        size: float = 0.0,
        align: Align = "",
        marker: Marker = "",
        first: int = 1,
        colour: str = "",
        bold: bool = False,
        gap: float | None = None,
    ) -> Paragraph:
        """Write a paragraph; without ``align`` it stands at the start of its line."""
        runs = tuple(self.runs(text, size, colour, bold))
        if self.language.direction == "rtl":
            direction = self._language_of(text).direction
            return Paragraph(runs, direction, align or "r", marker, first, gap)
        if self.explicit:
            return Paragraph(runs, "ltr", align or "l", marker, first, gap)
        return Paragraph(runs, "", align, marker, first, gap)

    def runs(
        self, text: str, size: float = 0.0, colour: str = "", bold: bool = False
    ) -> Iterator[Run]:
        """Write the runs of a text: bold, language, faces, a mark where it is not translated."""
        whole, marked = self._language_of(text), isinstance(text, SourceText)
        for span in parse(text):
            for words, language in self._passages(span, whole):
                yield Run(
                    words,
                    language.tag,
                    size,
                    bold or bool(span.strong or span.term),
                    marked,
                    self._faces,
                    colour,
                    self.explicit,
                )

    def _language_of(self, text: str) -> Language:
        return Language(SOURCE) if isinstance(text, EnglishText) else self.language

    def _passages(self, span: Span, whole: Language) -> Iterator[tuple[str, Language]]:
        """Split a text where another script begins: Latin words in it are English.

        In a text from right to left each stands in isolates, so that what is beside it cannot
        turn it round (UAX 9, 2.4).
        """
        if whole.is_source or whole.script_code == LATIN or whole.is_pseudo:
            yield span.text, whole
            return
        place = 0
        for found in _LATIN_WORDS.finditer(span.text):
            words = _trimmed(found[0])
            if found.start() > place:
                yield span.text[place : found.start()], whole
            shielded = isolated(words) if whole.direction == "rtl" else words
            yield shielded, Language(SOURCE)
            place = found.start() + len(words)
        if place < len(span.text):
            yield span.text[place:], whole


def _trimmed(words: str) -> str:
    """Take off what ends a name only by accident: a comma, a bracket that its own text closes."""
    words = words.rstrip(_TRAILING)
    while words.endswith(")") and words.count(")") > words.count("("):
        words = words[:-1].rstrip(_TRAILING)
    return words
