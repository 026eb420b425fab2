"""``handouts preview``."""

import time
from pathlib import Path

import click

from handouts import build, inputs, library, making, plan, reading, watching
from handouts.cli import console
from handouts.clinic import load as load_clinic
from handouts.errors import OutputUnwritable
from handouts.findings import Finding
from handouts.keys import Keys
from handouts.output import Output
from handouts.plan import Job


@click.command("preview", short_help="Make one page or deck, again at each save.")
@click.argument("name", metavar="LANG")
@click.option(
    "-e", "--edition", default="leaflet", show_default=True, metavar="EDITION", help="What to make."
)
@click.option("-t", "--topic", metavar="TOPIC", help="The topic; the first one by default.")
@console.paper_option
@console.output_option
@click.option("--watch", is_flag=True, help="Make it again whenever a catalog is saved.")
@click.option("--open", "opened", is_flag=True, help="Show it in the program for such files.")
@click.pass_obj
def command(
    library_folder: str | None,
    name: str,
    edition: str,
    topic: str | None,
    paper: str | None,
    folder: Path,
    watch: bool,
    opened: bool,
) -> None:
    """Make one page or deck, to see a translation as a patient will.

    With --watch it is made again whenever a catalog of the language is saved. A catalog that
    cannot be read leaves the last good page, and says what is wrong. Stop it with Ctrl-C.
    """
    shelf = library.find(library_folder)
    (language,) = library.choose(shelf, (name,))
    (chosen,) = plan.choose_editions(shelf, (edition,))
    chosen_topic = plan.choose_topics(shelf, (topic,) if topic else ())[0]
    papers = plan.choose_papers((paper,) if paper else (), load_clinic(shelf.clinic).paper)
    jobs = plan.jobs(shelf, (chosen_topic,), (language,), (chosen,), papers)
    plan.refuse_nothing(shelf, (chosen,), papers, jobs)
    screen = _Screen(jobs[0], folder, opened)
    if not watch:
        click.get_current_context().exit(0 if screen.make() else 1)
    saves = watching.saves(inputs.watched(shelf, jobs))
    saved: float | None = None
    while True:
        try:
            screen.make(saved)
        except OutputUnwritable as fault:  # a viewer may hold the page; the next save tries again
            console.fault(fault)
        if saved is None:
            click.echo("Waiting for a save; Ctrl-C stops.", err=True)
        saved = next(saves)


class _Screen:
    """The page as it was last made, and what has been said of it."""

    def __init__(self, job: Job, folder: Path, opened: bool) -> None:
        self.job, self.folder, self.to_open = job, folder, opened
        self.said: frozenset[Finding] = frozenset()

    def make(self, saved: float | None = None) -> bool:
        """Make the file; tell what is new to say, and how long after the save it stood there."""
        start = time.time()
        keys = Keys(library.Library(self.job.library))
        keys.read([self.job])
        outcome = making.carry_out(self.job)
        console.show(finding for finding in outcome.findings if finding not in self.said)
        self.said = frozenset(outcome.findings)
        if outcome.artifact is None:
            click.echo("The last good page is kept. Mend the file and save it again.", err=True)
            return False
        with Output(self.folder, console.waits) as output:
            page = self.folder / build.write(output, outcome, outcome.artifact, keys).path
        unit = "page" if self.job.paper else "slide"
        taken = (
            f"made in {time.time() - start:.1f} s"
            if saved is None
            else f"{time.time() - saved:.1f} s after the save"
        )
        click.echo(
            f"{reading.shown(page)}: {console.count(outcome.artifact.pages, unit)}, {taken} "
            f"({console.summary(outcome.findings)})"
        )
        if self.to_open:
            click.launch(str(page))
            self.to_open = False  # the viewer shows what comes next
        return True
