"""``handouts review packet``."""

from pathlib import Path

import click

from handouts import library, plan, reading, reviewing
from handouts.approval import ROLES, Role
from handouts.cli import console
from handouts.cli.review._common import opened, topic_option
from handouts.dates import now
from handouts.wording import grouped


@click.command("packet", short_help="Make the packet that reviewers read and mark.")
@click.argument("name", metavar="LANG")
@topic_option
@click.option(
    "--role", type=click.Choice(ROLES), help="Count changes from this role's last approval."
)
@click.option("--changed", is_flag=True, help="Show only what changed since then.")
@click.option(
    "--no-slides", is_flag=True, help="Leave out the pictures of the slides, which take longest."
)
@console.paper_option
@console.output_option
@click.pass_obj
def packet(
    library_folder: str | None,
    name: str,
    topic: str | None,
    role: Role | None,
    changed: bool,
    no_slides: bool,
    paper: str | None,
    folder: Path,
) -> None:
    """Make the packet that reviewers read: an HTML file to mark, and a PDF to print and sign.

    Both hold every text beside the English and what it says when put back into English, with the
    findings, what changed since the last approval, and pictures of the pages and slides.
    """
    case = opened(library.find(library_folder), name, topic)
    shelf, language = case.library, case.document.language
    sheet = plan.choose_paper(paper) if paper else case.sources.clinic.paper
    made = reviewing.assemble(case, sheet, now(), role, changed, with_slides=not no_slides)
    from handouts.render import packet as renderer

    printed = renderer.render(made, shelf, sheet)
    place = folder / "review" / language.tag
    for ending, data in (("html", renderer.html(made, shelf).encode()), ("pdf", printed.data)):
        path = place / f"{renderer.name(made)}.{ending}"
        reading.write_bytes(path, data)
        click.echo(reading.shown(path))
    console.show(printed.findings)
    if made.slides is None and not no_slides:
        click.echo("It has no pictures of slides: LibreOffice is not here, or failed.", err=True)
    if changed and not made.partial:
        click.echo("There is no approval to compare with: the packet holds everything.", err=True)
    fingerprint = grouped(case.document.wording.fingerprint[:16])
    click.echo(f"Its fingerprint starts with {fingerprint}.", err=True)
