"""A reviewer's decisions, as the packet saves them, taken back into the catalogs.

Comments become translator comments, refused messages fuzzy. A file that was made for other texts
than those there are now is refused whole: its marks would be about something nobody has read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from handouts import catalog, inline, language, reading
from handouts.catalog import Catalog, Remark
from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import GLOSSARY, LABELS, Library

MOST_BYTES = 20_000_000
Comment = Annotated[str, msgspec.Meta(max_length=5000)]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reviewer decided about one message, with the texts they read."""

    catalog: str
    context: str
    source: str
    text: str
    decision: Literal["right", "change", ""]
    comment: Comment


class Decisions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reviewer's decisions on one topic in one language. It is no signature."""

    format: Literal["handouts decisions 1"]
    topic: str
    version: str
    language: str
    fingerprint: str
    reviewer: Annotated[str, msgspec.Meta(max_length=200)]
    role: Literal["linguistic", "clinical", ""]
    verdict: Literal["approve", "change", ""]
    comment: Comment
    saved: str
    messages: tuple[Decision, ...]


@dataclass(frozen=True)
class Imported:
    """What decisions come to: catalogs to write, by path; how many refused, how many comments."""

    texts: Mapping[Path, str]
    refused: int
    commented: int


def load(path: Path) -> Decisions:
    """Read a file of decisions.

    Raises:
        Refused: it cannot be read, or is no file that a packet saves.
    """
    data = reading.read_bytes(path, "file of decisions")
    if len(data) > MOST_BYTES:
        raise _refused(path, "This file of decisions is far too large.")
    try:
        return msgspec.json.decode(data, type=Decisions)
    except msgspec.ValidationError as fault:
        raise _refused(path, f"This is no file of decisions: {fault}.") from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise _refused(path, "This is no file of decisions: it is no JSON.") from fault


def _refused(path: Path, what: str) -> Refused:
    hint = "Name the file that “Save decisions” in the packet made."
    return Refused([error("decisions", what, hint, file=reading.shown(path))])


def spoken(path: Path, made: Decisions, library: Library) -> Language:
    """Find the language that decisions are about.

    Raises:
        Refused: the library has not that topic in that language.
    """
    found = language.parse(made.language)
    if found in library.languages() and made.topic in library.topics():
        return found
    raise _refused(path, f"This library has no {made.topic!r} in {made.language!r}.")


def merged(path: Path, made: Decisions, library: Library, spoken_in: Language) -> Imported:
    """Put decisions into the catalogs' texts; write nothing.

    Raises:
        Refused: a message is not there, or its texts are not those that were read.
    """
    by_catalog: dict[str, dict[str, Remark]] = {}
    faults: list[Finding] = []
    books = _books(made, library, spoken_in)
    for decision in made.messages:
        if what := _mismatch(decision, books):
            hint = "Send out a new packet: these texts have changed since this one was made."
            where = f"{decision.catalog}:{decision.context}"
            faults.append(
                error(
                    "decisions",
                    what,
                    hint,
                    file=reading.shown(path),
                    language=spoken_in.tag,
                    where=inline.clean(where)[:200],
                )
            )
            continue
        remark = Remark(tuple(_lines(made, decision)), decision.decision == "change")
        by_catalog.setdefault(decision.catalog, {})[decision.context] = remark
    if faults:
        raise Refused(faults)
    texts = {
        books[name].path: catalog.remark(books[name].path, remarks)
        for name, remarks in by_catalog.items()
    }
    return Imported(
        texts,
        sum(decision.decision == "change" for decision in made.messages),
        sum(bool(decision.comment.strip()) for decision in made.messages),
    )


def _books(made: Decisions, library: Library, spoken_in: Language) -> dict[str, Catalog]:
    domains = (made.topic, GLOSSARY, LABELS)
    return {name: catalog.read(library.catalog(spoken_in, name)) for name in domains}


def _mismatch(decision: Decision, books: Mapping[str, Catalog]) -> str:
    """Say how the texts that were read differ from those there are; empty where they do not."""
    book = books.get(decision.catalog)
    entry = book.entries.get(decision.context) if book else None
    if entry is None:
        return "A decision is about a message that is not in the catalogs."
    if (entry.source, entry.raw) != (decision.source, decision.text):
        return "A decision is about another version of this text."
    return ""


def _lines(made: Decisions, decision: Decision) -> list[str]:
    """Write a comment as lines of a catalog, with who made it and when."""
    verdict = "needs a change" if decision.decision == "change" else ""
    said = [inline.clean(line) for line in decision.comment.splitlines()]
    said = [line for line in said if line]
    if not said and not verdict:
        return []
    who = ", ".join(filter(None, (inline.clean(made.reviewer), made.role, made.saved[:10])))
    head = ": ".join(filter(None, (f"Review ({inline.clean(who)})", verdict, *said[:1])))
    return [head, *(f"  {line}" for line in said[1:])]
