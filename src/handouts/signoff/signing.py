"""Writing the next record: an approval by key or on paper, or the end of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from handouts import inline
from handouts.approval import Role
from handouts.dates import months_after
from handouts.document import Document
from handouts.errors import Refused
from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import Library
from handouts.reading import shown
from handouts.signoff import ledger, people, policy, record, signatures, standing
from handouts.signoff.ledger import Ledger
from handouts.signoff.people import Reviewer
from handouts.signoff.record import Carried, Meaning, Paper, Record, Signatory
from handouts.signoff.standing import Standing, State
from handouts.wording import Wording


@dataclass(frozen=True)
class Desk:
    """All that is needed to write the next record of a document; ``now`` has a time zone."""

    library: Library
    document: Document
    now: datetime

    @property
    def language(self) -> Language:
        """Answer the language that is signed."""
        return self.document.language

    @property
    def wording(self) -> Wording:
        """Answer what is signed."""
        return self.document.wording

    def read_ledger(self) -> Ledger:
        """Read the ledger as it stands."""
        return ledger.load(self.library, self.language, self.wording.topic, self.now)


def can_go_unsigned(desk: Desk) -> bool:
    """Tell whether a record without a key may be written: by the policy, or for want of a program.

    What the policy wants signed does not count until somebody signs the record's file.
    """
    return not policy.load(desk.library.settings).signature or not signatures.is_there()


def withdrawn(desk: Desk) -> Record | None:
    """Find the withdrawal that ended the approvals before now, if that is where things stand."""
    last = desk.read_ledger().last
    return last.record if last and last.record.meaning == "withdrawal" else None


def approval(desk: Desk, reviewer: Reviewer, role: Role) -> Record:
    """Make the record of an approval, unsigned yet.

    Raises:
        Refused: with every reason why this person may not approve this, now.
    """
    book = desk.read_ledger()
    stands = standing.judge(desk.library, desk.document, desk.now)
    reasons = [
        *_chain_faults(desk, book),
        *(
            _reason(desk, f"{fault}.", "Ask somebody else whom locales/reviewers.toml allows.")
            for fault in standing.unfit(reviewer, role, desk.language, desk.document.translators)
        ),
        *_already(desk, stands, reviewer, role),
    ]
    if reasons:
        raise Refused(reasons)
    rules = policy.load(desk.library.settings)
    return replace(
        _bare(desk, book, reviewer, role),
        wording=desk.wording,
        until=months_after(desk.now.date(), rules.months),
        translators=desk.document.translators,
        carried=_carried(stands, role),
    )


def on_paper(
    desk: Desk, bare: Record, coordinator: Reviewer, scan: bytes, signed_on: date
) -> Record:
    """Make the record of a signature on paper.

    Raises:
        Refused: who records it may not, or the day on the paper cannot be right.
    """
    reasons: list[Finding] = []
    if not coordinator.may("coordinator", desk.language):
        what = f"{coordinator.name} is no coordinator for {desk.language.tag}."
        hint = "Give them the role “coordinator” in locales/reviewers.toml."
        reasons.append(_reason(desk, what, hint))
    if people.same_person(coordinator, bare.reviewer):
        what = f"{coordinator.name} cannot record their own signature."
        reasons.append(_reason(desk, what, "Let another coordinator record it."))
    if signed_on > desk.now.date():
        hint = "Give the day written on the paper, as YYYY-MM-DD."
        reasons.append(_reason(desk, f"{signed_on} has not come yet.", hint))
    until = months_after(signed_on, policy.load(desk.library.settings).months)
    if until < desk.now.date():
        what = f"What was signed on {signed_on} would have ended on {until}."
        reasons.append(_reason(desk, what, "Have it read and signed again."))
    if reasons:
        raise Refused(reasons)
    paper = Paper(recorded_by=coordinator.person, signed_on=signed_on, scan=record.digest(scan))
    return replace(bare, paper=paper, until=until)


def withdrawal(desk: Desk, reviewer: Reviewer, reason: str) -> Record:
    """Make the record that ends every approval before it.

    Raises:
        Refused: nothing is approved, the person is none of the language's, or there is no reason.
    """
    book = desk.read_ledger()
    reasons = _chain_faults(desk, book)
    if not reviewer.knows(desk.language):
        what = f"{reviewer.name} is no reviewer of {desk.language.tag}."
        reasons.append(_reason(desk, what, "Ask a reviewer or coordinator of this language."))
    newest = book.last
    if newest is None or newest.record.meaning == "withdrawal":
        hint = "See: handouts review status"
        reasons.append(_reason(desk, "There is no approval to withdraw.", hint))
    if not inline.clean(reason):
        hint = "Give it with --reason: it will be shown to whoever builds this language."
        reasons.append(_reason(desk, "A withdrawal needs a reason.", hint))
    if reasons:
        raise Refused(reasons)
    return replace(_bare(desk, book, reviewer, "withdrawal"), reason=inline.clean(reason))


def commit(desk: Desk, finished: Record, key: Path | None, unsigned: bool = False) -> Path:
    """Sign a record, check the signature, and add the record to the ledger.

    Raises:
        SignerMissing: ``ssh-keygen`` is not installed.
        NotSigned: the key cannot be used.
        Refused: the key is not the signer's.
        OutputUnwritable: the ledger cannot be written.
    """
    data = record.encoded(finished)
    signature = b"" if unsigned else _signature(desk, finished, data, key)
    return ledger.add(desk.read_ledger(), finished, signature)


def _signature(desk: Desk, finished: Record, data: bytes, key: Path | None) -> bytes:
    allowed, who = desk.library.allowed_signers, finished.signer.principal
    if key is None:
        made = signatures.sign_by_agent(data, desk.language, who, finished.signed, allowed)
    else:
        made = signatures.sign(data, desk.language, key)
    verdict = signatures.verify(data, made, desk.language, who, finished.signed, allowed)
    if verdict.reason:
        what = f"This key cannot sign for {who}: {verdict.reason}."
        hint = "Use their own key, or add its public half to locales/allowed_signers."
        raise Refused([_reason(desk, what, hint)])
    _refuse_another_role_s_key(desk, finished, verdict.key)
    return made


def _refuse_another_role_s_key(desk: Desk, finished: Record, key: str) -> None:
    """Two roles are two people, and two people have two keys; anybody may withdraw."""
    if finished.meaning == "withdrawal":
        return
    for other in standing.judge(desk.library, desk.document, desk.now).roles:
        if other.role == finished.meaning or other.key != key or other.entry is None:
            continue
        if other.state.in_force and not (finished.paper and other.entry.record.paper):
            what = f"This key signed the {other.role} approval (record {other.entry.record.number})"
            raise Refused([_reason(desk, f"{what} too.", "Each person needs a key of their own.")])


def _chain_faults(desk: Desk, book: Ledger) -> list[Finding]:
    faults = list(book.faults)
    if book.last and desk.now < book.last.record.signed and not faults:
        what = (
            f"This computer's clock says {desk.now:%Y-%m-%d %H:%M %Z}, which is before the last "
            f"record ({book.last.record.signed:%Y-%m-%d %H:%M %Z})."
        )
        faults.append(_reason(desk, what, "Set the clock right, then sign again."))
    return faults


def _already(desk: Desk, stands: Standing, reviewer: Reviewer, role: Role) -> Iterator[Finding]:
    """Refuse a person whose approval in another role would stand beside this one."""
    for other in stands.roles:
        if other.role == role or other.entry is None or other.state is State.WITHDRAWN:
            continue
        given = other.entry.record
        if people.same_person(reviewer, given.reviewer):
            what = f"{reviewer.name} gave the {other.role} approval (record {given.number})."
            yield _reason(desk, what, "Two roles are two people: ask somebody else.")


def _carried(stands: Standing, role: Role) -> Carried | None:
    """Say what of the wording this role has read before, and still stands by."""
    before = next((r.baseline for r in stands.roles if r.role == role), None)
    if before is None or before.wording is None:
        return None
    known = set(before.wording.messages)
    said_now = stands.wording.messages
    new = [said for said in said_now if said not in known]
    return Carried(
        record=before.number,
        messages=len(said_now) - len(new),
        changed=tuple(":".join(said.key) for said in new),
    )


def _bare(desk: Desk, book: Ledger, reviewer: Reviewer, meaning: Meaning) -> Record:
    return Record(
        format="handouts sign-off 1",
        number=book.last.record.number + 1 if book.last else 1,
        previous=book.last.digest if book.last else "",
        meaning=meaning,
        topic=desk.wording.topic,
        version=desk.wording.version,
        language=desk.language.tag,
        reviewer=Signatory(
            principal=reviewer.principal,
            name=reviewer.name,
            registration=reviewer.registration,
            languages=reviewer.languages,
        ),
        signed=desk.now.replace(microsecond=0),
        fingerprint=desk.wording.fingerprint,
    )


def _reason(desk: Desk, what: str, hint: str) -> Finding:
    return error(
        "sign-off",
        what,
        hint,
        file=shown(desk.library.sign_offs(desk.language, desk.wording.topic)),
        language=desk.language.tag,
    )
