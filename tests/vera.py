"""veraPDF, the reference checker of PDF/UA (ISO 14289-1), run on many files at once."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from conftest import require


def failures(files: Iterable[Path]) -> dict[Path, list[str]]:
    """Ask veraPDF what of PDF/UA-1 each file breaks; an empty list where it keeps all of it.

    A file that veraPDF could not read counts as broken.
    """
    paths = sorted(files)
    program = require("verapdf")
    asked = [program, "-f", "ua1", "--format", "json", *map(str, paths)]
    done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False)
    told: dict[Path, list[str]] = {}
    for job in json.loads(done.stdout)["report"]["jobs"]:
        results = job.get("validationResult") or []
        rules = [rule for result in results for rule in result["details"]["ruleSummaries"]]
        broken = [f"{rule['clause']}-{rule['testNumber']} {rule['description']}" for rule in rules]
        passed = [result["compliant"] for result in results] == [True]
        told[Path(job["itemDetails"]["name"])] = broken if passed else broken or ["not checked"]
    assert set(told) == set(paths), "veraPDF has not answered for every file"
    return told
