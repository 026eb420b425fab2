"""The whole life of an approval: packet, decisions, signatures, release, edit, withdrawal."""

import json
from pathlib import Path

from desk import Desk, edit, entry_of

from handouts import provenance
from handouts.language import Language


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def decisions_of(page: str, **marks: str) -> dict[str, object]:
    """Fill in what the packet's script would save."""
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    messages = [
        {**said, "decision": marks[name][:6].strip(), "comment": marks[name][6:].strip()}
        for said in data.pop("messages").values()
        if (name := said["context"].rpartition("/")[2]) in marks
    ]
    return {
        **data,
        "reviewer": "Second Test Reviewer",
        "role": "clinical",
        "verdict": "change",
        "comment": "",
        "saved": "2026-05-01T08:00:00Z",
        "messages": messages,
    }


def test_the_life_of_an_approval(desk: Desk, tmp_path: Path) -> None:
    # A draft is no release, and each missing role is named.
    refused = desk.build("--release")
    assert refused.exit_code == 1
    assert "Nothing was made (" in refused.stderr
    assert "The linguistic approval is missing." in refused.stderr
    assert "The clinical approval is missing." in refused.stderr
    assert not list(desk.output.rglob("*.pdf"))

    # The packet goes out; a reviewer refuses a text and comments on another.
    made = desk.run("review", "packet", "es", "--no-slides", "-o", desk.output)
    assert made.exit_code == 0, made.output
    page = read_text(desk.output / "review/es/habit.packet.es.html")
    sent = decisions_of(page, when="change Say how many hours apart.", tumor="right  Good.")
    (tmp_path / "sent.json").write_text(json.dumps(sent), encoding="utf-8")
    taken = desk.run("review", "import", tmp_path / "sent.json")
    assert taken.exit_code == 0, taken.output
    assert "1 text to change, 2 comments" in taken.stderr
    catalog = read_text(desk.library.catalog(Language("es"), "habit"))
    assert (
        "# Review (Second Test Reviewer, clinical, 2026-05-01): needs a change: Say how" in catalog
    )
    assert catalog.count("#, fuzzy") == 1

    # What is fuzzy cannot be signed. The translator mends it.
    early = desk.sign("linguistic", "words")
    assert early.exit_code == 1
    assert "Marked fuzzy" in early.stderr
    edit(desk.library, "es", "habit", lambda po: _mend(po, "Tome 2 pastillas al día."))

    # Two people sign, and the release is made. It says who approved it.
    desk.approve()
    assert desk.states() == ("approved", "approved")
    for edition in ("leaflet", "deck"):
        assert desk.build("--release", edition=edition).exit_code == 0
    leaflet = desk.output / "approved/es/habit.leaflet.a4.es.pdf"
    deck = desk.output / "approved/es/habit.deck.es.pptx"
    for file in (leaflet, deck):
        told = desk.run("verify", file)
        assert told.exit_code == 0, told.output
        assert "approved and current: linguistic by Test Reviewer (record 1)" in told.stdout
    first = leaflet.read_bytes()
    kept = tmp_path / "printed.pdf"
    kept.write_bytes(first)

    # One word is changed: the release is refused and the message named.
    desk.say("tablets/say/items/when", "Tome 2 pastillas cada día.")
    assert desk.states() == ("changed since", "changed since")
    refused = desk.build("--release")
    assert refused.exit_code == 1
    assert "habit:tablets/say/items/when: translation changed." in refused.stderr
    assert not leaflet.exists()
    assert "approved but superseded" in desk.run("verify", kept).stdout

    # The re-review is of what changed, with the texts around it.
    told = desk.run("review", "changes", "es")
    for words in ("linguistic: 1 change since record 1", "Tome 2 pastillas al día.", "Hacen que"):
        assert words in told.stdout
    part = desk.run("review", "packet", "es", "--changed", "--no-slides", "-o", desk.output)
    assert part.exit_code == 0, part.output
    page = read_text(desk.output / "review/es/habit.packet.changes.es.html")
    assert page.count('<article class="passage changed"') == 1
    assert page.count('<article class="passage') == 3  # with the ones around it
    assert "Tome 2 pastillas al día." in page
    desk.approve()
    third = json.loads(read_text(desk.record(3)))
    assert third["carried"] == {
        "record": 1,
        "messages": len(third["wording"]["messages"]) - 1,
        "changed": ["habit:tablets/say/items/when"],
    }
    assert desk.build("--release").exit_code == 0
    assert "approved and current" in desk.run("verify", leaflet).stdout

    # Withdrawn: nothing is approved, and every printed file says so.
    second = leaflet.read_bytes()
    assert desk.withdraw().exit_code == 0
    refused = desk.build("--release")
    assert refused.exit_code == 1
    assert "was withdrawn: A dose is in doubt." in refused.stderr
    assert not leaflet.exists()
    for data in (first, second):
        kept.write_bytes(data)
        told = desk.run("verify", kept)
        assert told.exit_code == 1
        assert "withdrawn: on " in told.stdout
    assert desk.build().exit_code == 0
    draft = desk.output / "draft/es/habit.leaflet.a4.es.pdf"
    assert (
        "draft: habit, version 1.0, in es, its text was not approved"
        in desk.run("verify", draft).stdout
    )
    found = provenance.find(draft.read_bytes())
    assert found is not None
    assert found.provenance is not None
    assert found.provenance.records == ()


def _mend(po: object, text: str) -> None:
    entry = entry_of(po, "tablets/say/items/when")  # type: ignore[arg-type]
    entry.msgstr = text
    entry.flags = []
