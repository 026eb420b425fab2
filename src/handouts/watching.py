"""Waiting for files to be saved."""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

PAUSE = 0.15  # seconds between looks; too short to notice, and idle all the same
LATEST = 5  # seconds; a file that says it is older was copied with its old date
Stamp = tuple[int, int, int]  # when it was changed, how long it is, which file it is


def saves(files: Sequence[Path]) -> Iterator[float]:
    """Answer the time (of time.time) at which one of the files was saved, each time one is.

    Looking at a few files is enough, and works on network drives and in editors that put a new
    file in the place of the old one. A save that goes on is waited for. Watching begins with
    this call, not with the first wait.
    """
    return _waiting(files, _stamps(files))


def _waiting(files: Sequence[Path], before: dict[Path, Stamp]) -> Iterator[float]:
    while True:
        time.sleep(PAUSE)
        now = _stamps(files)
        if now == before:
            continue
        saved = time.time()
        while now != (now := _stamps(files, PAUSE / 3)):
            pass
        changed = [stamp for file, stamp in now.items() if before.get(file) != stamp]
        before = now
        written = max((stamp[0] / 1e9 for stamp in changed), default=saved)
        yield written if saved - LATEST <= written <= saved else saved


def _stamps(files: Iterable[Path], wait: float = 0) -> dict[Path, Stamp]:
    time.sleep(wait)
    found: dict[Path, Stamp] = {}
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            continue  # between two writes there may be no file
        found[file] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return found
