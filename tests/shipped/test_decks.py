"""All decks that are shipped: every language, long and short, with English notes.

As in ``test_matrix``: not among the tests that run by themselves, and what they read stands in the
README's table.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import office
import poi
import pytest
from conftest import handouts
from slides import Slides
from test_matrix import LANGUAGES, compare

from handouts.library import Library

SESSIONS = {
    "full": (),
    "short": ("--length", "short"),
    "with English notes": ("--notes", "bilingual"),
}


@dataclass(frozen=True)
class Decks:
    """All files by session and language, and every error that was found while they were made."""

    files: dict[str, dict[str, Path]]
    errors: tuple[str, ...]

    @property
    def paths(self) -> list[Path]:
        return sorted({path for of in self.files.values() for path in of.values()})


def build(folder: Path, *options: str | Path, languages: tuple[str, ...] = ()) -> Decks:
    """Build decks with the command line, once for each session; all languages if none is named."""
    files: dict[str, dict[str, Path]] = defaultdict(dict)
    errors: list[str] = []
    for session, asked in SESSIONS.items():
        named = [word for language in languages for word in ("-l", language)]
        line = (*options, "build", "-e", "deck", *named, *asked, "--format", "json", "-o", folder)
        told = json.loads(handouts(*line, cwd=folder).stdout)
        for artifact in told["artifacts"]:
            files[session][artifact["language"]] = folder / artifact["path"]
        errors += [f["message"] for f in told["findings"] if f["severity"] in ("error", "question")]
    return Decks(files, tuple(errors))


@pytest.fixture(scope="session")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Decks:
    return build(tmp_path_factory.mktemp("decks"))


def test_every_deck_is_made_and_nothing_is_wrong_with_any(decks: Decks) -> None:
    assert decks.errors == ()
    assert {session: sorted(of) for session, of in decks.files.items()} == dict.fromkeys(
        SESSIONS, LANGUAGES
    )


def test_every_deck_is_whole_for_three_readers(decks: Decks, tmp_path: Path) -> None:
    """The accessibility checker's rules, LibreOffice's boxes, Apache POI's schema."""
    paths = decks.paths
    pdfs = office.converted(paths, tmp_path)
    told = {
        "Accessibility, contrast of 7:1": {p: Slides(p.read_bytes()).faults() for p in paths},
        "LibreOffice: no text outside its box": {p: office.faults(p, pdfs[p.stem]) for p in paths},
    }
    read = poi.errors(paths)
    told["Apache POI: ISO/IEC 29500"] = {p: [t for t in read if str(p) in t] for p in paths}
    for reader, of in told.items():
        assert {path.name: faults for path, faults in of.items() if faults} == {}, reader
    rows = [
        [reader, str(len(of)), str(sum(not faults for faults in of.values()))]
        for reader, of in told.items()
    ]
    compare("decks", ["Reader", "Decks", "Without a fault"], rows)


def test_slides_of_every_language(decks: Decks) -> None:
    def slides(session: str, language: str) -> str:
        return str(len(Slides(decks.files[session][language].read_bytes()).slides))

    rows = [
        [language, " / ".join(slides(session, language) for session in ("full", "short"))]
        for language in LANGUAGES
    ]
    compare("slides", ["Language", "Slides, full / short"], rows)


def test_both_made_up_languages_are_whole_too(tmp_path: Path, spoiled: Library) -> None:
    handouts("--library", spoiled.root, "catalog", "pseudo", cwd=tmp_path)
    made = build(tmp_path, "--library", spoiled.root, languages=("en-XA", "ar-XB"))
    paths = made.paths
    assert len(paths) == 2 * len(SESSIONS)
    pdfs = office.converted(paths, tmp_path)
    for path in paths:
        assert Slides(path.read_bytes()).faults() == []
        assert office.faults(path, pdfs[path.stem]) == []
    assert poi.errors(paths) == []
