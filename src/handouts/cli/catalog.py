"""``handouts catalog``."""

from pathlib import Path

import click

from handouts import catalog, content, document, library, plan
from handouts.cli import console
from handouts.content import Words
from handouts.errors import Refused
from handouts.findings import Finding


@click.group("catalog", short_help="Keep the catalogs that translators work in.")
def command() -> None:
    """Keep the catalogs that translators work in."""


@command.command("update", short_help="Bring templates and catalogs up to the English.")
@console.languages_option
@click.pass_obj
def update(library_folder: str | None, languages: tuple[str, ...]) -> None:
    """Bring templates and catalogs up to the English.

    A translation stays where place and English text are the same. Where the English has changed
    it is kept, marked fuzzy for a translator to look at. Nothing is ever guessed from a text
    that is only similar.
    """
    shelf = library.find(library_folder)
    chosen = library.choose(shelf, languages)
    refused: list[Finding] = []
    for domain, words in _domains(shelf).items():
        messages = content.messages(words)
        template = catalog.template(domain, messages)
        if catalog.write(shelf.template_catalog(domain), template):
            _tell(shelf, shelf.template_catalog(domain))
        for language in chosen:
            path = shelf.catalog(language, domain)
            try:
                if not language.is_source and catalog.merge(path, template, language):
                    _tell(shelf, path)
            except Refused as fault:
                refused += fault.findings
    if refused:
        raise Refused(refused)
    click.echo("The catalogs agree with the English.", err=True)


def _domains(shelf: library.Library) -> dict[str, Words]:
    domains: dict[str, Words] = {}
    for topic in plan.choose_topics(shelf, ()):
        domains.update(document.open_sources(shelf, topic).domains())
    return domains


def _tell(shelf: library.Library, path: Path) -> None:
    click.echo(f"updated {path.relative_to(shelf.root)}")
