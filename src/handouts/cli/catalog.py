"""``handouts catalog``."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

import click

from handouts import catalog, fonts, library, progress, pseudo, reading, walk
from handouts.cli import console
from handouts.errors import Refused
from handouts.findings import Finding, error, has_errors
from handouts.language import Language
from handouts.library import Library
from handouts.progress import Count
from handouts.walk import Message


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
    _bring_up(shelf, library.choose(shelf, languages))
    click.echo("The catalogs agree with the English.", err=True)


def _bring_up(shelf: Library, languages: Sequence[Language]) -> None:
    """Write the templates, and merge each language's catalogs with them.

    Raises:
        Refused: with the faults of every catalog that cannot be read; the others are up to date.
    """
    refused: list[Finding] = []
    for domain, words in progress.domains(shelf).items():
        messages = walk.messages(words)
        lost = (*walk.lost_moves(words), *_unknown_moves(shelf, domain, messages))
        if lost:
            refused += [_lost_move(domain, path) for path in dict.fromkeys(lost)]
            continue
        if reading.write_text(shelf.template_catalog(domain), catalog.template(domain, messages)):
            _tell(shelf, shelf.template_catalog(domain))
        for language in languages:
            if not language.is_source:
                refused += _merge(shelf, domain, messages, language)
    if refused:
        raise Refused(refused)


def _unknown_moves(shelf: Library, domain: str, messages: Sequence[Message]) -> Sequence[str]:
    """List the paths that a “was” names and no catalog has ever had: most likely mistyped."""
    moved = {message.was: message.context for message in messages if message.was}
    if not moved:
        return ()
    known: set[str] = set()
    for language in shelf.languages():
        path = shelf.catalog(language, domain)
        if path.exists():
            with contextlib.suppress(Refused):  # told when it is merged
                known |= catalog.contexts(path)
    return [was for was, context in moved.items() if not known & {was, context}] if known else ()


def _lost_move(domain: str, path: str) -> Finding:
    return error(
        "moved",
        f"A “was” of {domain} names “{path}”, which is no text that has moved.",
        "It names the path a text stood at before: section/block/field. Take it out if nothing "
        "moved.",
        where=path,
    )


def _merge(
    shelf: Library, domain: str, messages: tuple[Message, ...], language: Language
) -> Sequence[Finding]:
    path = shelf.catalog(language, domain)
    try:
        if catalog.merge(path, messages, language, domain):
            _tell(shelf, path)
    except Refused as fault:
        return fault.findings
    return ()


def _tell(shelf: Library, path: Path) -> None:
    click.echo(f"updated {path.relative_to(shelf.root)}")


@command.command("status", short_help="Show how far each language is.")
@console.languages_option
@console.format_option
@click.pass_obj
def status(library_folder: str | None, languages: tuple[str, ...], form: str) -> None:
    """Show for each language what is translated, fuzzy, missing and obsolete.

    Fuzzy never counts as done. Words are those of the English texts.
    """
    shelf = library.find(library_folder)
    counts, refused = progress.count(shelf, library.choose(shelf, languages))
    if form == "json":
        console.emit(
            {
                "languages": [_as_json(count) for count in counts],
                "findings": console.as_json(refused),
            }
        )
    else:
        console.table(
            ("language", "", "translated", "fuzzy", "missing", "obsolete", "words", "done"),
            [_as_row(count) for count in counts],
        )
        console.show(refused)
    if has_errors(refused):
        click.get_current_context().exit(1)


def _as_row(count: Count) -> tuple[str, ...]:
    numbers = (count.translated, count.fuzzy, count.missing, count.obsolete)
    words = f"{count.words_done}/{count.words}"
    language = count.language
    share = f"{count.percent}%"
    return (language.tag, language.english_name, *map(str, numbers), words, share)


def _as_json(count: Count) -> dict[str, object]:
    return {
        "language": count.language.tag,
        "name": count.language.english_name,
        "messages": count.messages,
        "translated": count.translated,
        "fuzzy": count.fuzzy,
        "missing": count.missing,
        "obsolete": count.obsolete,
        "words": count.words,
        "words_translated": count.words_done,
        "percent": count.percent,
    }


@command.command("new", short_help="Start a language.")
@click.argument("name", metavar="LANG")
@click.pass_obj
def new(library_folder: str | None, name: str) -> None:
    """Start a language: empty catalogs with the right header, ready for a translator.

    LANG is the language's name in gettext or BCP 47: fr, pt_BR or zh-Hant.
    """
    shelf = library.find(library_folder)
    language = library.new_language(shelf, name)
    _bring_up(shelf, (language,))
    click.echo(
        f"{language.english_name} ({language.autonym}) is started: {language.direction}, "
        f"script {language.script_code}, plural forms {catalog.plural_forms(language)}",
        err=True,
    )
    console.show(fonts.faults(shelf, language))


@command.command("pseudo", short_help="Make two made-up languages, for layout tests.")
@click.pass_obj
def make_pseudo(library_folder: str | None) -> None:
    """Make two made-up languages: accented English 35% longer, and one from right to left.

    They show what of a page or slide cannot grow or turn round. A build makes them only when they
    are named, and they are never shipped.
    """
    shelf = library.find(library_folder)
    for domain, words in progress.domains(shelf).items():
        for language in pseudo.languages():
            path = shelf.catalog(language, domain)
            text = pseudo.catalog_text(domain, walk.messages(words), language)
            if reading.write_text(path, text):
                _tell(shelf, path)
    tags = " and ".join(language.tag for language in pseudo.languages())
    click.echo(f"Build them by name, with -l: {tags}.", err=True)
