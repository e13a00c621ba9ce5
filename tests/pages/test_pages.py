"""Every page of the demonstration, as a visitor's browser gets it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from directory.models.entry import Entry
from search.sources import SOURCES
from tests.conftest import shared

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/", "/find/", "/services/", "/services/kooth-plc/", "/services/kooth-plc/kooth/", "/topics/", "/topics/anxiety/",
    "/resources/", "/resources/calm-harm/", "/pathways/", "/pathways/self-harm/", "/urgent-help/", "/criteria/",
    "/waiting-times/", "/advice-lines/", "/plan/", "/glossary/", "/kitemark/", "/what-is-cyps/", "/mhst-schools/",
    "/not-right/", "/thrive/", "/for-parents/", "/for-professionals/", "/your-rights/", "/formats/", "/feedback/",
    "/how-to-refer/", "/find/?need=anxiety&age=15&place=NE24", "/find/?q=anxiety", "/find/?age=abc",
    "/find/choose/", "/find/choose/?audience=young-person", "/find/?need=tics&age=3&how=text",
]  # fmt: skip


def entries() -> list[Entry]:
    return [page for model, _, _ in SOURCES for page in model.objects.live()]


def test_every_catalogue_id_is_a_published_page() -> None:
    catalogue = {entry["id"] for entry in json.loads(shared("domain/catalogue.json").read_text(encoding="utf-8"))}
    assert {entry.reference for entry in entries()} == catalogue
    assert len(catalogue) == 153


def test_facts_are_the_source_s_facts() -> None:
    """Ages and needs of every service and resource equal the given facts."""
    pages = {entry.reference: entry for entry in entries()}
    for name in ("services", "resources"):
        for fact in json.loads(shared(f"domain/{name}.json").read_text(encoding="utf-8")):
            page = pages[fact["id"]]
            assert (page.age_from, page.age_before) == (fact["age_from"], fact["age_before"]), fact["id"]
            assert {need.slug for need in page.needs.all()} == set(fact["needs"]), fact["id"]  # type: ignore[attr-defined]


def test_every_entry_opens_and_says_that_it_is_a_demonstration(client: Client) -> None:
    for entry in entries():
        response = client.get(entry.url)
        html = response.content.decode()
        assert response.status_code == 200, entry.url
        assert "Demonstration content: do not use to get help" in html, entry.url
        assert html.count("<h1") == 1, entry.url
        assert 'href="/urgent-help/"' in html, entry.url


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_visit_leaves_nothing_behind_and_asks_nobody_else(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == (400 if "age=abc" in address else 200)
    assert not response.cookies
    html = response.content.decode()
    assert not re.search(r"""(?:src|srcset|action|poster)=["'](?:https?:)?//""", html)
    assert not re.search(r"""<link[^>]+href=["'](?:https?:)?//""", html)
    assert " style=" not in html
    assert "<script>" not in html
    assert response["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


def test_a_page_that_is_not_there_still_leads_to_urgent_help(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'href="/urgent-help/"' in response.content.decode()


def test_a_page_that_breaks_still_leads_to_urgent_help(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("search.views.get_vocabulary", broken)
    client.raise_request_exception = False
    response = client.get("/find/")
    assert response.status_code == 500
    html = response.content.decode()
    assert 'href="/urgent-help/"' in html
    assert "999" in html


HEADINGS = [
    "What it is",
    "Who it is for",
    "How to get it",
    "What happens next",
    "What to expect",
    "If this isn't right",
    "Contact",
    "Last reviewed",
]


def test_a_service_has_the_same_headings_every_time(client: Client) -> None:
    from directory.models import ServicePage

    for service in ServicePage.objects.live():
        html = client.get(service.url).content.decode().replace("&#x27;", "'").replace("’", "'")
        titles = [re.sub(r"<[^>]+>", "", t).strip() for t in re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.DOTALL)]
        assert [t for t in titles if t in HEADINGS] == HEADINGS, service.url


def test_every_service_has_a_way_on(client: Client) -> None:
    from directory.models import ServicePage

    for service in ServicePage.objects.live():
        assert service.onward_links.exists(), service.title


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 16),
        ("/services/", 18),
        ("/topics/", 14),
        ("/resources/", 14),
        ("/pathways/", 14),
        ("/topics/anxiety/", 32),
        ("/services/cntw/cyps/", 36),
        ("/criteria/", 26),
        ("/find/?need=anxiety", 12),
        ("/find/", 14),
        ("/find/?need=tics&age=3&how=text&kind=resource", 16),
    ],
)
def test_a_page_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: Any, address: str, most: int
) -> None:
    client.get(address)  # fills the caches of sites and settings
    with django_assert_max_num_queries(most):
        client.get(address)


def test_more_services_cost_no_more_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.builders import make_service

    client.get("/services/")
    with CaptureQueriesContext(connection) as before:
        client.get("/services/?page=2")
    for number in range(10):
        make_service(f"zz-service-{number}", needs=("anxiety",))
    with CaptureQueriesContext(connection) as after:
        client.get("/services/?page=2")
    assert len(after) <= len(before)


def test_a_list_is_paged(client: Client) -> None:
    first, second = client.get("/services/").content.decode(), client.get("/services/?page=2").content.decode()
    assert "page=2" in first
    assert first != second
    assert client.get("/services/?page=nonsense").status_code == 200
    assert client.get("/services/?page=9999").status_code == 200


def test_pages_with_flagged_needs_carry_the_exit_control(client: Client) -> None:
    for address in ("/topics/domestic-abuse/", "/topics/sexuality/", "/pathways/abuse-exploitation/"):
        html = client.get(address).content.decode()
        assert "Exit this page" in html, address
        assert 'rel="nofollow noreferrer' in html
    assert "Exit this page" not in client.get("/topics/exam-stress/").content.decode()


def test_the_home_page_never_lists_a_flagged_need(client: Client) -> None:
    html = client.get("/").content.decode()
    for label in ("Hurting yourself", "Thoughts about wanting to die", "Sexuality", "Not feeling safe at home"):
        assert label not in html


def test_an_unpublished_page_is_gone_from_every_list(client: Client) -> None:
    Page.objects.get(slug="kooth").specific.unpublish()
    assert "Kooth</a>" not in client.get("/topics/anxiety/").content.decode()
    assert client.get("/services/kooth-plc/kooth/").status_code == 404
    # A pathway that names it says so plainly, and does not break.
    assert client.get("/pathways/anxiety-low-mood/").status_code == 200
