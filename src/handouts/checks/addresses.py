"""Telephone numbers, web addresses and e-mail addresses are those of the English."""

import unicodedata
from collections.abc import Iterator

from handouts.checks._case import ADDRESS, Case
from handouts.findings import Finding


def addresses_are_equal(case: Case) -> Iterator[Finding]:
    """Find an address a patient would reach nobody at."""
    for domain, message, text in case.pairs():
        ours, theirs = (sorted(_found(t)) for t in (message.text, text))
        if ours != theirs:
            yield case.fault(
                "addresses",
                domain,
                message,
                f"The addresses differ: {ours} in English, {theirs} here.",
                "Copy telephone numbers, web and e-mail addresses from the English.",
                text,
            )


def _found(text: str) -> list[str]:
    return [_bare(address[0]) for address in ADDRESS.finditer(text)]


def _bare(address: str) -> str:
    """Answer a telephone number as its digits; other addresses as they are."""
    if any(character.isalpha() for character in address):
        return address
    return "".join(str(unicodedata.digit(c)) for c in address if c.isdecimal())
