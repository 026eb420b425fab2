"""The printed handout, in every print edition: a document as a tagged PDF.

The page is laid out, and laid out closer while it has too many pages; what still does not fit is
a finding. Then it is imposed where the edition folds, and written.
"""

from handouts import design
from handouts.artifact import Artifact
from handouts.document import Document
from handouts.editions import Edition
from handouts.language import Language
from handouts.library import Library
from handouts.papers import Paper
from handouts.render import _fit, _imposition, _imprint, _pdf, _search
from handouts.render._setter import Setter
from handouts.render._sheets import Sheet


def render(document: Document, library: Library, edition: Edition, paper: Paper) -> Artifact:
    """Set a document in a print edition on a paper.

    Raises:
        Refused: a template cannot be used.
        EngineMissing: the PDF engine cannot be loaded.
    """
    setter = Setter(document, library, edition, paper)
    layout = _search.widest(setter)
    look = design.digest(library, edition)
    made = document.provenance(
        edition.name, paper, look, "weasyprint", "jinja2", "fonttools", "segno"
    )
    sheets = _sheets(layout, edition, paper, document.language)
    data, findings = _pdf.written(
        layout, document.language, made.mark(), setter.facts, sheets or None
    )
    return Artifact(
        name=_imprint.name(document, edition, paper),
        data=data,
        pages=len(sheets or layout.pages),
        provenance=made,
        findings=(
            *findings,
            *_fit.findings(layout.pages, edition, paper, document.language),
        ),
    )


def _sheets(layout: _pdf.Layout, edition: Edition, paper: Paper, language: Language) -> list[Sheet]:
    """Put the pages on sheets where the edition folds; else there are none."""
    if not edition.imposition:
        return []
    size = _imposition.sheet_size(edition.imposition, paper)
    pages = layout.pages
    return [
        Sheet(side, pages, size)
        for side in _imposition.sides(edition.imposition, len(pages), paper, language.direction)
    ]
