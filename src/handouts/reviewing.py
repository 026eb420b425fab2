"""Putting a review packet together: texts, findings, changes, and pictures of what is printed."""

from collections.abc import Sequence
from datetime import datetime

from handouts import checks, dossier, making
from handouts.approval import Role
from handouts.artifact import Artifact
from handouts.checks import Case
from handouts.dossier import Baseline, Dossier
from handouts.findings import Finding, has_errors
from handouts.papers import Paper
from handouts.plan import Job
from handouts.signoff import changes, standing
from handouts.signoff.standing import RoleStanding, Standing

PAGE_WIDTH, SLIDE_WIDTH = 900, 800  # pixels: sharp enough to read, small enough to mail


def assemble(
    case: Case,
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
    from handouts.render import pictures

    stands = standing.judge(case.library, case.document, now)
    leaflet, deck, findings = _laid_out(case, stands, paper)
    before = _baseline([r for r in stands.roles if role in (None, r.role)])
    old = before.wording if before else None
    found = tuple(
        dossier.passages(case.library, case.sources, case.catalogs, case.document, findings, old)
    )
    differences = changes.between(old, case.document.wording) if old else ()
    return Dossier(
        document=case.document,
        roles=tuple(r.role for r in stands.roles),
        chapters=dossier.chapters(found),
        general=dossier.general(findings, found),
        baseline=before,
        others=tuple(f"{c.name}: {c.what}" for c in differences if not (c.was or c.now)),
        gone=tuple(c.was for c in differences if c.was and not c.now),
        partial=partial and before is not None,
        pages=pictures.of_pages(leaflet.data, PAGE_WIDTH),
        slides=pictures.of_slides(deck.data, SLIDE_WIDTH) if with_slides else None,
    )


def _laid_out(
    case: Case, stands: Standing, paper: Paper
) -> tuple[Artifact, Artifact, tuple[Finding, ...]]:
    """Make the leaflet and the deck, as they would be printed now, with all there is to say.

    What changed since an approval is marked where it stands, and is no finding here.
    """
    found = tuple(checks.check_all(case))
    topic, language = case.document.topic.id, case.document.language
    leaflet, deck = (
        making.rendered(
            case.library,
            [making.Side(case.document, stands)],
            Job(case.library.root, topic, language, edition, sheet),
            has_errors(found),
        )
        for edition, sheet in (("leaflet", paper), ("deck", None))
    )
    laid_out = (case.placed(f) for made in (leaflet, deck) for f in made.findings)
    told = (f for f in stands.notices() if f.rule != standing.CHANGED)
    return leaflet, deck, tuple(dict.fromkeys((*found, *laid_out, *told)))


def _baseline(roles: Sequence[RoleStanding]) -> Baseline | None:
    """Find the oldest of the roles' newest approvals; none where a role has to read it all."""
    known = [
        Baseline(role.role, role.baseline.number, role.baseline.wording)
        for role in roles
        if role.baseline and role.baseline.wording
    ]
    return min(known, key=lambda b: b.number) if len(known) == len(roles) > 0 else None
