"""Ages are [from, before): a person is inside until the day of the birthday."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.ages import Age, AgeRange, ordinal, when, years_between


@pytest.mark.parametrize(
    ("start", "before", "age", "inside"),
    [
        (0, 18, 0, True),
        (11, 26, 10, False),
        (11, 26, 11, True),
        (0, 18, 17, True),
        (0, 18, 18, False),
        (11, 26, 25, True),
        (11, 26, 26, False),
        (16, None, 15, False),
        (16, None, 90, True),
        (0, None, 0, True),
    ],
)
def test_the_edges_of_a_range(start: int, before: int | None, age: int, inside: bool) -> None:
    assert AgeRange(start, before).includes(age) is inside


@pytest.mark.parametrize(
    ("start", "before", "text", "sentence"),
    [
        (11, 26, "Aged 11 to 25", "For ages 11 up to the 26th birthday."),
        (0, 18, "Aged 17 and under", "For anyone up to their 18th birthday."),
        (16, None, "Aged 16 and over", "For ages 16 and over."),
        (0, None, "Any age", "For any age."),
        (5, 6, "Aged 5", "For ages 5 up to the 6th birthday."),
    ],
)
def test_ages_in_words(start: int, before: int | None, text: str, sentence: str) -> None:
    assert AgeRange(start, before).text == text
    assert AgeRange(start, before).sentence == sentence


@pytest.mark.parametrize(
    ("number", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


@given(st.integers(0, 30), st.integers(1, 31), st.integers(0, 40))
def test_one_birthday_divides_inside_from_outside(start: int, length: int, age: int) -> None:
    ages = AgeRange(start, start + length)
    assert ages.includes(age) == (age in range(start, start + length))
    assert ages.includes(start + length - 1)
    assert not ages.includes(start + length)


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        ("2008-06-15", "2026-06-14", 17),
        ("2008-06-15", "2026-06-15", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-11-23", "2026-11-23", 0),
    ],
)
def test_a_birthday_counts_on_its_day_and_a_leap_day_on_the_first_of_march(born: str, today: str, years: int) -> None:
    assert years_between(dt.date.fromisoformat(born), dt.date.fromisoformat(today)) == years


@pytest.mark.parametrize(
    ("year", "month", "today", "youngest", "oldest"),
    [
        (2008, 6, "2026-05-31", 17, 17),
        (2008, 6, "2026-06-01", 17, 18),
        (2008, 6, "2026-06-15", 17, 18),
        (2008, 6, "2026-06-30", 18, 18),
        (2008, 6, "2026-07-01", 18, 18),
        (2008, 2, "2026-02-28", 17, 18),  # who was born on the 29th waits a day longer
        (2008, 2, "2026-03-01", 18, 18),
        (2007, 2, "2026-02-28", 19, 19),
        (2026, 11, "2026-11-23", 0, 0),
    ],
)
def test_a_month_of_birth_gives_two_ages_only_while_the_birthday_is_not_known(
    year: int, month: int, today: str, youngest: int, oldest: int
) -> None:
    age = Age.born_in(year, month, dt.date.fromisoformat(today))
    assert (age.youngest, age.oldest) == (youngest, oldest)


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "this month"),
        (1, "next month"),
        (2, "in about 2 months"),
        (23, "in about 23 months"),
        (24, "in about 2 years"),
        (85, "in about 7 years"),
    ],
)
def test_a_time_ahead_in_words(months: int, words: str) -> None:
    assert when(months) == words


def test_nothing_is_said_of_months_when_only_the_age_is_known() -> None:
    assert Age.of(15).months_to(18) is None


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


@given(DAYS, DAYS)
def test_the_true_age_is_always_among_those_that_the_month_of_birth_gives(one: dt.date, other: dt.date) -> None:
    born, today = min(one, other), max(one, other)
    age = Age.born_in(born.year, born.month, today)
    assert age.youngest <= years_between(born, today) <= age.oldest
    assert age.oldest - age.youngest <= 1
    if (born.month, born.day) != (2, 29) and today.month != born.month:
        assert age.youngest == age.oldest


@given(DAYS, st.integers(1, 30), st.integers(0, 400))
def test_the_months_to_a_birthday_lead_to_its_month(born: dt.date, birthday: int, days: int) -> None:
    today = born + dt.timedelta(days=days)
    months = Age.born_in(born.year, born.month, today).months_to(birthday)
    assert months is not None
    years, month = divmod(today.month - 1 + months, 12)
    assert (today.year + years, month + 1) == (born.year + birthday, born.month)
    reached = years_between(dt.date(born.year, born.month, calendar.monthrange(born.year, born.month)[1]), today)
    assert (months < 0) <= (reached >= birthday)
