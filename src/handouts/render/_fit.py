"""Whether a laid-out handout fits: its pages, and every text its place. What does not is told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handouts.editions import Edition
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.papers import Paper
from handouts.render import _imposition, _layout

SHORTER = "Say it in fewer words."


def names(pages: Sequence[Any]) -> list[str]:
    """List the names that style sheets give the pages."""
    return [_layout.name(page) for page in pages]


def findings(pages: list[Any], edition: Edition, paper: Paper, language: Language) -> list[Finding]:
    """Report pages over the limit and texts that leave their places, each with how far."""
    told = [*_too_many(pages, edition, paper), *_too_wide(pages), *_alone(pages)]
    return [
        replace(finding, language=language.tag, edition=edition.name, paper=paper)
        for finding in dict.fromkeys(told)
    ]


def _too_many(pages: list[Any], edition: Edition, paper: Paper) -> list[Finding]:
    over = _imposition.surplus(edition.imposition, names(pages), edition.pages)
    if not over:
        return []
    points = sum(_layout.height(pages[number]) for number in over)
    if edition.imposition == "trifold":
        return [_too_long_a_panel(pages, number) for number in over]
    what = f"The {edition.name} has {len(pages)} pages on {paper}; {edition.pages} is the most"
    return [
        replace(
            error("fit", f"{what}: {points:.0f} pt too many.", SHORTER, where=edition.name),
            page=over[0] + 1,
        )
    ]


def _too_long_a_panel(pages: list[Any], number: int) -> Finding:
    panel, points = _layout.name(pages[number]), _layout.height(pages[number])
    what = f"The panel “{panel}” is too long by {points:.0f} pt."
    return replace(error("fit", what, SHORTER, where=panel), page=number + 1)


def _alone(pages: list[Any]) -> list[Finding]:
    what = "A heading stands alone at the foot of its page."
    return [
        replace(error("fit", what, "Say a little less, or more, above it.", where=b), page=n)
        for n, (kind, b) in enumerate((_layout.last(page._page_box) for page in pages), start=1)
        if kind == "h2"
    ]


def _too_wide(pages: list[Any]) -> list[Finding]:
    return [
        replace(
            error(
                "fit",
                f"“{found.text.strip()[:60]}” leaves its place by {found.points:.0f} pt.",
                SHORTER,
                where=found.block,
                text=found.text,
            ),
            page=found.page + 1,
        )
        for found in _layout.overflows(pages)
    ]
