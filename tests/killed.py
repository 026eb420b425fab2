"""Builds that are killed: a program that forks the real command line and ends it with SIGKILL.

``python killed.py LIBRARY FOLDER random TIMES SEED`` kills it at random moments of its life;
``python killed.py LIBRARY FOLDER steps`` before, or in the middle of, each change that it makes to
the output folder, one build for each. What it finds is printed as JSON. The engines are loaded
once, so that a build is quick; each build is a process of its own all the same.
"""

import gc
import hashlib
import io
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from handouts.cli import main
from handouts.language import Language
from handouts.library import Library

LANGUAGES = ("es", "ar")
TOPIC = "habit"
WORDS = {"es": ("Invent", "Pens"), "ar": ("نص وُضع", "كلام وُضع")}  # in the catalog, in either text
WORKSHOP = ".building"
Good = dict[str, set[str]]  # what may stand in the folder: paths, and digests of each


def digests(folder: Path) -> dict[str, str]:
    """Digest all files of an output folder but the manifest and unfinished ones."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / "manifest.json" and WORKSHOP not in path.parts
    }


def lies(folder: Path, good: Good) -> list[str]:
    """Look at an output folder from outside: list what is not whole, or not as it is told."""
    found = digests(folder)
    faults = [f"{path} is not whole" for path, sha in found.items() if sha not in good[path]]
    manifest = folder / "manifest.json"
    if manifest.exists():
        try:
            told = {e["path"]: e["sha256"] for e in json.loads(manifest.read_bytes())["artifacts"]}
        except (ValueError, KeyError, TypeError) as fault:
            return [*faults, f"the manifest cannot be read: {fault!r}"]
        faults += [f"the manifest lies of {p}" for p, sha in told.items() if found.get(p) != sha]
    return faults


def lacks(folder: Path, right: dict[str, str]) -> list[str]:
    """List what a folder lacks after a build that was let be: files, a manifest, tidiness."""
    found = digests(folder)
    faults = [f"{path} is missing, or of another text" for path in right.items() - found.items()]
    faults += [f"{path} is not asked for" for path in found.keys() - right.keys()]
    manifest = folder / "manifest.json"
    told = json.loads(manifest.read_bytes())["artifacts"] if manifest.exists() else []
    unnamed = right.items() - {(entry["path"], entry["sha256"]) for entry in told}
    faults += [f"{path} is not in the manifest" for path, _ in sorted(unnamed)]
    return [*faults, *([f"{WORKSHOP} is left"] if (folder / WORKSHOP).exists() else [])]


class Rounds:
    """One library, one output folder, and builds that come to an end or do not."""

    def __init__(self, library: Library, base: Path) -> None:
        self.library, self.base, self.folder = library, base, base / "out"
        self._texts = [self._said(0), self._said(1)]
        self.text = 0
        self.right: list[dict[str, str]] = []
        for number in (0, 1):
            self.say(number)
            clean = base / f"clean-{number}"
            self._build_here(clean)
            self.right.append(digests(clean))
            assert lacks(clean, self.right[number]) == []
        assert not self.right[0].items() & self.right[1].items(), "each text needs its own files"
        self.good = {path: {side[path] for side in self.right} for path in self.right[0]}

    def _said(self, number: int) -> list[tuple[Path, bytes]]:
        files = []
        for code in LANGUAGES:
            path = self.library.catalog(Language(code), TOPIC)
            text = path.read_text(encoding="utf-8")
            assert WORDS[code][0] in text
            files.append((path, text.replace(WORDS[code][0], WORDS[code][number]).encode()))
        return files

    def say(self, number: int) -> None:
        """Save one of the two texts, in all languages."""
        self.text = number
        for path, data in self._texts[number]:
            path.write_bytes(data)

    def toggle(self) -> None:
        """Save the other text, so that there is everything to make."""
        self.say(1 - self.text)

    def _build_here(self, folder: Path) -> None:
        """Build in this process: those forked from it find all loaded that does not change."""
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main(self._line(folder), standalone_mode=False)

    def _line(self, folder: Path) -> list[str]:
        languages = [word for code in LANGUAGES for word in ("-l", code)]
        where = ["--library", str(self.library.root), "build", "-o", str(folder)]
        return [*where, *languages, "-e", "deck", "-j", "1"]

    def start(self, folder: Path, first: Callable[[], object] = int) -> int:
        """Fork a build; answer its process. It does something first."""
        child = os.fork()
        if child:
            return child
        status = 99
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            first()
            main(self._line(folder))
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 98
        finally:
            os._exit(status)

    def build(self, folder: Path) -> int:
        """Let a build be; answer its status."""
        return ended(self.start(folder))

    def stage(self, status: int) -> str:
        """Say how far a build came, as the folder shows."""
        if status == 0:
            return "ended by itself"
        assert status == -signal.SIGKILL, status
        made = len(self.right[self.text].items() & digests(self.folder).items())
        if 0 < made < len(LANGUAGES):
            return "between the files"
        if made:
            return "after the last file"
        return "before any file"

    def completed(self) -> list[str]:
        """Build what was begun, with nothing changed in between; list what is wrong."""
        status = self.build(self.folder)
        told = [f"a build after it ended with status {status}"] if status else []
        return told + lies(self.folder, self.good) + lacks(self.folder, self.right[self.text])


def ended(child: int) -> int:
    """Wait for a process; answer its status."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_random(rounds: Rounds, times: int, seed: int) -> dict[str, Any]:
    """Kill builds at moments spread over the whole of their lives, so many times.

    How long a life is depends on what else the machine does: a build that ends before it is
    killed does not count, and the next ones are thought to live less long.
    """
    chance = random.Random(seed)
    lives = []
    for _ in range(3):
        rounds.toggle()
        start = time.monotonic()
        assert rounds.build(rounds.folder) == 0
        lives.append(time.monotonic() - start)
    life = median(lives)
    faults: list[str] = []
    stages: Counter[str] = Counter()
    number = 0
    while number < times and stages["ended by itself"] < times:
        rounds.toggle()
        child = rounds.start(rounds.folder)
        # each part of a life has its turn, and a little beyond
        time.sleep((number % 10 + chance.random()) / 10 * life * 1.05)
        os.kill(child, signal.SIGKILL)
        stage = rounds.stage(ended(child))
        stages[stage] += 1
        found = lies(rounds.folder, rounds.good)
        if stage == "ended by itself":
            life *= 0.95
        elif number % 10 == number // 10 or number == times - 1:  # each part of a life, once
            found += rounds.completed()
        faults += [f"kill {number}, {stage}: {fault}" for fault in found]
        number += stage != "ended by itself"
    return {"life": round(life, 3), "stages": stages, "faults": faults}


def at_each_step(rounds: Rounds) -> dict[str, Any]:
    """Kill builds before the first change to the folder, the second, and so on to the last."""
    rounds.toggle()
    assert rounds.build(rounds.folder) == 0
    faults: list[str] = []
    stages: Counter[str] = Counter()
    step = 0
    while not stages["ended by itself"]:
        step += 1
        rounds.toggle()
        child = rounds.start(rounds.folder, partial(die_before, step, rounds.folder))
        stage = rounds.stage(ended(child))
        stages[stage] += 1
        found = lies(rounds.folder, rounds.good) + rounds.completed()
        faults += [f"before step {step}, {stage}: {fault}" for fault in found]
    return {"steps": step, "stages": stages, "faults": faults}


CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"}


def die_before(step: int, folder: Path) -> None:
    """Let Python count this process's changes to a folder, and kill it before one of them.

    Where that is the writing of data, half of it is written.
    """
    inside, left, write = str(folder), step, os.write

    def dies() -> bool:
        nonlocal left
        left -= 1
        return not left

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        if (writes or event in CHANGES) and str(arguments[0]).startswith(inside) and dies():
            os.kill(os.getpid(), signal.SIGKILL)

    def written(handle: int, data: bytes, /) -> int:
        if dies():
            write(handle, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return write(handle, data)

    sys.addaudithook(watch)
    os.write = written  # type: ignore[assignment]  # the system's, of which no hook is told


if __name__ == "__main__":
    asked = Rounds(Library(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve())
    gc.freeze()  # what is shared with the forked ones stays shared
    if sys.argv[3] == "random":
        told = at_random(asked, int(sys.argv[4]), int(sys.argv[5]))
    else:
        told = at_each_step(asked)
    print(json.dumps(told))
