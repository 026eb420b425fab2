"""Whether the shipped fonts can print a language, and the exact thing to add where they cannot."""

from collections.abc import Iterator

from handouts.findings import Finding, error
from handouts.language import Language
from handouts.library import Library, files


def faults(library: Library, language: Language) -> Iterator[Finding]:
    """Say what a language lacks before it can be printed; nothing where all is there."""
    script = language.script
    if script is None:
        yield unknown_script(language)
        return
    for family in script.print_fonts:
        if not files(library.fonts / folder(family), "*.ttf"):
            yield error(
                "fonts",
                f"The font “{family}” is not in this library.",
                "Run: python assets/fonts/make_fonts.py",
                file=f"assets/fonts/{folder(family)}",
                language=language.tag,
            )


def folder(family: str) -> str:
    """Name the folder of a font family: “Noto Sans SC” lies in noto-sans-sc."""
    return family.lower().replace(" ", "-")


def unknown_script(language: Language) -> Finding:
    """Say that no font is known for a script, and what to add."""
    from fontTools.unicodedata import script_name  # here, as it is rarely needed

    code = language.script_code
    family = f"Noto Sans {script_name(code, default=code)}"
    package = f"@expo-google-fonts/{folder(family)}"
    return error(
        "fonts",
        f"No shipped font covers the script {code}: {language.english_name} cannot be printed yet.",
        f'Add Family("{family}", "{package}", …) to assets/fonts/make_fonts.py and run it; then '
        f'add "{code}": Script(("{family}", "Noto Sans")) to SCRIPTS in language.py.',
        language=language.tag,
    )
