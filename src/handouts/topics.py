"""Topic files: read, checked as a whole, every fault reported at once with its line."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from handouts import inline
from handouts.content import (
    BLOCKS,
    Block,
    Bullets,
    Figure,
    Section,
    Slide,
    Topic,
    drawings,
    explained,
)
from handouts.errors import Refused, nearest
from handouts.findings import Finding, error
from handouts.reading import convert, read_toml, shown, table_lines
from handouts.walk import messages, translated

MOST_POINTS = 5  # short lines a slide may hold
_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a topic may refer to: the glossary's terms, and the words each drawing has room for."""

    terms: frozenset[str]
    drawings: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Fault:
    where: str  # "section/block"
    message: str
    hint: str


def load(path: Path, shelf: Shelf) -> Topic:
    """Read a topic.

    Raises:
        Refused: with every fault found, each at its line: TOML syntax, unknown kinds and names,
            ids used twice, facts, terms and figures that do not exist, slides that show nothing.
    """
    raw, text = read_toml(path, "topic")
    lines = table_lines(text)
    topic = _structure(path, raw, lines)
    findings = [
        error(
            "content",
            fault.message,
            fault.hint,
            file=shown(path),
            line=_line_of(topic, text, lines, fault.where),
            where=fault.where,
        )
        for fault in _faults(topic, shelf)
    ]
    if findings:
        raise Refused(findings)
    return translated(topic, lambda message: inline.clean(message.text))


def _structure(path: Path, raw: dict[str, Any], lines: dict[str, list[int]]) -> Topic:
    """Turn plain values into types, table by table, so that one fault does not hide the next."""
    reader = _Reader(path, lines)
    sections = [reader.section(table) for table in reader.tables(raw, "sections")]
    bare = {**raw, "id": path.stem, "sections": ()}
    topic: Topic = reader.attempt(lambda: convert(bare, Topic, path, line=1))
    if reader.findings:
        raise Refused(reader.findings)
    return replace(topic, sections=tuple(sections))


class _Reader:
    """Reads tables in the order of the file, counting them to know their lines."""

    def __init__(self, path: Path, lines: dict[str, list[int]]) -> None:
        self.path, self.lines = path, lines
        self.counts = Counter[str]()
        self.findings: list[Finding] = []

    def attempt(self, read: Callable[[], Any]) -> Any:
        """Read one table; keep what is wrong with it and go on."""
        try:
            return read()
        except Refused as refused:
            self.findings.extend(refused.findings)
            return None

    def section(self, table: dict[str, Any]) -> Any:
        """Read a section with its blocks and slides."""
        line = self._line("sections")
        blocks = tuple(self.block(block) for block in self.tables(table, "sections.blocks"))
        slides = tuple(self.slide(slide) for slide in self.tables(table, "sections.slides"))
        bare = {**table, "blocks": (), "slides": ()}
        section = self.attempt(lambda: convert(bare, Section, self.path, line))
        return section and replace(section, blocks=blocks, slides=slides)

    def block(self, table: dict[str, Any]) -> Any:
        """Read a block as the type its kind names."""
        line = self._line("sections.blocks")
        return self.attempt(
            lambda: convert(table, _block_type(table, self.path, line), self.path, line)
        )

    def slide(self, table: dict[str, Any]) -> Any:
        """Read a slide."""
        line = self._line("sections.slides")
        return self.attempt(lambda: convert(table, Slide, self.path, line))

    def tables(self, parent: dict[str, Any], header: str) -> list[dict[str, Any]]:
        """Find the tables of an array; one in single brackets would be passed over in silence."""
        value = parent.get(header.rpartition(".")[2], [])
        if isinstance(value, list) and all(isinstance(table, dict) for table in value):
            return value
        message = f"“[{header}]” is not a list of tables."
        self.findings.append(
            error(
                "structure",
                message,
                f"Write it with two brackets: [[{header}]]",
                file=shown(self.path),
                line=_nth(self.lines, header, 0),
            )
        )
        return []

    def _line(self, header: str) -> int:
        self.counts[header] += 1
        return _nth(self.lines, header, self.counts[header] - 1)


def _block_type(table: dict[str, Any], path: Path, line: int) -> type[Block]:
    kind = str(table.get("kind", ""))
    if kind in BLOCKS:
        return BLOCKS[kind]
    message = f"There is no block kind “{kind}”." if kind else "This block has no kind."
    raise Refused([error("content", message, nearest(kind, BLOCKS), file=shown(path), line=line)])


def _nth(lines: dict[str, list[int]], header: str, number: int) -> int:
    found = lines.get(header, [])
    return found[number] if number < len(found) else 1


def _line_of(topic: Topic, text: str, lines: dict[str, list[int]], where: str) -> int:
    """Find the line of what ``where`` names: a block or slide, else its section, else a key."""
    counts = Counter[str]()
    section_line = 0
    for index, section in enumerate(topic.sections):
        if section.id == where.partition("/")[0] and not section_line:
            section_line = _nth(lines, "sections", index)
        for name, members in (("blocks", section.blocks), ("slides", section.slides)):
            for member in members:
                if f"{section.id}/{member.id}" == where:
                    return _nth(lines, f"sections.{name}", counts[name])
                counts[name] += 1
    key = re.search(rf"^{re.escape(where)}\s*=", text, re.MULTILINE) if where else None
    return section_line or (text.count("\n", 0, key.start()) + 1 if key else 1)


# ---------------------------------------------------------------- what a topic must hold to


def _faults(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    for rule in _RULES:
        yield from rule(topic, shelf)


def _unique_ids(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    """Find ids used twice: an id is the address of a translation."""
    ids = [section.id for section in topic.sections]
    for section in topic.sections:
        ids += [f"{section.id}/{m.id}" for m in (*section.blocks, *section.slides)]
    for name, count in Counter(ids).items():
        if count > 1:
            yield _Fault(
                name,
                f"The id “{name}” is used {count} times.",
                "Give each section, block and slide an id of its own.",
            )
        if not all(_ID.fullmatch(part) for part in name.split("/")):
            yield _Fault(
                name,
                f"The id “{name}” is not a plain name.",
                "Use small letters, digits and hyphens, a letter first.",
            )


def _known_facts(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    """Find facts that are not on the topic's list."""
    for section, block in topic.blocks():
        for fact in block.facts:
            if fact not in topic.facts:
                yield _Fault(
                    f"{section.id}/{block.id}",
                    f"There is no fact “{fact}”.",
                    nearest(fact, topic.facts),
                )


def _known_terms(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    """Find terms that are not in the glossary, and markup that does not close."""
    for section, block in topic.blocks():
        for term in explained(block):
            if term not in shelf.terms:
                yield _Fault(
                    f"{section.id}/{block.id}",
                    f"There is no glossary term “{term}”.",
                    nearest(term, shelf.terms),
                )
    for message in messages(topic):
        for term in inline.terms(message.text):
            if term not in shelf.terms:
                yield _Fault(
                    "/".join(message.context.split("/")[:2]),
                    f"There is no glossary term “{term}”.",
                    nearest(term, shelf.terms),
                )
        for mark in inline.leftovers(message.text):
            yield _Fault(
                "/".join(message.context.split("/")[:2]),
                f"The markup “{mark}” in “{message.text}” does not close.",
                "Write **strong** or [words](term:id).",
            )


def _known_figures(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    """Find figures without a drawing, and words without a place or places without words."""
    for section, block in topic.blocks():
        where = f"{section.id}/{block.id}"
        names = drawings(block)
        for name in dict.fromkeys(names):
            if name not in shelf.drawings:
                yield _Fault(
                    where,
                    f"There is no drawing “{name}” in assets/figures.",
                    nearest(name, shelf.drawings),
                )
        if shelf.drawings.keys() >= set(names):
            yield from _misplaced(where, block, shelf)


def _misplaced(where: str, block: Block, shelf: Shelf) -> Iterator[_Fault]:
    """Find words and places of a drawing that do not meet, and items and icons."""
    match block:
        case Figure():
            places = shelf.drawings[block.drawing]
            for name in sorted(places ^ block.words.keys()):
                side = "has no words for" if name in places else "has no place for the words"
                yield _Fault(
                    where,
                    f"The figure “{block.id}” {side} “{name}”.",
                    f"The drawing has places for: {', '.join(sorted(places))}.",
                )
        case Bullets() if block.icons:
            for name in sorted(block.items.keys() ^ block.icons.keys()):
                side = "no icon" if name in block.items else "an icon, but no item"
                hint = "Give each item an icon, or none."
                yield _Fault(where, f"The list “{block.id}” has {side} “{name}”.", hint)
            for name in dict.fromkeys(block.icons.values()):
                if shelf.drawings[name]:
                    hint = "An icon stands beside its text: take the words out of the drawing."
                    yield _Fault(where, f"The icon “{name}” has places for words.", hint)


def _sound_slides(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    """Find slides that show nothing, or too much, and deck blocks that no slide shows."""
    for section in topic.sections:
        for slide in section.slides:
            yield from _slide_faults(section, slide)
        shown_ids = {slide.shows for slide in section.slides}
        for block in section.blocks:
            if "deck" in block.goes and block.id not in shown_ids:
                yield _Fault(
                    f"{section.id}/{block.id}",
                    f"The block “{block.id}” goes to the deck, but no slide shows it.",
                    f'Add a slide with shows = "{block.id}", or take "deck" out of goes.',
                )


def _slide_faults(section: Section, slide: Slide) -> Iterator[_Fault]:
    where = f"{section.id}/{slide.id}"
    showable = {block.id: block for block in section.blocks if "deck" in block.goes}
    if slide.shows and slide.shows not in showable:
        yield _Fault(
            where,
            f"The slide shows “{slide.shows}”, which is no deck block here.",
            nearest(slide.shows, showable),
        )
    elif slide.shows and not _can_be_shown(showable[slide.shows]):
        yield _Fault(
            where,
            f"A slide cannot show a block of kind {showable[slide.shows].kind}.",
            f"It can show: {', '.join(sorted(_SHOWN_KINDS))}, and bullets with icons.",
        )
    if bool(slide.shows) == bool(slide.points):
        yield _Fault(
            where, "A slide has either points or a block it shows.", "Fill in one of the two."
        )
    if slide.caption and not isinstance(showable.get(slide.shows), Figure):
        yield _Fault(where, "The slide has a caption and shows no figure.", "Take the caption out.")
    if len(slide.points) > MOST_POINTS:
        yield _Fault(
            where,
            f"The slide has {len(slide.points)} points.",
            f"Keep to {MOST_POINTS}, or make two slides.",
        )


def _can_be_shown(block: Block) -> bool:
    return block.kind in _SHOWN_KINDS or (isinstance(block, Bullets) and bool(block.icons))


def _known_closing(topic: Topic, shelf: Shelf) -> Iterator[_Fault]:
    """Find slides that the closing ones are made from and that do not exist, or have no points."""
    slides = topic.slides()
    named = [("teach_back", name) for name in topic.teach_back]
    named += [("recap", topic.recap)] if topic.recap else []
    for key, name in named:
        if name not in slides:
            yield _Fault(
                key, f"{key} names the slide “{name}”, which does not exist.", nearest(name, slides)
            )
        elif key == "recap" and not slides[name].points:
            yield _Fault(
                key,
                f"recap names the slide “{name}”, which has no points.",
                "Name a slide with points: they are shown again at the end.",
            )


_SHOWN_KINDS = {"callout", "comparison", "figure", "questions"}
_RULES: Iterable[Callable[[Topic, Shelf], Iterator[_Fault]]] = (
    _unique_ids,
    _known_facts,
    _known_terms,
    _known_figures,
    _sound_slides,
    _known_closing,
)
