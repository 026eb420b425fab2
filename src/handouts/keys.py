"""The key of each artifact: a digest of everything that can change its bytes or its findings.

Same key, same artifact. Keys are made of what files hold, never of their times, and without
reading a catalog or loading an engine: a build that has nothing to do is over at once.
"""

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import sys
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Any

from handouts import clinic, design, editions, inputs
from handouts.errors import HandoutsError
from handouts.language import Language
from handouts.library import Library
from handouts.plan import Job

PACKAGES = (
    *("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "fonttools", "jinja2"),
    *("python-pptx", "lxml", "babel", "markdown-it-py", "pillow", "segno"),
)
# The system's own engines: what tells the version of each, and how its file may be called.
SYSTEM = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
}
SUBSETTER = (
    *("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
ABSENT = "absent"
Stamp = tuple[int, int, int]
_DISTRIBUTION = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*)(?:-.*)?\.(?:dist|egg)-info")


class Keys:
    """Answers the keys of one library's artifacts; each file is read once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._files: dict[Path, str] = {}
        self._coming: dict[Path, Event] = {}
        self._stamps: dict[Path, Stamp] = {}
        self._groups: dict[tuple[object, ...], str] = {}
        self._speaking: dict[tuple[object, ...], tuple[Language, ...]] = {}

    def read_ahead(self, folders: Iterable[str]) -> None:
        """Begin to read the fonts of some folders, the largest files there are, meanwhile."""
        self._coming = {path: Event() for path in inputs.faces(self.library, folders)}
        Thread(target=self._read, args=(self._coming,), daemon=True).start()

    def _read(self, coming: dict[Path, Event]) -> None:
        for path, is_read in coming.items():
            with contextlib.suppress(OSError):  # then whoever needs it reads it
                self._take(path)
            is_read.set()

    def read(self, jobs: Iterable[Job]) -> None:
        """Read all that jobs are made from, as it is now; later questions are answered from it."""
        for job in jobs:
            self.key(job)
            self.key(job, inputs.every(self.library))

    def key(self, job: Job, folders: Iterable[str] = ()) -> str:
        """Answer the key of an artifact that is set in the fonts of some folders.

        Without folders it is set in those of its language. The key is empty where an input is so
        wrong that there is no telling: the job itself says so.
        """
        try:
            return self._key(job, tuple(folders) or inputs.families(self.library, job.language))
        except (OSError, KeyError, HandoutsError):
            return ""

    def _key(self, job: Job, folders: tuple[str, ...]) -> str:
        speakers = self._speakers(job)
        asked = (job.paper,) if job.paper else (job.session.length, f"{len(speakers)} speak")
        return _digest(
            (
                *(tool(), job.topic, job.language.code, job.edition, *asked),
                self._group(inputs.shared),
                self._group(inputs.topic, job.topic),
                *(self._group(inputs.language, lang, job.topic) for lang in speakers),
                *(self._signed(lang, job.topic) for lang in speakers),
                *(self._clinic(inputs.clinic(self.library, job), lang) for lang in speakers),
                self._templates(job),
                self._group(_faces, folders),
            )
        )

    def _speakers(self, job: Job) -> tuple[Language, ...]:
        asked = job.edition, job.language, job.session.notes
        if asked not in self._speaking:
            self._speaking[asked] = inputs.speakers(self.library, job)
        return self._speaking[asked]

    def _group(self, listed: Callable[..., Iterable[Path]], *of: object) -> str:
        """Digest a group of files, once for all artifacts that share it."""
        return self._once((listed, *of), lambda: self._sums(listed(self.library, *of)))

    def _signed(self, lang: Language, topic: str) -> str:
        """Digest what is known of approvals, and whether the program is there that checks them."""
        found = self._group(inputs.sign_offs, lang, topic)
        return found if found == _digest(()) else f"{found} {bool(shutil.which('ssh-keygen'))}"

    def _clinic(self, path: Path, lang: Language) -> str:
        return self._once(("clinic", path, lang), lambda: clinic.load(path).spoken(lang).digest)

    def _templates(self, job: Job) -> str:
        if job.paper:
            return self._once((design.digest, job.edition), lambda: self._look(job.edition))
        (template,) = inputs.templates(self.library, job)
        own = "an educator's own" if job.session.template else "ours"
        return f"{own} {self._sum(template)}"

    def _look(self, edition: str) -> str:
        return design.digest(self.library, editions.load(self.library)[edition])

    def _once(self, what: tuple[object, ...], answer: Callable[[], str]) -> str:
        if what not in self._groups:
            self._groups[what] = answer()
        return self._groups[what]

    def _sums(self, paths: Iterable[Path]) -> str:
        return _digest(f"{path.name} {self._sum(path)}" for path in paths)

    def _sum(self, path: Path) -> str:
        if path in self._coming:
            self._coming[path].wait()
        if path not in self._files:
            self._take(path)
        return self._files[path]

    def _take(self, path: Path) -> None:
        self._stamps[path] = _stamp(path)
        self._files[path] = file_digest(path)

    def saved_since(self) -> set[Path]:
        """List the files that were saved since they were read, even if only to be taken back."""
        return {path for path, stamp in [*self._stamps.items()] if _stamp(path) != stamp}


def _stamp(path: Path) -> Stamp:
    """Tell when a file was changed, how long it is and which it is; nothing where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0, 0)
    return stat.st_mtime_ns, stat.st_size, stat.st_ino  # a new link to it would change st_ctime


def _faces(library: Library, folders: tuple[str, ...]) -> Iterable[Path]:
    return inputs.faces(library, folders)


def file_digest(path: Path) -> str:
    """Answer the SHA-256 of a file's bytes, in hexadecimal; a word where there is no such file.

    A pipe or a device is none: there is nothing to wait for.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ABSENT


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def tool() -> str:
    """Digest what makes artifacts: this package's own code, and the versions of its engines."""
    installed = _installed()
    code = sorted(Path(__file__).parent.rglob("*.py"))
    return _digest(
        (
            *(".".join(map(str, sys.version_info)), zlib.ZLIB_RUNTIME_VERSION),
            *(installed.get(package, ABSENT) for package in ("handouts", *PACKAGES)),
            *(_system_version(names, symbol) for symbol, names in SYSTEM.items()),
            str(_loaded(SUBSETTER) is not None),
            *(file_digest(path) for path in code if "_library" not in path.parts),
        )
    )


def _installed() -> dict[str, str]:
    """Tell the versions of installed packages, from the names of their folders.

    ``importlib.metadata`` says the same of one package after the other, and takes longer than all
    else that a build with nothing to do does.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208 - names are enough
                if match := _DISTRIBUTION.fullmatch(name):
                    package = re.sub(r"[-_.]+", "-", match["name"]).lower()
                    found.setdefault(package, match["version"])
    return found


def _system_version(names: Iterable[str], symbol: str) -> str:
    engine = _loaded(names)
    if engine is None:
        return ABSENT
    ask = getattr(engine, symbol)
    ask.restype = ctypes.c_char_p
    return str(ask().decode("ascii"))


def _loaded(names: Iterable[str]) -> Any:
    """Load a system library by the first of its names that is known here; None where none is."""
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
