"""The clinic's own details, printed as they stand: text, whatever they look like."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from handouts import inline, language, reading
from handouts.colour import LEAST_CONTRAST, WHITE, contrast, is_colour
from handouts.errors import Refused, nearest
from handouts.findings import error
from handouts.language import Language
from handouts.papers import Paper

ACCENT = "#0a4d5c"
# The longest a detail may be, in characters: what fits its line on the narrowest page.
MOST = {"name": 90, "address": 140, "day": 60, "night": 60, "interpreter": 60, "feedback": 120}
MOST_WEB = 300
_SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = ("topic", "language", "edition")


D = TypeVar("D", bound="Details")


class Details(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a clinic prints of itself; what is empty becomes a line to write on.

    ``web`` is the address of a document online, with {topic}, {language} and {edition} in it.
    """

    name: str = ""
    address: str = ""
    day: str = ""
    night: str = ""
    interpreter: str = ""
    feedback: str = ""
    web: str = ""


class Clinic(Details, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clinic's file: whom a patient can call, and how the clinic likes its pages.

    ``logo`` is an absolute path once loaded, or empty; ``accent`` a colour #RRGGBB.
    ``languages`` holds what is said otherwise in one language, by its name.
    """

    logo: str = ""
    accent: str = ACCENT
    paper: Paper = "a4"
    languages: dict[str, Details] = {}

    def spoken(self, lang: Language) -> "Clinic":
        """Answer the details in a language: its own where there are some, else those of all."""
        own = self.languages.get(lang.code, Details())
        said = {n: v for n, v in msgspec.structs.asdict(own).items() if v}
        return msgspec.structs.replace(self, **said, languages={})

    def online(self, topic: str, tag: str, edition: str) -> str:
        """Answer the web address of a document in a language; empty where there is none."""
        return inline.fill(self.web, topic=topic, language=tag, edition=edition)

    @property
    def digest(self) -> str:
        """Answer the SHA-256 of all of it that a page prints."""
        image = Path(self.logo).read_bytes() if self.logo else b""
        words = msgspec.structs.asdict(msgspec.structs.replace(self, logo="", paper="a4"))
        return hashlib.sha256(msgspec.json.encode(words) + image).hexdigest()


def load(path: Path) -> Clinic:
    """Read a clinic's file.

    Raises:
        Refused: the file cannot be read, is not TOML, has a name that does not exist, a text that
            fits no page, a colour too pale to read, no web address where one should be, or a logo
            that cannot be used; with every fault found.
    """
    raw, text = reading.read_toml(path, "clinic file")
    clinic: Clinic = reading.convert(raw, Clinic, path)
    lines = text.splitlines()
    findings = [
        error("clinic", what, hint, file=reading.shown(path), line=_line(lines, key))
        for key, what, hint in _faults(clinic)
    ]
    image = ""
    try:
        image = _logo(path, clinic.logo) if clinic.logo else ""
    except Refused as refused:
        findings += refused.findings
    if findings:
        raise Refused(findings)
    named = {_parsed(name).code: _clean(own) for name, own in clinic.languages.items()}
    return msgspec.structs.replace(_clean(clinic), logo=image, languages=named)


def _logo(path: Path, name: str) -> str:
    from handouts import logo  # here, as few clinics have one

    return str(logo.load(path, name))


def _clean(details: D) -> D:
    texts = {name: inline.clean(getattr(details, name)) for name in Details.__struct_fields__}
    return msgspec.structs.replace(details, **texts)


def _parsed(name: str) -> Language:
    found = language.parse(name)
    if found is None:  # pragma: no cover - _faults has told of it
        raise ValueError(name)
    return found


def _line(lines: list[str], key: str) -> int:
    """Find the line that sets a key, or opens its table; 0 where none does."""
    opening = re.compile(rf"\s*(?:\[\w*\.?\"?)?{re.escape(key)}\"?\s*[=\]]")
    return next((n for n, line in enumerate(lines, start=1) if opening.match(line)), 0)


def _faults(clinic: Clinic) -> Iterator[tuple[str, str, str]]:
    """Say each fault: the key it is about, what is wrong, what to do."""
    yield from _text_faults(clinic, "")
    for name, own in clinic.languages.items():
        if language.parse(name) is None:
            known = ("es", "zh_Hans", "pt_BR")
            yield name, f"“{name}” names no language.", nearest(name, known)
        yield from _text_faults(own, f" in {name}")
    if not is_colour(clinic.accent):
        yield "accent", f"The accent “{clinic.accent[:40]}” is no colour.", "Write it as #RRGGBB."
    elif (found := contrast(clinic.accent, WHITE)) < LEAST_CONTRAST:
        what = f"The accent {clinic.accent} has a contrast of {found:.1f}:1 with white"
        yield "accent", f"{what}; {LEAST_CONTRAST:g}:1 is the least.", "Choose a darker colour."


def _text_faults(details: Details, where: str) -> Iterator[tuple[str, str, str]]:
    for name, most in MOST.items():
        length = len(getattr(details, name))
        if length > most:
            what = f"The clinic's {name}{where} has {length:,} characters; {most} is the most."
            yield name, what, "Say it shorter."
    if details.web:
        yield from _web_faults(details.web, where)


def _web_faults(web: str, where: str) -> Iterator[tuple[str, str, str]]:
    from urllib.parse import urlsplit  # here, as few clinics have a web address

    hint = "Write an address such as https://clinic.example/handouts/{topic}/{language}"
    address = _SLOT.sub("x", web)
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or len(web) > MOST_WEB or not address.isascii() or not address.isprintable():
        yield "web", f"The clinic's web address{where} is none that a phone can open.", hint
    elif " " in address:
        yield "web", f"The clinic's web address{where} has a space in it.", hint
    for slot in _SLOT.findall(web):
        if slot not in SLOTS:
            yield "web", f"There is no {{{slot[:40]}}} in a web address.", nearest(slot, SLOTS)
