"""``handouts build``."""

from pathlib import Path

import click

from handouts import library, plan, reading
from handouts.build import Outcome, build, gathered
from handouts.cli import console
from handouts.clinic import load as load_clinic
from handouts.findings import Finding, has_errors
from handouts.output import describe


@click.command("build", short_help="Make handouts and decks.")
@console.languages_option
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    metavar="EDITION",
    help="leaflet or deck; may be repeated. All by default.",
)
@console.topics_option
@console.paper_option
@click.option(
    "--clinic",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Your clinic's name, phones and logo; the library's clinic.toml by default.",
)
@click.option(
    "-j",
    "--jobs",
    "processes",
    metavar="N",
    type=click.IntRange(1),
    help="How many processes work at once; one for each core by default.",
)
@console.output_option
@console.format_option
@click.pass_obj
def command(
    library_folder: str | None,
    languages: tuple[str, ...],
    editions: tuple[str, ...],
    topics: tuple[str, ...],
    paper: str | None,
    clinic: Path | None,
    processes: int | None,
    folder: Path,
    form: str,
) -> None:
    """Make handouts and decks.

    With nothing named, every topic, language and edition is made. Nothing is signed off yet, so
    all files are drafts and say so on every page and slide.
    """
    shelf = library.find(library_folder)
    chosen_topics = plan.choose_topics(shelf, topics)
    chosen_languages = library.choose(shelf, languages)
    chosen_editions = plan.choose_editions(editions)
    details = load_clinic(clinic or shelf.clinic)
    chosen_paper = plan.choose_paper(paper) if paper else details.paper
    jobs = plan.jobs(
        shelf,
        chosen_topics,
        chosen_languages,
        chosen_editions,
        [chosen_paper],
        str(clinic.resolve()) if clinic else "",
    )

    progress = console.Progress(len(jobs))
    outcomes: list[Outcome] = []

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress.step(_line(outcome))

    paths = build(jobs, folder, processes or 0, done)
    findings = [*shelf.stray_folders(), *gathered(outcomes)]
    _report(form, paths, outcomes, findings, folder)
    if has_errors(findings):
        click.get_current_context().exit(1)


def _line(outcome: Outcome) -> str:
    job = outcome.job
    if outcome.artifact is None:
        return f"refused: {job.topic}, {job.language.tag}, {job.edition}"
    unit = "pages" if job.paper else "slides"
    return f"{outcome.artifact.name}: {outcome.artifact.pages} {unit}"


def _report(
    form: str, paths: list[Path], outcomes: list[Outcome], findings: list[Finding], folder: Path
) -> None:
    if form == "json":
        made = {o.artifact.name: (o.job, o.artifact) for o in outcomes if o.artifact}
        console.emit(
            {
                "artifacts": [describe(str(path), *made[path.name]) for path in sorted(paths)],
                "findings": console.as_json(findings),
            }
        )
        return
    console.show(findings)
    for path in sorted(paths):
        click.echo(reading.shown(path))
    click.echo(
        f"{console.count(len(paths), 'draft')} in {folder / 'draft'} "
        f"({console.summary(findings)}). "
        "No language is signed off yet: do not hand them to patients.",
        err=True,
    )
