"""What a ledger amounts to today: is this wording approved, by the right people, in force?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from handouts.approval import Approval, Role
from handouts.dates import months_after
from handouts.document import Document
from handouts.errors import SignerMissing
from handouts.findings import Finding, Severity, error, warning
from handouts.inline import visible
from handouts.language import Language
from handouts.library import Library
from handouts.reading import shown
from handouts.signoff import changes, ledger, people, policy, signatures
from handouts.signoff.changes import Change
from handouts.signoff.ledger import Entry, Ledger
from handouts.signoff.people import Register
from handouts.signoff.policy import MOST_MONTHS, Policy
from handouts.signoff.record import Paper, Record
from handouts.wording import Wording

DUE = timedelta(days=60)  # before the end of an approval, in which a re-review is due

CHANGED = "changed"  # the rule of findings that name what an approval no longer covers
UNSIGNED = "the policy asks for a signature, and it has none"
_MAY = "Have it signed by somebody who may, or take the files back as they were signed."
_AGAIN = "Have it read again: handouts review changes {}"


class State(StrEnum):
    """Where one role's approval of a language stands."""

    APPROVED = "approved"
    DUE = "due"
    CHANGED = "changed since"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    INVALID = "not valid"
    NEVER = "never"

    @property
    def in_force(self) -> bool:
        """Tell whether a page may rely on it."""
        return self in (State.APPROVED, State.DUE)


@dataclass(frozen=True)
class RoleStanding:
    """One role's newest approval: its state, its end, what changed since, why it is not valid."""

    role: Role
    state: State
    entry: Entry | None = None
    until: date | None = None
    changed: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    reason: str = ""
    key: str = ""  # the fingerprint of the key that signed, where one did

    @property
    def baseline(self) -> Record | None:
        """Answer the record that changes count from; none where all is to be read again."""
        stood_by = (State.APPROVED, State.DUE, State.CHANGED, State.EXPIRED)
        return self.entry.record if self.entry and self.state in stood_by else None


@dataclass(frozen=True)
class Standing:
    """Where one topic in one language stands with all the roles that the policy asks for."""

    language: Language
    wording: Wording
    roles: tuple[RoleStanding, ...]
    ledger: Ledger

    @property
    def is_approved(self) -> bool:
        """Tell whether it may be handed out as approved."""
        return (
            bool(self.roles)
            and not self.ledger.faults
            and all(role.state.in_force for role in self.roles)
        )

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """List the approvals for a page to name; none while one is lacking."""
        if not self.is_approved:
            return ()
        return tuple(_approval(role) for role in self.roles if role.entry and role.until)

    def turning_days(self) -> Iterator[date]:
        """List the days on which this comes out otherwise than the day before, by itself."""
        for role in self.roles:
            if role.until:
                yield from (role.until - DUE, role.until + timedelta(days=1))

    def refusals(self) -> tuple[Finding, ...]:
        """Say all that stands between this language and a release."""
        return (*self.ledger.faults, *(f for role in self.roles for f in self._refused(role)))

    def notices(self) -> tuple[Finding, ...]:
        """Say what of the approvals there were is wrong, has lapsed, or soon will.

        What was never approved is no news: the page says it.
        """
        return (*self.ledger.faults, *(f for role in self.roles for f in self._noticed(role)))

    def _noticed(self, role: RoleStanding) -> Iterator[Finding]:
        """A signature that does not hold is an error; what lapsed is a warning."""
        if role.state is State.DUE:
            what = f"The {role.role} approval of {self.wording.topic} ends on {role.until}."
            again = _AGAIN.format(self.language.tag)
            yield warning("sign-off", what, again, language=self.language.tag)
        elif role.state is State.INVALID:
            yield from self._refused(role)
        elif role.state is not State.NEVER:
            for found in self._refused(role):
                yield replace(found, severity=Severity.WARNING)

    def _refused(self, role: RoleStanding) -> Iterator[Finding]:
        if role.state.in_force:
            return
        for what, hint in _why(role, self.language):
            file = shown(role.entry.path) if role.entry else ""
            where = f"{self.wording.topic} · {role.role}"
            rule = CHANGED if role.state is State.CHANGED else "sign-off"
            yield error(rule, what, hint, file=file, language=self.language.tag, where=where)


def _day(record: Record) -> date:
    """Tell the day a person signed, on paper or with a key."""
    return record.paper.signed_on if record.paper else record.signed.date()


def _approval(role: RoleStanding) -> Approval:
    if role.entry is None or role.until is None:  # pragma: no cover - an approval has both
        raise ValueError(role)
    record = role.entry.record
    return Approval(
        role=role.role,
        name=record.reviewer.name,
        registration=record.reviewer.registration,
        signed=_day(record),
        until=role.until,
        number=record.number,
        digest=role.entry.digest,
    )


def _why(role: RoleStanding, language: Language) -> Iterator[tuple[str, str]]:
    tag, number = language.tag, role.entry.record.number if role.entry else 0
    again = _AGAIN.format(tag)
    match role.state:
        case State.NEVER:
            hint = f"Send out a packet (handouts review packet {tag}), then sign."
            hint = "It is made up: nobody can approve it." if language.is_pseudo else hint
            yield f"The {role.role} approval is missing.", hint
        case State.CHANGED:
            for change in role.changed:
                since = f"Since the {role.role} approval (record {number})"
                yield f"{since}, {change.name}: {change.what}.", again
        case State.EXPIRED:
            yield f"The {role.role} approval (record {number}) expired on {role.until}.", again
        case State.WITHDRAWN:
            what = f"The {role.role} approval (record {number}) was withdrawn: {role.reason}"
            yield what, "Mend what was wrong, and have the whole text read again."
        case State.INVALID:
            for fault in role.faults:
                what = f"The {role.role} approval (record {number}) is not valid: {fault}."
                yield what, _mend(fault, language)


def _mend(fault: str, language: Language) -> str:
    """Say what to do about a record that is not valid."""
    if f"{signatures.PROGRAM} is not installed" in fault:
        return signatures.GET_IT
    if fault == UNSIGNED:
        space = signatures.namespace(language)
        return (
            f"Sign it: {signatures.PROGRAM} -Y sign -f KEY -n {space} on the record's file; "
            "or let assets/library.toml say signature = false."
        )
    return _MAY


def judge(library: Library, document: Document, now: datetime) -> Standing:
    """Find out where a document's wording stands, at a moment with a time zone.

    Raises:
        Refused: the policy or the list of reviewers cannot be used.
    """
    rules, register = policy.load(library.settings), people.load(library.reviewers)
    language, wording = document.language, document.wording
    book = ledger.load(library, language, wording.topic, now)
    examiner = Examiner(library, language, rules, register, document.translators)
    roles = tuple(_role(book, role, wording, examiner, now) for role in rules.needs(language))
    return Standing(language, wording, _by_different_people(roles), book)


def _role(
    book: Ledger, role: Role, wording: Wording, examiner: "Examiner", now: datetime
) -> RoleStanding:
    entry = book.latest(role)
    if book.faults:
        return RoleStanding(role, State.INVALID, entry)
    if entry is None:
        return RoleStanding(role, State.NEVER)
    withdrawal = book.latest("withdrawal")
    if withdrawal and withdrawal.record.number > entry.record.number:
        return RoleStanding(role, State.WITHDRAWN, entry, reason=withdrawal.record.reason)
    faults, key = examiner.examine(entry)
    until = examiner.end(entry.record)
    found = RoleStanding(role, State.APPROVED, entry, until, key=key)
    if faults or entry.record.wording is None:
        return replace(found, state=State.INVALID, faults=faults)
    if changed := changes.between(entry.record.wording, wording):
        return replace(found, state=State.CHANGED, changed=changed)
    today = now.date()
    if today > until:
        return replace(found, state=State.EXPIRED)
    return replace(found, state=State.DUE) if until - today <= DUE else found


def _by_different_people(roles: tuple[RoleStanding, ...]) -> tuple[RoleStanding, ...]:
    """Void the approvals of one person in two roles: two signatures by two people."""
    return tuple(
        replace(role, state=State.INVALID, faults=(f"{twin} had a part in another role too",))
        if role.state.in_force and (twin := _twin(role, roles))
        else role
        for role in roles
    )


def _twin(role: RoleStanding, roles: tuple[RoleStanding, ...]) -> str:
    for other in roles:
        if other is role or not other.entry or not role.entry or other.state is State.WITHDRAWN:
            continue
        one, two = role.entry.record, other.entry.record
        # One coordinator may record both papers; nobody records one and signs the other.
        same_key = role.key and role.key == other.key and not (one.paper and two.paper)
        if same_key or any(people.same_person(a, b) for a, b in _pairs(one, two)):
            return one.reviewer.name
    return ""


def _pairs(one: Record, two: Record) -> Iterator[tuple[people.Person, people.Person]]:
    """Go through the people of two records who must not be one."""
    yield one.reviewer, two.reviewer
    if two.paper:
        yield one.reviewer, two.paper.recorded_by
    if one.paper:
        yield one.paper.recorded_by, two.reviewer


@dataclass(frozen=True)
class Examiner:
    """Judges one record by itself: who signed, whether they may, and whether it is unaltered."""

    library: Library
    language: Language
    policy: Policy
    register: Register
    translators: tuple[str, ...]  # whom the catalogs name today

    def examine(self, entry: Entry) -> tuple[tuple[str, ...], str]:
        """List what is wrong with a record; answer the fingerprint of the key that signed, too."""
        record = entry.record
        faults = [*self._about_reviewer(record)]
        if record.paper:
            faults += self._about_recorder(record, record.paper)
        if record.until and record.until > months_after(_day(record), MOST_MONTHS):
            faults.append(f"it lasts longer than {MOST_MONTHS} months")
        if _day(record) > record.signed.date():
            faults.append("it was recorded before it was signed")
        verdict = self._signature(entry)
        return (*faults, *((verdict.reason,) if verdict.reason else ())), verdict.key

    def end(self, record: Record) -> date:
        """Tell the last day of an approval: its own, or the policy's where that is sooner."""
        most = months_after(_day(record), self.policy.months)
        return min(record.until or most, most)

    def _about_reviewer(self, record: Record) -> Iterator[str]:
        who, role = record.reviewer, record.meaning
        listed = self.register.find(who.principal)
        if listed is None:
            yield f"{who.principal} is not in locales/reviewers.toml"
            return
        said, written = (who.name, who.registration), (listed.name, listed.registration)
        if said != written:
            names = f"“{visible(said[0])}”, and locales/reviewers.toml says “{written[0]}”"
            yield f"it names {names}" if said[0] != written[0] else "the registration differs"
        if role != "withdrawal":
            named = (*record.translators, *self.translators)
            yield from unfit(listed, role, self.language, named)

    def _about_recorder(self, record: Record, paper: Paper) -> Iterator[str]:
        listed = self.register.find(paper.recorded_by.principal)
        if listed is None or not listed.may("coordinator", self.language):
            yield f"{paper.recorded_by.principal}, who recorded it, is no coordinator here"
        if people.same_person(paper.recorded_by, record.reviewer):
            yield f"{record.reviewer.name} recorded their own signature"

    def _signature(self, entry: Entry) -> signatures.Verdict:
        record = entry.record
        if not entry.signature:
            needed = self.policy.signature or not record.paper
            return signatures.Verdict(reason=UNSIGNED if needed else "")
        allowed = self.library.allowed_signers
        if wide := signatures.too_wide(allowed):
            line = wide[0].split(maxsplit=1)[0]
            return signatures.Verdict(reason=f"locales/allowed_signers lets “{line}” sign")
        who = record.signer.principal
        try:
            return signatures.verify(
                entry.data, entry.signature, self.language, who, record.signed, allowed
            )
        except SignerMissing as missing:
            return signatures.Verdict(reason=f"it cannot be checked: {missing.message[:-1]}")


def unfit(
    reviewer: people.Reviewer, role: Role, language: Language, translators: tuple[str, ...]
) -> Iterator[str]:
    """Say why a person may not give an approval."""
    if not reviewer.may(role, language):
        yield f"{reviewer.name} may not give the {role} approval for {language.tag}"
    if reviewer.may("translator", language) or people.translated_by(reviewer, translators):
        yield f"{reviewer.name} translated it, and nobody approves their own work"
