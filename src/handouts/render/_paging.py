"""Pages watched as the engine makes them, one after the other, so that one layout will do.

A page that ends in a heading is made again, with the heading's section on the next one. A layout
that comes to more pages than there may be is given up: whoever asked will set it closer. A booklet
is given as many pages for notes as it could need; those that its last sheet has no room for are
passed over.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from handouts.render import _layout

_HEADING = "h2"
_NOTES = "notes"  # the block that a page for notes is

Start = dict[int, Any] | None  # where a page starts: the numbers of a box and those it is in
Make = Callable[[Any], Any]  # the engine's making of one page, all but its start settled


class TooManyPages(Exception):
    """More pages than there may be: no error, but the end of a layout that cannot be used."""


@dataclass
class Watch:
    """What is watched for in one layout.

    It may have ``most`` pages beside those for notes, or any number where that is 0. ``sheet``
    pages are a sheet to be made whole; where that is 0 there is none.
    """

    most: int = 0
    sheet: int = 0
    _apart: set[str] = field(default_factory=set)
    _lacking: int = 0

    def page(
        self, make: Make, context: Any, root: Any, start: Start, number: int, state: Any
    ) -> Any:
        """Make a page; again, if it ends in a heading."""
        undo = _undoing(context, number, state)
        if self.sheet and (place := _Notes.at(root, start)):
            if place.passed == 0:
                self._lacking = -(number - 1 + _count(make, place.after)) % self.sheet
                undo()
            if place.passed >= self._lacking:
                start = place.after
        if self.most and number - self._lacking > self.most:
            raise TooManyPages
        made = make(start)
        kind, block = _layout.last(made[0])
        if kind != _HEADING or not block or block in self._apart:
            return made
        self._apart.add(block)
        _set_apart(root, block)
        undo()
        return make(start)


@dataclass(frozen=True, slots=True)
class _Notes:
    """A page that would start with a page for notes: how many come before, and what after all."""

    passed: int
    after: Start

    @classmethod
    def at(cls, root: Any, start: Start) -> "_Notes | None":
        """Look whether a page that starts at a place is one for notes."""
        path, box, within = [], root, root
        while start:
            ((number, start),) = start.items()
            children = getattr(box, "children", ())
            if number >= len(children):
                return None  # in the middle of a text
            path.append(number)
            box, within = children[number], box
        notes = [n for n, child in enumerate(within.children) if _is(child, _NOTES)]
        if not path or path[-1] not in notes:
            return None
        after: Start = None
        for number in (notes[-1] + 1, *reversed(path[:-1])):
            after = {number: after}
        return cls(notes.index(path[-1]), after)


def _count(make: Make, start: Start) -> int:
    """Count the pages from a place to the end."""
    count = 1
    while (start := make(start)[1]) is not None:
        count += 1
    return count


def _undoing(context: Any, number: int, state: Any) -> Callable[[], None]:
    """Answer what puts all back that making a page changes, so that it can be made again."""
    counters, broken = copy.deepcopy(state), context.broken_out_of_flow
    wishes = context.page_maker[number - 1][-1]
    wished = {name: copy.copy(wish) for name, wish in wishes.items()}

    def undo() -> None:
        for now, then in zip(state, copy.deepcopy(counters), strict=True):
            now.clear()
            (now.update if isinstance(now, dict) else now.extend)(then)
        context.broken_out_of_flow = broken
        wishes.update({name: copy.copy(wish) for name, wish in wished.items()})

    return undo


def _set_apart(root: Any, block: str) -> None:
    """Let the sections of a block start on a page of their own. Boxes of a kind share a style."""
    for box in root.descendants():
        if _is(box, block):
            box.style = box.style.copy()
            box.style["break_before"] = "page"


def _is(box: Any, block: str) -> bool:
    """Tell whether a box is the section of a block."""
    return bool(box.element_tag == "section" and box.element.get(_layout.BLOCK) == block)


_watch: ContextVar[Watch | None] = ContextVar("_watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Watch the pages that are made in this context."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def complete(module: Any) -> None:
    """Let WeasyPrint's making of pages (the module ``weasyprint.layout.page``) be watched; once."""
    make = module.make_page
    if hasattr(make, "is_complete"):
        return

    def make_watched(
        context: Any, root: Any, kind: Any, start: Start, number: int, state: Any
    ) -> Any:
        watch = _watch.get()
        if watch is None:
            return make(context, root, kind, start, number, state)

        def attempt(start: Start) -> Any:
            return make(context, root, kind, start, number, state)

        return watch.page(attempt, context, root, start, number, state)

    make_watched.is_complete = True  # type: ignore[attr-defined]
    module.make_page = make_watched
