"""Files read once: what is made of a file is kept for as long as the file says the same."""

from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 64  # files of one kind that are remembered


def by_content(
    load: Callable[Concatenate[Path, P], T], key: Callable[P, Hashable] | None = None
) -> Callable[Concatenate[Path, P], T]:
    """Let a reader remember what it answered for a file, its bytes and what else it is given.

    ``key`` makes what else it is given hashable. What is answered must not be changed by anybody.
    """
    known: dict[Hashable, T] = {}

    @wraps(load)
    def remembered(path: Path, /, *args: P.args, **named: P.kwargs) -> T:
        content = _content(path)
        given = key(*args, **named) if key else (args, *sorted(named.items()))
        question = path, content, given
        if question in known:
            return known[question]
        answer = load(path, *args, **named)
        if content is not None and _content(path) == content:  # nobody wrote it meanwhile
            if len(known) >= MOST:
                del known[next(iter(known))]
            known[question] = answer
        return answer

    return remembered


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None  # the reader says why
