"""``handouts list``."""

from typing import Any

import click

from handouts import document, library, plan
from handouts.cli import console
from handouts.errors import Refused


@click.command("list", short_help="List topics, languages, editions and papers.")
@console.format_option
@click.pass_obj
def command(library_folder: str | None, form: str) -> None:
    """List topics, languages, editions and papers."""
    shelf = library.find(library_folder)
    known = {
        "library": str(shelf.root),
        "topics": [_topic(shelf, name) for name in shelf.topics()],
        "languages": [
            {
                "tag": lang.tag,
                "name": lang.autonym,
                "english": lang.english_name,
                "direction": lang.direction,
                "status": "draft",
            }
            for lang in shelf.languages()
        ],
        "editions": [
            {
                "name": e.name,
                "description": e.description,
                "papers": list(plan.PAPERS) if e.on_paper else [],
            }
            for e in plan.EDITIONS.values()
        ],
    }
    if form == "json":
        console.emit(known)
    else:
        _print(known)


def _topic(shelf: library.Library, name: str) -> dict[str, Any]:
    try:
        topic = document.open_sources(shelf, name).topic
    except Refused as refused:
        return {"name": name, "title": refused.message, "version": "", "source_due": ""}
    return {
        "name": name,
        "title": topic.title,
        "version": topic.version,
        "source_due": topic.source.due.isoformat(),
    }


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
        click.echo(f"  {lang['tag']:<12} {lang['english']} – {lang['name']} ({lang['status']})")
    click.echo("\nEditions")
    for edition in known["editions"]:
        papers = f" ({' or '.join(edition['papers'])})" if edition["papers"] else ""
        click.echo(f"  {edition['name']:<12} {edition['description']}{papers}")
