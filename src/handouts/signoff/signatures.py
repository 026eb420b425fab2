"""Detached SSH signatures, made and checked by the stock ``ssh-keygen``.

A signature has a namespace for each language, so that it says nothing about another. Source: the
OpenSSH manual, ssh-keygen(1), “-Y sign” and ALLOWED SIGNERS; the format is PROTOCOL.sshsig.
"""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from handouts.errors import NotSigned, SignerMissing
from handouts.language import Language

PROGRAM = "ssh-keygen"
GET_IT = (
    "Install OpenSSH: “apt-get install openssh-client”, “dnf install openssh-clients”, or on "
    "Windows Settings › Optional features › OpenSSH Client; macOS has it. A signature on paper "
    "needs no key: handouts review record."
)
SECONDS = 120  # that a person may take over a passphrase
_GOOD = re.compile(r"Good \"[^\"]*\" signature for \S+ with \S+ key (?P<key>SHA256:\S+)")
_KEY = re.compile(r"(?P<kind>(?:sk-)?(?:ssh|ecdsa)-\S+) +(?P<key>[A-Za-z0-9+/=]{20,})")

# What ssh-keygen says, and what to say of it.
_REASONS = (
    ("incorrect passphrase", "The passphrase is wrong", "Try again with the key's passphrase."),
    ("UNPROTECTED", "Others can read the key file", "Protect it: chmod 600 on the key file."),
    (
        "No private key found",
        "No private key is at hand: the SSH agent has none, is locked, or does not run",
        "Load it with ssh-add, unlock the agent with ssh-add -X, or name the key with --key.",
    ),
    ("agent", "The SSH agent did not sign", "Unlock it, or name the key with --key."),
    ("load public key", "This file is no key", "Name the file of your private key with --key."),
    ("invalid format", "This file is no key", "Name the file of your private key with --key."),
    ("error in libcrypto", "The key file is damaged", "Take it from where you keep a copy."),
)

# What ssh-keygen says of a signature that does not hold, and why that is.
_VERDICTS = (
    ("key has expired", "its key was not valid on that day"),
    ("key is not yet valid", "its key was not valid on that day"),
    ("incorrect signature", "the record or its signature was changed"),
    ("namespace does not match", "it was made for another language"),
    ("key is not permitted", "its key is for another purpose, by locales/allowed_signers"),
    ("Couldn't parse signature", "its signature cannot be read"),
)
_STRANGER = "its key is not one that locales/allowed_signers names for the signer"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``ssh-keygen`` says of a signature: the key's fingerprint, or why it is not good."""

    key: str = ""
    reason: str = ""


def namespace(language: Language) -> str:
    """Name what a signature is for: the sign-off of one language."""
    return f"handouts-signoff-{language.tag}"


def is_there() -> bool:
    """Tell whether ``ssh-keygen`` is installed."""
    return shutil.which(PROGRAM) is not None


def program() -> str:
    """Find ``ssh-keygen``.

    Raises:
        SignerMissing: it is not installed.
    """
    found = shutil.which(PROGRAM)
    if found is None:
        raise SignerMissing(f"The program {PROGRAM} is not installed.", GET_IT)
    return found


def sign(data: bytes, language: Language, key: Path) -> bytes:
    """Sign a record with a key file; with that of a public key, the agent signs.

    Raises:
        SignerMissing: ``ssh-keygen`` is not installed.
        NotSigned: the key cannot be used.
    """
    if not key.is_file():
        raise NotSigned(f"There is no key file “{key}”.", "Name your private key with --key.")
    done = _ran([program(), "-Y", "sign", "-n", namespace(language), "-f", str(key)], data)
    if done.returncode or b"BEGIN SSH SIGNATURE" not in done.stdout:
        raise _not_signed(done.stderr.decode(errors="replace"))
    return done.stdout


def sign_by_agent(
    data: bytes, language: Language, principal: str, when: datetime, allowed: Path
) -> bytes:
    """Let the SSH agent sign, with whichever of the principal's keys it has and is valid.

    Raises:
        SignerMissing: ``ssh-keygen`` is not installed.
        NotSigned: the agent has none of the keys, is locked, or is not there.
    """
    keys = _public_keys(allowed, principal)
    if not keys:
        raise NotSigned(
            f"locales/allowed_signers has no key for {principal}.",
            "Add a line: the principal, a space, and the line of the public key (.pub).",
        )
    refused: list[NotSigned] = []
    for public in keys:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "key.pub"
            file.write_text(public + "\n", encoding="ascii")
            try:
                made = sign(data, language, file)
            except NotSigned as fault:
                refused.append(fault)
                continue
        if not verify(data, made, language, principal, when, allowed).reason:
            return made
    raise (
        refused[-1]
        if refused
        else NotSigned(
            f"No key of {principal} that the agent has is valid now.",
            "Name another key with --key, or add its public half to locales/allowed_signers.",
        )
    )


def _not_signed(said: str) -> NotSigned:
    for words, what, hint in _REASONS:
        if words.lower() in said.lower():
            return NotSigned(f"{what}; nothing was written.", hint)
    line = next((line for line in said.splitlines() if line.strip()), "no reason given")
    return NotSigned(f"{PROGRAM} could not sign ({line}); nothing was written.", "See --key.")


def _public_keys(allowed: Path, principal: str) -> list[str]:
    """List the keys that ``allowed_signers`` names for a principal."""
    lines = (line for line in _lines(allowed) if principal in _principals(line))
    found = (_KEY.search(line) for line in lines)
    return [f"{key['kind']} {key['key']}" for key in found if key]


def _lines(allowed: Path) -> list[str]:
    text = allowed.read_bytes().decode("utf-8", errors="replace") if allowed.is_file() else ""
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _principals(line: str) -> list[str]:
    return line.split(maxsplit=1)[0].strip('"').split(",")


def too_wide(allowed: Path) -> list[str]:
    """List the lines of ``allowed_signers`` that let more sign than they name."""
    wide = (e for e in _lines(allowed) if re.search(r"[*?!]", e.split(maxsplit=1)[0]))
    return [*wide, *(line for line in _lines(allowed) if "cert-authority" in line)]


def verify(
    data: bytes, signature: bytes, language: Language, principal: str, when: datetime, allowed: Path
) -> Verdict:
    """Check that a principal's key, valid at the time of the record, signed these bytes.

    Raises:
        SignerMissing: ``ssh-keygen`` is not installed.
    """
    names = allowed.read_bytes() if allowed.is_file() else b""
    moment = when.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return _verified(program(), data, signature, namespace(language), principal, moment, names)


@lru_cache(maxsize=1024)  # one build asks the same of every edition
def _verified(
    program: str, data: bytes, signature: bytes, space: str, who: str, moment: str, names: bytes
) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        signed, allowed = Path(folder) / "record.sig", Path(folder) / "allowed_signers"
        signed.write_bytes(signature)
        allowed.write_bytes(names)
        options = ["-f", str(allowed), "-I", who, "-n", space, "-s", str(signed)]
        try:
            done = _ran([program, "-Y", "verify", "-O", f"verify-time={moment}", *options], data)
        except NotSigned:
            return Verdict(reason="it took too long to check")
    good = _GOOD.search(done.stdout.decode(errors="replace"))
    if done.returncode == 0 and good:
        return Verdict(key=good["key"])
    said = (done.stderr + done.stdout).decode(errors="replace")
    return Verdict(reason=next((why for words, why in _VERDICTS if words in said), _STRANGER))


def _ran(command: list[str], data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """Run ``ssh-keygen``; dates in ``allowed_signers`` mean UTC on every machine."""
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    try:
        return subprocess.run(
            command, input=data, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as fault:
        hint = "Try again, or load the key into the agent with ssh-add."
        raise NotSigned(f"{PROGRAM} waited too long for a passphrase.", hint) from fault
