"""Where a sentence ends, in the scripts we print."""

import re

# A full stop ends a sentence before a space or at the end; an ideographic one always does.
_END = re.compile(r"[.!?؟]+[\"'”’»」』)\]*]*(?=\s|$)|[。！？]+[”’」』）*]*")


def sentences(text: str) -> list[str]:
    """Split a text into its sentences; what follows the last mark is one too."""
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    if rest := text[start:].strip():
        found.append(rest)
    return [sentence for sentence in found if any(c.isalnum() for c in sentence)]
