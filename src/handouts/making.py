"""One job from its inputs to its artifact, and nothing written: a pure function of what it reads.

It runs in worker processes, here or on other machines.
"""

import time
import traceback
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handouts import acknowledged, checks, document, editions, inputs
from handouts.artifact import Artifact
from handouts.checks.glyphs import shipped
from handouts.checks.review_due import turning_days
from handouts.dates import now
from handouts.errors import HandoutsError, Refused
from handouts.findings import Finding, error, has_errors, warning
from handouts.language import SOURCE, Language, parse
from handouts.library import Library
from handouts.outcome import Outcome
from handouts.plan import Job
from handouts.provenance import Named, Provenance, named
from handouts.signoff import standing


def carry_out(job: Job) -> Outcome:
    """Carry out one job, whatever it comes to: a fault in one does not stop the others.

    Raises:
        EngineMissing: the PDF engine cannot be loaded; no job can be carried out.
    """
    start = time.perf_counter()
    try:
        outcome = make(job)
    except HandoutsError:
        raise
    except Exception as fault:  # of ours, not of the user's; all the same it is told, not shown
        outcome = Outcome(job, None, (_broken(job, fault),))
    return replace(outcome, seconds=time.perf_counter() - start)


def _broken(job: Job, fault: Exception) -> Finding:
    """Tell of a job that a fault in this program stopped."""
    *_, last = traceback.extract_tb(fault.__traceback__)
    named = f"{type(fault).__name__}: {fault}".splitlines()[0]
    told = error(
        "broken",
        f"This could not be made, by a fault of the program itself ({named}).",
        f"Please report it, with this line: {last.name} in {last.filename}, line {last.lineno}.",
        language=job.language.tag,
        where=job.topic,
    )
    return replace(told, edition=job.edition, paper=job.paper or "")


def make(job: Job) -> Outcome:
    """Load, localize, check, ask who approved it, render.

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
    return Outcome(
        job,
        artifact,
        (*found, *laid_out, *notices),
        fonts=_fonts(library, sides, job.language),
        again=_again(case, sides),
    )


def _again(case: checks.Case, sides: Sequence["Side"]) -> date | None:
    """Tell the first day on which this may come to something else, with all inputs the same."""
    if any(side.stands.ledger.faults for side in sides):
        return case.today  # a clock that is set may mend it at once
    return min((day for day in _turning_days(case, sides) if day > case.today), default=None)


def _turning_days(case: checks.Case, sides: Sequence["Side"]) -> Iterator[date]:
    """List the days on which the same inputs come to something else than on the day before."""
    yield from turning_days(case.sources.topic.source.due)
    for side in sides:
        yield from side.stands.turning_days()


def _fonts(library: Library, sides: Sequence["Side"], language: Language) -> tuple[str, ...]:
    """Name the folders of the fonts that decide over an artifact: those of its language.

    Where a letter is in none of them any other font may have to lend it, so all decide.
    """
    if language.script is None:
        return inputs.every(library)
    said = repr([(side.document, side.stands.approvals) for side in sides])  # every text is in it
    lacking = set(said) - shipped(library.fonts, language.script.print_fonts)
    drawn = (c for c in lacking if unicodedata.category(c) not in ("Cc", "Cf"))
    return inputs.every(library) if any(drawn) else inputs.families(library, language)


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


def is_in_force(
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
