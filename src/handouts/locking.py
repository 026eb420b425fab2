"""One at a time: a lock that the system itself takes back when its holder dies.

A file is locked, with the holder's name in it. The lock packages there are bring far more than
the two calls below, or leave their file behind.
"""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PAUSE = 0.1  # seconds between two tries
_FAR = 1 << 30  # Windows locks bytes, and nobody can read those: lock one beyond the name

if sys.platform == "win32":  # pragma: no cover - tried on Windows only
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def held(path: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock; wait for whoever has it, and tell once who that is. The file is gone after.

    Raises:
        OSError: the file cannot be made, or the disk knows no locks.
    """
    handle = _taken(path, waiting)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()  # while it is held: who waits sees that it is gone, and makes a new one
        os.close(handle)


def _taken(path: Path, waiting: Callable[[str], None]) -> int:
    told = False
    while True:
        handle = _opened(path)
        if handle is not None:
            return handle
        if not told:
            waiting(_holder(path))
            told = True
        time.sleep(PAUSE)


def _opened(path: Path) -> int | None:
    """Open and lock the file; None where another has it, or has just let it go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except FileNotFoundError:  # its folder went meanwhile
        return None
    try:
        _lock(handle)
        if not _is_still(path, handle):
            raise BlockingIOError
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}".encode())
    except OSError as fault:
        os.close(handle)
        if isinstance(fault, BlockingIOError | PermissionError):
            return None
        raise
    return handle


def _is_still(path: Path, handle: int) -> bool:
    """Tell whether the locked file is the one of that name: its last holder takes it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8")
    return ""
