"""The command line. A command's module is loaded only when it runs, so that help is instant."""

import gc
import importlib
import io
import sys
from typing import Any

import click

from handouts.errors import HandoutsError

# name: what it is for, as `handouts --help` says it; a test holds it to the command's own words
COMMANDS = {
    "build": "Make handouts and decks.",
    "check": "Check content and translations; say what to mend.",
    "catalog": "Keep the catalogs that translators work in.",
    "review": "Have each language read and signed off.",
    "verify": "Tell what a file is, and whether it is approved.",
    "preview": "Make one page or deck, again at each save.",
    "list": "List topics, languages, editions and papers.",
    "doctor": "Tell whether everything handouts needs is here.",
    "init": "Start a library of your own from the bundled one.",
}
INTERRUPTED = 130  # the shell's exit status for Ctrl-C: 128 + SIGINT


class _Commands(click.Group):
    """Finds commands by name; turns what stops a run into a message, a hint and a status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        gc.set_threshold(50_000)  # loading makes hardly any garbage: look for it less often
        module = importlib.import_module(f"handouts.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])  # `list` is a command here

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from handouts.errors import nearest

            raise click.UsageError(f"There is no command “{args[0]}”. {nearest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HandoutsError as fault:
            from handouts.cli import console

            console.fault(fault)
            ctx.exit(fault.exit_status)
        except KeyboardInterrupt:
            click.echo(
                "\nStopped. Files that were finished are whole; nothing else was written.", err=True
            )
            ctx.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--library",
    "library_folder",
    metavar="DIR",
    help="Use this library, not the current folder's or the bundled one.",
)
@click.version_option(package_name="handouts", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, library_folder: str | None) -> None:
    """Turn patient-education content into translated handouts (PDF) and decks (PowerPoint)."""
    ctx.obj = library_folder
    for stream in (sys.stdout, sys.stderr):  # a Windows code page lacks most of what we say
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
