"""Time and memory of commands, for the benchmarks."""

import contextlib
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PROC = Path("/proc")
MEGABYTE = 1_000_000


def machine() -> str:
    """Describe this machine in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Measured with {python} on {cores} cores, {platform.platform()}."


def timed(command: Sequence[str | Path], cwd: Path | None = None) -> float:
    """Answer the seconds a command takes; errors that it finds in what it makes are no failure."""
    start = time.perf_counter()
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        raise SystemExit(f"{command}\n{done.stderr.decode(errors='replace')}")
    return seconds


def side_by_side(*commands: Sequence[str | Path], rounds: int = 15) -> list[float]:
    """Time commands in turns, so that a slow moment meets them all; answer the medians."""
    for command in commands:
        timed(command)  # the first run writes byte code
    times = [[timed(command) for command in commands] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def called(action: Callable[[], object]) -> float:
    """Answer the seconds a call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


class Watch:
    """Looks at a process and all its descendants, and keeps the most that one of them held."""

    def __init__(self, root: int) -> None:
        self.largest = 0
        self._root = root
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while PROC.is_dir() and not self._over.wait(0.2):
            for pid in _family(self._root):
                self.largest = max(self.largest, _most_held(pid))

    def stop(self) -> int:
        """Answer the peak in bytes; 0 where the system does not say."""
        self._over.set()
        self._thread.join()
        return self.largest


def watched(command: Sequence[str | Path], cwd: Path) -> tuple[float, int]:
    """Answer the seconds a command takes, and the bytes that its largest process held."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [*map(str, command)], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watch = Watch(process.pid)
    if process.wait() not in (0, 1):
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, watch.stop()


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


def _most_held(pid: int) -> int:
    """Answer the peak of a process's memory in bytes (proc(5)); 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def handouts(*arguments: str | Path) -> tuple[str, ...]:
    """Write a command line of this tool."""
    return (sys.executable, "-m", "handouts", *map(str, arguments))
