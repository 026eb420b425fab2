"""What the commands of ``handouts review`` share."""

from collections.abc import Callable
from typing import TypeVar

import click

from handouts import library, making, plan
from handouts.checks import Case
from handouts.dates import now
from handouts.errors import WrongUse
from handouts.library import Library
from handouts.signoff import standing
from handouts.signoff.standing import Standing

F = TypeVar("F", bound=Callable[..., object])

topic_option: Callable[[F], F] = click.option(
    "-t", "--topic", metavar="TOPIC", help="The topic; the first one by default."
)


def opened(shelf: Library, name: str, topic: str | None) -> Case:
    """Open one language of a topic, by the names on the command line.

    Raises:
        WrongUse: a name does not exist, or the language is a made-up one.
        Refused: a file cannot be used.
    """
    (language,) = library.choose(shelf, (name,))
    if language.is_pseudo:
        raise WrongUse(f"{language.tag} is made up; nobody can approve it.", "Name a language.")
    chosen = plan.choose_topics(shelf, (topic,) if topic else ())[0]
    return making.opened(shelf, chosen, language)


def judged(case: Case) -> Standing:
    """Find out where a language stands now."""
    return standing.judge(case.library, case.document, now())
