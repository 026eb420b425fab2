"""A hospital's own PowerPoint file, such as PowerPoint itself makes: to be a template of decks."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

WIDE, HIGH = Emu(12192000), Emu(6858000)
STRANGER = "Dr Stranger"
OLD_SLIDE = "Quarterly figures of the ward"
MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def template(change: Callable[[Any], None] = lambda _: None, wide: bool = True) -> bytes:
    """Make a file with PowerPoint's usual layouts, somebody's slides and somebody's name."""
    deck: Any = Presentation()
    if wide:
        _widen(deck)
    properties = deck.core_properties
    properties.author = properties.last_modified_by = STRANGER
    properties.comments = properties.keywords = properties.category = STRANGER
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = OLD_SLIDE
    slide.notes_slide.notes_text_frame.text = OLD_SLIDE
    change(deck)
    return saved(deck)


def saved(deck: Any) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _widen(deck: Any) -> None:
    """Turn 4:3 into 16:9, as PowerPoint does when it is asked to."""
    share = WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = WIDE, HIGH
    for part in (deck.slide_master, *deck.slide_layouts):
        for frame in part._element.iter(qn("a:xfrm")):
            for child in frame:
                for name in ("x", "cx"):
                    if child.get(name):
                        child.set(name, str(round(int(child.get(name)) * share)))


def layout(deck: Any, name: str) -> Any:
    return next(each for each in deck.slide_layouts if each.name == name)


def without(deck: Any, *names: str) -> None:
    """Take layouts out."""
    for each in list(deck.slide_layouts):
        if each.name in names:
            for slide in list(deck.slides._sldIdLst):
                deck.part.drop_rel(slide.rId)
                deck.slides._sldIdLst.remove(slide)
            deck.slide_layouts.remove(each)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Change the parts of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()
