"""What a renderer answers: the bytes of one file, and what there is to say about them."""

import hashlib
from dataclasses import dataclass

from handouts.findings import Finding


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file. ``pages`` counts pages or slides."""

    name: str
    data: bytes
    pages: int
    findings: tuple[Finding, ...] = ()

    @property
    def digest(self) -> str:
        """Answer the SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()
