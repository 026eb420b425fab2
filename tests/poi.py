"""Apache POI, a strict second reader of decks, run on many files at once: see ReadDecks.java."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from conftest import require

READER = Path(__file__).parent / "render" / "ReadDecks.java"


def errors(decks: Iterable[Path]) -> list[str]:
    """List what Apache POI finds wrong: file, part, and what its schema or its reader says."""
    program = require("poi-java")  # java with the jars of Apache POI: .ci/run makes it
    asked = [program, str(READER), *map(str, sorted(decks))]
    done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False)
    told = [line for line in done.stdout.splitlines() if "\t" in line]  # else its logger's
    assert (done.returncode == 0) == (told == []), done.stderr
    assert "Exception" not in done.stderr, done.stderr
    return told
