"""Journeys in a real browser, with scripts and without."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, Route, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

LOOKED_AT = [
    "/", "/find/?need=anxiety&age=15&place=Blyth", "/services/cntw/cyps/", "/topics/self-harm/", "/pathways/self-harm/",
    "/resources/calm-harm/", "/urgent-help/", "/criteria/", "/waiting-times/", "/advice-lines/", "/services/", "/find/?age=abc",
    "/no-such-page/", "/offer/", "/criteria/compare/?service=service:cyps&service=service:kooth",
    "/glossary/", "/services/kooth-plc/", "/find/", "/find/choose/", "/find/?need=tics&age=3&how=text",
    "/pathways/anxiety-low-mood/?for=professional", "/plan/", "/plan/?year=2020&status=done", "/services/kooth-plc/declaration-2020/",
]  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_worried_teenager_finds_somebody_to_talk_to(visit: Visit, scripts: bool) -> None:
    page = visit("/", width=360, scripts=scripts)
    page.get_by_label("What do you want help with?").fill("cant stop cutting")
    page.get_by_label("Age").fill("13")
    page.get_by_role("button", name="Find help").click()
    expect(page.get_by_role("heading", name="Talk to someone now")).to_be_visible()
    expect(page.locator("a[href='tel:08001111']").first).to_be_visible()
    assert "cutting" not in page.url
    assert "cutting" not in page.title()
    expect(page.get_by_text("Age 13").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_parent_takes_an_age_off_and_turns_the_page(visit: Visit, scripts: bool) -> None:
    page = visit("/", scripts=scripts)
    page.get_by_label("What do you want help with?").fill("my child is worried 7")
    page.get_by_role("button", name="Find help").click()
    page.get_by_role("button", name="Age 7").click()
    expect(page.get_by_role("button", name="Age 7")).to_have_count(0)
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("page 2").first).to_be_visible()
    expect(page.get_by_label("What do you want help with?")).to_have_value("my child is worried 7")


def test_words_typed_while_results_load_are_kept(visit: Visit) -> None:
    page = visit("/find/")
    held: list[Route] = []
    page.route("**/find/", lambda route: held.append(route))
    field = page.get_by_label("What do you want help with?")
    field.fill("worried")
    page.get_by_role("button", name="Find help").click()
    expect(page.locator("[data-find][aria-busy]")).to_be_visible()
    field.fill("worried about school")
    held[0].continue_()
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator("[data-find][aria-busy]")).to_have_count(0)
    expect(field).to_have_value("worried about school")
    expect(field).to_be_focused()


def test_a_gp_reaches_the_criteria_in_three_clicks(visit: Visit) -> None:
    page = visit("/")
    page.get_by_label("What do you want help with?").fill("camhs")
    page.get_by_role("button", name="Find help").click()
    expect(page.get_by_text("In Northumberland, CAMHS is called CYPS.").first).to_be_visible()
    page.get_by_role("link", name="Children and Young People's Service").first.click()
    expect(page.get_by_role("heading", name="Who it is for")).to_be_visible()
    expect(page.get_by_role("heading", name="How to get it")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("address", LOOKED_AT)
def test_axe_finds_nothing(visit: Visit, address: str, dark: bool) -> None:
    page = visit(address, width=360 if dark else 1280, dark=dark)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("address", LOOKED_AT)
def test_nothing_is_cut_off_at_four_hundred_per_cent(visit: Visit, address: str) -> None:
    """1280 pixels at 400% are 320: no sideways scrolling (WCAG 1.4.10)."""
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_word_without_end_stays_on_the_screen(visit: Visit) -> None:
    page = visit("/find/", width=320)
    page.get_by_label("What do you want help with?").fill(f"anxity {'z' * 90}")
    page.get_by_role("button", name="Find help").click()
    expect(page.get_by_role("button", name="anxiety zzz")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    "address", ["/", "/find/?need=anxiety&age=15&place=Blyth", "/services/cntw/cyps/", "/pathways/self-harm/"]
)
def test_a_first_view_is_small_and_stays_at_home(visit: Visit, site: str, address: str) -> None:
    page = visit("/health/live")
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    asked = [answer for answer in answers if not answer.url.startswith("data:")]
    assert all(answer.url.startswith(site) for answer in asked)
    assert len(asked) <= 8
    # As a server sends it: the test server leaves style sheets as they are.
    size = sum(len(gzip.compress(answer.body())) for answer in asked)
    assert size <= 60_000, f"{size} bytes"
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_exit_leaves_at_once_and_back_does_not_return(visit: Visit) -> None:
    page = visit("/topics/domestic-abuse/")
    page.route(
        "https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    assert page.title() == "Weather"
    page.go_back()
    assert "domestic-abuse" not in page.url


def test_the_exit_works_without_scripts(visit: Visit) -> None:
    page = visit("/topics/domestic-abuse/", scripts=False)
    link = page.locator("a[href='https://www.bbc.co.uk/weather']").last
    expect(link).to_be_visible()
    assert "noreferrer" in (link.get_attribute("rel") or "")


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in ("main", "#main")


def test_an_editor_signs_in(visit: Visit, login: tuple[str, str]) -> None:
    """A header that is too strict makes Chromium send no origin, and the login is refused."""
    page = visit("/admin/login/")
    page.get_by_label("Username").fill(login[0])
    page.get_by_label("Password").fill(login[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_editor_tries_a_search_and_a_change(visit: Visit, login: tuple[str, str], scripts: bool) -> None:
    page = visit("/admin/login/?next=/admin/try-search/", width=360 if scripts else 1280, scripts=scripts)
    page.get_by_label("Username").fill(login[0])
    page.get_by_label("Password").fill(login[1])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("What somebody types").fill("owl eyes")
    page.get_by_text("Try a change before you save it").click()
    page.get_by_label("For this need").select_option("Trouble sleeping")
    page.get_by_label("More aliases").fill("owl eyes")
    page.get_by_role("button", name="Try it").click()
    after = page.get_by_role("region", name="After")
    expect(after.get_by_text("by “owl eyes”")).to_be_visible()
    expect(after.get_by_text("new here").first).to_be_visible()
    after.get_by_text("Why here:").first.click()
    expect(after.get_by_text("Need: Trouble sleeping").first).to_be_visible()
    assert page.url.endswith("/admin/try-search/")
    if scripts:  # without them Wagtail's own menu covers a narrow page
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        results = Axe().run(page, context="main")
        assert results.violations_count == 0, results.generate_report()
