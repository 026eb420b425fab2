"""A build that goes on: each save makes again what it is about, and nothing else."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk
from test_crashes import members, within
from watched import Watched, swap

from handouts.language import Language
from handouts.library import Library

ASKED = ("-l", "es", "-l", "ar", "-e", "leaflet", "-e", "large-print", "-e", "deck")
WAITING = "Waiting for a save; Ctrl-C stops."
Stamps = dict[str, tuple[int, int]]


class Watch(Watched):
    """A build that waits for saves, in a process of its own."""

    def __init__(self, library: Library, folder: Path, *asked: str) -> None:
        super().__init__(library, folder, "build", *asked, "-j", "2")
        self.output = folder / "output"
        self._rounds = 0

    def round(self, change: Callable[[], object] = lambda: None) -> str:
        """Change something, and wait until it waits again; answer what it has said since."""
        before = self.said if self._rounds else ""
        change()
        self._rounds += 1
        end = time.monotonic() + 60
        while self.said.count(WAITING) < self._rounds:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.05)
        return self.said[len(before) :]

    def stamps(self) -> Stamps:
        """Tell of each file which one it is, and when it was written."""
        found = {}
        for path in self.output.rglob("habit.*"):
            stat = path.stat()
            found[path.name] = (stat.st_ino, stat.st_mtime_ns)
        return found

    def read(self, name: str) -> bytes:
        return next(self.output.rglob(name)).read_bytes()


@pytest.fixture
def watch(desk: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Start watching what is asked, or all; end it whatever happens."""
    folder = tmp_path / "watched"
    folder.mkdir()
    watching = Watch(desk.library, folder, *getattr(request, "param", ASKED))
    yield watching
    watching.end()


def replaced(path: Path, old: str, new: str) -> Callable[[], object]:
    """Save as Poedit does: a new file in the place of the old one."""

    def save() -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        swap(path, text.replace(old, new, 1))

    return save


def changed(before: Stamps, after: Stamps) -> set[str]:
    assert before.keys() == after.keys()
    return {name for name, stamp in after.items() if stamp != before[name]}


def test_each_save_makes_again_what_it_is_about_and_nothing_else(
    desk: Desk, watch: Watch, tmp_path: Path
) -> None:
    said = watch.round()
    assert "6 drafts" in said
    first = watch.stamps()
    assert len(first) == 6
    spanish = {name for name in first if ".es." in name}
    assert len(spanish) == 3

    # a catalog: exactly its language
    catalog = desk.library.catalog(Language("es"), "habit")
    said = watch.round(replaced(catalog, "Cómo tomar sus pastillas", "Cómo tomar las pastillas"))
    second = watch.stamps()
    assert changed(first, second) == spanish
    assert "3 up to date already" in said

    # a style sheet of one edition: that edition, in all languages, and it shows
    sheet = desk.library.print_templates / "large-print.css"
    plain = {name: watch.read(name) for name in second}
    watch.round(lambda: put(sheet, sheet.read_text(encoding="utf-8") + "\np { color: #900 }\n"))
    third = watch.stamps()
    large = {name for name in third if ".large-print." in name}
    assert changed(second, third) == large
    assert len(large) == 2
    red = {name: watch.read(name) for name in large}
    assert all(red[name] != plain[name] for name in large)

    # a page template: read anew, however often it was read before
    template = desk.library.print_templates / "flow.html.jinja"
    watch.round(replaced(template, "<main>", "<main><p>NEW</p>"))
    fourth = watch.stamps()
    assert changed(third, fourth) == {name for name in fourth if name.endswith(".pdf")}
    for name in large:
        assert watch.read(name) not in (red[name], plain[name])

    # nothing is left over from an earlier round: another process makes the same from scratch
    done = desk.run("build", *ASKED, "-j", "1", "-o", tmp_path / "afresh")
    assert done.exit_code == 0, done.output
    for name in fourth:
        assert watch.read(name) == next((tmp_path / "afresh").rglob(name)).read_bytes(), name


def put(path: Path, text: str) -> None:
    """Save as an editor does that writes in place."""
    path.write_text(text, encoding="utf-8")


def test_a_broken_file_is_told_and_the_next_good_save_builds_again(
    desk: Desk, watch: Watch
) -> None:
    watch.round()
    first = watch.stamps()
    catalog = desk.library.catalog(Language("es"), "habit")
    text = catalog.read_text(encoding="utf-8")
    said = watch.round(lambda: put(catalog, text.replace('msgid "', "msgid ", 3)))
    assert "habit.po:" in said
    assert "hint: " in said
    assert "Traceback" not in said
    broken = watch.stamps()
    assert broken == first, "the last good files stay"

    better = text.replace("Cómo tomar sus pastillas", "Cómo tomar las pastillas")
    watch.round(lambda: put(catalog, better))
    good = watch.stamps()
    assert changed(first, good) == {name for name in good if ".es." in name}

    # a fault that stops the whole build, and not a language of it, does not stop the watching
    table = desk.library.editions
    tables = table.read_text(encoding="utf-8")
    said = watch.round(lambda: put(table, f"rubbish\n{tables}"))
    assert "editions.toml:1" in said
    said = watch.round(lambda: put(table, tables))
    assert "all up to date already" in said
    assert watch.stamps() == good


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("watch", [("-l", "es", "-e", "deck")], ids=["a deck"], indirect=True)
@pytest.mark.parametrize("everyone", [True, False], ids=["to all", "to one process"])
def test_ctrl_c_ends_it_without_a_traceback(watch: Watch, everyone: bool) -> None:
    watch.round()
    if everyone:
        os.killpg(watch.process.pid, signal.SIGINT)
    else:
        watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(20) == 130
    assert re.search(r"\nStopped\.", watch.said)
    assert "Traceback" not in watch.said
    assert not (watch.output / ".building").exists()
    if Path("/proc/self/stat").exists():
        assert within(5, lambda: not members(watch.process.pid)), "its workers must go too"


def test_json_of_a_build_that_never_ends_is_wrong_use(desk: Desk) -> None:
    result = desk.run("build", *ASKED, "--watch", "--format", "json", "-o", desk.output)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 2
    assert "--watch" in result.output
    assert "Leave one out." in result.output
    assert not desk.output.exists()


def test_a_name_that_does_not_exist_is_not_waited_for(desk: Desk) -> None:
    result = desk.run("build", "-l", "xx", "--watch", "-o", desk.output)
    assert result.exit_code == 2
    assert "no language “xx”" in result.stderr
