""" "Help me choose" and "Is this for me?" in a real browser, with scripts and without; each page they lead through is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
scripts_or_not = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def look(page: Page, *, scripts: bool) -> None:
    """No fault for axe, which is a script itself, and nothing cut off at the side."""
    if scripts:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@scripts_or_not
def test_a_parent_chooses_goes_back_and_comes_to_results(visit: Visit, scripts: bool) -> None:
    page = visit("/", width=320, dark=scripts, scripts=scripts)
    page.get_by_role("link", name="Not sure? Help me choose").click()
    expect(page.get_by_text("Question 1 of 4")).to_be_visible()
    look(page, scripts=scripts)
    page.get_by_label("My child").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="How old is your child?")).to_be_visible()
    page.get_by_label("Age").fill("twelve")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Type an age in whole years")
    look(page, scripts=scripts)
    page.get_by_label("Age").fill("12")
    page.keyboard.press("Enter")
    page.get_by_label("Trouble sleeping").check()
    look(page, scripts=scripts)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Age")).to_have_value("12")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Trouble sleeping")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Question 4 of 4")).to_be_visible()
    page.get_by_label("Town or postcode").fill("Hexham")
    page.get_by_role("button", name="See what can help").click()
    for chip in ("Age 12", "Trouble sleeping", "Parents and carers", "Near Hexham, Northumberland"):
        expect(page.get_by_role("button", name=chip)).to_be_visible()
    assert page.url.endswith("/find/")
    assert page.context.cookies() == []


@scripts_or_not
def test_somebody_who_would_rather_not_say_is_led_on(visit: Visit, scripts: bool) -> None:
    page = visit("/find/choose/?audience=young-person", scripts=scripts)
    page.get_by_role("button", name="Skip this question").click()
    page.get_by_role("button", name="Something else, or I'd rather not say").first.click()
    page.get_by_label("Town or postcode").fill("nowhere at all")
    page.get_by_role("button", name="Skip this question").click()
    expect(page.get_by_role("button", name="Young people")).to_be_visible()
    expect(page.get_by_label("Town or postcode")).to_have_value("")


@scripts_or_not
def test_a_teenager_sees_when_their_birthday_changes_the_answer(visit: Visit, scripts: bool) -> None:
    page = visit("/services/cntw/cyps/", width=320, dark=scripts, scripts=scripts)
    checker = page.locator("#for-me")
    checker.get_by_label("Me, for myself").check()
    checker.get_by_label("Year of birth").fill("2011")
    page.get_by_role("button", name="See if it fits").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the month of birth too")
    look(page, scripts=scripts)
    checker.get_by_label("Month of birth").select_option("May")
    checker.get_by_label("Where is your GP surgery?").fill("Hexham")
    page.get_by_role("button", name="See if it fits").click()
    answer = checker.locator(".checker-answer")
    expect(answer).to_be_in_viewport()
    expect(answer).to_contain_text("The service decides.")
    expect(answer).to_contain_text("birthday")
    expect(answer).to_contain_text("Fits")
    look(page, scripts=scripts)
    assert "2011" not in page.url
    assert page.context.cookies() == []


@pytest.mark.parametrize("words", ["asdfgh", "konseling", ""])
def test_a_search_that_finds_nothing_is_looked_at(visit: Visit, words: str) -> None:
    page = visit("/find/", width=360, dark=True)
    page.get_by_label("What do you want help with?").fill(words)
    page.get_by_role("button", name="Find help").click()
    expect(page.get_by_role("link", name="Help me choose").first).to_be_visible()
    expect(page.get_by_role("link", name="Trouble sleeping")).to_be_visible()
    look(page, scripts=True)
