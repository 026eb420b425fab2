"""How a build tells how far it is: one line a file, or a bar with the time that is left."""

import time

import pytest

from handouts.cli.console import Progress


def test_without_a_terminal_each_file_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress.begins(2, 10)
    progress.step("one.pdf: 2 pages", 5)
    progress.step("two.pdf: 2 pages", 5)
    assert capsys.readouterr() == ("", "one.pdf: 2 pages\ntwo.pdf: 2 pages\n")


def test_a_terminal_shows_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    """A quarter of the work took 30 seconds, so the rest takes 90."""
    progress = Progress()
    progress.live = True
    progress.begins(3, 40)
    progress.start = time.monotonic() - 30
    progress.step("one.pdf: 2 pages", 10)
    progress.step("two.pdf: 2 pages", 20)
    progress.step("three.pdf: 2 pages", 10)
    first, second, third = capsys.readouterr().err.split("\r")[1:]
    assert "1/3 1:30 left  one.pdf" in first
    assert "2/3 0:10 left  two.pdf" in second
    assert third.endswith("3/3 three.pdf: 2 pages\n")
