"""Waiting times: dated, with a history, and never a number when out of date; open data that equals the page."""

from __future__ import annotations

import csv
import datetime as dt
import re
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import ContactPoint, WaitingTime
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def wait(days_ago: int | None, weeks: int, **fields: Any) -> WaitingTime:
    as_at = None if days_ago is None else timezone.localdate() - dt.timedelta(days=days_ago)
    facts: dict[str, Any] = {"measure": "treatment", "weeks_from": weeks, "weeks_to": weeks, "source": "A letter"}
    return WaitingTime(**facts | {"as_at": as_at} | fields)


def rows_of(client: Client, title: str) -> list[str]:
    html = client.get("/waiting-times/").content.decode()
    return [row for row in re.findall(r"<tr role=\"row\">.*?</tr>", html, re.S) if f">{title}</a></th>" in row]


def csv_of(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get("/waiting-times/data.csv").content.decode())))


@pytest.mark.parametrize("days_ago", [400, None])
def test_an_expired_or_undated_wait_is_never_a_number(client: Client, days_ago: int | None) -> None:
    phone = ContactPoint(kind="phone", value="01632 960001")
    make_service("slow-help", waits=(wait(days_ago, 87),), contacts=(phone,))
    (row,) = rows_of(client, "Slow help")
    assert "Not up to date: ask the service" in row
    assert "87" not in row
    assert 'href="tel:01632960001"' in row
    (line,) = [line for line in csv_of(client) if line["service"] == "Slow help"]
    assert (line["status"], line["value"], line["weeks_from"]) == ("not-up-to-date", "", "")
    (said,) = [w for w in client.get("/waiting-times/data.json").json()["waits"] if w["service"] == "Slow help"]
    assert (said["status"], said["value"], said["weeks_to"]) == ("not-up-to-date", None, None)


def test_a_current_wait_says_its_measure_value_date_and_source(client: Client) -> None:
    make_service("quick-help", waits=(wait(10, 6),))
    (row,) = rows_of(client, "Quick help")
    assert "Referral to treatment" in row
    assert "6 weeks" in row
    assert "A letter" in row
    assert "As of" in row


def test_two_dated_figures_make_a_history_that_is_drawn_and_listed(client: Client) -> None:
    make_service("changing-help", waits=(wait(800, 30), wait(600, 12), wait(10, 6)))
    (row,) = rows_of(client, "Changing help")
    assert row.count("<circle") == 3
    assert [text in row for text in ("was 30 weeks", "was 12 weeks")] == [True, True]
    assert " style=" not in row
    statuses = [line["status"] for line in csv_of(client) if line["service"] == "Changing help"]
    assert statuses == ["current", "history", "history", "history"]


def test_one_figure_makes_no_history(client: Client) -> None:
    make_service("new-help", waits=(wait(10, 6),))
    (row,) = rows_of(client, "New help")
    assert "<svg" not in row
    assert "No earlier figure on record" in row


def test_measures_are_not_mixed_in_a_history(client: Client) -> None:
    make_service("two-measures", waits=(wait(800, 30), wait(10, 6, measure="first-contact")))
    rows = rows_of(client, "Two measures")
    assert len(rows) == 2
    assert not any("<svg" in row for row in rows)


def test_a_service_without_a_wait_is_not_known_yet(client: Client) -> None:
    make_service("silent-help")
    assert "Silent help</a>: not known yet" in client.get("/waiting-times/").content.decode()
    (line,) = [line for line in csv_of(client) if line["service"] == "Silent help"]
    assert line["status"] == "not-known"


def test_an_unpublished_service_is_on_neither_page_nor_data(client: Client) -> None:
    make_service("draft-help", waits=(wait(10, 6),)).unpublish()
    assert not rows_of(client, "Draft help")
    assert "Draft help" not in {line["service"] for line in csv_of(client)}


def test_no_cell_is_a_formula(client: Client) -> None:
    make_service("formula", title="=1+1", waits=(wait(10, 6, source="@sum"),))
    (line,) = [line for line in csv_of(client) if "1+1" in line["service"]]
    assert (line["service"], line["source"]) == ("'=1+1", "'@sum")


def test_queries_do_not_grow_and_the_list_is_paged(client: Client) -> None:
    client.get("/waiting-times/")
    with CaptureQueriesContext(connection) as few:
        client.get("/waiting-times/")
    for number in range(55):
        make_service(f"many-{number}", waits=(wait(10, 6), wait(500, 9)))
    client.get("/waiting-times/")
    with CaptureQueriesContext(connection) as many:
        html = client.get("/waiting-times/").content.decode()
    assert len(many) <= len(few)
    assert "Page 1 of" in html
    assert "Page 2 of" in client.get("/waiting-times/?page=2").content.decode()
