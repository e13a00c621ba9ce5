"""Known terms and the glossary in a real browser: with scripts and without, by keyboard, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PAGE = "/how-to-refer/"


def look(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_meaning_opens_where_the_term_stands(visit: Visit, width: int, dark: bool) -> None:
    page = visit(PAGE, width=width, dark=dark)
    term = page.get_by_role("button", name="CYPS: what it means")
    expect(term).to_have_attribute("aria-expanded", "false")
    look(page)
    term.click()
    expect(term).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#meaning-cyps")).to_contain_text("specialist mental health help")
    assert page.url.endswith(PAGE)
    look(page)
    term.click()
    expect(page.locator("#meaning-cyps")).to_be_hidden()


def test_a_keyboard_opens_it_reads_on_and_closes_it(visit: Visit) -> None:
    page = visit(PAGE)
    term = page.get_by_role("button", name="CYPS: what it means")
    for key in ("Enter", "Space"):
        term.press(key)
        expect(page.locator("#meaning-cyps")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.locator("#meaning-cyps a")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#meaning-cyps")).to_be_hidden()
        expect(term).to_be_focused()


def test_without_scripts_a_term_leads_to_the_glossary(visit: Visit) -> None:
    page = visit(PAGE, width=360, scripts=False)
    page.get_by_role("link", name="CYPS: what it means").click()
    assert page.url.endswith("/glossary/#cyps")
    expect(page.locator("#cyps")).to_be_in_viewport()
    expect(page.locator("#cyps")).to_contain_text("Children and Young People's Service")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_glossary_is_looked_at_from_a_letter(visit: Visit, dark: bool) -> None:
    page = visit("/glossary/", width=360, dark=dark)
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="P", exact=True).click()
    expect(page.get_by_role("heading", name="P", exact=True)).to_be_in_viewport()
    look(page)


@pytest.fixture
def changed(site: str, django_db_blocker: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """A service that the running site knows, with more changes than its first page of them holds."""
    from directory.models import ChangeNote, ServicePage

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        service = ServicePage.objects.get(slug="cyps")
        differences = [{"what": "Ages", "gone": ["Aged 4 to 17"], "new": ["Aged 17 and under"]}]
        notes = [
            ChangeNote.objects.create(page=service, why=f"Reason {n}.", is_public=True, differences=differences)
            for n in range(6)
        ]
        yield service.url
        for note in notes:
            note.delete()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_has_changed_unfolds_and_leads_to_older_changes(visit: Visit, changed: str, scripts: bool) -> None:
    page = visit(changed, width=360, dark=scripts, scripts=scripts)
    expect(page.get_by_text("Reason 5.")).to_be_hidden()
    page.get_by_text("6 changes, newest first").click()
    expect(page.get_by_text("Reason 5.")).to_be_visible()
    if scripts:
        look(page)
    page.get_by_role("link", name="Older changes").click()
    expect(page.get_by_text("Reason 0.")).to_be_visible()
    expect(page.get_by_text("Reason 5.")).to_have_count(0)
