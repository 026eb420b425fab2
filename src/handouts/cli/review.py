"""``handouts review``."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from handouts import build, checks, library, plan, reading, reviewing
from handouts.approval import ROLES, Role
from handouts.checks import Case
from handouts.cli import console
from handouts.errors import Refused, WrongUse
from handouts.findings import Finding, Severity, has_errors
from handouts.language import Language
from handouts.library import Library
from handouts.signoff import changes, decisions, people, signing, standing
from handouts.signoff.decisions import Decisions
from handouts.signoff.record import Record
from handouts.signoff.signing import Desk
from handouts.signoff.standing import RoleStanding, Standing, State

F = TypeVar("F", bound=Callable[..., Any])

topic_option: Callable[[F], F] = click.option(
    "-t", "--topic", metavar="TOPIC", help="The topic; the first one by default."
)
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
fingerprint_option: Callable[[F], F] = click.option(
    "--fingerprint",
    metavar="TEXT",
    default="",
    help="The start of the fingerprint on the packet that was read; refused where it differs.",
)


@click.group("review", short_help="Have each language read and signed off.")
def command() -> None:
    """Have each language read and signed off.

    A language is approved when each role that the library's policy names has signed exactly the
    text there is now, by different people, and their approvals are in force.
    """


def _opened(library_folder: str | None, name: str, topic: str | None) -> tuple[Case, str]:
    shelf = library.find(library_folder)
    (language,) = library.choose(shelf, (name,))
    if language.is_pseudo:
        raise WrongUse(f"{language.tag} is made up; nobody can approve it.", "Name a language.")
    chosen = plan.choose_topics(shelf, (topic,) if topic else ())[0]
    return build.opened(shelf, chosen, language), chosen


def _desk(case: Case) -> Desk:
    named = signing.translators(case.catalogs)
    return Desk(case.library, case.document.language, case.document.wording, named, _now())


def _now() -> datetime:
    return datetime.now().astimezone()


def _judged(case: Case) -> Standing:
    document = case.document
    return standing.judge(
        case.library, document.wording, document.language, document.topic.id, _now()
    )


# ---------------------------------------------------------------- status


@command.command("status", short_help="Show who has approved what, and until when.")
@console.languages_option
@console.topics_option
@console.format_option
@click.pass_obj
def status(
    library_folder: str | None, languages: tuple[str, ...], topics: tuple[str, ...], form: str
) -> None:
    """Show for each language and role: approved, changed since, expired, due, withdrawn, never."""
    shelf = library.find(library_folder)
    chosen = library.choose(shelf, languages)
    found: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for topic in plan.choose_topics(shelf, topics):
        rows, told, source = _topic_status(shelf, topic, chosen)
        findings += told
        found.append({"topic": topic, "source": source, "languages": rows})
        if form == "text":
            _show_status(topic, rows, source)
    if form == "json":
        console.emit({"topics": found, "findings": console.as_json(findings)})
    else:
        console.show(findings)
    if has_errors(findings):
        click.get_current_context().exit(1)


def _topic_status(
    shelf: Library, topic: str, languages: tuple[Language, ...]
) -> tuple[list[dict[str, Any]], list[Finding], dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    source: dict[str, Any] = {}
    for language in languages:
        try:
            case = build.opened(shelf, topic, language)
            found = _judged(case)
        except Refused as refused:
            findings += refused.findings
            continue
        origin = case.sources.topic.source
        source = {
            "title": origin.title,
            "reviewed": origin.reviewed.isoformat(),
            "due": origin.due.isoformat(),
            "days_left": (origin.due - date.today()).days,
        }
        findings += [f for f in found.notices() if f.severity is Severity.ERROR]
        rows.append(_row(language, found))
    return rows, findings, source


def _row(language: Language, found: Standing) -> dict[str, Any]:
    return {
        "language": language.tag,
        "name": language.english_name,
        "approved": found.is_approved,
        "fingerprint": found.wording.fingerprint,
        "roles": {role.role: _role_values(role) for role in found.roles},
    }


def _role_values(role: RoleStanding) -> dict[str, Any]:
    record = role.entry.record if role.entry else None
    return {
        "state": role.state.value,
        "by": record.reviewer.name if record else "",
        "number": record.number if record else 0,
        "until": role.until.isoformat() if role.until else "",
        "changed": [change.name for change in role.changed],
        "reason": role.reason or "; ".join(role.faults),
    }


def _show_status(topic: str, rows: list[dict[str, Any]], source: dict[str, Any]) -> None:
    click.echo(f"{topic}:")
    roles = list(dict.fromkeys(name for row in rows for name in row["roles"]))
    console.table(
        ("language", "", "", *roles),
        [
            (
                row["language"],
                row["name"],
                "approved" if row["approved"] else "draft",
                *(_cell(row["roles"].get(name)) for name in roles),
            )
            for row in rows
        ],
        numbers=False,
    )
    if source:
        left = source["days_left"]
        when = f"in {console.count(left, 'day')}" if left >= 0 else "overdue"
        click.echo(f"Source “{source['title']}”: review due {source['due']} ({when}).")


def _cell(role: dict[str, Any] | None) -> str:
    if role is None:
        return "not asked"
    match role["state"]:
        case State.APPROVED:
            return f"approved until {role['until']}"
        case State.DUE:
            return f"due {role['until']}"
        case State.EXPIRED:
            return f"expired {role['until']}"
        case State.CHANGED:
            return f"changed since ({len(role['changed'])})"
    return str(role["state"])


# ---------------------------------------------------------------- packet and decisions


@command.command("packet", short_help="Make the packet that reviewers read and mark.")
@click.argument("name", metavar="LANG")
@topic_option
@click.option(
    "--role", type=click.Choice(ROLES), help="Count changes from this role's last approval."
)
@click.option("--changed", is_flag=True, help="Show only what changed since then.")
@console.paper_option
@console.output_option
@click.pass_obj
def packet(
    library_folder: str | None,
    name: str,
    topic: str | None,
    role: Role | None,
    changed: bool,
    paper: str | None,
    folder: Path,
) -> None:
    """Make the packet that reviewers read: an HTML file to mark, and a PDF to print and sign.

    Both hold every text beside the English and what it says when put back into English, with the
    findings, what changed since the last approval, and pictures of the pages and slides.
    """
    case, chosen = _opened(library_folder, name, topic)
    shelf, language = case.library, case.document.language
    sheet = plan.choose_paper(paper) if paper else case.sources.clinic.paper
    made = reviewing.assemble(shelf, chosen, language, sheet, _now(), role, changed)
    from handouts.render import packet as renderer

    printed = renderer.render(made, shelf, sheet)
    place = folder / "review" / language.tag
    for ending, data in (("html", renderer.html(made, shelf).encode()), ("pdf", printed.data)):
        path = place / f"{renderer.name(made)}.{ending}"
        reading.write_bytes(path, data)
        click.echo(reading.shown(path))
    console.show(printed.findings)
    if made.slides is None:
        click.echo("It has no pictures of slides: LibreOffice is not installed here.", err=True)
    if changed and not made.partial:
        click.echo("There is no approval to compare with: the packet holds everything.", err=True)
    fingerprint = console.grouped(case.document.wording.fingerprint[:16])
    click.echo(f"Its fingerprint starts with {fingerprint}.", err=True)


@command.command("import", short_help="Take a reviewer's decisions into the catalogs.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def import_decisions(library_folder: str | None, file: Path) -> None:
    """Take a reviewer's decisions into the catalogs.

    Comments become translator comments, and what needs a change becomes fuzzy; nothing else
    changes. The same file may be imported twice. For English, which has no catalog, they are told.
    """
    shelf = library.find(library_folder)
    made = decisions.load(file)
    language = decisions.spoken(file, made, shelf)
    if language.is_source:
        _tell_of_english(made)
        return
    done = decisions.merged(file, made, shelf, language)
    for path, text in done.texts.items():
        if reading.write_text(path, text):
            click.echo(f"updated {reading.shown(path)}")
    if made.comment.strip():
        click.echo(f"On the whole: {people.visible(made.comment.strip())}")
    click.echo(
        f"{console.count(done.refused, 'text')} to change, "
        f"{console.count(done.commented, 'comment')}. Deciding is not signing: see review sign.",
        err=True,
    )


def _tell_of_english(made: Decisions) -> None:
    """Print decisions on the English, which is mended in the content files by hand."""
    for decision in made.messages:
        if decision.decision == "change" or decision.comment.strip():
            said = people.visible(decision.comment.strip())
            click.echo(
                f"{decision.catalog}:{decision.context}: {decision.decision or 'note'}: {said}"
            )
    click.echo("English has no catalog: mend it in assets/. Nothing was written.", err=True)


# ---------------------------------------------------------------- changes


@command.command("changes", short_help="Show what changed since the last approval.")
@click.argument("name", metavar="LANG")
@topic_option
@console.format_option
@click.pass_obj
def show_changes(library_folder: str | None, name: str, topic: str | None, form: str) -> None:
    """Show what changed since each role's last approval: was, now, and the texts around it."""
    case, _ = _opened(library_folder, name, topic)
    found = _judged(case)
    told = {
        role.role: [_change_values(change, found) for change in _since(role, found)]
        for role in found.roles
    }
    if form == "json":
        console.emit({"language": found.language.tag, "changes": told})
        return
    for role in found.roles:
        _show_changes(role, told[role.role])


def _since(role: RoleStanding, found: Standing) -> tuple[changes.Change, ...]:
    """List what changed since a role's last approval, whatever became of it."""
    before = role.entry.record.wording if role.entry else None
    return changes.between(before, found.wording) if before else ()


def _change_values(change: changes.Change, found: Standing) -> dict[str, Any]:
    said = found.wording.messages
    place = next((n for n, s in enumerate(said) if s == change.now), -1)
    around = [
        said[n].text if place >= 0 and 0 <= n < len(said) else "" for n in (place - 1, place + 1)
    ]
    return {
        "name": change.name,
        "what": change.what,
        "english_was": change.was.source if change.was else "",
        "english_now": change.now.source if change.now else "",
        "was": change.was.text if change.was else "",
        "now": change.now.text if change.now else "",
        "before": around[0],
        "after": around[1],
    }


def _show_changes(role: RoleStanding, told: list[dict[str, Any]]) -> None:
    if role.entry is None:
        click.echo(f"{role.role}: never approved; there is nothing to compare with.")
        return
    number = role.entry.record.number
    click.echo(f"{role.role}: {console.count(len(told), 'change')} since record {number}.")
    for change in told:
        click.echo(f"\n{change['name']}: {change['what']}")
        for label, key in (
            ("English was", "english_was"),
            ("English now", "english_now"),
            ("before it", "before"),
            ("was", "was"),
            ("now", "now"),
            ("after it", "after"),
        ):
            same = key == "english_was" and change["english_was"] == change["english_now"]
            if change[key] and not same:
                click.echo(f"  {label + ':':12} {people.visible(change[key])}")


# ---------------------------------------------------------------- signing


@command.command("sign", short_help="Approve a language with an SSH key.")
@click.argument("name", metavar="LANG")
@role_option
@principal_option
@key_option
@topic_option
@fingerprint_option
@yes_option
@click.pass_obj
def sign(
    library_folder: str | None,
    name: str,
    role: Role,
    principal: str,
    key: Path | None,
    topic: str | None,
    fingerprint: str,
    yes: bool,
) -> None:
    """Approve a language: show what is signed, then write the record and its signature.

    The signature is over the whole text of the language, and good for nothing else.
    """
    case, _ = _opened(library_folder, name, topic)
    _fit_to_sign(case, fingerprint)
    reviewer = people.load(case.library.reviewers).named(principal)
    desk = _desk(case)
    made = signing.approval(desk, reviewer, role)
    _show_what_is_signed(case, made)
    _ask(yes, f"{reviewer.name} approves exactly this text. Sign?")
    _tell(desk, signing.commit(desk, made, key))


@command.command("record", short_help="Record an approval signed on paper.")
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
    record. The fingerprint on the paper must be that of the text there is now.
    """
    case, _ = _opened(library_folder, name, topic)
    _fit_to_sign(case, fingerprint)
    register = people.load(case.library.reviewers)
    reviewer, coordinator = register.named(principal), register.named(recorder)
    desk = _desk(case)
    image = reading.read_bytes(scan, "scan")
    bare = signing.approval(desk, reviewer, role)
    made = signing.on_paper(desk, bare, coordinator, image, signed_on.date())
    _show_what_is_signed(case, made)
    _ask(yes, f"{coordinator.name} saw the signature of {reviewer.name}. Record it?")
    unsigned = key is None and not signing.asks_for_signature(desk)
    _tell(desk, signing.commit(desk, made, key, unsigned))


@command.command("withdraw", short_help="End the approvals of a language.")
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
    case, _ = _opened(library_folder, name, topic)
    reviewer = people.load(case.library.reviewers).named(principal)
    desk = _desk(case)
    made = signing.withdrawal(desk, reviewer, reason)
    click.echo(f"This ends every approval of {desk.wording.topic} in {desk.language.tag}.")
    _ask(yes, f"{reviewer.name} withdraws them. Go on?")
    bare = unsigned or (key is None and not signing.asks_for_signature(desk))
    _tell(desk, signing.commit(desk, made, key, bare))


def _fit_to_sign(case: Case, fingerprint: str) -> None:
    """Refuse what has an error or an open question, or is not the text that was read.

    Raises:
        Refused: with all that must be mended first.
    """
    findings = [*checks.check_all(case)]
    if has_errors(findings):
        raise Refused([f for f in findings if f.severity in (Severity.ERROR, Severity.QUESTION)])
    told = fingerprint.replace(" ", "").replace("-", "").lower()
    if fingerprint and (len(told) < 16 or not case.document.wording.fingerprint.startswith(told)):
        raise WrongUse(
            "The fingerprint on the packet is not that of the text there is now.",
            f"The text now is {console.grouped(case.document.wording.fingerprint[:16])}…: "
            "send out a new packet, or give at least 16 characters.",
        )


def _show_what_is_signed(case: Case, made: Record) -> None:
    """Show what a signature will be for: text, fingerprint, counts, answers, what is new."""
    wording, document = case.document.wording, case.document
    warnings = [f for f in checks.check_all(case) if f.severity is Severity.WARNING]
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
        ("until", str(made.until)),
        ("record", f"number {made.number}"),
        ("fingerprint", console.grouped(made.fingerprint)),
    ]
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
    found = standing.judge(desk.library, desk.wording, desk.language, desk.wording.topic, desk.now)
    click.echo(reading.shown(path))
    state = "approved" if found.is_approved else "a draft still"
    click.echo(f"{desk.language.tag} is {state}. Commit the new files to keep them.", err=True)
