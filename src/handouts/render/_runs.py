"""Text on slides: paragraphs and runs, each with its direction, language and faces."""

from collections.abc import Iterable
from typing import Any

from pptx.util import Pt

from handouts.inline import EnglishText, SourceText, parse
from handouts.language import SOURCE, Language
from handouts.render import _openxml


class Writer:
    """Writes the texts of one document, English inside it as English."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def write(
        self, frame: Any, texts: Iterable[str], size: float | None = None, at_start: bool = True
    ) -> None:
        """Fill a text frame, a paragraph for each text; ``size`` in points, else the layout's."""
        for number, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self.write_paragraph(paragraph, text, size, at_start)

    def write_paragraph(
        self, paragraph: Any, text: str, size: float | None = None, at_start: bool = True
    ) -> None:
        """Fill a paragraph; ``at_start=False`` leaves centred text centred."""
        if self.language.direction == "rtl":
            direction = self._language_of(text).direction
            _openxml.set_direction(paragraph, direction, at_right=at_start)
        self.add_runs(paragraph, text, size)

    def add_runs(self, paragraph: Any, text: str, size: float | None = None) -> None:
        """Add the runs of a text: bold, language, faces, and a mark where it is not translated."""
        language = self._language_of(text)
        for span in parse(text):
            run = paragraph.add_run()
            run.text = span.text
            if size:
                run.font.size = Pt(size)
            if span.strong or span.term:
                run.font.bold = True
            _openxml.set_run_language(run, language.tag)
            if isinstance(text, SourceText):
                _openxml.highlight(run)
            if language.script:
                _openxml.set_run_faces(run, language.script)

    def _language_of(self, text: str) -> Language:
        return Language(SOURCE) if isinstance(text, EnglishText) else self.language
