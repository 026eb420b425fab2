"""The README says what the tool does; these tests notice when one of the two moves."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from handouts.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_help_in_the_readme_is_the_help_of_the_tool() -> None:
    result = CliRunner().invoke(main, ["--help"], terminal_width=80, prog_name="handouts")
    assert result.output.strip() in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`handouts {name}" in README


def test_every_option_of_build_is_in_the_readme() -> None:
    command = main.get_command(click.Context(main), "build")
    assert command is not None
    row = next(line for line in README.splitlines() if line.startswith("| `handouts build`"))
    for option in command.params:
        assert any(name in row for name in option.opts), option.name


@pytest.mark.parametrize("line", re.findall(r"`(handouts [a-z].*?)`", README))
def test_every_command_line_in_the_text_names_what_exists(line: str) -> None:
    words = line.split()[1:]
    names = [word for word in words if not word.startswith("-") and word in COMMANDS]
    assert names or words[0] == "--library", line
    options = {word for word in words if word.startswith("-") and word != "--library"}
    command = main.get_command(click.Context(main), names[0])
    assert command is not None
    if isinstance(command, click.Group) and len(words) > 1 and not words[1].startswith("LANG"):
        command = command.get_command(click.Context(command), words[1])
        assert command is not None, words[1]
    known = {name for option in command.params for name in option.opts} | {"-h", "--help"}
    assert options <= known, options - known


@pytest.mark.parametrize("path", re.findall(r"\]\((assets/[^)]+)\)", README))
def test_every_picture_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:assets|src|templates)/[\w./-]+)`", README)))
)
def test_every_path_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", ["build", "test"])
def test_both_commands_are_marked_for_the_continuous_integration(name: str) -> None:
    block = README.split(f"<!-- command: {name} -->\n```bash\n")[1].split("```")[0]
    assert block.startswith("python3 -m venv .venv")
