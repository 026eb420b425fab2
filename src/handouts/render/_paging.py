"""Pages watched as the engine makes them, one after the other, so that one layout will do.

A page that ends in a heading is made again, with the heading's section on the next one. A layout
that comes to more pages than there may be is given up: whoever asked will set it closer.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from handouts.render import _layout

_HEADING = "h2"


class TooManyPages(Exception):
    """More pages than there may be: no error, but the end of a layout that cannot be used."""


@dataclass
class Watch:
    """What is watched for in one layout; ``most`` pages, or any number where it is 0."""

    most: int = 0
    _apart: set[str] = field(default_factory=set)

    def make(self, make: Callable[..., Any], context: Any, root: Any, *rest: Any) -> Any:
        """Make a page; again, if it ends in a heading."""
        *_, number, state = rest
        if self.most and number > self.most:
            raise TooManyPages
        before, broken = copy.deepcopy(state), context.broken_out_of_flow
        made = make(context, root, *rest)
        kind, block = _layout.last(made[0])
        if kind != _HEADING or not block or block in self._apart:
            return made
        self._apart.add(block)
        _set_apart(root, block)
        for now, then in zip(state, before, strict=True):
            now.clear()
            (now.update if isinstance(now, dict) else now.extend)(then)
        context.broken_out_of_flow = broken
        return make(context, root, *rest)


def _set_apart(root: Any, block: str) -> None:
    """Let the sections of a block start on a page of their own. Boxes of a kind share a style."""
    for box in root.descendants():
        if box.element_tag == "section" and box.element.get(_layout.BLOCK) == block:
            box.style = box.style.copy()
            box.style["break_before"] = "page"


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

    def make_watched(*asked: Any) -> Any:
        watch = _watch.get()
        return watch.make(make, *asked) if watch else make(*asked)

    make_watched.is_complete = True  # type: ignore[attr-defined]
    module.make_page = make_watched
