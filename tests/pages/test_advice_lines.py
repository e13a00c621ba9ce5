"""Advice lines: open now in London, the next opening, and only the lines that the caller may use."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import ContactPoint
from tests.builders import make_service

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
OFFICE = "Mo-Fr 09:00-17:00"


def line(value: str = "01632 960001", hours: str = OFFICE, **fields: Any) -> ContactPoint:
    facts: dict[str, Any] = {"kind": "phone", "value": value, "opening_hours": hours, "is_confirmed": True}
    return ContactPoint(**facts | fields)


def at(monkeypatch: pytest.MonkeyPatch, moment: str, zone: dt.tzinfo = LONDON) -> None:
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=zone).astimezone(dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def row_of(client: Client, title: str, query: str = "") -> str:
    html = client.get(f"/advice-lines/{query}").content.decode()
    rows = re.findall(r"<tr role=\"row\">.*?</tr>", html, re.S)
    return next((row for row in rows if f">{title}</a>" in row), "")


@pytest.mark.parametrize(
    ("hours", "now", "zone", "expected"),
    [
        (OFFICE, "2026-11-23T10:00", LONDON, "Open now"),
        (OFFICE, "2026-11-23T08:00", LONDON, "Closed now: opens at 9am today"),
        (OFFICE, "2026-11-23T18:00", LONDON, "Closed now: opens at 9am tomorrow"),
        (OFFICE, "2026-11-20T18:00", LONDON, "Closed now: opens at 9am on Monday"),
        # The clocks go forward on 29 March 2026 and back on 25 October 2026.
        (OFFICE, "2026-03-27T09:30", dt.UTC, "Open now"),
        (OFFICE, "2026-03-30T08:30", dt.UTC, "Open now"),
        (OFFICE, "2026-10-26T08:30", dt.UTC, "Closed now: opens at 9am today"),
        (OFFICE, "2026-10-24T12:00", LONDON, "Closed now: opens at 9am on Monday"),
        # Christmas Day is a Friday, and Boxing Day is kept on Monday 28 December.
        (OFFICE, "2026-12-25T12:00", LONDON, "Closed now: opens at 9am on Tuesday"),
        ("24/7", "2026-12-25T03:00", LONDON, "Open now"),
        # Across midnight.
        ("Mo-Su 22:00-02:00", "2026-11-24T01:30", LONDON, "Open now"),
        ("Mo-Su 22:00-02:00", "2026-11-24T02:00", LONDON, "Closed now: opens at 10pm today"),
    ],
)
def test_open_now_and_the_next_opening(
    client: Client, monkeypatch: pytest.MonkeyPatch, hours: str, now: str, zone: dt.tzinfo, expected: str
) -> None:
    make_service("a-line", contacts=(line(hours=hours),))
    at(monkeypatch, now, zone)
    assert expected in row_of(client, "A line")


def test_hours_that_nobody_confirmed_are_never_open(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_service("a-line", contacts=(line(hours="24/7", is_confirmed=False),))
    at(monkeypatch, "2026-11-23T10:00")
    row = row_of(client, "A line")
    assert "Open now" not in row
    assert "Not confirmed yet" in row


def test_those_open_now_stand_first_then_those_that_open_soonest(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_service("a-late", contacts=(line(hours="Mo-Fr 15:00-17:00"),))
    make_service("b-soon", contacts=(line(hours="Mo-Fr 11:00-17:00"),))
    make_service("c-open", contacts=(line(),))
    make_service("a-unsure", contacts=(line(is_confirmed=False),))
    at(monkeypatch, "2026-11-23T10:00")
    html = client.get("/advice-lines/").content.decode()
    places = [html.index(f">{title}</a>") for title in ("C open", "B soon", "A late", "A unsure")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("audience", "query", "is_shown"),
    [
        ("everyone", "?who=young-person", True),
        ("everyone", "?who=professional", False),  # the service speaks to young people only
        ("professional", "?who=professional", True),
        ("professional", "?who=young-person", False),
        ("everyone", "?age=12", True),
        ("everyone", "?age=18", False),
        ("everyone", "?age=twelve&who=nobody", True),
        ("everyone", "?age=%C2%B2", True),
    ],
)
def test_only_lines_that_the_caller_may_use(client: Client, audience: str, query: str, *, is_shown: bool) -> None:
    make_service("a-line", age_from=11, age_before=18, contacts=(line(audience=audience),))
    assert bool(row_of(client, "A line", query)) is is_shown


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("phone", "01632 960001", 'href="tel:01632960001"'),
        ("text", "60001", 'href="sms:60001"'),
        ("textphone", "01632 960002", 'href="tel:01632960002"'),
        ("webchat", "https://example.org/chat", 'href="https://example.org/chat"'),
        ("relay", "18001 01632 960001", "Relay UK: 18001 01632 960001"),
    ],
)
def test_every_way_to_speak_is_a_link_or_is_said(client: Client, kind: str, value: str, link: str) -> None:
    make_service("a-line", contacts=(line(value, kind=kind),))
    assert link in row_of(client, "A line")


def test_the_page_says_how_any_number_is_reached_by_relay(client: Client) -> None:
    assert "18001" in client.get("/advice-lines/").content.decode()


def test_an_unpublished_service_has_no_line(client: Client) -> None:
    make_service("a-line", contacts=(line(),)).unpublish()
    assert not row_of(client, "A line")


def test_queries_do_not_grow_and_the_list_is_paged(client: Client) -> None:
    client.get("/advice-lines/")
    with CaptureQueriesContext(connection) as few:
        client.get("/advice-lines/")
    for number in range(55):
        make_service(f"many-{number}", contacts=(line(),))
    client.get("/advice-lines/")  # what is kept for seconds is read again where making them took longer
    with CaptureQueriesContext(connection) as many:
        html = client.get("/advice-lines/").content.decode()
    assert len(many) <= len(few)
    assert "Page 1 of" in html
