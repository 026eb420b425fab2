"""``handouts verify``."""

from datetime import datetime
from pathlib import Path

import click

from handouts import library, verification
from handouts.cli import console
from handouts.clinic import load as load_clinic
from handouts.session import Session
from handouts.verification import State, Verdict


@click.command("verify", short_help="Tell what a file is, and whether it is approved.")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--clinic",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The clinic's file they were made with; the library's own by default.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The template that decks were made on; ours by default.",
)
@console.format_option
@click.pass_obj
def command(
    library_folder: str | None,
    files: tuple[Path, ...],
    clinic: Path | None,
    template: Path | None,
    form: str,
) -> None:
    """Tell what a file is, and whether it is approved.

    Each PDF or deck is one of: approved and current; approved but superseded; withdrawn; expired;
    draft; altered; not proven; not ours. Exit status 0 only where all are approved and current.
    """
    shelf = library.find(library_folder)
    if clinic:
        load_clinic(clinic)
    if template:
        from handouts.render import deck

        deck.examine(shelf, Session(template=str(template.resolve())))
    named, own = (str(path.resolve()) if path else "" for path in (clinic, template))
    now = datetime.now().astimezone()
    verdicts = [verification.verify(file, shelf, named, now, own) for file in files]
    if form == "json":
        console.emit({"files": [_as_json(verdict) for verdict in verdicts]})
    else:
        for verdict in verdicts:
            click.echo(verdict.sentence)
    if any(verdict.state is not State.CURRENT for verdict in verdicts):
        click.get_current_context().exit(1)


def _as_json(verdict: Verdict) -> dict[str, object]:
    made = verdict.provenance
    return {
        "file": str(verdict.file),
        "state": verdict.state.value,
        "why": verdict.why,
        "topic": made.topic if made else "",
        "language": made.language if made else "",
        "edition": made.edition if made else "",
        "records": [record.number for record in made.records] if made else [],
    }
