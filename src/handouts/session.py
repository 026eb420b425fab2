"""How an educator wants a deck: how long a session, notes in which languages, on whose template."""

from dataclasses import dataclass
from typing import Literal

from handouts.uses import Length

Notes = Literal["own", "bilingual"]


@dataclass(frozen=True, slots=True)
class Session:
    """What is asked of a deck. ``template`` is the path of an educator's own; empty for ours."""

    length: Length = "full"
    notes: Notes = "own"
    template: str = ""


USUAL = Session()
