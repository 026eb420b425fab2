"""``handouts doctor``."""

import subprocess
import sys

import click

from handouts import health, library
from handouts.cli import console


@click.command("doctor", short_help="Tell whether everything handouts needs is here.")
@click.option("--fix", is_flag=True, help="Run the command that installs what is missing.")
@console.format_option
@click.pass_obj
def command(library_folder: str | None, fix: bool, form: str) -> None:
    """Tell whether everything handouts needs is here, and the command that mends what is not."""
    shelf = library.find(library_folder)
    signs = health.examine(shelf)
    if fix and health.can_mend(signs):
        health.mend(lambda line: click.echo(f"Running: {line}", err=True))
        # What was loaded before the mending stays as it was: look again with fresh eyes.
        again = [sys.executable, "-m", "handouts", "--library", str(shelf.root), "doctor"]
        click.get_current_context().exit(subprocess.call([*again, "--format", form]))
    if form == "json":
        console.emit({"checks": [sign.as_dict() for sign in signs]})
    else:
        for sign in signs:
            mark = (
                click.style("ok     ", fg="green")
                if sign.good
                else (click.style("MISSING", fg="red", bold=True))
            )
            click.echo(f"{mark}  {sign.name}: {sign.found}")
            if not sign.good:
                click.echo(f"         mend it with: {sign.mend}")
    if any(not sign.good and sign.needed for sign in signs):
        click.get_current_context().exit(1)
