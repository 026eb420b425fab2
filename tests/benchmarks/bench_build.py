"""Measure the build, as ratios within one run, and print a table for the README.

    python tests/benchmarks/bench_build.py [ROW…]

Rows are ``matrix``, ``share``, ``nothing``, ``message``, ``help``, ``scale`` and ``dask``; all by
default, which takes under half an hour on two cores that do nothing else. Exit status 1 where an
aim is missed.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polib
from measuring import MEGABYTE, handouts, machine, side_by_side, timed, watched

from handouts import library, making, plan
from handouts.library import Library
from handouts.papers import PAPERS
from handouts.plan import Job
from handouts.render import _layout, _pdf

WHOLE = ("--paper", "a4", "--paper", "letter")  # with nothing else named: the whole matrix
SAMPLE = ("es", "ar", "zh_Hans")  # languages whose pages the slow programs set, one by one
CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
FEW, MANY = 10, 100  # topics
_NOTES = re.compile(r'(<section class="notes".*?</section>)', re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, its aim, and what came out."""

    what: str
    aim: str
    found: str
    good: bool

    @classmethod
    def of(cls, what: str, ratio: float, most: float, more: str = "") -> "Row":
        """Judge a ratio that should be at most so much."""
        return cls(what, f"≤ {most:g}", f"{ratio:.2f}{more}", ratio <= most)


@cache
def folder() -> Path:
    """Answer a folder that is gone in the end."""
    return Path(tempfile.mkdtemp(prefix="handouts-bench-"))


@cache
def jobs() -> list[Job]:
    """List the whole matrix: every language and edition, on both papers."""
    shelf = library.bundled()
    editions = plan.choose_editions(shelf, ())
    return plan.jobs(shelf, shelf.topics(), shelf.languages(), editions, PAPERS)


@cache
def cold() -> float:
    """Build the whole matrix from nothing; answer the seconds."""
    return timed(handouts("build", *WHOLE, "-o", folder() / "cold"))


@cache
def pages() -> dict[Job, Path]:
    """Save every printed document as the HTML that its final layout is made of."""
    saved: dict[Job, Path] = {}
    for number, job in enumerate(j for j in jobs() if j.paper):
        place = folder() / "pages" / str(number)
        place.mkdir(parents=True)
        _save(job, place)
        saved[job] = place
    return saved


def _save(job: Job, place: Path) -> None:
    """Make a document, and keep the page that was written in the end."""
    laid_out: dict[int, tuple[Any, ...]] = {}
    lay_out, write = _pdf.lay_out, _pdf.written

    def heard(html: str, shelf: Library, resources: dict[str, bytes], *more: Any) -> Any:
        layout = lay_out(html, shelf, resources, *more)
        laid_out[id(layout)] = (layout, html, resources)
        return layout

    def kept(layout: Any, *more: Any) -> Any:
        _, html, resources = laid_out[id(layout)]
        for url, data in resources.items():
            name = url.removeprefix("handouts:")
            (place / name).write_bytes(data.replace(b"handouts:", b""))
        page = _with_notes(html, sum(_layout.last(p._page_box)[1] == "notes" for p in layout.pages))
        (place / "page.html").write_text(page.replace("handouts:", ""), encoding="utf-8")
        return write(layout, *more)

    engine: Any = _pdf
    engine.lay_out, engine.written = heard, kept
    try:
        made = making.make(job)
    finally:
        engine.lay_out, engine.written = lay_out, write
    assert made.artifact, job


def _with_notes(html: str, pages: int) -> str:
    """Leave the bare engine only those pages for notes that a booklet needs."""
    first, *rest = _NOTES.split(html)
    return "".join((first, *rest[: 2 * pages], *rest[2 * pages + 1 :: 2]))


def matrix() -> Iterator[Row]:
    """The whole matrix against the same pages by the bare engine; decks count on our side only."""
    script = Path(__file__).with_name("bare.py")
    line = [sys.executable, script, *pages().values()]
    done = subprocess.run([*map(str, line)], capture_output=True, text=True, check=True)
    bare = float(done.stdout)
    more = f" ({cold():.0f} s of {bare:.0f} s)"
    what = "whole matrix, cold, two cores, against the bare engine in one warm process"
    yield Row.of(what, cold() / bare, 0.6, more)


def share() -> Iterator[Row]:
    """A document's share of the cold build against programs that are started for each."""
    ours = cold() / len(pages())  # as if decks cost nothing: their time is ours too
    sample = [place for job, place in pages().items() if job.language.code in SAMPLE]
    options = ("--pdf-variant", "pdf/ua-1", "--pdf-tags", "--pdf-forms")
    engine = Path(sys.executable).with_name("weasyprint")
    by_engine = [timed((engine, *options, p / "page.html", p / "out.pdf")) for p in sample]
    what = "a document's share of it, against the `weasyprint` command"
    yield Row.of(what, ours / statistics.mean(by_engine), 0.25)
    if not shutil.which(CHROMIUM[0]):
        yield Row("against headless Chromium", "≤ 0.25", "not measured: it is not here", False)
        return
    by_browser = [
        timed((*CHROMIUM, f"--print-to-pdf={p / 'out.pdf'}", f"file://{p / 'page.html'}"))
        for p in sample
    ]
    what = "the same, against headless Chromium printing the same page"
    yield Row.of(what, ours / statistics.mean(by_browser), 0.25)


def nothing() -> Iterator[Row]:
    """A build with nothing to do."""
    whole = cold()
    again = handouts("build", *WHOLE, "-o", folder() / "cold")
    bare, idle = side_by_side((sys.executable, "-c", "import handouts"), again)
    what = f'nothing changed, {len(jobs())} files, against `python -c "import handouts"`'
    yield Row.of(what, idle / bare, 15)
    yield Row.of("the same, against cold", idle / whole, 0.02)


def message() -> Iterator[Row]:
    """One message changed in one language, against that language by itself."""
    shelf = _own_library("message")
    output = folder() / "message-output"
    alone, changed = [], []
    timed(handouts("--library", shelf.root, "build", "-o", output))
    for number in range(3):
        path = shelf.catalog(shelf.languages()[3], "remission")
        book = polib.pofile(str(path), wrapwidth=78)
        book[5].msgstr = book[5].msgstr.rstrip(" .") + "." * (number % 2)
        book.save(str(path))
        tag = shelf.languages()[3].tag
        fresh = folder() / f"message-{number}"
        alone.append(timed(handouts("--library", shelf.root, "build", "-l", tag, "-o", fresh)))
        changed.append(timed(handouts("--library", shelf.root, "build", "-o", output)))
    ratio = statistics.median(changed) / statistics.median(alone)
    yield Row.of("one message changed, against that language's files alone", ratio, 1.15)


def _own_library(name: str) -> Library:
    shelf = library.bundled()
    root = folder() / name
    for part in library.PARTS:
        shutil.copytree(shelf.root / part, root / part)
    return Library(root)


def help_() -> Iterator[Row]:
    """The help, which a person waits for."""
    bare, helped = side_by_side((sys.executable, "-c", "pass"), handouts("--help"))
    yield Row.of("`handouts --help`, against `python -c pass`", helped / bare, 8)


def scale() -> Iterator[Row]:
    """Ten times the topics: the same time for each document, the same memory for each worker."""
    few, many = _topics(FEW), _topics(MANY)
    spent = many[0] / MANY / (few[0] / FEW)
    what = f"{MANY} made-up topics × 17 languages against {FEW}: time per document"
    yield Row.of(what, spent, 1.05, f" ({many[0] / MANY / 17:.3f} s each)")
    held = f"{few[1] / MEGABYTE:.0f} and {many[1] / MEGABYTE:.0f} MB"
    yield Row("the same: memory of the largest process", "flat", held, many[1] <= 1.1 * few[1])


def _topics(number: int) -> tuple[float, int]:
    """Build leaflets of so many small topics; answer seconds, and bytes of the largest process."""
    shelf = _own_library(f"scale-{number}")
    shelf.topic("remission").unlink()
    text = Path(__file__).with_name("synthetic.toml").read_text("utf-8")
    for n in range(number):
        shelf.topic(f"topic-{n}").write_text(text.replace("{n}", str(n)), encoding="utf-8")
    timed(handouts("--library", shelf.root, "catalog", "update"))
    for n in range(number):
        for language in shelf.languages():
            if not language.is_source:
                _fill(shelf.catalog(language, f"topic-{n}"))
    line = handouts("--library", shelf.root, "build", "-e", "leaflet", "-o", "output")
    seconds, held = watched(line, shelf.root)
    made = len([*(shelf.root / "output").rglob("*.pdf")])
    assert made == 17 * number, made
    shutil.rmtree(shelf.root)
    return seconds, held


def _fill(path: Path) -> None:
    """Translate nothing: what is measured is the making."""
    book = polib.pofile(str(path), wrapwidth=78)
    for entry in book:
        entry.msgstr = entry.msgid
    book.save(str(path))


def dask() -> Iterator[Row]:
    """Two workers of a Dask cluster against one."""
    one, two = (_on_a_cluster(number) for number in (1, 2))
    gain = one / two
    yield Row("two Dask workers against one", "≥ 1.8", f"{gain:.2f}", gain >= 1.8)


def _on_a_cluster(workers: int) -> float:
    """Build four editions on a cluster of this machine, warmed up; answer the seconds."""
    here = folder() / f"cluster-{workers}"
    here.mkdir()
    file = here / "scheduler.json"
    program = Path(sys.executable).with_name("dask")
    host = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0")
    own = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(here))
    lines = [(program, "scheduler", "--scheduler-file", file, *host)]
    lines += [(program, "worker", "--scheduler-file", file, *own)] * workers
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*map(str, line)], cwd=here, **quiet) for line in lines]
    try:
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text("utf-8"))["address"]
        time.sleep(5)  # until the workers are there
        line = handouts("build", "--scheduler", address, "-e", "leaflet")
        timed((*line, "-l", "en", "-l", "es", "--paper", "letter", "-o", here / "warm"))
        more = ("-e", "large-print", "-e", "booklet", "-e", "bilingual")
        return timed((*line, *more, "--paper", "a4", "-o", here / "output"))
    finally:
        for process in started:
            process.terminate()
            process.wait()


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "matrix": matrix,
    "share": share,
    "nothing": nothing,
    "message": message,
    "help": help_,
    "scale": scale,
    "dask": dask,
}


def main() -> int:
    """Measure, print, and judge."""
    os.environ["FONTCONFIG_FILE"] = str(library.bundled().fonts / "fonts.conf")
    asked = sys.argv[1:] or [*ROWS]
    try:
        rows = [row for name in asked for row in _told(ROWS[name]())]
    finally:
        shutil.rmtree(folder(), ignore_errors=True)
    print(f"\n{machine()}\n\n| What | Aim | Found |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {row.what} | {row.aim} | {row.found} |")
    return 0 if all(row.good for row in rows) else 1


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        print(f"{row.what}: {row.found} (aim {row.aim})", file=sys.stderr, flush=True)
        yield row


if __name__ == "__main__":
    sys.exit(main())
