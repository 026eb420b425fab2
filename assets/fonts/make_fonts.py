"""Make every font file and font licence in this folder again.

    python assets/fonts/make_fonts.py

Needs npm on the path (it fetches the pinned packages), and fonttools (4.68.0 made the files here;
another version may write the subset faces differently). The same versions give the same bytes.

Latin, Cyrillic, Greek and Arabic faces are copied untouched. The Chinese, Japanese and Korean ones
shrink to less than half: the characters of the national set, and what is set between them.
"""

import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import USE_HARFBUZZ_REPACKER


class Family(NamedTuple):
    """One font family, and the npm package that carries it."""

    name: str
    package: str
    version: str
    weights: tuple[str, ...]
    subset: str | None  # a Python codec that names the characters to keep; None keeps them all
    licence: str = ""  # the version that carries the licence text, where this one does not


FAMILIES = (
    Family("Noto Sans", "@expo-google-fonts/noto-sans", "0.4.2", ("400Regular", "700Bold"), None),
    Family(
        "Noto Naskh Arabic",
        "@expo-google-fonts/noto-naskh-arabic",
        # Later versions draw a letter as a bare stroke and separate dots, which many letters
        # share: text taken out of a PDF would be wrong. This one has a glyph for each letter.
        "0.2.3",
        ("400Regular", "700Bold"),
        None,
        licence="0.4.5",
    ),
    Family(
        "Noto Sans SC",
        "@expo-google-fonts/noto-sans-sc",
        "0.4.3",
        ("400Regular", "700Bold"),
        "gb2312",
    ),
    Family(
        "Noto Sans TC",
        "@expo-google-fonts/noto-sans-tc",
        "0.4.3",
        ("400Regular", "700Bold"),
        "big5",
    ),
    Family(
        "Noto Sans JP",
        "@expo-google-fonts/noto-sans-jp",
        "0.4.3",
        ("400Regular", "700Bold"),
        "shift_jis",  # JIS X 0208; euc_jp adds six thousand rare characters
    ),
    Family(
        "Noto Sans KR",
        "@expo-google-fonts/noto-sans-kr",
        "0.4.3",
        ("400Regular", "700Bold"),
        "euc_kr",
    ),
)

ALWAYS_KEPT = (
    range(0x0020, 0x007F),  # ASCII
    range(0x00A0, 0x0100),  # Latin-1 letters and signs
    range(0x2000, 0x2070),  # general punctuation
    range(0x3000, 0x3040),  # CJK punctuation
    range(0xFF00, 0xFFF0),  # full-width and half-width forms
)


def main() -> None:
    """Write each family into its own folder beside this script."""
    here = Path(__file__).resolve().parent
    for family in FAMILIES:
        folder = here / family.package.rpartition("/")[2]
        folder.mkdir(exist_ok=True)
        stem = family.name.replace(" ", "")
        package = fetch(family.package, family.version)
        licensed = fetch(family.package, family.licence) if family.licence else package
        (folder / "OFL.txt").write_bytes(licensed["LICENSE_FONT"])
        files = {path.rpartition("/")[2]: content for path, content in package.items()}
        for weight in family.weights:
            font = files[f"{stem}_{weight}.ttf"]
            if family.subset is not None:
                font = subset(font, characters(family.subset))
            (folder / f"{stem}-{weight.lstrip('0123456789')}.ttf").write_bytes(font)


def fetch(package: str, version: str) -> dict[str, bytes]:
    """Return the files of an npm package, by their path inside it."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("make_fonts.py needs npm: install Node.js, then run it again.")
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([npm, "pack", "--silent", f"{package}@{version}"], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as tar:
            return {
                member.name.removeprefix("package/"): content.read()
                for member in tar
                if (content := tar.extractfile(member)) is not None
            }


def characters(codec: str) -> set[int]:
    """Return the code points that a codec can encode, and those kept whatever the codec."""
    encodable = {
        point for point in range(0x10000) if chr(point).encode(codec, errors="ignore") != b""
    }
    return encodable.union(*ALWAYS_KEPT)


def subset(font: bytes, keep: set[int]) -> bytes:
    """Return a font with these characters only, its layout, metrics and dates unchanged."""
    options = Options(
        layout_features=["*"],
        name_IDs=["*"],  # the licence and copyright stay inside the file
        hinting=False,
        notdef_outline=True,  # a missing glyph must show on the page
        recalc_timestamp=False,
    )
    face = TTFont(io.BytesIO(font), recalcTimestamp=False)
    face.cfg[USE_HARFBUZZ_REPACKER] = False  # else the bytes depend on what else is installed
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=keep)
    subsetter.subset(face)
    result = io.BytesIO()
    face.save(result)
    return result.getvalue()


if __name__ == "__main__":
    main()
