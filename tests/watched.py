"""A command that waits for saves, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from handouts.library import Library

# a test runner in the background may ignore Ctrl-C, and its children would too
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from handouts.cli import main; main()"
)


class Watched:
    """A command with ``--watch``, begun in a folder."""

    def __init__(self, library: Library, folder: Path, *command: str) -> None:
        self._log = folder / "log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-c", PROGRAM, "--library", str(library.root)),
                    *(*command, "--watch"),
                ],
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """Answer all that it has said."""
        return self._log.read_text(encoding="utf-8")

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()


def swap(path: Path, text: str) -> None:
    """Save as Poedit does: a new file in the place of the old one."""
    beside = path.with_name("new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
