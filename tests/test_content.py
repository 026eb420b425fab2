"""One walk over all words, and the shipped topic: its facts, its slides, its plain English."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
import textstat

from handouts import content, inline
from handouts.content import BLOCKS, Section, Source, Topic, Words
from handouts.document import Sources
from handouts.topics import MOST_POINTS
from handouts.walk import Message, messages, translated

FACTS = [f"F{number:02}" for number in range(1, 53)]


@pytest.fixture(params=["remission", "glossary", "labels"])
def words(request: pytest.FixtureRequest, sources: Sources) -> Words:
    """Each thing that has words to translate."""
    return sources.domains()[request.param]


# ---------------------------------------------------------------- the walk

NAMES = {  # fields of a topic that hold names and settings, never words
    "id",
    "kind",
    "goes",
    "facts",
    "drawing",
    "terms",
    "tone",
    "shows",
    "version",
    "licence",
    "source",
    "teach_back of the topic",
    "was",
    "explains",
    "keep",
    "sessions",
    "recap of the topic",
    "icons",
}


def strings(value: Any, field: str, names: set[str]) -> Iterator[tuple[str, str]]:
    """Go through all strings of a plain value; what stands below a name is a name too."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, tuple):
        for member in value:
            yield from strings(member, field, names)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from strings(member, field if field in names else key, names)


def test_every_string_is_visited_once_and_no_name_is(words: Words) -> None:
    marked = msgspec.to_builtins(translated(words, lambda message: f"§{message.text}"))
    names = NAMES if isinstance(words, Topic) else {"was", "keep"}
    for name in ("teach_back", "recap"):
        marked[f"{name} of the topic"] = marked.pop(name, ())
    found = [*strings(marked, "", names)]
    assert sum("§" in text for _, text in found) == len(messages(words))
    for field, text in found:
        assert text.count("§") == (0 if field in names or not text else 1), (field, text)


def test_recording_and_answering_see_the_same_messages_in_the_same_order(words: Words) -> None:
    seen: list[Message] = []

    def answer(message: Message) -> str:
        seen.append(message)
        return f"other words {len(seen)}"

    translated(words, answer)
    assert tuple(seen) == messages(words)


def test_answers_stand_where_the_questions_stood(words: Words) -> None:
    answered = translated(words, lambda message: f"at {message.context}")
    assert [m.text for m in messages(answered)] == [f"at {m.context}" for m in messages(words)]


def test_a_walk_changes_nothing_of_what_it_walks_over(words: Words) -> None:
    before = msgspec.json.encode(words)
    translated(words, lambda message: "otherwise")
    assert msgspec.json.encode(words) == before


def test_contexts_are_unique(words: Words) -> None:
    contexts = [message.context for message in messages(words)]
    assert len(contexts) == len(set(contexts))


def backwards(value: Any) -> Any:
    """Turn round every list and table that has words below it."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    if isinstance(value, tuple):
        return tuple(backwards(member) for member in reversed(value))
    if isinstance(value, Words):
        fields = {name: backwards(getattr(value, name)) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


def addresses(words: Words) -> dict[str, str]:
    return {message.context: message.text for message in messages(words)}


@pytest.mark.parametrize("words", ["remission", "glossary"], indirect=True)
def test_reordering_moves_no_translation(words: Words) -> None:
    turned = backwards(words)
    assert [*addresses(turned)] != [*addresses(words)]
    assert addresses(turned) == addresses(words)


def test_a_new_block_moves_no_translation(sources: Sources) -> None:
    first, *rest = sources.topic.sections
    new = content.Paragraph(id="brand-new", goes=("leaflet",), text="Brand new.")
    longer = msgspec.structs.replace(first, blocks=(new, *first.blocks))
    topic = msgspec.structs.replace(sources.topic, sections=(longer, *rest))
    assert addresses(topic) == {
        **addresses(sources.topic),
        f"{first.id}/brand-new/text": "Brand new.",
    }


def test_a_message_says_where_it_stands_and_what_it_is(sources: Sources) -> None:
    found = {message.context: message for message in messages(sources.topic)}
    point = found["cure/slide-cure/points/cells"]
    assert point.where[0].startswith("section “")
    assert "slide “" in point.where[1]
    assert "slide point" in point.says.role
    assert point.says.room == 80


def test_an_empty_string_is_no_message() -> None:
    block = content.Bullets(id="b", goes=("leaflet",), items={"one": "One."})
    assert addresses(block) == {"items/one": "One."}


@pytest.mark.parametrize(
    ("reviewed", "months", "due"),
    [
        pytest.param(date(2023, 11, 23), 36, date(2026, 11, 23), id="three years"),
        pytest.param(date(2023, 12, 15), 1, date(2024, 1, 15), id="over the end of a year"),
        pytest.param(date(2023, 11, 30), 1, date(2023, 12, 30), id="into December"),
        pytest.param(date(2024, 1, 31), 1, date(2024, 2, 29), id="into a short month"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="from a leap day"),
        pytest.param(date(2024, 10, 31), 13, date(2025, 11, 30), id="into a month of thirty days"),
    ],
)
def test_a_source_falls_due_on_the_same_day_of_a_later_month(
    reviewed: date, months: int, due: date
) -> None:
    source = Source(title="T", reviewer="R", reviewed=reviewed, months=months)
    assert source.due == due


# ---------------------------------------------------------------- the shipped topic


@pytest.fixture(scope="session")
def topic(sources: Sources) -> Topic:
    return sources.topic


def test_the_facts_are_all_there(topic: Topic) -> None:
    assert list(topic.facts) == FACTS


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_carried_by_a_block_of_the_leaflet(topic: Topic, fact: str) -> None:
    assert [b.id for _, b in topic.blocks() if fact in b.facts and "leaflet" in b.goes]


def test_every_kind_of_block_is_in_use(topic: Topic) -> None:
    assert {block.kind for _, block in topic.blocks()} == set(BLOCKS)


def test_the_main_message_comes_first(topic: Topic) -> None:
    first = topic.sections[0].blocks[0]
    assert isinstance(first, content.Callout)
    assert first.tone == "main"


def test_the_trifold_carries_a_choice_of_the_leaflet(topic: Topic) -> None:
    leaflet = {f"{s.id}/{b.id}" for s, b in topic.blocks() if "leaflet" in b.goes}
    trifold = {f"{s.id}/{b.id}" for s, b in topic.blocks() if "trifold" in b.goes}
    assert trifold
    assert trifold < leaflet


def test_every_section_has_slides_with_a_script_and_a_teach_back_question(topic: Topic) -> None:
    for section in topic.sections:
        assert section.slides, section.id
        for slide in section.slides:
            assert len(slide.script.split()) >= 15, slide.id
            assert slide.teach_back.endswith(("?", ".")), slide.id


def test_every_slide_says_one_thing_in_at_most_five_short_lines(topic: Topic) -> None:
    for section in topic.sections:
        for slide in section.slides:
            assert bool(slide.points) != bool(slide.shows), slide.id
            assert len(slide.points) <= MOST_POINTS == 5, slide.id
            for point in slide.points.values():
                assert len(inline.plain(point)) <= 95, point


def test_every_block_meant_for_the_deck_is_shown_by_a_slide(topic: Topic) -> None:
    for section in topic.sections:
        meant = {block.id for block in section.blocks if "deck" in block.goes}
        assert meant == {slide.shows for slide in section.slides if slide.shows}


def test_the_closing_teach_back_asks_a_few_of_the_slides_questions(topic: Topic) -> None:
    slides = {f"{section.id}/{slide.id}" for section in topic.sections for slide in section.slides}
    assert 3 <= len(topic.teach_back) <= 5
    assert set(topic.teach_back) <= slides


# ---------------------------------------------------------------- plain English
#
# Limits of standards for patient material: Flesch-Kincaid grade 6 (AMA) and SMOG 8 overall, no
# section above grade 8 (CDC). Computed by textstat, with and without the glossary's own terms.

Measure = Callable[[str], float]


def sentences(words: Words) -> str:
    """Write the texts one after another, each closed like a sentence."""
    texts = [inline.plain(message.text) for message in messages(words)]
    return " ".join(text if text[-1] in ".?!”" else f"{text}." for text in texts)


def leaflet_text(section: Section) -> str:
    """Write what the leaflet prints of a section."""
    printed = tuple(block for block in section.blocks if "leaflet" in block.goes)
    return sentences(msgspec.structs.replace(section, blocks=printed, slides=()))


def without_terms(text: str, sources: Sources) -> str:
    """Put one plain word in the place of each term of the glossary."""
    terms = sorted((t.term for t in sources.glossary.terms.values()), key=len, reverse=True)
    known = "|".join(re.escape(term) for term in terms)
    return re.sub(rf"(?i)\b(?:{known})s?(?!\w)", "word", text)


@pytest.mark.parametrize(
    ("measure", "limit"),
    [
        pytest.param(textstat.flesch_kincaid_grade, 6, id="Flesch-Kincaid"),
        pytest.param(textstat.smog_index, 8, id="SMOG"),
    ],
)
def test_the_leaflet_as_a_whole_is_easy_to_read(
    sources: Sources, measure: Measure, limit: float
) -> None:
    text = " ".join(leaflet_text(section) for section in sources.topic.sections)
    bare = without_terms(text, sources)
    print(f"with the glossary's terms {measure(text):.1f}, without {measure(bare):.1f}")
    assert len(text.split()) > 800
    assert measure(text) <= limit
    assert measure(bare) < measure(text)


def test_no_section_of_the_leaflet_is_above_grade_eight(sources: Sources) -> None:
    grades = {}
    for section in sources.topic.sections:
        text = leaflet_text(section)
        grades[section.id] = textstat.flesch_kincaid_grade(text)
        bare = textstat.flesch_kincaid_grade(without_terms(text, sources))
        print(f"{section.id}: with the terms {grades[section.id]:.1f}, without {bare:.1f}")
    assert {name: grade for name, grade in grades.items() if grade > 8} == {}


def test_definitions_are_no_harder_than_grade_six(sources: Sources) -> None:
    text = " ".join(term.definition for term in sources.glossary.terms.values())
    assert textstat.flesch_kincaid_grade(text) <= 6


def test_what_slides_say_is_easy_to_follow(topic: Topic) -> None:
    text = " ".join(sentences(slide) for section in topic.sections for slide in section.slides)
    assert textstat.flesch_kincaid_grade(text) <= 6
