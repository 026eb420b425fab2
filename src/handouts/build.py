"""The whole pipeline on one screen: jobs in, files and findings out, and nothing made twice."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from handouts import editions, inputs, output
from handouts.findings import Finding, error, has_errors
from handouts.keys import Keys
from handouts.library import Library
from handouts.manifest import APPROVED, DRAFT, Entry, located, seen
from handouts.outcome import Outcome
from handouts.output import Output
from handouts.plan import Job, file_name

if TYPE_CHECKING:
    from handouts.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of an earlier build that is as this one would make it."""

    job: Job
    entry: Entry
    findings: tuple[Finding, ...]


@dataclass
class Report:
    """What a build came to: the files made and kept, and what left the approved folder.

    ``strangers`` lie there and were not made as they are now. Where that is not checked, the
    program is missing that could tell whether what lies there is approved still.
    """

    folder: Path
    made: list[Entry] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    lapsed: list[Path] = field(default_factory=list)
    strangers: list[Path] = field(default_factory=list)
    is_checked: bool = True

    @property
    def entries(self) -> list[Entry]:
        """List all files of the build in the order of their names."""
        return sorted((*self.made, *(k.entry for k in self.kept)), key=lambda entry: entry.path)

    @property
    def findings(self) -> list[Finding]:
        """List all that there is to say about them."""
        return gathered((*self.outcomes, *self.kept))


class Listener(Protocol):
    """Whoever wants to know how a build goes."""

    def begins(self, jobs: int, seconds: float) -> None:
        """Hear how many files are to be made, and how long one process would take, roughly."""

    def made(self, outcome: Outcome, seconds: float) -> None:
        """Hear of an outcome, and how long it was thought to take."""

    def waits(self, holder: str) -> None:
        """Hear that another build has the folder."""


Outcomes = Generator[Outcome, None, None]
Runner = Callable[[Sequence[Job]], Outcomes]  # carries out jobs, on this machine or elsewhere


def build(
    library: Library, jobs: Sequence[Job], folder: Path, run: Runner, listener: Listener
) -> Report:
    """Make what is not up to date and write it, whole or not at all.

    A refused input stops its own files only. Files of earlier builds whose approval has lapsed are
    taken out of the folder of approved ones.

    Raises:
        OutputUnwritable: the folder cannot be written.
        EngineMissing: the PDF engine cannot be loaded.
    """
    report = Report(folder, kept=up_to_date(jobs, folder, Keys(library)))
    if len(report.kept) == len(jobs) and output.is_settled(folder) and not _unknown(report):
        return report
    with Output(folder, listener.waits) as out:
        keys = Keys(library)
        report.kept = up_to_date(jobs, folder, keys)  # as it is now that the folder is ours
        _clear_lapsed(library, out, report)
        stale = _longest_first(_without(jobs, report.kept), out.entries, library)
        keys.read(stale)  # before they are made: what is saved meanwhile gets another key
        out.forget(place for job in stale for place in _places(job))
        listener.begins(len(stale), sum(stale.values()))
        with closing(run([*stale])) as outcomes:
            for outcome in outcomes:
                if outcome.artifact:
                    report.made.append(write(out, outcome, outcome.artifact, keys))
                # What is written need not be kept: a large library would fill the memory.
                report.outcomes.append(replace(outcome, artifact=None))
                listener.made(outcome, stale[outcome.job])
        out.doubt(_doubtful(library, report, keys.saved_since()))
    return report


def _doubtful(library: Library, report: Report, saved: set[Path]) -> set[str]:
    """Name the files made while something they are made from was saved, and perhaps taken back.

    Nobody can tell which of the two texts is in them.
    """
    if not saved:
        return set()
    jobs = [o.job for o in report.outcomes if saved.intersection(inputs.watched(library, [o.job]))]
    return {place for job in jobs for place in _places(job)}


def up_to_date(jobs: Iterable[Job], folder: Path, keys: Keys) -> list[Kept]:
    """Find the files that a build would make again exactly as they are.

    Raises:
        OutputUnwritable: the folder cannot be read.
    """
    known, today = output.entries(folder), date.today()
    placed = [(job, [known[p] for p in _places(job) if p in known]) for job in jobs]
    alone = [(job, entries[0]) for job, entries in placed if len(entries) == 1]
    keys.read_ahead(dict.fromkeys(f for _, entry in alone for f in entry.fonts))
    is_intact = output.looked_at(folder, [entry for _, entry in alone])
    fresh = [(job, entry) for job, entry in alone if _is_fresh(entry, job, keys, today)]
    told: dict[Finding, Finding] = {}  # many files share the few that there are
    for finding in (f for _, entry in fresh for f in entry.findings):
        if finding not in told:
            told[finding] = seen(finding, keys.library.root)
    return [
        Kept(job, entry, tuple(told[f] for f in entry.findings))
        for job, entry in fresh
        if is_intact(entry)
    ]


def _unknown(report: Report) -> bool:
    """Tell whether files lie among the approved ones that this build says nothing of."""
    return not _known(report).issuperset(output.approved_files(report.folder))


def _known(report: Report) -> set[Path]:
    return {report.folder / k.entry.path for k in report.kept}


def _clear_lapsed(library: Library, out: Output, report: Report) -> None:
    """Take away what is not approved any more; without the program nobody can tell."""
    from handouts.signoff import signatures

    if not _unknown(report):
        return
    report.is_checked = signatures.is_there()
    if report.is_checked:
        from handouts.making import is_in_force

        in_force = partial(is_in_force, library, {})
        report.lapsed, report.strangers = out.clear_lapsed(in_force, _known(report))


def _is_fresh(entry: Entry, job: Job, keys: Keys, today: date) -> bool:
    if job.release and not (entry.is_approved and not has_errors(entry.findings)):
        return False
    return bool(entry.key) and entry.holds_on(today) and entry.key == keys.key(job, entry.fonts)


def _places(job: Job) -> tuple[str, str]:
    """Answer where an artifact may stand in the output folder."""
    approved, draft = (f"{s}/{job.language.tag}/{file_name(job)}" for s in (APPROVED, DRAFT))
    return approved, draft


def _without(jobs: Iterable[Job], kept: Iterable[Kept]) -> list[Job]:
    done = {k.job for k in kept}
    return [job for job in jobs if job not in done]


def _longest_first(
    jobs: Sequence[Job], known: dict[str, Entry], library: Library
) -> dict[Job, float]:
    """Put jobs in the order to do them, each with the seconds it may take.

    The languages that take longest come first, and in each the longest job, so that at the end
    only short ones are left and all workers finish together.
    """
    took = {(e.topic, e.language, e.edition, e.paper): e.seconds for e in known.values()}
    cost = {
        job: took.get((job.topic, job.language.tag, job.edition, job.paper)) or _guess(job, library)
        for job in jobs
    }
    whole: dict[tuple[str, str], float] = defaultdict(float)
    for job, seconds in cost.items():
        whole[kin(job)] += seconds
    order = sorted(jobs, key=lambda job: (-whole[kin(job)], kin(job), -cost[job]))
    return {job: cost[job] for job in order}


def _guess(job: Job, library: Library) -> float:
    """Guess how many seconds a job takes that nobody has done yet, from its pages."""
    edition = editions.load(library).get(job.edition)
    return 0.1 * edition.pages * len(edition.languages) if edition else 0.2


def carry_out(job: Job) -> Outcome:
    """Carry out one job: see ``making``, which is loaded where the work is done."""
    from handouts import making

    return making.carry_out(job)


def kin(job: Job) -> tuple[str, str]:
    """Name what a job shares with others: what is read for one is read for all."""
    return job.topic, job.language.tag


def write(out: Output, outcome: Outcome, artifact: "Artifact", keys: Keys) -> Entry:
    """Write an artifact into its place, with all that a later build must know of it.

    Raises:
        OutputUnwritable: the folder cannot be written.
    """
    job, made = outcome.job, artifact.provenance
    status = APPROVED if artifact.is_approved else DRAFT
    entry = Entry(
        path=f"{status}/{job.language.tag}/{artifact.name}",
        status=status,
        topic=job.topic,
        language=job.language.tag,
        edition=job.edition,
        paper=job.paper,
        length=job.session.length if job.paper is None else None,
        pages=artifact.pages,
        bytes=len(artifact.data),
        sha256=artifact.digest,
        fingerprint=made.fingerprint,
        records=tuple(record.number for record in made.records),
        key=keys.key(job, outcome.fonts),
        fonts=outcome.fonts,
        made=date.today(),
        again=outcome.again,
        seconds=round(outcome.seconds, 3),
        findings=tuple(located(f, keys.library.root) for f in outcome.findings),
    )
    out.write(entry, artifact.data)
    return entry


def lost(job: Job) -> Outcome:
    """Answer for a job whose worker was ended from outside, twice."""
    told = error(
        "worker",
        f"The process that made {file_name(job)} was ended from outside, twice.",
        "There may be too little memory: try again with -j 1.",
        language=job.language.tag,
        where=job.topic,
    )
    return Outcome(job, None, (told,))


def gathered(told: Iterable[Outcome | Kept]) -> list[Finding]:
    """Gather all findings in a steady order, once each: what two editions lack is one lack."""
    ordered = sorted(told, key=_place)
    return list(dict.fromkeys(finding for o in ordered for finding in o.findings))


def _place(outcome: Outcome | Kept) -> tuple[str, str, str, str]:
    job = outcome.job
    return job.topic, job.language.tag, job.edition, job.paper or ""
