"""A preview: one page, made again at each save; a broken catalog leaves the last good one."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from desk import Desk
from watched import Watched, swap

from handouts.language import Language
from handouts.library import Library

PAGE = "output/draft/es/habit.leaflet.a4.es.pdf"
SAVED = re.compile(r"1 page, (?:made in )?(\d+\.\d) s")


def test_a_preview_is_the_page_a_build_would_make(desk: Desk) -> None:
    result = desk.run("preview", "es")
    assert result.exit_code == 0, result.stderr
    assert PAGE in result.stdout
    assert SAVED.search(result.stdout)
    previewed = Path(PAGE).read_bytes()
    build = ("build", "-l", "es", "-e", "leaflet", "-o", "other", "-j", "1")
    assert desk.run(*build).exit_code == 0
    assert Path(PAGE.replace("output", "other")).read_bytes() == previewed


def test_a_preview_of_another_edition_and_paper(desk: Desk) -> None:
    assert desk.run("preview", "ar", "-e", "deck").exit_code == 0
    assert Path("output/draft/ar/habit.deck.ar.pptx").exists()
    assert desk.run("preview", "ar", "--paper", "letter").exit_code == 0
    assert Path("output/draft/ar/habit.leaflet.letter.ar.pdf").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the viewer of other systems is no program")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a viewer runs on
def test_the_page_is_shown_when_asked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, shown = tmp_path / "xdg-open", tmp_path / "shown"
    viewer.write_text(f'#!/bin/sh\nprintf %s "$1" > "{shown}"\n', encoding="utf-8")
    viewer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert desk.run("preview", "es").exit_code == 0
    assert not shown.exists()
    assert desk.run("preview", "es", "--open").exit_code == 0
    end = time.monotonic() + 20
    while not shown.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert shown.read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["xx"], "no language “xx”", id="no language"),
        pytest.param(["ko", "-e", "poster"], "no edition “poster”", id="no edition"),
        pytest.param(["ko", "--paper", "a5"], "no paper “a5”", id="no paper"),
        pytest.param(["ko", "-t", "diet"], "no topic “diet”", id="no topic"),
    ],
)
def test_a_name_that_does_not_exist_is_wrong_use(run: Run, arguments: list[str], said: str) -> None:
    result = run("preview", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_catalog_that_cannot_be_read_makes_no_page(run: Run, spoiled: Library) -> None:
    spoiled.catalog(Language("ko"), "labels").write_text('msgid "', encoding="utf-8")
    result = run("--library", spoiled.root, "preview", "ko")
    assert result.exit_code == 1
    assert "labels.po:1" in result.stderr
    assert not Path(PAGE).exists()


class Watch(Watched):
    """A preview that waits for saves, in a process of its own."""

    def __init__(self, library: Library, folder: Path) -> None:
        super().__init__(library, folder, "preview", "es")
        self.catalog = library.catalog(Language("es"), "labels")
        self.page = folder / PAGE

    def wait(self, said: str, times: int = 1) -> str:
        """Wait until something is said so many times; answer all that was said."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            log = self.said
            if log.count(said) >= times:
                return log
            assert self.process.poll() is None, log
            time.sleep(0.05)
        pytest.fail(f"“{said}” was not said: {self.said}")


@pytest.fixture
def watch(desk: Desk, tmp_path: Path) -> Iterator[Watch]:
    """Start watching; end it whatever happens."""
    folder = tmp_path / "watched"
    folder.mkdir()
    watching = Watch(desk.library, folder)
    yield watching
    watching.end()


def test_a_save_makes_the_page_again_and_a_broken_one_keeps_it(watch: Watch) -> None:
    watch.wait("Waiting for a save")
    first = watch.page.read_bytes()
    text = watch.catalog.read_text(encoding="utf-8")

    better = text.replace("Página {page}", "Hoja {page}")
    assert better != text
    swap(watch.catalog, better)
    said = watch.wait("s after the save", times=1)
    seconds = [float(time) for time in SAVED.findall(said)]
    assert len(seconds) == 2
    assert seconds[1] < 30
    second = watch.page.read_bytes()
    assert second != first

    swap(watch.catalog, better.replace('msgid "Clinic"', 'msgid "Clinic', 1))
    said = watch.wait("The last good page is kept")
    assert "This line is not PO" in said
    assert "labels.po:" in said
    assert watch.page.read_bytes() == second

    watch.catalog.write_text(text, encoding="utf-8")  # as an editor that writes in place
    watch.wait("s after the save", times=2)
    assert watch.page.read_bytes() == first

    if os.name == "posix":
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(20) == 130
