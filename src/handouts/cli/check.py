"""``handouts check``."""

from datetime import date

import click

from handouts import checks, document, library, plan
from handouts.build import make_all
from handouts.cli import console
from handouts.errors import Refused
from handouts.findings import Finding, has_errors
from handouts.language import SOURCE, Language


@click.command("check", short_help="Check content and translations; say what to mend.")
@console.languages_option
@console.topics_option
@console.format_option
@click.pass_obj
def command(
    library_folder: str | None,
    languages: tuple[str, ...],
    topics: tuple[str, ...],
    form: str,
) -> None:
    """Check content and translations; say what to mend.

    Every message translated and none fuzzy, markup and placeholders whole, every glyph in the
    shipped fonts, every fact carried, all text within its page, figure and slide, the source's
    review in force. Exit status 1 if there is an error; warnings alone leave it 0.
    """
    shelf = library.find(library_folder)
    chosen_topics = plan.choose_topics(shelf, topics)
    chosen_languages = library.choose(shelf, languages)
    found = list(shelf.stray_folders())
    for topic in chosen_topics:
        found += _by_rules(shelf, topic, chosen_languages, date.today())
    found += _by_layout(shelf, chosen_topics, chosen_languages)
    findings = list(dict.fromkeys(found))
    if form == "json":
        console.emit({"findings": console.as_json(findings)})
    else:
        console.show(findings, err=False)
        tags = ", ".join(language.tag for language in chosen_languages)
        click.echo(f"Checked {', '.join(chosen_topics)} in {tags}: {console.summary(findings)}.")
    if has_errors(findings):
        click.get_current_context().exit(1)


def _by_rules(
    shelf: library.Library, topic: str, languages: tuple[Language, ...], today: date
) -> list[Finding]:
    """Ask every rule about a topic and its languages."""
    try:
        sources = document.open_sources(shelf, topic)
        original = document.localize(sources, {}, Language(SOURCE))
    except Refused as refused:
        return list(refused.findings)
    found = list(checks.check(checks.Case(shelf, sources, original, today), checks.TOPIC_RULES))
    for language in languages:
        try:
            catalogs = document.open_catalogs(shelf, sources, language)
            spoken = document.localize(sources, catalogs, language)
        except Refused as refused:
            found += refused.findings
            continue
        found += checks.check(checks.Case(shelf, sources, spoken, today), checks.LANGUAGE_RULES)
    return found


def _by_layout(
    shelf: library.Library, topics: tuple[str, ...], languages: tuple[Language, ...]
) -> list[Finding]:
    """Lay out every edition on every paper, write nothing, and keep what was found."""
    jobs = plan.jobs(shelf, topics, languages, plan.EDITIONS, plan.PAPERS)
    progress = console.Progress(len(jobs))
    found: list[Finding] = []
    for outcome in make_all(jobs, 0):
        found += outcome.findings
        progress.step(
            f"laid out {outcome.job.topic} {outcome.job.language.tag} "
            f"{outcome.job.edition} {outcome.job.paper or ''}".rstrip()
        )
    return found
