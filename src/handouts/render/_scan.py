"""A QR code (ISO/IEC 18004) as a picture that a page can show at any size."""

import io

import segno

QUIET = 4  # modules of white around a code: ISO/IEC 18004, 5.3.8


def svg(content: str) -> bytes:
    """Draw the QR code of a text as SVG, dark on white, with a quiet zone around it.

    A quarter of it may be dirty or torn (error correction level Q); it holds up to 1,600 letters.
    """
    code = segno.make_qr(content, error="q", boost_error=False)
    picture = io.BytesIO()
    code.save(picture, kind="svg", border=QUIET, light="#fff", omitsize=True, xmldecl=False)
    return picture.getvalue()
