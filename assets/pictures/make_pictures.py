"""Take the README's pictures: a page and a slide in two languages.

``python assets/pictures/make_pictures.py`` needs the test extra (pypdfium2) and LibreOffice. The
pictures show what ``handouts build`` makes, so they are taken again when the design changes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

HERE = Path(__file__).parent
PICTURES = {  # picture: file to show, page (from 0), pixels to the point
    "leaflet-en.png": ("draft/en/remission.leaflet.a4.en.pdf", 0, 1.1),
    "leaflet-ar.png": ("draft/ar/remission.leaflet.a4.ar.pdf", 0, 1.1),
    "trifold-en.png": ("draft/en/remission.trifold.a4.en.pdf", 0, 0.8),
    "trifold-ar.png": ("draft/ar/remission.trifold.a4.ar.pdf", 0, 0.8),
    "deck-en.png": ("draft/en/remission.deck.en.pptx", 8, 0.75),
    "deck-ar.png": ("draft/ar/remission.deck.ar.pptx", 8, 0.75),
}


def build(folder: Path) -> None:
    """Make the handouts the way a reader of the README does."""
    languages = ["-l", "en", "-l", "ar"]
    command = [sys.executable, "-m", "handouts", "build", *languages, "--paper", "a4"]
    subprocess.run([*command, "-o", str(folder)], check=True)


def as_pdf(deck: Path, folder: Path) -> Path:
    """Turn a deck into a PDF with LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(deck)], check=True, env=dict(os.environ), capture_output=True)
    return folder / f"{deck.stem}.pdf"


def main() -> None:
    """Build, convert, and take each picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        for picture, (file, page, scale) in PICTURES.items():
            path = folder / file
            pdf = path if path.suffix == ".pdf" else as_pdf(path, folder)
            document = pypdfium2.PdfDocument(pdf)
            image = document[page].render(scale=scale).to_pil().quantize(64)
            image.save(HERE / picture, optimize=True)
            document.close()


if __name__ == "__main__":
    main()
