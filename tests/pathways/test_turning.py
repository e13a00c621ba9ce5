"""Turning 18: every service that ends says what comes next, or that nothing is known."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from directory.models import OnwardLink, ServicePage
from pathways.models import PathwayPage
from pathways.turning import endings
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def rendered(rf: Any, page: Any) -> str:
    context = Context({"request": rf.get("/"), "page": page})
    return Template("{% load turning %}{% turning_18 %}").render(context)


def test_every_service_that_ends_young_is_in_the_table(rf: Any) -> None:
    table = rendered(rf, PathwayPage.objects.get(reference="pathway:turning-18"))
    ending = ServicePage.objects.live().filter(age_before__range=(16, 25)).exclude(status__in=("closed", "paused"))
    assert 0 < ending.count() <= 40
    for service in ending:
        assert service.url in table


def test_the_table_stands_on_no_other_pathway(rf: Any) -> None:
    assert "<table" not in rendered(rf, PathwayPage.objects.exclude(reference="pathway:turning-18").first())


def test_renaming_re_ageing_and_closing_a_service_shows_at_once() -> None:
    service = make_service("for-a-while", age_before=18)
    assert "for-a-while" in {ending.service.slug for ending in endings()}
    ServicePage.objects.filter(pk=service.pk).update(age_before=26)
    assert "for-a-while" not in {ending.service.slug for ending in endings()}
    ServicePage.objects.filter(pk=service.pk).update(age_before=18, status="closed")
    assert "for-a-while" not in {ending.service.slug for ending in endings()}


def test_what_is_not_known_is_said_in_the_table_and_on_the_service_page(client: Any) -> None:
    service = make_service("for-a-while", age_before=18)
    words = next(ending.words for ending in endings() if ending.service.pk == service.pk)
    assert words.startswith("Not known yet")
    assert "What comes next is not known yet" in client.get(service.url).content.decode()
    adult = make_service("for-adults", age_from=18)
    OnwardLink.objects.create(service=service, kind="at-18", page=adult)
    assert "What comes next is not known yet" not in client.get(service.url).content.decode()
    ending = next(ending for ending in endings() if ending.service.pk == service.pk)
    assert (ending.words, [page.pk for page in ending.next_pages]) == ("", [adult.pk])
    adult.unpublish()
    assert "What comes next is not known yet" in client.get(service.url).content.decode()


def test_the_table_takes_as_many_queries_for_more_services(rf: Any, django_assert_num_queries: Any) -> None:
    page = PathwayPage.objects.get(reference="pathway:turning-18")
    rendered(rf, page)
    with CaptureQueriesContext(connection) as few:
        rendered(rf, page)
    for number in range(3):
        make_service(f"for-a-while-{number}", age_before=18)
    with django_assert_num_queries(len(few)):
        rendered(rf, page)


def test_a_list_that_goes_on_keeps_the_audience(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathways.turning.PER_PAGE", 3)
    address = PathwayPage.objects.get(reference="pathway:turning-18").url
    page = client.get(f"{address}?for=parent").content.decode()
    assert 'href="?for=parent&amp;ends=2#what-ends"' in page
