"""A clinic's own file: its details on the page, and what is refused, with no page made."""

import struct
import zlib
from pathlib import Path

import pytest
from conftest import Run, handouts
from PIL import Image
from printed import Printed

from handouts import clinic
from handouts.colour import contrast
from handouts.errors import Refused
from handouts.language import Language

PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clinic.toml"


def refused(file: Path) -> str:
    """Read a clinic's file that cannot be used; answer all that is said of it."""
    with pytest.raises(Refused) as fault:
        clinic.load(file)
    assert all(finding.hint for finding in fault.value.findings)
    return "\n".join(f"{f.line}: {f.message}" for f in fault.value.findings)


# ---------------------------------------------------------------- what is printed


DETAILS = """
name = "Test Clinic <b>&amp; {name}"
address = "1 Test Street, Testville"
day = "555-010-0100"
night = "555-010-0101"
interpreter = "555-010-0102"
feedback = "feedback@clinic.example"
logo = "logo.svg"
accent = "#5a1846"
paper = "letter"
[languages.es]
name = "Clínica de Prueba"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a clinic that has filled in everything, and has made a leaflet."""
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "logo.svg").write_text(PLAIN, encoding="utf-8")
    (folder / "clinic.toml").write_text(DETAILS, encoding="utf-8")
    languages = ("-l", "es", "-l", "en")
    done = handouts("build", *languages, "-e", "leaflet", "--clinic", "clinic.toml", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "output" / "draft"


@pytest.fixture
def page(made: Path) -> Printed:
    return Printed((made / "es" / "remission.leaflet.letter.es.pdf").read_bytes())


def test_a_clinic_s_details_are_printed_in_place_of_fields(page: Printed) -> None:
    text = "".join(run.text for run in page.runs).replace(" ", "")
    for detail in ("1TestStreet,Testville", "555-010-0100", "555-010-0102", "feedback@clinic"):
        assert detail in text
    assert "Teléfono de día" not in {str(field["/TU"]) for field in page.fields}


def test_one_language_may_have_details_of_its_own(page: Printed, made: Path) -> None:
    assert "Clínica de Prueba" in "".join(run.text for run in page.runs)
    english = Printed((made / "en" / "remission.leaflet.letter.en.pdf").read_bytes())
    assert "Test Clinic <b>&amp; {name}" in "".join(run.text for run in english.runs)


def test_headings_have_the_clinic_s_colour_and_the_logo_its_name(page: Printed) -> None:
    heads = {run.colour for tag in page.tags if tag.block.kind == "H2" for run in tag.runs}
    assert heads == {"#5a1846"}
    assert "Clínica de Prueba" in [
        str(tag.element["/Alt"]) for tag in page.tags if tag.kind == "Figure"
    ]


def test_a_language_is_found_by_either_of_its_names(file: Path) -> None:
    file.write_text('name = "A"\n[languages.pt-BR]\nname = "B"\n', encoding="utf-8")
    details = clinic.load(file)
    assert details.spoken(Language("pt_BR")).name == "B"
    assert details.spoken(Language("fr")).name == "A"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            'name = "' + "x" * 5000 + '"', "5,000 characters; 90 is", id="a name too long"
        ),
        pytest.param("name = 7", "Expected `str`", id="a number for a name"),
        pytest.param('phone = "1"', "unknown field `phone`", id="a key that does not exist"),
        pytest.param('paper = "a3"', "a3", id="a paper there is not"),
        pytest.param('accent = "#cc6677"', "contrast of 3.7:1", id="a pale accent"),
        pytest.param('accent = "teal"', "is no colour", id="a colour by name"),
        pytest.param('accent = "#fff; } body {"', "is no colour", id="a style sheet for a colour"),
        pytest.param('web = "ftp://x.example/"', "none that a phone can open", id="no web address"),
        pytest.param('web = "javascript:alert(1)"', "none that a phone", id="a script"),
        pytest.param('web = "https://x.example/{patient}"', "no {patient}", id="a slot too many"),
        pytest.param('web = "https://x.example/a b"', "has a space", id="a space in an address"),
        pytest.param('[languages.xx]\nname = "A"', "“xx” names no language", id="no language"),
        pytest.param('[languages.es]\ncolour = "A"', "colour", id="an unknown key in a language"),
        pytest.param("[languages.es]\nname = 1", "Expected `str`", id="a number in a language"),
        pytest.param('name = "A', "TOML", id="not TOML"),
    ],
)
def test_a_detail_that_cannot_be_used_is_told(file: Path, text: str, told: str) -> None:
    file.write_text(text + "\n", encoding="utf-8")
    assert told in refused(file)


def test_all_that_is_wrong_is_told_at_once_with_its_line(file: Path) -> None:
    file.write_text(
        f'name = "{"x" * 100}"\naccent = "#ffffff"\nweb = "x"\nlogo = "none.svg"\n',
        encoding="utf-8",
    )
    told = refused(file)
    for line, what in ((1, "name"), (2, "accent"), (3, "web address"), (0, "logo")):
        assert any(t.startswith(f"{line}: ") and what in t for t in told.splitlines()), what


def test_no_page_is_made_with_a_clinic_s_file_that_is_refused(run: Run) -> None:
    Path("clinic.toml").write_text('accent = "#eeeeee"\n', encoding="utf-8")
    done = run("build", "-l", "es", "-e", "trifold", "--clinic", "clinic.toml")
    assert done.exit_code == 1
    assert "7:1 is the least" in done.stderr
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#595959", "#ffffff", 7.0),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_counted_as_wcag_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


# ---------------------------------------------------------------- logos


def svg(inside: str, before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
NAMED = 'xmlns:x="http://www.w3.org/1999/xlink"'
HOSTILE = [
    pytest.param(svg("<script>alert(1)</script>"), "it holds <script>", id="a script"),
    pytest.param(svg('<rect onload="x()"/>'), "it runs a script", id="an event"),
    pytest.param(svg('<image href="https://x.example/a.png"/>'), "it holds <image>", id="an image"),
    pytest.param(svg(f'<g {NAMED}><use x:href="#a"/></g>'), "it holds <use>", id="a use"),
    pytest.param(svg("<foreignObject/>"), "it holds <foreignObject>", id="foreign objects"),
    pytest.param(svg("<animate/>"), "it holds <animate>", id="what moves"),
    pytest.param(svg('<rect fill="url(https://x.example/#a)"/>'), "fetches", id="remote paint"),
    pytest.param(svg('<rect fill="url(file:///etc/passwd)"/>'), "fetches", id="a local file"),
    pytest.param(svg("<style>@import 'x.css';</style>"), "fetches something", id="an import"),
    pytest.param(svg("<style>rect{fill:url(//x.example)}</style>"), "fetches", id="remote style"),
    pytest.param(svg('<linearGradient href="https://x.example"/>'), "fetches", id="a gradient"),
    pytest.param(svg("&b;", LAUGHS), "declares entities", id="a billion laughs"),
    pytest.param(
        svg("", '<!DOCTYPE svg SYSTEM "file:///etc/passwd">') + "<x>", "no SVG", id="a broken end"
    ),
    pytest.param(svg("", '<?xml-stylesheet href="x.css"?>'), "instruction", id="an instruction"),
    pytest.param(svg("<g>" * 2000 + "</g>" * 2000), "nests too deep", id="nested groups"),
    pytest.param(svg("<rect/>" * 6000), "more than 5000 parts", id="very many parts"),
    pytest.param("<html/>", "it is no SVG file", id="not SVG"),
    pytest.param("not xml at all", "no SVG that can be read", id="not XML"),
    pytest.param(svg("<rect") + "x" * 1_100_000, "1.1 MB", id="a huge file"),
]


@pytest.mark.parametrize(("text", "told"), HOSTILE)
def test_a_logo_that_does_more_than_draw_is_refused(file: Path, text: str, told: str) -> None:
    (file.parent / "logo.svg").write_text(text, encoding="utf-8")
    file.write_text('logo = "logo.svg"\n', encoding="utf-8")
    assert told in refused(file)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("https://x.example/logo.png", "nothing is fetched", id="remote"),
        pytest.param("data:image/png;base64,AA", "nothing is fetched", id="a data address"),
        pytest.param("../logo.png", "outside the clinic file's folder", id="elsewhere"),
        pytest.param("/etc/passwd", "outside the clinic file's folder", id="absolute"),
        pytest.param("gone.png", "there is no such file", id="missing"),
        pytest.param("logo.gif", "neither a PNG nor an SVG", id="another kind"),
        pytest.param("a\\u0000b.png", "there is no such file", id="no file name at all"),
    ],
)
def test_a_logo_is_a_file_beside_the_clinic_s(file: Path, name: str, told: str) -> None:
    (file.parent / "logo.gif").write_bytes(b"GIF89a")
    file.write_text(f'logo = "{name}"\n', encoding="utf-8")
    assert told in refused(file)


def bomb(width: int, height: int) -> bytes:
    """Make a PNG file of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"", "broken PNG", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\nrubbish", "broken PNG", id="broken"),
        pytest.param(bomb(60_000, 60_000), "60000 by 60000 pixels", id="a bomb"),
        pytest.param(b"\xff\xd8\xff\xe0 JPEG", "broken PNG", id="another kind inside"),
    ],
)
def test_a_png_that_cannot_be_shown_is_refused(file: Path, data: bytes, told: str) -> None:
    (file.parent / "logo.png").write_bytes(data)
    file.write_text('logo = "logo.png"\n', encoding="utf-8")
    assert told in refused(file)


def test_good_logos_are_taken(file: Path) -> None:
    Image.new("RGB", (40, 20), "navy").save(file.parent / "logo.png")
    gradient = '<style>.a { fill: url(#g) }</style><linearGradient id="g"/><rect fill="url(#g)"/>'
    (file.parent / "logo.svg").write_text(svg(gradient), encoding="utf-8")
    for name in ("logo.png", "logo.svg"):
        file.write_text(f'logo = "{name}"\n', encoding="utf-8")
        assert clinic.load(file).logo.endswith(name)
