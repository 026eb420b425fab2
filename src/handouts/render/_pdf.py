"""WeasyPrint, kept in one room: pages from HTML, and the measuring of text.

Importing it costs the better part of a second and needs Pango, so only renderers import this.
"""

import contextlib
import gc
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from handouts import provenance
from handouts.errors import EngineMissing, Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import Library
from handouts.render import _paging, _structure, _stylesheets, _tounicode
from handouts.render._sheets import Sheet
from handouts.render._structure import Facts

FONT_SETTINGS = "FONTCONFIG_FILE"
POINTS_PER_PIXEL = 0.75  # CSS pixels are 1/96 inch, points 1/72
_MISSING_GLYPH = re.compile(r'unsupported by fonts: "(?P<text>.*?)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered PDF: its bytes, the number of its pages, and what the engine had to say."""

    data: bytes
    pages: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to measure: its HTML, the width it may take and the gap between its paragraphs."""

    html: str
    width: float  # points
    gap: float = 0.0  # points


def engine(library: Library) -> Any:
    """Import WeasyPrint with the shipped fonts and no others.

    Raises:
        EngineMissing: Pango or a library it needs is not installed.
    """
    os.environ[FONT_SETTINGS] = str(library.fonts / "fonts.conf")
    try:
        with contextlib.redirect_stdout(sys.stderr):  # without Pango it prints a banner
            import weasyprint
        import weasyprint.css
        import weasyprint.layout.page
        import weasyprint.pdf.fonts
        import weasyprint.pdf.tags
        import weasyprint.urls
    except ImportError as fault:
        hint = f"Install it with: {sys.executable} -m pip install weasyprint"
        raise EngineMissing(f"The PDF engine is not installed ({fault}).", hint) from fault
    except OSError as fault:
        raise EngineMissing(
            f"The PDF engine needs Pango, which is not installed ({str(fault).splitlines()[0]}).",
            "Run “handouts doctor”: it names the command that installs it here.",
        ) from fault
    _tounicode.complete(weasyprint.pdf.fonts.Font)
    _structure.complete(weasyprint.pdf.tags)
    _stylesheets.complete(weasyprint.css)
    _paging.complete(weasyprint.layout.page)
    return weasyprint


def engine_versions(library: Library) -> dict[str, str]:
    """Tell the versions of the system libraries the engine uses; empty where one is missing.

    Raises:
        EngineMissing: Pango or a library it needs is not installed.
    """
    engine(library)
    from weasyprint.text import ffi

    return {
        "pango": ".".join(str(ffi.pango.pango_version() // part % 100) for part in (10000, 100, 1)),
        "harfbuzz-subset": "found" if ffi.harfbuzz_subset else "",
    }


class Layout:
    """Pages as the engine laid them out, with what it had to say."""

    def __init__(self, document: Any, findings: Sequence[Finding]) -> None:
        self._document = document
        self.findings = tuple(findings)

    @property
    def pages(self) -> list[Any]:
        """List the engine's own pages, for ``_layout`` to read and ``_sheets`` to place."""
        return list(self._document.pages)

    def write(self, mark: str, facts: Facts, sheets: Sequence[Sheet] | None = None) -> bytes:
        """Draw it, or the sheets that hold its pages, as tagged PDF/UA-1: marked and sealed."""
        document = self._document.copy(sheets) if sheets else self._document
        heights = [page.height * POINTS_PER_PIXEL for page in document.pages]

        def finish(_: Any, pdf: Any) -> None:
            _structure.finish(pdf, heights, facts)
            _add_mark(pdf, mark)

        return provenance.sealed_pdf(
            document.write_pdf(
                finisher=finish,
                pdf_variant="pdf/ua-1",
                pdf_tags=True,
                pdf_forms=True,
                hinting=False,
                custom_metadata=True,
            )
        )


def lay_out(
    html: str,
    library: Library,
    resources: Mapping[str, bytes],
    language: Language,
    watch: _paging.Watch | None = None,
) -> Layout:
    """Lay out an HTML page, watching for what ``watch`` says.

    ``resources`` are the only things the page can fetch, by URL: no file, no network.

    Raises:
        TooManyPages: it has more than it may have.
        Refused: the page, or an image in it, asks for anything else.
        EngineMissing: Pango or a library it needs is not installed.
    """
    weasyprint = engine(library)
    with (
        _listening(language) as findings,
        _nothing_fetched(language),
        _paging.watched(watch or _paging.Watch()),
        _uncollected(),
    ):
        page = weasyprint.HTML(string=html, base_url="handouts:", url_fetcher=_fetcher(resources))
        document = page.render(pdf_forms=True)
    return Layout(document, tuple(dict.fromkeys(findings)))


def render(
    html: str,
    library: Library,
    resources: Mapping[str, bytes],
    language: Language,
    mark: str,
    facts: Facts,
) -> Page:
    """Lay out an HTML page and write it as it is: see ``lay_out`` and ``Layout.write``."""
    layout = lay_out(html, library, resources, language)
    data, findings = written(layout, language, mark, facts)
    return Page(data, len(layout.pages), findings)


def written(
    layout: Layout,
    language: Language,
    mark: str,
    facts: Facts,
    sheets: Sequence[Sheet] | None = None,
) -> tuple[bytes, tuple[Finding, ...]]:
    """Write a layout; answer the bytes with all that the engine said of it, first to last.

    Raises:
        Refused: the page asks for an attachment.
    """
    with _listening(language) as findings, _nothing_fetched(language), _uncollected():
        data = layout.write(mark, facts, sheets)
    return data, tuple(dict.fromkeys((*layout.findings, *findings)))


def _add_mark(pdf: Any, mark: str) -> None:
    """Keep a page's provenance in a stream of its own, uncompressed, that the catalog names.

    A private name with a prefix: ISO 32000-1, Annex E.
    """
    import pydyf

    stream = pydyf.Stream([mark.encode("ascii")], compress=False)
    pdf.add_object(stream)
    pdf.catalog["HDTS_Provenance"] = stream.reference


def _fetcher(resources: Mapping[str, bytes]) -> Callable[[str], Any]:
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    def fetch(url: str) -> Any:
        if url not in resources:
            raise FatalURLFetchingError(f"A page asked for {url}, which is not part of it.")
        kind = (
            "text/css"
            if url.endswith(".css")
            else ("image/svg+xml" if url.endswith(".svg") else "image/png")
        )
        return URLFetcherResponse(url, resources[url], {"Content-Type": kind})

    fetch.resources = resources  # type: ignore[attr-defined]  # for `_stylesheets` to look into
    return fetch


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: nearly all that a layout makes lives as long as it does."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def _nothing_fetched(language: Language) -> Iterator[None]:
    """Refuse a page that asks for what is not part of it."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as fault:
        hint = "Take the link out of the logo or template."
        raise Refused([error("page", str(fault), hint, language=language.tag)]) from fault


@contextlib.contextmanager
def _listening(language: Language) -> Iterator[list[Finding]]:
    """Turn what WeasyPrint logs into findings: its silence is part of a page being right."""
    findings: list[Finding] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if finding := _finding(record.getMessage(), language):
                findings.append(finding)

    logger = logging.getLogger("weasyprint")
    listener, before = Listener(logging.WARNING), (logger.handlers, logger.propagate)
    logger.handlers, logger.propagate = [listener], False
    try:
        yield findings
    finally:
        logger.handlers, logger.propagate = before


def _finding(message: str, language: Language) -> Finding | None:
    if "HarfBuzz-Subset" in message:
        return None  # about the machine, not the page: `handouts doctor` says it
    if missing := _MISSING_GLYPH.search(message):
        return error(
            "glyphs",
            f"No shipped font has “{missing['text']}”.",
            "Use another character, or add it to assets/fonts/make_fonts.py.",
            language=language.tag,
            text=missing["text"],
        )
    return error(
        "page",
        f"The PDF engine says: {message}",
        "Look at the page and its template.",
        language=language.tag,
    )


# ---------------------------------------------------------------- measuring


def heights(
    texts: Sequence[tuple[Text, float]],
    library: Library,
    language: Language,
    leading: float = 0.0,
) -> list[float]:
    """Measure the height in points of each text at a type size, set by the engine of the pages.

    The shipped fonts are no narrower than the faces a deck names, so what fits here fits there.
    """
    if not texts:
        return []
    leading = leading or deck_leading(language)
    body = "".join(
        f'<div id="t{n}" style="width: {text.width:.2f}pt; font-size: {size}pt">'
        f"<style>#t{n} p + p {{ margin-top: {text.gap}pt }}</style>{text.html}</div>"
        for n, (text, size) in enumerate(texts)
    )
    page = (
        engine(library)
        .HTML(
            string=f'<html lang="{language.tag}" dir="{language.direction}"><style>'
            "@page { size: 3000pt 500000pt; margin: 0 } * { margin: 0; padding: 0 }"
            f"body {{ font-family: {font_stack(language)}; line-height: {leading};"
            " overflow-wrap: break-word } .together { white-space: nowrap }</style>"
            f"{body}<div id='t{len(texts)}'></div></html>",
            url_fetcher=_fetcher({}),
        )
        .render()
        .pages[0]
    )
    tops = [page.anchors[f"t{n}"][1] * POINTS_PER_PIXEL for n in range(len(texts) + 1)]
    return [below - top for top, below in pairwise(tops)]


def deck_leading(language: Language) -> float:
    """Answer the line height that slides are measured with, as a multiple."""
    script = language.script
    return (script.deck_leading or script.leading) if script else 1.5


def font_stack(language: Language) -> str:
    """Write the CSS font-family of a language: the faces of its script, by name."""
    faces = language.script.print_fonts if language.script else ("Noto Sans",)
    return ", ".join(f'"{face}"' for face in faces)
