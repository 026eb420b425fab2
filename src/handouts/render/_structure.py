"""What a tagged PDF needs and the engine does not write, added where the engine builds its tags.

Each addition names the clause it serves, of ISO 14289-1 (PDF/UA-1) or ISO 32000-1 (PDF 1.7):

- the language of every passage that has one of its own: 14289-1, 7.2;
- a figure holds its drawing and the words in it, so that they are read once, as its alternative
  text, and its bounding box is in the page's own units: 14289-1, 7.3; 32000-1, table 344;
- terms and numbered items are list items with a label and a body: 32000-1, 14.8.4.3.3;
- header cells say whether they head a row or a column: 14289-1, 7.5;
- what stands on one sheet is read in the order of its pages, not in that of the paper:
  14289-1, 7.1;
- form fields keep their descriptions, are typed in a face that every viewer has, and run as their
  language does: 14289-1, 7.18.4; 32000-1, 12.7.3.3;
- the metadata say language, source and document code: 14289-1, 7.1; 32000-1, 14.3.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

READING_ORDER = "handouts_reading_order"  # on a page's root box: which page of its sheet it is
# On elements of the tree while it is built; none is left when it is written.
_ORDER, _LABEL = "HDTS_Order", "HDTS_Label"
_FACE, _FACE_SIZE = "Helv", 12  # of what is typed: a standard face, never drawn by us


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file's metadata say of it beside title and subject.

    ``languages`` are BCP 47 tags, the document's own first.
    """

    languages: tuple[str, ...]
    source: str
    code: str
    right_to_left: bool


def complete(tags: Any) -> None:
    """Make WeasyPrint's builder of tags (the module ``weasyprint.pdf.tags``) complete; once."""
    build = tags._build_box_tree
    if hasattr(build, "is_complete"):
        return

    def build_complete(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
        inner = getattr(box, "_box", box)  # of an absolutely positioned one
        page = getattr(inner, READING_ORDER, None)
        for element in build(box, parent, pdf, *rest):
            if page is not None:
                element[_ORDER] = page
            _complete(inner, element, pdf)
            yield element

    build_complete.is_complete = True  # type: ignore[attr-defined]
    tags._build_box_tree = build_complete


def _complete(box: Any, element: Any, pdf: Any) -> None:
    if box.element is None or not isinstance(box.element_tag, str):
        return
    kind, name = element["S"], box.element_tag
    if name == "li::before" or _has_class(box, "term"):
        element[_LABEL] = True
    if (language := box.element.get("lang")) and name not in ("html", "body"):
        _set_language(element, language)
    if name == "th" and kind == "/TH":
        row = box.element.get("scope") == "row"
        element["A"]["Scope"] = "/Row" if row else "/Column"
    elif kind == "/Figure":
        _set_bounds(box, element, pdf)
    elif _has_class(box, "drawing") and name == "div" and kind == "/Div":
        _gather_figure(element, pdf)
    elif name == "li" and kind == "/LI":
        _lift_label(element, pdf)


def _has_class(box: Any, name: str) -> bool:
    return name in box.element.get("class", "").split()


def _set_language(element: Any, language: str) -> None:
    import pydyf

    element["Lang"] = pydyf.String(language)


def _set_bounds(box: Any, element: Any, pdf: Any) -> None:
    """Say where a picture is, in points from the bottom of its page; the engine counts from top."""
    import pydyf

    left, top = box.content_box_x(), box.content_box_y()
    element["A"]["BBox"] = pydyf.Array((left, top, left + box.width, top + box.height))
    element["A"][_ORDER] = True  # turned round once the height of the page is known


def _kids(element: Any, pdf: Any) -> list[Any]:
    """List the elements directly below one."""
    return [
        pdf.objects[int(kid.split()[0])]
        for kid in element["K"]
        if isinstance(kid, bytes) and kid.endswith(b" R")
    ]


def _gather_figure(element: Any, pdf: Any) -> None:
    """Make the drawing one figure: its picture gives it the text and the bounds."""
    for kid in _descendants(element, pdf):
        if kid.get("S") == "/Figure":
            element["S"] = "/Figure"
            for name in ("Alt", "A"):
                element[name] = kid.pop(name)
            kid["S"] = "/NonStruct"
            return


def _descendants(element: Any, pdf: Any) -> Iterator[Any]:
    for kid in _kids(element, pdf):
        yield kid
        if "K" in kid:
            yield from _descendants(kid, pdf)


def _lift_label(element: Any, pdf: Any) -> None:
    """Put the number or the term of an item beside its body, as its label."""
    for body in _kids(element, pdf):
        if body.get("S") != "/LBody":
            continue
        first = next(iter(_kids(body, pdf)), None)
        if first is not None and first.pop(_LABEL, False) and first.get("K"):
            first["S"], first["P"] = "/Lbl", element.reference
            body["K"].remove(first.reference)
            element["K"].insert(0, first.reference)


# ---------------------------------------------------------------- once all is built


def finish(pdf: Any, heights: list[float], facts: Facts) -> None:
    """Complete a PDF whose tags are built; ``heights`` are those of its pages, in points."""
    _order(pdf)
    _clear_labels(pdf)
    _turn_bounds(pdf, heights)
    _settle_fields(pdf, facts)
    _describe(pdf, facts)


def _order(pdf: Any) -> None:
    """Put what the tree's root holds into the order of the pages as they are read."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/Document":
            kids = {kid: pdf.objects[int(kid.split()[0])].pop(_ORDER, 0) for kid in element["K"]}
            element["K"].sort(key=lambda kid: kids[kid])


def _clear_labels(pdf: Any) -> None:
    for element in pdf.objects:
        if isinstance(element, dict):
            element.pop(_LABEL, None)


def _turn_bounds(pdf: Any, heights: list[float]) -> None:
    import pydyf

    pages = dict(zip(pdf.page_references, heights, strict=True))
    for element in pdf.objects:
        layout = element.get("A") if isinstance(element, dict) else None
        if isinstance(layout, dict) and layout.pop(_ORDER, False):
            height = pages[element["Pg"]]
            x1, y1, x2, y2 = (0.75 * length for length in layout["BBox"])
            layout["BBox"] = pydyf.Array((x1, height - y2, x2, height - y1))


def _settle_fields(pdf: Any, facts: Facts) -> None:
    """Let fields be typed in by any viewer: their face is one of the standard fourteen."""
    import pydyf

    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    face = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type1",
            "BaseFont": "/Helvetica",
            "Encoding": "/WinAnsiEncoding",
        }
    )
    pdf.add_object(face)
    form["DR"] = pydyf.Dictionary({"Font": pydyf.Dictionary({_FACE: face.reference})})
    form["DA"] = pydyf.String(f"/{_FACE} {_FACE_SIZE} Tf 0 g")
    for field in pdf.objects:
        if isinstance(field, dict) and field.get("Subtype") == "/Widget":
            field["DA"] = form["DA"]
            field["Q"] = 2 if facts.right_to_left else 0
            x1, y1, x2, y2 = field["Rect"]
            field["Rect"] = pydyf.Array((x1, min(y1, y2), x2, max(y1, y2)))


def _describe(pdf: Any, facts: Facts) -> None:
    """Add to the metadata what the engine has no words for: Dublin Core language and source."""
    tags = "".join(f"<rdf:li>{escape(tag)}</rdf:li>" for tag in facts.languages)
    said = (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:language><rdf:Bag>{tags}</rdf:Bag></dc:language>"
        f"<dc:source>{escape(facts.source)}</dc:source>"
        f"<dc:identifier>{escape(facts.code)}</dc:identifier></rdf:Description>"
    )
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = pdf.objects[number]
    (content,) = stream.stream
    stream.stream = [content.replace(b"</rdf:RDF>", said.encode() + b"</rdf:RDF>")]
