"""Where pages and panels end up when the paper is folded, from left to right and right to left.

The sheets are folded here: faces of paper are turned over and laid on one another, as a person
does, and what then lies on top, in turn, must be the pages in reading order.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

import pytest
from conftest import Built
from printed import MILLIMETRE, Printed, Run

from handouts.document import Document
from handouts.inline import plain
from handouts.language import Direction
from handouts.papers import PAPERS, Paper
from handouts.render import _imposition
from handouts.render._imposition import BACK, COVER, EDGE, FIRST, FLAP, FOLD, SECOND, THIRD

DIRECTIONS: tuple[Direction, ...] = ("ltr", "rtl")
Face = tuple[int | None, int | None]  # a sheet's face: the pages on its left and right half


def booklet(count: int, direction: Direction, paper: Paper = "a4") -> list[Face]:
    """Answer the pages on both halves of each side, in the order of printing."""
    width = _imposition.sheet_size("booklet", paper)[0]
    sides = _imposition.sides("booklet", count, paper, direction)
    return [
        tuple(  # type: ignore[misc]
            next((p.page for p in side.pages if (p.left >= width / 2 - 1) == right), None)
            for right in (False, True)
        )
        for side in sides
    ]


def folded(faces: list[Face], direction: Direction) -> list[int | None]:
    """Print on both sides, turned over the short edge; nest the sheets; fold; leaf through.

    A book for a language that is read from left to right opens with its spine at the left: of the
    outermost sheet one sees the right half of the front first, then, leafing, the left half of its
    back. From right to left it is the other way round.
    """
    sheets = list(zip(faces[::2], faces[1::2], strict=True))
    first, second = (1, 0) if direction == "ltr" else (0, 1)
    opening = [page for front, back in sheets for page in (front[first], back[second])]
    closing = [page for front, back in reversed(sheets) for page in (back[first], front[second])]
    return [*opening, *closing]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("count", [4, 8, 12, 16])
def test_a_folded_booklet_has_its_pages_in_order(count: int, direction: Direction) -> None:
    assert folded(booklet(count, direction), direction) == list(range(count))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 13])
def test_a_booklet_without_enough_pages_ends_with_empty_ones(count: int) -> None:
    pages = folded(booklet(count, "ltr"), "ltr")
    assert len(pages) % 4 == 0
    assert pages == [*range(count), *[None] * (len(pages) - count)]


@pytest.mark.parametrize("paper", PAPERS)
def test_two_pages_of_a_booklet_are_a_whole_sheet(paper: Paper) -> None:
    width, height = _imposition.page_size("booklet", paper)
    assert _imposition.sheet_size("booklet", paper) == pytest.approx((2 * width, height))


# ---------------------------------------------------------------- the tri-fold


def panels(paper: Paper, direction: Direction) -> tuple[list[int], list[int], list[float]]:
    """Answer the panels of both sides from left to right, and the folds of the outside."""
    outside, inside = _imposition.sides("trifold", 6, paper, direction)
    order = [
        [p.page for p in sorted(side.pages, key=lambda p: p.left)] for side in (outside, inside)
    ]
    return order[0], order[1], sorted(outside.folds)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_folded_trifold_shows_its_panels_in_order(paper: Paper, direction: Direction) -> None:
    """Fold it: the flap in first, the cover over it. Then open it, and see what one sees."""
    outside, inside, _ = panels(paper, direction)
    if direction == "rtl":  # a mirror shows the same sheet folded the other way
        outside, inside = outside[::-1], inside[::-1]
    flap, back, cover = outside
    left, middle, right = inside
    assert (cover, back) == (COVER, BACK)  # closed: the two faces one sees
    assert (left, flap) == (FIRST, FLAP)  # the cover opened: its back, and the flap beside it
    assert (left, middle, right) == (FIRST, SECOND, THIRD)  # the flap opened: all of the inside
    # Printed on both sides and turned over the short edge, panels lie back to back like this:
    backs = dict(zip(outside, reversed(inside), strict=True))
    assert backs == {FLAP: THIRD, BACK: SECOND, COVER: FIRST}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_panel_that_is_folded_in_is_narrower(paper: Paper, direction: Direction) -> None:
    width = _imposition.sheet_size("trifold", paper)[0]
    for side, inner in zip(
        _imposition.sides("trifold", 6, paper, direction), (FLAP, THIRD), strict=True
    ):
        edges = [0.0, *sorted(side.folds), width]
        widths = [after - before for before, after in pairwise(edges)]
        order = [p.page for p in sorted(side.pages, key=lambda p: p.left)]
        narrow = widths.pop(order.index(inner))
        assert widths[0] == pytest.approx(widths[1])
        assert 1 <= widths[0] - narrow <= 2


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_both_sides_fold_at_the_same_places(paper: Paper, direction: Direction) -> None:
    width = _imposition.sheet_size("trifold", paper)[0]
    outside, inside = _imposition.sides("trifold", 6, paper, direction)
    seen_through = sorted(width - fold for fold in inside.folds)
    assert sorted(outside.folds) == pytest.approx(seen_through)


def test_a_panel_too_many_is_told_by_name() -> None:
    names = ["cover", "inside", "inside", "inside", "inside", "flap", "back"]
    assert _imposition.surplus("trifold", names, 6) == (4,)
    assert _imposition.lacking("trifold", ["cover", "inside", "flap", "back"]) == 2


# ---------------------------------------------------------------- on the paper itself


def sheet(built: Built, edition: str, tag: str) -> Printed:
    return Printed(built.file(f"remission.{edition}.a4.{tag}.pdf").read_bytes())


def heading(document: Document, place: str) -> str:
    """Answer a heading that stands on one panel only."""
    labels, sections = document.labels.leaflet, {s.id: s.title for s in document.topic.sections}
    return {"back": labels.contact, "flap": sections["questions"], "cover": labels.kicker}[place]


def found(pdf: Printed, words: str, direction: Direction) -> Run:
    """Find the run that holds words; of Arabic, one with the same letters."""
    letters = sorted(c for c in plain(words) if c.isalnum())
    for runs in pdf.lines:
        text = "".join(run.text for run in runs)
        if sorted(c for c in text if c.isalnum())[: len(letters)] == letters:
            return runs[0]
        if direction == "ltr" and plain(words)[:12] in text:
            return runs[0]
    raise AssertionError(words)


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_each_panel_is_drawn_where_the_geometry_says(
    built: Built, documents: Mapping[str, Document], tag: str, direction: Direction
) -> None:
    pdf, document = sheet(built, "trifold", tag), documents[tag]
    width = pdf.pages[0].get_width()
    thirds = {"flap": 0, "back": 1, "cover": 2}
    for place, third in thirds.items():
        run = found(pdf, heading(document, place), direction)
        middle = (run.left + run.right) / 2
        expected = third if direction == "ltr" else 2 - third
        assert run.page == 0
        assert int(middle // (width / 3)) == expected, place


@pytest.mark.parametrize("tag", ["en", "es", "ar", "zh-Hans"])
def test_text_keeps_away_from_folds_and_edges(built: Built, tag: str) -> None:
    pdf = sheet(built, "trifold", tag)
    direction: Direction = "rtl" if tag == "ar" else "ltr"
    sides = _imposition.sides("trifold", 6, "a4", direction)
    width = pdf.pages[0].get_width()
    for run in pdf.runs:
        if not run.text.strip():
            continue
        for fold in (f * MILLIMETRE for f in sides[run.page].folds):
            away = max(fold - run.right, run.left - fold)
            assert away >= FOLD * MILLIMETRE - 1.5, run.text
        assert min(run.left, width - run.right) >= EDGE * MILLIMETRE - 1.5, run.text


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_each_page_of_a_booklet_is_drawn_where_the_geometry_says(
    built: Built, tag: str, direction: Direction
) -> None:
    pdf = sheet(built, "booklet", tag)
    count = 2 * len(pdf.pages)
    assert count % 4 == 0
    drawn: list[Face] = []
    for page in pdf.pages:
        width, height = page.get_size()
        text = page.get_textpage()
        halves = ((0, 0, width / 2, height), (width / 2, 0, width, height))
        heads = [text.get_text_bounded(*(half[0], height - 66, half[2], height)) for half in halves]
        numbers = [_number(head, count) for head in heads]
        drawn.append((numbers[0], numbers[1]))
    assert folded(drawn, direction) == list(range(count))


def _number(head: str, count: int) -> int | None:
    """Read which page the head of a page says it is: “Page 3 of 12”."""
    numbers = [int(number) for number in re.findall(r"\d+", head)]
    if not numbers:
        return None
    numbers.remove(count)
    (number,) = numbers
    return number - 1


def test_what_stands_on_one_sheet_is_read_in_the_order_of_its_pages(built: Built) -> None:
    """The tags of a booklet go through its pages, not through the paper."""
    pdf = sheet(built, "booklet", "en")
    order = [(run.page, run.left > pdf.pages[0].get_width() / 2) for run in pdf.runs]
    seen = [place for place, before in zip(order, [None, *order], strict=False) if place != before]
    faces = booklet(2 * len(pdf.pages), "ltr")
    places = [
        next(
            (number, right)
            for number, face in enumerate(faces)
            for right in (False, True)
            if face[right] == page
        )
        for page in range(2 * len(pdf.pages))
    ]
    assert seen == places
