"""Financial years: they begin on 1 April, and are named by the calendar year in which they begin."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

APRIL = 4
FIRST = 2015  # nothing older is declared here


def financial_year(day: dt.date) -> int:
    """31 March 2026 -> 2025; 1 April 2026 -> 2026."""
    return day.year if day.month >= APRIL else day.year - 1


def current_year() -> int:
    return financial_year(timezone.localdate())


def year_text(year: int) -> str:
    """2020 -> "April 2020 to March 2021"."""
    return f"April {year} to March {year + 1}"


def financial_years() -> list[tuple[int, str]]:
    """The years that somebody may choose, this one first."""
    return [(year, year_text(year)) for year in range(current_year(), FIRST - 1, -1)]
