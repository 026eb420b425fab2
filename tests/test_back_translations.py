"""Each translation was put back into English: reviewers read that beside the original."""

import polib
import pytest
from conftest import TRANSLATED

from handouts.language import Language
from handouts.library import Library

DOMAINS = ("remission", "glossary", "labels")


def living(po: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in po if not entry.obsolete]


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_shipped_translation_has_been_put_back_as_it_stands(
    shelf: Library, code: str, domain: str
) -> None:
    language = Language(code)
    here = living(polib.pofile(str(shelf.catalog(language, domain))))
    back = polib.pofile(str(shelf.back_translation(language, domain)))
    assert [(e.msgctxt, e.msgid) for e in back] == [(e.msgctxt, e.msgstr) for e in here]
    assert all(entry.msgstr for entry in back)
    assert back.metadata["Language"] == "en"
    assert back.metadata["X-Source-Language"] == code
    assert "not reviewed" in back.header


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_was_put_back_is_english_and_no_copy(shelf: Library, code: str) -> None:
    """Somebody wrote it who had not seen the English: most of it is worded otherwise."""
    path = shelf.catalog(Language(code), "remission")
    english = {e.msgctxt: e.msgid for e in living(polib.pofile(str(path)))}
    back = polib.pofile(str(shelf.back_translation(Language(code), "remission")))
    same = sum(entry.msgstr == english[entry.msgctxt] for entry in back)
    assert same / len(back) < 0.5
    letters = [c for entry in back for c in entry.msgstr if c.isalpha()]
    assert sum(c.isascii() for c in letters) / len(letters) > 0.98
