"""Every file that decides over an artifact is listed, and so is in its key."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from desk import TOPIC, Desk

from handouts import inputs
from handouts.language import Language
from handouts.library import Library
from handouts.plan import Job
from handouts.session import Session


def listed(library: Library, job: Job) -> set[Path]:
    """List what a job's key is made from, as ``keys`` does."""
    speakers = inputs.speakers(library, job)
    folders = inputs.families(library, job.language)
    return {
        *inputs.shared(library),
        *inputs.topic(library, job.topic),
        *(path for lang in speakers for path in inputs.language(library, lang, job.topic)),
        *(path for lang in speakers for path in inputs.sign_offs(library, lang, job.topic)),
        inputs.clinic(library, job),
        library.editions,
        *inputs.templates(library, job),
        *inputs.faces(library, folders),
    }


def beside_the_point(library: Library, job: Job) -> set[Path]:
    """List what is opened and cannot change an artifact that is made."""
    unsigned = not inputs.sign_offs(library, job.language, job.topic)
    signing = {library.settings, library.reviewers, library.allowed_signers} if unsigned else set()
    # A drawing that no topic names is only looked at to tell a mistyped name from a broken one.
    return {*signing, *map(library.drawing, library.drawings())} - listed(library, job)


def opened(job: Job) -> set[Path]:
    script = Path(__file__).with_name("opened.py")
    edition = (str(job.library), job.topic, job.language.code, job.edition)
    line = [sys.executable, str(script), *edition, *([job.clinic] if job.clinic else [])]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["made"]
    return {Path(path) for path in told["opened"]}


def job_of(root: Path, language: str, edition: str, topic: str = TOPIC, clinic: str = "") -> Job:
    paper = None if edition == "deck" else "a4"
    own = Session(notes="bilingual")
    return Job(root, topic, Language(language), edition, paper, clinic, session=own)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "edition"), [("es", "bilingual"), ("en", "booklet"), ("ar", "deck")]
)
def test_a_job_opens_no_file_that_its_key_does_not_know(
    desk: Desk, language: str, edition: str
) -> None:
    stays_within(job_of(desk.library.root, language, edition), desk.library)


def test_nor_does_one_of_the_shipped_topic(shelf: Library) -> None:
    stays_within(job_of(shelf.root, "ar", "trifold", "remission"), shelf)


def stays_within(job: Job, library: Library) -> None:
    inside = {path for path in opened(job) if is_inside(path, library)}
    assert library.topic(job.topic) in inside, "the files are heard of"
    assert inside - listed(library, job) <= beside_the_point(library, job)


def test_a_signed_text_with_a_clinic_of_its_own_opens_none_either(
    signed: Desk, tmp_path: Path
) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text('name = "Test Clinic"\n', encoding="utf-8")
    job = job_of(signed.library.root, "es", "leaflet", clinic=str(own))
    inside = {path for path in opened(job) if is_inside(path, signed.library) or path == own}
    assert {own, signed.record(1), signed.library.allowed_signers} <= inside
    assert inside - listed(signed.library, job) <= beside_the_point(signed.library, job)


def is_inside(path: Path, library: Library) -> bool:
    return any(path.is_relative_to(f) for f in (library.assets, library.locales, library.templates))


def test_what_is_watched_is_all_of_it_and_what_may_come(shelf: Library) -> None:
    job = job_of(shelf.root, "es", "leaflet", "remission")
    watched = {*inputs.watched(shelf, [job])}
    assert listed(shelf, job) <= watched
    assert shelf.print_templates / "leaflet.css" in watched, "there is none yet"
