"""The criteria matrix: filters as sets, the same rows as a spreadsheet, and no number that has expired."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import AccessCriterion, ServicePage, WaitingTime
from home.records.criteria import PER_PAGE
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    """The services of the page, in order."""
    page = client.get(f"/criteria/{query}").content.decode()
    found = re.findall(r'<th scope="row" role="rowheader"><a href="[^"]+">(.*?)</a>', page)
    return [html.unescape(title) for title in found]


def spreadsheet(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/criteria/data.csv{query}").content.decode())))


@pytest.mark.parametrize("age", [0, 3, 4, 11, 17, 18, 25])
def test_an_age_shows_exactly_the_services_for_it(client: Client, age: int) -> None:
    fit = {service.title for service in ServicePage.objects.live() if service.ages.includes(age)}
    assert {row["service"] for row in spreadsheet(client, f"?age={age}")} == fit


def test_a_need_shows_those_for_it_and_those_for_any_worry(client: Client) -> None:
    fit = {
        service.title
        for service in ServicePage.objects.live()
        if service.any_worry or service.needs.filter(slug="eating").exists()
    }
    assert {row["service"] for row in spreadsheet(client, "?need=eating")} == fit


def test_a_gp_may_use_the_routes_of_any_professional(client: Client) -> None:
    fit = {s.title for s in ServicePage.objects.live() if s.routes.filter(who__in=["gp", "professional"]).exists()}
    assert {row["service"] for row in spreadsheet(client, "?who=gp")} == fit


def test_what_makes_somebody_local_is_a_filter(client: Client) -> None:
    fit = {service.title for service in ServicePage.objects.live() if service.basis == "gp"}
    assert {row["service"] for row in spreadsheet(client, "?basis=gp")} == fit != set()


def test_the_heads_of_columns_sort_and_keep_the_filters(client: Client) -> None:
    page = client.get("/criteria/?age=16&sort=youngest").content.decode()
    assert (
        '<th scope="col" role="columnheader" aria-sort="ascending"><a href="/criteria/?age=16&amp;sort=youngest">Ages'
        in page
    )
    assert '<th scope="col" role="columnheader"><a href="/criteria/?age=16&amp;sort=name">Service' in page


def test_filters_narrow_together_and_a_way_back_is_shown(client: Client) -> None:
    both = {row["service"] for row in spreadsheet(client, "?age=16&need=anxiety&thrive=getting-help")}
    for one in ("?age=16", "?need=anxiety", "?thrive=getting-help"):
        assert both <= {row["service"] for row in spreadsheet(client, one)}
    assert both
    assert "Show every service" in client.get("/criteria/?age=16").content.decode()


def test_the_spreadsheet_has_the_rows_of_every_page_in_the_same_order(client: Client) -> None:
    query = "?sort=youngest"
    shown = [title for page in (1, 2) for title in titles(client, f"{query}&page={page}")]
    assert [row["service"] for row in spreadsheet(client, query)] == shown
    assert len(shown) == ServicePage.objects.live().public().count() > PER_PAGE


def test_the_next_page_keeps_the_filters(client: Client) -> None:
    assert (
        'href="/criteria/?age=16&amp;sort=oldest&amp;page=2"'
        in client.get("/criteria/?age=16&sort=oldest").content.decode()
    )


@pytest.mark.parametrize(
    "query", ["?age=abc", "?age=99", "?age=²", "?need=nothing", "?who='; --", "?basis=x", "?sort=x", "?page=zz"]
)
def test_what_makes_no_sense_is_said_and_hides_nothing(client: Client, query: str) -> None:
    response = client.get(f"/criteria/{query}")
    assert response.status_code == 200
    assert len(titles(client, query)) == PER_PAGE
    if "page" not in query:
        assert 'role="alert"' in response.content.decode()


def test_nothing_that_fits_leaves_ways_on(client: Client) -> None:
    page = client.get("/criteria/?age=0&need=tics&who=school&thrive=getting-risk-support").content.decode()
    assert "No service on record fits all of this" in page
    assert 'href="/advice-lines/"' in page


def test_an_expired_wait_is_never_a_number(client: Client) -> None:
    old = WaitingTime(measure="first-contact", weeks_to=7, as_at=dt.date(2021, 4, 8), source="A paper")
    make_service("long-ago", title="Long ago", waits=(old,))
    row = next(row for row in spreadsheet(client) if row["service"] == "Long ago")
    assert row["wait"] == "Not up to date: ask the service"
    new = WaitingTime(measure="first-contact", weeks_to=7, as_at=timezone.localdate(), source="A call")
    make_service("just-now", title="Just now", waits=(new,))
    assert next(row for row in spreadsheet(client) if row["service"] == "Just now")["wait"].startswith("up to 7 weeks")


def test_a_cell_is_never_a_formula(client: Client) -> None:
    make_service("sum", title="=1+1")
    assert "'=1+1" in {row["service"] for row in spreadsheet(client)}


def test_a_threshold_and_what_to_do_instead_stand_in_the_row(client: Client) -> None:
    service = make_service("strict", title="Strict")
    service.criteria = [
        *service.criteria.all(),
        AccessCriterion(kind="threshold", text="Moderate difficulty."),
        AccessCriterion(kind="exclude", text="Under 11.", instead="Ask your school nurse."),
    ]
    service.save_revision().publish()
    row = next(row for row in spreadsheet(client) if row["service"] == "Strict")
    assert (row["threshold"], row["not_for"]) == ("Moderate difficulty.", "Under 11. Ask your school nurse.")


def test_queries_do_not_grow_with_services(client: Client) -> None:
    client.get("/criteria/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/criteria/")
    for number in range(5):
        make_service(f"more-{number}", needs=("anxiety",))
    client.get("/criteria/")
    with CaptureQueriesContext(connection) as many:
        client.get("/criteria/")
    assert len(many) <= len(few)


def compared(client: Client, *references: str) -> str:
    return client.get("/criteria/compare/", {"service": references}).content.decode()


def test_two_services_stand_side_by_side_with_what_differs(client: Client) -> None:
    page = compared(client, "service:cyps", "service:pmhw")
    assert page.index("Children and Young People") < page.index("Primary Mental Health")

    threshold = re.search(r'rowheader">Threshold.*?</tr>', page, re.DOTALL)
    assert threshold
    assert "differs" in threshold[0]


def test_what_is_the_same_does_not_say_that_it_differs(client: Client) -> None:
    make_service("one", title="One")
    make_service("two", title="Two")
    assert "differs</span>" not in compared(client, "service:one", "service:two")


def test_more_than_four_keeps_the_first_four_and_says_so(client: Client) -> None:
    for number in range(5):
        make_service(f"number-{number}", title=f"Number {number}")
    page = compared(client, *(f"service:number-{number}" for number in range(5)))
    assert "Only 4 services fit" in page
    assert ">Number 3</a>" in page
    assert ">Number 4</a>" not in page


def test_a_service_that_is_not_public_is_left_out_and_said(client: Client) -> None:
    make_service("one", title="One")
    make_service("two", title="Two")
    make_service("hidden", title="Hidden", publish=False)
    page = compared(client, "service:one", "service:two", "service:hidden")
    assert "not listed now" in page
    assert "Hidden" not in page


@pytest.mark.parametrize("references", [(), ("service:cyps",), ("nothing", "'"), ("service:cyps", "service:cyps")])
def test_fewer_than_two_leads_back_to_the_table(client: Client, references: tuple[str, ...]) -> None:
    page = compared(client, *references)
    assert "Choose at least two services" in page
    assert 'href="/criteria/"' in page
