"""Which area codes cover a point, and how far apart two points are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from django.db.models import Q

from directory.choices import COUNTRY_CODES, AreaScope
from directory.models.place import Outcode
from directory.remember import remember

if TYPE_CHECKING:
    from directory.location import Location

EARTH_MILES = 3958.8
MILES_PER_DEGREE = 68.7  # of latitude, where a degree is shortest
# The country of an authority, by the first letter of its ONS code.
COUNTRY_OF_LETTER = {
    "E": COUNTRY_CODES[AreaScope.ENGLAND],
    "W": COUNTRY_CODES[AreaScope.WALES],
    "S": COUNTRY_CODES[AreaScope.SCOTLAND],
    "N": COUNTRY_CODES[AreaScope.NORTHERN_IRELAND],
}
Point = tuple[float, float]  # latitude and longitude in degrees


def miles_between(a: Point, b: Point) -> float:
    """Miles along the earth between two points."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(half)))


def covering_codes(location: Location, place_points: Mapping[str, Point], radius_miles: float) -> frozenset[str]:
    """Every area code that covers the location: its authorities, their countries, the UK, and each near place.

    ``place_points`` is ``{"place:2647007": (latitude, longitude)}``.
    """
    here = (location.latitude, location.longitude)
    return around(location.authority_codes) | codes_near(here, place_points, radius_miles)


def codes_near(here: Point, place_points: Mapping[str, Point], radius_miles: float) -> frozenset[str]:
    """The codes of the places within so many miles."""
    high = radius_miles / MILES_PER_DEGREE
    wide = high / max(cos(radians(here[0])), 0.01)
    return frozenset(
        code
        for code, point in place_points.items()
        # The box is quick to look at, and holds the circle.
        if abs(point[0] - here[0]) <= high and abs(point[1] - here[1]) <= wide
        if miles_between(here, point) <= radius_miles
    )


def around(authority_codes: Iterable[str]) -> frozenset[str]:
    """The authorities, their countries and the UK: area codes that cover all of one of them."""
    codes = tuple(authority_codes)
    return frozenset({*codes, *(COUNTRY_OF_LETTER[code[0]] for code in codes), COUNTRY_CODES[AreaScope.UK]})


def neighbouring_authorities(codes: Iterable[str]) -> frozenset[str]:
    """ONS codes of the authorities that share an outcode with these, and not these themselves."""
    home = tuple(codes)
    shared = Outcode.objects.filter(Q(local_authority__in=home) | Q(other_authorities__in=home)).values("code")
    largest = Outcode.objects.filter(code__in=shared).values_list("local_authority", flat=True)
    others = Outcode.other_authorities.through.objects.filter(outcode__in=shared)
    return frozenset(largest).union(others.values_list("localauthority", flat=True)) - frozenset(home)


@remember(seconds=60)
def near_codes(home: tuple[str, ...]) -> frozenset[str]:
    """Home's authorities and their neighbours."""
    return neighbouring_authorities(home) | frozenset(home) if home else frozenset()
