"""The bare engine: pages that are saved as HTML, set by WeasyPrint as it comes, in one process.

    python tests/benchmarks/bare.py FOLDER…

Each folder holds a page.html with all it shows. Prints the seconds it took for all, the loading of
the engine left out: that is the same for everybody, once.
"""

import logging
import sys
import time
from pathlib import Path

import weasyprint

OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "pdf_forms": True}


def main() -> None:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    folders = [Path(name) for name in sys.argv[1:]]
    weasyprint.HTML(folders[0] / "page.html").write_pdf(**OPTIONS)  # warm
    start = time.perf_counter()
    for folder in folders:
        weasyprint.HTML(folder / "page.html").write_pdf(**OPTIONS)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
