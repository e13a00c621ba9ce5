"""Urgent help is served whatever else fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from wagtail.models import Site

from home.models import UrgentContact, UrgentHelpSettings
from home.urgent import panel, twin_path, write_twin


def numbers(html: str) -> list[str]:
    return [n for n in ("999", "111", "0800 1111", "116 123", "85258") if n in html]


@pytest.mark.django_db
def test_the_page_shows_the_numbers_of_the_one_record(client: Client) -> None:
    html = client.get("/urgent-help/").content.decode()
    assert len(numbers(html)) == 5
    UrgentContact.objects.filter(name="Samaritans").update(phone="116 999")
    assert "116 999" in client.get("/urgent-help/").content.decode()


@pytest.mark.django_db
def test_it_is_served_when_the_database_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    write_twin()

    def down(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("down")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", down)
    response = client.get("/urgent-help/")
    assert response.status_code == 200
    assert len(numbers(response.content.decode())) == 5


@pytest.mark.django_db
def test_it_is_served_even_without_its_copy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    twin_path().unlink(missing_ok=True)

    def down(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("down")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", down)
    response = client.get("/urgent-help/")
    assert response.status_code == 200
    assert "999" in response.content.decode()


@pytest.mark.django_db
def test_saving_the_numbers_renews_the_copy(django_capture_on_commit_callbacks: Any) -> None:
    settings = UrgentHelpSettings.for_site(Site.objects.get(is_default_site=True))
    with django_capture_on_commit_callbacks(execute=True):
        contact = settings.contacts.get(name="Samaritans")
        contact.phone = "116 998"
        contact.save()
        settings.save()
    assert "116 998" in twin_path().read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "age", "is_safeguarding", "first"),
    [
        ("emergency", 15, False, "999"),
        ("emergency", 15, True, "999"),
        ("urgent", 15, False, "NHS 111, mental health option"),
        ("urgent", 15, True, "999"),
    ],
)
def test_the_panel_s_first_contact(level: str, age: int, is_safeguarding: bool, first: str) -> None:
    site = Site.objects.get(is_default_site=True)
    found = panel(site, level, age, is_safeguarding=is_safeguarding)
    assert found is not None
    assert found["contacts"][0]["name"] == first
    if is_safeguarding and level == "urgent":
        assert found["contacts"][1]["name"] == "Onecall"


@pytest.mark.django_db
def test_no_level_no_panel() -> None:
    assert panel(None, "", None, is_safeguarding=False) is None
