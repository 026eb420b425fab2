"""``handouts review sign``, ``record`` and ``withdraw``."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from handouts import checks, library, reading
from handouts.approval import ROLES, Role
from handouts.checks import Case
from handouts.cli import console
from handouts.cli.review._common import opened, topic_option
from handouts.dates import now
from handouts.errors import Refused, WrongUse
from handouts.findings import Finding, Severity, has_errors
from handouts.signoff import people, signing, standing
from handouts.signoff.record import Record
from handouts.signoff.signing import Desk
from handouts.wording import grouped

F = TypeVar("F", bound=Callable[..., object])
FEWEST = 16  # characters of a fingerprint that tell two texts apart

principal_option: Callable[[F], F] = click.option(
    "--as",
    "principal",
    metavar="PRINCIPAL",
    required=True,
    help="Who signs, as locales/reviewers.toml names them.",
)
key_option: Callable[[F], F] = click.option(
    "--key",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The private SSH key; the agent's key for that person by default.",
)
role_option: Callable[[F], F] = click.option(
    "--role", required=True, type=click.Choice(ROLES), help="What is approved: words or meaning."
)
yes_option: Callable[[F], F] = click.option(
    "--yes", is_flag=True, help="Do not ask whether to go on."
)


def _desk(case: Case) -> Desk:
    return Desk(case.library, case.document, now())


@click.command("sign", short_help="Approve a language with an SSH key.")
@click.argument("name", metavar="LANG")
@role_option
@principal_option
@key_option
@topic_option
@click.option(
    "--fingerprint",
    metavar="TEXT",
    help="The fingerprint on the packet that was read, its first 16 characters at least; refused "
    "where it is another.",
)
@yes_option
@click.pass_obj
def sign(
    library_folder: str | None,
    name: str,
    role: Role,
    principal: str,
    key: Path | None,
    topic: str | None,
    fingerprint: str | None,
    yes: bool,
) -> None:
    """Approve a language: show what is signed, then write the record and its signature.

    The signature is over the whole text of the language, and good for nothing else.
    """
    case = opened(library.find_own(library_folder), name, topic)
    warnings = _fit_to_sign(case)
    _is_what_was_read(case, fingerprint)
    reviewer = people.load(case.library.reviewers).named(principal)
    desk = _desk(case)
    made = signing.approval(desk, reviewer, role)
    _show_what_is_signed(desk, case, made, warnings)
    _ask(yes, f"{reviewer.name} approves exactly this text. Sign?")
    _tell(desk, signing.commit(desk, made, key))


@click.command("record", short_help="Record an approval signed on paper.")
@click.argument("name", metavar="LANG")
@role_option
@principal_option
@click.option(
    "--recorded-by",
    "recorder",
    metavar="PRINCIPAL",
    required=True,
    help="Who records it: a coordinator of locales/reviewers.toml.",
)
@click.option(
    "--scan",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="The scan of the signed packet; its digest is recorded. Keep the scan and the paper.",
)
@click.option(
    "--signed-on",
    metavar="DATE",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day written on the paper, as YYYY-MM-DD.",
)
@click.option(
    "--fingerprint",
    metavar="TEXT",
    required=True,
    help="The fingerprint printed on the packet, its first 16 characters at least.",
)
@key_option
@topic_option
@yes_option
@click.pass_obj
def record_paper(
    library_folder: str | None,
    name: str,
    role: Role,
    principal: str,
    recorder: str,
    scan: Path,
    signed_on: datetime,
    fingerprint: str,
    key: Path | None,
    topic: str | None,
    yes: bool,
) -> None:
    """Record an approval that was signed on a printed packet.

    Where the library's policy asks for a signature, the coordinator who records it signs the
    record; without ssh-keygen it is written all the same, and counts once its file is signed. The
    fingerprint on the paper must be that of the text there is now.
    """
    case = opened(library.find_own(library_folder), name, topic)
    warnings = _fit_to_sign(case)
    _is_what_was_read(case, fingerprint)
    register = people.load(case.library.reviewers)
    reviewer, coordinator = register.named(principal), register.named(recorder)
    desk = _desk(case)
    image = reading.read_bytes(scan, "scan")
    bare = signing.approval(desk, reviewer, role)
    made = signing.on_paper(desk, bare, coordinator, image, signed_on.date())
    _show_what_is_signed(desk, case, made, warnings)
    _ask(yes, f"{coordinator.name} saw the signature of {reviewer.name}. Record it?")
    unsigned = key is None and signing.can_go_unsigned(desk)
    _tell(desk, signing.commit(desk, made, key, unsigned))


@click.command("withdraw", short_help="End the approvals of a language.")
@click.argument("name", metavar="LANG")
@principal_option
@click.option("--reason", metavar="TEXT", required=True, help="Why: it is shown and kept.")
@key_option
@click.option("--unsigned", is_flag=True, help="Without a key: it ends the approvals all the same.")
@topic_option
@yes_option
@click.pass_obj
def withdraw(
    library_folder: str | None,
    name: str,
    principal: str,
    reason: str,
    key: Path | None,
    unsigned: bool,
    topic: str | None,
    yes: bool,
) -> None:
    """End every approval of a language, at once, with a reason.

    Its files leave the approved folder at the next build. After that all roles sign again.
    """
    case = opened(library.find_own(library_folder), name, topic)
    reviewer = people.load(case.library.reviewers).named(principal)
    desk = _desk(case)
    made = signing.withdrawal(desk, reviewer, reason)
    click.echo(
        f"This ends every approval of {desk.wording.topic} in {desk.language.tag}. "
        "Files made under it leave the approved folder at the next build; collect what is printed."
    )
    _ask(yes, f"{reviewer.name} withdraws them. Go on?")
    bare = unsigned or (key is None and signing.can_go_unsigned(desk))
    _tell(desk, signing.commit(desk, made, key, bare))


def _fit_to_sign(case: Case) -> Sequence[Finding]:
    """Refuse what has an error or an open question; answer the warnings.

    Raises:
        Refused: with all that must be mended first.
    """
    findings = [*checks.check_all(case)]
    if has_errors(findings):
        raise Refused([f for f in findings if f.severity in (Severity.ERROR, Severity.QUESTION)])
    return [f for f in findings if f.severity is Severity.WARNING]


def _is_what_was_read(case: Case, told: str | None) -> None:
    """Hold the fingerprint of what was read to that of the text there is now.

    Raises:
        WrongUse: it is too short to tell, or another.
    """
    if told is None:
        return
    typed = told.replace(" ", "").replace("-", "").lower()
    real = case.document.wording.fingerprint
    if len(typed) < FEWEST:
        hint = f"Give the first {FEWEST} characters at least, as the packet has them."
        raise WrongUse("This is too little of a fingerprint.", hint)
    if not real.startswith(typed):
        hint = f"The text now is {grouped(real[:FEWEST])}…: send out a new packet."
        raise WrongUse("The fingerprint on the packet is not that of the text there is now.", hint)


def _show_what_is_signed(desk: Desk, case: Case, made: Record, warnings: Sequence[Finding]) -> None:
    """Show what a signature will be for: text, fingerprint, counts, answers, what is new."""
    wording, document = case.document.wording, case.document
    lines = [
        ("approval", f"{made.meaning}, by {made.reviewer.name}, {made.reviewer.registration}"),
        ("topic", f"{document.topic.title} ({made.topic}, version {made.version})"),
        ("language", f"{document.language.english_name} ({made.language})"),
        (
            "text",
            f"{console.count(len(wording.messages), 'message')}, {len(wording.figures)} figures",
        ),
        ("answers", f"{len(wording.acknowledged)} acknowledged"),
        ("warnings", f"{len(warnings)} open"),
        ("translator", ", ".join(made.translators) or "not named in the catalogs: is it you?"),
        ("until", str(made.until)),
        ("record", f"number {made.number}"),
        ("fingerprint", grouped(made.fingerprint)),
    ]
    ended = signing.withdrawn(desk)
    if ended:
        lines.append(("withdrawn", f"on {ended.signed.date()}: {ended.reason}"))
    if made.carried:
        new = len(made.carried.changed)
        lines.append(
            (
                "carried",
                f"{made.carried.messages} read before (record {made.carried.record}), {new} new",
            )
        )
    for label, value in lines:
        click.echo(f"  {label + ':':13} {value}")
    console.show(warnings)


def _ask(yes: bool, question: str) -> None:
    if not yes and not click.confirm(question):
        click.echo("Nothing was written.", err=True)
        click.get_current_context().exit(1)


def _tell(desk: Desk, path: Path) -> None:
    found = standing.judge(desk.library, desk.document, desk.now)
    click.echo(reading.shown(path))
    kept = "Commit the new files, or keep a copy of the library in a safe place."
    if found.is_approved:
        click.echo(f"{desk.language.tag} is approved. {kept}", err=True)
        return
    click.echo(f"{desk.language.tag} is a draft:", err=True)
    console.show(found.refusals())
    click.echo(kept, err=True)
