"""The papers a ward printer holds."""

from typing import Literal

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = ("a4", "letter")
# Width and height in millimetres: ISO 216, and ANSI/ASME Y14.1 (8.5 by 11 inches).
SIZES: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
