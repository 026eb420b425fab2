"""``handouts check``."""

import click

from handouts import library, plan, reading
from handouts.build import Outcome, gathered, make_all
from handouts.cli import console
from handouts.findings import has_errors
from handouts.language import Language


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
    outcomes = _laid_out(shelf, chosen_topics, chosen_languages)
    findings = [*shelf.stray_folders(), *gathered(outcomes)]
    if form == "json":
        console.emit({"findings": console.as_json(findings)})
    else:
        console.show(findings, err=False)
        tags = ", ".join(language.tag for language in chosen_languages)
        click.echo(f"Checked {', '.join(chosen_topics)} in {tags}, in {reading.shown(shelf.root)}:")
        click.echo(console.summary(findings))
    if has_errors(findings):
        click.get_current_context().exit(1)


def _laid_out(
    shelf: library.Library, topics: tuple[str, ...], languages: tuple[Language, ...]
) -> list[Outcome]:
    """Check and lay out every edition on every paper, and write nothing."""
    jobs = plan.jobs(shelf, topics, languages, plan.EDITIONS, plan.PAPERS)
    progress = console.Progress(len(jobs))
    outcomes = []
    for outcome in make_all(jobs, 0):
        outcomes.append(outcome)
        progress.step(
            f"laid out {outcome.job.topic} {outcome.job.language.tag} "
            f"{outcome.job.edition} {outcome.job.paper or ''}".rstrip()
        )
    return outcomes
