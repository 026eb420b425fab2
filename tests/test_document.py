"""A topic in one language: what was translated, what is missing, and the digest of it all."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polib
import pytest
from conftest import PRINTED
from msgspec import to_builtins

from handouts import catalog, content, document, making, walk
from handouts.document import Document, Sources
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.inline import EnglishText, SourceText
from handouts.language import Language
from handouts.library import Library
from handouts.walk import Message

SPANISH = Language("es")
PLACE = "cure/worry/text"  # the context of one paragraph
Spoil = Callable[[polib.POFile], None]


def open_document(library: Library, language: Language = SPANISH) -> Document:
    """Read everything afresh from a library's files."""
    return making.opened(library, "remission", language).document


def edited(library: Library, domain: str, **wrap: int) -> polib.POFile:
    """Open the Spanish catalog of a domain to edit it."""
    return polib.pofile(str(library.catalog(SPANISH, domain)), **wrap)


def entry(po: polib.POFile, context: str) -> polib.POEntry:
    """Find an entry by its context."""
    return next(entry for entry in po if entry.msgctxt == context)


def text_at(spoken: Document, context: str) -> str:
    """Find what a document says at a place."""
    return next(m.text for m in walk.messages(spoken.topic) if m.context == context)


@pytest.mark.parametrize("code", [code for code in PRINTED if code != "en"])
def test_every_text_is_the_catalog_s(
    shelf: Library, documents: Mapping[str, Document], code: str
) -> None:
    language = Language(code)
    spoken = documents[language.tag]
    parts = {"remission": spoken.topic, "glossary": spoken.glossary, "labels": spoken.labels}
    for domain, words in parts.items():
        po = polib.pofile(str(shelf.catalog(language, domain)))
        expected = [(e.msgctxt, e.msgstr) for e in po if not e.obsolete]
        assert [(m.context, m.text) for m in walk.messages(words)] == expected


def test_english_needs_no_catalog(sources: Sources, documents: Mapping[str, Document]) -> None:
    assert walk.messages(documents["en"].topic) == tuple(
        replace(message, was="") for message in walk.messages(sources.topic)
    )
    assert not documents["en"].findings


def test_where_a_text_has_moved_from_changes_no_digest(spoiled: Library) -> None:
    before = open_document(spoiled).wording.fingerprint
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    assert 'was = "followup/log"\n' in text
    path.write_text(text.replace('was = "followup/log"\n', ""), encoding="utf-8")
    assert open_document(spoiled).wording.fingerprint == before


def test_only_words_change_from_one_language_to_another(documents: Mapping[str, Document]) -> None:
    def structure(spoken: Document) -> object:
        return to_builtins(walk.translated(spoken.topic, lambda message: ""))

    for spoken in documents.values():
        assert structure(spoken) == structure(documents["en"])


def test_a_page_can_always_say_its_title_and_banner_in_english(
    sources: Sources, documents: Mapping[str, Document]
) -> None:
    for spoken in documents.values():
        assert spoken.english_title == sources.topic.title
        assert spoken.english_banner == sources.labels.draft.banner
        assert type(spoken.english_title) is EnglishText


# ---------------------------------------------------------------- what is missing


def missing(po: polib.POFile) -> None:
    po.remove(entry(po, PLACE))


def empty(po: polib.POFile) -> None:
    entry(po, PLACE).msgstr = ""


def fuzzy(po: polib.POFile) -> None:
    entry(po, PLACE).flags.append("fuzzy")


def stale(po: polib.POFile) -> None:
    entry(po, PLACE).msgid += " It was otherwise once."


@pytest.mark.parametrize(
    ("spoil", "rule", "says"),
    [
        pytest.param(missing, "missing", "Not in the catalog", id="not in the catalog"),
        pytest.param(empty, "missing", "Not translated", id="not translated"),
        pytest.param(fuzzy, "fuzzy", "Marked fuzzy", id="fuzzy"),
        pytest.param(stale, "stale", "English has changed", id="made for other English"),
    ],
)
def test_without_a_translation_to_trust_the_english_stands_in_marked(
    spoiled: Library, sources: Sources, spoil: Spoil, rule: str, says: str
) -> None:
    po = edited(spoiled, "remission")
    spoil(po)
    po.save()
    spoken = open_document(spoiled)
    text = text_at(spoken, PLACE)
    assert isinstance(text, SourceText)
    assert text == next(m.text for m in walk.messages(sources.topic) if m.context == PLACE)
    (finding,) = spoken.findings
    assert (finding.rule, finding.severity, finding.where) == (rule, "error", PLACE)
    assert says in finding.message
    assert finding.language == "es"
    assert finding.hint


def test_a_finding_names_the_line_of_its_entry(spoiled: Library) -> None:
    po = edited(spoiled, "remission")
    entry(po, PLACE).flags.append("fuzzy")
    po.save()
    (finding,) = open_document(spoiled).findings
    path = spoiled.catalog(SPANISH, "remission")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert finding.file.endswith("remission.po")
    assert f'msgctxt "{PLACE}"' in lines[finding.line - 2 : finding.line]


def test_what_is_missing_in_three_catalogs_is_reported_in_one_list(spoiled: Library) -> None:
    for domain, context in (
        ("remission", PLACE),
        ("glossary", "terms/stage/term"),
        ("labels", "contact/day"),
    ):
        po = edited(spoiled, domain)
        entry(po, context).msgstr = ""
        po.save()
    found = {finding.where for finding in open_document(spoiled).findings}
    assert found == {PLACE, "terms/stage/term", "contact/day"}


def test_every_catalog_that_cannot_be_read_is_named_at_once(
    spoiled: Library, sources: Sources
) -> None:
    for domain in ("remission", "labels"):
        spoiled.catalog(SPANISH, domain).write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        document.open_catalogs(spoiled, sources, SPANISH)
    names = [finding.file.rpartition("/")[2] for finding in refused.value.findings]
    assert names == ["remission.po", "labels.po"]


def test_a_language_whose_script_no_shipped_font_covers_is_refused(sources: Sources) -> None:
    with pytest.raises(Refused) as refused:
        document.localize(sources, {}, Language("bn"))
    (finding,) = refused.value.findings
    assert "Beng" in finding.message
    assert finding.language == "bn"


# ---------------------------------------------------------------- the digest


@pytest.mark.parametrize(
    ("domain", "context"),
    [
        pytest.param("remission", "title", id="the title"),
        pytest.param("remission", "start/message/text", id="the main message"),
        pytest.param("remission", "followup/slide-road/script", id="speaker notes"),
        pytest.param("remission", "kinds/two-kinds/alt", id="alternative text"),
        pytest.param("glossary", "terms/remission/definition", id="a definition"),
        pytest.param("labels", "draft/status", id="a shared label"),
    ],
)
def test_one_changed_character_of_a_translation_changes_the_digest(
    spoiled: Library, documents: Mapping[str, Document], domain: str, context: str
) -> None:
    po = edited(spoiled, domain)
    changed = entry(po, context)
    changed.msgstr = changed.msgstr[:-2] + ("x" if changed.msgstr[-2] != "x" else "y") + "."
    po.save()
    spoken = open_document(spoiled)
    assert not spoken.findings
    assert spoken.wording.fingerprint != documents["es"].wording.fingerprint


def test_one_changed_character_of_the_english_changes_the_digest_of_every_language(
    spoiled: Library, documents: Mapping[str, Document]
) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    assert text.count("It is normal to worry about this.") == 1
    path.write_text(text.replace("normal to worry", "normal, to worry"), encoding="utf-8")
    for tag, spoken in documents.items():
        code = tag.replace("-", "_")
        assert (
            open_document(spoiled, Language(code)).wording.fingerprint != spoken.wording.fingerprint
        )


def test_new_english_under_an_old_translation_changes_the_digest(
    spoiled: Library, documents: Mapping[str, Document]
) -> None:
    path = spoiled.topic("remission")
    text = path.read_text(encoding="utf-8")
    old, new = "It is normal to worry about this.", "It is normal, to worry about this."
    path.write_text(text.replace(old, new), encoding="utf-8")
    po = edited(spoiled, "remission")
    changed = entry(po, PLACE)
    changed.msgid = changed.msgid.replace(old, new)
    po.save()
    spoken = open_document(spoiled)
    assert not spoken.findings
    assert text_at(spoken, PLACE) == text_at(documents["es"], PLACE)
    assert spoken.wording.fingerprint != documents["es"].wording.fingerprint


@pytest.mark.parametrize("width", [30, 1000])
def test_rewrapping_a_catalog_changes_no_digest(
    spoiled: Library, documents: Mapping[str, Document], width: int
) -> None:
    path = spoiled.catalog(SPANISH, "remission")
    before = path.read_bytes()
    edited(spoiled, "remission", wrapwidth=width).save()
    assert path.read_bytes() != before
    assert open_document(spoiled).wording.fingerprint == documents["es"].wording.fingerprint


def test_rewrapping_the_english_changes_no_digest(
    spoiled: Library, documents: Mapping[str, Document]
) -> None:
    path = spoiled.topic("remission")
    line = "It is normal to worry about this. Each situation is different, and no one"
    text = path.read_text(encoding="utf-8")
    assert text.count(f'text = "{line}') == 1
    start = text.index(f'text = "{line}')
    end = text.index('"\n', start + len('text = "'))
    wrapped = text[start:end].replace('"', '"""\n').replace(". ", ".\n    ") + '"""\n'
    path.write_text(text[:start] + wrapped + text[end + 2 :], encoding="utf-8")
    assert open_document(spoiled).wording.fingerprint == documents["es"].wording.fingerprint
    assert (
        open_document(spoiled, Language("en")).wording.fingerprint
        == documents["en"].wording.fingerprint
    )


def test_a_note_to_the_translator_changes_no_digest(
    spoiled: Library, documents: Mapping[str, Document]
) -> None:
    po = edited(spoiled, "remission")
    po.metadata["X-Generator"] = "another editor"
    entry(po, PLACE).tcomment = "A note."
    po.save()
    assert open_document(spoiled).wording.fingerprint == documents["es"].wording.fingerprint


def test_each_language_has_a_digest_of_its_own(documents: Mapping[str, Document]) -> None:
    assert len({spoken.wording.fingerprint for spoken in documents.values()}) == len(PRINTED)


# ---------------------------------------------------------------- words to know


def test_words_to_know_are_those_the_leaflet_uses_and_does_not_define(
    documents: Mapping[str, Document],
) -> None:
    spoken = documents["en"]
    words = spoken.words_to_know("leaflet")
    assert "tumor" in words  # used in the comparison and nowhere defined
    assert "remission" not in words  # defined where it is first used
    assert list(words) == [term for term in spoken.glossary.terms if term in words]


def test_every_language_has_the_same_words_to_know(documents: Mapping[str, Document]) -> None:
    assert len({spoken.words_to_know("leaflet") for spoken in documents.values()}) == 1


# ---------------------------------------------------------------- a message asked of a catalog


def test_a_fault_is_short_however_long_the_text(shelf: Library) -> None:
    message = Message("a/b", "word " * 100, content.Says("running text"), ())
    empty_catalog = catalog.Catalog(shelf.catalog(SPANISH, "remission"))
    finding: Finding = empty_catalog.fault(message, SPANISH)
    assert len(finding.message) < 110
    assert finding.message.endswith("…”")
