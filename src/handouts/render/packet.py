"""The review packet: one HTML file to mark and send back, and a PDF to print and sign.

The HTML works from a mail attachment: one file, no network, and without its script it can be read
and printed. Its texts come from translators, so each is escaped, and what cannot be seen is shown.
"""

import base64
import hashlib
import unicodedata
from pathlib import Path

import msgspec
from markupsafe import Markup, escape

from handouts import design
from handouts.artifact import Artifact
from handouts.dossier import DECISIONS, Dossier
from handouts.inline import visible
from handouts.library import Library
from handouts.reading import read_text
from handouts.render import _html, _pdf
from handouts.render._pages import filled
from handouts.render._structure import Facts
from handouts.wording import grouped

_ISOLATES = "\u2066\u2067\u2068\u2069"


def name(dossier: Dossier) -> str:
    """Name the packet's files, without their endings."""
    document = dossier.document
    part = ".changes" if dossier.partial else ""
    return f"{document.topic.id}.packet{part}.{document.language.tag}"


def html(dossier: Dossier, library: Library) -> str:
    """Write the packet as one HTML file that needs nothing else.

    Raises:
        Refused: a template, the script or the style sheet cannot be used.
    """
    folder = library.templates / "packet"
    script = read_text(folder / "packet.js", "packet's script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = read_text(folder / "screen.css", "packet's style sheet")
    return _page(
        dossier,
        folder,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        data=Markup(_data(dossier)),
        printed=False,
        source=_data_url,
    )


def render(dossier: Dossier, library: Library, paper: str) -> Artifact:
    """Set the packet as a PDF to print, mark by hand and sign.

    Raises:
        Refused: the template or the style sheet cannot be used.
        EngineMissing: the PDF engine cannot be loaded.
    """
    document = dossier.document
    look = design.of_packet(library)
    made = document.provenance("packet", paper, look, "weasyprint", "jinja2")
    pictures = {
        f"handouts:{hashlib.sha256(data).hexdigest()}.png": data
        for data in (*dossier.pages, *(dossier.slides or ()))
    }
    style = read_text(library.templates / "packet" / "print.css", "packet's style sheet")
    page = _page(
        dossier,
        library.templates / "packet",
        style=Markup(
            f"@page {{ size: {paper} landscape }}\n:root {{ --fonts: {_faces(dossier)} }}\n{style}"
        ),
        script="",
        policy="",
        data="",
        printed=True,
        source=lambda data: f"handouts:{hashlib.sha256(data).hexdigest()}.png",
    )
    source = document.topic.source
    facts = Facts(
        languages=(document.language.tag, "en"),
        source=f"{source.title} ({source.reviewed.isoformat()})",
        code=f"{name(dossier)}.v{document.topic.version}-{document.wording.fingerprint[:8]}",
        right_to_left=document.language.direction == "rtl",
    )
    done = _pdf.render(page, library, pictures, document.language, made.mark(), facts)
    return Artifact(f"{name(dossier)}.pdf", done.data, done.pages, made, done.findings)


def _faces(dossier: Dossier) -> str:
    return f'"Noto Sans", {_pdf.font_stack(dossier.document.language)}'


def _page(dossier: Dossier, folder: Path, **values: object) -> str:
    document = dossier.document
    return filled(
        folder,
        "packet.html.jinja",
        {"shown": shown, "grouped": grouped},
        dossier=dossier,
        document=document,
        language=document.language,
        fingerprint=document.wording.fingerprint,
        **values,
    )


def _data_url(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def shown(text: str) -> Markup:
    """Write a text as HTML, its bold as bold, and characters that cannot be seen by their codes."""
    return Markup(visible(str(_html.say(text)), _named))


def _named(code: int) -> str:
    said = escape(unicodedata.name(chr(code), "control character").lower())
    mark = f'<b class="hidden" title="{said}">U+{code:04X}</b>'
    return chr(code) + mark if chr(code) in _ISOLATES else mark


def _data(dossier: Dossier) -> str:
    """Write what the script puts into the file of decisions, safe inside a script element."""
    document = dossier.document
    values = {
        "format": DECISIONS,
        "topic": document.topic.id,
        "version": document.topic.version,
        "language": document.language.tag,
        "fingerprint": document.wording.fingerprint,
        "messages": {
            str(p.number): {
                "catalog": p.said.catalog,
                "context": p.said.context,
                "source": p.said.source,
                "text": p.said.text,
            }
            for p in dossier.passages
        },
    }
    text = msgspec.json.encode(values).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
