"""The package as it is installed, and the house rules that tools can check."""

import importlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from conftest import SHIPPED
from fontTools.ttLib import TTFont

from handouts.cli import COMMANDS
from handouts.language import SCRIPTS
from handouts.library import PARTS, Library

LIBRARY = "handouts/_library/"
MOST_FONT_BYTES = 40_000_000


def _ran(*command: str | Path, cwd: Path, path: Path | None = None) -> str:
    """Run a program and answer its standard output; its complaints are the failure's message."""
    private = ("HANDOUTS_LIBRARY", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in private}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment | ({"PYTHONPATH": str(path)} if path else {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _files(folder: Path) -> set[str]:
    """List the files below a folder, without what Python and editors leave behind."""
    return {
        path.relative_to(folder.parent).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout with what is installed here: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
    _ran(sys.executable, "-m", "pip", "wheel", *options, "-w", folder, shelf.root, cwd=folder)
    (built,) = folder.glob("handouts-*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed into it, and nothing else."""
    target = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--quiet", "--target", target)
    _ran(sys.executable, "-m", "pip", "install", *options, wheel, cwd=target)
    return target


def test_the_wheel_carries_the_whole_library(names: set[str], shelf: Library) -> None:
    wanted = {name for part in PARTS for name in _files(shelf.root / part)}
    pictures = {name for name in wanted if name.startswith("assets/pictures/")}  # the README's
    carried = {name.removeprefix(LIBRARY) for name in names if name.startswith(LIBRARY)}
    assert carried == wanted - pictures


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("assets/content/remission.toml", id="content"),
        pytest.param("assets/figures/road.svg", id="figures"),
        pytest.param("assets/fonts/noto-sans/NotoSans-Regular.ttf", id="fonts"),
        pytest.param("assets/fonts/noto-sans/OFL.txt", id="font-licences"),
        pytest.param("assets/fonts/fonts.conf", id="font-settings"),
        pytest.param("locales/ar/LC_MESSAGES/remission.po", id="catalogs"),
        pytest.param("templates/print/page.html.jinja", id="page-templates"),
        pytest.param("templates/deck/deck.pptx", id="deck-template"),
    ],
)
def test_the_wheel_carries_each_kind_of_file(names: set[str], name: str) -> None:
    assert LIBRARY + name in names


def test_the_wheel_carries_every_module_and_the_licence(names: set[str], shelf: Library) -> None:
    modules = {name for name in _files(shelf.root / "src" / "handouts") if name.endswith(".py")}
    assert modules <= names
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_the_wheel_carries_nothing_else(names: set[str]) -> None:
    strays = [name for name in names if not name.startswith(("handouts/", "handouts-"))]
    assert not strays
    assert not [name for name in names if name.endswith(".pyc") or "/tests/" in name]


def test_an_installed_package_finds_its_own_library_from_any_folder(
    installed: Path, tmp_path: Path
) -> None:
    command = (sys.executable, "-m", "handouts", "list", "--format", "json")
    known = json.loads(_ran(*command, cwd=tmp_path, path=installed))
    assert Path(known["library"]) == installed / "handouts" / "_library"
    assert [topic["name"] for topic in known["topics"]] == ["remission"]
    assert [lang["tag"] for lang in known["languages"]] == [
        code.replace("_", "-") for code in SHIPPED
    ]


def test_an_installed_package_makes_handouts_and_deck(installed: Path, tmp_path: Path) -> None:
    editions = ("-e", "trifold", "-e", "deck")
    command = (sys.executable, "-m", "handouts", "build", "-l", "en", "-j", "1", *editions)
    made = _ran(*command, cwd=tmp_path, path=installed).splitlines()
    assert sorted(Path(line).suffix for line in made) == [".pdf", ".pptx"]
    assert all((tmp_path / line).stat().st_size > 10_000 for line in made)


# ---------------------------------------------------------------- house rules


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("ruff", "check", "--quiet"), id="ruff-finds-nothing"),
        pytest.param(("ruff", "format", "--check", "--quiet"), id="ruff-would-format-nothing"),
        pytest.param(("mypy",), id="mypy-finds-nothing"),
        pytest.param(("lint-imports",), id="imports-point-downwards"),
    ],
)
def test_the_checkout_keeps_the_house_rules(shelf: Library, command: tuple[str, ...]) -> None:
    program = shutil.which(command[0], path=sysconfig.get_path("scripts"))
    assert program, f"{command[0]} is not installed beside {sys.executable}"
    _ran(program, *command[1:], cwd=shelf.root)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_itself(name: str) -> None:
    command = importlib.import_module(f"handouts.cli.{name}").command
    assert command.name == name
    assert command.get_short_help_str(limit=100) == COMMANDS[name]


# ---------------------------------------------------------------- what is generated


ICONS = ("alcohol", "eat", "exercise", "smoke", "support", "weight")


@pytest.mark.parametrize(
    ("script", "made"),
    [
        pytest.param(
            "templates/deck/make_template.py", ["deck-rtl.pptx", "deck.pptx"], id="deck-template"
        ),
        pytest.param(
            "assets/figures/make_figures.py",
            [
                *(f"icon-{icon}.svg" for icon in ICONS),
                *("road-slide.svg", "road-upright.svg", "road.svg"),
                *("two-kinds-slide.svg", "two-kinds-upright.svg", "two-kinds.svg"),
            ],
            id="figures",
        ),
    ],
)
def test_a_generated_file_is_what_its_script_makes(
    shelf: Library, tmp_path: Path, script: str, made: list[str]
) -> None:
    original = shelf.root / script
    copy = tmp_path / original.name
    shutil.copy(original, copy)
    _ran(sys.executable, copy, cwd=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir() if path != copy) == made
    for name in made:
        assert (tmp_path / name).read_bytes() == (original.parent / name).read_bytes(), name


# ---------------------------------------------------------------- fonts


def test_every_font_family_comes_with_its_licence(shelf: Library) -> None:
    families = {path.parent for path in shelf.fonts.glob("*/*.ttf")}
    assert families == {path for path in shelf.fonts.iterdir() if path.is_dir()}
    for family in families:
        licence = (family / "OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert licence.startswith("Copyright")


def test_every_face_that_a_script_prints_with_is_shipped_in_two_weights(shelf: Library) -> None:
    shipped = {}
    for path in shelf.fonts.glob("*/*.ttf"):
        with TTFont(path, lazy=True) as font:
            shipped[font["name"].getBestFamilyName(), font["OS/2"].usWeightClass] = path
    wanted = {face for script in SCRIPTS.values() for face in script.print_fonts}
    assert set(shipped) == {(face, weight) for face in wanted for weight in (400, 700)}


def test_the_fonts_are_small_enough_to_carry(shelf: Library) -> None:
    assert sum(path.stat().st_size for path in shelf.fonts.rglob("*.ttf")) <= MOST_FONT_BYTES
