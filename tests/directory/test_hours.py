"""Opening hours in London time, bank holidays counted."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from directory.hours import in_words, is_open, next_opening, validate_hours
from directory.models import ContactPoint

LONDON = ZoneInfo("Europe/London")
OFFICE = "Mo-Fr 09:00-17:00"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (OFFICE, "2026-11-23T08:59", False),
        (OFFICE, "2026-11-23T09:00", True),
        (OFFICE, "2026-11-23T17:00", False),
        (OFFICE, "2026-07-06T09:30", True),  # British Summer Time
        (OFFICE, "2026-11-22T12:00", False),  # a Sunday
        (OFFICE, "2026-12-25T12:00", False),  # Christmas Day, a Friday
        (OFFICE, "2026-05-25T12:00", False),  # the spring bank holiday
        (OFFICE, "2026-08-31T12:00", False),  # England's summer bank holiday
        ("24/7", "2026-12-25T03:00", True),
        ("Mo-Fr 12:00-22:00; Sa-Su 18:00-22:00", "2026-11-22T19:00", True),
        ("", "2026-11-23T12:00", False),
    ],
)
def test_open_or_closed_at_a_moment(hours: str, now: str, expected: bool) -> None:
    assert is_open(hours, at(now)) is expected


def test_a_moment_in_another_zone_is_read_as_london_sees_it() -> None:
    assert is_open(OFFICE, dt.datetime(2026, 7, 6, 8, 30, tzinfo=dt.UTC))


def test_the_next_opening_skips_the_weekend() -> None:
    assert next_opening(OFFICE, at("2026-11-20T18:00")) == at("2026-11-23T09:00")
    assert next_opening("24/7", at("2026-11-20T18:00")) is None


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (OFFICE, "Monday to Friday, 9am to 5pm"),
        ("24/7", "Open 24 hours a day, every day"),
        ("Mo-Fr 12:00-22:00; Sa-Su 18:00-22:00", "Monday to Friday, midday to 10pm; Saturday and Sunday, 6pm to 10pm"),
        ("Mo-Su 09:30-16:00", "Every day, 9:30am to 4pm"),
        ("", ""),
    ],
)
def test_hours_in_words(hours: str, words: str) -> None:
    assert in_words(hours) == words


def test_hours_that_cannot_be_read_say_how_to_write_them() -> None:
    with pytest.raises(ValidationError, match="Mo-Fr 09:00-17:00"):
        validate_hours("weekdays mostly")


def test_unconfirmed_hours_are_never_open() -> None:
    now = at("2026-11-23T12:00")
    assert ContactPoint(kind="phone", value="116 123", opening_hours="24/7", is_confirmed=True).is_open(now)
    assert not ContactPoint(kind="phone", value="116 123", opening_hours="24/7", is_confirmed=False).is_open(now)
