"""How much of its pages the lines of a handout take: a guess, before anything is laid out."""

import re
from html import unescape

from handouts.render._measure import Measure

_BLOCK = re.compile(r"</?(?:p|li|h1|h2|td|th|div|section|caption|figcaption|table|header)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def lines(html: str, width: float, measure: Measure) -> int:
    """Count the lines that the texts of a page take, none wider than ``width``, in ems."""
    body = html[html.find("<body") :]
    texts = (" ".join(unescape(_TAG.sub("", text)).split()) for text in _BLOCK.split(body))
    return sum(measure.plain(text, width, breaking=True).count for text in texts if text)
