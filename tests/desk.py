"""A small library that can be signed: its people, their keys, and the commands they give."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from click.testing import CliRunner, Result

from handouts.cli import main
from handouts.language import Language
from handouts.library import PARTS, Library

TOPIC = "habit"
TEXTS = {
    "title": ("Cómo tomar sus pastillas", "كيف تتناول أقراصك"),
    "subject": ("Inventado para pruebas", "نص وُضع للاختبار"),
    "tablets/title": ("¿Cómo tomo mis pastillas?", "كيف أتناول أقراصي؟"),
    "tablets/message/text": (
        "**No** deje de tomar sus pastillas.",
        "**لا** تتوقف عن تناول أقراصك.",
    ),
    "tablets/say/items/when": ("Tome 2 pastillas cada día.", "تناول 2 من الأقراص كل يوم."),
    "tablets/say/items/tumor": (
        "Hacen que el [tumor](term:tumor) sea más pequeño.",
        "إنها تجعل [الورم](term:tumor) أصغر.",
    ),
    "tablets/slide-message/title": ("El mensaje principal", "الرسالة الأساسية"),
    "tablets/slide-message/script": ("Léalo en voz alta.", "اقرأها بصوت مرتفع."),
    "tablets/slide-message/teach_back": (
        "¿Qué hará usted con sus pastillas?",
        "ماذا ستفعل بأقراصك؟",
    ),
}

# principal: printed name, registration, languages, roles
PEOPLE = {
    "words": ("Test Reviewer", "T 1", ["es", "ar", "en"], ["linguistic"]),
    "doctor": ("Second Test Reviewer", "T 2", ["es", "ar", "en"], ["clinical"]),
    "both": ("Third Test Reviewer", "T 3", ["*"], ["linguistic", "clinical"]),
    "writer": ("Test Translator", "T 4", ["es"], ["linguistic", "clinical", "translator"]),
    "office": ("Test Coordinator", "T 5", ["*"], ["coordinator"]),
    "spanish": ("Fourth Test Reviewer", "T 6", ["es"], ["clinical"]),
}


@dataclass(frozen=True)
class Desk:
    """A library to sign, with everybody's keys."""

    library: Library
    keys: Path

    def run(self, *arguments: str | Path, answer: str | None = None) -> Result:
        """Give a command, with an answer to what it asks."""
        line = ["--library", str(self.library.root), *map(str, arguments)]
        return CliRunner().invoke(main, line, input=answer)

    def copied(self, root: Path) -> "Desk":
        """Copy the library for a test to spoil; the keys stay the same."""
        shutil.copytree(self.library.root, root, copy_function=_linked)
        return Desk(Library(root), self.keys)

    def key(self, who: str) -> Path:
        """Find somebody's private key."""
        return self.keys / who

    def sign(self, role: str, who: str, code: str = "es", **more: str | Path) -> Result:
        """Let somebody sign, with their own key unless another is named."""
        named = {"key": self.key(who), **more}
        options = [word for name, value in named.items() for word in (f"--{name}", str(value))]
        line = ("review", "sign", code, "--role", role, "--as", who, "--yes", *options)
        return self.run(*line)

    def approve(self, code: str = "es") -> None:
        """Let two people approve a language."""
        for role, who in (("linguistic", "words"), ("clinical", "doctor")):
            done = self.sign(role, who, code)
            assert done.exit_code == 0, done.output

    def withdraw(
        self, who: str = "doctor", reason: str = "A dose is in doubt.", code: str = "es"
    ) -> Result:
        """Let somebody end the approvals of a language."""
        return self.run(
            *("review", "withdraw", code, "--as", who, "--key", self.key(who)),
            *("--reason", reason, "--yes"),
        )

    def status(self, code: str = "es") -> dict[str, Any]:
        """Ask where a language stands; the roles by name."""
        asked = self.run("review", "status", "-l", code, "-t", TOPIC, "--format", "json")
        answer: dict[str, Any] = json.loads(asked.stdout)
        (row,) = answer["topics"][0]["languages"]
        return {"approved": row["approved"], "findings": answer["findings"], **row["roles"]}

    def states(self, code: str = "es") -> tuple[str, str]:
        """Answer the states of both roles."""
        found = self.status(code)
        return found["linguistic"]["state"], found["clinical"]["state"]

    def is_approved(self, code: str = "es") -> bool:
        """Tell whether a language may be handed out: the status and the build must agree."""
        told = bool(self.status(code)["approved"])
        built = self.build("--release", code=code).exit_code == 0
        assert told == built
        return told

    def build(self, *more: str, code: str = "es", edition: str = "leaflet") -> Result:
        """Build a language into the folder beside the library."""
        options = ("-l", code, "-e", edition, "-t", TOPIC, "-j", "1", "-o", self.output)
        return self.run("build", *options, *more)

    @property
    def output(self) -> Path:
        """Answer where files are built."""
        return self.library.root.parent / "output"

    def folder(self, code: str = "es", topic: str = TOPIC) -> Path:
        """Answer the folder of a ledger."""
        return self.library.sign_offs(Language(code), topic)

    def record(self, number: int, code: str = "es") -> Path:
        """Answer the file of a record."""
        return self.folder(code) / f"{number:04}.json"

    def say(self, context: str, text: str, code: str = "es", catalog: str = TOPIC) -> None:
        """Change a translation."""
        edit(self.library, code, catalog, lambda po: setattr(entry_of(po, context), "msgstr", text))

    def edit(self, change: Callable[[polib.POFile], Any], code: str = "es") -> None:
        """Change the topic's catalog."""
        edit(self.library, code, TOPIC, change)


def entry_of(po: polib.POFile, context: str) -> polib.POEntry:
    return next(entry for entry in po if entry.msgctxt == context)


def edit(library: Library, code: str, catalog: str, change: Callable[[polib.POFile], Any]) -> None:
    path = library.catalog(Language(code), catalog)
    po = polib.pofile(str(path), wrapwidth=98)
    change(po)
    po.save(str(path))


def new_key(path: Path, passphrase: str = "") -> str:
    """Make a key, and answer its public half as a line of allowed_signers has it."""
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", str(path)]
    subprocess.run(made, check=True)
    return " ".join(path.with_name(path.name + ".pub").read_text("ascii").split()[:2])


def new_library(root: Path, shelf: Library, keys: Path) -> Library:
    """Make a library of one small topic in three languages, with people who may sign."""
    for part in PARTS:
        shutil.copytree(
            shelf.root / part,
            root / part,
            copy_function=_linked,
            ignore=shutil.ignore_patterns("pictures", "__pycache__"),
        )
    library = Library(root)
    for language in library.languages():
        if language.code not in ("en", "es", "ar"):
            shutil.rmtree(root / "locales" / language.code)
    library.topic("remission").unlink()
    shutil.copy(Path(__file__).parent / "habit.toml", library.topic(TOPIC))
    done = CliRunner().invoke(main, ["--library", str(root), "catalog", "update"])
    assert done.exit_code == 0, done.output
    for place, code in enumerate(("es", "ar")):
        edit(library, code, TOPIC, lambda po, n=place: _fill(po, n))  # type: ignore[misc]
    library.reviewers.write_text("".join(map(_person, PEOPLE)), encoding="utf-8")
    signers = (f"{who} {(keys / who).with_suffix('.pub').read_text('ascii')}" for who in PEOPLE)
    library.allowed_signers.write_text("".join(signers), encoding="utf-8")
    return library


def _linked(source: str, target: str) -> str:
    """Copy what tests change, and link the fonts, which they do not."""
    if source.endswith(".ttf"):
        os.link(source, target)
        return target
    return str(shutil.copy2(source, target))


def _fill(po: polib.POFile, place: int) -> None:
    for entry in po:
        entry.msgstr = TEXTS[entry.msgctxt][place]


def _person(who: str) -> str:
    name, registration, languages, roles = PEOPLE[who]
    return (
        f'[[reviewers]]\nprincipal = "{who}"\nname = "{name}"\nregistration = "{registration}"\n'
        f"languages = {json.dumps(languages)}\nroles = {json.dumps(roles)}\n\n"
    )
