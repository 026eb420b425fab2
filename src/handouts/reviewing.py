"""Putting a review packet together: texts, findings, changes, and pictures of what is printed."""

from collections.abc import Sequence
from datetime import datetime

from handouts import build, dossier
from handouts.approval import Role
from handouts.artifact import Artifact
from handouts.clinic import Paper
from handouts.dossier import Baseline, Dossier
from handouts.findings import Finding
from handouts.language import Language
from handouts.library import Library
from handouts.plan import Job
from handouts.signoff import changes, standing
from handouts.signoff.standing import RoleStanding

PAGE_WIDTH, SLIDE_WIDTH = 900, 800  # pixels: sharp enough to read, small enough to mail


def assemble(
    library: Library,
    topic: str,
    language: Language,
    paper: Paper,
    now: datetime,
    role: Role | None = None,
    partial: bool = False,
    with_slides: bool = True,
) -> Dossier:
    """Gather what reviewers read. Changes count from the approval of ``role``, or of all roles.

    Raises:
        Refused: a file cannot be used.
        EngineMissing: the PDF engine cannot be loaded.
    """
    case = build.opened(library, topic, language)
    stands = standing.judge(library, case.document, now)
    pages, deck, findings = _laid_out(library, topic, language, paper)
    before = _baseline([r for r in stands.roles if role in (None, r.role)])
    found = tuple(
        dossier.passages(
            library,
            case.sources,
            case.catalogs,
            case.document,
            findings,
            before.wording if before else None,
        )
    )
    differences = changes.between(before.wording, case.document.wording) if before else ()
    return Dossier(
        document=case.document,
        roles=tuple(r.role for r in stands.roles),
        chapters=dossier.chapters(found),
        general=dossier.general(findings, found),
        baseline=before,
        others=tuple(f"{c.name}: {c.what}" for c in differences if not (c.was or c.now)),
        gone=tuple(c.was for c in differences if c.was and not c.now),
        partial=partial and before is not None,
        pages=_pages(pages),
        slides=_slides(deck) if with_slides else None,
    )


def _laid_out(
    library: Library, topic: str, language: Language, paper: Paper
) -> tuple[Artifact | None, Artifact | None, tuple[Finding, ...]]:
    """Make the leaflet and the deck, as they would be printed now."""
    jobs = (
        Job(library.root, topic, language, "leaflet", paper),
        Job(library.root, topic, language, "deck", None),
    )
    outcomes = [build.make(job) for job in jobs]
    leaflet, deck = (outcome.artifact for outcome in outcomes)
    return leaflet, deck, tuple(build.gathered(outcomes))


def _baseline(roles: Sequence[RoleStanding]) -> Baseline | None:
    """Find the oldest of the roles' newest approvals; none where a role has to read it all."""
    known = [
        Baseline(role.role, role.baseline.number, role.baseline.wording)
        for role in roles
        if role.baseline and role.baseline.wording
    ]
    return min(known, key=lambda b: b.number) if len(known) == len(roles) > 0 else None


def _pages(artifact: Artifact | None) -> tuple[bytes, ...]:
    from handouts.render import pictures

    return pictures.of_pages(artifact.data, PAGE_WIDTH) if artifact else ()


def _slides(artifact: Artifact | None) -> tuple[bytes, ...] | None:
    from handouts.render import pictures

    return pictures.of_slides(artifact.data, SLIDE_WIDTH) if artifact else None
