"""A reviewer's decisions, as the packet saves them, taken back into the catalogs.

Comments become translator comments, refused messages fuzzy. A file with a mark on another text than
there is now is refused whole: the mark would be about something nobody has read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from handouts import catalog, inline, language, reading
from handouts.catalog import Catalog, Remark
from handouts.errors import Refused
from handouts.findings import error
from handouts.language import Language
from handouts.library import Library
from handouts.wording import Wording

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


def check(path: Path, made: Decisions, wording: Wording, catalogs: Mapping[str, Catalog]) -> None:
    """Hold decisions to the texts there are now; ``catalogs`` are none for the English.

    Raises:
        Refused: they are about another version, a message that is not there, or other texts.
    """
    faults = [] if made.version == wording.version else [f"It is about version {made.version}"]
    now = {said.key: (said.source, said.text) for said in wording.messages}
    for domain, context in now if catalogs else ():
        if entry := catalogs[domain].entries.get(context):
            now[domain, context] = entry.source, entry.raw
    keys = [(decision.catalog, decision.context) for decision in made.messages]
    if len(set(keys)) < len(keys):
        faults.append("It decides twice on one message")
    for decision in made.messages:
        there = now.get((decision.catalog, decision.context))
        where = inline.clean(f"{decision.catalog}:{decision.context}")[:200]
        if there is None:
            faults.append(f"There is no message {where}")
        elif there != (decision.source, decision.text):
            faults.append(f"It is about another text than there is now at {where}")
    if faults:
        hint = "Send out a new packet: the texts have changed since this one was made."
        file = reading.shown(path)
        raise Refused([error("decisions", f"{what}.", hint, file=file) for what in faults])


def merged(made: Decisions, catalogs: Mapping[str, Catalog]) -> Imported:
    """Put decisions that were checked into the catalogs' texts; write nothing."""
    by_catalog: dict[str, dict[str, Remark]] = {}
    for decision in made.messages:
        remark = Remark(tuple(_lines(made, decision)), decision.decision == "change")
        by_catalog.setdefault(decision.catalog, {})[decision.context] = remark
    texts = {
        catalogs[name].path: catalog.remark(catalogs[name].path, remarks)
        for name, remarks in by_catalog.items()
    }
    return Imported(
        texts,
        sum(decision.decision == "change" for decision in made.messages),
        sum(bool(decision.comment.strip()) for decision in made.messages),
    )


def _lines(made: Decisions, decision: Decision) -> list[str]:
    """Write a comment as lines of a catalog, with who made it and when."""
    verdict = "needs a change" if decision.decision == "change" else ""
    said = [_plain(line) for line in decision.comment.splitlines()]
    said = [line for line in said if line]
    if not said and not verdict:
        return []
    who = ", ".join(filter(None, (_plain(made.reviewer), made.role, _plain(made.saved[:10]))))
    head = ": ".join(filter(None, (f"Review ({who})", verdict, *said[:1])))
    return [head, *(f"  {line}" for line in said[1:])]


def _plain(text: str) -> str:
    """Make one line of a text that any program reads as a comment."""
    return inline.visible(inline.clean(text))
