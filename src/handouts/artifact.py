"""What a renderer answers: the bytes of one file, and what there is to say about them."""

import hashlib
from dataclasses import dataclass

from handouts.findings import Finding
from handouts.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file, which says of itself where it is from. ``pages`` counts slides too."""

    name: str
    data: bytes
    pages: int
    provenance: Provenance
    findings: tuple[Finding, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Tell whether its text is approved and the file says so; else it is marked a draft."""
        return self.provenance.is_approved

    @property
    def digest(self) -> str:
        """Answer the SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()
