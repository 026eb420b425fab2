"""The one walk over all words: extraction records on it, localization answers on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec

from handouts.content import Block, Says, Section, Slide, Words


@dataclass(frozen=True, slots=True)
class Message:
    """One string to translate, with its stable path and what a translator should know.

    ``was`` is the path it had before it moved; empty where it did not.
    """

    context: str
    text: str
    says: Says
    where: tuple[str, ...]
    was: str = ""


Lookup = Callable[[Message], str]
W = TypeVar("W", bound=Words)


def translated(words: W, lookup: Lookup, settled: bool = False) -> W:
    """Answer a copy in which every string is what ``lookup`` says; visit each exactly once.

    Extraction passes a lookup that records, localization one that answers, so a message's context
    cannot differ between the two. Members of a sequence are named by their id, those of a table
    by their key: reordering moves no translation. A ``settled`` copy forgets what has moved: that
    is for catalogs only.
    """
    return _translated(words, _Walk(lookup, settled), "", (), ())


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk over the words: what it asks of each string, and what it leaves behind."""

    lookup: Lookup
    settled: bool
    declared: list[str] = field(default_factory=list)  # paths that tables of moves name


Moves = tuple[tuple[str, str | dict[str, str]], ...]  # (path here, path before), outermost first


def _translated(words: W, walk: _Walk, path: str, where: tuple[str, ...], moves: Moves) -> W:
    here = (*where, *_crumb(words))
    if words.was:
        moves = (*moves, (path, words.was))
        names = words.was if isinstance(words.was, dict) else ()
        walk.declared.extend(f"{path}/{name}".lstrip("/") for name in names)
    changed: dict[str, Any] = {"was": ""} if walk.settled else {}
    for name, says in _spoken_fields(type(words)).items():
        at = f"{path}/{name}" if path else name
        changed[name] = _translated_value(getattr(words, name), says, walk, at, here, moves)
    return msgspec.structs.replace(words, **changed)


def _translated_value(
    value: Any, says: Says | None, walk: _Walk, at: str, where: tuple[str, ...], moves: Moves
) -> Any:
    if isinstance(value, str):
        message = Message(at, value, says, where, _before(at, moves)) if says else None
        return walk.lookup(message) if message and value else value
    if isinstance(value, Words):
        return _translated(value, walk, at, where, moves)
    if isinstance(value, dict):
        return {
            key: _translated_value(member, says, walk, f"{at}/{key}", where, moves)
            for key, member in value.items()
        }
    if isinstance(value, tuple):
        parent = at.rpartition("/")[0]
        return tuple(
            _translated_value(
                member, says, walk, f"{parent}/{member.id}" if parent else member.id, where, moves
            )
            for member in value
        )
    return value


def _before(path: str, moves: Moves) -> str:
    """Answer the path a string had before it moved: the innermost move that names it."""
    for here, was in reversed(moves):
        below = path[len(here) :].lstrip("/")
        before = was.get(below, "") if isinstance(was, dict) else f"{was}/{below}"
        if before:
            return before
    return ""


@cache
def _spoken_fields(kind: type[Words]) -> dict[str, Says | None]:
    """List the fields that hold words, with what a translator is told of them."""
    hints = get_type_hints(kind, include_extras=True)
    found: dict[str, Says | None] = {}
    for name in kind.__struct_fields__:
        says = _find_says(hints[name])
        if says or _holds_words(hints[name]):
            found[name] = says
    return found


def _find_says(hint: Any) -> Says | None:
    direct = [extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Says)]
    inner = [says for part in getattr(hint, "__args__", ()) if (says := _find_says(part))]
    return next(iter(direct + inner), None)


def _holds_words(hint: Any) -> bool:
    """Tell whether anything below a type hint holds words of its own."""
    if isinstance(hint, type):
        return issubclass(hint, Words)
    return any(_holds_words(part) for part in getattr(hint, "__args__", ()))


def _crumb(words: Words) -> tuple[str, ...]:
    """Name a node on the way to a string, for the translator's comment."""
    match words:
        case Section():
            return (f"section “{words.title}”",)
        case Slide():
            return (f"slide “{words.title}”",)
        case Block():
            return (f"{words.kind} ({', '.join(words.goes)})",)
    return ()


def messages(words: Words) -> tuple[Message, ...]:
    """List every string to translate, in reading order."""
    return _recorded(words)[0]


def lost_moves(words: Words) -> tuple[str, ...]:
    """List what a ``was`` says in vain: a path here that is none, or one before that still is."""
    found, declared = _recorded(words)
    paths = {message.context for message in found}
    still = (message.was for message in found if message.was in paths)
    return tuple(dict.fromkeys((*(path for path in declared if path not in paths), *still)))


def _recorded(words: Words) -> tuple[tuple[Message, ...], list[str]]:
    """Walk over the words and change none: the messages met, and the paths of moves."""
    found: list[Message] = []

    def record(message: Message) -> str:
        found.append(message)
        return message.text

    walk = _Walk(record, settled=False)
    _translated(words, walk, "", (), ())
    return tuple(found), walk.declared
