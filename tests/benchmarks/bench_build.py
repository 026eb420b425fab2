"""Measure how long the build and the help take, and how much memory: a table for the README.

    python tests/benchmarks/bench_build.py

Everything is compared with ``python -c pass`` on the same machine, so that numbers from different
machines can be. Exit status 1 if ``handouts --help`` takes ten times as long as that or more.
"""

import contextlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PASS = (sys.executable, "-c", "pass")
HELP = (sys.executable, "-m", "handouts", "--help")
LANGUAGES = ("en", "es", "ar", "zh-Hans")
BUILD = (
    *(sys.executable, "-m", "handouts", "build", "-e", "leaflet", "-e", "deck"),
    *(word for language in LANGUAGES for word in ("-l", language)),
)
FILES = 2 * len(LANGUAGES)
SHORT_RUNS, LONG_RUNS = 15, 3
MOST_HELP = 10  # times the bare interpreter
PROC = Path("/proc")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Memory:
    """Peak memory in bytes; 0 where the system does not say.

    ``whole`` is what all processes together held, a page that they share counted once;
    ``largest`` is what one of them held.
    """

    whole: int
    largest: int


def main() -> int:
    """Measure, print, and judge the help."""
    for command in (PASS, HELP):
        _timed(command)  # the first run writes byte code
    bare, helped = _side_by_side(PASS, HELP)
    built = statistics.median(_build(lambda pid: None) for _ in range(LONG_RUNS))
    watch = _Watch()
    _build(watch.start_at)  # by itself: looking takes time
    print(f"{machine()}\n\n{_table(bare, helped, built, watch.stop())}")
    if helped >= MOST_HELP * bare:
        print(
            f"`handouts --help` takes {helped / bare:.1f} times `python -c pass`.", file=sys.stderr
        )
        return 1
    return 0


def _timed(command: tuple[str, ...], folder: str | None = None) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def _side_by_side(*commands: tuple[str, ...]) -> list[float]:
    """Time short commands in turns, so that a slow moment of the machine meets them all."""
    rounds = [[_timed(command) for command in commands] for _ in range(SHORT_RUNS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _build(started: Callable[[int], None]) -> float:
    """Build the eight files into an empty folder, from a cold start; answer the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            BUILD, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        started(process.pid)
        status = process.wait()
        seconds = time.perf_counter() - start
        made = [path for path in Path(folder).rglob("*.p*") if path.suffix in (".pdf", ".pptx")]
    if status or len(made) != FILES:
        raise SystemExit(f"The build made {len(made)} of {FILES} files (status {status}).")
    return seconds


class _Watch:
    """Looks ten times a second at a process and all its descendants, and keeps the peaks."""

    def __init__(self) -> None:
        self.whole = self.largest = 0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start_at(self, root: int) -> None:
        self._thread = threading.Thread(target=self._look, args=(root,), daemon=True)
        self._thread.start()

    def _look(self, root: int) -> None:
        while PROC.is_dir() and not self._over.wait(0.1):
            family = _family(root)
            self.whole = max(self.whole, sum(_kept(pid, "smaps_rollup", "Pss") for pid in family))
            self.largest = max(self.largest, *(_kept(pid, "status", "VmHWM") for pid in family))

    def stop(self) -> Memory:
        self._over.set()
        if self._thread:
            self._thread.join()
        return Memory(self.whole, max(self.largest, _largest_awaited()))


def _family(root: int) -> list[int]:
    """List a process and its descendants; a process may end while we look."""
    parents: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            after_name = (folder / "stat").read_text().rpartition(")")[2]
            parents[int(folder.name)] = int(after_name.split()[1])
    family = [root]
    for member in family:
        family += [pid for pid, parent in parents.items() if parent == member]
    return family


def _kept(pid: int, file: str, name: str) -> int:
    """Answer a number of a process's memory in bytes (proc(5)); 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / file).read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0


def _largest_awaited() -> int:
    """Answer what the largest process that was waited for held: all that macOS can say."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Measured with {python} on {cores} cores, {platform.platform()}."


def _table(bare: float, helped: float, built: float, memory: Memory) -> str:
    """Write the results as Markdown."""
    held = f"{_megabytes(memory.whole)} in all, {_megabytes(memory.largest)} in one process"
    rows = (
        ("`python -c pass`", bare, "–"),
        ("`handouts --help`", helped, "–"),
        (f"`handouts build`, {FILES} files, cold", built, held),
    )
    return "\n".join(
        (
            "| Command | Time (median) | Times `python -c pass` | Peak memory |",
            "|---|---|---|---|",
            *(f"| {name} | {t:.3f} s | {t / bare:.1f} | {kept} |" for name, t, kept in rows),
        )
    )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB" if size else "not measured"


if __name__ == "__main__":
    sys.exit(main())
