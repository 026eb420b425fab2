"""The leaflet: a document as a tagged PDF to print and take home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from handouts.artifact import Artifact
from handouts.clinic import Paper
from handouts.content import AnyBlock, Figure, Section
from handouts.document import Document
from handouts.drawing import WordPlace
from handouts.findings import Finding, error
from handouts.inline import EnglishText, fill, plain
from handouts.language import Language
from handouts.library import Library, files
from handouts.render import _approved, _html, _pdf
from handouts.render._pages import filled

MOST_PAGES = 6
# Style sheets laid over the first, one by one, while the leaflet is too long.
CLOSER = ("tight", "tightest", "least")
FIGURE_SIZES = (13.0, 12.5, 12.0)  # points, where text is 14; 12 is the least on any page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: its CSS name, and the width of its text in points."""

    css: str
    text_width: float


# Text widths: A4 is 210 mm wide, Letter 8.5 in (215.9 mm); 16 mm margins on either side.
SHEETS: dict[Paper, Sheet] = {
    "a4": Sheet("A4", (210 - 32) / 25.4 * 72),
    "letter": Sheet("letter", (215.9 - 32) / 25.4 * 72),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a figure, where it stands in percent of the drawing, and its type size."""

    text: str
    left: float
    top: float
    width: float
    height: float
    size: float
    anchor: str
    align: str


def name(document: Document, paper: Paper) -> str:
    """Name the file: topic, edition, paper, language."""
    return f"{document.topic.id}.leaflet.{paper}.{document.language.tag}.pdf"


def render(document: Document, library: Library, paper: Paper) -> Artifact:
    """Set a document on A4 or Letter.

    Raises:
        EngineMissing: the PDF engine cannot be loaded.
    """
    figures, findings = _figures(document, library, SHEETS[paper])
    design = library.design("leaflet")
    made = document.provenance("leaflet", paper, design, "weasyprint", "jinja2", "fonttools")
    html = filled(
        library.templates / "leaflet",
        "leaflet.html.jinja",
        _filters(document.language),
        document=document,
        paper=SHEETS[paper],
        sections=_sections(document),
        contact=_contact(document),
        imprint=_imprint(document, paper),
        figures=figures,
        terms=document.words_to_know("leaflet"),
        fonts=Markup(_pdf.font_stack(document.language)),
        page_label=_page_label(document),
    )
    resources = _resources(document, library)
    page = _pdf.render(
        html, library, resources, document.language, made.mark(), _spacings(resources), MOST_PAGES
    )
    return Artifact(
        name=name(document, paper),
        data=page.data,
        pages=page.pages,
        provenance=made,
        findings=(*findings, *page.findings, *_too_long(document, page.pages)),
    )


def code(document: Document, paper: Paper) -> str:
    """Write the document code: file, version, and the start of the text's fingerprint."""
    stem = name(document, paper).removesuffix(".pdf")
    return f"{stem}.v{document.topic.version}-{document.wording.fingerprint[:8]}"


@cache
def _filters(language: Language) -> dict[str, Callable[..., Any]]:
    return {"say": partial(_html.say, language=language), "plain": plain, "fill": fill}


def _sections(document: Document) -> list[tuple[Section, list[AnyBlock]]]:
    """Choose the blocks that go to the leaflet, section by section."""
    chosen = [
        (section, [block for block in section.blocks if "leaflet" in block.goes])
        for section in document.topic.sections
    ]
    return [(section, blocks) for section, blocks in chosen if blocks]


def _contact(document: Document) -> list[tuple[str, Markup]]:
    """List whom to call; what the clinic left empty is a line to write on."""
    labels, clinic = document.labels.contact, document.clinic
    rows = [
        (labels.clinic, clinic.name),
        (labels.day, clinic.day),
        (labels.night, clinic.night),
        (labels.interpreter, clinic.interpreter),
        (labels.feedback, clinic.feedback),
    ]
    return [(label, _html.isolated(value)) for label, value in rows]


def _imprint(document: Document, paper: Paper) -> list[tuple[str, Markup]]:
    """List what a reader can hold the handout to: language, version, source, approval."""
    labels, language, source = document.labels.imprint, document.language, document.topic.source
    reviewed = fill(
        plain(labels.source_reviewed),
        reviewer=source.reviewer,
        date=language.date(source.reviewed),
    )
    due = fill(plain(labels.source_due), date=language.date(source.due))
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    origin = Markup(language.space).join((_html.say(reviewed, language), _html.say(due, language)))
    names = Markup("{} / {}").format(language.autonym, _english(language.english_name))
    rows = [
        (labels.english_title, _html.say(document.english_title)),
        (labels.language, Markup(language.autonym) if language.is_source else names),
        (labels.version, escape(document.topic.version)),
        (labels.code, _english(code(document, paper))),
        (labels.source, Markup("{}{} {}").format(_english(source.title), stop, origin)),
        *_approval(document),
        (labels.licence, _english(document.topic.licence)),
    ]
    return rows[1:] if language.is_source else rows


def _approval(document: Document) -> list[tuple[str, Markup]]:
    """Say who approved the text, when and until when; or that nobody has."""
    labels, language = document.labels.imprint, document.language
    if document.is_draft:
        return [
            (labels.status, _html.say(document.labels.draft.status, language)),
            (labels.last_reviewed, _html.say(labels.never, language)),
            (labels.next_due, _html.say(labels.after_approval, language)),
        ]
    told = (_html.say(document.labels.approved.status, language), *_approvers(document))
    signed, until = _approved.days(document.approvals)
    return [
        (labels.status, Markup(language.space).join(told)),
        (labels.last_reviewed, escape(language.date(signed))),
        (labels.next_due, escape(language.date(until))),
    ]


def _approvers(document: Document) -> list[Markup]:
    """Say each approval in a sentence; a name keeps its own direction among the words."""
    return [
        Markup(fill(str(_html.say(sentence)), name=str(_html.isolated(name)), **values))
        for sentence, name, values in _approved.sentences(document)
    ]


def _english(text: str) -> Markup:
    return _html.say(EnglishText(text))


def _page_label(document: Document) -> Markup:
    """Put the engine's page counters where the label says {page} and {pages}."""
    label = str(_html.say(document.labels.leaflet.page))
    return Markup(
        fill(label, page='<span class="page"></span>', pages='<span class="pages"></span>')
    )


def _resources(document: Document, library: Library) -> dict[str, bytes]:
    """Gather all that the page may fetch: style sheets, icons, figures, the clinic's logo."""
    folder = library.templates / "leaflet"
    found = {
        f"handouts:{path.name}": path.read_bytes()
        for path in (*files(folder, "*.css"), *files(folder, "*.svg"))
    }
    for figure, drawing in document.drawings.items():
        turned = drawing.mirrored() if document.language.direction == "rtl" else drawing
        found[f"handouts:figure-{figure}.svg"] = _html.svg(turned)
    found["handouts:spacing.css"] = b""
    if document.clinic.logo:
        logo = Path(document.clinic.logo)
        found[f"handouts:logo{logo.suffix.lower()}"] = logo.read_bytes()
    return found


def _figures(
    document: Document, library: Library, sheet: Sheet
) -> tuple[dict[str, list[Words]], list[Finding]]:
    """Lay the words of each figure into their places, at the largest size that fits."""
    placed: dict[str, list[Words]] = {}
    findings: list[Finding] = []
    script_size = document.language.script.body if document.language.script else 14.0
    for section, block in document.topic.blocks():
        if not isinstance(block, Figure) or "leaflet" not in block.goes:
            continue
        drawing = document.drawings[block.drawing]
        if document.language.direction == "rtl":
            drawing = drawing.mirrored()
        scale = sheet.text_width / drawing.width
        choices = tuple(size * script_size / 14 for size in FIGURE_SIZES)
        boxes = [
            _pdf.Box(
                _pdf.Text(
                    str(_html.say(block.words[p.name], document.language, narrow=True)),
                    p.width * scale,
                ),
                p.height * scale,
                choices,
            )
            for p in drawing.places
        ]
        sizes = _pdf.fitting_sizes(boxes, library, document.language)
        size = min(size or choices[-1] for size in sizes)
        placed[f"{section.id}/{block.id}"] = [
            _placed(block.words[p.name], p, drawing.width, drawing.height, size)
            for p in drawing.places
        ]
        findings += [
            error(
                "fit",
                f"“{plain(block.words[p.name])}” does not fit its place in the figure.",
                "Say it in fewer words.",
                language=document.language.tag,
                where=f"{section.id}/{block.id}/words/{p.name}",
                text=block.words[p.name],
            )
            for p, fits in zip(drawing.places, sizes, strict=True)
            if fits is None
        ]
    return placed, findings


def _placed(text: str, place: WordPlace, width: float, height: float, size: float) -> Words:
    return Words(
        text=text,
        left=100 * place.x / width,
        top=100 * place.y / height,
        width=100 * place.width / width,
        height=100 * place.height / height,
        size=size,
        anchor=place.anchor,
        align=place.align,
    )


def _spacings(resources: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """List closer spacings for a long-worded language, each on top of the one before.

    Type never gets smaller.
    """
    sheets = [resources[f"handouts:{name}.css"] for name in CLOSER]
    return [("handouts:spacing.css", b"".join(sheets[: n + 1])) for n in range(len(sheets))]


def _too_long(document: Document, pages: int) -> list[Finding]:
    if pages <= MOST_PAGES:
        return []
    return [
        error(
            "fit",
            f"The leaflet has {pages} pages; {MOST_PAGES} is the most.",
            "Say it in fewer words.",
            language=document.language.tag,
            where="leaflet",
        )
    ]
