"""``handouts review import``."""

from pathlib import Path

import click

from handouts import library, making, reading
from handouts.cli import console
from handouts.inline import clean, visible
from handouts.signoff import decisions
from handouts.signoff.decisions import Decisions


@click.command("import", short_help="Take a reviewer's decisions into the catalogs.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def import_decisions(library_folder: str | None, file: Path) -> None:
    """Take a reviewer's decisions into the catalogs.

    Comments become translator comments, and what needs a change becomes fuzzy; nothing else
    changes. The same file may be imported twice. For English, which has no catalog, they are told.
    """
    shelf = library.find_own(library_folder)
    made = decisions.load(file)
    language = decisions.spoken(file, made, shelf)
    case = making.opened(shelf, made.topic, language)
    decisions.check(file, made, case.document.wording, case.catalogs)
    if made.comment.strip() or made.verdict:
        said = filter(None, (made.role, made.verdict, visible(clean(made.comment))))
        click.echo(
            f"{visible(clean(made.reviewer)) or 'The reviewer'}, on the whole: {', '.join(said)}"
        )
    if language.is_source:
        _tell_of_english(made)
        return
    done = decisions.merged(made, case.catalogs)
    for path, text in done.texts.items():
        if reading.write_text(path, text):
            click.echo(f"updated {reading.shown(path)}")
    click.echo(
        f"{console.count(done.refused, 'text')} to change, "
        f"{console.count(done.commented, 'comment')}. Deciding is not signing: see review sign.",
        err=True,
    )


def _tell_of_english(made: Decisions) -> None:
    """Print decisions on the English, which is mended in the content files by hand."""
    for decision in made.messages:
        if decision.decision == "change" or decision.comment.strip():
            said = visible(clean(decision.comment))
            click.echo(
                f"{decision.catalog}:{decision.context}: {decision.decision or 'note'}: {said}"
            )
    click.echo("English has no catalog: mend it in assets/. Nothing was written.", err=True)
