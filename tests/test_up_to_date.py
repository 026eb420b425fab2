"""A build makes exactly what a change is about, and leaves every other file as it is.

A small library of two topics is built once, in English and Spanish, in four editions. Each case
changes one thing in a copy of it and builds again, by the real command line.
"""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import handouts
from desk import TOPIC, Desk, edit, entry_of

from handouts import build, keys, plan
from handouts.clinic import load as load_clinic
from handouts.language import Language
from handouts.library import Library
from handouts.outcome import Outcome
from handouts.plan import Job

SPANISH = Language("es")
EDITIONS = ("leaflet", "trifold", "bilingual", "deck")
ASKED = (*(word for e in EDITIONS for word in ("-e", e)), "-l", "en", "-l", "es")
ALL = {
    *(f"{t}.leaflet.a4.{tag}.pdf" for t in ("habit", "walk") for tag in ("en", "es")),
    *(f"{t}.deck.{tag}.pptx" for t in ("habit", "walk") for tag in ("en", "es")),
    *(f"{t}.bilingual.a4.es.pdf" for t in ("habit", "walk")),
    *(f"walk.trifold.a4.{tag}.pdf" for tag in ("en", "es")),
}
Change = Callable[[Library], None]


@dataclass(frozen=True)
class Place:
    """A library and the folder that it was built into."""

    library: Library
    output: Path

    def copied(self, to: Path) -> "Place":
        shutil.copytree(self.output, to / "output")
        root = Desk(self.library, to).copied(to / "library").library
        return Place(root, to / "output")

    def build(self, *more: str, asked: tuple[str, ...] = ASKED) -> tuple[set[str], set[str]]:
        """Build; answer the names of the files that were made, and of those left."""
        told = self.told(*more, asked=asked)
        made = {Path(a["path"]).name for a in told["artifacts"] if not a["up_to_date"]}
        left = {Path(a["path"]).name for a in told["artifacts"] if a["up_to_date"]}
        return made, left

    def kept(self) -> set[str]:
        """Answer the names of the files that a build would leave as they are."""
        shelf = self.library
        languages = (Language("en"), SPANISH)
        jobs = plan.jobs(shelf, ("habit", "walk"), languages, EDITIONS, ("a4",))
        found = build.up_to_date(jobs, self.output, keys.Keys(shelf))
        return {Path(kept.entry.path).name for kept in found}

    def told(self, *more: str, asked: tuple[str, ...] = ASKED) -> dict[str, Any]:
        options = ("-j", "1", "-o", self.output, "--format", "json")
        done = Desk(self.library, self.output).run("build", *asked, *more, *options)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def file(self, name: str) -> Path:
        return next(self.output.rglob(name))

    def manifest(self) -> Path:
        return self.output / "manifest.json"


@pytest.fixture(scope="module")
def first(small_library: Desk, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The library of two topics, built."""
    folder = tmp_path_factory.mktemp("up-to-date")
    library = small_library.copied(folder / "library").library
    shutil.copy(Path(__file__).parent / "walk.toml", library.topic("walk"))
    desk = Desk(library, small_library.keys)
    assert desk.run("catalog", "update").exit_code == 0
    place = Place(library, folder / "output")
    made, left = place.build()
    assert (made, left) == (ALL, set())
    return place


@pytest.fixture
def place(first: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy of it for a test to change."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOUTS_LIBRARY", raising=False)
    return first.copied(tmp_path)


def named(*parts: str) -> set[str]:
    """Answer the files that have all of some parts in their names."""
    return {name for name in ALL if all(part in name.split(".") for part in parts)}


def put(path: Callable[[Library], Path], old: str, new: str) -> Change:
    def change(library: Library) -> None:
        file = path(library)
        text = file.read_text("utf-8")
        assert old in text, f"{old} is not in {file}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def grown(path: Callable[[Library], Path], more: str) -> Change:
    """Add to a file, or make it."""

    def change(library: Library) -> None:
        with path(library).open("a", encoding="utf-8") as file:
            file.write(more)

    return change


def say(catalog: str, context: str) -> Change:
    def change(library: Library) -> None:
        edit(
            library, "es", catalog, lambda po: setattr(entry_of(po, context), "msgstr", "Otra cosa")
        )

    return change


def printed(name: str) -> Callable[[Library], Path]:
    return lambda library: library.print_templates / name


def face(folder: str) -> Change:
    """Touch a font where nothing looks: fonts are links here, so a new file takes its place."""

    def change(library: Library) -> None:
        path = min((library.fonts / folder).glob("*.ttf"))
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data + b"\0\0\0\0")

    return change


def other_bytes(path: Callable[[Library], Path]) -> Change:
    """Change a template of decks: a comment at the end of a ZIP archive is none of its parts."""

    def change(library: Library) -> None:
        file = path(library)
        data = bytearray(file.read_bytes())
        assert data[-2:] == b"\0\0", "no comment yet"
        file.write_bytes(bytes(data[:-2]) + b"\1\0!")

    return change


PRINTED = {name for name in ALL if name.endswith(".pdf")}
SPANISH_TEXT = named("es")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda library: None, set(), id="nothing"),
        pytest.param(say(TOPIC, "tablets/say/items/when"), named("habit", "es"), id="a message"),
        pytest.param(
            put(lambda x: x.topic(TOPIC), "Taking your tablets", "Tablets"),
            named("habit"),
            id="a topic",
        ),
        pytest.param(say("labels", "leaflet/page"), SPANISH_TEXT, id="a label's translation"),
        pytest.param(say("glossary", "terms/tumor/term"), SPANISH_TEXT, id="a term's translation"),
        pytest.param(grown(lambda x: x.labels, "\n# a remark\n"), ALL, id="the labels"),
        pytest.param(grown(lambda x: x.glossary, "\n# a remark\n"), ALL, id="the glossary"),
        pytest.param(
            grown(lambda x: x.lexicon(SPANISH), "\n# a remark\n"),
            SPANISH_TEXT,
            id="what is known of a language's words",
        ),
        pytest.param(
            grown(lambda x: x.lexicon(Language("ar")), "\n# a remark\n"),
            set(),
            id="what is known of another language's words",
        ),
        pytest.param(
            grown(lambda x: x.acknowledged(SPANISH), "\n# a remark\n"),
            SPANISH_TEXT,
            id="an answered question",
        ),
        pytest.param(
            put(printed("page.css"), "{", "{ "), PRINTED, id="the style sheet of all editions"
        ),
        pytest.param(
            grown(printed("trifold.css"), "\n"), named("trifold"), id="the style sheet of one"
        ),
        pytest.param(
            grown(printed("narrow.css"), "\n"),
            named("trifold"),
            id="the style sheet of short lines",
        ),
        pytest.param(
            grown(printed("leaflet.css"), "h1 { color: #333 }\n"),
            named("leaflet"),
            id="a new style sheet",
        ),
        pytest.param(grown(printed("large-print.css"), "\n"), set(), id="one nobody asked for"),
        pytest.param(
            grown(printed("panels.html.jinja"), "\n"), named("trifold"), id="a template of one"
        ),
        pytest.param(
            grown(printed("blocks.html.jinja"), "\n"), PRINTED, id="a template that others include"
        ),
        pytest.param(
            put(lambda x: x.editions, "margin = 7.7", "margin = 8"),
            named("trifold"),
            id="the table of an edition",
        ),
        pytest.param(grown(lambda x: x.editions, "\n# a remark\n"), set(), id="a remark there"),
        pytest.param(
            other_bytes(lambda x: x.deck_template("ltr")), named("deck"), id="the deck's template"
        ),
        pytest.param(
            other_bytes(lambda x: x.deck_template("rtl")), set(), id="that of other languages"
        ),
        pytest.param(
            grown(lambda x: x.drawing("road"), "<!-- a remark -->"), named("walk"), id="a figure"
        ),
        pytest.param(
            grown(lambda x: x.drawing("two-kinds"), "<!-- a remark -->"),
            set(),
            id="a figure that no topic shows",
        ),
        pytest.param(face("noto-sans"), ALL, id="a font"),
        pytest.param(face("noto-sans-jp"), set(), id="a font of another script"),
        pytest.param(
            put(lambda x: x.clinic, 'name = ""', 'name = "Test Clinic"'), ALL, id="the clinic"
        ),
        pytest.param(
            grown(lambda x: x.clinic, '\n[languages.es]\nname = "Clínica"\n'),
            SPANISH_TEXT,
            id="what the clinic says in a language",
        ),
        pytest.param(grown(lambda x: x.clinic, "\n# a remark\n"), set(), id="a remark there too"),
        pytest.param(
            grown(lambda x: x.reviewers, "\n# a remark\n"),
            set(),
            id="the list of who may sign, where nobody has",
        ),
    ],
)
def test_a_change_is_about_some_files_and_no_other(
    place: Place, change: Change, expected: set[str]
) -> None:
    assert place.kept() == ALL
    change(place.library)
    assert place.kept() == ALL - expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(say(TOPIC, "tablets/say/items/when"), named("habit", "es"), id="a message"),
        pytest.param(grown(printed("trifold.css"), "\n"), named("trifold"), id="a style sheet"),
        pytest.param(
            other_bytes(lambda x: x.deck_template("ltr")), named("deck"), id="the deck's template"
        ),
    ],
)
def test_what_a_change_is_about_is_made_and_nothing_else(
    place: Place, change: Change, expected: set[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.output.rglob("*.p*")}
    change(place.library)
    assert place.build() == (expected, ALL - expected)
    touched = {p.name for p, time in before.items() if p.stat().st_mtime_ns != time}
    assert touched == expected
    assert place.build() == (set(), ALL)


HEAVY = ("weasyprint", "pptx", "lxml", "polib", "markdown_it", "PIL", "jinja2", "distributed")


def test_a_build_with_nothing_to_do_loads_no_engine_and_reads_no_catalog(place: Place) -> None:
    program = (
        "import sys\n"
        "from handouts.cli import main\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, told: event == 'open' and opened.append(str(told[0])))\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "own = [m for m in sys.modules if m.startswith(('handouts.render', 'handouts.catalog'))]\n"
        f"heavy = [m for m in sys.modules if m.partition('.')[0] in {HEAVY}]\n"
        "print([*own, *heavy], any(path.endswith('.po') for path in opened), file=sys.stderr)\n"
    )
    line = ("--library", str(place.library.root), "build", *ASKED, "-o", str(place.output))
    done = subprocess.run(
        [sys.executable, "-c", program, *line], capture_output=True, text=True, check=True
    )
    assert "all up to date already" in done.stderr
    assert done.stderr.splitlines()[-1] == "[] True", "catalogs are digested as they are"


def test_what_is_left_tells_its_findings_again(place: Place) -> None:
    first, second = place.told("--release"), place.told()
    assert first["findings"]
    kept = [a for a in second["artifacts"] if a["up_to_date"]]
    assert len(kept) == len(ALL)
    assert second["findings"], "walk is not translated: that is an error each time"
    assert any(f["file"].endswith("walk.po") for f in second["findings"])
    for finding in second["findings"]:
        assert not finding["file"] or Path(finding["file"]).exists(), finding


def test_findings_name_files_as_seen_from_where_one_stands(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.library.root)
    files = {f["file"] for f in place.told()["findings"]}
    assert "locales/es/LC_MESSAGES/walk.po" in files


def test_a_deleted_file_is_made_again(place: Place) -> None:
    path = place.file("habit.deck.es.pptx")
    data = path.read_bytes()
    path.unlink()
    assert place.build()[0] == {path.name}
    assert path.read_bytes() == data


@pytest.mark.parametrize("spoil", [b"", b"%PDF-", None], ids=["empty", "cut off", "one byte"])
def test_an_altered_file_is_made_again(place: Place, spoil: bytes | None) -> None:
    path = place.file("habit.leaflet.a4.es.pdf")
    data, stat = path.read_bytes(), path.stat()
    path.write_bytes(data[:-20] + b"x" + data[-19:] if spoil is None else spoil)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # its time says nothing
    assert place.kept() == ALL - {path.name}


def test_a_new_time_alone_changes_nothing(place: Place) -> None:
    for path in (*place.library.root.rglob("*.po"), *place.output.rglob("*.p*")):
        path.touch()
    assert place.kept() == ALL


def test_without_a_manifest_all_is_made_again_and_is_the_same(place: Place) -> None:
    before = {p: hashlib.sha256(p.read_bytes()).digest() for p in place.output.rglob("*.p*")}
    place.manifest().unlink()
    assert place.build() == (ALL, set())
    assert before == {p: hashlib.sha256(p.read_bytes()).digest() for p in before}


def test_a_library_and_its_files_can_move_together(place: Place, tmp_path: Path) -> None:
    elsewhere = place.copied(tmp_path / "elsewhere")
    assert elsewhere.build() == (set(), ALL)


def altered(place: Place, name: str, **values: object) -> None:
    """Change what the manifest says of a file."""
    told = json.loads(place.manifest().read_text("utf-8"))
    (entry,) = (a for a in told["artifacts"] if a["path"].endswith(name))
    entry.update(values)
    place.manifest().write_text(json.dumps(told), encoding="utf-8")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"key": ""}, id="an earlier version made it"),
        pytest.param({"key": "0" * 64}, id="something else made it"),
        pytest.param({"again": date.today().isoformat()}, id="a review falls due today"),
        pytest.param({"made": (date.today() + timedelta(1)).isoformat()}, id="the clock was wrong"),
        pytest.param({"sha256": 5}, id="nonsense"),
        pytest.param({"findings": [9999]}, id="findings that are not there"),
    ],
)
def test_what_does_not_hold_any_more_is_made_again(place: Place, values: dict[str, Any]) -> None:
    altered(place, "habit.deck.es.pptx", **values)
    assert place.build()[0] == {"habit.deck.es.pptx"}
    assert place.build() == (set(), ALL)


def test_what_was_made_while_a_file_was_saved_and_taken_back_is_made_again(place: Place) -> None:
    """A branch is looked at and left while a build runs: nobody knows which text it read."""
    shelf, path = place.library, place.library.catalog(SPANISH, TOPIC)
    text = path.read_bytes()
    jobs = plan.jobs(shelf, (TOPIC,), (Language("en"), SPANISH), ("deck",), ("a4",))

    def run(jobs: Sequence[Job]) -> build.Outcomes:
        path.write_bytes(text + b"\n# a remark\n")
        yield from map(build.carry_out, jobs)
        path.write_bytes(text)

    output = place.output.parent / "meanwhile"
    build.build(shelf, jobs, output, run, Quiet())
    found = build.up_to_date(jobs, output, keys.Keys(shelf))
    assert [kept.job.language.code for kept in found] == ["en"]


class Quiet:
    """Hears how a build goes and says nothing."""

    def begins(self, jobs: int, seconds: float) -> None:
        pass

    def made(self, outcome: Outcome, seconds: float) -> None:
        pass

    def waits(self, holder: str) -> None:
        pass


def test_what_holds_until_tomorrow_is_left_today(place: Place) -> None:
    altered(place, "habit.deck.es.pptx", again=(date.today() + timedelta(1)).isoformat())
    assert place.build() == (set(), ALL)


def test_a_manifest_says_when_a_review_falls_due(place: Place) -> None:
    """It is due in ten years: sixty days before, a warning appears."""
    told = json.loads(place.manifest().read_text("utf-8"))
    assert {a["again"] for a in told["artifacts"]} == {"2035-11-02"}


def test_a_letter_that_another_font_lends_makes_all_fonts_count(place: Place) -> None:
    put(lambda x: x.clinic, 'name = ""', 'name = "诊所"')(place.library)
    deck = ("-e", "deck", "-t", "habit")
    assert place.build(*deck, asked=("-l", "es"))[0] == named("habit", "deck", "es")
    face("noto-sans-jp")(place.library)
    assert place.build(*deck, asked=("-l", "es"))[0] == named("habit", "deck", "es")


def test_another_clinic_is_another_handout(place: Place, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('name = "Test Clinic"\nlogo = "logo.svg"\n', encoding="utf-8")
    logo = tmp_path / "logo.svg"
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
    logo.write_text(drawn.format(3), encoding="utf-8")
    assert load_clinic(own).logo
    asked, both = ("-e", "deck", "-l", "en", "--clinic", str(own)), named("deck", "en")
    assert place.build(asked=asked) == (both, set())
    assert place.build(asked=asked) == (set(), both)
    logo.write_text(drawn.format(4), encoding="utf-8")
    assert place.build(asked=asked) == (both, set())


def test_an_educator_s_template_counts_for_decks_alone(place: Place, tmp_path: Path) -> None:
    own = tmp_path / "own.pptx"
    shutil.copy(place.library.deck_template("ltr"), own)
    assert place.build("--template", str(own))[0] == named("deck"), "an own one is used otherwise"
    assert place.build("--template", str(own))[0] == set()
    other_bytes(lambda library: own)(place.library)
    assert place.build("--template", str(own))[0] == named("deck")


def test_another_session_is_another_deck(place: Place) -> None:
    made, left = place.build("--notes", "bilingual")
    assert made == {f"{topic}.deck.bilingual.es.pptx" for topic in ("habit", "walk")}
    assert named("deck", "en") <= left


def test_an_approval_is_about_its_language_and_topic(small_library: Desk, place: Place) -> None:
    desk = Desk(place.library, small_library.keys)
    desk.approve()
    assert place.build()[0] == named("habit", "es")
    assert place.build() == (set(), ALL)
    approved = {path.name for path in (place.output / "approved").rglob("*.p*")}
    assert approved == {"habit.leaflet.a4.es.pdf", "habit.deck.es.pptx"}
    assert place.build("--release") == (set(), approved), "what is approved is left there too"
    assert place.kept() == ALL, "and a release that is refused forgets no draft"
    grown(lambda x: x.reviewers, "\n# a remark\n")(place.library)
    gone = ALL - place.kept()
    assert gone == named("habit", "es"), "who may sign decides over what is signed"


def test_a_withdrawn_approval_leaves_no_file_behind(small_library: Desk, place: Place) -> None:
    desk = Desk(place.library, small_library.keys)
    desk.approve()
    place.build()
    assert desk.withdraw().exit_code == 0
    made, _ = place.build(asked=("-e", "deck", "-l", "es"))
    assert made == named("habit", "es", "deck")
    assert not [*(place.output / "approved").rglob("*.p*")]


def test_another_version_of_the_program_makes_all_again(place: Place, tmp_path: Path) -> None:
    """Versions of the package alone would not do: a checkout keeps its number while it changes."""
    code = tmp_path / "code"
    shutil.copytree(Path(keys.__file__).parent, code / "handouts")
    root = str(place.library.root)
    asked = ("--library", root, "build", "-l", "en", "-e", "deck", "-o", str(place.output))

    def built() -> set[str]:
        done = handouts(*asked, "-j", "1", "--format", "json", cwd=tmp_path, path=code)
        assert done.returncode == 0, done.stderr
        artifacts = json.loads(done.stdout)["artifacts"]
        return {Path(a["path"]).name for a in artifacts if not a["up_to_date"]}

    assert built() == set()
    with (code / "handouts" / "inline.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert built() == named("deck", "en")


def test_a_job_travels_light() -> None:
    """It goes to worker processes and to other machines, so it is a small value."""
    job = Job(Path("/a/library"), "remission", Language("ar"), "leaflet", "a4")
    assert job.language.autonym, "locale data was looked up, and stays at home"
    packed = pickle.dumps(job)
    assert len(packed) < 600
    assert pickle.loads(packed) == job
    assert replace(job, paper=None) != job
