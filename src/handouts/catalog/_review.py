"""A reviewer's remarks put into a catalog: comments, and fuzzy where a text is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from handouts.catalog._blocks import Block, PoFile, live
from handouts.catalog._merge import is_own_comment


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer says of one message: lines of comment, and whether it is refused."""

    comments: tuple[str, ...]
    refused: bool


def remarked(text: str, file: PoFile, remarks: Mapping[str, Remark]) -> str:
    """Put remarks, by context, into a catalog's text. Nothing else of it changes, not a byte.

    Comments that stand there already, all of them in a row, are not put in again.
    """
    lines = text.split("\n")
    end = "\r" if file.newline == "\r\n" else ""
    for block in sorted(live(file.blocks), key=lambda b: b.line, reverse=True):
        if remark := remarks.get(str(block.context)):
            _mark(lines, block, remark, end)
    return "\n".join(lines)


def _mark(lines: list[str], block: Block, remark: Remark, end: str) -> None:
    """Work from the last line up, so that the places above stay where they are."""
    first, keyword = block.line - 1, block.said_at - 1
    above = [line.strip() for line in lines[first:keyword]]
    if remark.refused and not block.fuzzy:
        flags = next((n for n, line in enumerate(above) if line.startswith("#,")), None)
        if flags is None:
            previous = next(
                (n for n, line in enumerate(above) if line.startswith("#|")), len(above)
            )
            lines.insert(first + previous, f"#, fuzzy{end}")
        else:
            lines[first + flags] = lines[first + flags].replace("#,", "#, fuzzy,", 1)
    own = max((n + 1 for n, line in enumerate(above) if is_own_comment(line)), default=0)
    new = [f"# {line}".rstrip() for line in remark.comments]
    if "\n".join(new) not in "\n".join(above):
        lines[first + own : first + own] = [f"{line}{end}" for line in new]
