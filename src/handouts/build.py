"""The whole pipeline on one screen: jobs in, files and findings out."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from handouts import acknowledged, checks, document, editions, workers
from handouts.artifact import Artifact
from handouts.dates import now
from handouts.errors import Refused
from handouts.findings import Finding, has_errors, warning
from handouts.language import SOURCE, Language, parse
from handouts.library import Library
from handouts.output import Output
from handouts.plan import Job
from handouts.provenance import Named, Provenance, named
from handouts.signoff import signatures, standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its artifact, unless an input was refused, and all findings."""

    job: Job
    artifact: Artifact | None
    findings: tuple[Finding, ...]


def make(job: Job) -> Outcome:
    """Carry out one job: load, localize, check, ask who approved it, render.

    Raises:
        EngineMissing: the PDF engine cannot be loaded; no job can be carried out.
    """
    library = Library(job.library)
    try:
        case = opened(library, job.topic, job.language, job.clinic)
        found = tuple(checks.check_all(case))
        if nothing := _nothing_to_print(case.document, library, job):
            return Outcome(job, None, (*found, nothing))
        sides = _sides(case, job)
        refusals = tuple(f for side in sides for f in side.stands.refusals())
        if job.release and (has_errors(found) or not all(s.is_approved for s in sides)):
            return Outcome(job, None, (*found, *refusals))
        artifact = rendered(library, sides, job, has_errors(found))
    except Refused as refused:
        return Outcome(job, None, refused.findings)
    laid_out = tuple(map(case.placed, artifact.findings))
    if job.release and has_errors(laid_out):
        return Outcome(job, None, (*found, *laid_out))
    notices = (f for side in sides for f in side.stands.notices())
    return Outcome(job, artifact, (*found, *laid_out, *notices))


def _nothing_to_print(finished: document.Document, library: Library, job: Job) -> Finding | None:
    """Tell where a topic has nothing for an edition: then there is no such handout."""
    edition = editions.load(library).get(job.edition)
    if edition is None:
        return _nothing_to_teach(finished, job)
    if any(edition.blocks in b.goes for _, b in finished.topic.blocks()):
        return None
    return warning(
        "edition",
        f"No block of “{finished.topic.id}” goes to the {edition.blocks}: {edition.name} not made.",
        f"Where it should be made, add “{edition.blocks}” to the `goes` of its blocks.",
        where=edition.name,
    )


def _nothing_to_teach(finished: document.Document, job: Job) -> Finding | None:
    length = job.session.length
    if finished.topic.slides(length):
        return None
    what = f"No section of “{finished.topic.id}” has slides for the {length} session: no deck made."
    hint = f'Add slides to it, and sessions = ["{length}"] to its sections.'
    return warning("edition", what, hint, where=job.edition)


@dataclass(frozen=True)
class Side:
    """One text of a page, and where it stands with those who approve it."""

    document: document.Document
    stands: standing.Standing

    @property
    def is_approved(self) -> bool:
        """Tell whether exactly this text is approved now."""
        return self.stands.is_approved


def _sides(case: checks.Case, job: Job) -> tuple[Side, ...]:
    """Answer the text of a job and, where it asks for two languages, the English beside it."""
    edition = editions.load(case.library).get(job.edition)
    bilingual = edition.is_bilingual if edition else job.session.notes == "bilingual"
    texts = [case.document]
    if bilingual and not job.language.is_source:
        texts.append(opened(case.library, job.topic, Language(SOURCE), job.clinic).document)
    return tuple(Side(text, standing.judge(case.library, text, now())) for text in texts)


def opened(library: Library, topic: str, language: Language, clinic: str = "") -> checks.Case:
    """Open a topic in a language, ready to be checked, signed or rendered.

    Raises:
        Refused: a file cannot be used.
    """
    sources = document.open_sources(library, topic, clinic)
    catalogs = document.open_catalogs(library, sources, language)
    answers = acknowledged.load(library.acknowledged(language))
    finished = document.localize(sources, catalogs, language, answers)
    return checks.Case(library, sources, catalogs, finished, date.today())


def rendered(library: Library, sides: Sequence[Side], job: Job, faulty: bool) -> Artifact:
    """Render as approved what is approved and has no error in it; all else as a draft.

    Of two texts on a page both must be approved.

    Raises:
        Refused: a template cannot be used.
        EngineMissing: the PDF engine cannot be loaded.
    """
    texts = [replace(s.document, approvals=s.stands.approvals) for s in sides]
    page = document.beside(*texts) if len(texts) > 1 else texts[0]
    if not page.is_draft and not faulty:
        artifact = _render(page, library, job)
        if job.release or not has_errors(artifact.findings):
            return artifact
    return _render(page.as_draft, library, job)


def _render(finished: document.Document, library: Library, job: Job) -> Artifact:
    if job.paper is None:
        from handouts.render import deck

        return deck.render(finished, library, job.session)
    from handouts.render import handout

    return handout.render(finished, library, editions.load(library)[job.edition], job.paper)


def make_all(jobs: Iterable[Job], processes: int) -> Generator[Outcome, None, None]:
    """Carry out jobs in warm processes; outcomes come as they are done."""
    return workers.run(make, list(jobs), processes)


def build(
    library: Library,
    jobs: Iterable[Job],
    folder: Path,
    processes: int,
    done: Callable[[Outcome], None],
) -> Output:
    """Make every file and write it, whole or not at all; answer where the files are.

    ``done`` hears of each outcome as it comes. A refused input stops its own files only. Files of
    earlier builds whose approval has lapsed are taken out of the folder of approved ones.

    Raises:
        OutputUnwritable: the folder cannot be written.
        EngineMissing: the PDF engine cannot be loaded.
    """
    with Output(folder) as output, closing(make_all(jobs, processes)) as outcomes:
        if signatures.is_there():  # else nobody can tell what has lapsed
            output.clear_lapsed(partial(_is_in_force, library, {}))
        for outcome in outcomes:
            if outcome.artifact:
                output.write(outcome.job, outcome.artifact)
            done(outcome)
    return output


def _is_in_force(
    library: Library, known: dict[tuple[str, str], tuple[Named, ...]], made: Provenance
) -> bool:
    """Tell whether a file made earlier still names the approvals in force; ask each text once."""

    def holds(tag: str, records: tuple[Named, ...]) -> bool:
        key = made.topic, tag
        language = parse(tag)
        if key not in known and language and made.topic in library.topics():
            known[key] = records_in_force(library, made.topic, language)
        return bool(records) and records == known.get(key)

    both = made.english is None or holds(SOURCE, made.english.records)
    return both and holds(made.language, made.records)


def records_in_force(library: Library, topic: str, language: Language) -> tuple[Named, ...]:
    """List the records that approve a topic in a language now; none where one is lacking."""
    if not library.sign_offs(language, topic).exists():
        return ()
    try:
        case = opened(library, topic, language)
        stands = standing.judge(library, case.document, now())
    except Refused:
        return ()
    return named(stands.approvals)


def gathered(outcomes: Iterable[Outcome]) -> list[Finding]:
    """Gather all findings in a steady order, once each: what two editions lack is one lack."""
    ordered = sorted(outcomes, key=_place)
    return list(dict.fromkeys(finding for o in ordered for finding in o.findings))


def _place(outcome: Outcome) -> tuple[str, str, str, str]:
    job = outcome.job
    return job.topic, job.language.tag, job.edition, job.paper or ""
