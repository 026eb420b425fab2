"""What became of a job."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handouts.findings import Finding
from handouts.plan import Job

if TYPE_CHECKING:  # a build that has nothing to make is not to wait for it
    from handouts.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its artifact, unless an input was refused, and all findings.

    ``fonts`` are the folders of the fonts it was set in, ``again`` the first day on which the same
    job may come to something else: an approval ends then, or a review falls due. ``seconds`` is
    how long it took.
    """

    job: Job
    artifact: "Artifact | None"
    findings: tuple[Finding, ...]
    fonts: tuple[str, ...] = ()
    again: date | None = None
    seconds: float = 0.0
