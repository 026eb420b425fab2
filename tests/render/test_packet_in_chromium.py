"""The review packet in a real browser: read, marked by keyboard, saved, printed, sent back."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from conftest import require
from desk import TEXTS, TOPIC, Desk
from playwright.sync_api import Browser, Page, sync_playwright

from handouts import catalog, making, reviewing
from handouts.dates import now
from handouts.language import Language
from handouts.render import packet

ARABIC = Language("ar")
WHEN, TUMOR = "tablets/say/items/when", "tablets/say/items/tumor"


@pytest.fixture(scope="module")
def arabic(small_library: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small library with a text that hides a character and one that tries to run."""
    desk = small_library.copied(tmp_path_factory.mktemp("arabic") / "library")
    desk.say("tablets/slide-message/script", "اقرأها \u202eبصوت مرتفع.", "ar")
    hostile = "</script><script>document.title='run'</script><img src=x onerror=alert(1)>"
    desk.say("tablets/slide-message/title", hostile, "ar")
    return desk


@pytest.fixture(scope="module")
def address(arabic: Desk) -> str:
    """The packet as a reviewer gets it: one file, opened from a folder."""
    case = making.opened(arabic.library, TOPIC, ARABIC)
    made = reviewing.assemble(case, "a4", now(), with_slides=False)
    file = arabic.library.root.parent / "packet.html"
    file.write_text(packet.html(made, arabic.library), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = require("chromium")
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The packet, opened; whatever it asks for besides itself, or complains of, fails the test."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto(address)
    yield page
    assert {url for url in asked if not url.startswith(("data:", "blob:"))} == {address}
    assert not said
    context.close()


def passage(page: Page, context: str) -> str:
    """Find the row of a message, by its context."""
    number = page.evaluate(
        "context => Object.entries(data.messages).find(([, m]) => m.context === context)[0]",
        context,
    )
    return f"#m{number}"


def test_marks_are_made_by_keyboard_saved_and_taken_back(
    page: Page, arabic: Desk, tmp_path: Path
) -> None:
    when, tumor = passage(page, WHEN), passage(page, TUMOR)
    page.focus(f"{when} input[value=right]")
    page.keyboard.press("ArrowRight")  # on to “Needs a change”, as radio buttons go
    page.keyboard.press("Tab")
    page.keyboard.type("How many hours apart?")
    page.focus(f"{tumor} input[value=right]")
    page.keyboard.press("Space")
    assert "2 of " in page.inner_text("#progress")
    assert "1 to change, not saved yet" in page.inner_text("#progress")
    page.fill("#reviewer", "Test Reviewer")
    page.check("input[name=role][value=clinical]")
    page.check("input[name=verdict][value=change]")
    page.fill("#overall", "Nearly there.")
    with page.expect_download() as saving:
        page.focus("#save")
        page.keyboard.press("Enter")
    assert saving.value.suggested_filename == "habit.decisions.ar.json"
    file = tmp_path / "decisions.json"
    saving.value.save_as(file)
    assert "not saved" not in page.inner_text("#progress")
    saved = json.loads(file.read_text("utf-8"))
    assert {m["context"]: m["decision"] for m in saved["messages"]} == {
        WHEN: "change",
        TUMOR: "right",
    }
    done = arabic.run("review", "import", file)
    assert done.exit_code == 0, done.output
    assert "Test Reviewer, on the whole: clinical, change, Nearly there." in done.stdout
    entries = catalog.read(arabic.library.catalog(ARABIC, TOPIC)).entries
    assert [c for c, e in entries.items() if e.fuzzy] == [WHEN]


def test_marks_outlive_a_closed_window_and_the_rest_can_be_hidden(page: Page, address: str) -> None:
    when = passage(page, WHEN)
    page.check(f"{when} input[value=change]")
    page.fill(f"{when} textarea", "Later.")
    again = page.context.new_page()
    again.goto(address)
    assert again.is_checked(f"{when} input[value=change]")
    assert again.input_value(f"{when} textarea") == "Later."
    assert again.is_visible(when)
    again.check("#unmarked")
    assert not again.is_visible(when)
    assert again.locator(".passage:visible").count() > 40
    again.evaluate("localStorage.clear()")


def test_each_text_runs_its_own_way_and_nothing_in_it_runs(page: Page) -> None:
    for context in (WHEN, TUMOR):
        texts = page.locator(f"{passage(page, context)} .text p")
        ways = [texts.nth(n).evaluate("e => getComputedStyle(e).direction") for n in range(3)]
        assert ways == ["ltr", "rtl", "ltr"]
        assert [texts.nth(n).get_attribute("lang") for n in range(3)] == ["en", "ar", "en"]
    hidden = page.locator(f"{passage(page, 'tablets/slide-message/script')} .hidden")
    assert hidden.all_inner_texts() == ["U+202E"]
    assert page.title() == "Review: Taking your tablets in Arabic"
    hostile = page.locator(f"{passage(page, 'tablets/slide-message/title')} .here p")
    assert "<img src=x onerror=alert(1)>" in hostile.inner_text()
    assert page.locator("script").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints_and_can_be_read_without_its_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.is_visible("#bar")
    assert "Scripts are switched off here" in page.inner_text("main")
    for english, arabic in (("Take 2 tablets each day.", TEXTS[WHEN][1]),):
        assert english in page.inner_text("main")
        assert arabic in page.inner_text("main")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert "Take 2 tablets each day." in text
    assert "Save decisions" not in text
    context.close()
