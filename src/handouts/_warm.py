"""Imported once by the server that worker processes fork from, so that each of them starts warm."""

import contextlib
import io
import signal

# Ctrl-C is for the process that writes files; the server may be in the middle of its imports.
signal.signal(signal.SIGINT, signal.SIG_IGN)

# Where Pango is missing, the first job says so, with a hint, and without the engine's own banner.
with contextlib.suppress(OSError), contextlib.redirect_stdout(io.StringIO()):
    import weasyprint  # noqa: F401

    from handouts import making  # noqa: F401
    from handouts.render import deck, handout  # noqa: F401
