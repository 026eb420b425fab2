"""The review packet: one HTML file to mark and send back, and a PDF to print and sign.

The HTML works from a mail attachment: one file, no network, and without its script it can be read
and printed. Its texts come from translators, so each is escaped, and what cannot be seen is shown.
"""

import base64
import hashlib
import re
import unicodedata
from pathlib import Path

import msgspec
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from handouts.artifact import Artifact
from handouts.dossier import DECISIONS, Dossier
from handouts.inline import plain
from handouts.library import Library, files
from handouts.render import _html, _pdf

_JOINERS = "\u200c\u200d"  # part of how Persian and Arabic are spelled: shown only elsewhere
_ISOLATES = "\u2066\u2067\u2068\u2069"
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def name(dossier: Dossier) -> str:
    """Name the packet's files, without their endings."""
    document = dossier.document
    part = ".changes" if dossier.partial else ""
    return f"{document.topic.id}.packet{part}.{document.language.tag}"


def html(dossier: Dossier, library: Library) -> str:
    """Write the packet as one HTML file that needs nothing else."""
    folder = library.templates / "packet"
    script = (folder / "packet.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = (folder / "screen.css").read_text(encoding="utf-8")
    return _filled(
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
        EngineMissing: the PDF engine cannot be loaded.
    """
    document = dossier.document
    design = library.design("packet")
    made = document.provenance("packet", paper, design, "weasyprint", "jinja2")
    pictures = {
        f"handouts:{hashlib.sha256(data).hexdigest()}.png": data
        for data in (*dossier.pages, *(dossier.slides or ()))
    }
    style = (library.templates / "packet" / "print.css").read_text(encoding="utf-8")
    page = _filled(
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
    done = _pdf.render(page, library, pictures, document.language, made.mark())
    return Artifact(f"{name(dossier)}.pdf", done.data, done.pages, made, done.findings)


def _faces(dossier: Dossier) -> str:
    return f'"Noto Sans", {_pdf.font_stack(dossier.document.language)}'


def _filled(dossier: Dossier, folder: Path, **values: object) -> str:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(
            {p.name: p.read_text(encoding="utf-8") for p in files(folder, "*.jinja")}
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    language = dossier.document.language
    environment.filters.update(shown=shown, plain=plain, date=language.date, grouped=_grouped)
    template = environment.get_template("packet.html.jinja")
    document = dossier.document
    return template.render(
        dossier=dossier,
        document=document,
        language=language,
        fingerprint=document.wording.fingerprint,
        **values,
    )


def _grouped(text: str) -> str:
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def _data_url(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def shown(text: str) -> Markup:
    """Write a text as HTML, its bold as bold, and characters that cannot be seen by their names."""
    html = str(_html.say(text))
    return Markup(_HIDDEN.sub(lambda found: _name_of(found, html), html))


def _name_of(found: "re.Match[str]", text: str) -> str:
    character = found[0]
    if character in _JOINERS and _joins(text, found.start()):
        return character
    code = f"U+{ord(character):04X}"
    said = unicodedata.name(character, "control character").lower()
    mark = f'<b class="hidden" title="{escape(said)}">{code}</b>'
    return character + mark if character in _ISOLATES else mark


def _joins(text: str, place: int) -> bool:
    """Tell whether a joiner stands between letters, where spelling puts it."""
    return 0 < place < len(text) - 1 and text[place - 1].isalpha() and text[place + 1].isalpha()


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
