"""What the user sees: findings, faults and progress. The only place that words go out from."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from handouts.errors import HandoutsError, Refused
from handouts.findings import Finding, Severity
from handouts.inline import clean

F = TypeVar("F", bound=Callable[..., Any])

JSON = "handouts.json"  # click's context remembers under this name that JSON is wanted


def _remember(ctx: click.Context, _: click.Parameter, value: str) -> str:
    ctx.meta[JSON] = value == "json"
    return value


format_option: Callable[[F], F] = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    is_eager=True,
    callback=_remember,
    help="How to print the result; json prints one document on standard output.",
)
languages_option: Callable[[F], F] = click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="LANG",
    help="A language, such as es or zh-Hans; may be repeated. All by default.",
)
topics_option: Callable[[F], F] = click.option(
    "-t",
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="A topic, such as remission; may be repeated. All by default.",
)
papers_option: Callable[[F], F] = click.option(
    "--paper",
    "papers",
    multiple=True,
    metavar="PAPER",
    help="a4 or letter, or both, by naming it twice; the clinic's own by default.",
)
paper_option: Callable[[F], F] = click.option(
    "--paper", metavar="PAPER", help="a4 or letter; the clinic's own by default."
)
output_option: Callable[[F], F] = click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    default="output",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder for what is made.",
)


def emit(document: object) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Turn findings into plain values."""
    return [asdict(finding) for finding in findings]


def fault(problem: HandoutsError) -> None:
    """Tell what stopped the run, then what to do next."""
    if click.get_current_context().meta.get(JSON):
        findings = problem.findings if isinstance(problem, Refused) else ()
        emit({"error": problem.message, "hint": problem.hint, "findings": as_json(findings)})
    if isinstance(problem, Refused):
        show(problem.findings)
        return
    click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(problem.message, err=True)
    click.echo(f"Hint: {problem.hint}", err=True)


def show(findings: Iterable[Finding], err: bool = True) -> None:
    """Print findings: message, place, the two texts, hint; errors first, none acknowledged."""
    weights = [*Severity]
    told = [finding for finding in findings if finding.severity is not Severity.ACKNOWLEDGED]
    for finding in sorted(told, key=lambda f: weights.index(f.severity)):
        colour = "yellow" if finding.severity is Severity.WARNING else "red"
        click.secho(f"{finding.severity}: ", fg=colour, bold=True, nl=False, err=err)
        language = f"[{finding.language}] " if finding.language else ""
        click.echo(f"{language}{clean(finding.message)}", err=err)
        if place := _place(finding):
            click.echo(f"  at {place}", err=err)
        if finding.source and finding.text:
            click.echo(f"  English: {finding.source}\n  here: {finding.text}", err=err)
        click.echo(f"  hint: {finding.hint}", err=err)


def _place(finding: Finding) -> str:
    file = f"{finding.file}:{finding.line}" if finding.file and finding.line else finding.file
    page = f"page {finding.page}" if finding.page else ""
    return " · ".join(filter(None, (file, finding.edition, finding.paper, page, finding.where)))


def table(heading: Sequence[str], rows: Sequence[Sequence[str]], numbers: bool = True) -> None:
    """Print a table: names to the left, numbers, from the third column on, to the right."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    for row in (heading, *rows):
        cells = [
            cell.ljust(width) if place < 2 or not numbers else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def summary(findings: Sequence[Finding]) -> str:
    """Count errors, questions and warnings in words."""
    number = Counter(finding.severity for finding in findings)
    told = [count(number[Severity.ERROR], "error"), count(number[Severity.WARNING], "warning")]
    if number[Severity.QUESTION]:
        told.insert(1, count(number[Severity.QUESTION], "question"))
    if number[Severity.ACKNOWLEDGED]:
        told.append(f"{number[Severity.ACKNOWLEDGED]} acknowledged")
    return ", ".join(told)


def waits(holder: str) -> None:
    """Tell that another build has the output folder."""
    who = f" ({holder})" if holder else ""
    click.echo(f"Another build{who} has the output folder: waiting for it.", err=True)


def count(number: int, thing: str) -> str:
    """Say a number of things in words."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


class Progress:
    """Counts what is done: a bar that redraws on a terminal, else one line per piece.

    The time that is left is told from how long the pieces done were thought to take, and took.
    """

    def __init__(self) -> None:
        self.total = self.done = 0
        self.expected = self.spent = 0.0
        self.start = time.monotonic()
        self.live = sys.stderr.isatty()

    def begins(self, pieces: int, seconds: float) -> None:
        """Note how many pieces there are, and the seconds of work they may take together."""
        self.total, self.expected = pieces, seconds
        self.done, self.spent, self.start = 0, 0.0, time.monotonic()

    def step(self, line: str, seconds: float = 0.0) -> None:
        """Note that one more piece is done, and the seconds of work it was thought to take."""
        self.done += 1
        self.spent += seconds
        if not self.live:
            click.echo(line, err=True)
            return
        width = 24
        filled = width * self.done // self.total
        end = "\n" if self.done == self.total else ""
        click.echo(
            f"\r\033[K[{'#' * filled}{'.' * (width - filled)}] {self.done}/{self.total} "
            f"{self._left()}{line}{end}",
            err=True,
            nl=False,
        )

    def _left(self) -> str:
        if not 0 < self.spent < self.expected:
            return ""
        taken = time.monotonic() - self.start
        left = round(taken * (self.expected - self.spent) / self.spent)
        return f"{left // 60}:{left % 60:02} left  "
