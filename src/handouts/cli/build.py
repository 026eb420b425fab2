"""``handouts build``."""

from pathlib import Path
from typing import get_args

import click

from handouts import library, plan, reading
from handouts.build import Outcome, build, gathered
from handouts.cli import console
from handouts.clinic import load as load_clinic
from handouts.content import LENGTHS, Length
from handouts.editions import DECK
from handouts.errors import WrongUse
from handouts.findings import Finding, error, has_errors, warning
from handouts.output import APPROVED, DRAFT, Output, describe
from handouts.session import Notes, Session


@click.command("build", short_help="Make handouts and decks.")
@console.languages_option
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    metavar="EDITION",
    help="leaflet, large-print, trifold, booklet, bilingual or deck; may be repeated. All by "
    "default.",
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
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Your own PowerPoint file (.pptx, 16:9) for decks; ours by default.",
)
@click.option(
    "--length",
    type=click.Choice(list(LENGTHS)),
    help="Decks for a teaching session of 15 (short) or 40 minutes (full, the default).",
)
@click.option(
    "--notes",
    type=click.Choice(get_args(Notes)),
    help="Speaker notes of decks in their own language (the default), or with English too.",
)
@click.option(
    "--release",
    is_flag=True,
    help="Make nothing but approved files; refuse what is not approved, and say why.",
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
    template: Path | None,
    length: Length | None,
    notes: Notes | None,
    release: bool,
    processes: int | None,
    folder: Path,
    form: str,
) -> None:
    """Make handouts and decks.

    With nothing named, every topic, language and edition is made. A language whose exact text is
    approved now goes to DIR/approved; all else is a draft and says so on every page and slide.
    """
    shelf = library.find(library_folder)
    chosen_topics = plan.choose_topics(shelf, topics)
    chosen_languages = library.choose(shelf, languages)
    chosen_editions = plan.choose_editions(shelf, editions)
    details = load_clinic(clinic or shelf.clinic)
    chosen_paper = plan.choose_paper(paper) if paper else details.paper
    session = _session(template, length, notes, chosen_editions)
    _examine(shelf, session)
    jobs = plan.jobs(
        shelf,
        chosen_topics,
        chosen_languages,
        chosen_editions,
        [chosen_paper],
        str(clinic.resolve()) if clinic else "",
        release,
        session,
    )
    plan.refuse_nothing(shelf, editions, chosen_paper, jobs)

    progress = console.Progress(len(jobs))
    outcomes: list[Outcome] = []

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress.step(_line(outcome))

    made = build(shelf, jobs, folder, processes or 0, done)
    findings = [*shelf.stray_folders(), *gathered(outcomes), *_about_the_folder(made)]
    _report(form, made, outcomes, findings)
    if has_errors(findings):
        click.get_current_context().exit(1)


def _session(
    template: Path | None, length: Length | None, notes: Notes | None, editions: tuple[str, ...]
) -> Session:
    """Put together what is asked of decks.

    Raises:
        WrongUse: something is, and no deck is made.
    """
    named = {"--template": template, "--length": length, "--notes": notes}
    asked = [option for option, value in named.items() if value]
    if asked and DECK not in editions:
        raise WrongUse(
            f"{' and '.join(asked)}: no deck is made.", "Add -e deck, or name no edition."
        )
    own = str(template.resolve()) if template else ""
    return Session(length or "full", notes or "own", own)


def _examine(shelf: library.Library, session: Session) -> None:
    """Look at an educator's own template before anything is made."""
    if session.template:
        from handouts.render import deck

        deck.examine(shelf, session)


def _line(outcome: Outcome) -> str:
    job = outcome.job
    if outcome.artifact is None:
        return f"not made: {job.topic}, {job.language.tag}, {job.edition}"
    unit = "pages" if job.paper else "slides"
    return f"{outcome.artifact.name}: {outcome.artifact.pages} {unit}"


def _about_the_folder(made: Output) -> list[Finding]:
    """Tell what left the folder of approved files, and what lies there and is none of ours."""
    return [
        *(
            warning(
                "lapsed",
                f"{path.name} is not approved any more, and was taken away.",
                "Collect the printed copies too.",
                file=reading.shown(path),
            )
            for path in made.lapsed
            if path not in made.paths
        ),
        *(
            error(
                "stranger",
                f"{path.name} lies among the approved files and was not made as it is now.",
                "Keep it elsewhere: what was edited is no approved file.",
                file=reading.shown(path),
            )
            for path in made.strangers
        ),
    ]


def _report(form: str, made: Output, outcomes: list[Outcome], findings: list[Finding]) -> None:
    if form == "json":
        known = {o.artifact.name: (o.job, o.artifact) for o in outcomes if o.artifact}
        console.emit(
            {
                "artifacts": [
                    describe(str(path), *known[path.name]) for path in sorted(made.paths)
                ],
                "findings": console.as_json(findings),
            }
        )
        return
    console.show(findings)
    for path in sorted(made.paths):
        click.echo(reading.shown(path))
    click.echo(f"{_counted(made, outcomes)} ({console.summary(findings)}).", err=True)


def _counted(made: Output, outcomes: list[Outcome]) -> str:
    """Say how many files were made, and what may be done with them."""
    approved = sum(bool(o.artifact and o.artifact.is_approved) for o in outcomes)
    drafts = len(made.paths) - approved
    told = []
    if approved:
        told.append(f"{console.count(approved, 'approved file')} in {made.folder / APPROVED}")
    if not made.paths:
        return "Nothing was made"
    if drafts:
        told.append(f"{console.count(drafts, 'draft')} in {made.folder / DRAFT}")
    warned = ". Drafts are not approved: do not hand them to patients" if drafts else ""
    return ", ".join(told) + warned
