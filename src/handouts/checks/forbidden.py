"""Renderings that a language's translators have ruled out do not occur."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain


def forbidden_renderings_are_absent(case: Case) -> Iterator[Finding]:
    """Find a false friend or a frightening word, with the reason it was ruled out."""
    words = case.theirs
    ruled_out = {w: (words.finder(w), why) for w, why in words.lexicon.forbidden.items()}
    for domain, message, text in case.pairs():
        for word, (finder, why) in ruled_out.items():
            if finder.any(plain(text)):
                what = f"“{word}” is not to be used."
                yield case.fault("forbidden", domain, message, what, why, text)
