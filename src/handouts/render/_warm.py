"""Imported once by the server that worker processes fork from, so that each of them starts warm."""

import contextlib

with contextlib.suppress(OSError):  # Pango is missing: the first job says so, with a hint
    import weasyprint  # noqa: F401

    from handouts.render import deck, leaflet  # noqa: F401
