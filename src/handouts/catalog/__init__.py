"""Catalogs: read strictly, looked up by context, and merged so that only what changed changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handouts import inline
from handouts.catalog import _blocks
from handouts.catalog._merge import merged, plural_forms
from handouts.catalog._review import Remark, remarked
from handouts.catalog._template import entry, header, template
from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.reading import read_text, shown, write_text
from handouts.walk import Message

__all__ = [
    "Catalog",
    "Entry",
    "Remark",
    "contexts",
    "entry",
    "header",
    "merge",
    "plural_forms",
    "read",
    "remark",
    "template",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated message. ``raw`` is the text as the file has it, ``line`` where it starts."""

    source: str
    text: str
    fuzzy: bool
    line: int
    raw: str = ""


@dataclass(frozen=True)
class Catalog:
    """One language's translations of one domain, by context; ``obsolete`` counts those retired.

    ``translators`` are those its header names as the last.
    """

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    obsolete: int = 0
    translators: tuple[str, ...] = ()

    def look_up(self, message: Message) -> str | None:
        """Answer the translation a reader may see; None where there is none to trust."""
        entry = self.entries.get(message.context)
        trusted = entry and entry.text and not entry.fuzzy and entry.source == message.text
        return entry.text if entry and trusted else None

    def fault(self, message: Message, language: Language) -> Finding:
        """Say why a message has no translation to trust, and what to do about it."""
        entry = self.entries.get(message.context)
        rule, what, hint = _reason(entry, message)
        return error(
            rule,
            f"{what}: “{_short(message.text)}”",
            hint,
            file=shown(self.path),
            line=entry.line if entry else 0,
            language=language.tag,
            where=message.context,
            source=message.text,
            text=entry.text if entry else "",
        )


def _reason(entry: Entry | None, message: Message) -> tuple[str, str, str]:
    if entry is None:
        return "missing", "Not in the catalog", "Run: handouts catalog update"
    if entry.fuzzy:
        return "fuzzy", "Marked fuzzy", "Check the translation against the English and unmark it."
    if not entry.text:
        return "missing", "Not translated", "Translate it in this file."
    return (
        "stale",
        "The English has changed since it was translated",
        "Run: handouts catalog update, then check the entry it marks fuzzy.",
    )


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"


def read(path: Path) -> Catalog:
    """Read a catalog.

    Raises:
        Refused: the file is missing, not UTF-8, not PO (with every line that is not), holds a
            context twice, or has a fuzzy flag where other programs lose it.
    """
    if not path.exists():
        what = "There is no such catalog yet."
        hint = "Run: handouts catalog update"
        raise Refused([error("missing", what, hint, file=shown(path))])
    file = _blocks.read(path)
    return Catalog(
        path,
        {
            str(block.context): Entry(
                source=block.source,
                text=inline.clean(block.text),
                raw=block.text,
                fuzzy=block.fuzzy,
                line=block.said_at,
            )
            for block in _blocks.live(file.blocks)
        },
        file.header,
        sum(block.obsolete for block in file.blocks),
        file.translators,
    )


def contexts(path: Path) -> set[str]:
    """List the contexts that a catalog has a translation for, retired ones included.

    Raises:
        Refused: the catalog cannot be read.
    """
    return {block.context for block in _blocks.read(path).blocks if block.context and block.text}


def merge(path: Path, messages: tuple[Message, ...], language: Language, domain: str = "") -> bool:
    """Bring one language's catalog up to the English; answer whether that changed the file.

    A catalog that is not there is made; ``domain`` is what its header then says it is.

    Raises:
        Refused: the catalog cannot be read; it is left as it is.
        OutputUnwritable: it cannot be written.
    """
    file = _blocks.read(path) if path.exists() else None
    return write_text(path, merged(file, messages, language, domain))


def remark(path: Path, remarks: Mapping[str, Remark]) -> str:
    """Answer a catalog's text with a reviewer's remarks in it, by context; write nothing.

    Raises:
        Refused: the catalog cannot be read.
    """
    return remarked(read_text(path, "catalog", keep_mark=True), _blocks.read(path), remarks)
