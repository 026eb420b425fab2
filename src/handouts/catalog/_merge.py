"""Bringing a catalog up to the English, by context only. What did not change keeps every byte.

The same context and text keeps its translation. The same context with new text keeps the old
translation, marked fuzzy, with the text it was made for. A context that moved, as the content
says, takes its translation along. What is gone becomes obsolete, what returns comes back to life.
There is no guess by similarity: “Stop your tablets” and “Do not stop your tablets” are similar.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from babel.messages.plurals import PLURALS, get_plural
from babel.plural import to_gettext

from handouts.catalog._blocks import Block, PoFile
from handouts.catalog._template import entry, header, notes, untranslated
from handouts.language import Language
from handouts.walk import Message

_OBSOLETE_MARK = re.compile(r"^\s*#~ ?")
_EXPONENT = re.compile(r"\be\b")
SIGN_OFF = "draft: not reviewed, not approved"


def merged(
    file: PoFile | None, messages: Sequence[Message], language: Language, domain: str
) -> str:
    """Merge a catalog (None: there is none yet) with the English, in its order; answer its text."""
    file = file or PoFile(())
    wanted = {message.context for message in messages}
    found = _by_context(file.blocks)
    used: set[int] = set()
    pieces = [_header(file, language, domain)]
    for message in messages:
        block = found.get(message.context)
        if message.was not in wanted and (block is None or block.obsolete or not block.text):
            block = found.get(message.was) or block
        if block is not None and id(block) in used:
            block = None
        pieces.append(_brought_up(block, message))
        used.add(id(block))
    gone = [b for b in file.blocks if _is_worth_keeping(b) and id(b) not in used]
    pieces += ["\n".join(_retired(block)) for block in gone]
    pieces += ["\n".join(file.tail)] if file.tail else []
    return ("\n\n".join(pieces) + "\n").replace("\n", file.newline)


def _is_worth_keeping(block: Block) -> bool:
    """Tell whether an entry that is gone from the English holds anything of a translator's."""
    return block.obsolete or bool(block.fields and not block.is_header and block.text)


def _by_context(blocks: Iterable[Block]) -> dict[str, Block]:
    """Find for each context the entry that speaks for it: one in use, else the last retired."""
    found: dict[str, Block] = {}
    for block in sorted(blocks, key=lambda b: not b.obsolete):
        if block.context is not None and "msgid_plural" not in block.fields:
            found[block.context] = block
    return found


def _header(file: PoFile, language: Language, domain: str) -> str:
    for block in file.blocks:
        if block.is_header and not block.obsolete:
            return "\n".join(block.lines)
    return header(
        {
            "Project-Id-Version": f"handouts {domain}".strip(),
            "Language": language.code,
            "Plural-Forms": plural_forms(language),
            "X-Sign-Off": SIGN_OFF,
        }
    )


def plural_forms(language: Language) -> str:
    """Write the Plural-Forms line of a language: gettext's own, else what the CLDR says."""
    locale = language.locale
    if locale.language in PLURALS or str(locale) in PLURALS:
        return str(get_plural(locale).plural_forms).strip()
    # gettext has no e, the CLDR's exponent of a number written as 1e6; of whole numbers it is 0.
    return _EXPONENT.sub("0", to_gettext(locale.plural_form)).rstrip("; ") + ";"


def _brought_up(block: Block | None, message: Message) -> str:
    if block is None:
        return untranslated(message)
    lines = _with_notes(_revived(block), message)
    if (block.context, block.source) == (message.context, message.text):
        return "\n".join(lines)
    return _remade(block, message)


def _remade(block: Block, message: Message) -> str:
    """Write an entry anew for a text or a place that changed; its own comments stay."""
    changed = block.source != message.text and bool(block.text)
    flags = block.flags
    previous: str | None = None
    kept: list[str] = []
    if changed and not block.fuzzy:
        flags, previous = ["fuzzy", *flags], block.source
    elif block.fuzzy:
        kept = [line for line in _revived(block) if line.startswith("#|")]
    written = entry(
        msgctxt=message.context,
        msgid=message.text,
        msgstr=block.text,
        flags=flags,
        previous_msgid=previous,
    )
    own = [line for line in block.lines if is_own_comment(line)]
    lines = written.split("\n")
    place = next(n for n, line in enumerate(lines) if not line.startswith("#,"))
    lines[place:place] = kept
    return "\n".join(_with_notes([*own, *lines], message))


def is_own_comment(line: str) -> bool:
    """Tell whether a line is a translator's own comment."""
    return line.startswith("#") and line[1:2] not in (",", ".", "|", "~", ":")


def _with_notes(lines: list[str], message: Message) -> list[str]:
    """Put the translator's notes where the file has them: after its own comments."""
    wanted = notes(message)
    if [line for line in lines if line.startswith("#.")] == wanted:
        return lines
    rest = [line for line in lines if not line.startswith("#.")]
    place = next((n for n, line in enumerate(rest) if not is_own_comment(line)), len(rest))
    return [*rest[:place], *wanted, *rest[place:]]


def _revived(block: Block) -> list[str]:
    if not block.obsolete:
        return block.lines
    return [
        "#|" + line.removeprefix("#~|")
        if line.startswith("#~|")
        else _OBSOLETE_MARK.sub("", line)
        if line.lstrip().startswith("#~")
        else line
        for line in block.lines
    ]


def _retired(block: Block) -> Iterator[str]:
    """Write an entry as obsolete: its words and its own comments, for when it comes back."""
    for line in block.lines:
        if block.obsolete or is_own_comment(line) or line.startswith("#,"):
            yield line
        elif line.startswith("#|"):
            yield "#~|" + line.removeprefix("#|")
        elif not line.startswith("#"):
            yield f"#~ {line.strip()}"
