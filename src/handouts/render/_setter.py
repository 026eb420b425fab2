"""Setting one handout: its page templates filled in, and laid out, as close as is asked."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handouts import design
from handouts.colour import tinted
from handouts.content import AnyBlock, Figure, Questions, Section
from handouts.document import Document
from handouts.editions import Edition
from handouts.inline import english, fill, own, plain
from handouts.language import Language
from handouts.library import Library
from handouts.papers import Paper
from handouts.render import (
    _figures,
    _html,
    _imposition,
    _imprint,
    _paging,
    _pdf,
    _scan,
    _setting,
)
from handouts.render._figures import Drawn
from handouts.render._imprint import Entry
from handouts.render._pages import filled
from handouts.render._structure import Facts

FOLDER = "print"
FLAP, BACK = "flap", "back"  # panels of a tri-fold: the one folded in, and the last
TINT = 0.12  # share of the accent in the pale ground behind the main message


@dataclass(frozen=True, slots=True)
class Part:
    """A section with those of its blocks that an edition takes."""

    section: Section
    blocks: tuple[AnyBlock, ...]

    @property
    def is_tool(self) -> bool:
        """Tell whether it is for the patient to fill in: a tri-fold has a panel for it."""
        return any(isinstance(block, Questions) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Spacing:
    """How close a page, or a panel, is set: the step, its share of white space, its leading."""

    step: int
    space: float
    leading: float


class Setter:
    """Fills in the pages of one document in one edition on one paper, as close as is asked."""

    def __init__(
        self, document: Document, library: Library, edition: Edition, paper: Paper
    ) -> None:
        self.document, self.library = document, library
        self.edition, self.paper = edition, paper
        self.page = _setting.page(edition, paper)
        self.english_first = edition.languages[0] == "english"
        self.code = _imprint.code(document, edition, paper)
        self.scan = _imprint.scan(document, edition, self.code)
        self.resources = self._resources()
        self._drawn = self._figures()

    @property
    def facts(self) -> Facts:
        """Answer what the file's metadata say."""
        return Facts(
            languages=tuple(side.language.tag for side in self.document.sides),
            source=self._source,
            code=self.code,
            right_to_left=self.document.language.direction == "rtl",
        )

    @property
    def _source(self) -> str:
        source = self.document.topic.source
        return f"{source.title} ({source.reviewed.isoformat()})"

    @property
    def _names(self) -> set[str]:
        """Name the kinds of page that are set closer by themselves."""
        return {*_imposition.PANELS} if self.edition.imposition == "trifold" else {""}

    def lay_out(self, html: str, watch: _paging.Watch | None = None) -> _pdf.Layout:
        """Lay pages out, watched for what ``watch`` says."""
        return _pdf.lay_out(html, self.library, self.resources, self.document.language, watch)

    def spacing(self, step: int) -> Spacing:
        """Tell how close a step is."""
        leading = _setting.type_of(self.edition, self.document.language, step).leading
        return Spacing(step, self.edition.spacing[step], leading)

    def html(
        self,
        steps: Counter[str],
        fillers: int = 0,
        panels: frozenset[str] = frozenset(_imposition.PANELS),
        terms_inside: bool = False,
    ) -> str:
        """Fill in the page templates, each kind of page as close as its step says.

        There are as many empty pages as ``fillers``. Of a tri-fold there are only the ``panels``
        asked for, and the words to know are on the flap or ``terms_inside``.
        """
        document, edition, language = self.document, self.edition, self.document.language
        sizes = _setting.type_of(edition, language)
        sides = list(document.sides)
        speakers = [side.language for side in sides]
        if self.english_first:
            speakers.reverse()
        return filled(
            self.library.templates / FOLDER,
            design.main_template(edition),
            self._filters(language),
            document=document,
            edition=edition,
            page=self.page,
            type=sizes,
            spacing={name: self.spacing(steps[name]) for name in self._names},
            fillers=fillers,
            panels=panels,
            heads=_setting.heads(edition, sizes, steps[""]),
            note_lines=_setting.note_lines(self.page, sizes),
            imprint_step=steps[BACK if edition.imposition == "trifold" else ""],
            own_lines=_setting.own_lines(edition, steps[_tools(edition)]),
            log_rows=_setting.log_rows(edition, steps[_tools(edition)]),
            direction=speakers[0].direction,
            speakers=speakers,
            title=self._title(),
            source=self._source,
            signed=_imprint.signed(document),
            tint=tinted(document.clinic.accent, TINT),
            logo=self._logo,
            sections=self._parts(),
            contact=_imprint.contacts(document),
            imprint=_imprint.facts(document, edition, self.code, self.english_first),
            scan=self.scan,
            figures=self._drawn,
            terms_inside=terms_inside,
            terms=self._entries(document.words_to_know(edition.blocks)),
            fonts=Markup(_pdf.font_stack(language)),
            page_label=self._page_label(
                '<span class="page"></span>', '<span class="pages"></span>'
            ),
            side_labels=[self._page_label(self._number(n), self._number(2)) for n in (1, 2)],
            sheets=self._own_sheets(),
        )

    def _filters(self, language: Language) -> dict[str, Callable[..., Any]]:
        return {
            "say": partial(_html.say, language=language, english_first=self.english_first),
            "plain": plain,
            "own": own,
            "fill": fill,
            "defined": self._entries,
            "spoken_by": _spoken_by,
        }

    def _title(self) -> str:
        """Name the file in its language and in English, for whoever prints it."""
        title = plain(own(self.document.topic.title))
        if self.document.language.is_source:
            return title
        return f"{title} / {plain(self.document.english_title)}"

    def _number(self, number: int) -> str:
        return self.document.language.number(str(number))

    def _page_label(self, page: str, pages: str) -> Markup:
        """Put page numbers where the label says {page} and {pages}."""
        label = str(_html.say(own(self.document.labels.leaflet.page)))
        return Markup(fill(label, page=page, pages=pages))

    def _parts(self) -> list[Part]:
        """Choose the blocks that the edition takes, section by section."""
        chosen = [
            Part(s, tuple(b for b in s.blocks if self.edition.blocks in b.goes))
            for s in self.document.topic.sections
        ]
        return [part for part in chosen if part.blocks]

    def _entries(self, terms: Sequence[str]) -> list[list[Entry]]:
        """List glossary terms with their definitions, in each language on the page."""
        return [[_entry(side, term) for side in self._ordered_sides] for term in terms]

    @property
    def _ordered_sides(self) -> tuple[Document, ...]:
        sides = self.document.sides
        return sides[::-1] if self.english_first else sides

    def _figures(self) -> dict[str, list[Drawn]]:
        """Place the words of every figure, in each language on the page."""
        drawn: dict[str, list[Drawn]] = {}
        for side in self._ordered_sides:
            for section, block in side.topic.blocks():
                if isinstance(block, Figure) and self.edition.blocks in block.goes:
                    figure = _figures.place(side, block, self.edition, self.page, self.library)
                    drawn.setdefault(f"{section.id}/{block.id}", []).append(figure)
        return drawn

    @property
    def _logo(self) -> str:
        logo = self.document.clinic.logo
        return f"handouts:logo{Path(logo).suffix.lower()}" if logo else ""

    def _own_sheets(self) -> list[str]:
        """Name the style sheets that the edition adds."""
        return [n for n in design.own_sheets(self.edition) if f"handouts:{n}" in self.resources]

    def _resources(self) -> dict[str, bytes]:
        """Gather all that the page may fetch: style sheets, icons, figures, logo, code."""
        folder = self.library.templates / FOLDER
        found = {
            f"handouts:{path.name}": path.read_bytes()
            for path in design.shown(folder, self.edition)
        }
        for side in self.document.sides:
            for _, block in side.topic.blocks():
                if isinstance(block, Figure):
                    shape = _figures.shape(side, block, self.edition)
                    url, picture = _figures.picture(block.drawing, shape, side.language)
                    found[url] = picture
        found["handouts:scan.svg"] = _scan.svg(self.scan.content)
        if self._logo:
            found[self._logo] = Path(self.document.clinic.logo).read_bytes()
        return found


def _tools(edition: Edition) -> str:
    """Name the page that holds what the patient fills in."""
    return FLAP if edition.imposition == "trifold" else ""


def _entry(side: Document, term: str) -> Entry:
    known, language = side.glossary.terms[term], side.language
    name = _html.say(known.term, language) + language.style.colon
    return Entry(language, name, _html.say(known.definition, language))


def _spoken_by(text: str, speaker: Language) -> Markup:
    """Say one side of a text."""
    return _html.say(english(text) if speaker.is_source else own(text), speaker)
