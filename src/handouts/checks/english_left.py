"""No English is left inside a translation."""

import re
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import PLACEHOLDER, plain
from handouts.lexicon import folded

# Small English words: several of one text that its translation has too are left over.
_SMALL_WORDS = re.compile(
    "the|and|of|with|your|you|are|not|this|that|have|has|will|they|their|from|which|what|if|be|by|"
    "is|it|its|for|or|to|as|can|must|should|may|when"
)
_ABBREVIATION = re.compile(r"[A-Z0-9][A-Z0-9.-]*s?")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_UNIT = re.compile(r"(?<=\d)\s?[a-zA-Zµ]{1,3}(?![a-zA-Z])")
RUN = 3  # words in a row that are the English's own


def no_english_is_left(case: Case) -> Iterator[Finding]:
    """Ask about a run of English words, or any Latin word where the script is another."""
    latin = case.document.language.script_code == "Latn"
    for domain, message, text in case.pairs():
        if folded(text) == folded(message.text):
            continue  # told as a copy
        left = (_run if latin else _latin_word)(
            *(plain(case.without_addresses(t)) for t in (message.text, text))
        )
        if left:
            what = f"“{left}” is English."
            hint = "Translate it; if patients know it in English, say so."
            yield case.question("english", domain, message, what, hint, text)


def _run(english: str, text: str) -> str:
    """Find words of the English that stand in a row, in the same order, in the text."""
    ours, theirs = (_WORD.findall(folded(t)) for t in (english, text))
    runs = {tuple(ours[n : n + RUN]) for n in range(len(ours) - RUN + 1)}
    for n in range(len(theirs) - RUN + 1):
        run = tuple(theirs[n : n + RUN])
        if run in runs:
            return " ".join(run)
    small = [word for word in theirs if _SMALL_WORDS.fullmatch(word) and word in ours]
    return " … ".join(small) if len(set(small)) >= RUN else ""


def _latin_word(english: str, text: str) -> str:
    """Find a Latin word that is no abbreviation, and no unit after a number."""
    bare = _UNIT.sub("", PLACEHOLDER.sub("", text))
    words = [word for word in _WORD.findall(bare) if not _ABBREVIATION.fullmatch(word)]
    return " ".join(words)
