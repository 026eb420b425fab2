"""What stops a run. Each error says what is wrong, then what to do next.

HandoutsError            exit status 1
├── Refused              an input file that cannot be used; carries findings with file and line
├── EngineMissing        Pango or another system library is not there
├── SignerMissing        ssh-keygen is not there
├── NotSigned            a signature could not be made
├── ClusterFault         a cluster cannot be reached, or is another than this computer
├── OutputUnwritable     the output folder cannot be written
└── WrongUse             exit status 2: a name on the command line that does not exist
"""

import difflib
from collections.abc import Iterable, Sequence

from handouts.findings import Finding


class HandoutsError(Exception):
    """Base of everything that stops a run and is told to the user without a traceback."""

    exit_status = 1

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint


class Refused(HandoutsError):
    """An input that cannot be used. The run goes on with what does not depend on it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].message, findings[0].hint)
        self.args = (findings,)  # so that it survives the way back from a worker process
        self.findings = tuple(findings)


class EngineMissing(HandoutsError):
    """A system library that the PDF engine needs is missing."""


class SignerMissing(HandoutsError):
    """The program that makes and checks signatures is missing."""


class NotSigned(HandoutsError):
    """A record could not be signed: no key, a wrong passphrase, an agent that refuses."""


class ClusterFault(HandoutsError):
    """A cluster that cannot be reached, or whose workers would make other files than we do."""


class OutputUnwritable(HandoutsError):
    """The output folder cannot be written: permissions, a full disk, a file in the way."""


class WrongUse(HandoutsError):
    """The command line names something that does not exist."""

    exit_status = 2


def unknown(what: str, name: str, known: Iterable[str]) -> WrongUse:
    """Make the error for a mistyped name, with the nearest right one as its hint."""
    return WrongUse(f"There is no {what} “{name}”.", nearest(name, known))


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name most like a mistyped one, or list them all."""
    names = sorted(known)
    close = difflib.get_close_matches(name.lower(), [n.lower() for n in names], n=1, cutoff=0.6)
    if close:
        right = next(n for n in names if n.lower() == close[0])
        return f"Did you mean “{right}”?"
    return f"Known: {', '.join(f'“{name}”' for name in names)}." if names else "None is known here."
