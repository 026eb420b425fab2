"""English beside a language: a page with two texts is approved when both of them are."""

from pathlib import Path

from desk import Desk

FILE = "habit.bilingual.a4.es.pdf"


def build(desk: Desk, *more: str) -> Path:
    """Build the bilingual handout; answer where it is put."""
    desk.build(*more, edition="bilingual")
    (found,) = desk.output.rglob(FILE)
    return found.relative_to(desk.output)


def test_it_is_a_draft_until_both_texts_are_approved(desk: Desk) -> None:
    assert build(desk) == Path("draft/es") / FILE
    desk.approve("es")
    assert build(desk) == Path("draft/es") / FILE
    desk.approve("en")
    assert build(desk) == Path("approved/es") / FILE


def test_a_release_says_which_of_the_texts_is_not_approved(desk: Desk) -> None:
    desk.approve("es")
    done = desk.build("--release", edition="bilingual")
    assert done.exit_code == 1
    assert "[en] The linguistic approval is missing." in done.stderr
    assert "[es]" not in done.stderr
    assert not list(desk.output.rglob(FILE))


def test_it_is_verified_by_the_records_of_both(desk: Desk) -> None:
    desk.approve("es")
    desk.approve("en")
    file = desk.output / build(desk, "--release")
    told = desk.run("verify", file)
    assert told.exit_code == 0, told.output
    assert "approved and current" in told.output
    assert told.output.count("linguistic by") == 2


def test_withdrawing_the_english_withdraws_it(desk: Desk) -> None:
    desk.approve("es")
    desk.approve("en")
    file = desk.output / build(desk, "--release")
    data = file.read_bytes()
    desk.withdraw(code="en")
    kept = desk.output / "kept.pdf"
    kept.write_bytes(data)
    told = desk.run("verify", kept)
    assert told.exit_code == 1
    assert "withdrawn" in told.output
    assert build(desk) == Path("draft/es") / FILE
    assert not file.exists()


def test_a_mark_that_hides_the_english_is_found(desk: Desk) -> None:
    """A copy of the mark without the second text does not make the page approved by one."""
    from handouts import provenance

    desk.approve("es")
    desk.approve("en")
    file = desk.output / build(desk, "--release")
    desk.withdraw(code="en")
    found = provenance.find(file.read_bytes())
    assert found
    assert found.provenance
    assert found.provenance.english
    bare = found.provenance.__class__(
        **{
            name: getattr(found.provenance, name)
            for name in found.provenance.__struct_fields__
            if name != "english"
        }
    )
    old = found.provenance.mark()[: -len(provenance.NO_SEAL)].encode()
    new = bare.mark()[: -len(provenance.NO_SEAL)].encode()
    forged = file.read_bytes().replace(old, new)
    assert forged != file.read_bytes()
    copy = desk.output / "forged.pdf"
    copy.write_bytes(forged)
    told = desk.run("verify", copy)
    assert told.exit_code == 1
    assert "approved and current" not in told.output
