"""The audit's report in the admin: who may see it, and that the table, the records and the CSV agree."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.urls import reverse

from directory.spreadsheet import defused
from pathways.audit.admin import current
from tests.conftest import login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_as")]


@pytest.mark.parametrize(
    ("name", "code"), [("editor", 200), ("moderator", 200), ("commissioner", 200), ("provider", 302), ("reviewer", 302)]
)
def test_who_may_see_the_audit(name: str, code: int) -> None:
    assert login(name).get(reverse("audit_report")).status_code == code


def test_the_menu_shows_it_to_those_who_may() -> None:
    address = reverse("audit_report")
    assert address in login("commissioner").get(reverse("wagtailadmin_home")).content.decode()
    assert address not in login("provider").get(reverse("wagtailadmin_home")).content.decode()


def test_a_cell_leads_to_its_records_and_says_why_others_do_not_count() -> None:
    page = login("commissioner").get(reverse("audit_report"), {"need": "eating", "age": 18}).content.decode()
    assert "These count: 0" in page
    assert "up to their 18th birthday" in page
    assert "gives advice, or helps in a crisis" in page


@pytest.mark.parametrize(
    "query", [{"place": "x"}, {"place": "999"}, {"need": "nope", "age": 5}, {"age": "-1"}, {"p": "x"}]
)
def test_nonsense_in_the_address_shows_the_report(query: dict[str, str]) -> None:
    assert login("commissioner").get(reverse("audit_report"), query).status_code == 200


def test_the_csv_equals_the_page() -> None:
    response = login("commissioner").get(reverse("audit_report"), {"kind": "nothing", "export": "csv"})
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    assert [row["text"] for row in rows] == [f.text for f in current()[1].findings if f.kind == "nothing"]


def test_no_cell_is_a_formula() -> None:
    assert [defused(text) for text in ("=1", "+1", "-1", "@a", "\ta", "a")] == ["'=1", "'+1", "'-1", "'@a", "'\ta", "a"]
