"""Opening hours, written in OpenStreetMap's ``opening_hours`` language and read in Europe/London.

A bank holiday in England counts as closed unless the hours speak of holidays themselves (``PH``). The parsing library knows
only the holidays that all of Britain shares, so England's own come from ``holidays``.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from holidays import country_holidays
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

LONDON = ZoneInfo("Europe/London")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A week without a bank holiday, to read the ordinary timetable from.
ORDINARY_MONDAY = dt.date(2026, 6, 8)
# A day that every calendar holds as a holiday, to read what "PH" says from.
ANY_HOLIDAY = dt.date(2026, 12, 25)
ALWAYS = "24/7"
DAYS_AHEAD = 15

Span = tuple[dt.time, dt.time]  # to midnight is (…, time.max)


@lru_cache(maxsize=2048)
def parse(expression: str, *, with_holidays: bool = False) -> OpeningHours:
    """Read an expression; raises ``ParserError`` for what cannot be read."""
    return OpeningHours(expression, timezone=LONDON, country="GB" if with_holidays else None)


@cache
def _bank_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(day: dt.date) -> bool:
    return day in _bank_holidays(day.year)


def spans_on(expression: str, day: dt.date) -> list[Span]:
    """When it is open on a day, in London's clock time, in order; nothing when it is closed all day."""
    if not expression:
        return []
    if expression.strip() == ALWAYS:
        return [(dt.time.min, dt.time.max)]
    on_holiday = is_bank_holiday(day)
    if on_holiday and "PH" not in expression:
        return []
    read_on = ANY_HOLIDAY if on_holiday else day
    start = dt.datetime.combine(read_on, dt.time.min, LONDON)
    end = dt.datetime.combine(read_on + dt.timedelta(days=1), dt.time.min, LONDON)
    return [
        (opens.time(), closes.time() if closes < end else dt.time.max)
        for opens, closes, state, _ in parse(expression, with_holidays=on_holiday).intervals(start, end)
        if "open" in str(state).lower()
    ]


def validate_hours(expression: str) -> None:
    """A field validator with a message that shows how it is written."""
    try:
        parse(expression)
    except ParserError as error:
        raise ValidationError(
            'These hours cannot be read. Write them like "Mo-Fr 09:00-17:00; Sa 10:00-12:00" or "24/7".'
        ) from error


def is_open(expression: str, now: dt.datetime) -> bool:
    """Whether it is open at ``now`` (an aware time)."""
    local = now.astimezone(LONDON)
    return any(opens <= local.time() < closes for opens, closes in spans_on(expression, local.date()))


def next_opening(expression: str, now: dt.datetime) -> dt.datetime | None:
    """When it opens next, in London time; None when it is open, or not within two weeks."""
    local = now.astimezone(LONDON)
    if is_open(expression, now):
        return None
    for ahead in range(DAYS_AHEAD):
        day = local.date() + dt.timedelta(days=ahead)
        for opens, _ in spans_on(expression, day):
            moment = dt.datetime.combine(day, opens, LONDON)
            if moment > local:
                return moment
    return None


def clock(moment: dt.time) -> str:
    """09:00 -> "9am", 17:30 -> "5:30pm", the end of the day -> "midnight"."""
    if moment == dt.time.max:
        return "midnight"
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "midnight" if moment.hour == 0 else "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def in_words(expression: str) -> str:
    """ "Mo-Fr 09:00-17:00" -> "Monday to Friday, 9am to 5pm"."""
    if not expression:
        return ""
    if expression.strip() == ALWAYS:
        return "Open 24 hours a day, every day"
    by_day = []
    for day in range(7):
        spans = spans_on(expression, ORDINARY_MONDAY + dt.timedelta(days=day))
        by_day.append(" and ".join(f"{clock(opens)} to {clock(closes)}" for opens, closes in spans))
    return "; ".join(f"{_days(group)}, {spans}" for group, spans in _runs(by_day) if spans) or "Closed"


def _runs(by_day: list[str]) -> list[tuple[tuple[int, int], str]]:
    """Days in a row with the same hours, as ((first, last), hours)."""
    runs: list[tuple[tuple[int, int], str]] = []
    for day, spans in enumerate(by_day):
        if runs and runs[-1][1] == spans:
            runs[-1] = ((runs[-1][0][0], day), spans)
        else:
            runs.append(((day, day), spans))
    return runs


def _days(run: tuple[int, int]) -> str:
    first, last = run
    if first == last:
        return DAYS[first]
    if (first, last) == (0, 6):
        return "Every day"
    return f"{DAYS[first]} {'and' if last - first == 1 else 'to'} {DAYS[last]}"
