"""Workers: every job is answered, whatever becomes of whoever has it; and none outlives a run."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from chores import Chore, Done, Unforeseen, begun, do, family, lost
from conftest import handouts
from desk import TOPIC, Desk

from handouts import build, workers
from handouts.language import Language
from handouts.making import carry_out
from handouts.outcome import Outcome
from handouts.papers import PAPERS
from handouts.plan import Job

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
TESTS = Path(__file__).parent


def chores(folder: Path, names: str, **more: str | float) -> list[Chore]:
    return [Chore(folder, name, **more) for name in names]  # type: ignore[arg-type]


def worked(jobs: Sequence[Chore], processes: int = 2, *, apart: bool = False) -> dict[str, Done]:
    """Have jobs done; answer what came back, by the name of the job."""
    run = workers.run(do, jobs, processes, lost=lost, kin=family, apart=apart)
    answers = [*run]
    assert len(answers) == len(jobs)
    return {done.name: done for done in answers}


def within(seconds: float, what: Callable[[], bool]) -> bool:
    """Wait for something, no longer than it may take."""
    end = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < end:
        time.sleep(0.02)
    return answer


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")  # who is dead, and not yet taken note of, is a zombie
    return not (stat.exists() and stat.read_text("ascii").rpartition(")")[2].split()[0] == "Z")


def all_gone(folder: Path) -> bool:
    """Tell whether every process that has ever begun a job of a folder is gone."""
    return not any(lives(int(line.split()[1])) for line in begun(folder))


# ---------------------------------------------------------------- who does what


def test_the_outcomes_of_all_jobs_come_back(tmp_path: Path) -> None:
    done = worked(chores(tmp_path, "abcdefghijkl"))
    assert set(done) == set("abcdefghijkl")
    assert all(d.worker not in (0, os.getpid()) for d in done.values())
    assert all_gone(tmp_path)
    assert multiprocessing.active_children() == []


def test_no_jobs_are_no_work(tmp_path: Path) -> None:
    assert worked([]) == {}
    assert worked([], apart=True) == {}


@pytest.mark.parametrize(
    ("names", "processes"),
    [pytest.param("a", 4, id="a single job"), pytest.param("abc", 1, id="a single process")],
)
def test_what_one_process_can_do_is_done_in_this_one(
    tmp_path: Path, names: str, processes: int
) -> None:
    done = worked(chores(tmp_path, names), processes)
    assert {d.worker for d in done.values()} == {os.getpid()}


def test_apart_even_one_job_is_done_by_another_process_each_time(tmp_path: Path) -> None:
    first = worked(chores(tmp_path, "a"), apart=True)["a"]
    second = worked(chores(tmp_path, "b"), apart=True)["b"]
    assert os.getpid() not in (first.worker, second.worker)
    assert first.remembers == second.remembers == 1, "it must remember nothing of earlier runs"


def test_jobs_begin_in_their_order(tmp_path: Path) -> None:
    worked(chores(tmp_path, "abcdefgh"), 1, apart=True)
    assert [line.split()[0] for line in begun(tmp_path)] == [*"abcdefgh"]


def test_kin_stay_with_a_worker_and_nobody_is_idle_at_the_end(tmp_path: Path) -> None:
    # three families for two workers: short ones first, then one that both must share
    first = [Chore(tmp_path, f"a{n}", "a", seconds=0.02) for n in range(4)]
    second = [Chore(tmp_path, f"b{n}", "b", seconds=0.02) for n in range(4)]
    third = [Chore(tmp_path, f"c{n}", "c", seconds=0.1) for n in range(8)]
    done = worked([*first, *second, *third])
    assert len({done[job.name].worker for job in first}) == 1
    assert len({done[job.name].worker for job in second}) == 1
    assert len({done[job.name].worker for job in third}) == 2


def test_a_process_does_so_many_jobs_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MOST_JOBS", 3)
    done = worked(chores(tmp_path, "abcdefghijk"))
    assert set(done) == set("abcdefghijk")
    assert max(Counter(d.worker for d in done.values()).values()) <= 3
    assert max(d.remembers for d in done.values()) == 3
    assert all_gone(tmp_path)


# ---------------------------------------------------------------- who is lost


@posix
@pytest.mark.parametrize("fate", ["exit once", "kill once"])
def test_a_worker_that_dies_costs_another_try_of_its_own_job(tmp_path: Path, fate: str) -> None:
    jobs = [*chores(tmp_path, "abc"), Chore(tmp_path, "x", fate=fate), *chores(tmp_path, "def")]
    done = worked(jobs)
    assert set(done) == set("abcxdef")
    assert all(d.worker for d in done.values()), "none is lost"
    tries = Counter(line.split()[0] for line in begun(tmp_path))
    assert tries == Counter({**dict.fromkeys("abcdef", 1), "x": 2})
    assert all_gone(tmp_path)


@posix
@pytest.mark.parametrize("fate", ["exit", "kill"])
@pytest.mark.parametrize(
    ("processes", "apart"),
    [pytest.param(2, False, id="of two workers"), pytest.param(1, True, id="the only worker")],
)
def test_a_job_that_kills_every_worker_is_given_up_and_the_others_are_done(
    tmp_path: Path, fate: str, processes: int, apart: bool
) -> None:
    jobs = [*chores(tmp_path, "ab"), Chore(tmp_path, "x", fate=fate), *chores(tmp_path, "cd")]
    done = worked(jobs, processes, apart=apart)
    assert done["x"].worker == 0
    assert all(done[name].worker for name in "abcd")
    tries = Counter(line.split()[0] for line in begun(tmp_path))
    assert tries == Counter({**dict.fromkeys("abcd", 1), "x": workers.MOST_TRIES})
    assert all_gone(tmp_path)


@posix
def test_a_worker_that_is_killed_from_outside_is_replaced(tmp_path: Path) -> None:
    jobs = [Chore(tmp_path, f"{number}", seconds=0.2) for number in range(6)]
    run = workers.run(do, jobs, 2, lost=lost)
    answers = [next(run)]
    os.kill(int(begun(tmp_path)[-1].split()[1]), signal.SIGKILL)
    answers += run
    assert {done.name for done in answers} == {job.name for job in jobs}
    assert all(done.worker for done in answers)
    assert all_gone(tmp_path)


# ---------------------------------------------------------------- how a run ends


def test_what_a_task_raises_is_raised_here_and_no_process_stays(tmp_path: Path) -> None:
    jobs = [*chores(tmp_path, "a", seconds=30), Chore(tmp_path, "x", fate="raise")]
    start = time.monotonic()
    with pytest.raises(Unforeseen, match="x"):
        worked(jobs)
    assert time.monotonic() - start < 15, "the other job must not be waited for"
    assert within(5, lambda: all_gone(tmp_path))
    assert multiprocessing.active_children() == []


def test_leaving_a_run_early_ends_the_workers_at_once(tmp_path: Path) -> None:
    jobs = [*chores(tmp_path, "a"), *chores(tmp_path, "bc", seconds=30)]
    run = workers.run(do, jobs, 2, lost=lost)
    assert next(run).name == "a"
    assert within(10, lambda: len(begun(tmp_path)) == 3), "both workers must be at it"
    start = time.monotonic()
    run.close()
    assert time.monotonic() - start < 5
    assert all_gone(tmp_path)
    assert multiprocessing.active_children() == []


@posix
def test_when_the_parent_is_killed_the_workers_go(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, str(TESTS / "chores.py"), str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )
    with parent:
        assert parent.stdout
        assert parent.stdout.readline()
        assert len({line.split()[1] for line in begun(tmp_path)}) == 2
        parent.kill()
    assert within(5, lambda: all_gone(tmp_path))


# ---------------------------------------------------------------- a fault of our own


class Quiet:
    """Hears how a build goes."""

    def begins(self, jobs: int, seconds: float) -> None: ...

    def made(self, outcome: Outcome, seconds: float) -> None: ...

    def waits(self, holder: str) -> None: ...


@pytest.mark.parametrize("processes", [pytest.param(1, id="here"), pytest.param(2, id="elsewhere")])
def test_a_fault_of_the_program_stops_its_own_job_and_is_told(
    desk: Desk, tmp_path: Path, processes: int
) -> None:
    def run(jobs: Sequence[Job]) -> build.Outcomes:
        return workers.run(carry_out, jobs, processes, lost=build.lost, kin=build.kin)

    def job(code: str, paper: str = "a4") -> Job:
        return Job(desk.library.root, TOPIC, Language(code), "leaflet", paper)  # type: ignore[arg-type]

    impossible = job("es", "no such paper")
    jobs = [job("es"), impossible, job("ar")]
    report = build.build(desk.library, jobs, tmp_path / "out", run, Quiet())
    assert {(tmp_path / "out" / entry.path).is_file() for entry in report.made} == {True}
    assert [entry.language for entry in report.entries] == ["ar", "es"]
    (told,) = (finding for finding in report.findings if finding.rule == "broken")
    assert (told.severity, told.language, told.where) == ("error", "es", TOPIC)
    assert (told.edition, told.paper) == ("leaflet", "no such paper")
    assert "fault of the program" in told.message
    assert "report it" in told.hint
    assert "no such paper" not in PAPERS


def test_templates_that_are_no_text_stop_pages_and_not_the_decks(
    desk: Desk, tmp_path: Path
) -> None:
    path = desk.library.print_templates / "parts.html.jinja"
    path.write_bytes(b"\xff\xfe" + path.read_bytes())
    where = ("--library", desk.library.root, "build", "-l", "es", "-j", "2", "-o", tmp_path / "out")
    done = handouts(*where, "-e", "leaflet", "-e", "deck", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "error: This page template is not UTF-8 text: byte 0xff." in done.stderr
    assert "parts.html.jinja" in done.stderr
    assert "  hint: " in done.stderr
    (made,) = (tmp_path / "out" / "draft" / "es").iterdir()
    assert made.name == "habit.deck.es.pptx"


# ---------------------------------------------------------------- one at a time

HOLD = """
import sys
from pathlib import Path
from handouts import locking
with locking.held(Path(sys.argv[1]), lambda holder: print("waits for", holder, flush=True)):
    print("holds", flush=True)
    sys.stdin.read()
"""
COUNT = """
import sys
from pathlib import Path
from handouts import locking
locking.PAUSE = 0.001
counter = Path(sys.argv[1]).with_name("counter")
for _ in range(25):
    with locking.held(Path(sys.argv[1]), lambda holder: None):
        counter.write_text(str(int(counter.read_text()) + 1))
"""


class Holder:
    """A process that wants a lock, and keeps it until it is told to end."""

    def __init__(self, lock: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(lock)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def says(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        with self.process:  # its input ends with the block, and so does it
            pass
        assert self.process.returncode == 0


@pytest.fixture
def holders(tmp_path: Path) -> Iterator[Callable[[], Holder]]:
    """Start processes that want the same lock; end them whatever happens."""
    found: list[Holder] = []

    def start() -> Holder:
        found.append(Holder(tmp_path / "folder" / "lock"))
        return found[-1]

    yield start
    for holder in found:
        holder.process.kill()
        with holder.process:
            pass


@pytest.mark.parametrize(
    "how", [pytest.param(Holder.end, id="ends"), pytest.param(None, id="dies")]
)
def test_who_waits_for_a_lock_is_told_who_has_it_and_goes_on_after(
    holders: Callable[[], Holder], tmp_path: Path, how: Callable[[Holder], None] | None
) -> None:
    lock = tmp_path / "folder" / "lock"
    first = holders()
    assert first.says() == "holds"
    second = holders()
    said = second.says()
    assert said.startswith(f"waits for process {first.process.pid} on ")
    if how:
        how(first)
    else:
        first.process.kill()
    assert second.says() == "holds"
    assert f"process {second.process.pid} " in lock.read_text(encoding="utf-8")
    second.end()
    assert not lock.exists()


def test_a_lock_is_held_by_one_at_a_time_however_many_want_it(tmp_path: Path) -> None:
    lock, counter = tmp_path / "lock", tmp_path / "counter"
    counter.write_text("0", encoding="utf-8")
    crowd = [subprocess.Popen([sys.executable, "-c", COUNT, str(lock)]) for _ in range(4)]
    assert [process.wait(60) for process in crowd] == [0] * 4
    assert counter.read_text(encoding="utf-8") == "100"
    assert not lock.exists()
