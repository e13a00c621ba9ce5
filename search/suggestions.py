"""What the words that are being typed may become: feelings and places from memory, services from the engine.

What fits is decided here and in ``names``, by the same rules for all three, so that both engines suggest the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.urls import reverse

from directory.coverage import around
from directory.place_names import LEADING_WORDS, everyday_words, place_key
from directory.places import NamedPlace, named_places
from search.documents import EVERYWHERE
from search.engines import get_engine
from search.language import Understanding, understand
from search.names import Found, Named, Part, as_names, best, is_nearly, marked, share, sought_words
from search.query import SiteArea
from search.vocabulary import get_feelings, get_vocabulary, is_flagged
from search.words import MAX_LENGTH, clean

MOST = 8
GROUPS = {"feelings": "Feelings and worries", "services": "Services and information", "places": "Places"}
ENGINE_KINDS = ("service", "resource", "pathway", "page")
# How many the engine is asked for: what turns out to be flagged, or to fit less well, is left out afterwards.
CANDIDATES = 24
# A place of home, of a neighbour and of the rest of the UK is suggested from so many letters on.
PLACE_LETTERS = (2, 3, 4)
_LED = re.compile(rf"(?:(.*)\W)?(?:{'|'.join(sorted(LEADING_WORDS))})\W+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``group``: one of ``GROUPS``. ``rest``: what stays to be searched for when a place is taken out of the text."""

    group: str
    id: str
    kind: str
    text: str
    url: str
    parts: tuple[Part, ...]
    rest: str = ""


def suggest(text: str, area: SiteArea) -> list[Suggestion]:
    """At most ``MOST`` suggestions, group by group; none while the text reads as danger. Raises ``EngineUnavailable``."""
    text = clean(text)[:MAX_LENGTH]
    typed = sought_words(text)
    if not typed:
        return []
    read = understand(text, get_vocabulary())
    if read.danger:
        return []
    named, services = best(typed, get_feelings()), list(_services(typed, area))
    is_spelt = any(found.is_spelt for found in (*named, *services))
    # What several words mean stands before names that hold some of them: "on my own all the time".
    meant = _meant(read) if len(text.split()) > 1 else []
    feelings = list(dict.fromkeys([*meant, *(found.entry for found in named)]))
    groups = (
        [_suggested("feelings", entry, typed) for entry in feelings[:MOST]],
        [_suggested("services", found.entry, typed) for found in services],
        _places(text, area, may_guess=not is_spelt),
    )
    return [suggestion for group in share(groups, MOST) for suggestion in group]


def _suggested(group: str, entry: Named, typed: tuple[str, ...]) -> Suggestion:
    return Suggestion(group, entry.id, entry.kind, entry.text, entry.url, marked(entry.text, typed))


def _meant(read: Understanding) -> list[Named]:
    """The topics that a sentence means, when it means nothing that is flagged."""
    topics = {entry.need: entry for entry in get_feelings()}
    meant = [slug for slug, _ in read.needs]
    return [topics[slug] for slug in meant] if topics.keys() >= set(meant) else []


def _services(typed: tuple[str, ...], area: SiteArea) -> Iterator[Found]:
    """What the engine holds under such a name, unless that name or the title speaks of a flagged need."""
    near = around(area.codes) | {EVERYWHERE} if area.codes else frozenset()
    hits = get_engine().suggest(typed, CANDIDATES, kinds=ENGINE_KINDS, near=near)
    hits.sort(key=lambda hit: (ENGINE_KINDS.index(hit.shown["kind"]), -round(hit.score, 3), hit.reference))
    entries = (
        Named(hit.reference, entry["kind"], entry["title"], entry["url"], as_names(entry["title"], *entry["names"]))
        for hit in hits
        if (entry := hit.shown)
    )
    fitting = (
        found for found in best(typed, entries) if not any(map(is_flagged, {found.entry.shown_name, found.name}))
    )
    return islice(fitting, MOST)


def _places(text: str, area: SiteArea, *, may_guess: bool) -> list[Suggestion]:
    """Places that the text begins to name, or what stands behind in, near, from or at; home's first."""
    places, led = named_places(area.codes), _LED.fullmatch(text)
    for rest, said in (("", text), led.groups("") if led else ("", "")):
        # "Hope" and "Reading" are words too, until something leads to them.
        not_meant = everyday_words() if said == text else frozenset()
        key = place_key(said)
        fitting = [place for place in places.get(key[:1], []) if place.key not in not_meant]
        if found := _places_from(key, fitting, may_guess=may_guess):
            return [_suggested_place(place, said, rest.strip()) for place in found[:MOST]]
    return []


def _places_from(key: str, places: list[NamedPlace], *, may_guess: bool) -> list[NamedPlace]:
    """Names that begin so; else those near home that are spelt nearly so, unless the words say something else."""
    begun = [p for p in places if p.key.startswith(key) and len(key) >= PLACE_LETTERS[p.distance]]
    return begun or [p for p in places if may_guess and p.distance < 2 and is_nearly(key, p.key)]


def _suggested_place(place: NamedPlace, said: str, rest: str) -> Suggestion:
    url = f"{reverse('find')}?{urlencode({'place': place.label})}"
    parts = marked(place.label, place_key(said).split())
    return Suggestion("places", f"place:{place.geonames_id}", "place", place.label, url, parts, rest)
