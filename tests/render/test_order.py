"""The same text gives the same bytes, whatever the process made before it, and in a new process."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from handouts import document, editions, library, making
from handouts.language import SOURCE, Language
from handouts.papers import Paper
from handouts.render import handout

Asked = tuple[str, str, Paper]

ASKED: tuple[Asked, ...] = (
    ("es", "leaflet", "a4"),
    ("zh_Hans", "trifold", "letter"),
    ("ar", "booklet", "a4"),
    ("es", "bilingual", "letter"),
)


def digest(asked: Asked) -> str:
    """Make a handout; answer the digest of its bytes."""
    code, name, paper = asked
    shelf = library.bundled()
    edition = editions.load(shelf)[name]
    text = making.opened(shelf, "remission", Language(code)).document
    if edition.is_bilingual:
        text = document.beside(text, making.opened(shelf, "remission", Language(SOURCE)).document)
    return sha256(handout.render(text, shelf, edition, paper).data).hexdigest()


def test_no_document_changes_what_is_made_after_it() -> None:
    there = {asked: digest(asked) for asked in ASKED}
    back = {asked: digest(asked) for asked in reversed(ASKED)}
    assert back == there


def test_a_new_process_makes_the_same_bytes() -> None:
    for asked in ASKED[2:4]:
        script = f"from test_order import digest; print(digest({asked!r}))"
        path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == digest(asked)
