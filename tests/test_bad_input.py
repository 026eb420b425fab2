"""What a user can get wrong: one clear message, a hint, the right status, nothing half-written."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import Run, handouts

from handouts.errors import OutputUnwritable
from handouts.language import Language
from handouts.library import Library
from handouts.manifest import Entry
from handouts.output import Output

SPANISH = Language("es")
EN_DECK = ("build", "-l", "en", "-e", "deck")


def files(folder: Path) -> set[str]:
    """List every file below a folder, hidden ones too."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def told(result: Result, status: int, *words: str) -> None:
    """Hold a run to its exit status, to what it must say, and to no traceback."""
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == status, result.output
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.output


@pytest.fixture
def short(spoiled: Library) -> Library:
    """The shipped library with the first section of its topic only: quick to build from."""
    path = spoiled.topic("remission")
    head, first, *_ = path.read_text(encoding="utf-8").split("[[sections]]\n")
    head = re.sub(r"teach_back = .*\n", "", head)
    path.write_text(f"{head}[[sections]]\n{first}", encoding="utf-8")
    return spoiled


# ---------------------------------------------------------------- wrong use: status 2


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        pytest.param(["buidl"], "no command “buidl”", "“build”", id="a command"),
        pytest.param(["catalog", "updat"], "updat", "update", id="a command of catalog"),
        pytest.param(["build", "-l", "zh-Hnas"], "“zh-Hnas”", "“zh-Hans”", id="a language"),
        pytest.param(
            ["build", "-l", "en", "-l", "klingon"], "“klingon”", "zh-Hans", id="no such language"
        ),
        pytest.param(["check", "-l", "zh-Hnas"], "“zh-Hnas”", "“zh-Hans”", id="to check"),
        pytest.param(["build", "-t", "remision"], "topic “remision”", "“remission”", id="a topic"),
        pytest.param(["build", "-t", "../remission"], "“../remission”", "“remission”", id="a path"),
        pytest.param(["build", "-e", "leeflet"], "“leeflet”", "“leaflet”", id="an edition"),
        pytest.param(["build", "--paper", "a5"], "paper “a5”", "“a4”", id="a paper"),
        pytest.param(["build", "--format", "xml"], "'xml'", "'json'", id="a format"),
        pytest.param(["build", "-j", "0"], "0 is not", "x>=1", id="no processes"),
        pytest.param(["build", "--languages", "en"], "--languages", "--language", id="an option"),
        pytest.param(["--library", "nowhere", "list"], "“nowhere”", "init DIR", id="a library"),
    ],
)
def test_a_mistyped_name_is_answered_with_the_nearest_right_one(
    run: Run, arguments: list[str], message: str, hint: str
) -> None:
    told(run(*arguments), 2, message, hint)
    assert files(Path()) == set()


def test_a_variable_that_names_no_library_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOUTS_LIBRARY", "nowhere")
    told(run("list"), 2, "“nowhere” is not a library", "Hint:")


def test_a_new_library_is_not_started_over_what_is_there(run: Run) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("keep me", encoding="utf-8")
    told(run("init", "mine"), 2, "“mine”", "Hint: Name a new folder")
    assert files(Path()) == {"mine/notes.txt"}


def test_a_mistyped_language_leaves_templates_as_they_were(run: Run, spoiled: Library) -> None:
    topic, template = spoiled.topic("remission"), spoiled.template_catalog("remission")
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("It is normal to worry", "It is right to worry"), "utf-8")
    before = template.read_bytes()
    result = run("--library", spoiled.root, "catalog", "update", "-l", "zhHans")
    told(result, 2, "“zhHans”", "“zh-Hans”")
    assert template.read_bytes() == before


def test_one_command_after_another_in_one_process_still_finds_its_help(run: Run) -> None:
    assert run("list").exit_code == 0
    result = run("--help")
    assert result.exit_code == 0, repr(result.exception)
    assert "Make handouts and decks." in result.stdout


# ---------------------------------------------------------------- bad content: status 1

Spoil = Callable[[Library], None]


def change(name: str, old: str, new: str) -> Spoil:
    """Make a fault in a file of a library's assets."""

    def spoil(library: Library) -> None:
        path = library.assets / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


TOPIC = "content/remission.toml"


@pytest.mark.parametrize(
    ("spoil", "message", "hint", "place"),
    [
        pytest.param(
            change(TOPIC, 'version = "1.0"', 'version = "1.0'),
            "not valid TOML",
            "quote",
            "remission.toml:",
            id="malformed TOML",
        ),
        pytest.param(
            change(TOPIC, 'kind = "steps"', 'kind = "step"'),
            "no block kind “step”",
            "“steps”",
            "remission.toml:",
            id="an unknown kind of block",
        ),
        pytest.param(
            change(TOPIC, 'id = "slide-cure"', 'id = "slide-recurrence"'),
            "“cure/slide-recurrence” is used 2 times",
            "id of its own",
            "remission.toml:",
            id="an id used twice",
        ),
        pytest.param(
            change(TOPIC, 'facts = ["F18"]', 'facts = ["F99"]'),
            "no fact “F99”",
            "Did you mean",
            "remission.toml:",
            id="a fact that does not exist",
        ),
        pytest.param(
            lambda library: library.drawing("road").unlink(),
            "no drawing “road”",
            "two-kinds",
            "remission.toml:",
            id="a missing figure",
        ),
        pytest.param(
            change("glossary.toml", "definition =", "defintion ="),
            "`defintion`",
            "hint:",
            "glossary.toml",
            id="the glossary",
        ),
        pytest.param(
            lambda library: library.labels.unlink(),
            "Cannot read label file",
            "hint:",
            "labels.toml",
            id="missing labels",
        ),
        pytest.param(
            change("clinic.toml", 'paper = "a4"', 'paper = "a5"'),
            "'a5'",
            "hint:",
            "clinic.toml",
            id="the clinic's paper",
        ),
        pytest.param(
            change("clinic.toml", 'logo = ""', 'logo = "/etc/hostname"'),
            "logo “/etc/hostname”",
            "beside the clinic file",
            "clinic.toml",
            id="the clinic's logo",
        ),
    ],
)
def test_bad_content_is_told_with_its_place_and_no_file_is_made(
    run: Run, spoiled: Library, spoil: Spoil, message: str, hint: str, place: str
) -> None:
    spoil(spoiled)
    result = run("--library", spoiled.root, *EN_DECK)
    told(result, 1, message, hint, place)
    assert result.stdout == ""
    assert files(Path()) <= {"output/manifest.json"}


def test_a_fault_is_one_message_however_many_files_it_stops(run: Run, spoiled: Library) -> None:
    change(TOPIC, 'facts = ["F18"]', 'facts = ["F99"]')(spoiled)
    result = run("--library", spoiled.root, "build", "-j", "1")
    told(result, 1, "no fact “F99”")
    assert result.stderr.count("no fact “F99”") == 1


def test_check_reports_bad_content_as_data_with_file_and_line(run: Run, spoiled: Library) -> None:
    change(TOPIC, 'facts = ["F18"]', 'facts = ["F99"]')(spoiled)
    result = run("--library", spoiled.root, "check", "-l", "en", "--format", "json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["file"].endswith("remission.toml")
    assert finding["line"] > 1
    assert finding["message"] == "There is no fact “F99”."


def test_a_list_names_a_topic_that_cannot_be_read(run: Run, spoiled: Library) -> None:
    spoiled.topic("broken").write_text("title = ", encoding="utf-8")
    result = run("--library", spoiled.root, "list")
    told(result, 1, "not valid TOML", "broken.toml:1")
    assert "remission" in result.stdout


def test_json_says_what_stopped_the_run(run: Run) -> None:
    result = run("build", "-l", "ess", "--format", "json")
    assert result.exit_code == 2
    report = json.loads(result.stdout)
    assert report["error"] == "There is no language “ess”."
    assert report["hint"] == "Did you mean “es”?"


def test_words_that_the_output_cannot_hold_are_written_another_way(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "handouts", "list"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Arabic" in done.stdout


def test_two_short_codes_are_not_taken_for_each_other(run: Run) -> None:
    result = run("build", "-l", "sr")
    assert "Did you mean" not in result.stderr, "Arabic is not nearly Serbian"
    assert "“ar”" in result.stderr


def test_a_broken_topic_does_not_stop_another(run: Run, short: Library) -> None:
    short.topic("broken").write_text("title = ", encoding="utf-8")
    result = run("--library", short.root, *EN_DECK, "-j", "1")
    told(result, 1, "not valid TOML", "broken.toml:1")
    assert files(Path()) == {"output/manifest.json", "output/draft/en/remission.deck.en.pptx"}


# ---------------------------------------------------------------- bad catalogs


def test_broken_catalogs_stop_their_own_languages_only(run: Run, short: Library) -> None:
    def path(code: str) -> Path:
        return short.catalog(Language(code), "remission")

    def text(code: str) -> str:
        return path(code).read_text(encoding="utf-8")

    stray = text("es").replace("msgstr", "rubbish\nmsgstr", 2)  # the first is the header's
    path("es").write_text(stray, encoding="utf-8")
    path("ar").write_bytes(text("ar").encode("utf-16"))
    path("zh_Hans").write_text(text("zh_Hans").replace("UTF-8", "GB2312"), encoding="utf-8")
    named = [word for code in ("en", "es", "ar", "zh-Hans") for word in ("-l", code)]
    result = run("--library", short.root, "build", "-e", "deck", "-j", "1", *named)
    told(result, 1, "not UTF-8", "GB2312", "Poedit")
    for code in ("es", "ar", "zh_Hans"):
        assert f"{Path(code, 'LC_MESSAGES', 'remission.po')}:" in result.stderr
    assert files(Path()) == {"output/manifest.json", "output/draft/en/remission.deck.en.pptx"}
    assert result.stdout.splitlines() == [str(Path("output/draft/en/remission.deck.en.pptx"))]


def test_a_language_without_catalogs_is_told_how_to_get_them(run: Run, spoiled: Library) -> None:
    (spoiled.locales / "nl").mkdir()
    result = run("--library", spoiled.root, "build", "-l", "nl", "-e", "deck")
    told(result, 1, "remission.po", "handouts catalog update")
    assert files(Path()) <= {"output/manifest.json"}


def test_locale_folders_that_are_no_languages_are_told_and_the_rest_is_built(
    run: Run, short: Library
) -> None:
    for name in ("notes", "pt-PT"):
        (short.locales / name).mkdir()
    result = run("--library", short.root, *EN_DECK)
    told(result, 1, "“notes” is not named after a language", "at locales/notes", "gettext's name")
    told(result, 1, "“pt-PT” is not named", "at locales/pt-PT", "Rename it to “pt_PT”")
    assert files(Path()) == {"output/manifest.json", "output/draft/en/remission.deck.en.pptx"}


def test_a_language_that_no_shipped_font_covers_is_told(run: Run, spoiled: Library) -> None:
    assert run("--library", spoiled.root, "catalog", "new", "hi").exit_code == 0
    result = run("--library", spoiled.root, "build", "-l", "hi", "-e", "deck")
    told(result, 1, "No shipped font covers the script Deva", "hint:")
    assert files(Path()) <= {"output/manifest.json"}


def test_an_update_passes_over_a_broken_catalog_and_updates_the_rest(
    run: Run, spoiled: Library
) -> None:
    broken = spoiled.catalog(SPANISH, "remission")
    broken.write_text(broken.read_text(encoding="utf-8") + "rubbish\n", encoding="utf-8")
    before = broken.read_bytes()
    change(TOPIC, "It is normal to worry", "It is right to worry")(spoiled)
    told(run("--library", spoiled.root, "catalog", "update"), 1, "remission.po:", "hint:")
    assert broken.read_bytes() == before
    for code in ("ar", "zh_Hans"):
        text = spoiled.catalog(Language(code), "remission").read_text(encoding="utf-8")
        assert "It is right to worry" in text, code


# ---------------------------------------------------------------- where nothing can be written


def in_the_way(path: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("in the way", encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "output"),
    [
        pytest.param("out", "out", id="the folder is a file"),
        pytest.param("out", "out/deep", id="the folder above is a file"),
        pytest.param("out/draft/en", "out", id="the language's folder is a file"),
    ],
)
def test_a_file_in_the_way_of_the_output_is_told(
    run: Run, short: Library, path: str, output: str
) -> None:
    in_the_way(path)
    result = run("--library", short.root, *EN_DECK, "-o", output)
    told(result, 1, f"Cannot write {Path(output)}", "Hint:", "-o")
    assert files(Path()) == {path}
    assert Path(path).read_text(encoding="utf-8") == "in the way"


def test_a_folder_in_the_place_of_a_file_is_told(run: Run) -> None:
    Path("output/manifest.json").mkdir(parents=True)
    told(run(*EN_DECK), 1, f"Cannot write {Path('output')}", "Hint:")
    assert files(Path()) == set()


def write(output: Output, code: str, data: bytes) -> None:
    entry = Entry(
        path=f"draft/{code}/deck.pptx",
        status="draft",
        topic="remission",
        language=code,
        edition="deck",
        paper=None,
        length="full",
        pages=1,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        fingerprint="",
        records=(),
    )
    output.write(entry, data)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param("\x00", id="no text"),
        pytest.param('{"artifacts": [{"path": 5}, {"path": "gone.pdf"}]}', id="no path"),
    ],
)
def test_a_manifest_that_says_nonsense_is_written_anew(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(text, encoding="utf-8")
    with Output(tmp_path) as output:
        write(output, "en", b"a deck")
    entries = json.loads(manifest.read_text(encoding="utf-8"))["artifacts"]
    assert [entry["path"] for entry in entries] == ["draft/en/deck.pptx"]


def build_two_decks(folder: Path) -> None:
    with Output(folder) as output:
        for code in ("en", "es"):
            write(output, code, b"the second build")


def test_a_manifest_tells_the_truth_even_where_writing_had_to_stop(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        write(output, "en", b"the first build")
    (tmp_path / "draft" / "es").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputUnwritable):
        build_two_decks(tmp_path)
    manifest = tmp_path / "manifest.json"
    entries = json.loads(manifest.read_text("utf-8"))["artifacts"] if manifest.exists() else []
    for entry in entries:
        data = (tmp_path / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()


def test_an_update_that_cannot_write_is_told(run: Run, spoiled: Library) -> None:
    folder = spoiled.locales / "nl"
    folder.mkdir()
    (folder / "LC_MESSAGES").write_text("in the way", encoding="utf-8")
    told(run("--library", spoiled.root, "catalog", "update"), 1, "LC_MESSAGES", "Hint:")


@pytest.mark.parametrize("folder", ["file", "file/mine"])
def test_a_new_library_that_cannot_be_written_is_told(run: Run, folder: str) -> None:
    in_the_way("file")
    told(run("init", folder), 2 if folder == "file" else 1, "file", "Hint:")
    assert files(Path()) == {"file"}


# A full disk: the system refuses to let any file grow beyond a size, in another process.

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits and signals")


def on_a_full_disk(most: int, *arguments: str | Path, cwd: Path) -> tuple[int, str, str]:
    """Run the command line where no file can be longer than ``most`` bytes."""
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
        "from handouts.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@posix
def test_a_full_disk_is_told_and_leaves_no_half_a_file(short: Library, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    status, stdout, stderr = on_a_full_disk(20_000, "--library", short.root, *EN_DECK, cwd=here)
    assert (status, stdout) == (1, "")
    assert "Cannot write" in stderr
    assert "make room on the disk" in stderr
    assert "Traceback" not in stderr
    assert files(here) == set()


@posix
def test_a_full_disk_leaves_no_half_a_library(tmp_path: Path) -> None:
    status, _, stderr = on_a_full_disk(20_000, "init", "mine", cwd=tmp_path)
    assert status == 1
    assert "Cannot write mine" in stderr
    assert "Traceback" not in stderr
    assert len(stderr) < 400, "one clear message, not a list of every file"
    assert not list(tmp_path.iterdir())


@posix
def test_a_full_disk_leaves_no_half_a_catalog(spoiled: Library, tmp_path: Path) -> None:
    change(TOPIC, "It is normal to worry", "It is right to worry")(spoiled)
    before = {path: path.read_bytes() for path in spoiled.locales.rglob("*") if path.is_file()}
    arguments = ("--library", spoiled.root, "catalog", "update")
    status, _, stderr = on_a_full_disk(20_000, *arguments, cwd=tmp_path)
    assert status == 1
    assert "Traceback" not in stderr
    assert "remission.pot" in stderr
    after = {path: path.read_bytes() for path in spoiled.locales.rglob("*") if path.is_file()}
    assert after == before


# ---------------------------------------------------------------- no Pango

NO_PANGO = '''
"""Loading a system library fails as it does where Pango is not installed."""
import cffi

def dlopen(self, name, flags=0):
    raise OSError(
        f"cannot load library '{name}': {name}: cannot open shared object file: No such file or "
        "directory.  Additionally, ctypes.util.find_library() did not manage to locate a library "
        f"called '{name}'"
    )

cffi.FFI.dlopen = dlopen
'''


@pytest.fixture
def without_pango(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Take Pango away from other processes; answer an empty folder to run them in."""
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / "sitecustomize.py").write_text(NO_PANGO, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(stub), prepend=os.pathsep)
    here = tmp_path / "here"
    here.mkdir()
    return here


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("-e", "deck"), id="in this process"),
        pytest.param(("-e", "deck", "-e", "leaflet", "-j", "2"), id="in two workers"),
    ],
)
def test_without_pango_a_build_says_so_and_who_knows_the_cure(
    without_pango: Path, arguments: tuple[str, ...]
) -> None:
    done = handouts("build", "-l", "en", *arguments, cwd=without_pango)
    assert done.returncode == 1
    assert "needs Pango, which is not installed" in done.stderr
    assert "Hint: Run “handouts doctor”" in done.stderr
    assert done.stderr.count("Error:") == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert files(without_pango) <= {"output/manifest.json"}


def test_without_pango_the_doctor_names_the_cure(without_pango: Path) -> None:
    done = handouts("doctor", "--format", "json", cwd=without_pango)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert not checks["Pango"]["good"]
    assert checks["Pango"]["mend"]
    assert checks["Python"]["good"]


def test_without_pango_all_that_needs_no_pages_still_works(without_pango: Path) -> None:
    done = handouts("list", cwd=without_pango)
    assert done.returncode == 0, done.stderr
    assert "remission" in done.stdout


# ---------------------------------------------------------------- Ctrl-C


class Started:
    """A build in a process group of its own, as a terminal starts it."""

    # a test runner in the background may ignore Ctrl-C, and its children would too
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from handouts.cli import main; main()"
    )

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.program, "build", "-e", "deck", "-j", "2"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def wait_for_the_engines_to_load(self) -> None:
        """Wait until the output folder is there: workers are started next, which takes a while."""
        until = time.monotonic() + 60
        while not (self.folder / "output").is_dir() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.3)

    def wait_for_the_first_file(self) -> None:
        """Wait until the first file is reported."""
        assert self.process.stderr
        assert self.process.stderr.readline().startswith("remission.")

    def stop(self, everyone: bool) -> tuple[int, str, str]:
        """Send what Ctrl-C sends, to the whole group or to the first process alone."""
        if everyone:
            os.killpg(self.process.pid, signal.SIGINT)
        else:
            self.process.send_signal(signal.SIGINT)
        stdout, stderr = self.process.communicate(timeout=60)
        return self.process.returncode, stdout, stderr


def is_whole(path: Path) -> bool:
    data = path.read_bytes()
    if path.suffix == ".pdf":
        return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    with zipfile.ZipFile(path) as package:
        return package.testzip() is None


@posix
@pytest.mark.parametrize(
    ("wait", "everyone"),
    [
        pytest.param(Started.wait_for_the_engines_to_load, True, id="while the engines load"),
        pytest.param(Started.wait_for_the_engines_to_load, False, id="sent to one process"),
        pytest.param(Started.wait_for_the_first_file, True, id="after the first file"),
    ],
)
def test_ctrl_c_ends_a_build_with_a_short_message_and_whole_files(
    tmp_path: Path, wait: Callable[[Started], None], everyone: bool
) -> None:
    build = Started(tmp_path)
    wait(build)
    status, stdout, stderr = build.stop(everyone)
    assert (status, stdout) == (130, "")
    assert "Stopped." in stderr
    assert "Traceback" not in stderr
    made = files(tmp_path) - {"output/manifest.json"}
    manifest = tmp_path / "output" / "manifest.json"
    entries = json.loads(manifest.read_text("utf-8"))["artifacts"] if manifest.exists() else []
    assert {f"output/{entry['path']}" for entry in entries} == made
    assert all(is_whole(tmp_path / name) for name in made)
    assert bool(made) == (wait is Started.wait_for_the_first_file)
