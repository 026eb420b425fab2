"""Open XML that python-pptx has no words for, and the only room that names lxml's elements.

Clause numbers are those of ISO/IEC 29500-1.
"""

import copy
import io
import zipfile
from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn

from handouts import provenance
from handouts.language import Direction, Script

# Zip entries carry a date; this is the earliest that the format can hold.
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TEXT = f"{{{_TYPES}}}lpwstr"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties users define
TABLE_STYLE = "{8C1E6F52-3B0D-4A57-9E24-D61F0A7B93C5}"  # “Handouts comparison” in our template


def set_run_language(run: Any, tag: str) -> None:
    """Say which language a run is in: ``a:rPr/@lang`` (21.1.2.3.9)."""
    run.font._element.set("lang", tag)


def set_run_faces(run: Any, script: Script) -> None:
    """Name the faces for East Asian and complex scripts: ``a:ea``, ``a:cs`` (21.1.2.3.3, .1)."""
    properties = run.font._element
    for tag, face in (("a:ea", script.east_asian), ("a:cs", script.complex_script)):
        etree.SubElement(properties, qn(tag)).set("typeface", face)


def highlight(run: Any) -> None:
    """Mark a run that is not translated yet: ``a:highlight`` (21.1.2.3.4)."""
    mark = etree.SubElement(run.font._element, qn("a:highlight"))
    etree.SubElement(mark, qn("a:srgbClr")).set("val", "F3E6EC")


def set_direction(paragraph: Any, direction: Direction, at_right: bool) -> None:
    """Say which way a paragraph runs: ``a:pPr/@rtl`` (21.1.2.2.7).

    ``algn`` is physical, not logical: a paragraph stands at the right only when it says so.
    ``at_right=False`` leaves centred text centred.
    """
    properties = paragraph._p.get_or_add_pPr()
    properties.set("rtl", "1" if direction == "rtl" else "0")
    if at_right:
        properties.set("algn", "r")


def set_layouts_direction(presentation: Any) -> None:
    """Let slides an educator adds run from right to left: master and layouts, level by level.

    List levels stand in ``p:txStyles`` (19.3.1.51) and ``a:lstStyle`` (21.1.2.4.12).
    """
    master = presentation.slide_master
    for part in (master, *master.slide_layouts):
        for level in part._element.xpath(".//*[starts-with(local-name(), 'lvl')]"):
            level.set("rtl", "1")
            if level.get("algn", "l") == "l":
                level.set("algn", "r")


def set_table_direction(table: Any) -> None:
    """Order a table's columns from the right: ``a:tblPr/@rtl`` (21.1.3.15)."""
    table._tbl.tblPr.set("rtl", "1")


def set_table_style(table: Any) -> None:
    """Give a table our template's style: ``a:tableStyleId`` (21.1.3.12)."""
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = TABLE_STYLE


def set_alternative_text(shape: Any, text: str) -> None:
    """Describe a shape to those who cannot see it: ``p:cNvPr/@descr`` (19.3.1.12)."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def remove(shape: Any) -> None:
    """Take a shape off its slide: an empty placeholder would ask the educator to fill it."""
    shape._element.getparent().remove(shape._element)


def drop_style(shape: Any) -> None:
    """Take off the theme's effects: a shape keeps its own fill and line, without ``p:style``."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)


def set_first_number(paragraph: Any, number: int) -> None:
    """Let a numbered list go on from another slide: ``a:buAutoNum/@startAt`` (21.1.2.4.1)."""
    properties = paragraph._p.get_or_add_pPr()
    numbering = etree.SubElement(properties, qn("a:buAutoNum"))
    numbering.set("type", "arabicPeriod")
    numbering.set("startAt", str(number))


def add_slide_number(slide: Any) -> Any:
    """Copy the layout's slide number, which python-pptx leaves behind (21.1.2.2.4)."""
    holders = slide.slide_layout.placeholders
    original = next(h for h in holders if h.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER)
    element = copy.deepcopy(original._element)
    element.xpath(".//p:cNvPr")[0].set("id", str(_next_id(slide)))
    slide.shapes._spTree.append(element)
    return slide.shapes[-1]


def _next_id(slide: Any) -> int:
    return max(int(element.get("id")) for element in slide.shapes._spTree.iter(qn("p:cNvPr"))) + 1


def add_mark(presentation: Any, mark: str) -> None:
    """Keep a deck's provenance as a custom property (Part 1, 15.2.12.2, and 22.3)."""
    root = etree.Element(
        f"{{{_CUSTOM}}}Properties",
        nsmap={None: _CUSTOM, "vt": _TYPES},  # type: ignore[dict-item]
    )
    fields = {"fmtid": _USER_DEFINED, "pid": "2", "name": "handouts provenance"}
    etree.SubElement(etree.SubElement(root, f"{{{_CUSTOM}}}property", fields), _TEXT).text = mark
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = presentation.part.package
    part = Part(
        PackURI(f"/{provenance.PROPERTIES}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, package, data
    )
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def saved(presentation: Any) -> bytes:
    """Save a presentation so that equal decks have equal bytes: fixed dates, order as saved.

    The mark that :func:`add_mark` put in is sealed.
    """
    first, second = io.BytesIO(), io.BytesIO()
    presentation.save(first)
    with zipfile.ZipFile(first) as source:
        parts = provenance.sealed_parts({name: source.read(name) for name in source.namelist()})
    with zipfile.ZipFile(second, "w") as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_STORED  # compressors differ; the bytes must not
            entry.create_system = 3  # the same wherever the deck is made
            entry.external_attr = 0o600 << 16
            target.writestr(entry, data)
    return second.getvalue()
