"""A PO file cut into its entries, strictly, with every line kept as it was written.

The libraries read leniently and rewrite what they write. A translator's file must come back as it
was, and a line that cannot be read must be refused, not dropped: so the cutting is done here, and
the tests hold it to GNU gettext, Babel and polib. Grammar: the GNU gettext manual, “PO Files”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.reading import read_text, shown

_KEYWORD = re.compile(
    r"(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)[ \t]*(?P<string>\".*)"
)
# The escapes that gettext, Poedit, Babel and polib all read alike.
_STRING = re.compile(r'"((?:[^"\\]|\\[nrt"\\])*)"[ \t]*')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
# Characters at which some programs end a line and others do not, and those that are no text.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]|\r(?!\n)")
MOST_FAULTS = 100  # told of one file: more are no news
_ORDER = ("msgctxt", "msgid", "msgid_plural", "msgstr")


@dataclass(slots=True)
class Block:
    """One entry: its lines as they stand, and what they say.

    ``line`` is where it starts, ``said_at`` where its first keyword stands, both 1-based.
    ``fields`` are the strings, unescaped, by keyword.
    """

    line: int
    said_at: int = 0
    lines: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    obsolete: bool = False

    @property
    def context(self) -> str | None:
        """Answer the message's context; None where it has none."""
        return self.fields.get("msgctxt")

    @property
    def source(self) -> str:
        """Answer the English the translation was made for."""
        return self.fields.get("msgid", "")

    @property
    def text(self) -> str:
        """Answer the translation."""
        return self.fields.get("msgstr", "")

    @property
    def is_header(self) -> bool:
        """Tell whether this is the entry that describes the file."""
        return "msgid" in self.fields and not self.source and self.context is None

    @property
    def flags(self) -> list[str]:
        """List the flags: fuzzy, no-wrap, and whatever else a tool has set."""
        flag_lines = (line[2:] for line in self.lines if line.startswith("#,"))
        return [flag.strip() for line in flag_lines for flag in line.split(",") if flag.strip()]

    @property
    def fuzzy(self) -> bool:
        """Tell whether somebody must look at the translation again."""
        return "fuzzy" in self.flags


@dataclass(frozen=True, slots=True)
class PoFile:
    """A whole file: its entries in order, what follows the last, and how its lines end."""

    blocks: tuple[Block, ...]
    tail: tuple[str, ...] = ()
    newline: str = "\n"

    @property
    def translators(self) -> tuple[str, ...]:
        """List what every Last-Translator line of the header says, however it is spelled."""
        block = next((b for b in self.blocks if b.is_header and not b.obsolete), None)
        lines = (line.partition(":") for line in (block.text.splitlines() if block else ()))
        return tuple(v.strip() for n, _, v in lines if n.strip().lower() == "last-translator")

    @property
    def header(self) -> dict[str, str]:
        """Answer the header's lines as names and values."""
        block = next((b for b in self.blocks if b.is_header and not b.obsolete), None)
        lines = block.text.splitlines() if block else []
        pairs = (line.partition(":") for line in lines if ":" in line)
        return {name.strip(): value.strip() for name, _, value in pairs}


def read(path: Path) -> PoFile:
    """Read a PO file.

    Raises:
        Refused: with every line that is no PO, an encoding other than UTF-8, entries that stand
            twice, and flags where other programs lose them.
    """
    text = read_text(path, "catalog")
    scanner = _Scanner(text)
    scanner.scan()
    if scanner.faults:
        raise Refused([_fault(path, *fault) for fault in sorted(scanner.faults)[:MOST_FAULTS]])
    windows = text.count("\r\n") == text.count("\n") > 0
    return PoFile(tuple(scanner.blocks), tuple(scanner.tail), "\r\n" if windows else "\n")


_HINT = "Open it in Poedit, or run msgfmt --check on it, and mend this line."


def _fault(path: Path, line: int, what: str, hint: str, rule: str) -> Finding:
    return error(rule, what, hint, file=shown(path), line=line)


class _Scanner:
    """Goes through the lines once; notes every fault and goes on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.blocks: list[Block] = []
        self.tail: list[str] = []
        self.faults: list[tuple[int, str, str, str]] = []
        self._block = Block(1)
        self._open = ""  # the keyword that a string line continues
        self._previous_open = False
        self._last = 1  # the last line that said something

    def scan(self) -> None:
        """Cut the text into blocks."""
        for number, line in enumerate(self._text.split("\n"), start=1):
            self._line(number, line.removesuffix("\r"))
        self._look_for_characters_that_are_no_text()
        self._close()
        if self._block.lines and not self._block.fields:
            self.tail = self._block.lines
            self.blocks.pop()
        self._look_for_twins()
        self._look_at_header()

    def _fault(self, line: int, what: str, hint: str = _HINT, rule: str = "catalog-syntax") -> None:
        self.faults.append((line, what, hint, rule))

    def _line(self, number: int, line: str) -> None:
        bare = line.strip(" \t")
        if not bare:
            self._open, self._previous_open = "", False
            if "msgid" in self._block.fields:
                self._close(number + 1)
        elif bare.startswith("#~") and not bare.startswith("#~|"):
            self._said(number, line, bare[2:].strip(" \t"), obsolete=True)
        elif bare.startswith("#"):
            self._comment(number, line, bare)
        else:
            self._said(number, line, bare, obsolete=False)

    def _comment(self, number: int, line: str, bare: str) -> None:
        if self._block.fields:
            self._close(number)
        self._start(number).lines.append(line.lstrip(" \t"))
        if bare.startswith("#=") and "fuzzy" in bare:
            self._fault(
                number, "A fuzzy flag on a “#=” line would be lost.", "Write it on a “#,” line."
            )
        if bare.startswith(("#|", "#~|")):
            self._previous(number, bare.partition("|")[2].strip(" \t"))
        else:
            self._previous_open = False

    def _previous(self, number: int, said: str) -> None:
        keyword = _KEYWORD.fullmatch(said)
        known = keyword and not keyword["word"].startswith("msgstr")
        string = keyword["string"] if keyword and known else said if self._previous_open else ""
        self._previous_open = bool(_STRING.fullmatch(string))
        if not self._previous_open:
            self._not_po(number, said)

    def _said(self, number: int, line: str, said: str, obsolete: bool) -> None:
        keyword = _KEYWORD.fullmatch(said)
        if keyword and self._begins_anew(keyword["word"]):
            self._close(number)
        block = self._start(number)
        if block.fields and block.obsolete != obsolete:
            self._fault(number, "Half of this entry is marked obsolete (#~), half is not.")
        block.lines.append(line)
        block.obsolete = obsolete
        block.said_at = block.said_at or number
        string = _STRING.fullmatch(keyword["string"] if keyword else said)
        self._last = number
        if keyword:
            self._opened(number, keyword["word"])
        if not string or not self._open:
            self._not_po(number, said)
        if self._open:
            said_before = block.fields.get(self._open, "")
            block.fields[self._open] = said_before + _unescaped(string[1] if string else "")

    def _not_po(self, number: int, said: str) -> None:
        if said.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            what = "A merge of two versions is not finished here."
            self._fault(number, what, "Keep one of the two sides, and take the markers out.")
            return
        short = said if len(said) <= 70 else said[:69] + "…"
        hint = 'Put the text between two quotes; write a quote inside it as \\".'
        self._fault(number, f"This line is not PO: {short}", hint)

    def _begins_anew(self, word: str) -> bool:
        fields = self._block.fields
        if word == "msgctxt":
            return bool(fields)
        return word == "msgid" and "msgid" in fields

    def _opened(self, number: int, word: str) -> None:
        """Hold the keywords to their order: msgctxt, msgid, msgid_plural, msgstr."""
        fields = self._block.fields
        kind = word.partition("[")[0]
        later = _ORDER[_ORDER.index(kind) + 1 :]
        early = any(name.startswith(later) for name in fields if name != word)
        indexed = "[" in word
        missing = kind in ("msgid_plural", "msgstr") and "msgid" not in fields
        plural = kind == "msgstr" and indexed != ("msgid_plural" in fields)
        counted = sum(name.startswith("msgstr[") for name in fields)
        skipped = indexed and word != f"msgstr[{counted}]"
        if word in fields or early or missing or plural or skipped:
            self._fault(number, f"“{word}” is out of place here.")
            fields.pop(word, None)
        self._open = word

    def _start(self, number: int) -> Block:
        if not self._block.lines:
            self._block.line = number
            self.blocks.append(self._block)
        return self._block

    def _close(self, following: int = 0) -> None:
        """End the entry that is open; what it lacks is told at the last line that spoke."""
        block = self._block
        sound = not self.faults or self.faults[-1][0] < block.line
        if block.fields and sound and not any(n.startswith("msgstr") for n in block.fields):
            self._fault(self._last, "This entry has no msgstr.")
        if sound and block.context is not None and not block.source:
            self._fault(self._last, "This entry has no English text.")
        if sound and "msgid_plural" in block.fields and not block.obsolete:
            self._fault(block.line, "This entry has plural forms; no text of a handout has.")
        if block.fields or not block.lines:
            self._block = Block(following)
        self._open, self._previous_open = "", False

    def _look_for_characters_that_are_no_text(self) -> None:
        if not _NO_TEXT.search(self._text):
            return
        for number, line in enumerate(self._text.split("\n"), start=1):
            if bad := _NO_TEXT.search(line + "\n"):
                self._fault(number, f"The character U+{ord(bad[0]):04X} stands in this line.")

    def _look_for_twins(self) -> None:
        seen: set[tuple[str | None, str]] = set()
        for block in self.blocks:
            key = (block.context, block.source if block.context is None else "")
            if not block.obsolete and block.fields and key in seen:
                name = block.context if block.context is not None else block.source
                what = f"The context “{name}” stands here a second time."
                self._fault(block.said_at, what, "Keep one of the two entries.")
            if not block.obsolete:
                seen.add(key)

    def _look_at_header(self) -> None:
        for place, block in enumerate(self.blocks):
            if block.is_header and not block.obsolete:
                self._look_at_charset(block)
                if place:
                    self._fault(block.line, "The header is not the first entry.")

    def _look_at_charset(self, block: Block) -> None:
        charset = re.search(r"charset=([\w-]+)", block.text, re.IGNORECASE)
        if charset and charset[1].lower() not in ("utf-8", "utf8"):
            lines = (n for n, line in enumerate(block.lines) if "charset=" in line.lower())
            self._fault(
                block.line + next(lines, 0),
                f"The header says charset={charset[1]}; catalogs are UTF-8.",
                "Save the file as UTF-8 and write charset=UTF-8 in its header.",
                "encoding",
            )


def _unescaped(string: str) -> str:
    if "\\" not in string:
        return string
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), string)


def live(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Go through the entries in use, the header left out."""
    return (block for block in blocks if block.fields and not block.obsolete and block.context)
