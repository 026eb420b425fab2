"""What is not as it was: two wordings compared, message by message."""

from collections.abc import Iterator
from dataclasses import dataclass

from handouts.wording import Said, Wording


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: ``name`` is catalog:context of a message, or what else it is.

    ``was`` and ``now`` are the message in each wording; None where it is not there, and for what
    is no message.
    """

    name: str
    what: str
    was: Said | None = None
    now: Said | None = None


def between(was: Wording, now: Wording) -> tuple[Change, ...]:
    """List every difference, messages in reading order first."""
    return (*_messages(was, now), *_others(was, now))


def _messages(was: Wording, now: Wording) -> Iterator[Change]:
    before = {said.key: said for said in was.messages}
    after = {said.key: said for said in now.messages}
    for key, said in after.items():
        old = before.get(key)
        if old != said:
            yield Change(":".join(key), _what(old, said), old, said)
    for key, said in before.items():
        if key not in after:
            yield Change(":".join(key), "taken out", said, None)


def _what(was: Said | None, now: Said) -> str:
    if was is None:
        return "new"
    if not now.text and was.text:
        stale = was.source != now.source
        return "English changed" if stale else "taken back: not translated, or marked fuzzy"
    if was.source != now.source and was.text != now.text:
        return "English and translation changed" if now.text != now.source else "changed"
    return "English changed" if was.source != now.source else "translation changed"


def _others(was: Wording, now: Wording) -> Iterator[Change]:
    if was.version != now.version:
        yield Change("version", f"{was.version} is now {now.version}")
    for name in sorted({*was.figures, *now.figures}):
        if was.figures.get(name) != now.figures.get(name):
            yield Change(f"figure {name}", "the drawing changed")
    for answer in sorted({*was.acknowledged} ^ {*now.acknowledged}, key=lambda a: a.key):
        gone = answer in was.acknowledged
        yield Change(
            f"answer {answer.rule} at {answer.catalog}:{answer.message}",
            "no longer given" if gone else f"given: {answer.reason}",
        )
    there, here = ([said.key for said in wording.messages] for wording in (was, now))
    if there != here and sorted(there) == sorted(here):
        yield Change("order", "the texts stand in another order")
    if was.outline != now.outline:
        yield Change("outline", "the order or kind of blocks, their places, or the source changed")
