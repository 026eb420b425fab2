"""Topic files: what is wrong with one is told at its line, with what to do, all at once."""

import pytest

from handouts import document
from handouts.content import Topic
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.library import Library
from handouts.walk import messages

SOUND = """\
version = "1.0"
title = "Living with a tumor"
subject = "A small topic"
licence = "CC BY 4.0"
teach_back = ["first/slide-what"]

[source]
title = "A source"
reviewer = "A Doctor, MD"
reviewed = 2024-02-29
months = 36

[facts]
F01 = "It can be small."
F02 = "It has a road."

[[sections]]
id = "first"
title = "What is it?"

[[sections.blocks]]
kind = "callout"
id = "message"
tone = "main"
facts = ["F01"]
goes = ["leaflet", "deck"]
text = "A [tumor](term:tumor) can be **small**."

[[sections.blocks]]
kind = "definition"
id = "word"
goes = ["leaflet"]
terms = ["stage"]

[[sections.slides]]
id = "slide-message"
title = "The message"
script = "Say it."
teach_back = "What is it?"
shows = "message"

[[sections.slides]]
id = "slide-what"
title = "What it is"
script = "Say it again."
teach_back = "What was it?"
[sections.slides.points]
one = "One"
two = "Two"
three = "Three"
four = "Four"
five = "Five"

[[sections]]
id = "second"
title = "Where does it go?"

[[sections.blocks]]
kind = "figure"
id = "way"
drawing = "road"
facts = ["F02"]
goes = ["leaflet"]
caption = "The way"
alt = "A road."
[sections.blocks.words]
diagnosis = "One"
treatment = "Two"
month = "Three"
remission = "Four"
followup = "Five"
five-years = "Six"

[[sections.blocks]]
kind = "paragraph"
id = "end"
goes = ["leaflet"]
text = "It ends."
"""


ONE_OF_EACH = """\
[[sections]]
id = "first"
title = "What is it?"

[[sections.blocks]]
kind = "paragraph"
id = "end"
goes = ["leaflet"]
text = "It ends."

[[sections.slides]]
id = "slide-end"
title = "The end"
script = "Say it."
teach_back = "What is it?"
points = {one = "One"}
"""


def write(library: Library, text: str) -> None:
    library.topic("small").write_text(text, encoding="utf-8")


def load(library: Library) -> Topic:
    return document.open_sources(library, "small").topic


def faults(library: Library, text: str) -> tuple[Finding, ...]:
    write(library, text)
    with pytest.raises(Refused) as refused:
        load(library)
    return refused.value.findings


def replaced(*changes: tuple[str, str]) -> str:
    """Spoil the sound topic; each thing to change is there exactly once."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line(text: str, marker: str) -> int:
    """Find the line, from 1, that holds a marker."""
    return text[: text.index(marker)].count("\n") + 1


def table(text: str, marker: str) -> int:
    """Find the line of the header of the table that a marker stands in."""
    lines = text.splitlines()
    return max(n for n in range(1, line(text, marker) + 1) if lines[n - 1].startswith("[["))


def test_a_sound_topic_is_read(spoiled: Library) -> None:
    write(spoiled, SOUND)
    topic = load(spoiled)
    assert topic.id == "small"
    assert [block.kind for _, block in topic.blocks()] == [
        "callout",
        "definition",
        "figure",
        "paragraph",
    ]
    assert [slide.id for slide in topic.sections[0].slides] == ["slide-message", "slide-what"]


def test_white_space_in_a_text_is_folded_and_control_characters_dropped(spoiled: Library) -> None:
    write(spoiled, replaced(('"It ends."', '"""\n It \\u0007 \n  ends. """')))
    assert messages(load(spoiled))[-1].text == "It ends."


# ---------------------------------------------------------------- one fault, at its table


@pytest.mark.parametrize(
    ("old", "new", "marker", "message", "hint"),
    [
        pytest.param(
            'kind = "paragraph"',
            'kind = "paragaph"',
            'id = "end"',
            "no block kind “paragaph”",
            "“paragraph”",
            id="an unknown kind of block",
        ),
        pytest.param(
            'kind = "paragraph"\n',
            "",
            'id = "end"',
            "has no kind",
            "paragraph",
            id="a block without a kind",
        ),
        pytest.param(
            'text = "It ends."',
            'tekst = "It ends."',
            'id = "end"',
            "`tekst`",
            "“text”",
            id="an unknown field of a block",
        ),
        pytest.param(
            'text = "It ends."\n',
            "",
            'id = "end"',
            "`text`",
            "neighbours",
            id="a missing field of a block",
        ),
        pytest.param(
            'script = "Say it again."',
            'scrip = "Say it again."',
            'id = "slide-what"',
            "`scrip`",
            "“script”",
            id="an unknown field of a slide",
        ),
        pytest.param(
            'title = "Where does it go?"',
            'titel = "Where does it go?"',
            'id = "second"',
            "`titel`",
            "“title”",
            id="an unknown field of a section",
        ),
        pytest.param(
            'tone = "main"',
            'tone = "loud"',
            'id = "message"',
            "'loud'",
            "neighbours",
            id="an unknown tone",
        ),
        pytest.param(
            'id = "end"\ngoes = ["leaflet"]',
            'id = "end"\ngoes = "leaflet"',
            'id = "end"',
            "goes",
            "neighbours",
            id="a word where a list must be",
        ),
        pytest.param(
            'id = "word"',
            'id = "message"',
            'id = "message"',
            "“first/message” is used 2 times",
            "id of its own",
            id="two blocks of one id",
        ),
        pytest.param(
            'id = "slide-message"',
            'id = "message"',
            'id = "message"',
            "“first/message” is used 2 times",
            "id of its own",
            id="a block and a slide of one id",
        ),
        pytest.param(
            'id = "second"',
            'id = "first"',
            'id = "first"',
            "“first” is used 2 times",
            "id of its own",
            id="two sections of one id",
        ),
        pytest.param(
            'id = "end"',
            'id = "The End"',
            'id = "The End"',
            "not a plain name",
            "small letters",
            id="an id that is no plain name",
        ),
        pytest.param(
            'facts = ["F02"]',
            'facts = ["F22"]',
            'id = "way"',
            "no fact “F22”",
            "“F02”",
            id="a fact that does not exist",
        ),
        pytest.param(
            'drawing = "road"',
            'drawing = "raod"',
            'id = "way"',
            "no drawing “raod”",
            "“road”",
            id="a missing figure",
        ),
        pytest.param(
            'month = "Three"\n',
            "",
            'id = "way"',
            "no words for “month”",
            "month",
            id="a place of the figure without words",
        ),
        pytest.param(
            'month = "Three"\n',
            'month = "Three"\nyear = "Four"\n',
            'id = "way"',
            "no place for the words “year”",
            "month",
            id="words without a place in the figure",
        ),
        pytest.param(
            'terms = ["stage"]',
            'terms = ["staeg"]',
            'id = "word"',
            "no glossary term “staeg”",
            "“stage”",
            id="an unknown term to define",
        ),
        pytest.param(
            "(term:tumor)",
            "(term:tumour)",
            'id = "message"',
            "no glossary term “tumour”",
            "“tumor”",
            id="an unknown term in a text",
        ),
        pytest.param(
            "**small**",
            "**small",
            'id = "message"',
            "“**”",
            "**strong**",
            id="strong words that do not close",
        ),
        pytest.param(
            "(term:tumor)",
            "(term:tumor",
            'id = "message"',
            "“](”",
            "[words](term:id)",
            id="a term that does not close",
        ),
        pytest.param(
            'script = "Say it again."',
            'script = "Say **it again."',
            'id = "slide-what"',
            "does not close",
            "**strong**",
            id="speaker notes that do not close",
        ),
        pytest.param(
            'title = "Where does it go?"',
            'title = "Where **does it go?"',
            'id = "second"',
            "does not close",
            "**strong**",
            id="a heading that does not close",
        ),
        pytest.param(
            'five = "Five"\n',
            'five = "Five"\nsix = "Six"\n',
            'id = "slide-what"',
            "6 points",
            "two slides",
            id="a slide with six points",
        ),
        pytest.param(
            'teach_back = "What is it?"\nshows = "message"\n',
            'teach_back = "What is it?"\nshows = "mesage"\n',
            'id = "slide-message"',
            "shows “mesage”",
            "“message”",
            id="a slide that shows a block that is not there",
        ),
        pytest.param(
            'shows = "message"\n',
            'shows = "message"\npoints = {one = "One"}\n',
            'id = "slide-message"',
            "either points or a block",
            "one of the two",
            id="a slide that shows both",
        ),
        pytest.param(
            'id = "word"\ngoes = ["leaflet"]',
            'id = "word"\ngoes = ["deck"]',
            'id = "word"',
            "no slide shows it",
            'shows = "word"',
            id="a block for the deck that no slide shows",
        ),
    ],
)
def test_a_fault_is_told_at_the_line_of_its_table(
    spoiled: Library, old: str, new: str, marker: str, message: str, hint: str
) -> None:
    text = replaced((old, new))
    found = [f for f in faults(spoiled, text) if message in f.message]
    assert [f.line for f in found] == [table(text, marker)]
    assert hint in found[0].hint
    assert found[0].file.endswith("small.toml")
    assert found[0].severity == "error"


def test_a_slide_that_shows_nothing_is_told(spoiled: Library) -> None:
    text = replaced(('shows = "message"\n', ""), ('"leaflet", "deck"]', '"leaflet"]'))
    (finding,) = faults(spoiled, text)
    assert "either points or a block" in finding.message
    assert finding.line == table(text, 'id = "slide-message"')


# ---------------------------------------------------------------- one fault, outside the sections


def test_a_teach_back_of_no_slide_is_told_at_its_line(spoiled: Library) -> None:
    text = replaced(('["first/slide-what"]', '["first/slide-waht"]'))
    (finding,) = faults(spoiled, text)
    assert "“first/slide-waht”" in finding.message
    assert "“first/slide-what”" in finding.hint
    assert finding.line == line(text, "slide-waht")


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        pytest.param('subject = "A', 'subjct = "A', "`subjct`", "“subject”", id="an unknown field"),
        pytest.param('version = "1.0"\n', "", "`version`", "neighbours", id="a missing field"),
        pytest.param('reviewer = "A', 'reviewr = "A', "`reviewr`", "", id="an unknown field below"),
        pytest.param("2024-02-29", '"soon"', "`source.reviewed`", "", id="a date that is none"),
        pytest.param('title = "Living', 'title = "**Living', "“**”", "", id="an unclosed title"),
    ],
)
def test_a_fault_of_the_topic_itself_is_told(
    spoiled: Library, old: str, new: str, message: str, hint: str
) -> None:
    (finding,) = faults(spoiled, replaced((old, new)))
    assert message in finding.message
    assert hint in finding.hint


def test_a_period_of_review_that_no_calendar_has_is_refused(spoiled: Library) -> None:
    (finding,) = faults(spoiled, replaced(("months = 36", "months = 360000")))
    assert "months" in finding.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("[[sections]]", "[sections]", id="sections"),
        pytest.param("[[sections.blocks]]", "[sections.blocks]", id="blocks"),
        pytest.param("[[sections.slides]]", "[sections.slides]", id="slides"),
    ],
)
def test_a_table_in_single_brackets_is_refused_and_not_left_out(
    spoiled: Library, old: str, new: str
) -> None:
    head = SOUND[: SOUND.index("[[sections]]")].replace('teach_back = ["first/slide-what"]\n', "")
    text = (head + ONE_OF_EACH).replace(old, new)
    assert text.count(new) == 1
    assert faults(spoiled, text)


# ---------------------------------------------------------------- TOML


@pytest.mark.parametrize(
    ("old", "new", "marker"),
    [
        pytest.param('"It ends."', '"It ends.', '"It ends.', id="a quote that does not close"),
        pytest.param('goes = ["leaflet", "deck"]', "goes = [leaflet]", "[leaflet]", id="no quotes"),
        pytest.param('id = "end"', 'id = "end"\nid = "again"', '"again"', id="a name used twice"),
        pytest.param("months = 36", "months 36", "months 36", id="no equals sign"),
        pytest.param("[facts]", "[facts", "[facts", id="a bracket that does not close"),
        pytest.param('"Living with', '"C:\\Living with', "C:", id="a backslash"),
    ],
)
def test_what_is_not_toml_is_told_at_its_line(
    spoiled: Library, old: str, new: str, marker: str
) -> None:
    text = replaced((old, new))
    (finding,) = faults(spoiled, text)
    assert "not valid TOML" in finding.message
    assert finding.line == line(text, marker)
    assert finding.file.endswith("small.toml")
    assert finding.hint


def test_a_file_that_stops_short_is_told_at_its_end(spoiled: Library) -> None:
    text = SOUND + 'more = ["one",\n'
    (finding,) = faults(spoiled, text)
    assert "not valid TOML" in finding.message
    assert finding.line >= line(text, "more = ")


def test_a_topic_that_is_not_utf_8_is_told_at_its_line(spoiled: Library) -> None:
    text = replaced(("It ends.", "It ends in Peñíscola."))
    spoiled.topic("small").write_bytes(text.encode("latin-1"))
    with pytest.raises(Refused) as refused:
        load(spoiled)
    (finding,) = refused.value.findings
    assert "not UTF-8" in finding.message
    assert finding.line == line(text, "Peñíscola")


def test_a_byte_order_mark_is_no_fault(spoiled: Library) -> None:
    spoiled.topic("small").write_bytes(b"\xef\xbb\xbf" + SOUND.encode())
    assert load(spoiled).title == "Living with a tumor"


# ---------------------------------------------------------------- many faults


def test_every_fault_of_structure_is_told_at_once_at_its_own_line(spoiled: Library) -> None:
    text = replaced(
        ('kind = "paragraph"', 'kind = "paragaph"'),
        ('script = "Say it."', 'skript = "Say it."'),
        ('tone = "main"', 'tone = "loud"'),
        ('title = "Where does it go?"\n', ""),
        ('subject = "A small topic"\n', ""),
    )
    found = {(f.line, f.message) for f in faults(spoiled, text)}
    markers = ('id = "end"', 'id = "slide-message"', 'id = "message"', 'id = "second"')
    assert len(found) == 5
    assert {table(text, marker) for marker in markers} <= {number for number, _ in found}


def test_every_fault_of_content_is_told_at_once_at_its_own_line(spoiled: Library) -> None:
    text = replaced(
        ('facts = ["F01"]', 'facts = ["F10"]'),
        ('drawing = "road"', 'drawing = "raod"'),
        ('terms = ["stage"]', 'terms = ["staeg"]'),
        ('text = "It ends."', 'text = "It **ends."'),
        ('five = "Five"\n', 'five = "Five"\nsix = "Six"\n'),
        ('shows = "message"\n', 'shows = "word"\n'),
    )
    found = faults(spoiled, text)
    said = {f.message.split("“")[0].strip(): f.line for f in found}
    assert said == {
        "There is no fact": table(text, 'id = "message"'),
        "There is no drawing": table(text, 'id = "way"'),
        "There is no glossary term": table(text, 'id = "word"'),
        "The markup": table(text, 'id = "end"'),
        "The slide has 6 points.": table(text, 'id = "slide-what"'),
        "The slide shows": table(text, 'id = "slide-message"'),
        "The block": table(text, 'id = "message"'),
    }


def test_faults_of_one_table_are_not_told_of_its_neighbours(spoiled: Library) -> None:
    text = replaced(('id = "end"', 'id = "end"\nfacts = ["F02", "F03", "F04"]'))
    found = faults(spoiled, text)
    assert [f.message for f in found] == ["There is no fact “F03”.", "There is no fact “F04”."]
    assert {f.where for f in found} == {"second/end"}


# ---------------------------------------------------------------- its neighbours in the library


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "hint"),
    [
        pytest.param(
            "glossary.toml", "definition =", "meaning =", "meaning", "", id="glossary field"
        ),
        pytest.param("glossary.toml", "[stage]", "[stage", "TOML", "bracket", id="glossary TOML"),
        pytest.param("labels.toml", "kicker =", "kiker =", "kiker", "", id="unknown label"),
        pytest.param("labels.toml", "[deck]", "[dekc]", "dekc", "“deck”", id="unknown label table"),
        pytest.param("clinic.toml", "interpreter =", "interpretr =", "interpretr", "“interpreter”"),
        pytest.param("clinic.toml", '"a4"', '"a5"', "a5", "", id="unknown paper"),
        pytest.param("figures/road.svg", "<rect", "<path", "<path>", "polygon", id="a shape"),
        pytest.param("figures/road.svg", "</svg>", "", "cannot be read", "", id="SVG that stops"),
    ],
)
def test_a_fault_in_a_file_beside_the_topic_names_that_file(
    spoiled: Library, name: str, old: str, new: str, message: str, hint: str
) -> None:
    path = spoiled.assets / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (finding,) = faults(spoiled, SOUND)
    assert finding.file.endswith(name.rpartition("/")[2])
    assert message in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    "logo",
    [
        pytest.param("missing.png", id="not there"),
        pytest.param("../labels.toml", id="no picture"),
        pytest.param("/etc/hostname", id="elsewhere on the machine"),
        pytest.param("../../../logo.png", id="above the clinic file"),
    ],
)
def test_a_logo_is_a_picture_beside_the_clinic_file(spoiled: Library, logo: str) -> None:
    (spoiled.root.parent / "logo.png").write_bytes(b"picture")
    spoiled.clinic.write_text(f'logo = "{logo}"\n', encoding="utf-8")
    (finding,) = faults(spoiled, SOUND)
    assert finding.file.endswith("clinic.toml")
    assert logo in finding.message
    assert "beside the clinic file" in finding.hint
