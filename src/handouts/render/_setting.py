"""How an edition is set in one language on one paper: sizes, measures, and the room there is."""

from dataclasses import dataclass

from handouts.editions import Edition
from handouts.language import Language
from handouts.papers import Paper
from handouts.render import _imposition

# Of a draft mark: line height, with what tall faces add to it, and points of its frame.
HEAD_LEADING, MARK_FRAME = 1.34, 2.4
STANDARD_BODY, STANDARD_LEADING = 14.0, 1.3  # what a script's own sizes are given for
PER_MILLIMETRE = 72 / 25.4  # points
NOTE_LINE = 9.5  # millimetres from one line to write on to the next
# Units of an upright drawing that its smallest words are high: more, and the drawing is smaller.
FIGURE_TYPES = (13.0, 12.0, 11.0, 10.2)
FIGURE_SHARES = (0.85, 0.9, 0.95, 1.0)  # of the width of a page, for a drawing that lies


# The share of its pages that a handout's lines of text may fill and still fit: with hardly any
# white space, and how much less with all of it. Judged from all languages; where lines are short,
# figures stand upright and less fits. Only which spacing is tried first depends on it.
MOST_FILLED, LESS_WITH_SPACE = {False: 0.92, True: 0.80}, {False: 0.20, True: 0.16}


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in points, leading as a multiple, the longest line in ems; ``mixed`` as in a script."""

    body: float
    least: float
    leading: float
    mixed: float
    measure: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is imposed: its size and the margin at its sides, in millimetres."""

    width: float
    height: float
    margin: float

    @property
    def text_width(self) -> float:
        """Answer the width of the text in points."""
        return (self.width - 2 * self.margin) * PER_MILLIMETRE

    def text_height(self, heads: "Heads") -> float:
        """Answer the height of the text in points, below a head of one line."""
        return (self.height - heads.one - _imposition.EDGE) * PER_MILLIMETRE


def page(edition: Edition, paper: Paper) -> Page:
    """Answer the page of an edition on a paper."""
    width, height = _imposition.page_size(edition.imposition, paper)
    return Page(round(width, 3), round(height, 3), edition.margin)


def type_of(edition: Edition, language: Language, closer: int = 0) -> Type:
    """Answer the sizes of an edition in a language's script, ``closer`` steps closer.

    A script that looks small is set larger, and one with tall letters on a longer line height;
    never below what the edition asks for.
    """
    script = language.script
    if script is None:  # pragma: no cover - localize refuses such a language
        raise ValueError(language)
    scale = script.body / STANDARD_BODY
    room = script.leading - max(0.0, STANDARD_LEADING - edition.leading)
    wanted = room if closer < 2 else room - script.slack
    return Type(
        body=round(edition.body * scale, 2),
        least=round(edition.least * scale, 2),
        leading=round(max(edition.leading - script.mixed, wanted), 3),
        mixed=script.mixed,
        measure=language.measure,
    )


def most_filled(edition: Edition, space: float) -> float:
    """Answer the share of its pages that lines may fill at a share of the white space: a guess."""
    return MOST_FILLED[edition.narrow] - LESS_WITH_SPACE[edition.narrow] * space


def figure_sizes(sizes: Type) -> tuple[float, ...]:
    """List the type sizes that a figure's words may have, in points, largest first."""
    largest = max(sizes.least, min(sizes.body - 1, sizes.least + 1))
    return tuple(dict.fromkeys((largest, (largest + sizes.least) / 2, sizes.least)))


def own_lines(edition: Edition, closer: int) -> int:
    """Count the empty lines for the patient's own questions: fewer where a language runs long."""
    if edition.imposition == "trifold":
        return max(1, 5 - 2 * closer)
    return 3 if closer < 3 else 1


def log_rows(edition: Edition, closer: int) -> int:
    """Count the visits that the follow-up log has room for."""
    return 4 if closer < 2 else (3 if closer < 3 and not edition.narrow else 2)


def note_lines(page: Page, sizes: Type) -> int:
    """Count the lines to write on that fill a page left over."""
    head = 24.0 + 2.4 * sizes.body * sizes.leading / PER_MILLIMETRE
    return int((page.height - head - _imposition.EDGE) / NOTE_LINE)


@dataclass(frozen=True, slots=True)
class Heads:
    """Top margins in millimetres: of a page whose head is one line, and of one with two marks."""

    one: float
    two: float
    gap: float


def heads(edition: Edition, sizes: Type, step: int) -> Heads:
    """Answer the paper that the heads of pages need: nothing may stand nearer to the edge.

    The gap below is smaller where a language runs long.
    """
    gap = 1.5 if edition.imposition else max(0.6, 3.0 - step)
    mark = (sizes.least * (HEAD_LEADING + sizes.mixed) + MARK_FRAME) / PER_MILLIMETRE
    return Heads(
        one=round(_imposition.EDGE + mark + gap, 2),
        two=round(_imposition.EDGE + 2 * mark + 1 / PER_MILLIMETRE + gap, 2),
        gap=gap,
    )
