"""Shared by all tests: the shipped library, copies of it to spoil, and the real command line."""

import json
import os
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desk import PEOPLE, Desk, new_key, new_library

from handouts import acknowledged, checks, document, library, walk
from handouts.catalog import Catalog, Entry
from handouts.checks import Case
from handouts.cli import main
from handouts.document import Document, Sources
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library
from handouts.provenance import Provenance

# Every language that is shipped. Those in PRINTED are laid out again and again, one of each kind:
# the source, a long-worded one, one from right to left, one without spaces.
SHIPPED = (
    *("en", "ar", "de", "es", "fa", "fr", "ht", "it", "ja", "ko"),
    *("pl", "pt_BR", "ru", "tl", "vi", "zh_Hans", "zh_Hant"),
)
TRANSLATED = tuple(code for code in SHIPPED if code != "en")
PRINTED = ("en", "es", "ar", "zh_Hans")
# What is built for tests to read: the long editions in the two languages that differ most.
BUILT = (
    (PRINTED, ("leaflet", "trifold", "booklet", "deck")),
    (("ar", "zh_Hans"), ("large-print", "bilingual")),
)
Run = Callable[..., Result]
Judge = Callable[[str, str, str], list[Finding]]


@pytest.fixture(scope="session")
def shelf() -> Library:
    """The library of this checkout."""
    return library.bundled()


@pytest.fixture(scope="session")
def sources(shelf: Library) -> Sources:
    """The shipped topic with all it refers to."""
    return document.open_sources(shelf, "remission")


@pytest.fixture(scope="session")
def documents(shelf: Library, sources: Sources) -> Mapping[str, Document]:
    """The shipped topic in the languages that tests lay out, by BCP 47 tag."""
    return {
        language.tag: document.localize(
            sources,
            document.open_catalogs(shelf, sources, language),
            language,
            acknowledged.load(shelf.acknowledged(language)),
        )
        for language in map(Language, PRINTED)
    }


@pytest.fixture(scope="session")
def clinic_library(tmp_path_factory: pytest.TempPathFactory, shelf: Library) -> Library:
    """The shipped library, fonts aside, with the made-up topic in it."""
    root = tmp_path_factory.mktemp("clinic")
    shutil.copytree(shelf.assets, root / "assets", ignore=shutil.ignore_patterns("fonts"))
    shutil.copytree(shelf.locales, root / "locales")
    shutil.copy(Path(__file__).parent / "doses.toml", root / "assets" / "content")
    return Library(root)


@pytest.fixture(scope="session")
def doses(clinic_library: Library) -> Sources:
    """Sentences in which a changed word would harm: tests/doses.toml."""
    return document.open_sources(clinic_library, "doses")


ABOUT_THE_WHOLE = (
    checks.header.header_is_right,
    checks.translated.every_message_is_translated,
    checks.glyphs.every_glyph_is_shipped,
)


@pytest.fixture(scope="session")
def judge(clinic_library: Library, doses: Sources) -> Judge:
    """Answer what the checks say of one translation of one sentence, the fonts aside."""
    messages = {m.context.rpartition("/")[2]: m for m in walk.messages(doses.topic)}
    rules = [r for r in (*checks.LANGUAGE_RULES, *checks.QUESTIONS) if r not in ABOUT_THE_WHOLE]

    def judged(code: str, sentence: str, text: str) -> list[Finding]:
        language, message = Language(code), messages[sentence]
        path = clinic_library.catalog(language, "doses")
        entry = Entry(message.text, text, fuzzy=False, line=1, raw=text)
        catalogs = {name: Catalog(path) for name in doses.domains()}
        catalogs["doses"] = Catalog(path, {message.context: entry})
        spoken = document.localize(doses, catalogs, language)
        case = Case(clinic_library, doses, catalogs, spoken, date(2025, 6, 1))
        return list(checks.check(case, rules))

    return judged


@pytest.fixture
def spoiled(tmp_path: Path, shelf: Library) -> Library:
    """A copy of the shipped library for a test to spoil; only the fonts are shared."""
    root = tmp_path / "library"
    for part in library.PARTS:
        shutil.copytree(shelf.root / part, root / part, ignore=shutil.ignore_patterns("fonts"))
    shutil.copytree(shelf.fonts, root / "assets" / "fonts", copy_function=_link)
    return Library(root)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process, in an empty folder; answer status, stdout and stderr."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("HANDOUTS_LIBRARY", raising=False)

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory, shelf: Library) -> Desk:
    """A library of one small topic, with people who may sign and their keys; nobody has signed."""
    require("ssh-keygen")
    folder = tmp_path_factory.mktemp("signable")
    keys = folder / "keys"
    keys.mkdir()
    for who in PEOPLE:
        new_key(keys / who)
    return Desk(new_library(folder / "library", shelf, keys), keys)


@pytest.fixture
def desk(small_library: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of the small library for a test to sign and to spoil."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOUTS_LIBRARY", raising=False)
    return small_library.copied(tmp_path / "desk")


@pytest.fixture(scope="session")
def signed_library(small_library: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small library with Spanish approved by two people."""
    desk = small_library.copied(tmp_path_factory.mktemp("signed") / "library")
    desk.approve()
    return desk


@pytest.fixture
def signed(signed_library: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of the library with Spanish approved, for a test to spoil."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOUTS_LIBRARY", raising=False)
    return signed_library.copied(tmp_path / "signed")


@dataclass(frozen=True)
class Built:
    """A folder that the command line filled, and what the command printed."""

    folder: Path
    stdout: str
    stderr: str

    def file(self, name: str) -> Path:
        """Find a file by its name."""
        return next(self.folder.rglob(name))


def handouts(
    *arguments: str | Path, cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does: another process, another folder; other code at path."""
    environment = {k: v for k, v in os.environ.items() if k != "HANDOUTS_LIBRARY"}
    if path:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run(
        [sys.executable, "-m", "handouts", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _named(languages: tuple[str, ...], editions: tuple[str, ...]) -> list[str]:
    tags = [word for code in languages for word in ("-l", code.replace("_", "-"))]
    return [*tags, *(word for edition in editions for word in ("-e", edition))]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """What tests read, made by the command line, once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "built"
    said = folder / "said.json"
    try:
        folder.mkdir()
    except FileExistsError:  # another process is at it, or has done it
        while not said.exists():
            time.sleep(0.1)
    else:
        runs = [handouts("build", *_named(*what), cwd=folder) for what in BUILT]
        told = [
            max(done.returncode for done in runs),
            "".join(done.stdout for done in runs),
            "".join(done.stderr for done in runs),
        ]
        whole = folder / "said.part"
        whole.write_text(json.dumps(told), encoding="utf-8")
        whole.replace(said)
    status, stdout, stderr = json.loads(said.read_text(encoding="utf-8"))
    assert status == 0, stderr
    return Built(folder / "output", stdout, stderr)


DRAFT = Provenance(
    topic="remission",
    version="1.0",
    language="es",
    edition="leaflet",
    paper="a4",
    fingerprint="0" * 64,
    clinic="",
    design="",
    engines={},
)


def require(program: str) -> str:
    """Find an outside program; skip without it, or fail where all must be there."""
    found = shutil.which(program)
    if found:
        return found
    reason = f"{program} is not installed"
    if os.environ.get("HANDOUTS_REQUIRE_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)


def normalized(text: str) -> str:
    """Fold a text to what two PDF engines can agree on: NFKC, no white space, no format marks."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
