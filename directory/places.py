"""Where a visitor says they are: a postcode, an outcode, a named place or an area becomes one ``Location``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import reduce
from operator import or_

from django.db.models import Q

from directory.choices import AreaScope
from directory.coverage import near_codes
from directory.location import Location, PlaceNotFound
from directory.models.place import LocalAuthority, Place
from directory.place_names import LEADING_WORDS, area_keys, everyday_words, place_key, short_key
from directory.postcodes import find_postcode, postcode_in_text
from directory.remember import remember

MAX_TEXT = 200
CLOSE_SPELLING = 0.85  # difflib's ratio, 0 to 1: this close counts as the place
LIKELY_SPELLING = 0.7  # this close is worth asking "Did you mean…?"
SHORTEST_GUESS = 4  # letters, for the start of a name or a misspelling
CITY_PEOPLE = 100_000  # who live in a town that is read anywhere in the country, after in, near, from or at
WELL_KNOWN_PEOPLE = 1_500  # who live in a neighbours' town that is read in a sentence
PRACTICE_WORDS = {"gp", "gps", "surgery", "practice", "doctors"}  # of two places, most help goes by where the GP is
FIRST_ADDED = 2_000_000_001  # ids of ``places-extra.csv``
LONGEST_NAME_WORDS = 5
# Beside England, by the letter that the ONS codes of their authorities begin with.
COUNTRIES = {"S": AreaScope.SCOTLAND, "W": AreaScope.WALES, "N": AreaScope.NORTHERN_IRELAND}

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# The start of so many names that alone they point at none of them.
_COMMON_STARTS = frozenset(["east", "west", "north", "south", "great", "little", "upper", "lower", "high", "long"])
_TYPE_INSTEAD = "Type a town, a village or the first half of your postcode."


@dataclass(frozen=True, slots=True)
class _Named:
    """A row of ``Place`` with what ranking needs."""

    geonames_id: int
    name: str
    key: str
    latitude: float
    longitude: float
    population: int
    authority_code: str
    authority_name: str
    is_home: bool
    is_near: bool  # home, or a neighbour of home

    @property
    def is_well_known(self) -> bool:
        """People far around say its name: a town, or what was added by hand because somebody said it."""
        return self.population >= WELL_KNOWN_PEOPLE or self.geonames_id >= FIRST_ADDED

    @property
    def location(self) -> Location:
        codes = (self.authority_code,)
        label = f"{self.name}, {self.authority_name}"
        return Location(
            label, "place", self.latitude, self.longitude, self.authority_code, self.authority_name, codes, False
        )


def find_place(text: str, *, home_authorities: Sequence[str] = ()) -> Location:
    """The place that a visitor typed; the home authorities' own comes before its namesakes. Raises PlaceNotFound."""
    text = unicodedata.normalize("NFKC", text[:MAX_TEXT]).strip()
    return find_postcode(text) or _find_name(text, tuple(home_authorities))


def find_place_in_text(words: str, *, home_authorities: Sequence[str] = ()) -> tuple[Location, str] | None:
    """A place or postcode said inside a sentence, with the words that said it; None when there is none.

    Names are those of the home authorities and of their neighbours' towns; a city elsewhere, and a name that is also an
    everyday word, count after in, near, from or at.
    """
    words, home = words[:MAX_TEXT], tuple(home_authorities)
    return postcode_in_text(words, home) or (_name_in_text(words, home) if home else None)


def _fetch(home: tuple[str, ...], which: Q) -> list[_Named]:
    """The places that match, the most peopled first."""
    near = near_codes(home)
    fields = ("name", "key", "latitude", "longitude", "population", "local_authority_id", "local_authority__name")
    rows = Place.objects.filter(which).order_by("-population", "geonames_id").values_list("geonames_id", *fields)
    return [
        _Named(number, name, key, latitude, longitude, population, code, authority, code in home, code in near)
        for number, name, key, latitude, longitude, population, code, authority in rows
    ]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place by its name. ``distance``: 0 of home, 1 of a neighbour of home, 2 elsewhere in the UK."""

    geonames_id: int
    label: str  # "Hexham, Northumberland", which ``find_place`` understands
    key: str
    distance: int


@remember(seconds=600)
def named_places(home_authorities: tuple[str, ...]) -> dict[str, list[NamedPlace]]:
    """Every place of the UK under its first letter: home's, the neighbours', then the rest, the most peopled first."""
    found: dict[str, list[NamedPlace]] = {}
    for place in sorted(_fetch(home_authorities, Q()), key=lambda place: (not place.is_home, not place.is_near)):
        distance = 2 - place.is_home - place.is_near
        named = NamedPlace(place.geonames_id, place.location.label, place.key, distance)
        found.setdefault(place.key[:1], []).append(named)
    return found


@remember(seconds=60)
def _near_places(home: tuple[str, ...]) -> list[_Named]:
    """Every place of home and of its neighbours."""
    return _fetch(home, Q(local_authority__in=near_codes(home)))


@remember(seconds=60)
def _authority_keys() -> dict[str, str]:
    """Each way to write an authority's name -> its code."""
    return {key: code for code, name in LocalAuthority.objects.values_list("code", "name") for key in area_keys(name)}


def _find_name(text: str, home: tuple[str, ...]) -> Location:
    codes = _authority_keys()
    if country := _countries().get(place_key(text)):
        return country
    attempts = list(_readings(text, codes))
    if not attempts:
        raise PlaceNotFound(f"We could not read a place there. {_TYPE_INSTEAD}")
    whole = codes.get(place_key(text), "")
    near = _near_places(home)
    if not whole and not attempts[0][1] and (known := _exact(attempts[0][0], [p for p in near if p.is_home])):
        return known.location  # nothing else in the UK comes before it
    keys = [key for key, _ in attempts]
    further = _fetch(home, Q(local_authority=whole) | Q(key__in=keys))
    if not any(place.key in keys for place in further):  # nothing is called so: what begins so
        further += _fetch(home, reduce(or_, (Q(key__startswith=f"{key} ") for key in keys)))
    places = sorted([*near, *(p for p in further if not p.is_near)], key=lambda place: -place.population)
    if whole and (area := _area_or_town(place_key(text), whole, places)):
        return area
    for key, code in attempts:
        if found := _best(key, [place for place in places if not code or place.authority_code == code]):
            return found
    raise _unknown_name(text, attempts[0][0], places)


def _readings(text: str, codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key of a name, code of its authority or ""): "Blyth, Northumberland" and "blyth northumberland" name both."""
    parts = text.split(",")
    # Names and authorities may hold commas themselves: "Basford, Stoke-on-Trent", "Herefordshire, County of".
    splits = [(",".join(parts[:at]), codes.get(place_key(",".join(parts[at:])), "")) for at in range(1, len(parts))]
    name, area = next((split for split in splits if split[1]), (parts[0], ""))
    key = place_key(name)
    if key:
        yield key, area
    if not area:
        ends = [end for end in codes if key.endswith(f" {end}")]
        if ends:
            end = max(ends, key=len)
            yield key.removesuffix(f" {end}"), codes[end]


def _area_or_town(key: str, code: str, places: list[_Named]) -> Location | None:
    """An authority's name is also its town's: "Gateshead" is the town, "Northumberland" the whole area."""
    inside = [place for place in places if place.authority_code == code]
    town = next((place for place in places if place.key == key and (place.is_home or place in inside)), None)
    return town.location if town else _middle(inside)


def _middle(places: list[_Named]) -> Location | None:
    """The area of these places of one authority, at the mean of their points."""
    if not places:
        return None
    latitude = sum(place.latitude for place in places) / len(places)
    longitude = sum(place.longitude for place in places) / len(places)
    code, name = places[0].authority_code, places[0].authority_name
    return Location(name, "area", latitude, longitude, code, name, (code,), False)


def _best(key: str, places: list[_Named]) -> Location | None:
    """Home's own name or the start of one, a neighbour's, the UK's, a misspelling near home, a start in the UK.

    A name spelt exactly as somewhere else in the UK is that place, and no misspelling of home's: "Manchester" is not
    Lanchester, nor "Washington" Ashington. Only the start of a bigger neighbour's name beats it: "Newcastle".
    """
    can_guess = len(key) >= SHORTEST_GUESS and key not in _COMMON_STARTS
    home = [place for place in places if place.is_home]
    near = [place for place in places if place.is_near and not place.is_home]
    if found := _exact(key, home) or (_starting(key, home) if can_guess else None) or _exact(key, near):
        return found.location
    rivals = [place for place in (_exact(key, places), _starting(key, near) if can_guess else None) if place]
    if rivals:
        return max(rivals, key=lambda place: place.population).location
    if not can_guess:
        return None
    if close := _misspelt(key, [*home, *near], CLOSE_SPELLING):
        return close
    started = _starting(key, places)
    return started.location if started else None


def _exact(key: str, places: list[_Named]) -> _Named | None:
    return next((place for place in places if place.key == key), None)


def _starting(key: str, places: list[_Named]) -> _Named | None:
    return next((place for place in places if place.key.startswith(f"{key} ")), None)


def _misspelt(key: str, near: list[_Named], cutoff: float) -> Location | None:
    """The closest name of a place or area near home; home's own, then the most peopled, where two are as close."""
    names: dict[str, Location] = {}
    for place in near:
        names.setdefault(place.key, place.location)
        names.setdefault(short_key(place.key), place.location)
    for area_key, area in _areas(near).items():
        names.setdefault(area_key, area)
    close = get_close_matches(key, names, n=1, cutoff=cutoff)
    return names[close[0]] if close else None


def _areas(places: list[_Named]) -> dict[str, Location]:
    """Each way to write the authorities of these places, home's first."""
    inside: dict[str, list[_Named]] = {}
    for place in places:
        inside.setdefault(place.authority_name, []).append(place)
    return {key: area for name, group in inside.items() if (area := _middle(group)) for key in area_keys(name)}


def _unknown_name(text: str, key: str, places: list[_Named]) -> PlaceNotFound:
    shown = " ".join("".join(char for char in text if char.isprintable()).split())[:60]
    guess = _misspelt(key, [place for place in places if place.is_near], LIKELY_SPELLING)
    hint = f"Did you mean {guess.label}? Or type" if guess else "Check the spelling, or type"
    return PlaceNotFound(f"We could not find “{shown}”. {hint} a nearby town or the first half of your postcode.")


def _name_in_text(words: str, home: tuple[str, ...]) -> tuple[Location, str] | None:
    names, far = _said_names(home), _far_names()
    tokens = [(key, match) for match in _WORD.finditer(words) for key in place_key(match[0]).split()]
    best: tuple[tuple[bool, bool, int], Location, str] | None = None
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + LONGEST_NAME_WORDS, len(tokens)) + 1):
            key = " ".join(token for token, _ in tokens[start:end])
            location = names.get(key)
            is_led = start > 0 and tokens[start - 1][0] in LEADING_WORDS
            if location is None and is_led:
                location = far.get(key)
            if location is None or (key in everyday_words() and not is_led):
                continue
            is_practice = end < len(tokens) and tokens[end][0] in PRACTICE_WORDS
            rank = (is_practice, location.kind == "place", len(key))
            if best is None or rank > best[0]:
                best = (rank, location, words[tokens[start][1].start() : tokens[end - 1][1].end()])
    return (best[1], best[2]) if best else None


@remember(seconds=600)
def _far_names() -> dict[str, Location]:
    """Key to location of what is read anywhere: cities, the most peopled first, then countries."""
    found: dict[str, Location] = {}
    for place in _fetch((), Q(population__gte=CITY_PEOPLE)):
        found.setdefault(place.key, place.location)
        found.setdefault(short_key(place.key), place.location)
    return {**_countries(), **found}


@remember(seconds=600)
def _countries() -> dict[str, Location]:
    """Key to location of the countries beside England, each as one area."""
    inside: dict[str, list[_Named]] = {}
    for place in _fetch((), Q(local_authority__code__regex=f"^[{''.join(COUNTRIES)}]")):
        inside.setdefault(place.authority_code[0], []).append(place)
    found = {}
    for letter, group in inside.items():
        if middle := _middle(group):
            name, codes = str(COUNTRIES[letter].label), tuple(sorted({place.authority_code for place in group}))
            found[place_key(name)] = replace(middle, label=name, authority_name=name, authority_codes=codes)
    return found


@remember(seconds=60)
def _said_names(home_authorities: tuple[str, ...]) -> dict[str, Location]:
    """Key to location: home's places before the neighbours' towns, whole names before short ones, then areas."""
    near = _near_places(home_authorities)
    home = [place for place in near if place.is_home]
    towns = [place for place in near if not place.is_home and place.is_well_known]
    names: dict[str, Location] = {}
    for group in (home, towns):
        for place in group:
            names.setdefault(place.key, place.location)
        for place in group:
            names.setdefault(short_key(place.key), place.location)
    return {**_areas(near), **names}
