"""Carry out one job in a fresh process and print, as JSON, every file that it opened.

    python tests/opened.py LIBRARY TOPIC LANGUAGE EDITION [clinic]

Python tells of each file that is opened (sys.addaudithook), whoever opens it. What is written in C
is not heard of: the engines open fonts themselves, and those are all listed anyway.
"""

import json
import os
import sys
from pathlib import Path

from handouts.language import Language
from handouts.making import carry_out
from handouts.plan import Job
from handouts.session import Session

opened: set[str] = set()


def main() -> None:
    root, topic, language, edition, *clinic = sys.argv[1:]
    paper = None if edition == "deck" else "a4"
    job = Job(
        Path(root),
        topic,
        Language(language),
        edition,
        paper,  # type: ignore[arg-type]
        clinic=clinic[0] if clinic else "",
        session=Session(notes="bilingual"),
    )
    sys.addaudithook(_hear)
    outcome = carry_out(job)
    print(json.dumps({"made": outcome.artifact is not None, "opened": sorted(opened)}))


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | bytes):
        opened.add(os.path.realpath(os.fsdecode(arguments[0])))


if __name__ == "__main__":
    main()
