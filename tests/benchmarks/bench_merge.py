"""Merge a catalog of 10,000 messages, 1,000 of them changed, beside GNU msgmerge.

    python tests/benchmarks/bench_merge.py

Prints the time and the peak memory of each program, started afresh, best of five, and their ratio.
GNU msgmerge runs twice: as it does by default, and without its guesses, which we never make.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MESSAGES, CHANGED, ROUNDS = 10_000, 1_000, 5
WORDS = (
    *("take", "tablet", "water", "doctor", "nurse", "pain", "call", "before", "after", "never"),
    *("always", "two", "weeks", "morning", "with", "without", "food", "blood", "test", "scan"),
)


def texts() -> tuple[dict[str, str], dict[str, str]]:
    """Make up the old English and the new, by context."""
    chance = random.Random(1)
    old = {
        f"section{n // 50}/block{n}/text": " ".join(chance.choices(WORDS, k=chance.randint(5, 30)))
        for n in range(MESSAGES)
    }
    new = dict(old)
    for context in chance.sample(sorted(old), CHANGED):
        new[context] += " " + chance.choice(WORDS)
    return old, new


def write_files(folder: Path) -> None:
    """Write the old catalog, the new template, and the new messages for us."""
    import polib

    old, new = texts()
    catalog, template = polib.POFile(), polib.POFile()
    for po in (catalog, template):
        po.metadata = {"Language": "es", "Content-Type": "text/plain; charset=UTF-8"}
    catalog.extend(
        polib.POEntry(msgctxt=c, msgid=t, msgstr=f"Traducción: {t}", comment="running text")
        for c, t in old.items()
    )
    template.extend(
        polib.POEntry(msgctxt=c, msgid=t, comment="running text") for c, t in new.items()
    )
    catalog.save(str(folder / "old.po"))
    template.save(str(folder / "new.pot"))
    (folder / "new.json").write_text(json.dumps(new), encoding="utf-8")


def merge(folder: Path) -> None:
    """Merge as ``handouts catalog update`` does; run in a process of its own."""
    from handouts import catalog
    from handouts.content import Says
    from handouts.language import Language
    from handouts.walk import Message

    new = json.loads((folder / "new.json").read_text(encoding="utf-8"))
    shutil.copy(folder / "old.po", folder / "ours.po")
    says = Says("running text")
    messages = tuple(Message(context, text, says, ()) for context, text in new.items())
    catalog.merge(folder / "ours.po", messages, Language("es"))


def measured(*command: str) -> tuple[float, float]:
    """Run a program; answer its seconds and its peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Measure all three in turn, round by round."""
    msgmerge = shutil.which("msgmerge")
    if msgmerge is None:
        raise SystemExit("Install GNU gettext: this compares with its msgmerge.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        old, new, out = (str(folder / n) for n in ("old.po", "new.pot", "theirs.po"))
        programs = {
            "handouts": (sys.executable, __file__, name),
            "msgmerge": (msgmerge, "--quiet", "-o", out, old, new),
            "msgmerge, no guesses": (msgmerge, "--quiet", "-N", "-o", out, old, new),
        }
        best = dict.fromkeys(programs, (float("inf"), 0.0))
        for _ in range(ROUNDS):
            for program, command in programs.items():
                best[program] = min(best[program], measured(*command))
        for program, (seconds, memory) in best.items():
            print(f"{program:22} {seconds:6.2f} s  {memory:5.0f} MB")
        ratio = best["handouts"][0] / best["msgmerge"][0]
        print(f"handouts / msgmerge = {ratio:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        merge(Path(sys.argv[1]))
    else:
        main()
