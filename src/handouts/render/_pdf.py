"""WeasyPrint, kept in one room: pages from HTML, and the measuring of text.

Importing it costs the better part of a second and needs Pango, so only renderers import this.
"""

import contextlib
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from handouts import provenance
from handouts.errors import EngineMissing, Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import Library
from handouts.render import _tounicode

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


@dataclass(frozen=True, slots=True)
class Box:
    """A text with the height it may take, in points, and the type sizes to try, largest first."""

    text: Text
    height: float
    sizes: tuple[float, ...]


def engine(library: Library) -> Any:
    """Import WeasyPrint with the shipped fonts and no others.

    Raises:
        EngineMissing: Pango or a library it needs is not installed.
    """
    os.environ[FONT_SETTINGS] = str(library.fonts / "fonts.conf")
    try:
        with contextlib.redirect_stdout(sys.stderr):  # without Pango it prints a banner
            import weasyprint
        import weasyprint.pdf.fonts
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


def render(
    html: str,
    library: Library,
    resources: Mapping[str, bytes],
    language: Language,
    mark: str,
    spacings: Sequence[tuple[str, bytes]] = (),
    most_pages: int = 0,
) -> Page:
    """Lay out an HTML page as tagged PDF/UA-1, with the mark of its provenance, sealed.

    ``resources`` are the only things the page can fetch, by URL: no file, no network. While the
    layout has more than ``most_pages`` pages, the next of ``spacings`` (a URL and its content)
    takes the place of the one before.

    Raises:
        Refused: the page, or an image in it, asks for anything else.
        EngineMissing: Pango or a library it needs is not installed.
    """
    weasyprint = engine(library)
    with _listening(language) as findings:
        try:
            document = _laid_out(weasyprint, html, resources)
            for url, content in spacings:
                if len(document.pages) > most_pages:
                    findings.clear()
                    document = _laid_out(weasyprint, html, {**resources, url: content})
            data = provenance.sealed_pdf(
                document.write_pdf(
                    finisher=partial(_add_mark, mark=mark),
                    pdf_variant="pdf/ua-1",
                    pdf_tags=True,
                    hinting=False,
                )
            )
        except weasyprint.urls.FatalURLFetchingError as fault:
            hint = "Take the link out of the logo or template."
            raise Refused([error("page", str(fault), hint, language=language.tag)]) from fault
        return Page(data, len(document.pages), tuple(dict.fromkeys(findings)))


def _add_mark(_: Any, pdf: Any, mark: str) -> None:
    """Keep a page's provenance in a stream of its own, uncompressed, that the catalog names.

    A private name with a prefix: ISO 32000-1, Annex E.
    """
    import pydyf

    stream = pydyf.Stream([mark.encode("ascii")], compress=False)
    pdf.add_object(stream)
    pdf.catalog["HDTS_Provenance"] = stream.reference


def _laid_out(weasyprint: Any, html: str, resources: Mapping[str, bytes]) -> Any:
    page = weasyprint.HTML(string=html, base_url="handouts:", url_fetcher=_fetcher(resources))
    return page.render()


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

    return fetch


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


def fitting_sizes(boxes: Sequence[Box], library: Library, language: Language) -> list[float | None]:
    """Find for each text the largest of its type sizes that fits its box; None where none does."""
    found: list[float | None] = [None] * len(boxes)
    for step in range(max((len(box.sizes) for box in boxes), default=0)):
        trial = [n for n, box in enumerate(boxes) if found[n] is None and step < len(box.sizes)]
        sized = [(boxes[n].text, boxes[n].sizes[step]) for n in trial]
        for number, height in zip(trial, heights(sized, library, language), strict=True):
            if height <= boxes[number].height:
                found[number] = boxes[number].sizes[step]
    return found


def heights(
    texts: Sequence[tuple[Text, float]], library: Library, language: Language
) -> list[float]:
    """Measure the height in points of each text at a type size, set by the engine of the pages.

    The shipped fonts are no narrower than the faces a deck names, so what fits here fits there.
    """
    if not texts:
        return []
    leading = language.script.leading if language.script else 1.5
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


def font_stack(language: Language) -> str:
    """Write the CSS font-family of a language: the faces of its script, by name."""
    faces = language.script.print_fonts if language.script else ("Noto Sans",)
    return ", ".join(f'"{face}"' for face in faces)
