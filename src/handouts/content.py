"""A topic: its sections, their blocks and slides, and what a translator is told of their words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import msgspec

from handouts.dates import months_after
from handouts.uses import Length, Place

Tone = Literal["main", "warning"]
USUAL_MINUTES = 2  # that a slide takes


@dataclass(frozen=True, slots=True)
class Says:
    """What a translator is told about a string.

    ``room`` is the number of characters that fit where it stands; 0 where text may wrap freely.
    """

    role: str
    room: int = 0


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
SlideCaption = Annotated[str, Says("line below the figure on a slide", 80)]
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
    """A list in no order; with ``checkboxes`` the reader ticks, with ``columns`` it sets in two.

    ``icons`` names a drawing for each item, by which a slide shows the list.
    """

    items: dict[str, Item]
    lead: Lead = ""
    checkboxes: bool = False
    columns: Literal[1, 2] = 1
    icons: dict[str, str] = {}


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


def drawings(block: Block) -> tuple[str, ...]:
    """List the names of the drawings that a block uses."""
    match block:
        case Figure():
            return (block.drawing,)
        case Bullets():
            return tuple(block.icons.values())
    return ()


class Slide(Words, frozen=True, kw_only=True):
    """One message to the room: points of its own, or a block of the section shown large.

    A ``caption`` stands below a figure that it shows, in place of the figure's own. ``minutes`` is
    how long it takes; 0 where it takes the usual time.
    """

    id: str
    title: SlideTitle
    script: Script
    teach_back: TeachBack
    points: dict[str, SlidePoint] = {}
    shows: str = ""
    caption: SlideCaption = ""
    minutes: Annotated[int, msgspec.Meta(ge=0, le=30)] = 0

    @property
    def takes(self) -> int:
        """Answer the minutes it takes."""
        return self.minutes or USUAL_MINUTES


class Section(Words, frozen=True, kw_only=True):
    """A question a patient asks, the blocks that answer it, and its slides.

    Its slides are in the full session, and in the shorter ones that ``sessions`` names.
    """

    id: str
    title: Heading
    blocks: tuple[AnyBlock, ...]
    slides: tuple[Slide, ...] = ()
    sessions: tuple[Length, ...] = ()

    def is_in(self, length: Length) -> bool:
        """Tell whether its slides are in a session of some length."""
        return length == "full" or length in self.sessions

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
        return months_after(self.reviewed, self.months)


class Topic(Words, frozen=True, kw_only=True):
    """Everything there is to say about one subject.

    ``teach_back`` names the slides whose questions are asked of the room once more, ``recap`` the
    one whose points are shown again at the end, each as ``section/slide``.
    """

    id: str
    version: str
    title: Annotated[str, TEXT, Says("title of the handout and of the deck", 60)]
    subject: Annotated[str, TEXT, Says("what the handout is about, in one line")]
    licence: str
    source: Source
    facts: dict[str, str]
    sections: tuple[Section, ...]
    teach_back: tuple[str, ...] = ()
    recap: str = ""

    def blocks(self) -> Iterator[tuple[Section, AnyBlock]]:
        """Go through every block in reading order, with the section it stands in."""
        return ((section, block) for section in self.sections for block in section.blocks)

    def slides(self, length: Length = "full") -> dict[str, Slide]:
        """Answer the slides of a session in order, by their path."""
        return {
            f"{section.id}/{slide.id}": slide
            for section in self.sections
            for slide in section.slides
            if section.is_in(length)
        }
