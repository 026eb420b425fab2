"""``handouts build``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

import click

from handouts import build, inputs, library, plan, reading, watching
from handouts.build import Report, Runner
from handouts.cli import console
from handouts.clinic import load as load_clinic
from handouts.editions import DECK
from handouts.errors import ClusterFault, HandoutsError, WrongUse
from handouts.findings import Finding, error, has_errors, warning
from handouts.library import Library
from handouts.manifest import APPROVED, DRAFT
from handouts.outcome import Outcome
from handouts.plan import Job
from handouts.session import Notes, Session
from handouts.uses import LENGTHS, Length


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
@console.papers_option
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
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on a Dask cluster, such as tcp://10.0.0.5:8786 (needs handouts[dask]).",
)
@click.option("--watch", is_flag=True, help="Build again whenever a file of the library is saved.")
@console.output_option
@console.format_option
@click.pass_obj
def command(
    library_folder: str | None,
    languages: tuple[str, ...],
    editions: tuple[str, ...],
    topics: tuple[str, ...],
    papers: tuple[str, ...],
    clinic: Path | None,
    template: Path | None,
    length: Length | None,
    notes: Notes | None,
    release: bool,
    processes: int | None,
    scheduler: str | None,
    watch: bool,
    folder: Path,
    form: str,
) -> None:
    """Make handouts and decks.

    With nothing named, every topic, language and edition is made; what is up to date stays as it
    is. A language whose exact text is approved now goes to DIR/approved; all else is a draft and
    says so on every page and slide.
    """
    shelf = library.find(library_folder)
    chosen = plan.choose_editions(shelf, editions)
    session = _session(template, length, notes, chosen)
    _examine(shelf, session)
    wish = _Wish(shelf, languages, editions, topics, papers, clinic, session, release)
    run = _runner(scheduler, processes, watch)
    if watch:
        _keep_building(wish, folder, run, form)
    if not _build(wish, folder, run, form):
        click.get_current_context().exit(1)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the user asked for, by the names they gave."""

    shelf: Library
    languages: tuple[str, ...]
    editions: tuple[str, ...]
    topics: tuple[str, ...]
    papers: tuple[str, ...]
    clinic: Path | None
    session: Session
    release: bool

    def jobs(self) -> list[Job]:
        """Spell it out, as the library is now.

        Raises:
            WrongUse: a name is not known, or an edition comes to nothing.
            Refused: the table of editions or the clinic's file cannot be used.
        """
        shelf = self.shelf
        topics = plan.choose_topics(shelf, self.topics)
        languages = library.choose(shelf, self.languages)
        editions = plan.choose_editions(shelf, self.editions)
        usual = load_clinic(self.clinic or shelf.clinic).paper
        papers = plan.choose_papers(self.papers, usual)
        clinic = str(self.clinic.resolve()) if self.clinic else ""
        jobs = plan.jobs(
            shelf, topics, languages, editions, papers, clinic, self.release, self.session
        )
        plan.refuse_nothing(shelf, self.editions, papers, jobs)
        return jobs


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


def _examine(shelf: Library, session: Session) -> None:
    """Look at an educator's own template before anything is made."""
    if session.template:
        from handouts.render import deck

        deck.examine(shelf, session)


def _runner(scheduler: str | None, processes: int | None, watch: bool) -> Runner:
    """Choose who carries out the jobs: a cluster, or processes here.

    Raises:
        WrongUse: both are asked for.
        ClusterFault: what speaks to a cluster is not installed.
    """
    if scheduler is None:
        return partial(_here, processes=processes or 0, apart=watch)
    if processes:
        what = "-j says how many processes work here, and --scheduler lets others work."
        raise WrongUse(what, "Leave one of them out.")
    try:
        from handouts import cluster
    except ImportError as fault:
        hint = "Install it: pip install 'handouts[dask]'"
        raise ClusterFault("Dask is not installed.", hint) from fault
    return partial(cluster.run, scheduler)


def _here(jobs: Sequence[Job], processes: int, apart: bool) -> build.Outcomes:
    """Carry out jobs in warm processes."""
    from handouts import workers  # here, as a build with nothing to do needs none

    yield from workers.run(
        build.carry_out, jobs, processes, lost=build.lost, kin=build.kin, apart=apart
    )


def _keep_building(wish: _Wish, folder: Path, run: Runner, form: str) -> None:
    """Build whenever a file is saved that something is made from, until Ctrl-C.

    Raises:
        WrongUse: the first time there is nothing to build, or JSON is asked for.
    """
    if form == "json":
        raise WrongUse("--watch goes on and on, and JSON is one document.", "Leave one out.")
    files = inputs.watched(wish.shelf, wish.jobs())
    while True:
        saves = watching.saves(files)
        try:
            _build(wish, folder, run, form)
            now = inputs.watched(wish.shelf, wish.jobs())
            if {*now} - {*files}:  # it is made from more than before: build again with an eye on it
                files = now
                continue
        except HandoutsError as fault:  # the next save may mend it
            console.fault(fault)
        click.echo("Waiting for a save; Ctrl-C stops.", err=True)
        next(saves)


class _Listener:
    """Tells the user how the build goes."""

    def __init__(self) -> None:
        self.progress = console.Progress()

    def begins(self, jobs: int, seconds: float) -> None:
        self.progress.begins(jobs, seconds)

    def made(self, outcome: Outcome, seconds: float) -> None:
        self.progress.step(_line(outcome), seconds)

    def waits(self, holder: str) -> None:
        console.waits(holder)


def _build(wish: _Wish, folder: Path, run: Runner, form: str) -> bool:
    """Build once and tell what came of it; answer whether all is well."""
    made = build.build(wish.shelf, wish.jobs(), folder, run, _Listener())
    findings = [*wish.shelf.stray_folders(), *made.findings, *_about_the_folder(made)]
    _report(form, made, findings)
    return not has_errors(findings)


def _line(outcome: Outcome) -> str:
    job, artifact = outcome.job, outcome.artifact
    if artifact is None:
        return f"not made: {job.topic}, {job.language.tag}, {job.edition}"
    pages = console.count(artifact.pages, "page" if job.paper else "slide")
    return f"{artifact.name}: {pages}"


def _about_the_folder(made: Report) -> list[Finding]:
    """Tell what left the folder of approved files, and what lies there and is none of ours."""
    again = {made.folder / entry.path for entry in made.made}
    return [
        *(_unchecked(made.folder / APPROVED) if not made.is_checked else ()),
        *(
            warning(
                "lapsed",
                f"{path.name} is not approved any more, and was taken away.",
                "Collect the printed copies too.",
                file=reading.shown(path),
            )
            for path in made.lapsed
            if path not in again
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


def _unchecked(folder: Path) -> Iterator[Finding]:
    from handouts.signoff import signatures

    what = f"Whether the files in {folder} are approved still cannot be told without ssh-keygen."
    yield warning("lapsed", what, signatures.GET_IT)


def _report(form: str, made: Report, findings: list[Finding]) -> None:
    if form == "json":
        kept = {k.entry.path for k in made.kept}
        artifacts = [
            {
                **entry.described(),
                "path": str(made.folder / entry.path),
                "up_to_date": entry.path in kept,
            }
            for entry in made.entries
        ]
        console.emit({"artifacts": artifacts, "findings": console.as_json(findings)})
        return
    console.show(findings)
    place = Path(reading.shown(made.folder))
    if made.entries:
        click.echo("\n".join(str(place / entry.path) for entry in made.entries))
    click.echo(f"{_counted(made)} ({console.summary(findings)}).", err=True)


def _counted(made: Report) -> str:
    """Say how many files there are, and what may be done with them."""
    if not made.entries:
        return "Nothing was made"
    approved = sum(entry.is_approved for entry in made.entries)
    drafts = len(made.entries) - approved
    told = []
    if approved:
        told.append(f"{console.count(approved, 'approved file')} in {made.folder / APPROVED}")
    if drafts:
        told.append(f"{console.count(drafts, 'draft')} in {made.folder / DRAFT}")
    if made.kept:
        told.append(f"{len(made.kept) if made.made else 'all'} up to date already")
    warned = ". Drafts are not approved: do not hand them to patients" if drafts else ""
    return ", ".join(told) + warned
