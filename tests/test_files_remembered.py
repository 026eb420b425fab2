"""A file is read again when it says something else, and only then."""

from pathlib import Path

import pytest

from handouts.errors import Refused
from handouts.findings import error
from handouts.remembered import MOST, by_content


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of one word."""
    path = tmp_path / "word.txt"
    path.write_text("one")
    return path


class Reader:
    """Reads words, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.read = by_content(self._read)

    def _read(self, path: Path, mark: str = "") -> str:
        self.times += 1
        if (word := path.read_text()) == "bad":
            raise Refused([error("files", "It is bad.", "Write another word.")])
        return word + mark


def test_it_is_read_once_while_it_says_the_same(file: Path) -> None:
    reader = Reader()
    assert [reader.read(file), reader.read(file)] == ["one", "one"]
    file.write_text("two")
    assert reader.read(file) == "two"
    assert reader.times == 2


def test_what_else_is_asked_counts(file: Path) -> None:
    reader = Reader()
    assert [reader.read(file, "!"), reader.read(file, "?")] == ["one!", "one?"]


def test_a_refusal_is_not_remembered(file: Path) -> None:
    reader = Reader()
    file.write_text("bad")
    for _ in range(2):
        with pytest.raises(Refused):
            reader.read(file)
    assert reader.times == 2


def test_only_so_many_are_kept(file: Path) -> None:
    reader = Reader()
    for number in range(MOST + 1):
        file.write_text(str(number))
        reader.read(file)
    file.write_text("0")
    reader.read(file)
    assert reader.times == MOST + 2
