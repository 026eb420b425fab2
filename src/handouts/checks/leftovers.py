"""No scaffolding is left in a text."""

import re
import unicodedata
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding

_LEFT = re.compile(
    r"<{7}|>{7}|={7}|\|{7}"  # a merge that was not finished
    r"|\b(?:TODO|FIXME|XXX|TBD)\b|\?{3,}|(?i:lorem ipsum)"
    r"|</?[A-Za-z][^<>]*>|&(?:[a-z]+|#\d+);"  # HTML, which would be printed as typed
    r"|＊＊|％[sd]|%\(?[sd]\b"
)


def nothing_is_left_over(case: Case) -> Iterator[Finding]:
    """Find conflict markers, notes to oneself, HTML, and characters that no page can show."""
    joiners = "\u200c\u200d" if case.document.language.script_code == "Arab" else ""
    allowed = "\n\t\r\u2066\u2067\u2068\u2069" + joiners
    for domain, message, text in case.pairs():
        for found in dict.fromkeys(_LEFT.findall(text)):
            if found not in message.text:
                what = f"“{found}” was left in the text."
                hint = "Finish the text, and take this out."
                yield case.fault("leftover", domain, message, what, hint, text)
        controls = [
            c
            for c in case.raw(domain, message)
            if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cf") and c not in allowed
        ]
        if controls:
            what = f"The invisible character U+{ord(controls[0]):04X} stands in the text."
            yield case.fault("leftover", domain, message, what, "Take it out.", text)
