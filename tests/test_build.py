"""``handouts build``, from the command line to the files."""

import hashlib
import json
from pathlib import Path

import pytest
from conftest import BUILT, Built, Run, handouts

from handouts.library import Library

EXPECTED = {
    f"draft/{tag}/remission.{edition}.{'' if edition == 'deck' else 'a4.'}{tag}."
    f"{'pptx' if edition == 'deck' else 'pdf'}"
    for languages, editions in BUILT
    for tag in (code.replace("_", "-") for code in languages)
    for edition in editions
}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_command_makes_what_it_is_asked_for(built: Built) -> None:
    assert set(digests(built.folder)) == EXPECTED | {"manifest.json"}


def test_a_second_run_in_another_folder_gives_identical_bytes(built: Built, tmp_path: Path) -> None:
    editions = ("-e", "trifold", "-e", "deck")
    again = handouts("build", "-l", "ar", *editions, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    made = digests(tmp_path / "output")
    del made["manifest.json"]
    assert len(made) == 2
    assert made.items() <= digests(built.folder).items()


def test_the_manifest_tells_the_truth_about_every_file(built: Built) -> None:
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    found = digests(built.folder)
    assert {entry["path"] for entry in manifest["artifacts"]} == EXPECTED
    for entry in manifest["artifacts"]:
        assert entry["sha256"] == found[entry["path"]]
        assert entry["status"] == "draft"


def test_standard_output_names_the_files_and_nothing_else(built: Built) -> None:
    assert len(built.stdout.splitlines()) == len(EXPECTED)
    assert "do not hand them to patients" in built.stderr


def test_json_is_one_document_and_progress_goes_to_standard_error(run: Run) -> None:
    result = run("build", "-l", "en", "-e", "deck", "--format", "json")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert [artifact["language"] for artifact in report["artifacts"]] == ["en"]
    assert "remission.deck.en.pptx" in result.stderr


@pytest.mark.parametrize("name", ["zh-Hans", "zh_Hans", "ZH-hans"])
def test_a_language_is_known_by_either_of_its_names(run: Run, name: str) -> None:
    result = run("build", "-l", name, "-e", "deck")
    assert result.exit_code == 0, result.stderr
    assert Path("output/draft/zh-Hans/remission.deck.zh-Hans.pptx").is_file()


def test_letter_paper_is_named_in_the_file(run: Run) -> None:
    run("build", "-l", "en", "-e", "leaflet", "--paper", "letter")
    assert Path("output/draft/en/remission.leaflet.letter.en.pdf").is_file()


def test_the_clinic_file_chooses_the_paper(run: Run, spoiled: Library) -> None:
    text = spoiled.clinic.read_text(encoding="utf-8")
    spoiled.clinic.write_text(text.replace('paper = "a4"', 'paper = "letter"'), encoding="utf-8")
    run("--library", spoiled.root, "build", "-l", "en", "-e", "leaflet")
    assert Path("output/draft/en/remission.leaflet.letter.en.pdf").is_file()
