"""Finding the widest spacing at which a handout fits, in as few layouts as will do.

A guess only says where the search starts: what it finds is the same wherever that is.
"""

import contextlib
from collections import Counter

from handouts.render import _crowd, _fit, _imposition, _paging, _pdf, _setting
from handouts.render._measure import Measure
from handouts.render._setter import BACK, FLAP, Setter

# The spacing that panels are tried at first: in most languages they need it. All others have room.
FIRST_STEPS = {FLAP: 1, BACK: 3}


def widest(setter: Setter) -> _pdf.Layout:
    """Lay a handout out at the widest spacing that fits, and make its sheets whole."""
    search = _Panels if setter.edition.imposition == "trifold" else _Flow
    return search(setter).widest()


class _Flow:
    """Pages that follow one another, all set at one spacing."""

    def __init__(self, setter: Setter) -> None:
        self._setter, self._edition = setter, setter.edition
        self._pages: dict[int, str] = {}  # filled in, by the step of their spacing

    def widest(self) -> _pdf.Layout:
        """Find the widest spacing that fits. Only where the search starts is guessed."""
        step, last = self._first_guess(), len(self._edition.spacing) - 1
        layout = self._fitting(step)
        if layout is None:
            while layout is None and step < last:
                step += 1
                layout = self._fitting(step)
            return layout or self._setter.lay_out(self._setter.html(Counter({"": step})))
        while step and (wider := self._fitting(step - 1)):
            step, layout = step - 1, wider
        return layout

    def _fitting(self, step: int) -> _pdf.Layout | None:
        """Lay out all pages at a spacing; answer nothing where there are too many."""
        sheet = _imposition.SHEET if self._edition.imposition == "booklet" else 0
        with contextlib.suppress(_paging.TooManyPages):
            return self._setter.lay_out(self._flow(step), _paging.Watch(self._edition.pages, sheet))
        return None

    def _flow(self, step: int) -> str:
        """Fill in the pages at a spacing; a booklet with all the pages for notes it may need."""
        if step not in self._pages:
            booklet = self._edition.imposition == "booklet"
            notes = _imposition.SHEET - 1 if booklet else 0
            self._pages[step] = self._setter.html(Counter({"": step}), notes)
        return self._pages[step]

    def _first_guess(self) -> int:
        """Choose the spacing to try first, by how much of the pages the lines of text take."""
        steps = range(len(self._edition.spacing))
        if len(steps) == 1:
            return 0
        edition, language = self._edition, self._setter.document.language
        sizes = _setting.type_of(edition, language)
        width = min(self._setter.page.text_width / sizes.body, sizes.measure)
        lines = _crowd.lines(self._flow(0), width, Measure(self._setter.library, language))
        for step in steps:
            room = edition.pages * self._setter.page.text_height(
                _setting.heads(edition, sizes, step)
            )
            spacing = self._setter.spacing(step)
            filled = lines * sizes.body * spacing.leading / room
            if filled <= _setting.most_filled(edition, spacing.space):
                return step
        return steps[-1]


class _Panels:
    """The panels of a tri-fold, each set at a spacing of its own."""

    def __init__(self, setter: Setter) -> None:
        self._setter, self._edition = setter, setter.edition
        self._terms_inside = False  # the flap holds them where they fit

    def _html(self, steps: Counter[str], fillers: int = 0) -> str:
        return self._setter.html(steps, fillers, terms_inside=self._terms_inside)

    def widest(self) -> _pdf.Layout:
        """Set each panel as wide as it fits, by itself; fill those inside that are left over."""
        last = len(self._edition.spacing) - 1
        first = Counter({name: min(step, last) for name, step in FIRST_STEPS.items()})
        layout, steps = self._closer(Counter(first))
        settled = {name for name in steps if steps[name] > first[name]}
        wider = self._wider(steps, settled | ({FLAP} if self._terms_inside else set()))
        lacking = 0
        if not self._surplus(layout):  # no panel inside is among those set wider
            lacking = _imposition.lacking(self._edition.imposition, _fit.names(layout.pages))
        if wider or lacking:
            layout = self._setter.lay_out(self._html(wider or steps, lacking))
        return layout

    def _closer(self, steps: Counter[str]) -> tuple[_pdf.Layout, Counter[str]]:
        """Set only those panels closer that are too long; last, move words from flap to inside."""
        layout = self._setter.lay_out(self._html(steps))
        while surplus := self._surplus(layout):
            closer = {name for name in surplus if self._may(steps, name)}
            if not closer and (FLAP not in surplus or self._terms_inside):
                break
            if closer:
                steps.update(closer)
            else:  # the flap is full at its closest: the words to know go inside
                self._terms_inside = True
            layout = self._setter.lay_out(self._html(steps))
        return layout, steps

    def _wider(self, steps: Counter[str], settled: set[str]) -> Counter[str] | None:
        """Set panels wider that fit all the same, laid out without the others; none may."""
        wider = Counter(steps)
        while tried := frozenset(n for n in wider if wider[n] and n not in settled):
            wider.subtract(tried)
            layout = self._setter.lay_out(
                self._setter.html(wider, panels=tried, terms_inside=self._terms_inside)
            )
            over = self._surplus(layout) & tried
            wider.update(over)
            settled = settled | over
        return wider if wider != steps else None

    def _may(self, steps: Counter[str], name: str) -> bool:
        return steps[name] + 1 < len(self._edition.spacing)

    def _surplus(self, layout: _pdf.Layout) -> set[str]:
        """Name the kinds of page of which there are too many."""
        names = _fit.names(layout.pages)
        over = _imposition.surplus(self._edition.imposition, names, self._edition.pages)
        return {names[number] for number in over}
