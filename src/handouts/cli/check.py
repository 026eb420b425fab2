"""``handouts check``."""

from dataclasses import replace

import click

from handouts import acknowledged, build, library, plan, reading, workers
from handouts.cli import console
from handouts.findings import Finding, has_errors
from handouts.language import Language
from handouts.outcome import Outcome
from handouts.papers import PAPERS


@click.command("check", short_help="Check content and translations; say what to mend.")
@console.languages_option
@console.topics_option
@click.option(
    "--acknowledge",
    is_flag=True,
    help="Write each open question into locales/LANG/acknowledged.toml, for you to answer there.",
)
@console.format_option
@click.pass_obj
def command(
    library_folder: str | None,
    languages: tuple[str, ...],
    topics: tuple[str, ...],
    acknowledge: bool,
    form: str,
) -> None:
    """Check content and translations; say what to mend.

    Errors are to be mended: what is missing or fuzzy, changed numbers, units and addresses, broken
    markup, wrong letters, text that does not fit. Questions are to be mended or acknowledged with
    a reason: a “not” on one side only, another term than the approved one, English left inside.
    Exit status 1 while there is an error or an open question; warnings alone leave it 0.
    """
    shelf = library.find(library_folder)
    chosen_topics = plan.choose_topics(shelf, topics)
    chosen_languages = library.choose(shelf, languages)
    outcomes = _laid_out(shelf, chosen_topics, chosen_languages)
    findings = [*shelf.stray_folders(), *build.gathered(outcomes)]
    if acknowledge:
        _write_questions(shelf, chosen_languages, findings)
    if form == "json":
        console.emit({"findings": console.as_json(findings)})
    else:
        console.show(findings, err=False)
        tags = ", ".join(language.tag for language in chosen_languages)
        click.echo(f"Checked {', '.join(chosen_topics)} in {tags}, in {reading.shown(shelf.root)}:")
        click.echo(console.summary(findings))
    if has_errors(findings):
        click.get_current_context().exit(1)


def _write_questions(
    shelf: library.Library, languages: tuple[Language, ...], findings: list[Finding]
) -> None:
    """Put the open questions of each language where a person can answer them."""
    for language in languages:
        asked = [f for f in findings if f.severity == "question" and f.language == language.tag]
        path = shelf.acknowledged(language)
        if asked and reading.write_text(path, acknowledged.worksheet(path, asked)):
            click.echo(f"Write a reason beside each question in {reading.shown(path)}.", err=True)


def _laid_out(
    shelf: library.Library, topics: tuple[str, ...], languages: tuple[Language, ...]
) -> list[Outcome]:
    """Check and lay out every edition on every paper, and write nothing."""
    jobs = plan.jobs(shelf, topics, languages, plan.choose_editions(shelf, ()), PAPERS)
    progress = console.Progress()
    progress.begins(len(jobs), 0)
    outcomes = []
    for outcome in workers.run(build.carry_out, jobs, lost=build.lost, kin=build.kin):
        outcomes.append(replace(outcome, artifact=None))  # nothing is written here
        progress.step(
            f"laid out {outcome.job.topic} {outcome.job.language.tag} "
            f"{outcome.job.edition} {outcome.job.paper or ''}".rstrip()
        )
    return outcomes
