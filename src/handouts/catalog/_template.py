"""Entries as text: a domain's template, and the entries that a merge makes or remakes."""

from collections.abc import Iterable, Iterator

import polib

from handouts import inline
from handouts.walk import Message

WIDTH = 98  # columns of a line, as Poedit and Weblate can be told too


def template(domain: str, messages: Iterable[Message]) -> str:
    """Write the template of a domain: messages in reading order, with the translator's notes."""
    entries = (untranslated(message) for message in messages)
    return "\n\n".join((header({"Project-Id-Version": f"handouts {domain}"}), *entries)) + "\n"


def header(fields: dict[str, str]) -> str:
    """Write a header entry: these fields, then how the file is written."""
    encoding = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = (f'"{name}: {value}\\n"' for name, value in {**fields, **encoding}.items())
    return "\n".join(('msgid ""', 'msgstr ""', *lines))


def entry(**fields: object) -> str:
    """Write an entry; the fields are polib's."""
    return str(polib.POEntry(**fields).__unicode__(wrapwidth=WIDTH)).strip("\n")


def untranslated(message: Message) -> str:
    """Write the entry of a message that nobody has translated yet, with its notes."""
    return "\n".join((*notes(message), entry(msgctxt=message.context, msgid=message.text)))


def notes(message: Message) -> list[str]:
    """Tell a translator, in ``#.`` lines, where a text stands, what it is and its room."""
    return [f"#. {note}" for note in _notes(message)]


def _notes(message: Message) -> Iterator[str]:
    yield " › ".join((*message.where, message.says.role))
    if message.says.room:
        yield f"Room for about {message.says.room} characters."
    if "**" in message.text:
        yield "**…** is bold: put the stars round the words that carry the same weight."
    if inline.TERM in message.text and inline.terms(message.text):
        yield "[words](term:id): translate the words, keep (term:id) as it is."
