"""From what a visitor asks to what an engine does: words, needs, names, filters and weights."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

from directory import hours
from directory.ages import OLDEST
from directory.choices import Audience
from directory.coverage import covering_codes
from directory.location import Location
from directory.models import ContactPoint, LocalAuthority, ServiceArea
from directory.models.areas import PLACE_RADIUS_MILES
from directory.remember import remember
from search import ranking
from search.engines.base import Filters, Lift, Mark, Plan, Word
from search.language import Understanding
from search.query import SearchQuery, SiteArea
from search.words import english_words, family, is_light_word, is_stop_word, runs, telling

FACETS = ("kind", "needs", "how", "routes", "thrive")
MOST_WORDS = 24
MOST_NEEDS = 3
SURE = 0.95  # how surely a need must have been read to say more than the words
URGENT_PAGE = "page:urgent-help"
BOUNDARY_PAGE = "page:not-right"


def make_plan(query: SearchQuery, area: SiteArea, now: dt.datetime) -> Plan:
    """The plan of a query at this moment."""
    # Who asks how to come to harm finds those who help, by needs, and nothing that holds the words.
    sought = () if query.understanding.seeks_harm else query.understanding.words
    words = plan_words(sought)
    if any(strength >= SURE for _, strength in query.understanding.needs):
        words = tuple(replace(word, weight=word.weight * ranking.BESIDE_NEED) for word in words)
    heavy = sum(not word.is_light for word in words) or len(words)
    codes = area_codes(query.location)
    return Plan(
        words=words,
        names=plan_names(sought),
        needs=need_marks(query),
        boosts=_boosts(query, area),
        lifts=_lifts(query, codes, now),
        required=max(1, math.ceil(heavy * ranking.REQUIRED_SHARE)),
        filters=Filters(
            age=query.age,
            area_codes=codes,
            values=_values(query),
            hours=open_hours(now) if query.open_now else None,
            kitemarked_on=now.date().isoformat() if query.kitemarked else "",
            near=(query.location.latitude, query.location.longitude, query.within)
            if query.location and query.within
            else None,
        ),
        facets=FACETS,
        offset=(query.page - 1) * query.limit,
        limit=query.limit,
    )


def outside_plans(plan: Plan, query: SearchQuery, area: SiteArea, *, limit: int) -> tuple[Plan, ...]:
    """What the age or the place leaves out, when either was given: the near misses, not the rest of the country."""
    if query.age is None and query.location is None:
        return ()
    codes = query.location.authority_codes if query.location else ()
    reach = frozenset(area.codes if is_across_border(query, area) else codes)
    return (replace(plan, outside=True, reach=reach, facets=(), offset=0, limit=limit),)


def plan_words(words: tuple[str, ...]) -> tuple[Word, ...]:
    """The words worth looking for; when all are stop words, all of them."""
    kept = [w for w in words if not is_stop_word(w)] or list(words)
    kept = list(dict.fromkeys(kept))[:MOST_WORDS]
    last = words[-1] if words else ""
    return tuple(
        Word(
            w,
            family(w),
            weight=telling(w) * (ranking.LIGHT_WORD_BOOST if is_light_word(w) else 1.0),
            is_light=is_light_word(w),
            is_known=w in english_words(),
            is_last=w == last,
        )
        for w in kept
    )


def need_marks(query: SearchQuery) -> tuple[Mark, ...]:
    """What each need that was understood is worth, by the kind of the entry; without words, of each that was chosen."""
    needs = (query.understanding.needs or tuple((slug, 1.0) for slug in query.needs))[:MOST_NEEDS]
    standing = dict(query.need_boosts)  # as editors want it
    marks: list[Mark] = []
    for position, (need, strength) in enumerate(needs):
        weight = strength * standing.get(need, 1.0) * ranking.NEED_DECAY**position
        # Where a care pathway leads, or the danger is the need's own, the topic steps back behind those who help.
        steps_back = need in query.led_needs or (query.understanding.is_sure_of_danger and need in query.urgent_needs)
        for name, boosts in (("needs", ranking.NEED_BOOSTS), ("focus", ranking.FOCUS_BOOSTS)):
            for kind, boost in boosts.items():
                share = ranking.TOPIC_SHARE if steps_back and kind == "topic" else 1.0
                marks.append((((name, need), ("kind", kind)), round(boost * share * weight, 3)))
    read, asks = query.understanding, query.understanding.asks
    if needs or read.is_worry or read.urgent or read.seeks_harm or asks.how or asks.open_now:
        audience = query.audience or asks.audience or Audience.YOUNG_PERSON
        marks.append(((("traits", "any-worry"), ("audiences", audience)), ranking.ANY_WORRY_BOOST))
    if not needs:  # "somewhere i can text": whoever answers that way
        marks += [((("how", how), ("kind", "service")), ranking.ANY_WORRY_BOOST) for how in asks.how]
    return tuple(marks)


def _lifts(query: SearchQuery, codes: frozenset[str], now: dt.datetime) -> tuple[Lift, ...]:
    """What stands higher for what it is, where it is, and how the visitor wants it."""
    asks = query.understanding.asks
    lifts: list[Lift] = [("traits", (trait,), boost) for trait, boost in ranking.TRAIT_BOOSTS.items()]
    near = tuple(sorted(code for code in codes if code.startswith("place:")))
    local = query.location.authority_codes if query.location else ()
    lifts += [("covers", near, ranking.BAND_BOOSTS["near-you"]), ("covers", local, ranking.BAND_BOOSTS["covers-you"])]
    audience = query.audience or asks.audience
    lifts += [("audiences", (audience,) if audience else (), ranking.ASKED_BOOSTS["audience"])]
    lifts += [("routes", asks.route, ranking.ASKED_BOOSTS["route"]), ("how", asks.how, ranking.ASKED_BOOSTS["how"])]
    lifts += [("kind", asks.kind, ranking.ASKED_BOOSTS["kind"])]
    lifts += [("hours", open_hours(now) if asks.open_now else (), ranking.ASKED_BOOSTS["now"])]
    return tuple(lift for lift in lifts if lift[1])


def plan_names(words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Runs of words that may be the whole name of an entry, worth more the more of the query they are."""
    words = words[:MOST_WORDS]
    meaning = [w for w in words if not is_stop_word(w)] or list(words)
    names: dict[str, float] = {}
    for run in runs(words):
        if inside := sum(word in meaning for word in run):
            share = min(1.0, inside / len(meaning))
            names[" ".join(run)] = round(ranking.NAME_BOOST * (0.25 + 0.75 * share), 2)
    return tuple(names.items())


def area_codes(location: Location | None) -> frozenset[str]:
    """Every code of an area that covers a place; empty when no place was given."""
    if location is None:
        return frozenset()
    strips, here = served_places(), strip_of(location.latitude)
    near = {code: point for strip in (here - 1, here, here + 1) for code, point in strips.get(strip, {}).items()}
    return covering_codes(location, near, PLACE_RADIUS_MILES)


def strip_of(latitude: float) -> int:
    """Strips of a tenth of a degree, about seven miles: a circle of four miles touches two of them."""
    return math.floor(latitude * 10)


@remember(seconds=30)
def served_places() -> dict[int, dict[str, tuple[float, float]]]:
    """The named places that services serve, by strip: ``place:<id>`` -> (latitude, longitude)."""
    fields = ("place__geonames_id", "place__latitude", "place__longitude")
    places = ServiceArea.objects.filter(place__isnull=False).values_list(*fields).distinct()
    strips: dict[int, dict[str, tuple[float, float]]] = {}
    for key, latitude, longitude in places:
        strips.setdefault(strip_of(latitude), {})[f"place:{key}"] = (latitude, longitude)
    return strips


def open_hours(now: dt.datetime) -> tuple[str, ...]:
    """The confirmed opening hours, of all that services have, that are open at this moment."""
    known = ContactPoint.objects.filter(is_confirmed=True, service__live=True).exclude(opening_hours="")
    return tuple(h for h in known.values_list("opening_hours", flat=True).distinct() if hours.is_open(h, now))


def is_across_border(query: SearchQuery, area: SiteArea) -> bool:
    """Whether the place lies outside the site's own area."""
    return query.location is not None and lies_outside(query.location, area)


def lies_outside(location: Location, area: SiteArea) -> bool:
    return bool(area.codes) and not set(location.authority_codes) & set(area.codes)


@remember(seconds=30)
def helpful_authorities() -> dict[str, LocalAuthority]:
    """The authorities, by code, of which it is known where people there find help."""
    return {authority.code: authority for authority in LocalAuthority.objects.exclude(help_url="")}


def _values(query: SearchQuery) -> dict[str, tuple[str, ...]]:
    chosen = {
        "needs": query.needs,
        "kind": query.kinds,
        "audiences": (query.audience,) if query.audience else (),
        "routes": (query.route,) if query.route else (),
        "how": query.how,
        "thrive": query.thrive,
    }
    return {name: values for name, values in chosen.items() if values}


def _boosts(query: SearchQuery, area: SiteArea) -> tuple[tuple[str, float], ...]:
    promoted = query.understanding.promoted
    # Each promoted answer stands above the next, and safety above them all.
    above = ranking.PROMOTED_BOOST * len(promoted)
    boosts = [(page, above - ranking.PROMOTED_BOOST * i) for i, page in enumerate(promoted)]
    if query.understanding.is_sure_of_danger:
        boosts.append((URGENT_PAGE, ranking.URGENT_PAGE_BOOST + above))
    if query.text and (is_across_border(query, area) or (query.age or 0) > OLDEST):
        boosts.append((BOUNDARY_PAGE, ranking.BOUNDARY_PAGE_BOOST + above))
    boosts += page_boosts(query.understanding)
    boosts += [(notice.reference, ranking.NAME_BOOST) for notice in query.understanding.notices]
    return tuple(boosts)


def page_boosts(understanding: Understanding) -> list[tuple[str, float]]:
    """What the words lean to among pages of information."""
    return [(page, round(ranking.MEANT_PAGE_BOOST * share, 2)) for page, share in understanding.pages]
