"""Tiny tasks for the tests of workers: importable by other processes, and quickly imported.

Run as a program, it is a parent to kill: it prints who works for it, and never ends by itself.
"""

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from handouts import workers


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do, what befalls whoever does it, and a folder to note it in."""

    folder: Path
    name: str
    family: str = ""
    fate: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Done:
    """What has been done, and by which process; nobody where it was lost."""

    name: str
    worker: int
    remembers: int = 0


class Unforeseen(Exception):
    """What a task may raise."""


_done_here = 0  # chores of this process: what it remembers


def do(chore: Chore) -> Done:
    """Do a chore, and note beforehand that it is begun."""
    global _done_here
    earlier = [line.split()[0] for line in begun(chore.folder)]
    _note(chore)
    time.sleep(chore.seconds)
    if chore.fate == "raise":
        raise Unforeseen(chore.name)
    if chore.fate == "exit" or (chore.fate == "exit once" and chore.name not in earlier):
        os._exit(7)
    if chore.fate == "kill" or (chore.fate == "kill once" and chore.name not in earlier):
        os.kill(os.getpid(), signal.SIGKILL)
    _done_here += 1
    return Done(chore.name, os.getpid(), _done_here)


def lost(chore: Chore) -> Done:
    """Answer for a chore that nobody comes back from."""
    return Done(chore.name, 0)


def family(chore: Chore) -> str:
    """Answer what a chore shares with others."""
    return chore.family


def begun(folder: Path) -> list[str]:
    """List what has been begun, in order: a name and a process each."""
    log = folder / "begun"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def _note(chore: Chore) -> None:
    handle = os.open(chore.folder / "begun", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.write(handle, f"{chore.name} {os.getpid()}\n".encode())  # one write: lines stay whole
    os.close(handle)


if __name__ == "__main__":
    from chores import do as others_do  # by the name that workers know it by

    endless = [Chore(Path(sys.argv[1]), str(number), seconds=0.2) for number in range(1000)]
    for _ in workers.run(others_do, endless, 2, lost=lost):
        print("one is done", flush=True)
