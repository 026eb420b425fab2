"""``handouts init``."""

import shlex
import shutil
import tempfile
from pathlib import Path

import click

from handouts import library
from handouts.errors import OutputUnwritable, WrongUse

# Git converts line endings on some machines; a record, a signature or a key file must keep its own.
ATTRIBUTES = ".gitattributes"
KEPT = "locales/*/sign-offs/** -text\nlocales/allowed_signers -text\n"


@click.command("init", short_help="Start a library of your own from the bundled one.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def command(library_folder: str | None, folder: Path) -> None:
    """Start a library of your own in DIR: content, catalogs, templates, fonts, clinic file."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"“{folder}” is there already and not empty.", "Name a new folder.")
    shelf = library.find(library_folder)
    try:
        _copy(shelf, folder.resolve())
    except OSError as fault:
        raise OutputUnwritable(
            f"Cannot write {folder}: {_reason(fault)}.",
            "Name a folder that you may write to.",
        ) from fault
    click.echo(f"Your library is in {folder}. Next:")
    click.echo(f"  1. Fill in {folder / 'assets' / 'clinic.toml'}")
    click.echo(f"  2. handouts --library {shlex.quote(str(folder))} build")


def _reason(fault: OSError) -> str:
    """Say why in a few words; a failed copy lists every file it could not make."""
    if isinstance(fault, shutil.Error) and fault.args and isinstance(fault.args[0], list):
        return str(fault.args[0][0][-1])
    return fault.strerror or str(fault)


def _copy(shelf: library.Library, folder: Path) -> None:
    """Copy into a folder beside the target, then rename: a library is whole or not there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".handouts-") as temporary:
        whole = Path(temporary) / "library"
        for part in library.PARTS:
            shutil.copytree(
                shelf.root / part, whole / part, ignore=shutil.ignore_patterns("__pycache__", ".*")
            )
        (whole / ATTRIBUTES).write_text(KEPT, encoding="ascii")
        if folder.exists():  # and is empty: it may be the folder the user stands in
            for part in (*library.PARTS, ATTRIBUTES):
                (whole / part).replace(folder / part)
        else:
            whole.replace(folder)
