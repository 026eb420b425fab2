"""A catalog's header says what the file is: its language, its plural forms, its encoding."""

import gettext
import re
from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding, error
from handouts.language import parse
from handouts.reading import shown

_PLURALS = re.compile(
    r"\s*nplurals\s*=\s*(?P<count>\d{1,2})\s*;\s*plural\s*=\s*(?P<rule>[^;]+);?\s*"
)


def header_is_right(case: Case) -> Iterator[Finding]:
    """Find a header that belongs to another language, or that gettext could not use."""
    language = case.document.language
    for catalog in case.catalogs.values():
        for what, hint in (
            *_language_faults(catalog.header, language.code),
            *_plural_faults(catalog.header),
            *_charset_faults(catalog.header),
        ):
            yield error(
                "header", what, hint, file=shown(catalog.path), line=1, language=language.tag
            )


def _language_faults(header: dict[str, str], code: str) -> Iterator[tuple[str, str]]:
    named = header.get("Language", "")
    meant = parse(named) if named else None
    if meant is None or meant.code != code:
        yield (
            f"The header says “Language: {named}”, the folder is “{code}”.",
            f"Write “Language: {code}”, or move the file to its own folder.",
        )


def _plural_faults(header: dict[str, str]) -> Iterator[tuple[str, str]]:
    plurals = _PLURALS.fullmatch(header.get("Plural-Forms", ""))
    hint = "Copy the line from another catalog of the language, or let Poedit set it."
    if not plurals:
        yield "The header has no Plural-Forms that gettext can read.", hint
        return
    try:
        rule = gettext.c2py(plurals["rule"])
        forms = {rule(number) for number in range(1001)}
    except (ValueError, OverflowError, RecursionError, ZeroDivisionError):
        yield f"The plural rule “{plurals['rule'].strip()}” cannot be used.", hint
        return
    if max(forms) >= int(plurals["count"]):
        yield f"The plural rule names more forms than nplurals={plurals['count']}.", hint


def _charset_faults(header: dict[str, str]) -> Iterator[tuple[str, str]]:
    if "utf-8" not in header.get("Content-Type", "").lower().replace("utf8", "utf-8"):
        yield (
            "The header does not say that the file is UTF-8.",
            "Write “Content-Type: text/plain; charset=UTF-8”.",
        )
