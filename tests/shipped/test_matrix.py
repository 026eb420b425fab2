"""All that is shipped, as it is printed: every language and edition on both papers.

These tests make the README's tables: with ``HANDOUTS_UPDATE_README=1`` they write them, else they
compare. They take minutes, so they are not among those that run by themselves:
``python -m pytest -n 0 tests/shipped``.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import SHIPPED, handouts
from printed import MILLIMETRE, Printed, Type, measured
from vera import failures

from handouts import editions, library
from handouts.library import Library

README = Path(__file__).parent.parent.parent / "README.md"
PAPERS = ("a4", "letter")
EDITIONS = ("leaflet", "large-print", "trifold", "booklet", "bilingual")
LANGUAGES = sorted(code.replace("_", "-") for code in SHIPPED)


@dataclass(frozen=True)
class Made:
    """One file, and what it is."""

    path: Path
    language: str
    edition: str
    paper: str
    pages: int


@dataclass(frozen=True)
class Matrix:
    """All files, and every error that was found while they were made."""

    files: tuple[Made, ...]
    errors: tuple[str, ...]


def build(folder: Path, *options: str | Path) -> Matrix:
    """Build every print edition with the command line, once for each paper."""
    files: list[Made] = []
    errors: list[str] = []
    for paper in PAPERS:
        named = [word for edition in EDITIONS for word in ("-e", edition)]
        chosen = ("--paper", paper, "--format", "json", "-o", folder)
        done = handouts(*options, *named, *chosen, cwd=folder)
        told = json.loads(done.stdout)
        for a in told["artifacts"]:
            path = folder / a["path"]
            files.append(Made(path, a["language"], a["edition"], a["paper"], a["pages"]))
        for f in told["findings"]:
            if f["severity"] in ("error", "question"):
                errors.append(f"{f['language']} {f['edition']} {f['paper']}: {f['message']}")
    return Matrix(tuple(files), tuple(errors))


@pytest.fixture(scope="session")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """The shipped library, whole."""
    return build(tmp_path_factory.mktemp("matrix"), "build")


@pytest.fixture(scope="session")
def types(matrix: Matrix) -> dict[Made, Type]:
    """The type of each file, as measured in it."""
    with ProcessPoolExecutor() as pool:
        return dict(zip(matrix.files, pool.map(type_of, matrix.files), strict=True))


def type_of(made: Made) -> Type:
    return measured(Printed(made.path.read_bytes()))


def compare(name: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Hold a table of the README to what was measured; write it where that is asked for."""
    lines = [heading, ["---"] * len(heading), *rows]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    start, end = f"<!-- table: {name} -->\n", "<!-- end of table -->"
    before, rest = README.read_text("utf-8").split(start)
    old, after = rest.split(end, 1)
    if os.environ.get("HANDOUTS_UPDATE_README"):
        text = f"{before}{start}{table}{end}{after}"
        README.write_text(text, encoding="utf-8", newline="\n")
    else:
        assert old == table


def test_every_file_is_made_and_nothing_is_wrong_with_any(matrix: Matrix) -> None:
    assert matrix.errors == ()
    made = {(f.language, f.edition, f.paper) for f in matrix.files}
    wanted = {
        (tag, edition, paper) for tag in LANGUAGES for edition in EDITIONS for paper in PAPERS
    }
    assert made == wanted - {("en", "bilingual", paper) for paper in PAPERS}


def test_pages_are_within_their_limits(matrix: Matrix, shelf: Library) -> None:
    known = editions.load(shelf)
    for made in matrix.files:
        match known[made.edition].imposition:
            case "trifold":
                assert made.pages == 2, made
            case "booklet":
                assert made.pages % 2 == 0, made
                assert 2 * made.pages <= known[made.edition].pages, made
            case _:
                assert made.pages <= known[made.edition].pages, made
    pages = {(f.language, f.edition, f.paper): str(f.pages) for f in matrix.files}
    rows = [
        [tag, *(" / ".join(pages.get((tag, e, p), "–") for p in PAPERS) for e in EDITIONS)]
        for tag in LANGUAGES
    ]
    compare("pages", ["Language", *EDITIONS], rows)


def test_no_file_breaks_a_rule_of_pdf_ua(matrix: Matrix) -> None:
    told = failures([made.path for made in matrix.files])
    assert {path.name: broken for path, broken in told.items() if broken} == {}
    rows = []
    for edition in EDITIONS:
        of = [told[made.path] for made in matrix.files if made.edition == edition]
        rows.append([edition, str(len(of)), str(sum(not broken for broken in of))])
    compare("pdf-ua", ["Edition", "Files", "Passed"], rows)


LIMITS: list[tuple[str, Callable[[Type], float], Callable[[list[float]], float], str]] = [
    ("Smallest type, pt", lambda t: t.least, min, "{:.1f}"),
    ("Running text, pt", lambda t: t.body, min, "{:.1f}"),
    ("Leading", lambda t: t.leading, min, "{:.2f}"),
    ("Longest line, of its 70 (40) letters", lambda t: t.longest, max, "{:.0%}"),
    ("Margin, mm", lambda t: t.margin / MILLIMETRE, min, "{:.1f}"),
    ("Contrast", lambda t: t.contrast, min, "{:.1f}:1"),
    ("Justified blocks", lambda t: t.justified, max, "{:.0f}"),
]


def test_type_is_within_the_standard(types: dict[Made, Type], shelf: Library) -> None:
    known = editions.load(shelf)
    for made, found in types.items():
        edition = known[made.edition]
        assert found.least >= edition.least - 0.05, made
        assert found.body >= edition.body - 0.05, made
        assert found.leading >= edition.leading - 0.01, made
        assert found.longest <= 1, made
        assert found.margin >= 10 * MILLIMETRE - 0.5, made
        assert found.contrast >= 7, made
        assert found.justified == 0, made
    gathered = defaultdict[str, list[Type]](list)
    for made, found in types.items():
        gathered[made.edition].append(found)
    rows = [
        [
            name,
            *(
                form.format(worst([read(t) for t in gathered[name]]))
                for _, read, worst, form in LIMITS
            ),
        ]
        for name in EDITIONS
    ]
    compare("type", ["Edition", *(name for name, *_ in LIMITS)], rows)


def test_both_made_up_languages_fit_every_edition(tmp_path: Path, spoiled: Library) -> None:
    handouts("--library", spoiled.root, "catalog", "pseudo", cwd=tmp_path)
    assert library.choose(spoiled, ("en-XA", "ar-XB"))
    made = build(tmp_path, "--library", spoiled.root, "build", "-l", "en-XA", "-l", "ar-XB")
    assert len(made.files) == 2 * len(EDITIONS) * len(PAPERS)
    assert [told for told in made.errors if "leaves its place" in told or "pt" in told] == []
