"""Nothing in a text can turn a number or a name round."""

import re
from collections.abc import Iterator
from itertools import pairwise

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import parse, plain

_OPEN, _CLOSE = "\u2066\u2067\u2068", "\u2069"
_EMBEDDING = re.compile("[\u202a-\u202e]")
_ISOLATED = re.compile(f"[{_OPEN}][^{_CLOSE}]*{_CLOSE}")
# After a right-to-left letter, numbers joined by these signs run from right to left.
_RANGE = re.compile(r"[0-9٠-٩۰-۹]+(?:\s?[-–+/]\s?[0-9٠-٩۰-۹]+)+")
_LATIN_BOTH_SIDES = re.compile(r"[A-Za-z0-9]$"), re.compile(r"^[\s-]?[A-Za-z0-9]")


def directions_are_closed(case: Case) -> Iterator[Finding]:
    """Find isolates that do not close, overrides, and what a right-to-left line turns round."""
    turned = case.document.language.direction == "rtl"
    for domain, message, text in case.pairs():
        raw = case.raw(domain, message)
        for wrong, hint in (*_controls(raw), *(_turned_round(text) if turned else ())):
            yield case.fault("bidi", domain, message, wrong, hint, text)


def _controls(raw: str) -> Iterator[tuple[str, str]]:
    if found := _EMBEDDING.search(raw):
        code = f"U+{ord(found[0]):04X}"
        yield f"The invisible control {code} can turn a number round.", "Take it out."
    depth = 0
    for character in raw:
        depth += (character in _OPEN) - (character == _CLOSE)
        if depth < 0:
            break
    if depth:
        yield (
            "An isolate (U+2066 to U+2068) and its end (U+2069) do not match.",
            "Close each with U+2069, or take both out.",
        )


def _turned_round(text: str) -> Iterator[tuple[str, str]]:
    bare = _ISOLATED.sub("", plain(text))
    if found := _RANGE.search(bare):
        yield (
            f"“{found[0]}” would be printed the other way round.",
            "Put U+2066 before it and U+2069 after it, or say it in words.",
        )
    before, after = _LATIN_BOTH_SIDES
    spans = parse(text)
    for one, other in pairwise(spans):
        if before.search(one.text) and after.search(other.text):
            yield (
                f"“{one.text[-12:]}” and “{other.text[:12]}” would change places: one is bold.",
                "Put the stars round the whole name, or round none of it.",
            )
