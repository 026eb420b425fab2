"""``handouts review status``."""

from datetime import date
from typing import Any

import click

from handouts import library, making, plan
from handouts.cli import console
from handouts.cli.review._common import judged
from handouts.errors import Refused
from handouts.findings import Finding, Severity, has_errors
from handouts.language import Language
from handouts.library import Library
from handouts.signoff.standing import RoleStanding, Standing, State


@click.command("status", short_help="Show who has approved what, and until when.")
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
    click.echo(f"Library: {shelf.root}", err=True)
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
            case = making.opened(shelf, topic, language)
            found = judged(case)
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
