"""What a library asks of an approval: ``[signoff]`` in ``assets/library.toml``."""

from pathlib import Path
from typing import Annotated

import msgspec

from handouts import language, reading
from handouts.approval import ROLES, Role
from handouts.errors import Refused
from handouts.findings import error
from handouts.language import Language

MOST_MONTHS = 36  # the longest that a printed handout may go without review


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which roles must approve, each by another person, for how long, and signed how.

    ``languages`` names the roles of languages that differ, by tag. Without ``signature`` a paper
    signature that somebody recorded counts without a digital one.
    """

    roles: tuple[Role, ...] = ROLES
    months: Annotated[int, msgspec.Meta(ge=1, le=MOST_MONTHS)] = MOST_MONTHS
    signature: bool = True
    languages: dict[str, tuple[Role, ...]] = {}

    def needs(self, lang: Language) -> tuple[Role, ...]:
        """List the roles that must approve a language."""
        named = {language.parse(name): roles for name, roles in self.languages.items()}
        return named.get(lang, self.roles)


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signoff: dict[str, object] = {}


def load(path: Path) -> Policy:
    """Read a library's policy; the strictest where it has none.

    Raises:
        Refused: the file cannot be read, is not TOML, asks for no role or one twice, or names what
            is no language.
    """
    if not path.exists():
        return Policy()
    settings = reading.load(path, "library's settings", _Settings)
    policy: Policy = reading.convert(settings.signoff, Policy, path, where="signoff")
    faults = [
        *(
            f"The policy asks for {'no role' if not roles else 'a role twice'}{place}."
            for place, roles in _by_place(policy)
            if not roles or len(set(roles)) < len(roles)
        ),
        *(f"“{name}” is no language." for name in policy.languages if not language.parse(name)),
    ]
    if faults:
        hint = f"Roles are {' and '.join(ROLES)}; languages are named like es or zh-Hans."
        file = reading.shown(path)
        raise Refused([error("policy", what, hint, file=file, where="signoff") for what in faults])
    return policy


def _by_place(policy: Policy) -> list[tuple[str, tuple[Role, ...]]]:
    named = [(f" for {name}", roles) for name, roles in policy.languages.items()]
    return [("", policy.roles), *named]
