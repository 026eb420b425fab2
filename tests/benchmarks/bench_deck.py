"""Measure how long a deck takes, beside pandoc's PowerPoint writer on the same text.

    python tests/benchmarks/bench_deck.py

Both write a file. Ours is warm, as in a worker process: the engines are loaded, one deck was made,
the rules were asked. pandoc starts anew each time, so the time that ``pandoc --version`` takes is
taken off. It writes titles, points, tables and notes; it measures nothing and draws no figure. Exit
status 1 if ours is slower.
"""

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measuring import machine
from pptx import Presentation

from handouts import library, making
from handouts.language import Language
from handouts.plan import Job
from handouts.render import deck
from handouts.session import USUAL

CODES = ("en", "es", "de", "ar", "zh_Hans", "ja")
RUNS = 7


def main() -> int:
    """Measure, print, and judge."""
    if shutil.which("pandoc") is None:
        print("pandoc is not installed.", file=sys.stderr)
        return 1
    shelf = library.bundled()
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measured(shelf, Language(code), Path(folder)) for code in CODES]
    print(f"{machine()}\n\n{_table(rows)}")
    slower = [tag for tag, ours, _, theirs, _ in rows if ours > theirs]
    if slower:
        print(f"Slower than pandoc: {', '.join(slower)}.", file=sys.stderr)
    return 1 if slower else 0


Row = tuple[str, float, float, float, int]


def _measured(shelf: library.Library, language: Language, folder: Path) -> Row:
    """Time one language: its deck alone, its whole build, pandoc; and count the slides."""
    document = making.opened(shelf, "remission", language).document
    made = deck.render(document, shelf, USUAL)
    text, target = folder / "deck.md", folder / "deck.pptx"
    text.write_text("\n".join(_markdown(made.data)), encoding="utf-8")
    job = Job(shelf.root, "remission", language, "deck", None)
    ours = _median(lambda: target.write_bytes(deck.render(document, shelf, USUAL).data))
    whole = _median(lambda: making.make(job))
    start = _median(lambda: _pandoc("--version"))
    theirs = _median(lambda: _pandoc(str(text), "-o", str(target))) - start
    return language.tag, ours, whole, theirs, made.pages


def _median(task: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _pandoc(*arguments: str) -> None:
    subprocess.run(("pandoc", *arguments), check=True, capture_output=True)


def _markdown(data: bytes) -> Iterator[str]:
    """Write the text of a deck as pandoc reads it: a heading begins a slide."""
    for slide in Presentation(io.BytesIO(data)).slides:
        yield f"# {slide.shapes.title.text}\n"
        for holder in slide.placeholders:
            if holder.has_table:
                yield from _rows(holder.table)
            elif holder.placeholder_format.idx in (1, 2):
                yield from (f"- {paragraph.text}" for paragraph in holder.text_frame.paragraphs)
                yield ""
        if slide.has_notes_slide:
            notes = slide.notes_slide.notes_placeholder.text_frame.paragraphs
            yield from (":::: notes\n", *(f"{note.text}\n" for note in notes), "::::\n")


def _rows(table: Any) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        yield f"| {' | '.join(cell.text for cell in row.cells)} |"
        if number == 0:
            yield "|---|---|"
    yield ""


def _table(rows: list[Row]) -> str:
    """Write the results as Markdown."""
    return "\n".join(
        (
            "| Deck | Slides | Drawn | Times pandoc's | Whole build | Times pandoc's |",
            "|---|---|---|---|---|---|",
            *(
                f"| {tag} | {slides} | {ours:.3f} s | {ours / theirs:.2f} | {whole:.3f} s | "
                f"{whole / theirs:.2f} |"
                for tag, ours, whole, theirs, slides in rows
            ),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
