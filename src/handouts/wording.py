"""Exactly what a reviewer reads and an approval is bound to: all that one topic says in a language.

What carries meaning is in it: every text with its English, the order and kind of the blocks, the
figures, and the answers given to open questions. How a file is wrapped, ordered or commented is
not, nor is what the clinic prints of its own.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from handouts import inline, walk
from handouts.acknowledged import Answer
from handouts.catalog import Catalog
from handouts.content import Topic, Words, explained
from handouts.drawing import Drawing
from handouts.language import Language
from handouts.library import GLOSSARY
from handouts.walk import Message


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message: its catalog and context, the English, and what is said in the language.

    ``text`` is the translation as the file has it, invisible characters included; no message has
    plural forms. A text that is not translated, or marked fuzzy, is empty: nobody vouches for it.
    """

    catalog: str
    context: str
    source: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """Answer what names the message: its catalog and its context."""
        return self.catalog, self.context


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """All that one version of a topic says in one language.

    ``language`` is a BCP 47 tag. ``outline`` is the SHA-256 of the topic without its texts: order,
    kinds and places of blocks, the source and its dates. ``figures`` holds the SHA-256 of each
    drawing. Of the glossary it has the terms that the topic uses.
    """

    topic: str
    version: str
    language: str
    messages: tuple[Said, ...]
    outline: str
    figures: dict[str, str]
    acknowledged: tuple[Answer, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """Answer the SHA-256 of all of it, in hexadecimal."""
        return _sha256(self)


def read(
    topic: Topic,
    domains: Mapping[str, Words],
    drawings: Mapping[str, Drawing],
    catalogs: Mapping[str, Catalog],
    answers: Iterable[Answer],
    language: Language,
) -> Wording:
    """Gather what a topic says in a language; ``domains`` are its parts in English, by catalog."""
    said = tuple(
        Said(
            domain,
            message.context,
            message.text,
            message.text if language.is_source else _text(catalogs[domain], message),
        )
        for domain, message in spoken(topic, domains)
    )
    keys = {message.key for message in said}
    return Wording(
        topic=topic.id,
        version=topic.version,
        language=language.tag,
        messages=said,
        outline=outline(topic),
        figures={name: drawing.digest for name, drawing in sorted(drawings.items())},
        acknowledged=tuple(
            sorted(
                (a for a in answers if (a.catalog, a.message) in keys and a.reason.strip()),
                key=lambda answer: answer.key,
            )
        ),
    )


def grouped(fingerprint: str) -> str:
    """Write a fingerprint in groups of four, for an eye to compare."""
    return " ".join(fingerprint[n : n + 4] for n in range(0, len(fingerprint), 4))


def spoken(topic: Topic, domains: Mapping[str, Words]) -> Iterator[tuple[str, Message]]:
    """Go through the messages of a wording in reading order, each with its catalog."""
    used = terms_used(topic)
    for domain, words in domains.items():
        for message in walk.messages(words):
            if domain != GLOSSARY or message.context.split("/")[1] in used:
                yield domain, message


def terms_used(topic: Topic) -> frozenset[str]:
    """List the glossary ids that a topic's texts refer to or its blocks explain."""
    linked = (term for message in walk.messages(topic) for term in inline.terms(message.text))
    clear = (term for _, block in topic.blocks() for term in explained(block))
    return frozenset((*linked, *clear))


def _text(catalog: Catalog, message: Message) -> str:
    trusted = catalog.look_up(message) is not None
    return catalog.entries[message.context].raw if trusted else ""


def outline(topic: Topic) -> str:
    """Answer the SHA-256 of a topic's make-up, in reading order, without its texts.

    What is empty or off is left out, so that a new kind of choice, not taken, voids nothing.
    """
    bare = walk.translated(topic, lambda message: "", settled=True)
    return _sha256(dict(_kept(msgspec.to_builtins(bare, builtin_types=()))))


def _kept(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if value and name != "facts":
            yield name, _pruned(value)


def _pruned(value: Any) -> Any:
    if isinstance(value, Mapping):
        if not any(value.values()):
            return list(value)  # a table of texts: what is left of it are its names, in order
        return dict(_kept(value))
    if isinstance(value, list | tuple):
        return [_pruned(member) for member in value]
    return value


def _sha256(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()
