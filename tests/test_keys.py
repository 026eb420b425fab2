"""What a key is made of, besides the files of a library."""

from importlib.metadata import version
from pathlib import Path

import pytest

from handouts import keys
from handouts.library import Library
from handouts.render import _pdf


@pytest.mark.parametrize("package", keys.PACKAGES)
def test_the_version_of_a_package_is_the_one_that_is_installed(package: str) -> None:
    assert keys._installed()[package] == version(package)


def test_the_system_s_engines_are_found_without_loading_ours(shelf: Library) -> None:
    pango, harfbuzz = (keys._system_version(names, ask) for ask, names in keys.SYSTEM.items())
    assert pango == _pdf.engine_versions(shelf)["pango"]
    assert harfbuzz[0].isdigit()
    assert keys._loaded(["libnone.so.0"]) is None


def test_a_file_that_is_none_has_no_digest(tmp_path: Path) -> None:
    assert keys.file_digest(tmp_path / "gone") == keys.file_digest(tmp_path) == keys.ABSENT
    (tmp_path / "file").write_bytes(b"")
    assert len(keys.file_digest(tmp_path / "file")) == 64
