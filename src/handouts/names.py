"""How files are called: those that a build makes, and the twins of a drawing."""


def handout(topic: str, edition: str, paper: str, tag: str) -> str:
    """Name a printed handout: topic, edition, paper, language (a BCP 47 tag)."""
    return f"{topic}.{edition}.{paper}.{tag}.pdf"


def deck(topic: str, length: str, twofold: bool, tag: str) -> str:
    """Name a deck: topic, edition, what is unusual about the session, language."""
    length = "" if length == "full" else f".{length}"
    notes = ".bilingual" if twofold else ""
    return f"{topic}.deck{length}{notes}.{tag}.pptx"


def upright(name: str) -> str:
    """Name the twin of a figure that stands upright, for pages with short lines."""
    return f"{name}-upright"


def on_slide(name: str) -> str:
    """Name the twin of a figure that is drawn for slides, with room for large type."""
    return f"{name}-slide"
