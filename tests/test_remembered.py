"""The rules are asked once of a text, however many editions are made of it."""

from collections import deque
from dataclasses import replace
from datetime import date
from pathlib import Path

import polib
import pytest

from handouts import checks, making
from handouts.checks import Case
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library

SPANISH = Language("es")


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """How often the rules were asked, and of what."""
    asked: list[Case] = []

    def rule(case: Case) -> list[Finding]:
        asked.append(case)
        return []

    monkeypatch.setattr(checks, "TOPIC_RULES", (rule,))
    monkeypatch.setattr(checks, "LANGUAGE_RULES", ())
    monkeypatch.setattr(checks, "QUESTIONS", ())
    monkeypatch.setattr(checks, "_remembered", deque(maxlen=6))
    return asked


def look(library: Library, day: date | None = None) -> None:
    case = making.opened(library, "remission", SPANISH)
    list(checks.check_all(replace(case, today=day) if day else case))


def test_an_equal_text_is_not_looked_at_twice(spoiled: Library, times: list[Case]) -> None:
    look(spoiled)
    look(spoiled)
    assert len(times) == 1


def _translation(library: Library) -> None:
    path = library.catalog(SPANISH, "remission")
    po = polib.pofile(str(path))
    po[5].msgstr += "."
    po.save(str(path))


def _header(library: Library) -> None:
    path = library.catalog(SPANISH, "labels")
    path.write_text(path.read_text("utf-8").replace("Language: es", "Language: fr"), "utf-8")


def _english(library: Library) -> None:
    path = library.topic("remission")
    path.write_text(path.read_text("utf-8").replace("good news", "great news"), "utf-8")


def _lexicon(library: Library) -> None:
    path = library.lexicon(SPANISH)
    path.write_text(path.read_text("utf-8") + "\n# more\n", "utf-8")


def _drawing(library: Library) -> None:
    path = library.drawing("road")
    path.write_text(path.read_text("utf-8").replace("#0A4D5C", "#0A4D5D"), "utf-8")


@pytest.mark.parametrize("change", [_translation, _header, _english, _lexicon, _drawing])
def test_whatever_changes_is_looked_at_again(
    spoiled: Library, times: list[Case], change: object
) -> None:
    look(spoiled)
    assert callable(change)
    change(spoiled)
    look(spoiled)
    assert len(times) == 2


def test_another_day_or_another_place_is_another_case(
    spoiled: Library, times: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(spoiled, date(2026, 1, 1))
    look(spoiled, date(2026, 1, 2))
    monkeypatch.chdir(tmp_path)
    look(spoiled, date(2026, 1, 2))
    assert len(times) == 3
