"""``handouts catalog``."""

import click

from handouts import catalog, content, document, library, plan
from handouts.cli import console


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
    domains = {}
    for topic in plan.choose_topics(shelf, ()):
        domains.update(document.open_sources(shelf, topic).domains())
    for domain, words in domains.items():
        messages = content.messages(words)
        paths = []
        if catalog.write_template(shelf.template_catalog(domain), domain, messages):
            paths.append(shelf.template_catalog(domain))
        template = catalog.template(domain, messages)
        for language in library.choose(shelf, languages):
            path = shelf.catalog(language, domain)
            if not language.is_source and catalog.merge(path, template, language):
                paths.append(path)
        for path in paths:
            click.echo(f"updated {path.relative_to(shelf.root)}")
    click.echo("The catalogs agree with the English.", err=True)
