"""Catalogs: read and looked up with Babel, written and merged by context with polib.

Each library does what it does faithfully: Babel reads strictly but rewrites a translator's file,
polib keeps every comment, flag and header of the entries it does not touch.
"""

import contextlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.pofile import PoFileError, read_po

from handouts import inline
from handouts.content import Message
from handouts.errors import OutputUnwritable, Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.reading import read_text, shown

_CHARSET = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
_CONTEXT = re.compile(r'^msgctxt\s+((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PO_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*")?\s*'
)
_LINE_IN_MESSAGE = re.compile(r" on \d+$")
# GNU's tools keep the previous text of an obsolete entry; Babel stops at it.
_OBSOLETE_PREVIOUS = re.compile(r"^#~\|.*$", re.MULTILINE)
_OBSOLETE_FUZZY = re.compile(r"^#=.*\bfuzzy\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated message as the file has it. ``line`` is where it starts."""

    source: str
    text: str
    fuzzy: bool
    line: int


@dataclass(frozen=True)
class Catalog:
    """One language's translations of one domain, by context."""

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)

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
        ("Run: handouts catalog update, then check the entry it marks fuzzy."),
    )


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"


def read(path: Path) -> Catalog:
    """Read a catalog.

    Raises:
        Refused: the file is missing, not UTF-8, not PO (with the line), holds a context twice, or
            has a fuzzy flag where readers lose it.
    """
    if not path.exists():
        raise Refused(
            [
                error(
                    "missing",
                    "There is no such catalog yet.",
                    "Run: handouts catalog update",
                    file=shown(path),
                )
            ]
        )
    text = read_text(path, "catalog")
    faults = [fault for rule in _FAULTS for fault in rule(text, path)]
    if faults:
        raise Refused(faults)
    try:
        parsed = read_po(io.StringIO(_OBSOLETE_PREVIOUS.sub("#", text)), abort_invalid=True)
    except (PoFileError, ValueError, KeyError, IndexError) as fault:
        raise Refused([_syntax_fault(fault, path)]) from fault
    return Catalog(
        path,
        {
            str(message.context): Entry(
                source=message.id,
                text=inline.clean(str(message.string)),
                fuzzy=message.fuzzy,
                line=message.lineno or 0,
            )
            for message in parsed
            if message.id and isinstance(message.id, str)
        },
    )


def _syntax_fault(fault: Exception, path: Path) -> Finding:
    line = getattr(fault, "lineno", None)
    reason = _LINE_IN_MESSAGE.sub("", str(getattr(fault, "args", [fault])[0]))
    return error(
        "catalog-syntax",
        f"This catalog cannot be read: {reason}.",
        "Open it in Poedit, or run msgfmt --check on it, and mend this line.",
        file=shown(path),
        line=int(line) + 1 if line is not None else 0,
    )


def _encoding_faults(text: str, path: Path) -> Iterator[Finding]:
    charset = _CHARSET.search(text)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        yield error(
            "encoding",
            f"The header says charset={charset[1]}; catalogs are UTF-8.",
            "Save the file as UTF-8 and write charset=UTF-8 in its header.",
            file=shown(path),
            line=text.count("\n", 0, charset.start()) + 1,
        )


def _flag_faults(text: str, path: Path) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        if _OBSOLETE_FUZZY.match(line):
            yield error(
                "catalog-syntax",
                "A fuzzy flag on a “#=” line would be lost.",
                "Write it on a “#,” line.",
                file=shown(path),
                line=number,
            )


def _line_faults(text: str, path: Path) -> Iterator[Finding]:
    """Find lines that are no PO: Babel's strict reading takes a quote that does not close."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not _PO_LINE.fullmatch(line):
            yield error(
                "catalog-syntax",
                f"This line is not PO: {_short(line)}",
                'Put the text between two quotes; write a quote inside it as \\".',
                file=shown(path),
                line=number,
            )


def _twice(text: str, path: Path) -> Iterator[Finding]:
    """Find contexts that stand twice: one of two translations would win in silence."""
    seen: set[str] = set()
    for entry in _CONTEXT.finditer(text):
        context = "".join(_QUOTED.findall(entry[1]))
        if context in seen:
            yield error(
                "catalog-syntax",
                f"The context “{context}” stands here a second time.",
                "Keep one of the two entries.",
                file=shown(path),
                line=text.count("\n", 0, entry.start()) + 1,
                where=context,
            )
        seen.add(context)


_FAULTS = (_encoding_faults, _flag_faults, _line_faults, _twice)


# ---------------------------------------------------------------- writing


def template(domain: str, messages: Iterable[Message]) -> polib.POFile:
    """Make the template of a domain: messages in reading order, with the translator's notes."""
    pot = polib.POFile(wrapwidth=98)
    pot.metadata = {
        "Project-Id-Version": f"handouts {domain}",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
    }
    pot.extend(
        polib.POEntry(msgctxt=m.context, msgid=m.text, comment="\n".join(_notes(m)))
        for m in messages
    )
    return pot


def _notes(message: Message) -> Iterator[str]:
    yield " › ".join((*message.where, message.says.role))
    if message.says.room:
        yield f"Room for about {message.says.room} characters."
    if "**" in message.text:
        yield "**…** is bold: put the stars round the words that carry the same weight."
    if inline.terms(message.text):
        yield "[words](term:id): translate the words, keep (term:id) as it is."


def merge(path: Path, pot: polib.POFile, language: Language) -> bool:
    """Bring one language's catalog up to its template, by context only; answer whether it changed.

    The same context and text keeps its translation. The same context with new text keeps the old
    translation, marked fuzzy, with the text it was made for. What is gone becomes obsolete. There
    is no guess by similarity: “Stop your tablets” and “Do not stop your tablets” are similar.
    """
    if path.exists():
        read(path)  # refuses what would be misread, before anything is touched
        po = polib.pofile(str(path), wrapwidth=98)
    else:
        po = _new(pot, language)
    # Of entries that share a place, the living one carries its translation; none is lost.
    entries = sorted(po, key=lambda entry: not entry.obsolete)
    latest = {entry.msgctxt: entry for entry in entries}
    current = [_carried(latest.get(entry.msgctxt), entry) for entry in pot]
    gone = [entry for entry in po if not any(entry is kept for kept in current)]
    for entry in gone:
        entry.obsolete, entry.previous_msgctxt, entry.previous_msgid = True, None, None
    po[:] = [*current, *gone]
    return write(path, po)


def _carried(old: polib.POEntry | None, new: polib.POEntry) -> polib.POEntry:
    if old is None:
        return polib.POEntry(msgctxt=new.msgctxt, msgid=new.msgid, comment=new.comment)
    old.comment, old.obsolete = new.comment, False
    if old.msgid != new.msgid:
        if old.msgstr and not old.fuzzy:
            old.previous_msgctxt, old.previous_msgid = old.msgctxt, old.msgid
            old.flags.append("fuzzy")
        old.msgid = new.msgid
    return old


def _new(pot: polib.POFile, language: Language) -> polib.POFile:
    po = polib.POFile(wrapwidth=98)
    po.metadata = {
        **pot.metadata,
        "Language": language.code,
        "X-Sign-Off": "draft: not reviewed, not approved",
    }
    return po


def write(path: Path, po: polib.POFile) -> bool:
    """Write a catalog, whole or not at all, if it changed; answer whether it did.

    Raises:
        OutputUnwritable: the file cannot be written.
    """
    text = str(po)
    temporary = path.with_name(path.name + ".part")
    try:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise OutputUnwritable(
            f"Cannot write {shown(path)}: {fault.strerror or fault}.",
            "Make room on the disk, or see who may write there; the file is as it was.",
        ) from fault
    return True
