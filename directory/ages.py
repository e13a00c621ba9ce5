"""Ages as the field says them: from an age (inclusive) up to a birthday (exclusive)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

OPEN_ENDED = 999  # stands for "no upper age" where a number is needed
OLDEST = 25  # the portal answers for people up to their 26th birthday
MONTHS_IN_WORDS = 23  # a time ahead is said in months up to here, and in years beyond


def ordinal(number: int) -> str:
    """18 -> "18th", 21 -> "21st"."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def typed_age(text: str) -> int | None:
    """One of the portal's ages, 0 to 25; None for any other text, so that a slip of the hand hides nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 and int(text) <= OLDEST else None


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years, ``[start, before)``; ``before`` is None when there is no upper age."""

    start: int = 0
    before: int | None = None

    def includes(self, age: int) -> bool:
        """Whether a person of this age, in whole years, is inside the range."""
        return self.start <= age and (self.before is None or age < self.before)

    @property
    def is_everyone(self) -> bool:
        return self.start == 0 and self.before is None

    @property
    def text(self) -> str:
        """For a card: "Aged 11 to 25", "Aged 17 and under", "Aged 16 and over", "Any age"."""
        if self.is_everyone:
            return "Any age"
        if self.before is None:
            return f"Aged {self.start} and over"
        if self.start == 0:
            return f"Aged {self.before - 1} and under"
        if self.before - 1 == self.start:
            return f"Aged {self.start}"
        return f"Aged {self.start} to {self.before - 1}"

    @property
    def sentence(self) -> str:
        """For a reason: "For ages 11 up to the 26th birthday."."""
        if self.is_everyone:
            return "For any age."
        if self.before is None:
            return f"For ages {self.start} and over."
        if self.start == 0:
            return f"For anyone up to their {ordinal(self.before)} birthday."
        return f"For ages {self.start} up to the {ordinal(self.before)} birthday."


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is on a day, in whole years.

    ``youngest`` and ``oldest`` differ only when a month of birth is all that is known, and it may or may not have been
    the birthday yet. ``months_old`` counts whole calendar months since the month of birth; None when only the age is known.
    """

    youngest: int
    oldest: int
    months_old: int | None = None

    @classmethod
    def of(cls, years: int) -> Age:
        return cls(years, years)

    @classmethod
    def born_in(cls, year: int, month: int, today: dt.date) -> Age:
        """The age of somebody born on an unknown day of this month, which may be the one that runs. Not for later ones."""
        first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        months = (today.year - year) * 12 + today.month - month
        return cls(max(0, years_between(last, today)), years_between(first, today), months)

    def months_to(self, birthday: int) -> int | None:
        """Calendar months until the month of this birthday: 0 this month, negative when past; None when not known."""
        return None if self.months_old is None else birthday * 12 - self.months_old


def years_between(born: dt.date, today: dt.date) -> int:
    """Whole years of age. Who was born on 29 February has a birthday on 1 March in a year without that day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def when(months: int) -> str:
    """A time ahead in words: "this month", "next month", "in about 4 months", "in about 3 years"."""
    if months <= 0:
        return "this month"
    if months == 1:
        return "next month"
    return f"in about {months} months" if months <= MONTHS_IN_WORDS else f"in about {round(months / 12)} years"
