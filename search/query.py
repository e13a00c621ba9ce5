"""A visitor's request as one frozen ``SearchQuery``. All cleaning of a visitor's text is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from directory.choices import Audience, DeliveryMode, Thrive
from directory.location import Location, PlaceNotFound
from directory.places import find_place, find_place_in_text
from search import language
from search.asks import Asks
from search.language import Understanding, Vocabulary
from search.words import MAX_LENGTH, clean

KINDS = {
    "service": "Services",
    "topic": "Topics",
    "resource": "Resources",
    "pathway": "Care pathways",
    "page": "Information",
}
ROUTES = {
    "self": "I can refer myself",
    "parent": "A parent or carer can refer",
    "school": "A school can refer",
    "gp": "A GP can refer",
    "professional": "A professional can refer",
}
OLDEST_ANSWERED = 120
AGE_WANTED = "Type an age in whole years, such as 15."
MOST_RESULTS = 50
MOST_PAGES = 200
DEFAULT_LIMIT = 20
LONGEST_PLACE = 100  # characters
YES = {"1", "true", "on", "yes"}

Data = Mapping[str, Sequence[str]]


class QueryError(ValueError):
    """What cannot be understood: the field, and what to do about it, in a sentence for the visitor."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name
        self.message = message


@dataclass(frozen=True, slots=True)
class SiteArea:
    """The area of the site that is asked: its authorities and its name."""

    codes: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    text: str = ""
    age: int | None = None
    age_from_text: bool = False
    place_text: str = ""
    location: Location | None = None
    place_from_text: bool = False
    other_place: Location | None = None  # a second place of the text, of another authority: home, or where the GP is
    within: float | None = None
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audience: str = ""
    route: str = ""
    how: tuple[str, ...] = ()
    thrive: tuple[str, ...] = ()
    kitemarked: bool = False
    open_now: bool = False
    page: int = 1
    limit: int = DEFAULT_LIMIT
    ignored: tuple[
        str, ...
    ] = ()  # what the visitor took off and is not read from the text again: age, place, need:<slug>, or one of ``Asks``
    understanding: Understanding = field(default_factory=Understanding)
    led_needs: frozenset[str] = frozenset()  # of all needs, those that have a care pathway of their own
    urgent_needs: frozenset[str] = frozenset()  # of all needs, those that carry the urgent flag
    need_boosts: tuple[tuple[str, float], ...] = ()  # needs whose entries stand higher or lower than usual

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked: no word and no filter."""
        asked = (self.text, self.location, self.needs, self.kinds, self.audience, self.route, self.how, self.thrive)
        return self.age is None and not any((*asked, self.kitemarked, self.open_now))


def parse(data: Data, vocabulary: Vocabulary, area: SiteArea) -> SearchQuery:
    """Read parameters as the contract names them; raises ``QueryError`` for the first that makes no sense."""
    text = clean(_one(data, "q"))
    if len(text) > MAX_LENGTH:
        raise QueryError("q", f"Please use at most {MAX_LENGTH} characters. Yours has {len(text)}.")
    known = {"age", "place", *Asks.__slots__, *(f"need:{need.slug}" for need in vocabulary.needs)}
    ignored = tuple(sorted(set(_all(data, "ignore")) & known))
    age = parse_age(_one(data, "age"))
    place_text = clean(_one(data, "place"))[:LONGEST_PLACE]
    location = parse_place(place_text, area)
    words, place_from_text, other_place = text, False, None
    if location is None and text and "place" not in ignored:
        location, words = _place_in(text, area)
        place_from_text = location is not None
        if location:
            other_place, words = _other_place(words, location, area)
    understanding = language.understand(words, vocabulary, read_ages="age" not in ignored)
    needs = tuple(need for need in understanding.needs if f"need:{need[0]}" not in ignored)
    # The words of a place were taken out to be read by themselves; the mended text has them again.
    corrected = language.mended(text, understanding.changes) if understanding.corrected else ""
    understanding = replace(
        understanding,
        needs=needs,
        corrected=corrected,
        promoted=language.promoted_for(corrected or text, vocabulary),
        asks=understanding.asks.without(ignored),
    )
    from_text = age is None and understanding.age is not None
    return SearchQuery(
        text=text,
        age=understanding.age if from_text else age,
        age_from_text=from_text,
        place_text=place_text,
        location=location,
        place_from_text=place_from_text,
        other_place=other_place,
        within=_within(_one(data, "within"), location),
        needs=_several(data, "need", {need.slug for need in vocabulary.needs}),
        kinds=_several(data, "kind", KINDS),
        audience=_choice(data, "audience", Audience.values),
        route=_choice(data, "route", ROUTES),
        how=_several(data, "how", DeliveryMode.values),
        thrive=_several(data, "thrive", Thrive.values),
        kitemarked=_one(data, "kitemarked").lower() in YES,
        open_now=_one(data, "open_now").lower() in YES,
        page=_whole(data, "page", 1, 1, MOST_PAGES),
        limit=_whole(data, "limit", DEFAULT_LIMIT, 1, MOST_RESULTS),
        ignored=ignored,
        understanding=understanding,
        led_needs=vocabulary.led_needs,
        urgent_needs=vocabulary.urgent_needs,
        need_boosts=tuple((need.slug, need.boost) for need in vocabulary.needs if need.boost != 1.0),
    )


def _all(data: Data, name: str) -> list[str]:
    return [value.strip() for value in data.get(name, ()) if value and value.strip()]


def _one(data: Data, name: str) -> str:
    values = _all(data, name)
    return values[-1] if values else ""


def _number(text: str) -> int | None:
    """ASCII digits only, and few of them: "²" and "٣" are text here."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def parse_age(text: str) -> int | None:
    """Whole years; None when nothing was typed."""
    text = text.strip()
    if not text:
        return None
    age = _number(text)
    if age is None or age > OLDEST_ANSWERED:
        raise QueryError("age", AGE_WANTED)
    return age


def parse_place(text: str, area: SiteArea) -> Location | None:
    """A postcode, an outcode or a place name; None when nothing was typed."""
    text = clean(text)[:LONGEST_PLACE]
    if not text:
        return None
    try:
        return find_place(text, home_authorities=area.codes)
    except PlaceNotFound as error:
        raise QueryError("place", error.message) from error


def _place_in(text: str, area: SiteArea) -> tuple[Location | None, str]:
    """A place said inside the text, and the text without it."""
    found = find_place_in_text(text, home_authorities=area.codes)
    if found is None:
        return None, text
    location, matched = found
    position = text.casefold().find(matched.casefold())
    if position < 0:
        return location, text
    return location, " ".join((text[:position] + " " + text[position + len(matched) :]).split())


def _other_place(words: str, location: Location, area: SiteArea) -> tuple[Location | None, str]:
    """A place in what is left of the text, where it is of another authority than the first; and the text without it."""
    other, rest = _place_in(words, area)
    if other is None or set(other.authority_codes) & set(location.authority_codes):
        return None, words
    return other, rest


def _within(text: str, location: Location | None) -> float | None:
    if not text:
        return None
    try:
        miles = float(text) if text.isascii() else 0.0
    except ValueError:
        miles = 0.0
    if not 0 < miles <= 200:
        raise QueryError("within", "Type how many miles, from 1 to 200.")
    if location is None:
        raise QueryError("place", "Type a town or postcode too, to search within some miles of it.")
    return miles


def _several(data: Data, name: str, known: object) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(_all(data, name)))
    for value in values:
        if value not in known:  # type: ignore[operator]
            raise QueryError(name, "This choice is not one that we know.")
    return values


def _choice(data: Data, name: str, known: object) -> str:
    values = _several({name: [_one(data, name)]}, name, known)
    return values[0] if values else ""


def _whole(data: Data, name: str, default: int, low: int, high: int) -> int:
    text = _one(data, name)
    if not text:
        return default
    number = _number(text)
    if number is None or not low <= number <= high:
        raise QueryError(name, f"Use a whole number from {low} to {high}.")
    return number
