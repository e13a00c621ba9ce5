"""The answers of ``search.referral`` to everything that can be asked, as JSON for a page.

The browser looks up the row of what was typed, so that nothing typed is sent and no rule stands in JavaScript.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, product
from typing import Any

from django.db.models import prefetch_related_objects

from directory.ages import OLDEST, Age
from directory.choices import ROUTES, ContactKind
from directory.models import AccessCriterion, ServicePage
from search.checker import AGE_PROBLEMS
from search.eligibility import Reason
from search.query import OLDEST_ANSWERED
from search.referral import (
    OTHER_NEED,
    REFERRERS,
    SAID,
    STANDINGS,
    Case,
    Record,
    judge,
    judge_age,
    judge_area,
    judge_consent,
    judge_line,
    judge_need,
    judge_route,
    lines_for,
    read_record,
    standing,
    text_of,
)
from search.sources import SERVICE_ROWS

Row = list[int]  # the numbers of reasons
Rows = list[tuple[int, Row]]  # how often a row comes, and the row


class Reasons:
    """Each reason once, by its number."""

    def __init__(self, record: Record) -> None:
        self.pages = [line.instead_page for line in record.service.criteria.all()]
        self.numbers: dict[Reason, int] = {}

    def number(self, reason: Reason) -> int:
        return self.numbers.setdefault(reason, len(self.numbers))

    def as_json(self) -> list[dict[str, Any]]:
        return [self._one(reason) for reason in self.numbers]

    def _one(self, reason: Reason) -> dict[str, Any]:
        page = None if reason.line is None else self.pages[reason.line]
        link = {"title": page.title, "url": page.url} if page and page.live else None
        return {
            "criterion": reason.criterion,
            "verdict": reason.verdict,
            "standing": list(STANDINGS).index(standing(reason)),
            "text": reason.text,
            "instead": reason.instead,
            "link": link,
        }


def as_table(record: Record, today: dt.date) -> dict[str, Any]:
    """Everything that the page needs to answer by itself, as of a day."""
    reasons, routes = Reasons(record), ("", *REFERRERS)
    number = reasons.number
    lines = {route: lines_for(record, route) for route in routes}
    table = {
        "year": today.year,
        "month": today.month,
        "oldest": OLDEST_ANSWERED,
        "problems": AGE_PROBLEMS,
        "standings": list(STANDINGS.values()),
        "age": _by_age(lambda age: number(judge_age(record, age)), today, last_birthday(record)),
        "area": {v: number(judge_area(record, v)) for v in ("", *(place.value for place in record.places))},
        "need": {v: number(judge_need(record, v)) for v in ("", *record.needs, OTHER_NEED)},
        "route": {route: _of_route(record, route, number, today) for route in routes},
        "consent": {
            route: [number(judge_consent(record, route, *pair)) for pair in product(SAID, repeat=2)] for route in routes
        },
        "lines": {route: [line.line for line in found] for route, found in lines.items()},
        "said": {str(line.line): [number(judge_line(line, said)) for said in SAID] for line in lines[""]},
    }
    return table | {"reasons": reasons.as_json()}


def referral_context(service: ServicePage, today: dt.date) -> dict[str, Any] | None:
    """What the section on a service's page shows; None where nothing on record could be checked."""
    if service.pk:  # a page that was never saved has no rows to read, only those of its preview
        prefetch_related_objects([service], *SERVICE_ROWS)
    lines = list(service.criteria.all())
    record = read_record(service)
    if not lines and not record.routes:
        return None
    asked = [(reason, lines[reason.line]) for reason in lines_for(record, "") if reason.line is not None]
    return {
        "record": record,
        "referrers": [(value, label) for value, (label, _) in REFERRERS.items()],
        "routes": [(route, " ".join(ROUTES[route.who])) for route in record.routes],
        "to_check": [*_to_check(record, lines), *((reason.text, line) for reason, line in asked)],
        "asked": asked,
        "phone": next((contact for contact in service.contacts.all() if contact.kind == ContactKind.PHONE), None),
        "other_need": OTHER_NEED,
        "table": as_table(record, today),
        "today": today,
    }


def _to_check(record: Record, lines: list[AccessCriterion]) -> Iterator[tuple[str, AccessCriterion | None]]:
    """What the record itself judges, each with the lines that speak of it, as (text, line)."""
    speaks_of = {
        "age": [line for line in lines if line.is_about_age],
        "area": [line for line in lines if line.is_about_area and not line.is_about_age],
    }
    for reason in judge(record, Case()):
        if reason.line is None:
            yield reason.text, None
            yield from ((text_of(line), line) for line in speaks_of.get(reason.criterion, ()))


def last_birthday(record: Record) -> int:
    """The age from which no birthday changes an answer any more."""
    shown = record.entry["shown"]
    spans: list[tuple[int | None, int | None]] = [(record.entry["age_from"], record.service.age_before)]
    spans += [(own["from"], own["before"]) for own in (*shown["route_ages"], *shown["lines"])]
    return max([OLDEST + 1, *(birthday for span in spans for birthday in span if birthday is not None)])


def _of_route(record: Record, route: str, number: Callable[[Reason], int], today: dt.date) -> dict[str, Any]:
    has_ages = any(route in own["who"] for own in record.entry["shown"]["route_ages"])
    if not has_ages:
        return {"none": number(judge_route(record, route, None))}
    return _by_age(lambda age: number(judge_route(record, route, age)), today, last_birthday(record))


def _by_age(number_of: Callable[[Age | None], int], today: dt.date, last: int) -> dict[str, Any]:
    """The reason for no age, for each age in whole years, and for each month of birth from this one back.

    A month of birth has one reason, and where the birthday may or may not have been yet two more: for those who say
    the younger age, and for those who say the older.
    """
    adult = number_of(Age.of(last + 1))
    years = [[number_of(Age.of(years))] if years <= last else [adult] for years in range(OLDEST_ANSWERED + 1)]
    births = []
    for months in range((OLDEST_ANSWERED + 1) * 12):
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        age = Age.born_in(year, month + 1, today) if months % 12 == 0 or months <= (last + 1) * 12 else None
        if age is None or age.youngest > last:
            births.append([adult] * (3 if age and age.youngest < age.oldest else 1))
        elif age.youngest == age.oldest:
            births.append([number_of(age)])
        else:
            known = (Age(years, years, months) for years in (age.youngest, age.oldest))
            births.append([number_of(age), *map(number_of, known)])
    return {"none": number_of(None), "years": _runs(years), "births": _runs(births)}


def _runs(rows: Iterable[Row]) -> Rows:
    """Equal rows that follow each other, once with how many there are."""
    return [(len(list(same)), row) for row, same in groupby(rows)]
