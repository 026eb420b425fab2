"""Style sheets read once: every layout of a process asks for the same few."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

_AT_RULE = re.compile(rb"@([\w-]+)")
# What a style sheet may hold and be kept: all else, such as a font, belongs to one document.
_KEPT = re.compile(rb"page|media|(top|bottom|left|right)-[\w-]+")


@dataclass
class _Sheet:
    """A style sheet, and what the engine said of it when it was read."""

    css: Any
    said: list[logging.LogRecord] = field(default_factory=list)


def complete(module: Any) -> None:
    """Make WeasyPrint (the module ``weasyprint.css``) keep the sheets that pages link; once."""
    make = module.CSS
    if hasattr(make, "is_complete"):
        return

    @lru_cache(maxsize=64)
    def read(url: str, content: bytes, media: str) -> _Sheet:
        listener = _Listener()
        logger = logging.getLogger("weasyprint")
        before, logger.handlers = logger.handlers, [listener]
        try:
            css = make(string=content.decode("utf-8-sig"), base_url=url, media_type=media)
        finally:
            logger.handlers = before
        return _Sheet(css, listener.said)

    def remembered(**asked: Any) -> Any:
        url = asked.get("url")
        content = resources(asked.get("url_fetcher")).get(url, b"")
        if not _is_kept(content):
            return make(**asked)
        sheet = read(url, content, asked["media_type"])
        for record in sheet.said:
            logging.getLogger("weasyprint").handle(record)
        return sheet.css

    remembered.is_complete = True  # type: ignore[attr-defined]
    module.CSS = remembered


def resources(fetcher: Any) -> Mapping[Any, bytes]:
    """Answer what a fetcher of ours can fetch, by URL; nothing of any other."""
    found: Mapping[Any, bytes] = getattr(fetcher, "resources", {})
    return found


def _is_kept(content: bytes) -> bool:
    if not content or not all(map(_KEPT.fullmatch, _AT_RULE.findall(content))):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False  # the engine knows what to make of it
    return True


class _Listener(logging.Handler):
    """Keeps what is logged: it is told of each page that links the sheet, not when it is read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record)
