"""What stands in the speaker notes: what to say, how long, what to ask, and the source."""

from collections.abc import Iterator

from handouts.document import Document
from handouts.inline import EnglishText
from handouts.render import _slides
from handouts.render._openxml import Paragraph
from handouts.render._runs import Writer
from handouts.render._slides import Notes

Entry = tuple[str, tuple[str, ...]]  # a heading, and the texts below it


def written(notes: Notes, document: Document, captioned: bool) -> list[Paragraph]:
    """Write the notes of a slide, each entry under its heading; with English, text by text.

    A caption that the slide has no place for is said: ``captioned`` tells whether it has.
    """
    own, english = document.sides[0], document.english
    sides = [list(_entries(notes, own, captioned))]
    speakers = [Writer(own.language, explicit=True)]
    if english and notes.english:
        sides.append(list(_entries(notes.english, english, captioned)))
        speakers.append(Writer(english.language, explicit=True))
    return [
        writers[text].paragraph(text)
        for beside in zip(*sides, strict=True)
        for texts in zip(*map(_texts, beside), strict=True)
        for writers in (dict(zip(reversed(texts), reversed(speakers), strict=True)),)
        for text in dict.fromkeys(texts)  # what both say alike, such as a number, is said once
    ]


def _texts(entry: Entry) -> list[str]:
    heading, texts = entry
    return [_slides.strong(heading), *texts]


def _entries(notes: Notes, document: Document, captioned: bool) -> Iterator[Entry]:
    labels, language = document.labels.deck, document.language
    caption = (notes.caption,) if notes.caption and not captioned else ()
    yield labels.notes_script, (notes.script, *caption)
    if notes.minutes:
        yield labels.notes_minutes, (language.number(str(notes.minutes)),)
    if notes.teach_back:
        yield labels.notes_ask, (notes.teach_back,)
    source = EnglishText(document.topic.source.title)
    yield labels.notes_source, (source, _slides.source_dates(document))
