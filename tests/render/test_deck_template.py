"""An educator's own PowerPoint file as the template of decks."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hospital
import pytest
from click.testing import Result
from conftest import Run
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu

from handouts.document import Document
from handouts.inline import plain
from handouts.library import Library
from handouts.render import deck as renderer
from handouts.session import Session

USED = {"Title Slide", "Title and Content", "Two Content", "Title Only"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hospital") / "hospital.pptx"
    path.write_bytes(hospital.template())
    return path


def drawn(document: Document, library: Library, template: Path) -> bytes:
    artifact = renderer.render(document, library, Session(template=str(template)))
    assert artifact.findings == ()
    return artifact.data


@pytest.fixture(scope="module", params=["en", "ar"])
def spoken(
    request: pytest.FixtureRequest, documents: dict[str, Document], shelf: Library, own: Path
) -> tuple[Document, bytes]:
    document = documents[request.param]
    return document, drawn(document, shelf, own)


def _texts(slides: Any) -> str:
    shapes = [shape for slide in slides for shape in slide.shapes]
    inner = [s for shape in shapes for s in (shape.shapes if _is_group(shape) else [shape])]
    runs = (run for shape in inner for run in shape._element.iter(qn("a:t")))
    return "".join(run.text or "" for run in runs).translate(
        {0x2068: None, 0x2069: None, 0xA0: " "}
    )


def _is_group(shape: Any) -> bool:
    return bool(shape.shape_type == MSO_SHAPE_TYPE.GROUP)


# ---------------------------------------------------------------- what is made of it


def test_slides_stand_on_the_layouts_that_powerpoint_made(spoken: tuple[Document, bytes]) -> None:
    slides = Presentation(io.BytesIO(spoken[1])).slides
    assert {slide.slide_layout.name for slide in slides} == USED


def test_no_words_are_lost(spoken: tuple[Document, bytes]) -> None:
    document, data = spoken
    slides = Presentation(io.BytesIO(data)).slides
    said = _texts(slides)
    for section in document.topic.sections:
        for slide in section.slides:
            for point in slide.points.values():
                assert plain(point) in said
    for words in (document.topic.title, document.labels.draft.status, document.labels.deck.agenda):
        assert plain(words) in said


def test_every_slide_says_draft_in_the_footer(spoken: tuple[Document, bytes]) -> None:
    document, data = spoken
    for slide in Presentation(io.BytesIO(data)).slides:
        (foot,) = (h for h in slide.placeholders if h.placeholder_format.type == 15)
        assert document.labels.draft.banner in foot.text_frame.text


def test_no_text_box_is_invented(spoken: tuple[Document, bytes]) -> None:
    """Words stand in the layout's boxes, or in a figure, which is one group."""
    for slide in Presentation(io.BytesIO(spoken[1])).slides:
        assert all(shape.is_placeholder or _is_group(shape) for shape in slide.shapes)


def test_nothing_is_left_of_its_maker(spoken: tuple[Document, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(spoken[1])) as package:
        names = package.namelist()
        for name in names:
            part = package.read(name)
            assert hospital.STRANGER.encode() not in part, name
            assert hospital.OLD_SLIDE.encode() not in part, name
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]


def test_a_figure_keeps_its_own_colours_on_paper_of_its_own(spoken: tuple[Document, bytes]) -> None:
    """Nobody knows what the colours of somebody else's theme would do to it."""
    groups = [
        shape
        for slide in Presentation(io.BytesIO(spoken[1])).slides
        for shape in slide.shapes
        if _is_group(shape)
    ]
    assert len(groups) >= 3
    for group in groups:
        assert not list(group._element.iter(qn("a:schemeClr")))
        paper = group.shapes[0]
        assert str(paper.fill.fore_color.rgb) == "FFFFFF"
        assert (paper.left, paper.top, paper.width) == (group.left, group.top, group.width)


def test_its_own_spacing_and_direction_do_not_spoil_what_was_measured(
    documents: Any, shelf: Library, tmp_path: Path
) -> None:
    """A template of double spacing that runs from the right: English stays as it was measured."""

    def change(deck: Any) -> None:
        for level in deck.slide_master._element.iter(qn("a:lvl1pPr")):
            level.set("rtl", "1")
            level.set("algn", "r")
            for spacing in level.findall(qn("a:spcBef")):
                spacing[0].set("val", "3000")

    path = tmp_path / "wide.pptx"
    path.write_bytes(hospital.template(change))
    for slide in Presentation(io.BytesIO(drawn(documents["en"], shelf, path))).slides:
        for holder in slide.placeholders:
            if holder.placeholder_format.idx in (0, 1, 2) and holder.has_text_frame:
                for paragraph in holder._element.iter(qn("a:p")):
                    properties = paragraph.find(qn("a:pPr"))
                    assert properties.get("rtl") == "0"
                    assert properties.get("algn") in ("l", "ctr")
                    if holder.placeholder_format.idx:
                        assert (
                            properties.find(f"{qn('a:spcBef')}/{qn('a:spcPts')}").get("val") == "0"
                        )


def test_lists_are_numbered_and_plain_texts_are_not(
    documents: Any, shelf: Library, own: Path
) -> None:
    slides = list(Presentation(io.BytesIO(drawn(documents["en"], shelf, own))).slides)
    by_title = {slide.shapes.title.text: slide.placeholders[1]._element for slide in slides[1:4]}
    assert list(by_title["The main message"].iter(qn("a:buNone")))
    assert not list(by_title["Three things to take home"].iter(qn("a:buNone")))
    asked = next(s for s in slides if s.shapes.title.text.startswith("Questions to ask"))
    assert len(list(asked.placeholders[1]._element.iter(qn("a:buAutoNum")))) == 5


def test_arabic_columns_are_filled_from_the_right(
    documents: Any, shelf: Library, own: Path
) -> None:
    document = documents["ar"]
    slides = Presentation(io.BytesIO(drawn(document, shelf, own))).slides
    agenda = next(s for s in slides if s.slide_layout.name == "Two Content")
    boxes = [h for h in agenda.placeholders if h.placeholder_format.idx in (1, 2)]
    right = max(boxes, key=lambda box: int(box.left))
    assert right.text_frame.paragraphs[0].text == plain(document.topic.sections[1].title)
    levels = agenda.slide_layout.slide_master._element.iter(qn("a:lvl1pPr"))
    assert {level.get("rtl") for level in levels} == {"1"}


def test_a_layout_named_after_ours_comes_first(
    documents: Any, shelf: Library, tmp_path: Path
) -> None:
    def change(deck: Any) -> None:
        hospital.layout(deck, "Content with Caption").name = "Old"
        named = hospital.layout(deck, "Title and Vertical Text")
        named.name = "recap"
        for marker in named._element.iter(qn("p:ph")):
            marker.attrib.pop("orient", None)

    path = tmp_path / "named.pptx"
    path.write_bytes(hospital.template(change))
    slides = Presentation(io.BytesIO(drawn(documents["en"], shelf, path))).slides
    assert [s.shapes.title.text for s in slides if s.slide_layout.name == "recap"] == ["To sum up"]


def test_layouts_are_known_by_their_usual_names_too(
    documents: Any, shelf: Library, tmp_path: Path
) -> None:
    """Some programs keep the names of PowerPoint's layouts and not what they are for."""

    def change(deck: Any) -> None:
        for layout in deck.slide_layouts:
            layout._element.attrib.pop("type", None)

    path = tmp_path / "names.pptx"
    path.write_bytes(hospital.template(change))
    slides = Presentation(io.BytesIO(drawn(documents["en"], shelf, path))).slides
    assert {slide.slide_layout.name for slide in slides} == USED


def test_the_same_template_gives_the_same_bytes(
    documents: Any, shelf: Library, own: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "moved.pptx"
    moved.write_bytes(own.read_bytes())
    document = documents["en"]
    assert drawn(document, shelf, own) == drawn(document, shelf, moved)


def test_it_is_made_from_the_command_line(run: Run, own: Path) -> None:
    done = run("build", "-l", "en", "-e", "deck", "--template", own)
    assert done.exit_code == 0, done.output
    (made,) = Path("output").rglob("*.pptx")
    assert Presentation(str(made)).slides[0].slide_layout.name == "Title Slide"


# ---------------------------------------------------------------- what cannot be used


def _no_two_columns(deck: Any) -> None:
    hospital.without(deck, "Two Content")


def _no_footer(deck: Any) -> None:
    for layout in deck.slide_layouts:
        for holder in [h for h in layout.placeholders if h.placeholder_format.type == 15]:
            holder._element.getparent().remove(holder._element)


def _as(media: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        assert hospital.MAIN in types
        parts["[Content_Types].xml"] = types.replace(hospital.MAIN, media)

    return change


POWERPOINT = b"application/vnd.openxmlformats-officedocument.presentationml."
POTX = POWERPOINT + b"template.main+xml"
PPTM = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"


def _with_code(parts: dict[str, bytes]) -> None:
    parts["ppt/vbaProject.bin"] = b"code"


def _bomb(parts: dict[str, bytes]) -> None:
    parts["ppt/media/image1.png"] = bytes(500_000_000)


def _broken(parts: dict[str, bytes]) -> None:
    parts["ppt/presentation.xml"] = b"<p:presentation"


def _entities(parts: dict[str, bytes]) -> None:
    """Define words that double at each turn: 2^60 of them, if anybody unfolds them."""
    turns = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 60))
    text = parts["ppt/presentation.xml"].decode()
    head, rest = text.split("?>", 1)
    bomb = f'{head}?><!DOCTYPE x [<!ENTITY e0 "a">{turns}]>{rest}'
    parts["ppt/presentation.xml"] = bomb.replace(
        "</p:presentation>", "&e59;</p:presentation>"
    ).encode()


def _related(rels: bytes, kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}"/></Relationships>'
    return rels.replace(b"</Relationships>", link.encode())


def _linked(parts: dict[str, bytes]) -> None:
    """A picture on a layout that is fetched from elsewhere whenever the deck is opened."""
    name = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
    parts[name] = _related(parts[name], "image", 'http://example.com/x.png" TargetMode="External')


def _embedded(parts: dict[str, bytes]) -> None:
    name = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    parts[name] = _related(parts[name], "oleObject", "../embeddings/oleObject1.bin")
    parts["ppt/embeddings/oleObject1.bin"] = b"anything"


def _deep(parts: dict[str, bytes]) -> None:
    name = "ppt/slideLayouts/slideLayout1.xml"
    nested = b"<p:grpSp>" * 300 + b"</p:grpSp>" * 300
    parts[name] = parts[name].replace(b"</p:spTree>", nested + b"</p:spTree>")


def _lost_theme(parts: dict[str, bytes]) -> None:
    parts["ppt/theme/theme1.xml"] = b"<nothing"


def _footer(left: int, width: int) -> Callable[[Any], None]:
    """Move or shrink every footer: the draft's mark stands there."""

    def change(deck: Any) -> None:
        for part in (deck.slide_master, *deck.slide_layouts):
            for holder in part.placeholders:
                if holder.placeholder_format.type == 15:
                    holder.left, holder.top = Emu(left), Emu(6356350)
                    holder.width, holder.height = Emu(width), Emu(365125)

    return change


def _sideways(deck: Any) -> None:
    for part in (deck.slide_master, *deck.slide_layouts):
        for holder in part.placeholders:
            if holder.placeholder_format.type == 1:
                holder.rotation = 90


def compound(name: str) -> bytes:
    """The beginning of a compound file, and the name of a stream in it."""
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + name.encode("utf-16-le")


UNUSABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no layout for two columns": (
        lambda: hospital.template(_no_two_columns),
        "has no layout for “Two columns” (a title and two texts side by side)",
    ),
    "no footer": (lambda: hospital.template(_no_footer), "has no footer on any layout"),
    "4:3": (
        lambda: hospital.template(wide=False),
        "is not 16:9 of the usual size, but 10 × 7.5 inches",
    ),
    "a password": (lambda: compound("EncryptedPackage"), "is protected by a password"),
    "a .ppt": (lambda: compound("PowerPoint Document"), "is of PowerPoint's old format (.ppt)"),
    "another compound file": (lambda: compound("WordDocument"), "is no PowerPoint presentation"),
    "a .potx": (
        lambda: hospital.repacked(hospital.template(), _as(POTX)),
        "is a PowerPoint template (.potx), not a presentation",
    ),
    "a .pptm": (lambda: hospital.repacked(hospital.template(), _as(PPTM)), "holds macros"),
    "macros": (
        lambda: hospital.repacked(hospital.template(), _with_code),
        "holds macros (ppt/vbaProject.bin)",
    ),
    "a zip bomb": (
        lambda: hospital.repacked(hospital.template(), _bomb),
        "would unpack to far too much",
    ),
    "an entity bomb": (
        lambda: hospital.repacked(hospital.template(), _entities),
        "defines words of its own",
    ),
    "a picture from elsewhere": (
        lambda: hospital.repacked(hospital.template(), _linked),
        "points to something outside itself",
    ),
    "an embedded file": (
        lambda: hospital.repacked(hospital.template(), _embedded),
        "has a file embedded in its design",
    ),
    "shapes in shapes in shapes": (
        lambda: hospital.repacked(hospital.template(), _deep),
        "cannot be",
    ),
    "a broken theme": (
        lambda: hospital.repacked(hospital.template(), _lost_theme),
        "cannot be opened",
    ),
    "a footer off the slide": (
        lambda: hospital.template(_footer(20_000_000, 4_000_000)),
        "has no layout for “Title”",
    ),
    "a footer too small to read": (
        lambda: hospital.template(_footer(0, 10_000)),
        "has no layout for “Title”",
    ),
    "titles that stand on end": (lambda: hospital.template(_sideways), "has no layout for"),
    "broken XML": (lambda: hospital.repacked(hospital.template(), _broken), "cannot be opened"),
    "no zip": (lambda: b"Hello", "is no PowerPoint presentation"),
    "half a zip": (lambda: hospital.template()[:9000], "is no PowerPoint presentation"),
    "nothing": (lambda: b"", "is no PowerPoint presentation"),
    "another zip": (
        lambda: hospital.repacked(hospital.template(), lambda parts: parts.clear()),
        "is no PowerPoint presentation",
    ),
}


def refused(run: Run, path: Path) -> Result:
    result = run("build", "-l", "en", "-e", "deck", "--template", path)
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    assert not Path("output").exists()
    return result


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_template_that_cannot_be_used_is_refused_before_anything_is_made(
    run: Run, tmp_path: Path, name: str
) -> None:
    make, told = UNUSABLE[name]
    path = tmp_path / "hospital.pptx"
    path.write_bytes(make())
    result = refused(run, path)
    assert f"“hospital.pptx” {told}" in result.stderr
    assert "hint:" in result.stderr


@pytest.mark.parametrize(("name", "told"), [("gone.pptx", "cannot be read"), (".", "is no file")])
def test_a_template_that_is_no_file_is_refused(run: Run, name: str, told: str) -> None:
    assert told in refused(run, Path(name)).stderr


def test_what_cannot_be_mapped_is_told_with_all_that_was_found(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hospital.pptx"
    path.write_bytes(hospital.template(_no_two_columns))
    told = refused(run, path).stderr
    assert "“Title Only”: Title 1: title, Date Placeholder 2: date" in told
    assert "“Title Slide”: Title 1: center title, Subtitle 2: subtitle" in told
    asked = run("build", "-e", "deck", "--template", path, "--format", "json")
    (finding,) = json.loads(asked.stdout)["findings"]
    assert finding["rule"] == "template"
    assert finding["file"].endswith("hospital.pptx")


def test_what_is_asked_of_decks_is_refused_where_none_is_made(run: Run, own: Path) -> None:
    result = run("build", "-e", "leaflet", "--template", own, "--length", "short")
    assert result.exit_code == 2
    assert "--template and --length: no deck is made." in result.stderr
