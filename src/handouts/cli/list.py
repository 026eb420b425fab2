"""``handouts list``."""

from typing import Any

import click

from handouts import document, editions, library
from handouts.cli import console
from handouts.errors import Refused
from handouts.findings import Finding
from handouts.making import records_in_force


@click.command("list", short_help="List topics, languages, editions and papers.")
@console.format_option
@click.pass_obj
def command(library_folder: str | None, form: str) -> None:
    """List topics, languages, editions and papers."""
    shelf = library.find(library_folder)
    topics, findings = _topics(shelf)
    known = {
        "library": str(shelf.root),
        "topics": topics,
        "languages": [
            {
                "tag": lang.tag,
                "name": lang.autonym,
                "english": lang.english_name,
                "direction": lang.direction,
                "approved": [
                    topic for topic in shelf.topics() if records_in_force(shelf, topic, lang)
                ],
            }
            for lang in shelf.languages()
        ],
        "editions": [
            {"name": e.name, "description": e.description, "papers": list(e.papers)}
            for e in editions.load(shelf).values()
        ]
        + [{"name": editions.DECK, "description": editions.DECK_DESCRIPTION, "papers": []}],
    }
    if form == "json":
        console.emit({**known, "findings": console.as_json(findings)})
    else:
        _print(known)
        console.show(findings)
    if findings:
        click.get_current_context().exit(1)


def _topics(shelf: library.Library) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Describe the topics that can be read; say what is wrong with the others."""
    described: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for name in shelf.topics():
        try:
            topic = document.open_sources(shelf, name).topic
        except Refused as refused:
            findings += refused.findings
            continue
        due = topic.source.due.isoformat()
        described.append(
            {"name": name, "title": topic.title, "version": topic.version, "source_due": due}
        )
    return described, findings


def _print(known: dict[str, Any]) -> None:
    click.echo(f"Library: {known['library']}")
    click.echo("\nTopics")
    for topic in known["topics"]:
        click.echo(
            f"  {topic['name']:<12} {topic['title']} (version {topic['version']}, "
            f"source due for review {topic['source_due']})"
        )
    click.echo("\nLanguages")
    for lang in known["languages"]:
        approved = f"approved: {', '.join(lang['approved'])}" if lang["approved"] else "draft"
        click.echo(f"  {lang['tag']:<12} {lang['english']} – {lang['name']} ({approved})")
    click.echo("\nEditions")
    for edition in known["editions"]:
        papers = f" ({' or '.join(edition['papers'])})" if edition["papers"] else ""
        click.echo(f"  {edition['name']:<12} {edition['description']}{papers}")
