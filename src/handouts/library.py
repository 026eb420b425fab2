"""Where content, templates, locales and fonts are found. No other module computes a path."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handouts import language
from handouts.errors import WrongUse, unknown
from handouts.findings import Finding, error
from handouts.language import SOURCE, Direction, Language

VARIABLE = "HANDOUTS_LIBRARY"
PARTS = ("assets", "locales", "templates")
GLOSSARY, LABELS = "glossary", "labels"  # the catalogs that every topic shares


@dataclass(frozen=True)
class Library:
    """One complete folder of content, templates, locales and fonts.

    A library is never mixed from two folders: what is signed off is what lies here.
    """

    root: Path

    @property
    def assets(self) -> Path:
        """Answer the folder of content, figures and fonts."""
        return self.root / "assets"

    @property
    def locales(self) -> Path:
        """Answer the folder of the catalogs."""
        return self.root / "locales"

    @property
    def templates(self) -> Path:
        """Answer the folder of page templates and the deck template."""
        return self.root / "templates"

    def deck_template(self, direction: Direction) -> Path:
        """Answer the PowerPoint template for languages that run in a direction."""
        name = "deck-rtl.pptx" if direction == "rtl" else "deck.pptx"
        return self.templates / "deck" / name

    @property
    def print_templates(self) -> Path:
        """Answer the folder of the templates and style sheets of what is printed."""
        return self.templates / "print"

    @property
    def editions(self) -> Path:
        """Answer the table of the print editions."""
        return self.print_templates / "editions.toml"

    @property
    def fonts(self) -> Path:
        """Answer the folder of the shipped fonts."""
        return self.assets / "fonts"

    @property
    def glossary(self) -> Path:
        """Answer the glossary file."""
        return self.assets / "glossary.toml"

    @property
    def labels(self) -> Path:
        """Answer the file of shared words."""
        return self.assets / "labels.toml"

    @property
    def clinic(self) -> Path:
        """Answer the clinic's file."""
        return self.assets / "clinic.toml"

    @property
    def settings(self) -> Path:
        """Answer the file of the library's own settings."""
        return self.assets / "library.toml"

    @property
    def reviewers(self) -> Path:
        """Answer the file of who may sign."""
        return self.locales / "reviewers.toml"

    @property
    def allowed_signers(self) -> Path:
        """Answer the file of the keys of those who may sign, as ``ssh-keygen`` reads it."""
        return self.locales / "allowed_signers"

    def sign_offs(self, lang: Language, topic: str) -> Path:
        """Answer the folder of one language's ledger of a topic."""
        return self.locales / lang.code / "sign-offs" / topic

    def topics(self) -> tuple[str, ...]:
        """List the ids of the topics."""
        return tuple(path.stem for path in files(self.assets / "content", "*.toml"))

    def topic(self, topic: str) -> Path:
        """Answer a topic's file."""
        return self.assets / "content" / f"{topic}.toml"

    def drawing(self, name: str) -> Path:
        """Answer a figure's file."""
        return self.assets / "figures" / f"{name}.svg"

    def drawings(self) -> tuple[str, ...]:
        """List the names of the figures."""
        return tuple(path.stem for path in files(self.assets / "figures", "*.svg"))

    def template_catalog(self, domain: str) -> Path:
        """Answer the template (POT) of a topic, the glossary or the labels."""
        return self.locales / f"{domain}.pot"

    def catalog(self, lang: Language, domain: str) -> Path:
        """Answer one language's catalog (PO)."""
        return self.locales / lang.code / "LC_MESSAGES" / f"{domain}.po"

    def back_translation(self, lang: Language, domain: str) -> Path:
        """Answer the file of one language's texts put back into English."""
        return self.locales / lang.code / "back-translations" / f"{domain}.po"

    def lexicon(self, lang: Language) -> Path:
        """Answer the file of what checks know of a language's words."""
        return self.locales / lang.code / "lexicon.toml"

    def acknowledged(self, lang: Language) -> Path:
        """Answer the file of the questions that a person has answered."""
        return self.locales / lang.code / "acknowledged.toml"

    @cached_property
    def _locale_folders(self) -> tuple[tuple[str, Language | None], ...]:
        folders = sorted(p for p in self.locales.glob("*") if p.is_dir() and p.name[0] not in "._")
        return tuple((folder.name, language.parse(folder.name)) for folder in folders)

    def languages(self) -> tuple[Language, ...]:
        """List the source language and every real language that has a folder."""
        real = [lang for lang in self._named() if not lang.is_pseudo and not lang.is_source]
        return (Language(SOURCE), *real)

    def pseudo_languages(self) -> tuple[Language, ...]:
        """List the made-up languages that have a folder."""
        return tuple(lang for lang in self._named() if lang.is_pseudo)

    def _named(self) -> list[Language]:
        return [lang for name, lang in self._locale_folders if lang == Language(name)]

    def stray_folders(self) -> tuple[Finding, ...]:
        """Report the folders under locales/ whose names are no language."""
        return tuple(
            error(
                "locale-folder",
                f"The folder “{name}” is not named after a language.",
                f"Rename it to “{lang.code}”."
                if lang
                else "Use gettext's name of the language, such as es, zh_Hans or pt_BR.",
                file=f"locales/{name}",
            )
            for name, lang in self._locale_folders
            if lang is None or lang.code != name
        )


def files(folder: Path, pattern: str) -> list[Path]:
    """List a folder's files: no hidden ones, and none that a link brings in from elsewhere."""
    return sorted(
        path
        for path in folder.glob(pattern)
        if not path.name.startswith(".") and path.resolve().is_relative_to(folder.resolve())
    )


def bundled() -> Library:
    """Answer the library inside the installed package, or the checkout it runs from."""
    package = Path(__file__).parent
    inside = package / "_library"
    return Library(inside if inside.is_dir() else package.parent.parent)


def find(named: str | None = None) -> Library:
    """Choose a library: the one named, the environment's, the one we stand in, the bundled.

    Raises:
        WrongUse: the folder named is no library.
    """
    return _own(named) or bundled()


def find_own(named: str | None = None) -> Library:
    """Choose a library to write into: never the bundled one, unless we stand in it.

    Raises:
        WrongUse: no library is named, and we stand in none; or the folder named is none.
    """
    own = _own(named)
    if own is None:
        raise WrongUse(
            "No library is named, and this folder is in none.",
            "Go into your library's folder, or name it: handouts --library DIR … "
            "(handouts init DIR makes one).",
        )
    return own


def _own(named: str | None) -> Library | None:
    chosen = named or os.environ.get(VARIABLE)
    if chosen:
        return _checked(Path(chosen))
    here = Path.cwd()
    return next((Library(f) for f in (here, *here.parents) if _is_library(f)), None)


def _is_library(folder: Path) -> bool:
    return all((folder / part).is_dir() for part in PARTS) and (folder / "assets/content").is_dir()


def _checked(folder: Path) -> Library:
    if not _is_library(folder):
        raise WrongUse(
            f"“{folder}” is not a library: it lacks one of {', '.join(PARTS)}.",
            "Make one with: handouts init DIR",
        )
    return Library(folder.resolve())


def choose(library: Library, names: tuple[str, ...]) -> tuple[Language, ...]:
    """Turn names of languages into languages of the library; all real ones where none is named.

    Raises:
        WrongUse: a name is no language of the library.
    """
    if not names:
        return library.languages()
    every = (*library.languages(), *library.pseudo_languages())
    known = {lang.code.lower(): lang for lang in every}
    for name in names:
        if _folded(name) not in known:
            raise unknown("language", name, (lang.tag for lang in every))
    return tuple(dict.fromkeys(known[_folded(name)] for name in names))


def new_language(library: Library, name: str) -> Language:
    """Read the name of a language that the library does not have yet.

    Raises:
        WrongUse: the name is no language's, or the library has the language.
    """
    found = language.parse(name)
    if found is None or found.is_pseudo:
        raise WrongUse(
            f"“{name}” names no language that Unicode's CLDR knows.",
            "Use gettext's name or BCP 47's, such as fr, pt_BR or zh-Hant.",
        )
    if found in library.languages():
        raise WrongUse(
            f"The library has {found.english_name} ({found.tag}) already.",
            f"Bring it up to date with: handouts catalog update -l {found.tag}",
        )
    return found


def _folded(name: str) -> str:
    return name.replace("-", "_").lower()
