"""A short session and a full one; speaker notes in one language, and with English."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import TRANSLATED, Run
from pptx import Presentation
from pptx.oxml.ns import qn

from handouts import document as documents_of
from handouts.document import Document, Sources
from handouts.inline import plain
from handouts.language import SOURCE, Language
from handouts.library import Library
from handouts.render import _slides
from handouts.render import deck as renderer
from handouts.session import Session
from handouts.uses import LENGTHS, Length


def slides(document: Document, library: Library, session: Session) -> list[Any]:
    return list(Presentation(io.BytesIO(renderer.render(document, library, session).data)).slides)


@pytest.mark.parametrize("length", ["short", "full"])
def test_a_session_takes_no_longer_than_it_should(
    documents: Mapping[str, Document], length: Length
) -> None:
    for document in documents.values():
        minutes = _slides.minutes(document, length)
        assert LENGTHS[length] / 2 < minutes <= LENGTHS[length]


def test_a_short_session_has_the_sections_marked_for_it_and_no_others(
    documents: Mapping[str, Document], shelf: Library
) -> None:
    topic = documents["en"].topic
    shown = [s.shapes.title.text for s in slides(documents["en"], shelf, Session("short"))]
    marked = [section for section in topic.sections if "short" in section.sessions]
    assert 0 < len(marked) < len(topic.sections)
    for section in topic.sections:
        for slide in section.slides:
            is_shown = any(title.startswith(plain(slide.title)) for title in shown)
            assert is_shown == (section in marked), slide.title


def test_a_short_session_says_the_main_message_and_that_complete_is_not_cured(
    documents: Mapping[str, Document], shelf: Library
) -> None:
    deck = slides(documents["en"], shelf, Session("short"))
    said = "".join(t.text or "" for slide in deck for t in slide._element.iter(qn("a:t")))
    said = said.replace("\u00a0", " ")
    for words in (
        "not the same as cured",
        "Complete does not mean cured",
        "go to all your checkups",
    ):
        assert words.lower() in said.lower(), words


def test_a_short_session_asks_only_of_what_was_shown(documents: Mapping[str, Document]) -> None:
    topic = documents["en"].topic
    known = topic.slides("short")
    (asked,) = [s for s in _slides.plan(documents["en"], "short") if s.where == "teach-back"]
    questions = [text.replace("\u00a0", " ") for text in asked.body]
    assert questions == [known[n].teach_back for n in topic.teach_back if n in known]
    assert 0 < len(asked.body) < len(topic.teach_back)


def test_a_short_agenda_of_few_lines_is_one_list(documents: Mapping[str, Document]) -> None:
    (agenda,) = [s for s in _slides.plan(documents["en"], "short") if s.where == "agenda"]
    assert agenda.role == "Points"
    assert len(agenda.body) <= 5


def test_its_file_says_that_it_is_short(run: Run) -> None:
    done = run("build", "-l", "es", "-e", "deck", "--length", "short")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [str(Path("output/draft/es/remission.deck.short.es.pptx"))]


def test_a_topic_without_a_short_session_is_told(run: Run, spoiled: Library) -> None:
    path = spoiled.topic("remission")
    text = path.read_text("utf-8").replace('sessions = ["short"]\n', "")
    path.write_text(text, encoding="utf-8")
    chosen = ("-l", "en", "-e", "deck", "--length", "short")
    done = run("--library", spoiled.root, "build", *chosen)
    assert (
        "No section of “remission” has slides for the short session: no deck made." in done.stderr
    )
    assert not list(Path().rglob("*.pptx"))


# ---------------------------------------------------------------- notes in two languages


@pytest.fixture(scope="module")
def beside(documents: Mapping[str, Document]) -> Document:
    return documents_of.beside(documents["ar"], documents["en"])


def notes(slide: Any) -> list[tuple[str, str | None, str]]:
    """The paragraphs of a slide's notes: what they say, their direction, their language."""
    said = []
    for paragraph in slide.notes_slide.notes_placeholder._element.iter(qn("a:p")):
        runs = list(paragraph.iter(qn("a:r")))
        text = "".join(run.find(qn("a:t")).text for run in runs)
        languages = {run.find(qn("a:rPr")).get("lang") for run in runs}
        language = "en" if languages == {"en"} else "ar"
        said.append((text, paragraph.find(qn("a:pPr")).get("rtl"), language))
    return said


def test_english_stands_beside_each_text_of_the_notes(
    beside: Document, documents: Mapping[str, Document], shelf: Library
) -> None:
    made = slides(beside, shelf, Session(notes="bilingual"))
    own = slides(documents["ar"], shelf, Session())
    english = slides(documents["en"], shelf, Session())
    assert len(made) == len(own)
    for slide, one in zip(made[1:], own[1:], strict=True):
        both = notes(slide)
        assert [note for note in both if note in notes(one)] == notes(one)
        assert {note[1] for note in both if note[2] == "en"} == {"0"}
        assert {note[1] for note in both if note[2] == "ar"} == {"1"}
    theirs = [note[0] for note in notes(english[1])]
    said = [note[0] for note in notes(made[1])]
    assert [text for text in said if text in theirs] == theirs
    assert len(said) == len(set(said))  # what both say alike is said once


def test_the_slides_themselves_stay_in_one_language(
    beside: Document, documents: Mapping[str, Document], shelf: Library
) -> None:
    made = slides(beside, shelf, Session(notes="bilingual"))
    for slide, one in zip(made, slides(documents["ar"], shelf, Session()), strict=True):
        assert [t.text for t in slide._element.iter(qn("a:t"))] == [
            t.text for t in one._element.iter(qn("a:t"))
        ]


def test_english_has_no_english_beside_it(run: Run) -> None:
    done = run("build", "-l", "en", "-e", "deck", "--notes", "bilingual")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [str(Path("output/draft/en/remission.deck.en.pptx"))]


def test_every_language_has_as_many_minutes_as_english(shelf: Library, sources: Sources) -> None:
    """The words are translated; what a session is made of is not."""

    def lengths(language: Language) -> list[int]:
        catalogs = documents_of.open_catalogs(shelf, sources, language)
        document = documents_of.localize(sources, catalogs, language)
        return [_slides.minutes(document, length) for length in LENGTHS]

    english = lengths(Language(SOURCE))
    assert all(lengths(Language(code)) == english for code in TRANSLATED)
