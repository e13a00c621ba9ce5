"""The search field's suggestions: by keyboard, by touch, with nothing that works, and with no scripts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, Request, Route, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
ANSWER = {
    "groups": [{"key": "services", "label": "<b>Services</b>"}],
    "suggestions": [
        {
            "group": "services", "id": "service:odd", "kind": "service", "text": "<img src=x onerror=document.title='no'>",
            "url": "/topics/", "rest": "",
            "parts": [{"text": "<img src=x onerror=document.title='no'>", "is_marked": True}],
        }
    ],
}  # fmt: skip


def field(page: Page) -> Locator:
    return page.get_by_label("What do you want help with?")


def type_in(page: Page, text: str) -> Locator:
    """Type as a visitor does, and wait for the list."""
    start_typing(page, text)
    suggestions = page.get_by_role("listbox")
    expect(suggestions).to_be_visible()
    return suggestions


def start_typing(page: Page, text: str) -> None:
    field(page).focus()
    expect(field(page)).to_have_role("combobox")
    page.keyboard.type(text)


def active(page: Page) -> Locator:
    return page.locator("[role=option][aria-selected=true]")


@pytest.mark.parametrize("address", ["/", "/find/"])
def test_a_topic_is_chosen_by_keyboard_alone(visit: Visit, address: str) -> None:
    page = visit(address, width=360)
    type_in(page, "worr")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("group", name="Feelings and worries")).to_be_visible()
    expect(active(page)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_have_text("Feeling worried or anxious")
    expect(active(page).locator("mark")).to_have_text("worr")
    assert field(page).get_attribute("aria-activedescendant") == active(page).get_attribute("id")
    expect(field(page)).to_be_focused()
    page.keyboard.press("End")
    last = page.get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # past the end is the field again
    expect(active(page)).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/anxiety/")


def test_escape_closes_the_list_and_keeps_the_words(visit: Visit) -> None:
    page = visit("/")
    suggestions = type_in(page, "worr")
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(field(page)).to_have_value("worr")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(suggestions).to_be_visible()
    page.keyboard.press("Tab")
    expect(suggestions).to_be_hidden()


def test_enter_with_nothing_chosen_searches_as_typed(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "worr")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/")
    expect(field(page)).to_have_value("worr")
    assert "worr" not in page.url + page.title()


def test_a_place_fills_its_field_and_the_rest_is_searched_for(visit: Visit) -> None:
    page = visit("/", width=360)
    type_in(page, "panic attack in hexh")
    page.get_by_role("option", name="Hexham, Northumberland").click()
    expect(page.get_by_label("Town or postcode")).to_have_value("Hexham, Northumberland")
    expect(field(page)).to_have_value("panic attack")
    expect(page.get_by_label("Age")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="is now in Town or postcode")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/")
    expect(page.get_by_text("Hexham, Northumberland").first).to_be_visible()


def test_the_number_of_suggestions_is_said(visit: Visit) -> None:
    page = visit("/")
    suggestions = type_in(page, "koot")
    count = suggestions.get_by_role("option").count()
    expect(page.get_by_role("status").filter(has_text=f"{count} suggestion")).to_have_count(1)


def test_nothing_is_suggested_for_danger_and_enter_leads_to_help(visit: Visit) -> None:
    page = visit("/")
    start_typing(page, "want to di")
    with page.expect_response("**/api/suggest/"):
        page.keyboard.type("e")
    expect(page.get_by_role("status").filter(has_text="No suggestions")).to_have_count(1)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".urgent-panel")).to_be_visible()


def test_what_is_typed_is_posted_once_after_a_pause(visit: Visit) -> None:
    page = visit("/")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "suggest/" in request.url else None)
    type_in(page, "worried")
    assert {(request.method, request.url.rpartition("/api")[2]) for request in asked} == {("POST", "/suggest/")}
    assert len(asked) < len("worried")
    assert all("cookie" not in request.all_headers() for request in asked)


def test_a_late_answer_never_stands_over_a_newer_one(visit: Visit) -> None:
    page = visit("/")
    held: list[Route] = []

    def answer(route: Route) -> None:
        if "zq" in (route.request.post_data or ""):
            route.continue_()
        else:
            held.append(route)

    page.route("**/api/suggest/", answer)
    with page.expect_request("**/api/suggest/"):
        start_typing(page, "worr")
    page.keyboard.type("zqzq")
    expect(page.get_by_role("status").filter(has_text="No suggestions")).to_have_count(1)
    with contextlib.suppress(Error):  # the page has turned away from it already
        held[0].fulfill(json=ANSWER)
    page.wait_for_timeout(200)
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize("trouble", ["offline", "fails", "nonsense"])
def test_whatever_fails_is_silent(visit: Visit, trouble: str) -> None:
    page = visit("/")
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    field(page).focus()
    expect(field(page)).to_have_role("combobox")
    answers = {"fails": {"status": 503, "body": "{}"}, "nonsense": {"status": 200, "body": "<html>"}}
    if trouble == "offline":
        page.context.set_offline(True)
    else:
        page.route("**/api/suggest/", lambda route: route.fulfill(**answers[trouble]))
    page.keyboard.type("worr")
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert errors == []


def test_a_title_is_never_read_as_html(visit: Visit) -> None:
    page = visit("/")
    title = page.title()
    page.route("**/api/suggest/", lambda route: route.fulfill(json=ANSWER))
    suggestions = type_in(page, "worr")
    assert suggestions.locator("img, b").count() == 0
    expect(suggestions.get_by_role("option")).to_have_text("<img src=x onerror=document.title='no'>")
    assert page.title() == title


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/find/?need=anxiety&age=15&place=Blyth"])
def test_axe_finds_nothing_while_the_list_is_open(visit: Visit, address: str, dark: bool) -> None:
    page = visit(address, width=320 if dark else 1280, dark=dark)
    type_in(page, "nor")
    page.keyboard.press("ArrowDown")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_the_list_moves_nothing(visit: Visit) -> None:
    """No layout shift, whatever opens and closes."""
    page = visit("/", width=360)
    page.evaluate(
        "() => { window.shifts = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " window.shifts += entry.value; }).observe({ type: 'layout-shift' }); }"
    )
    button = page.get_by_role("button", name="Find help")
    before = button.evaluate("(element) => element.offsetTop")
    type_in(page, "nor")
    assert button.evaluate("(element) => element.offsetTop") == before
    page.keyboard.press("Escape")
    assert page.evaluate("window.shifts") == 0


def test_the_field_of_new_results_suggests_too(visit: Visit) -> None:
    page = visit("/find/")
    field(page).fill("panic")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    field(page).fill("")
    type_in(page, "koot")
    page.get_by_role("option", name="Kooth").click()
    page.wait_for_url("**/kooth/")


def test_a_first_view_fetches_no_suggestions(visit: Visit) -> None:
    page = visit("/health/live")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert not [address for address in asked if "suggest" in address]
    field(page).focus()
    expect(field(page)).to_have_role("combobox")
    assert len([address for address in asked if not address.startswith("data:")]) <= 8


def test_without_scripts_the_field_is_a_plain_field(visit: Visit) -> None:
    page = visit("/", scripts=False)
    assert field(page).get_attribute("role") is None
    field(page).fill("worried")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/")
    expect(page.get_by_role("link", name="Feeling worried or anxious").first).to_be_visible()
