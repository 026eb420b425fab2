"""Who may sign: ``locales/reviewers.toml``. Names that could be taken for another's are refused."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from fontTools.unicodedata import script

from handouts import language, reading
from handouts.errors import Refused, WrongUse, unknown
from handouts.findings import Finding, error
from handouts.inline import visible
from handouts.language import Language

Duty = Literal["linguistic", "clinical", "translator", "coordinator"]
EVERY = "*"  # in place of languages: all of them
_PRINCIPAL = r"^[a-z0-9][a-z0-9._+-]*(@[a-z0-9.-]+)?$"
_ADDRESS = re.compile(r"[\w.+-]+ ?@ ?[\w.-]+")
_TOGETHER = {"Hani", "Hira", "Kana", "Hang"}  # scripts that one name may mix
_NO_SCRIPT = {"Zyyy", "Zinh"}


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person, as a record and a page name them.

    ``principal`` is the name in ``allowed_signers``, most often an e-mail address.
    """

    principal: Annotated[str, msgspec.Meta(pattern=_PRINCIPAL, max_length=200)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    registration: Annotated[str, msgspec.Meta(max_length=60)] = ""


class Reviewer(Person, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person with the languages they are qualified in, and what they may do there."""

    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    roles: Annotated[tuple[Duty, ...], msgspec.Meta(min_length=1)]

    @property
    def person(self) -> Person:
        """Answer what a record says of them."""
        return Person(principal=self.principal, name=self.name, registration=self.registration)

    def may(self, duty: Duty, lang: Language) -> bool:
        """Tell whether they may do this in a language."""
        return duty in self.roles and self.knows(lang)

    def knows(self, lang: Language) -> bool:
        """Tell whether a language is among theirs."""
        return any(name == EVERY or language.parse(name) == lang for name in self.languages)


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All who may sign."""

    reviewers: tuple[Reviewer, ...] = ()

    def find(self, principal: str) -> Reviewer | None:
        """Find a person by the principal."""
        return next((r for r in self.reviewers if r.principal == principal), None)

    def named(self, principal: str) -> Reviewer:
        """Find a person named on the command line.

        Raises:
            WrongUse: nobody has that principal.
        """
        found = self.find(principal)
        if found:
            return found
        if not self.reviewers:
            raise WrongUse(
                "locales/reviewers.toml names nobody yet.",
                "Write an entry for each person who may sign; the file says how.",
            )
        raise unknown("reviewer", principal, (r.principal for r in self.reviewers))


def load(path: Path) -> Register:
    """Read who may sign; nobody where there is no file.

    Raises:
        Refused: the file cannot be read, is not TOML, or a name in it cannot be trusted to be read
            as it is written: with every fault.
    """
    if not path.exists():
        return Register()
    register = reading.load(path, "list of reviewers", Register)
    faults = [*_faults(register)]
    if faults:
        raise Refused([_fault(path, where, what, hint) for where, what, hint in faults])
    return register


def _fault(path: Path, where: str, what: str, hint: str) -> Finding:
    return error("reviewers", what, hint, file=reading.shown(path), where=where)


def _faults(register: Register) -> Iterator[tuple[str, str, str]]:
    for place, reviewer in enumerate(register.reviewers):
        for what in _of_name(reviewer.name):
            yield reviewer.principal, what, "Write the name as the person signs it, in one script."
        for name in reviewer.languages:
            if name != EVERY and not language.parse(name):
                hint = "Name languages like es or zh-Hans, or “*” for all."
                yield reviewer.principal, f"“{name}” is no language.", hint
        for twin in register.reviewers[:place]:
            if twin.principal == reviewer.principal or not same_person(twin, reviewer):
                continue
            what = f"“{reviewer.name}” and “{twin.name}” cannot be told apart."
            hint = "One person has one entry; two of the same name have different registrations."
            yield reviewer.principal, what, hint
    principals = [reviewer.principal for reviewer in register.reviewers]
    for principal in sorted({p for p in principals if principals.count(p) > 1}):
        yield principal, f"“{principal}” stands here twice.", "Keep one of the two entries."


def _are_two_people(one: Person, other: Person) -> bool:
    registered = bool(one.registration and other.registration)
    return (
        one.name == other.name
        and registered
        and not look_alike(one.registration, other.registration)
    )


def _of_name(name: str) -> Iterator[str]:
    """Find what of a name is not what it seems."""
    for character in sorted(set(name)):
        if unicodedata.category(character)[0] in "CZ" and character != " ":
            code = f"U+{ord(character):04X} {unicodedata.name(character, 'control').lower()}"
            yield f"The name “{visible(name)}” holds a hidden character: {code}."
    if unicodedata.normalize("NFC", name) != name or name != name.strip():
        yield f"The name “{name}” is not in its usual form (Unicode NFC, no space around it)."
    scripts = {script(c) for c in name} - _NO_SCRIPT
    if len(scripts) > 1 and not scripts <= _TOGETHER:
        yield f"The name “{name}” mixes letters of different scripts."


def look_alike(one: str, other: str) -> bool:
    """Tell whether the eye may take one text for the other, in capitals or as they are written.

    Source: Unicode's confusables (UTS 39), as the package confusable_homoglyphs carries them.
    """
    return any(fold(one) == fold(other) for fold in (_skeleton, lambda t: _skeleton(t.casefold())))


@lru_cache(maxsize=4096)
def _skeleton(text: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKC", text) if not c.isspace())
    folded = "".join(map(_prototype, letters)).casefold()
    return "".join(map(_prototype, folded))


def _prototype(character: str) -> str:
    """Find the one character that stands for all that look like this one.

    The data lists all look-alikes at the one, and only the one at each of them.
    """
    (alike, *others) = _alike(character) or [character]
    if others:
        return character
    return alike if len(_alike(alike)) > 1 else min(character, alike)


def _alike(character: str) -> list[str]:
    # A table of a megabyte, which a library without reviewers never needs.
    from confusable_homoglyphs.confusables import confusables_data

    return [glyph["c"] for glyph in confusables_data.get(character, ()) if len(glyph["c"]) == 1]


def same_person(one: Person, other: Person) -> bool:
    """Tell whether two entries may be one person: the same principal, or names that look alike."""
    if one.principal == other.principal:
        return True
    return look_alike(one.name, other.name) and not _are_two_people(one, other)


def translated_by(person: Person, translators: Iterable[str]) -> bool:
    """Tell whether a person is among translators, as PO headers name them: Name <address>.

    Any of their words may stand in any order, with a title or a second person beside them.
    """
    own = {_skeleton(word) for word in _words(person.name)}
    for translator in translators:
        addresses = (_untagged(found) for found in _ADDRESS.findall(translator.casefold()))
        if _untagged(person.principal) in (*addresses, *map(_untagged, _words(translator))):
            return True
        if own and own <= {_skeleton(word) for word in _words(translator)}:
            return True
    return False


def _words(text: str) -> list[str]:
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return [word for word in re.split(r"[\s,;<>()\"/&]+", shown.casefold()) if word]


def _untagged(address: str) -> str:
    """Take spaces and the +part out of an address: it reaches the same person."""
    return re.sub(r"\s+|\+[^@]*", "", address)
