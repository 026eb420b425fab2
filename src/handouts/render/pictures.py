"""Pictures of finished files, for reviewers: pages by PDFium, slides by LibreOffice first."""

import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2

PROGRAM = "soffice"
SECONDS = 180  # that LibreOffice may take over a deck
COLOURS = 64  # of a picture: enough for type and flat figures, and small in a mail


def of_pages(pdf: bytes, width: int) -> tuple[bytes, ...]:
    """Draw each page of a PDF as a PNG file so many pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_png(page, width) for page in document)
    finally:
        document.close()


def _png(page: pypdfium2.PdfPage, width: int) -> bytes:
    picture = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    file = io.BytesIO()
    picture.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def of_slides(deck: bytes, width: int) -> tuple[bytes, ...] | None:
    """Draw each slide of a deck as a PNG file; None where LibreOffice is missing or fails."""
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "deck.pptx").write_bytes(deck)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        convert = ["--headless", "--convert-to", "pdf", "--outdir", folder, "deck.pptx"]
        # The fonts of the system, not the few that pages are set in.
        environment = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
        try:
            subprocess.run(
                [program, profile, *convert],
                cwd=folder,
                env=environment,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
            return of_pages((home / "deck.pdf").read_bytes(), width)
        except (OSError, subprocess.TimeoutExpired, pypdfium2.PdfiumError):
            return None
