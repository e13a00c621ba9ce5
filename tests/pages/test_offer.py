"""The offer: drawn and listed from the records, so that it never drifts from them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import ServicePage
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/offer/").content.decode()


def group(html: str, label: str) -> str:
    """One grouping's list."""
    return re.search(rf"<h3>{label}</h3>.*?</ul>", html, re.S)[0]  # type: ignore[index]


def drawing(html: str, label: str) -> str:
    return re.search(rf"<h2>{label}</h2>.*?</svg>", html, re.S)[0]  # type: ignore[index]


def test_the_offer_is_every_public_service(client: Client) -> None:
    make_service("no-group", thrive=[])
    lists = page(client).split('id="lists"')[1]
    links = set(re.findall(r'<li><a href="([^"]+)"', lists.split("</section>")[0]))
    assert links == {service.url for service in ServicePage.objects.live().public()}
    assert "No group" in group(page(client), "Not grouped yet")


def test_a_service_stands_in_each_of_its_groupings(client: Client) -> None:
    make_service("two-kinds", thrive=["getting-help", "getting-risk-support"])
    for label in ("Getting help", "Getting risk support"):
        assert "Two kinds" in group(page(client), label)
        assert "Two kinds" in drawing(page(client), label)
    assert "Two kinds" not in group(page(client), "Thriving")


def test_what_changes_in_the_record_changes_the_page(client: Client) -> None:
    service = make_service("a-change", thrive=["thriving"], age_from=11, age_before=18)
    assert "A change</a>: aged 11 to 17" in group(page(client), "Thriving")
    service.thrive, service.age_before, service.title = ["getting-help"], 26, "Another name"
    service.save_revision().publish()
    assert "A change" not in page(client)
    assert "Another name</a>: aged 11 to 25" in group(page(client), "Getting help")
    assert "Another name: aged 11 to 25" in drawing(page(client), "Getting help")
    service.unpublish()
    assert "Another name" not in page(client)


def test_an_open_end_is_an_arrow(client: Client) -> None:
    make_service("ends", thrive=[], age_from=11, age_before=18)
    assert "offer-arrow" not in drawing(page(client), "Not grouped yet")
    make_service("goes-on", thrive=[], age_from=16)
    assert drawing(page(client), "Not grouped yet").count("offer-arrow") == 1


def test_the_drawing_can_be_had_alone_whatever_a_title_holds(client: Client) -> None:
    make_service("odd", title="<b>Help & hope</b>", thrive=["thriving"])
    response = client.get("/offer/offer.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    words = " ".join(ElementTree.fromstring(response.content).itertext())  # noqa: S314 (our own drawing)
    assert "Help & hope" in words
    assert b"<b>" not in response.content


def test_the_page_leaves_nothing_behind_and_has_no_inline_style(client: Client) -> None:
    response = client.get("/offer/")
    assert not response.cookies
    assert " style=" not in response.content.decode()
    assert 'href="/thrive/"' in response.content.decode()
    assert 'href="/offer/"' in client.get("/thrive/").content.decode()


def test_queries_do_not_grow_with_the_services(client: Client) -> None:
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for number in range(20):
        make_service(f"many-{number}", thrive=["thriving"])
    page(client)
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) <= len(few)
