"""The checker on a service's page: what somebody types there, and the answer. Nothing of it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from directory.ages import Age
from directory.choices import Audience, Basis
from directory.coverage import covering_codes
from directory.location import Location
from directory.models import ServicePage
from directory.models.areas import PLACE_RADIUS_MILES
from search.documents import service_document
from search.eligibility import Asker, check, headline
from search.query import AGE_WANTED, OLDEST_ANSWERED, QueryError, SiteArea, parse_age, parse_place

FIELDS = ("audience", "age", "month", "year", "place")
# What is said of an age that cannot be read; also by the browser, on the form that is never sent.
AGE_PROBLEMS: Mapping[str, str] = {
    "age": AGE_WANTED,
    "together": "The age and the month of birth do not go together. Change one, or leave one empty.",
    "no-month": "Give the month of birth too, or leave both empty.",
    "no-year": "Give the year of birth too, or leave both empty.",
    "month": "Choose a month from the list.",
    "year": "Type the year of birth with four digits, such as 2011.",
    "later": "That month has not come yet.",
}


def answer(typed: Mapping[str, str], service: ServicePage, area: SiteArea, today: dt.date) -> dict[str, Any]:
    """The sentence on top, and each criterion as (reason, page to go to instead or None)."""
    found = check(service_document(service).as_dict(), read_asker(typed, service, area, today))
    lines = list(service.criteria.all())
    pages = [None if reason.line is None else lines[reason.line].instead_page for reason in found]
    return {"headline": headline(found), "reasons": list(zip(found, pages, strict=True))}


def read_asker(typed: Mapping[str, str], service: ServicePage, area: SiteArea, today: dt.date) -> Asker:
    """What was typed, for this service; raises ``QueryError`` with the field and what to do about it."""
    age = read_age(typed, today)
    location = parse_place(typed["place"], area) if service.place_question else None
    return Asker(
        audience=typed["audience"] if typed["audience"] in Audience.values else "",
        age=age,
        location=location,
        codes=codes_of(location, service) if location else frozenset(),
        answers=service.basis if service.basis in (Basis.GP, Basis.SCHOOL) else "home",
    )


def read_age(typed: Mapping[str, str], today: dt.date) -> Age | None:
    """The age from whole years, a month of birth, or both: then the years say whether the birthday has been."""
    age = read_birth(typed["month"], typed["year"], today)
    years = parse_age(typed["age"])
    if years is None:
        return age
    if age and not age.youngest <= years <= age.oldest:
        raise QueryError("age", AGE_PROBLEMS["together"])
    return Age(years, years, age.months_old if age else None)


def read_birth(month: str, year: str, today: dt.date) -> Age | None:
    """The age from a month (1 to 12) and a year of birth; None when both are empty."""
    month, year = month.strip(), year.strip()
    if not month and not year:
        return None
    if not month or not year:
        missing = "year" if month else "month"
        raise QueryError(missing, AGE_PROBLEMS[f"no-{missing}"])
    if not (month.isascii() and month.isdigit() and 1 <= int(month[:4]) <= 12):
        raise QueryError("month", AGE_PROBLEMS["month"])
    is_year = year.isascii() and year.isdigit() and len(year) == 4
    if not is_year or not today.year - OLDEST_ANSWERED <= int(year) <= today.year:
        raise QueryError("year", AGE_PROBLEMS["year"])
    if (int(year), int(month)) > (today.year, today.month):
        raise QueryError("month", AGE_PROBLEMS["later"])
    return Age.born_in(int(year), int(month), today)


def codes_of(location: Location, service: ServicePage) -> frozenset[str]:
    """Every code of an area that covers the place, among those that this service names."""
    areas = (*service.areas.all(), *service.eligibility_areas.all())
    points = {area.code: (area.place.latitude, area.place.longitude) for area in areas if area.place_id}
    return covering_codes(location, points, PLACE_RADIUS_MILES)
