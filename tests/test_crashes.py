"""Builds that end as no build should: killed, out of room, two at once. No file is half, no
manifest lies, and the next build completes.
"""

import hashlib
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import handouts
from desk import Desk
from test_bad_input import on_a_full_disk

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits and signals")
TESTS = Path(__file__).parent
KILLS = 100
WAITS = re.compile(r"Another build(?: \(process (\d+) on .+\))? has the output folder")


def standing(folder: Path) -> dict[str, str]:
    """Digest every file of an output folder, but the manifest and unfinished ones."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / "manifest.json" and ".building" not in path.parts
    }


def told(folder: Path) -> dict[str, str]:
    """Read from the manifest what stands in a folder; it must be true."""
    manifest = folder / "manifest.json"
    entries = json.loads(manifest.read_bytes())["artifacts"] if manifest.exists() else []
    named = {entry["path"]: entry["sha256"] for entry in entries}
    assert named.items() <= standing(folder).items(), "the manifest lies"
    return named


def complete(folder: Path) -> dict[str, str]:
    """Hold a folder to a manifest that names all that stands there, and to being tidy."""
    named = told(folder)
    assert named == standing(folder)
    assert not (folder / ".building").exists()
    return named


def line(desk: Desk, folder: Path, *more: str, languages: str = "es ar") -> tuple[str, ...]:
    """Spell out a build."""
    named = [word for code in languages.split() for word in ("-l", code)]
    return ("--library", str(desk.library.root), "build", "-o", str(folder), *named, *more)


def built(desk: Desk, folder: Path, *more: str, languages: str = "es ar") -> dict[str, str]:
    """Build by the real command, which must go well; answer what stands there then."""
    arguments = line(desk, folder, *more, languages=languages)
    done = handouts(*arguments, cwd=desk.library.root.parent)
    assert done.returncode == 0, done.stderr
    return complete(folder)


# ---------------------------------------------------------------- killed anywhere


def killed(desk: Desk, folder: Path, *how: str) -> Any:
    """Have builds killed by a program of ours; answer what it found."""
    folder.mkdir()
    command = [sys.executable, str(TESTS / "killed.py"), str(desk.library.root), str(folder), *how]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    found = json.loads(done.stdout)
    assert found["faults"] == []
    return found


@posix
def test_killed_at_a_hundred_random_moments_no_file_is_half_and_no_manifest_lies(
    desk: Desk, tmp_path: Path
) -> None:
    seed = random.randrange(1 << 32)
    print("seed:", seed)
    stages = killed(desk, tmp_path / "killed", "random", str(KILLS), str(seed))["stages"]
    stages.pop("ended by itself", 0)
    assert sum(stages.values()) == KILLS, "it must be killed while it works"
    assert {*stages} == {"before any file", "between the files", "after the last file"}


@posix
def test_killed_before_each_change_to_the_folder_the_next_build_completes(
    desk: Desk, tmp_path: Path
) -> None:
    found = killed(desk, tmp_path / "killed", "steps")
    assert found["steps"] > 10
    assert found["stages"].pop("ended by itself") == 1
    assert {*found["stages"]} == {"before any file", "between the files", "after the last file"}


def members(session: int) -> set[int]:
    """List the processes of a session, as Linux tells; those that are dead are not counted."""
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text("ascii", errors="replace")
            except OSError:
                continue  # it has just ended
            state, _, _, of = stat.rpartition(")")[2].split()[:4]
            if int(of) == session and state not in "ZX":
                found.add(int(folder.name))
    return found


def within(seconds: float, what: Callable[[], bool]) -> bool:
    """Wait for something, no longer than it may take."""
    end = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < end:
        time.sleep(0.02)
    return answer


@posix
def test_killed_with_two_workers_no_process_stays_and_the_next_build_completes(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    asked = ("-e", "deck", "-e", "leaflet", "-j", "2")
    texts = ("Cómo tomar sus pastillas", "Cómo tomar las pastillas")
    good: dict[str, set[str]] = {}
    lives = []
    for text in texts:
        desk.say("title", text)
        start = time.monotonic()
        right = built(desk, tmp_path / text.split()[2], *asked, languages="es")
        lives.append(time.monotonic() - start)
        for path, digest in right.items():
            good.setdefault(path, set()).add(digest)
    seed = random.randrange(1 << 32)
    print("seed:", seed)
    chance = random.Random(seed)
    rounds, hit = 6, 0
    for number in range(rounds):
        desk.say("title", texts[number % 2])
        command = [sys.executable, "-m", "handouts", *line(desk, folder, *asked, languages="es")]
        with subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as build:
            time.sleep((number + chance.random()) / rounds * min(lives))
            build.kill()
        hit += build.returncode == -signal.SIGKILL
        if Path("/proc/self/stat").exists():
            assert within(5, lambda n=build.pid: not members(n)), members(build.pid)  # type: ignore[misc]
        assert all(digest in good[path] for path, digest in standing(folder).items())
        told(folder)
    assert hit >= rounds / 2, "it must be killed while it works"
    assert built(desk, folder, *asked, languages="es") == right


# ---------------------------------------------------------------- two at once


class Started:
    """A build in a process of its own, whose words go to a file."""

    def __init__(self, desk: Desk, folder: Path, log: Path, languages: str) -> None:
        asked = ("-e", "deck", "-e", "leaflet", "-j", "1")
        self.log = log
        with log.open("wb") as said:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "handouts"),
                    *line(desk, folder, *asked, languages=languages),
                ],
                stdout=subprocess.DEVNULL,
                stderr=said,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


Start = Callable[[str], Started]


@pytest.fixture
def start(desk: Desk, tmp_path: Path) -> Iterator[Start]:
    """Start builds into one folder; end them whatever happens."""
    found: list[Started] = []

    def begin(languages: str) -> Started:
        found.append(Started(desk, tmp_path / "out", tmp_path / f"log{len(found)}", languages))
        return found[-1]

    yield begin
    for build in found:
        build.process.kill()
        build.process.wait()


def stopped_with_the_folder(start: Start, folder: Path, languages: str) -> Started:
    """Start a build, and stop it as soon as it has the folder: it holds it until it may go on."""
    lock = folder / ".building" / "lock"
    build = start(languages)
    assert within(30, lambda: lock.exists() and lock.stat().st_size > 0)
    build.process.send_signal(signal.SIGSTOP)
    return build


@posix
@pytest.mark.parametrize(
    ("languages", "others"),
    [pytest.param("es", "ar en", id="other languages"), pytest.param("es", "es", id="the same")],
)
def test_a_second_build_waits_for_the_first_and_says_so(
    start: Start, tmp_path: Path, languages: str, others: str
) -> None:
    folder = tmp_path / "out"
    first = stopped_with_the_folder(start, folder, languages)
    second = start(others)
    assert within(30, lambda: bool(WAITS.search(second.said))), second.said
    assert f"(process {first.process.pid} on " in second.said
    first.process.send_signal(signal.SIGCONT)
    assert (first.process.wait(60), second.process.wait(60)) == (0, 0), second.said
    every = {*languages.split(), *others.split()}
    assert {path.split("/")[1] for path in complete(folder)} == every
    assert len(complete(folder)) == 2 * len(every)
    assert not WAITS.search(first.said)
    if languages == others:
        assert "all up to date already" in second.said, "what the first has made is not made twice"


@posix
@pytest.mark.parametrize("languages", [("es", "ar"), ("es ar", "es ar")], ids=["others", "same"])
def test_two_builds_started_at_once_both_end_well(
    start: Start, tmp_path: Path, languages: tuple[str, str]
) -> None:
    both = [start(named) for named in languages]
    assert [build.process.wait(90) for build in both] == [0, 0], both[0].said + both[1].said
    assert len(complete(tmp_path / "out")) == 4
    assert all("Traceback" not in build.said for build in both)


@posix
def test_when_the_first_build_is_killed_the_second_goes_on(start: Start, tmp_path: Path) -> None:
    first = stopped_with_the_folder(start, tmp_path / "out", "es")
    second = start("ar")
    assert within(30, lambda: bool(WAITS.search(second.said))), second.said
    first.process.kill()
    assert second.process.wait(60) == 0
    assert len(complete(tmp_path / "out")) == 2


def test_what_a_dead_build_left_holds_nobody_up_and_is_tidied(desk: Desk, tmp_path: Path) -> None:
    workshop = tmp_path / "out" / ".building"
    workshop.mkdir(parents=True)
    (workshop / "lock").write_text("process 1 on another.example", encoding="utf-8")
    (workshop / "journal").write_bytes(b'{"path": "draft/es/half a line')
    (workshop / "part-habit.deck.es.pptx").write_bytes(b"half a deck")
    done = handouts(*line(desk, tmp_path / "out", "-e", "deck", "-j", "1"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Another build" not in done.stderr
    assert len(complete(tmp_path / "out")) == 2


# ---------------------------------------------------------------- no room, no permission


@posix
def test_a_disk_that_fills_up_midway_leaves_earlier_files_and_a_true_manifest(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    asked = ("-e", "leaflet", "-e", "deck", "-j", "1")
    before = built(desk, folder, *asked)
    sizes = {path.suffix: path.stat().st_size for path in folder.rglob("habit.*.es.*")}
    limit = 64_000
    assert sizes[".pdf"] < limit < sizes[".pptx"]
    desk.say("title", "Cómo tomar las pastillas")
    arguments = line(desk, folder, *asked)
    status, stdout, stderr = on_a_full_disk(limit, *arguments, cwd=tmp_path)
    assert (status, stdout) == (1, "")
    assert "Cannot write" in stderr
    assert "habit.deck.es.pptx" in stderr
    assert "Hint: " in stderr
    assert "make room on the disk" in stderr
    assert "Traceback" not in stderr
    after = standing(folder)
    deck, arabic = "draft/es/habit.deck.es.pptx", [p for p in before if p.startswith("draft/ar")]
    assert after.keys() == before.keys()
    assert after[deck] == before[deck], "the deck of before is whole"
    assert told(folder).items() >= {p: before[p] for p in arabic}.items(), "others are known still"
    assert built(desk, folder, *asked).keys() == before.keys()
    assert standing(folder)[deck] != before[deck]


# Root may write anywhere: give that up, and stay root, for folders that only root may enter.
ORDINARY = """
import ctypes, os, sys
if os.geteuid() == 0:
    PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
    if ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0):
        sys.exit(77)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def as_anybody(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python as one whom a folder's permissions hold back."""
    return subprocess.run(
        [sys.executable, "-c", ORDINARY, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def read_only(desk: Desk, tmp_path: Path) -> Iterator[Path]:
    """An output folder with an earlier build in it that nothing can be written into."""
    folder = tmp_path / "out"
    built(desk, folder, "-e", "deck", "-j", "1", languages="es")
    inside = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
    for path in inside:
        path.chmod(0o555)
    trial = f"open({str(folder / 'trial')!r}, 'w')"
    if "PermissionError" not in as_anybody("-c", trial, cwd=tmp_path).stderr:
        pytest.skip("permissions hold nobody back here")
    yield folder
    for path in inside:
        path.chmod(0o755)


@posix
def test_a_read_only_folder_is_told_and_keeps_what_it_has(
    desk: Desk, tmp_path: Path, read_only: Path
) -> None:
    before = complete(read_only)
    desk.say("title", "Cómo tomar las pastillas")
    arguments = line(desk, read_only, "-e", "deck", "-j", "1")
    done = as_anybody("-m", "handouts", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Cannot write {read_only}: Permission denied." in done.stderr
    assert "Hint: Name another folder with -o" in done.stderr
    assert "Traceback" not in done.stderr
    assert complete(read_only) == before


@posix
def test_a_build_with_nothing_to_do_needs_no_permission(
    desk: Desk, tmp_path: Path, read_only: Path
) -> None:
    before = complete(read_only)
    arguments = line(desk, read_only, "-e", "deck", languages="es")
    done = as_anybody("-m", "handouts", *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "all up to date already" in done.stderr
    assert complete(read_only) == before
