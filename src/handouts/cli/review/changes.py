"""``handouts review changes``."""

from typing import Any

import click

from handouts import library
from handouts.cli import console
from handouts.cli.review._common import judged, opened, topic_option
from handouts.findings import Severity, has_errors
from handouts.inline import visible
from handouts.signoff import changes
from handouts.signoff.standing import RoleStanding, Standing


@click.command("changes", short_help="Show what changed since the last approval.")
@click.argument("name", metavar="LANG")
@topic_option
@console.format_option
@click.pass_obj
def show_changes(library_folder: str | None, name: str, topic: str | None, form: str) -> None:
    """Show what changed since each role's last approval: was, now, and the texts around it."""
    found = judged(opened(library.find(library_folder), name, topic))
    broken = [f for f in found.notices() if f.severity is Severity.ERROR]
    told = {
        role.role: [_change_values(change, found) for change in _since(role, found)]
        for role in found.roles
    }
    if form == "json":
        findings = console.as_json(broken)
        console.emit({"language": found.language.tag, "changes": told, "findings": findings})
    else:
        for role in found.roles:
            _show_changes(role, told[role.role])
        console.show(broken)
    if has_errors(broken):
        click.get_current_context().exit(1)


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
        click.echo(f"{role.role}: no approval to compare with.")
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
                click.echo(f"  {label + ':':12} {visible(change[key])}")
