"""The same English is said the same way."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain
from handouts.lexicon import folded
from handouts.library import GLOSSARY


def same_english_has_one_translation(case: Case) -> Iterator[Finding]:
    """Ask about an English text that has two translations."""
    first: dict[str, tuple[str, str]] = {}
    for domain, message, text in case.pairs():
        if domain == GLOSSARY:
            continue  # a term's entry may add what a patient reads elsewhere: “remission (…)”
        known, where = first.setdefault(_bare(message.text), (text, message.context))
        if _bare(known) != _bare(text):
            what = f"The same English is “{known}” at {where}."
            hint = "Say it the same way, unless the place calls for another."
            yield case.question("consistency", domain, message, what, hint, text)


def _bare(text: str) -> str:
    return folded(plain(text)).rstrip(".。:：")
