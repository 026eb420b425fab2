"""What the machine must have, and how to get what it lacks."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from handouts.errors import EngineMissing, HandoutsError
from handouts.language import SCRIPTS
from handouts.library import Library, files

PACKAGES = (
    "weasyprint",
    "babel",
    "jinja2",
    "python-pptx",
    "click",
    "msgspec",
    "markdown-it-py",
    "polib",
    "lxml",
    "fonttools",
    "pypdfium2",
    "confusable-homoglyphs",
    "pillow",
    "segno",
)

# The program that installs packages, and its words for Pango and HarfBuzz-Subset.
INSTALLERS = {
    "apt-get": (
        "apt-get update",
        "apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ),
    "dnf": ("dnf install -y pango harfbuzz",),
    "apk": ("apk add pango harfbuzz-subset fontconfig",),
    "pacman": ("pacman -S --noconfirm pango",),
    "brew": ("brew install pango",),
}
BY_HAND = "install Pango (on Windows: MSYS2, then pacman -S mingw-w64-x86_64-pango)"
PANGO, SUBSET = "Pango", "HarfBuzz-Subset"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: what was found, whether it is good, and how to mend it."""

    name: str
    found: str
    good: bool
    mend: str = ""
    needed: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Turn it into plain values."""
        return asdict(self)


def examine(library: Library) -> tuple[Sign, ...]:
    """Look at Python, packages, Pango, fonts and the library."""
    return (
        Sign(
            "Python",
            platform.python_version(),
            sys.version_info >= (3, 11),
            "install Python 3.11 or later",
        ),
        *_packages(),
        *_engine(library),
        _fonts(library),
        *_programs(),
        Sign("library", str(library.root), bool(library.topics()), "handouts init DIR"),
    )


def _packages() -> Iterator[Sign]:
    for name in PACKAGES:
        try:
            yield Sign(name, importlib.metadata.version(name), good=True)
        except importlib.metadata.PackageNotFoundError:
            yield Sign(name, "not installed", good=False, mend=_pip(name))


def _pip(name: str) -> str:
    return f"{sys.executable} -m pip install {name}"


def _engine(library: Library) -> Iterator[Sign]:
    """Load Pango the way the PDF engine does, and ask for the quick way to subset fonts."""
    from handouts.render import _pdf

    try:
        versions = _pdf.engine_versions(library)
    except EngineMissing as missing:
        yield Sign(PANGO, missing.message, good=False, mend=install_command())
        return
    yield Sign(PANGO, versions["pango"], good=True)
    subset = versions["harfbuzz-subset"]
    yield Sign(
        SUBSET,
        subset or "not found; fonts are embedded the slow way",
        good=bool(subset),
        mend=install_command(),
        needed=False,
    )


def _programs() -> Iterator[Sign]:
    """Look for the outside programs that reviews need, and leaflets do not."""
    for name, purpose, mend in (
        ("ssh-keygen", "approvals cannot be signed or checked", "install OpenSSH's client"),
        ("soffice", "review packets have no pictures of slides", "install LibreOffice Impress"),
    ):
        found = shutil.which(name)
        yield Sign(name, found or f"not found; {purpose}", bool(found), mend, needed=False)


def _fonts(library: Library) -> Sign:
    """Look for a regular and a bold face of every family that a language names."""
    families = sorted({family for script in SCRIPTS.values() for family in script.print_fonts})
    faces = {f: files(library.fonts / f.lower().replace(" ", "-"), "*.ttf") for f in families}
    missing = [family for family, found in faces.items() if len(found) < 2]
    found = f"{', '.join(missing)} missing" if missing else ", ".join(families)
    return Sign("fonts", found, not missing, "python assets/fonts/make_fonts.py, or install again")


def install_command() -> str:
    """Write the command that installs the missing system libraries on this machine."""
    return " && ".join(_steps()) or BY_HAND


def _steps() -> tuple[str, ...]:
    for installer, steps in INSTALLERS.items():
        if shutil.which(installer):
            return tuple(_as_administrator(step) for step in steps)
    return ()


def _as_administrator(step: str) -> str:
    is_plain_user = hasattr(os, "geteuid") and os.geteuid() != 0
    return f"sudo {step}" if is_plain_user and not step.startswith("brew") else step


def can_mend(signs: Iterable[Sign]) -> bool:
    """Tell whether a system library is missing that :func:`mend` installs."""
    return any(not sign.good and sign.name in (PANGO, SUBSET) for sign in signs)


def mend(tell: Callable[[str], None]) -> None:
    """Run the command that installs what is missing.

    Raises:
        HandoutsError: the command failed, or none is known for this machine.
    """
    steps = _steps()
    if not steps:
        raise HandoutsError("No command is known that installs Pango here.", BY_HAND)
    for step in steps:
        tell(step)
        # Package managers write to their own terminal; standard output stays ours.
        if subprocess.run(step.split(), stdout=sys.stderr, check=False).returncode:
            raise HandoutsError(f"“{step}” did not succeed.", "Run it yourself to see why.")
