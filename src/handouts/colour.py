"""Contrast of colours, as the Web Content Accessibility Guidelines count it."""

import re

WHITE = "#ffffff"
LEAST_CONTRAST = 7.0  # of text: WCAG 2.2, success criterion 1.4.6
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour written as #RRGGBB."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """Answer the contrast ratio of two colours #RRGGBB, from 1 to 21 (WCAG 2.2, definitions)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Answer the relative luminance of a colour #RRGGBB, from 0 to 1 (WCAG 2.2, definitions)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tinted(colour: str, share: float) -> str:
    """Mix a share of a colour, from 0 to 1, into white."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02x}" for part in parts)
