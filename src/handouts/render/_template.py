"""The deck template: its named layouts and the rooms of their placeholders."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation

from handouts.errors import Refused
from handouts.findings import error
from handouts.reading import shown

# The numbers of the placeholders, the same on every layout of templates/deck/deck.pptx.
TITLE, BODY, SLIDE_NUMBER, MARK = 0, 1, 12, 20
EMU_PER_POINT = 12700
LAYOUTS = {"Title", "Main message", "Points", "Comparison", "Figure", "Questions", "Sources"}


class Template:
    """A fresh presentation made from the template.

    Raises:
        Refused: the file is missing, is no presentation, or lacks a layout.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.presentation = Presentation(io.BytesIO(_content(path)))
        except (OSError, ValueError, KeyError, BadZipFile) as fault:
            raise _refused(path, f"The deck template cannot be opened: {fault}.") from fault
        self._layouts = {layout.name: layout for layout in self.presentation.slide_layouts}
        if missing := LAYOUTS - self._layouts.keys():
            names = ", ".join(sorted(missing))
            raise _refused(path, f"The deck template has no layout named {names}.")

    @property
    def slide_width(self) -> int:
        """Answer the width of a slide in EMU."""
        return int(self.presentation.slide_width)

    def add_slide(self, layout: str) -> Any:
        """Add a slide; its placeholders keep the names they have on the layout."""
        slide = self.presentation.slides.add_slide(self._layouts[layout])
        for holder in slide.placeholders:
            holder.name = self.holder(layout, holder.placeholder_format.idx).name
        return slide

    def holder(self, layout: str, number: int) -> Any:
        """Find a placeholder of a layout; its position and size are in EMU."""
        holders = self._layouts[layout].placeholders
        return next(h for h in holders if h.placeholder_format.idx == number)  # type: ignore[misc]

    def room(self, layout: str, number: int) -> tuple[float, float]:
        """Tell the width and height of a placeholder in points."""
        holder = self.holder(layout, number)
        return holder.width / EMU_PER_POINT, holder.height / EMU_PER_POINT


def _refused(path: Path, message: str) -> Refused:
    hint = "handouts init DIR makes a fresh copy of the bundled template."
    return Refused([error("template", message, hint, file=shown(path))])


@lru_cache(maxsize=2)
def _content(path: Path) -> bytes:
    return path.read_bytes()
