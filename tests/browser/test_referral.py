""" "Will they take this referral?" in a real browser: the same verdicts as the server's rules, and nothing leaves the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from directory.ages import Age
from directory.models import ServicePage
from search.checker import read_age
from search.query import QueryError
from search.referral import REFERRERS, STANDINGS, Case, Record, judge, read_record, standing

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
CYPS = "/services/cntw/cyps/"
SERVICES = (
    "cyps",
    "pmhw",
    "mhst",
    "kooth",
    "crisis",
    "cruse",
    "cwp",
    "talkingtherapies",
    "youngcarers",
    "samaritans",
    "runaway",
)
AGES = ("", "0", "3", "4", "10", "11", "15", "16", "17", "18", "19", "25", "26", "57")
JUDGE = """async ([module, cases]) => {
  const { judge } = await import(module);
  const table = JSON.parse(document.querySelector("#referral-table").textContent);
  return cases.map((typed) => judge(table, typed));
}"""


@pytest.fixture
def records(site: str, django_db_blocker: Any) -> Iterator[Callable[[str], Record]]:
    """What the server has on record, from the database that the running site shows."""
    with django_db_blocker.unblock():
        yield lambda slug: read_record(ServicePage.objects.get(slug=slug))


def judged(page: Page, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    module = page.locator("script[src*='referral']").get_attribute("src")
    return page.evaluate(JUDGE, [module, cases])


def births() -> list[tuple[str, str]]:
    """(month, year) of birth around every birthday that could change an answer."""
    today = timezone.localdate()
    months = {years * 12 + near for years in (4, 10, 11, 16, 17, 18, 26, 35) for near in (-1, 0, 1)} | {0, 500}
    found = (divmod(today.year * 12 + today.month - 1 - ago, 12) for ago in sorted(months))
    return [(str(month + 1), str(year)) for year, month in found]


def typed_ages() -> list[dict[str, str]]:
    alone = [{"age": age, "month": "", "year": ""} for age in AGES]
    return alone + [{"age": age, "month": month, "year": year} for month, year in births() for age in ("", "17", "18")]


def expected(record: Record, typed: dict[str, Any]) -> dict[str, Any]:
    """The server's answer to the same, or the field that it would send back."""
    try:
        age: Age | None = read_age(typed, timezone.localdate())
    except QueryError as error:
        return {"problem": [error.field, error.message]}
    said = {int(at): word for at, word in typed["said"].items()}
    case = Case(age, typed["area"], typed["need"], typed["route"], typed["youngPerson"], typed["parent"], said)
    found = judge(record, case)
    order = list(STANDINGS)
    return {
        "headline": STANDINGS[min((standing(reason) for reason in found), key=order.index)],
        "reasons": [(r.criterion, r.verdict, r.text, r.instead) for r in found],
    }


def told(answer: dict[str, Any]) -> dict[str, Any]:
    if "problem" in answer:
        return {"problem": answer["problem"]}
    reasons = [(r["criterion"], r["verdict"], r["text"], r["instead"]) for r in answer["reasons"]]
    return {"headline": answer["headline"], "reasons": reasons}


@pytest.mark.parametrize("slug", SERVICES)
def test_the_browser_has_the_verdicts_of_the_server(visit: Visit, records: Callable[[str], Record], slug: str) -> None:
    """Ages, months of birth, routes and areas, each with each."""
    record = records(slug)
    areas = ("", *(place.value for place in record.places))
    rest = {"need": "other", "youngPerson": "yes", "parent": "", "said": {}}
    cases = [
        {**age, "route": route, "area": area, **rest}
        for age, route, area in product(typed_ages(), ("", *REFERRERS), areas)
    ]
    page = visit(record.service.url)
    for case, answer in zip(cases, judged(page, cases), strict=True):
        assert told(answer) == expected(record, case), case


def test_lines_needs_and_agreement_have_the_verdicts_of_the_server(
    visit: Visit, records: Callable[[str], Record]
) -> None:
    for slug in ("cyps", "pmhw", "edpsych", "onecall"):
        record = records(slug)
        lines = [str(at) for at in range(len(record.service.criteria.all()))]
        cases = [
            {
                "age": "12", "month": "", "year": "", "area": "", "route": route, "need": need,
                "youngPerson": young, "parent": parent, "said": dict.fromkeys(lines, said),
            }
            for route, need, young, parent, said in product(
                ("", *REFERRERS), ("", "other", *list(record.needs)[:2]), ("", "yes", "no"), ("", "yes", "no"), ("", "yes", "no")
            )
        ]  # fmt: skip
        page = visit(record.service.url)
        for case, answer in zip(cases, judged(page, cases), strict=True):
            assert told(answer) == expected(record, case), case


ODD = (
    "", "0", "12", "13", "99", "2011", "1850", "3000", "-1", "1.5", "²", "٣", " 7 ", "abc", "1e3", "0x10", "１２",
    "000000000017", "121", "120",
)  # fmt: skip


def test_what_cannot_be_read_gets_the_words_of_the_server_and_never_an_error(
    visit: Visit, records: Callable[[str], Record]
) -> None:
    record = records("cyps")
    rest = {"area": "", "need": "", "route": "", "youngPerson": "", "parent": "", "said": {}}
    cases = [{"age": a, "month": m, "year": y, **rest} for a, m, y in product(ODD, repeat=3)]
    for case, answer in zip(cases, judged(visit(CYPS), cases), strict=True):
        assert told(answer) == expected(record, case), case


def open_form(visit: Visit, **how: Any) -> Page:
    page = visit(f"{CYPS}#referral", **how)
    expect(page.get_by_role("button", name="Check this referral")).to_be_visible()
    return page


def fill(page: Page) -> None:
    page.get_by_label("Age", exact=True).last.fill("17")
    page.get_by_label("Where is their GP surgery?").select_option("Northumberland")
    page.get_by_label("Who refers?").select_option("A GP")
    page.get_by_label("Main need").select_option("Feeling worried or anxious")
    page.get_by_label("Does the young person agree?").select_option("Yes")
    page.get_by_label("Has this been tried?").select_option("Not yet")
    page.get_by_label("Not for: No earlier help has been tried.").check()


def look(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["narrow and dark", "wide and light"])
def test_a_gp_checks_a_referral(visit: Visit, width: int, dark: bool) -> None:
    page = open_form(visit, width=width, dark=dark)
    look(page)
    fill(page)
    button = page.get_by_role("button", name="Check this referral")
    button.click()
    answer = page.locator("[data-referral-answer]")
    expect(answer.locator("[data-group=outside]")).to_contain_text("No earlier help has been tried.")
    expect(answer.locator("[data-group=instead]")).to_contain_text("Start with Primary Mental Health Work")
    expect(answer.locator("[data-group=instead] a[href*='pmhw']")).to_be_visible()
    expect(answer.locator("[data-group=meets]")).to_contain_text("A GP can refer.")
    expect(answer.locator("[data-group=check]")).to_contain_text("Informed consent must be in place")
    expect(page.locator("[data-referral-status]")).to_contain_text("2 not met")
    expect(page.locator("[data-routes]:visible")).to_have_count(1)
    expect(button).to_be_focused()
    look(page)


def test_nothing_leaves_the_page_and_nothing_is_kept(visit: Visit) -> None:
    page = open_form(visit)
    page.wait_for_load_state("networkidle")
    asked: list[Request] = []
    page.context.on("request", lambda request: asked.append(request))
    address, title, length = page.url, page.title(), page.evaluate("history.length")
    fill(page)
    page.get_by_label("Age", exact=True).last.press("Enter")
    page.get_by_role("button", name="Check this referral").click()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print this checklist").click()
    page.wait_for_timeout(500)
    assert [request.url for request in asked] == []
    assert (page.url, page.title(), page.evaluate("history.length")) == (address, title, length)
    assert page.evaluate("history.state") is None
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.context.cookies() == []


def test_who_comes_back_to_the_page_finds_it_empty(visit: Visit) -> None:
    page = open_form(visit)
    fill(page)
    page.get_by_role("button", name="Check this referral").click()
    page.goto("/urgent-help/")
    page.go_back()
    expect(page.get_by_label("Who refers?")).to_have_value("")
    expect(page.locator("#referral-age")).to_have_value("")
    expect(page.locator("[data-referral-answer]")).to_be_hidden()
    expect(page.get_by_label("Not for: No earlier help has been tried.")).not_to_be_checked()
    page.reload()
    expect(page.locator("#referral-age")).to_have_value("")


def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(visit: Visit) -> None:
    page = open_form(visit)
    fill(page)
    field = page.locator("#referral-age")
    field.fill("seventeen")
    field.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Type an age in whole years, such as 15.")
    expect(field).to_have_value("seventeen")
    expect(page.get_by_label("Who refers?")).to_have_value("gp")
    expect(page.locator("[data-referral-answer]")).to_be_hidden()
    look(page)
    field.fill("17")
    page.locator("#referral-year").fill("2009")
    page.get_by_role("button", name="Check this referral").click()
    expect(page.locator("#referral-month")).to_be_focused()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    page.locator("#referral-year").fill("")
    page.get_by_role("button", name="Check this referral").click()
    expect(page.locator(".field-error:visible")).to_have_count(0)
    expect(page.locator("[data-referral-answer]")).to_be_visible()


def test_an_answer_follows_what_is_changed_and_says_so(visit: Visit) -> None:
    page = open_form(visit)
    page.locator("#referral-age").fill("17")
    page.get_by_role("button", name="Check this referral").click()
    status = page.locator("[data-referral-status]")
    expect(status).to_contain_text("Nothing that you said rules this out.")
    page.locator("#referral-age").fill("18")
    page.get_by_label("Who refers?").select_option("The young person")
    expect(status).to_contain_text("This is probably not the right place")
    expect(page.get_by_label("Threshold: Risks are identified")).to_be_hidden()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#referral-age")).to_be_focused()
    expect(status).to_be_empty()


def test_without_scripts_the_whole_list_is_there(visit: Visit) -> None:
    page = visit(f"{CYPS}#referral", scripts=False)
    section = page.locator("#referral")
    expect(section.get_by_text("For ages 4 up to the 18th birthday.")).to_be_visible()
    expect(section.get_by_role("listitem").filter(has_text="Threshold: Risks are identified")).to_be_visible()
    expect(section.locator("[data-routes]:visible")).to_have_count(6)
    expect(section.get_by_role("button")).to_have_count(0)
    expect(section.locator("input:visible, select:visible")).to_have_count(0)


def sheets(page: Page) -> int:
    return page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")


@pytest.mark.parametrize("scripts", [True, False], ids=["answered", "without scripts"])
@pytest.mark.parametrize("slug", ["cyps", "pmhw", "kooth", "earlyhelp"])
def test_the_checklist_is_one_sheet(visit: Visit, records: Callable[[str], Record], slug: str, scripts: bool) -> None:
    page = visit(f"{records(slug).service.url}#referral", scripts=scripts)
    if scripts:
        page.locator("#referral-age").fill("12")
        page.get_by_role("button", name="Check this referral").click()
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="Print this checklist").click()
    page.emulate_media(media="print")
    expect(page.locator("#referral-heading")).to_contain_text(records(slug).service.title)
    expect(page.locator(".demo-banner")).to_be_visible()
    expect(page.get_by_text("If a life is in danger, call 999")).to_be_visible()
    expect(page.locator("#contact")).to_be_hidden()
    if scripts:
        expect(page.locator("[data-typed]")).to_contain_text("Age: 12")
        expect(page.locator("[data-referral-list]")).to_be_hidden()
        expect(page.locator("[data-referral-form]")).to_be_hidden()
    assert sheets(page) == 1


def test_the_link_of_a_table_opens_it(visit: Visit) -> None:
    page = visit("/criteria/?age=12&who=gp")
    page.get_by_role("link", name="Check a referral to Children and Young People's Service").click()
    expect(page.get_by_role("heading", name="Check before you refer")).to_be_in_viewport()
