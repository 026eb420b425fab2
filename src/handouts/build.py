"""The whole pipeline on one screen: jobs in, files and findings out."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handouts import checks, document, workers
from handouts.artifact import Artifact
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.library import Library
from handouts.output import Output
from handouts.plan import Job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its artifact, unless an input was refused, and all findings."""

    job: Job
    artifact: Artifact | None
    findings: tuple[Finding, ...]


def make(job: Job) -> Outcome:
    """Carry out one job: load, localize, check, render.

    Raises:
        EngineMissing: the PDF engine cannot be loaded; no job can be carried out.
    """
    library = Library(job.library)
    try:
        sources = document.open_sources(library, job.topic, job.clinic)
        catalogs = document.open_catalogs(library, sources, job.language)
        finished = document.localize(sources, catalogs, job.language)
        case = checks.Case(library, sources, catalogs, finished, date.today())
        found = tuple(checks.check_all(case))
        artifact = _render(finished, library, job)
    except Refused as refused:
        return Outcome(job, None, refused.findings)
    return Outcome(job, artifact, (*found, *map(case.placed, artifact.findings)))


def _render(finished: document.Document, library: Library, job: Job) -> Artifact:
    if job.paper is None:
        from handouts.render import deck

        return deck.render(finished, library)
    from handouts.render import leaflet

    return leaflet.render(finished, library, job.paper)


def make_all(jobs: Iterable[Job], processes: int) -> Generator[Outcome, None, None]:
    """Carry out jobs in warm processes; outcomes come as they are done."""
    return workers.run(make, list(jobs), processes)


def build(
    jobs: Iterable[Job], folder: Path, processes: int, done: Callable[[Outcome], None]
) -> list[Path]:
    """Make every file and write it, whole or not at all; answer where the files are.

    ``done`` hears of each outcome as it comes. A refused input stops its own files only.

    Raises:
        OutputUnwritable: the folder cannot be written.
        EngineMissing: the PDF engine cannot be loaded.
    """
    with Output(folder) as output, closing(make_all(jobs, processes)) as outcomes:
        for outcome in outcomes:
            if outcome.artifact:
                output.write(outcome.job, outcome.artifact)
            done(outcome)
    return output.paths


def gathered(outcomes: Iterable[Outcome]) -> list[Finding]:
    """Gather all findings in a steady order, once each: what two editions lack is one lack."""
    ordered = sorted(outcomes, key=_place)
    return list(dict.fromkeys(finding for o in ordered for finding in o.findings))


def _place(outcome: Outcome) -> tuple[str, str, str, str]:
    job = outcome.job
    return job.topic, job.language.tag, job.edition, job.paper or ""
