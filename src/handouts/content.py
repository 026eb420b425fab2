"""A topic: its sections, their blocks and slides, and the one walk over all its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_type_hints

import msgspec

Place = Literal["leaflet", "trifold", "deck"]
Tone = Literal["main", "warning"]


@dataclass(frozen=True, slots=True)
class Says:
    """What a translator is told about a string.

    ``room`` is the number of characters that fit where it stands; 0 where text may wrap freely.
    """

    role: str
    room: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One string to translate, with its stable path and what a translator should know.

    ``was`` is the path it had before it moved; empty where it did not.
    """

    context: str
    text: str
    says: Says
    where: tuple[str, ...]
    was: str = ""


Lookup = Callable[[Message], str]

TEXT = msgspec.Meta(min_length=1)  # a text that may not be empty

Paragraphs = Annotated[str, TEXT, Says("running text")]
Lead = Annotated[str, Says("line that leads into the list below it", 70)]
Item = Annotated[str, TEXT, Says("list item")]
Cell = Annotated[str, TEXT, Says("table cell")]
Header = Annotated[str, TEXT, Says("table heading", 26)]
Caption = Annotated[str, TEXT, Says("caption", 60)]
Heading = Annotated[str, TEXT, Says("section heading: a question in the patient's own voice", 60)]
SlideTitle = Annotated[str, TEXT, Says("slide title", 60)]
SlidePoint = Annotated[str, TEXT, Says("slide point: short, read at a distance", 80)]
Script = Annotated[str, TEXT, Says("speaker notes: what the educator says aloud")]
TeachBack = Annotated[str, TEXT, Says("teach-back question, asked of the patients", 110)]
FigureWords = Annotated[str, TEXT, Says("words inside a drawing: keep them short", 60)]
AltText = Annotated[str, TEXT, Says("alternative text, read aloud to a person who cannot see it")]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything that holds words to translate; its annotated fields say which.

    ``was`` is the path this stood at before it moved; where only some of its words moved, a table
    of their paths here and before. Translations are taken along.
    """

    was: str | dict[str, str] = ""


class Block(Words, frozen=True, kw_only=True, tag_field="kind"):
    """A piece of a section: what it says, the facts it carries, and where it is used.

    ``explains`` names the glossary terms its own words make clear, so that no list repeats them.
    """

    id: str
    goes: Annotated[tuple[Place, ...], TEXT]
    facts: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Name the kind as the content file writes it."""
        return str(self.__struct_config__.tag)


class Paragraph(Block, frozen=True, kw_only=True, tag="paragraph"):
    """Running text."""

    text: Paragraphs


class Bullets(Block, frozen=True, kw_only=True, tag="bullets"):
    """A list in no order; with ``checkboxes`` the reader ticks, with ``columns`` it sets in two."""

    items: dict[str, Item]
    lead: Lead = ""
    checkboxes: bool = False
    columns: Literal[1, 2] = 1


class Steps(Block, frozen=True, kw_only=True, tag="steps"):
    """A numbered list: things to do, in order."""

    items: dict[str, Item]
    lead: Lead = ""


class Row(Words, frozen=True, kw_only=True):
    """One line of a comparison: what each side says of the same thing."""

    left: Cell
    right: Cell


class Comparison(Block, frozen=True, kw_only=True, tag="comparison"):
    """A table that sets two things side by side."""

    caption: Caption
    left: Header
    right: Header
    rows: dict[str, Row]


class Definition(Block, frozen=True, kw_only=True, tag="definition"):
    """Glossary terms set apart where they are first used; their words live in the glossary."""

    terms: tuple[str, ...]
    lead: Lead = ""


def explained(block: Block) -> tuple[str, ...]:
    """List the glossary terms that a block makes clear, by their definition or its own words."""
    return (*block.explains, *(block.terms if isinstance(block, Definition) else ()))


class Callout(Block, frozen=True, kw_only=True, tag="callout"):
    """A text set apart: the main message, or a warning."""

    tone: Tone
    text: Paragraphs


class Questions(Block, frozen=True, kw_only=True, tag="questions"):
    """Questions to ask the care team, each with ``lines`` lines to write the answer on."""

    items: dict[str, Item]
    lines: Annotated[int, msgspec.Meta(ge=0, le=10)] = 1


class Log(Block, frozen=True, kw_only=True, tag="log"):
    """A table of ``rows`` empty rows that the patient fills in."""

    caption: Caption
    columns: dict[str, Header]
    rows: Annotated[int, msgspec.Meta(ge=1, le=40)]


class Figure(Block, frozen=True, kw_only=True, tag="figure"):
    """A drawing from assets/figures, with its words."""

    drawing: str
    caption: Caption
    alt: AltText
    words: dict[str, FigureWords]


AnyBlock = (
    Paragraph | Bullets | Steps | Comparison | Definition | Callout | Questions | Log | Figure
)
BLOCKS: dict[str, type[Block]] = {
    "paragraph": Paragraph,
    "bullets": Bullets,
    "steps": Steps,
    "comparison": Comparison,
    "definition": Definition,
    "callout": Callout,
    "questions": Questions,
    "log": Log,
    "figure": Figure,
}


class Slide(Words, frozen=True, kw_only=True):
    """One message to the room: points of its own, or a block of the section shown large."""

    id: str
    title: SlideTitle
    script: Script
    teach_back: TeachBack
    points: dict[str, SlidePoint] = {}
    shows: str = ""


class Section(Words, frozen=True, kw_only=True):
    """A question a patient asks, the blocks that answer it, and its slides."""

    id: str
    title: Heading
    blocks: tuple[AnyBlock, ...]
    slides: tuple[Slide, ...] = ()

    def block(self, block_id: str) -> AnyBlock:
        """Find a block by its id."""
        return next(block for block in self.blocks if block.id == block_id)


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the facts come from. Its review is its own: it says nothing about our text."""

    title: str
    reviewer: str
    reviewed: date
    months: Annotated[int, msgspec.Meta(ge=1, le=120)]

    @property
    def due(self) -> date:
        """Tell the day the source's review runs out, ``months`` after it was made."""
        years, month = divmod(self.reviewed.month - 1 + self.months, 12)
        first = date(self.reviewed.year + years, month + 1, 1)
        last_day = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days
        return first.replace(day=min(self.reviewed.day, last_day))


class Topic(Words, frozen=True, kw_only=True):
    """Everything there is to say about one subject."""

    id: str
    version: str
    title: Annotated[str, TEXT, Says("title of the handout and of the deck", 60)]
    subject: Annotated[str, TEXT, Says("what the handout is about, in one line")]
    licence: str
    source: Source
    facts: dict[str, str]
    sections: tuple[Section, ...]
    teach_back: tuple[str, ...] = ()

    def blocks(self) -> Iterator[tuple[Section, AnyBlock]]:
        """Go through every block in reading order, with the section it stands in."""
        return ((section, block) for section in self.sections for block in section.blocks)


W = TypeVar("W", bound=Words)


def translated(words: W, lookup: Lookup, settled: bool = False) -> W:
    """Answer a copy in which every string is what ``lookup`` says; visit each exactly once.

    Extraction passes a lookup that records, localization one that answers, so a message's context
    cannot differ between the two. Members of a sequence are named by their id, those of a table
    by their key: reordering moves no translation. A ``settled`` copy forgets what has moved: that
    is for catalogs only.
    """
    return _translated(words, _Walk(lookup, settled), "", (), ())


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk over the words: what it asks of each string, and what it leaves behind."""

    lookup: Lookup
    settled: bool
    declared: list[str] = field(default_factory=list)  # paths that tables of moves name


Moves = tuple[tuple[str, str | dict[str, str]], ...]  # (path here, path before), outermost first


def _translated(words: W, walk: _Walk, path: str, where: tuple[str, ...], moves: Moves) -> W:
    here = (*where, *_crumb(words))
    if words.was:
        moves = (*moves, (path, words.was))
        names = words.was if isinstance(words.was, dict) else ()
        walk.declared.extend(f"{path}/{name}".lstrip("/") for name in names)
    changed: dict[str, Any] = {"was": ""} if walk.settled else {}
    for name, says in _spoken_fields(type(words)).items():
        at = f"{path}/{name}" if path else name
        changed[name] = _translated_value(getattr(words, name), says, walk, at, here, moves)
    return msgspec.structs.replace(words, **changed)


def _translated_value(
    value: Any, says: Says | None, walk: _Walk, at: str, where: tuple[str, ...], moves: Moves
) -> Any:
    if isinstance(value, str):
        message = Message(at, value, says, where, _before(at, moves)) if says else None
        return walk.lookup(message) if message and value else value
    if isinstance(value, Words):
        return _translated(value, walk, at, where, moves)
    if isinstance(value, dict):
        return {
            key: _translated_value(member, says, walk, f"{at}/{key}", where, moves)
            for key, member in value.items()
        }
    if isinstance(value, tuple):
        parent = at.rpartition("/")[0]
        return tuple(
            _translated_value(
                member, says, walk, f"{parent}/{member.id}" if parent else member.id, where, moves
            )
            for member in value
        )
    return value


def _before(path: str, moves: Moves) -> str:
    """Answer the path a string had before it moved: the innermost move that names it."""
    for here, was in reversed(moves):
        below = path[len(here) :].lstrip("/")
        before = was.get(below, "") if isinstance(was, dict) else f"{was}/{below}"
        if before:
            return before
    return ""


@cache
def _spoken_fields(kind: type[Words]) -> dict[str, Says | None]:
    """List the fields that hold words, with what a translator is told of them."""
    hints = get_type_hints(kind, include_extras=True)
    found: dict[str, Says | None] = {}
    for name in kind.__struct_fields__:
        says = _find_says(hints[name])
        if says or _holds_words(hints[name]):
            found[name] = says
    return found


def _find_says(hint: Any) -> Says | None:
    direct = [extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Says)]
    inner = [says for part in getattr(hint, "__args__", ()) if (says := _find_says(part))]
    return next(iter(direct + inner), None)


def _holds_words(hint: Any) -> bool:
    """Tell whether anything below a type hint holds words of its own."""
    if isinstance(hint, type):
        return issubclass(hint, Words)
    return any(_holds_words(part) for part in getattr(hint, "__args__", ()))


def _crumb(words: Words) -> tuple[str, ...]:
    """Name a node on the way to a string, for the translator's comment."""
    match words:
        case Section():
            return (f"section “{words.title}”",)
        case Slide():
            return (f"slide “{words.title}”",)
        case Block():
            return (f"{words.kind} ({', '.join(words.goes)})",)
    return ()


def messages(words: Words) -> tuple[Message, ...]:
    """List every string to translate, in reading order."""
    found: list[Message] = []

    def record(message: Message) -> str:
        found.append(message)
        return message.text

    translated(words, record)
    return tuple(found)


def lost_moves(words: Words) -> tuple[str, ...]:
    """List what a ``was`` says in vain: a path here that is none, or one before that still is."""
    found: list[Message] = []

    def record(message: Message) -> str:
        found.append(message)
        return message.text

    walk = _Walk(record, settled=False)
    _translated(words, walk, "", (), ())
    paths = {message.context for message in found}
    still = (message.was for message in found if message.was in paths)
    return tuple(dict.fromkeys((*(p for p in walk.declared if p not in paths), *still)))
