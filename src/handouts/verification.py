"""What a finished file is: approved and current, or why not. In one sentence.

A file names the records it was made under. They are looked up in the library's ledger and their
signatures checked; that its pages say what was approved is proven by making them again, byte for
byte. So a mark lifted from another file proves nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from handouts import editions, language, making, provenance
from handouts.editions import DECK
from handouts.errors import Refused
from handouts.inline import clean, visible
from handouts.language import SOURCE, Language
from handouts.library import Library
from handouts.papers import PAPERS, Paper
from handouts.plan import Job
from handouts.provenance import Named, Provenance, named
from handouts.session import Session
from handouts.signoff import ledger, people, policy, standing
from handouts.signoff.ledger import Entry, Ledger
from handouts.uses import LENGTHS, Length

MOST_BYTES = 200_000_000
PACKET = "packet"  # what a review packet says its edition is


class State(StrEnum):
    """What a file is."""

    CURRENT = "approved and current"
    SUPERSEDED = "approved but superseded"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DRAFT = "draft"
    ALTERED = "altered"
    UNPROVEN = "not proven"
    NOT_OURS = "not ours"


@dataclass(frozen=True)
class Verdict:
    """What one file is, and why, in words; ``provenance`` is what it says of itself."""

    file: Path
    state: State
    why: str
    provenance: Provenance | None = None

    @property
    def sentence(self) -> str:
        """Say it."""
        return f"{self.file}: {self.state}: {visible(clean(self.why))}."


def verify(file: Path, library: Library, clinic: str, now: datetime, template: str = "") -> Verdict:
    """Tell what a file is.

    ``clinic`` is the clinic's file it was made with, if not the library's; ``template`` the
    educator's template that a deck was made on, if not the library's.

    Raises:
        EngineMissing: the file has to be made again, and the PDF engine cannot be loaded.
    """
    try:
        if file.stat().st_size > MOST_BYTES or not file.is_file():
            return Verdict(file, State.NOT_OURS, "it is no file of a handout's size")
        data = file.read_bytes()
    except OSError as fault:
        return Verdict(file, State.NOT_OURS, f"it cannot be read ({fault.strerror or fault})")
    found = provenance.find(data)
    if found is None:
        return Verdict(file, State.NOT_OURS, "it carries no mark of this tool")
    made = found.provenance
    if found.fault or made is None:
        return Verdict(file, State.ALTERED, found.fault, made)
    if made.edition == PACKET:
        return Verdict(file, State.DRAFT, "a packet for reviewers, not for patients", made)
    if not made.is_approved:
        why = f"{_named(made)}, its text was not approved when it was made"
        return Verdict(file, State.DRAFT, why, made)
    try:
        state, why = _of_approved(made, data, library, now, clinic, template)
    except Refused as refused:
        state, why = State.UNPROVEN, f"this library cannot be read: {refused.message}"
    return Verdict(file, state, why.removesuffix("."), made)


def _named(made: Provenance) -> str:
    return f"{made.topic}, version {made.version}, in {made.language}"


def _of_approved(
    made: Provenance,
    data: bytes,
    library: Library,
    now: datetime,
    clinic: str,
    template: str,
) -> tuple[State, str]:
    """Judge a file that says it is approved: each text in it, then its bytes."""
    credited = []
    for text in _texts(made):
        state, why = _of_text(text, library, now)
        if state is not State.CURRENT:
            return state, why
        credited.append(why)
    lang = language.parse(made.language)
    if lang is None:  # pragma: no cover - its text was found
        raise ValueError(made.language)
    paper, session = _paper(made), _session(made, template)
    job = Job(library.root, made.topic, lang, made.edition, paper, clinic, session=session)
    return _unlike(made, data, job) or (State.CURRENT, "; ".join(credited))


def _texts(made: Provenance) -> list[Provenance]:
    """Answer what is said of each text of a file by itself: the language's, the English beside."""
    alone = msgspec.structs.replace(made, english=None)
    if made.english is None:
        return [alone]
    fingerprint, records = made.english.fingerprint, made.english.records
    english = {"language": SOURCE, "fingerprint": fingerprint, "records": records}
    return [alone, msgspec.structs.replace(alone, **english)]


def _of_text(made: Provenance, library: Library, now: datetime) -> tuple[State, str]:
    """Judge one text of a file by the ledger of its language."""
    lang = language.parse(made.language)
    if lang is None or lang not in library.languages() or made.topic not in library.topics():
        what = f"the library at {library.root} has no {_named(made)}"
        return State.NOT_OURS, f"{what}; name another with --library"
    book = ledger.load(library, lang, made.topic, now)
    if book.faults:
        return State.UNPROVEN, book.faults[0].message
    entries = {entry.record.number: entry for entry in book.entries}
    found = [(record, entries.get(record.number)) for record in made.records]
    for record, entry in found:
        if entry is None:
            what = f"the library at {library.root} has no record {record.number} of {_named(made)}"
            return State.NOT_OURS, f"{what}; name another with --library"
        if wrong := _mismatch(made, record, entry):
            return State.ALTERED, wrong
    held = [entry for _, entry in found if entry]
    examiner = standing.Examiner(
        library, lang, policy.load(library.settings), people.load(library.reviewers), ()
    )
    return (
        _ended(book, held, examiner, now)  # told first, whatever else may be wrong
        or _unfounded(held, examiner)
        or _outdated(made, library, lang, now)
        or (State.CURRENT, _credits(held, examiner))
    )


def _paper(made: Provenance) -> Paper | None:
    return next((paper for paper in PAPERS if paper == made.paper), None)


def _session(made: Provenance, template: str) -> Session:
    """Answer what was asked of a deck."""
    lengths: dict[str, Length] = {length: length for length in LENGTHS}
    length = lengths.get(made.length, "full")
    return Session(length, "bilingual" if made.english else "own", template)


def _credits(held: list[Entry], examiner: standing.Examiner) -> str:
    """Say who approved it and until when."""
    said = [
        f"{e.record.meaning} by {e.record.reviewer.name} (record {e.record.number})" for e in held
    ]
    until = min(examiner.end(entry.record) for entry in held)
    return f"{', '.join(said)}, until {until}"


def _mismatch(made: Provenance, record: Named, entry: Entry) -> str:
    """Say how a record differs from what the file says of it; empty where it does not."""
    held = entry.record
    if entry.digest != record.digest or held.meaning != record.role:
        return f"record {record.number} is not the one it names"
    if (held.fingerprint, held.version) != (made.fingerprint, made.version):
        return f"record {record.number} approves another text"
    return ""


def _ended(
    book: Ledger, held: list[Entry], examiner: standing.Examiner, now: datetime
) -> tuple[State, str] | None:
    withdrawal = book.latest("withdrawal")
    if withdrawal and withdrawal.record.number > min(e.record.number for e in held):
        said = withdrawal.record
        return State.WITHDRAWN, f"on {said.signed.date()} by {said.reviewer.name}: {said.reason}"
    until = min(examiner.end(entry.record) for entry in held)
    if now.date() > until:
        return State.EXPIRED, f"its approval ended on {until}"
    return None


def _unfounded(held: list[Entry], examiner: standing.Examiner) -> tuple[State, str] | None:
    for entry in held:
        if faults := examiner.examine(entry)[0]:
            return State.UNPROVEN, f"record {entry.record.number} does not hold: {faults[0]}"
    return None


def _outdated(
    made: Provenance, library: Library, lang: Language, now: datetime
) -> tuple[State, str] | None:
    """Compare with what is approved now."""
    case = making.opened(library, made.topic, lang)
    stands = standing.judge(library, case.document, now)
    current = named(stands.approvals)
    if current == made.records:
        return None
    numbers = " and ".join(str(record.number) for record in current)
    if current and stands.wording.fingerprint == made.fingerprint:
        return State.SUPERSEDED, f"the same text was approved again (records {numbers})"
    if current:
        return State.SUPERSEDED, f"records {numbers} approve a newer text"
    if stands.wording.fingerprint != made.fingerprint:
        return State.SUPERSEDED, "the text has changed since, and the new one is not approved yet"
    return State.UNPROVEN, stands.refusals()[0].message


def _unlike(made: Provenance, data: bytes, job: Job) -> tuple[State, str] | None:
    """Make the file again, and compare every byte; None where all are the same."""
    edition = editions.load(Library(job.library)).get(made.edition)
    papers = edition.papers if edition else ()
    if (made.edition != DECK or job.paper) and job.paper not in papers:
        return State.ALTERED, f"there is no edition “{made.edition}” on this paper"
    again = making.make(job).artifact
    if again is None or not again.is_approved:
        return State.UNPROVEN, "today's checks find something to mend: handouts check"
    if again.data == data:
        return None
    if again.provenance.clinic != made.clinic:
        return State.UNPROVEN, "it was made with another clinic's details: name their --clinic file"
    if again.provenance.design != made.design:
        return (
            State.UNPROVEN,
            "it was made with other templates: name its --template, or build it again",
        )
    if again.provenance.engines != made.engines:
        return State.UNPROVEN, f"it was made by {_versions(made)}: build it again"
    return State.ALTERED, "its pages are not those that the approved text makes"


def _versions(made: Provenance) -> str:
    return ", ".join(f"{name} {number}" for name, number in made.engines.items())
