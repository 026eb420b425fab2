"""What stands where on a laid-out page, and by how much it leaves its place.

It reads WeasyPrint's boxes after layout, in CSS pixels, and answers points. Nothing is drawn
where it would be cut off or lie over its neighbour without a finding that says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

POINTS = 0.75  # in a CSS pixel
TOLERANCE = 2.5  # points: what rounding, and a space at the end of a line, may add
BLOCK = "data-block"  # the attribute that says which block of the content an element is


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that leaves its place: on which page, counted from 0, in which block, how far."""

    page: int
    block: str
    text: str
    points: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """The place a text must stay in, in pixels; what is open below has no end."""

    left: float
    right: float
    top: float
    bottom: float
    is_whole: bool = False  # it ends below too


def name(page: Any) -> str:
    """Answer the name that style sheets give a page."""
    return str(page._page_box.page_type.name or "")


def overflows(pages: list[Any]) -> list[Overflow]:
    """Find every text that leaves its column, cell, place in a figure, page head or page."""
    return [
        Overflow(number, block, text, over * POINTS)
        for number, page in enumerate(pages)
        for block, text, over in _in_page(page._page_box)
        if over * POINTS > TOLERANCE
    ]


def last(page_box: Any) -> tuple[str, str]:
    """Tell in which kind of element, h2 or another, and in which block a page's text ends."""
    told = ("", "")

    def walk(box: Any, kind: str, block: str) -> None:
        nonlocal told
        box = getattr(box, "_box", box)
        if box.element is not None:
            block = box.element.get(BLOCK, block)
            kind = "h2" if box.element_tag == "h2" else kind
        is_text = hasattr(box, "text") and bool(box.text.strip())
        if is_text or hasattr(box, "replacement") or box.element_tag == "input":
            told = (kind, block)
        for child in getattr(box, "children", ()):
            walk(child, kind, block)

    walk(_root(page_box), "", "")
    return told


def height(page: Any) -> float:
    """Tell how much of a page is used, in points from the top of its text."""
    box = page._page_box
    top = box.content_box_y()
    bottoms = (b.position_y + b.margin_height() for b in _leaves(_root(box)))
    return max((bottom - top for bottom in bottoms), default=0.0) * POINTS


def _in_page(page: Any) -> Iterator[tuple[str, str, float]]:
    root = _root(page)
    yield from _leaving(root, _content(page), "")
    for margin in page.children:
        if margin is not root and list(_texts(margin)):
            yield from _leaving(margin, _content(margin), "")


def _root(page: Any) -> Any:
    return next(child for child in page.children if child.element_tag == "html")


def _content(box: Any) -> _Frame:
    left, top = box.content_box_x(), box.content_box_y()
    return _Frame(left, left + box.width, top, top + box.height)


def _leaving(box: Any, frame: _Frame, block: str) -> Iterator[tuple[str, str, float]]:
    """Go down through the boxes; where one has a place of its own, its text must keep to it.

    A line is as high as its leading says: letters of a face may reach over that and harm nobody.
    """
    box = getattr(box, "_box", box)  # of an absolutely positioned one
    if "::" in str(box.element_tag):
        return  # a bullet or a number stands beside its item's text
    if box.element is not None:
        block = box.element.get(BLOCK, block)
    if hasattr(box, "text"):
        if box.text.strip():
            left, right = box.position_x, box.position_x + box.width - _hanging(box)
            over = max(frame.left - left, right - frame.right)
            yield block, box.text, over
        return
    if type(box).__name__ == "LineBox" and (words := _words(box)):
        over = max(frame.top - box.position_y, box.position_y + box.height - frame.bottom)
        yield block, words, over
    if not _is_inline(box) and box.element is not None and box.width:
        left = box.border_box_x()
        over = max(frame.left - left, left + box.border_width() - frame.right)
        yield block, _words(box), over
    inner = _narrowed(box, frame)
    found = [left for child in box.children for left in _leaving(child, inner, block)]
    if inner.is_whole and found:  # a place of a given height is too small for all that is in it
        yield block, _words(box), max(over for _, _, over in found)
    else:
        yield from found


def _hanging(box: Any) -> float:
    """Tell how wide the spaces at the end of a line may be: nobody sees where they end."""
    spaces = box.text[len(box.text.rstrip()) :]
    return float(len(spaces) * box.style["font_size"])


def _words(box: Any) -> str:
    """Join the text of a box, line by line."""
    return " ".join("".join(t.text for t in _texts(line)).strip() for line in _lines(box))


def _lines(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    if type(box).__name__ == "LineBox":
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _narrowed(box: Any, frame: _Frame) -> _Frame:
    """Take a box's own bounds: its width always, its height where the style sheet fixes it."""
    if box.element is None or _is_inline(box):
        return frame
    own = _content(box)
    fixed = box.style["height"] != "auto" and box.element_tag not in ("html", "body", "tr", "td")
    top, bottom = (own.top, own.bottom) if fixed else (frame.top, frame.bottom)
    return _Frame(own.left, own.right, top, bottom, fixed)


def _is_inline(box: Any) -> bool:
    return type(box).__name__ in ("InlineBox", "LineBox", "TextBox")


def _leaves(box: Any) -> Iterator[Any]:
    """Go through texts and pictures."""
    box = getattr(box, "_box", box)
    if not getattr(box, "children", ()):
        if hasattr(box, "text") or hasattr(box, "replacement"):
            yield box
        return
    for child in box.children:
        yield from _leaves(child)


def _texts(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        if box.text.strip():
            yield box
        return
    for child in box.children:
        yield from _texts(child)
