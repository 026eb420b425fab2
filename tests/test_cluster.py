"""A build on a real Dask cluster of this computer: the same bytes, whatever becomes of a worker."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import handouts, require
from desk import Desk

from handouts.errors import ClusterFault
from handouts.language import Language
from handouts.plan import Job

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
LANGUAGES = ("-l", "es", "-l", "ar")


def within(seconds: float, what: Callable[[], Any]) -> Any:
    """Wait for something, no longer than it may take; answer it."""
    end = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < end:
        time.sleep(0.01)
    return answer


def digests(folder: Path) -> dict[str, str]:
    """Digest every file of an output folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


# ---------------------------------------------------------------- a cluster of processes


def dask() -> Any:
    """Load what speaks to a cluster; skip without Dask, or fail where all must be there."""
    if importlib.util.find_spec("distributed"):
        return importlib.import_module("handouts.cluster")
    reason = "distributed is not installed"
    if os.environ.get("HANDOUTS_REQUIRE_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)


class Member:
    """A scheduler or a worker: a process of its own, with a log."""

    def __init__(
        self, role: str, folder: Path, *options: str, before: tuple[str, ...] = ()
    ) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._log = folder / "log"
        command = [sys.executable, "-m", f"distributed.cli.dask_{role}", *options]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*before, *command], cwd=folder, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait(self, said: str) -> str:
        """Wait until something is said; answer the part in brackets."""
        found = within(60, lambda: re.search(said, self.log))
        assert found, self.log
        return str(found[1])

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True)
class Cluster:
    """A scheduler, and the workers that it has been given."""

    folder: Path
    scheduler: Member
    address: str
    workers: list[Member]
    stack: ExitStack

    def add(self, *before: str) -> Member:
        """Start a worker by way of another command, if one is given."""
        worker = Member(
            "worker",
            self.folder / f"worker-{len(self.workers)}",
            *(self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
            *("--local-directory", str(self.folder / f"worker-{len(self.workers)}")),
            before=before,
        )
        self.stack.callback(worker.end)
        self.workers.append(worker)
        return worker

    def ready(self) -> "Cluster":
        """Wait until all workers are known to the scheduler."""
        for worker in self.workers:
            worker.wait(r"Registered to: +(\S+)")
        return self

    def parcels(self) -> set[tuple[str, str, int]]:
        """List the parcels that lie unpacked at workers: whose, of which name, which folder."""
        return {
            (worker.folder.name, path.name, path.stat().st_ino)
            for worker in self.workers
            for path in worker.folder.glob("dask-scratch-space/*/handouts-*")
            if path.suffix != ".part"
        }


def new_cluster(folder: Path, stack: ExitStack) -> Cluster:
    dask()
    scheduler = Member(
        "scheduler",
        folder / "scheduler",
        *("--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
    )
    stack.callback(scheduler.end)
    address = scheduler.wait(r"Scheduler at: +(tcp://\S+)")
    return Cluster(folder, scheduler, address, [], stack)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers that see what we see."""
    with ExitStack() as stack:
        made = new_cluster(tmp_path_factory.mktemp("cluster"), stack)
        made.add()
        made.add()
        yield made.ready()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler of our own without workers."""
    with ExitStack() as stack:
        yield new_cluster(tmp_path / "cluster", stack)


def started(desk: Desk, address: str, folder: Path, *more: str) -> "subprocess.Popen[str]":
    """Start a build on a cluster, and go on."""
    command = [sys.executable, "-m", "handouts", "--library", str(desk.library.root), "build"]
    return subprocess.Popen(
        [*command, *LANGUAGES, *more, "--scheduler", address, "-o", str(folder)],
        cwd=desk.library.root.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def built(desk: Desk, address: str, folder: Path, *more: str) -> dict[str, str]:
    """Build on a cluster, which must go well; answer what there is then."""
    process = started(desk, address, folder, *more)
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    return complete(folder)


def complete(folder: Path) -> dict[str, str]:
    """Hold a folder to a manifest that names all that stands there; answer it."""
    found = digests(folder)
    entries = json.loads((folder / "manifest.json").read_bytes())["artifacts"]
    assert {entry["path"]: entry["sha256"] for entry in entries} == found
    return found


def here(desk: Desk, folder: Path, *more: str) -> dict[str, str]:
    """Build here, for comparison."""
    done = desk.run("build", *LANGUAGES, *more, "-j", "1", "-o", folder)
    assert done.exit_code == 0, done.output
    return complete(folder)


@pytest.fixture(scope="module")
def local(small_library: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What this computer makes, alone, of the library as every test finds it."""
    folder = tmp_path_factory.mktemp("local")
    return here(small_library, folder, "-e", "deck", "-e", "leaflet", "-e", "large-print")


# ---------------------------------------------------------------- the same bytes


def test_a_cluster_makes_the_bytes_that_this_computer_makes(
    desk: Desk, cluster: Cluster, tmp_path: Path, local: dict[str, str]
) -> None:
    there = built(desk, cluster.address, tmp_path / "there", "-e", "deck", "-e", "leaflet")
    assert len(there) == 4
    assert there.items() <= local.items()
    assert cluster.parcels() == set(), "what workers see is not sent to them"


def test_workers_make_anew_what_a_changed_library_asks_for(
    desk: Desk, cluster: Cluster, tmp_path: Path
) -> None:
    # they live on from build to build, and must not remember a template of the last one
    asked = ("-e", "leaflet")
    first = built(desk, cluster.address, tmp_path / "there", *asked)
    template = desk.library.print_templates / "flow.html.jinja"
    text = template.read_text(encoding="utf-8")
    assert "<main>" in text
    template.write_text(text.replace("<main>", "<main><p>NEW</p>"), encoding="utf-8")
    expected = here(desk, tmp_path / "here", *asked)
    assert not first.items() & expected.items(), "the change must show"
    assert built(desk, cluster.address, tmp_path / "there", *asked) == expected


# ---------------------------------------------------------------- a library that nobody sees


def namespace() -> list[str]:
    """Find how to give a process its own view of the disk; skip where that is not allowed."""
    program = require("unshare")
    for way in (["-m"], ["-rm"]):
        trial = [program, *way, "sh", "-c", "mount -t tmpfs none /mnt"]
        if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
            return [program, *way]
    pytest.skip("this computer lets nobody have a view of the disk of their own")


@dataclass(frozen=True)
class Blind:
    """A cluster whose workers find nothing in a folder where we find libraries."""

    cluster: Cluster
    folder: Path


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blind]:
    """Two workers to whom a folder of ours is empty."""
    unseen = tmp_path_factory.mktemp("unseen")
    mount = 'mount -t tmpfs none "$1" && shift && exec "$@"'
    with ExitStack() as stack:
        before = (*namespace(), "sh", "-c", mount, "sh", str(unseen))
        made = new_cluster(tmp_path_factory.mktemp("blind"), stack)
        made.add(*before)
        made.add(*before)
        yield Blind(made.ready(), unseen)


def test_a_library_that_workers_cannot_see_is_sent_to_each_once(
    small_library: Desk, blind: Blind, tmp_path: Path, local: dict[str, str]
) -> None:
    desk, cluster = small_library.copied(blind.folder / "once"), blind.cluster
    process = started(desk, cluster.address, tmp_path / "there", "-e", "deck", "-e", "leaflet")
    seen = set()
    while process.poll() is None:
        seen |= cluster.parcels()
        time.sleep(0.01)
    _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    made = complete(tmp_path / "there")
    assert len(made) == 4
    assert made.items() <= local.items()
    assert {whose for whose, *_ in seen} == {worker.folder.name for worker in cluster.workers}
    assert len(seen) == len(cluster.workers), "it is unpacked once for all jobs"
    assert cluster.parcels() == set(), "and taken away in the end"


def test_a_library_is_sent_as_it_is_now_with_the_file_of_a_clinic(
    small_library: Desk, blind: Blind, tmp_path: Path, local: dict[str, str]
) -> None:
    desk = small_library.copied(blind.folder / "now")
    desk.say("title", "Cómo tomar las pastillas")
    own = blind.folder / "mine" / "clinic.toml"
    own.parent.mkdir()
    shutil.copy(desk.library.clinic, own)
    asked = ("-e", "deck", "--clinic", str(own))
    there = built(desk, blind.cluster.address, tmp_path / "there", *asked)
    assert there == here(desk, tmp_path / "here", *asked)
    changed = {path for path, digest in there.items() if local[path] != digest}
    assert "draft/es/habit.deck.es.pptx" in changed


def test_two_builds_of_one_library_do_not_take_it_from_each_other(
    small_library: Desk, blind: Blind, tmp_path: Path, local: dict[str, str]
) -> None:
    desk, address = small_library.copied(blind.folder / "shared"), blind.cluster.address
    asked = ("-e", "deck", "-e", "leaflet")
    both = [started(desk, address, tmp_path / name, *asked) for name in ("one", "two")]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], "\n".join(said)
    assert complete(tmp_path / "one") == complete(tmp_path / "two")
    assert complete(tmp_path / "one").items() <= local.items()
    assert blind.cluster.parcels() == set()


# ---------------------------------------------------------------- what may be lost


ASK = """
import sys, time
from distributed import Client
with Client(sys.argv[1], set_as_default=False) as client:
    while True:
        print(*(worker for worker, has in client.processing().items() if has), flush=True)
        time.sleep(0.02)
"""


@pytest.fixture
def busy(cluster: Cluster) -> Iterator[Callable[[], str]]:
    """Answer, line by line, the addresses of the workers that have jobs now."""
    with subprocess.Popen(
        [sys.executable, "-c", ASK, cluster.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as asking:
        assert asking.stdout
        lines = asking.stdout
        yield lambda: lines.readline()
        asking.kill()


def test_a_worker_that_is_killed_costs_a_retry_and_not_the_build(
    desk: Desk,
    cluster: Cluster,
    tmp_path: Path,
    busy: Callable[[], str],
    local: dict[str, str],
) -> None:
    asked = ("-e", "deck", "-e", "leaflet", "-e", "large-print")
    victim = cluster.add()
    address = victim.wait(r"Start worker at: +(\S+)")
    cluster.ready()
    try:
        process = started(desk, cluster.address, tmp_path / "there", *asked)
        # its first job takes it long: it must load the engines
        assert within(60, lambda: address in busy().split() or process.poll() is not None)
        assert process.poll() is None, "it must be killed while it works"
        victim.process.kill()
        _, stderr = process.communicate(timeout=120)
    finally:
        victim.end()
        cluster.workers.remove(victim)
    assert process.returncode == 0, stderr
    assert "Traceback" not in stderr
    assert complete(tmp_path / "there") == local


def test_a_scheduler_that_is_killed_is_told_and_what_was_finished_is_kept(
    desk: Desk, alone: Cluster, tmp_path: Path
) -> None:
    alone.add()
    asked = ("-e", "deck", "-e", "leaflet", "-e", "large-print")
    process = started(desk, alone.ready().address, tmp_path / "there", *asked)
    assert process.stderr
    assert process.stderr.readline().startswith("habit.")
    alone.scheduler.end()
    start = time.monotonic()
    _, stderr = process.communicate(timeout=60)
    assert time.monotonic() - start < 40
    assert process.returncode == 1, stderr
    assert "Traceback" not in stderr
    assert "Error: The cluster was lost while it worked." in stderr
    assert "Hint: " in stderr
    assert complete(tmp_path / "there")


def test_ctrl_c_ends_the_build_and_leaves_the_cluster_as_it_was(
    desk: Desk, cluster: Cluster, tmp_path: Path
) -> None:
    asked = ("-e", "deck", "-e", "leaflet", "-e", "large-print")
    process = started(desk, cluster.address, tmp_path / "there", *asked)
    assert process.stderr
    assert process.stderr.readline().startswith("habit.")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout) == (130, "")
    assert "Stopped." in stderr
    assert "Traceback" not in stderr
    assert complete(tmp_path / "there")
    assert len(built(desk, cluster.address, tmp_path / "after", "-e", "deck")) == 2


def test_an_error_ends_the_build_and_leaves_the_cluster_as_it_was(
    desk: Desk, cluster: Cluster, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "there" / "draft" / "es"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("in the way", encoding="utf-8")
    process = started(desk, cluster.address, tmp_path / "there", "-e", "deck")
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (1, "")
    assert "Cannot write" in stderr
    assert "Traceback" not in stderr
    in_the_way.unlink()
    assert len(built(desk, cluster.address, tmp_path / "there", "-e", "deck")) == 2


def test_a_fault_that_a_worker_finds_is_told_with_our_names_of_files(
    desk: Desk, cluster: Cluster
) -> None:
    desk.library.catalog(Language("es"), "habit").write_text('msgid "', encoding="utf-8")
    process = started(desk, cluster.address, desk.output, "-e", "deck")
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"at {Path('desk/locales/es/LC_MESSAGES/habit.po')}:1" in stderr
    assert "Traceback" not in stderr
    assert [*complete(desk.output)] == ["draft/ar/habit.deck.ar.pptx"]


# ---------------------------------------------------------------- nobody there


def test_a_scheduler_that_is_not_there_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = dask()
    assert cluster.PATIENCE <= 20
    monkeypatch.setattr(cluster, "PATIENCE", 2)
    nobody = "tcp://127.0.0.1:1"
    start = time.monotonic()
    result = desk.run("build", "-l", "es", "-e", "deck", "--scheduler", nobody, "-o", desk.output)
    assert time.monotonic() - start < 15
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 1
    assert f"No Dask scheduler answers at {nobody}." in result.stderr
    assert "Hint: Name it as it names itself" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:1", "tcp://", "tcp://a b:1"])
def test_an_address_that_is_none_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    cluster = dask()
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    result = desk.run("build", "-l", "es", "-e", "deck", "--scheduler", address, "-o", desk.output)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 1
    assert f"No Dask scheduler answers at {address}." in result.stderr


def test_a_scheduler_without_workers_is_told(
    desk: Desk, alone: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = dask()
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    job = Job(desk.library.root, "habit", Language("es"), "deck", None)
    with pytest.raises(ClusterFault, match="no workers") as told:
        next(cluster.run(alone.address, [job]))
    assert f"dask worker {alone.address}" in told.value.hint


def test_a_cluster_and_a_number_of_processes_here_are_wrong_use(desk: Desk) -> None:
    result = desk.run("build", "-l", "es", "--scheduler", "tcp://127.0.0.1:1", "-j", "2")
    assert result.exit_code == 2
    assert "--scheduler" in result.stderr
    assert "Hint: Leave one of them out." in result.stderr


NO_DASK = '''
"""Dask cannot be imported, as where it is not installed."""
import sys

class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("distributed", "dask"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Nowhere())
'''


def test_without_dask_a_build_says_what_to_install_and_works_without_a_cluster(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / "sitecustomize.py").write_text(NO_DASK, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(stub), prepend=os.pathsep)
    asked = ("--library", desk.library.root, "build", "-l", "es", "-e", "deck", "-o", desk.output)
    done = handouts(*asked, "--scheduler", "tcp://127.0.0.1:1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Dask is not installed." in done.stderr
    assert "pip install 'handouts[dask]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not desk.output.exists()
    assert handouts(*asked, "-j", "1", cwd=tmp_path).returncode == 0
