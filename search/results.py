"""What templates and the API receive, from either engine: hits, facets, bands, reasons, and always a way on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import nh3
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from directory.choices import COUNTRIES, DeliveryMode, Thrive, labels
from directory.coverage import miles_between
from directory.models import LocalAuthority
from directory.models.waiting import EXPIRED_TEXT
from home import urgent
from search.eligibility import Reason, ages_of, reasons
from search.engines import get_engine
from search.engines.base import Answer, Hit, Plan
from search.guesses import guesses, strange_words
from search.language import Vocabulary
from search.notices import notices, understood
from search.plan import FACETS, helpful_authorities, is_across_border, make_plan, outside_plans
from search.query import KINDS, ROUTES, SearchQuery, SiteArea
from search.ranking import NEAR_MILES
from search.ways import advice, related_topics, ways_on, ways_plan

KIND_LABELS = {
    "service": "Service",
    "topic": "Topic",
    "resource": "Resource",
    "pathway": "Care pathway",
    "page": "Information",
}
FACET_LABELS = {
    "kind": "Kind",
    "needs": "What's going on",
    "how": "How",
    "routes": "Who can ask",
    "thrive": "Kind of help",
}
# The contract's names for the facets.
FACET_NAMES = {"kind": "kind", "needs": "need", "how": "how", "routes": "route", "thrive": "thrive"}
BANDS = {"near-you": "Near you", "covers-you": "Covers where you live", "anywhere": "Anywhere, any time"}
ELSEWHERE_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Result:
    id: str
    kind: str
    kind_label: str
    title: str
    url: str
    summary: str
    highlight: SafeString
    age_from: int
    age_before: int | None
    age_text: str
    needs: list[str]
    how: list[str]
    how_labels: list[str]
    routes: list[str]
    route_labels: list[str]
    thrive: list[str]
    band: str
    distance_miles: float | None
    eligibility: tuple[Reason, ...]
    waiting: dict[str, Any] | None
    kitemark: str | None
    reviewed_on: dt.date | None
    is_demonstration: bool
    contact: Mapping[str, Any] | None
    status: str
    area_text: str
    has_exit: bool
    score: float


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    label: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """What is offered when nothing was found."""

    is_strange: bool  # a word of the text is known to nobody
    guesses: tuple[str, ...]  # the text, put right in other ways
    related: tuple[Hit, ...]  # topics of needs that stand near what was understood
    advice: tuple[Result, ...]  # who to talk to


@dataclass(frozen=True, slots=True)
class Results:
    query: SearchQuery
    total: int
    results: tuple[Result, ...]
    urgent: dict[str, Any] | None
    notices: tuple[dict[str, str], ...]
    did_you_mean: str | None
    understood: tuple[dict[str, str], ...]
    facets: tuple[Facet, ...]
    elsewhere: dict[str, Any] | None
    always: tuple[dict[str, str], ...]
    plan: Plan  # what the engine was asked, with less required when nothing had enough
    lost: Lost | None  # when nothing was found
    has_exit: bool  # the page carries the exit control: what was asked, or what stands first, is flagged

    @property
    def page(self) -> int:
        return self.query.page

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.query.limit))

    @property
    def ignored(self) -> tuple[str, ...]:
        return self.query.ignored

    @property
    def groups(self) -> tuple[Group, ...]:
        """The results of this page, in order, under the headings of the page."""
        knowledge = tuple(r for r in self.results if r.kind in ("topic", "pathway", "page"))
        rest = [r for r in self.results if r not in knowledge]
        groups = [Group("start-here", "Start here", knowledge)]
        if self.query.location is None:
            groups.append(Group("all", "Services and resources", tuple(rest)))
        else:
            groups += [Group(band, label, tuple(r for r in rest if r.band == band)) for band, label in BANDS.items()]
        return tuple(group for group in groups if group.results)


def search(query: SearchQuery, vocabulary: Vocabulary, area: SiteArea, site: Site | None, now: dt.datetime) -> Results:
    """Answer a query, in one round trip to the engine. Raises ``EngineUnavailable`` when the engine cannot."""
    engine = get_engine()
    plan = make_plan(query, area, now)
    answer, ways, *outside = engine.search_all(
        [plan, ways_plan(query), *outside_plans(plan, query, area, limit=ELSEWHERE_SHOWN)]
    )
    relaxed = False
    if not answer.total and len(plan.words) > 1:
        plan = replace(plan, required=1)
        answer = engine.search(plan)
        relaxed = bool(answer.total)
    codes, today = plan.filters.area_codes, now.date()
    found = tuple(make_result(hit, query, codes, today) for hit in answer.hits)
    known_ways = {hit.reference: hit for hit in ways.hits}
    return Results(
        query=query,
        total=answer.total,
        results=found,
        urgent=urgent.panel(
            site, query.understanding.urgent, query.age, is_safeguarding=_is_safeguarding(query, vocabulary)
        ),
        notices=notices(query, area, relaxed=relaxed, neighbour=_neighbour(query, area)),
        did_you_mean=query.understanding.corrected or None,
        understood=understood(query, vocabulary),
        facets=_facets(answer, query, vocabulary),
        elsewhere=_elsewhere(outside[0], query, codes, today) if outside else None,
        always=ways_on(known_ways),
        plan=plan,
        lost=None
        if answer.total
        else Lost(
            is_strange=bool(strange_words(query.text, vocabulary)),
            guesses=guesses(query.text, vocabulary),
            related=related_topics(query, vocabulary, engine),
            advice=tuple(make_result(hit, query, codes, today) for hit in advice(query, known_ways)),
        ),
        has_exit=_has_exit(query, vocabulary, found),
    )


def _neighbour(query: SearchQuery, area: SiteArea) -> LocalAuthority | None:
    """The authority across the border, when it is on record where people there find help."""
    if query.location is None or not is_across_border(query, area):
        return None
    return helpful_authorities().get(query.location.authority_code)


def _is_safeguarding(query: SearchQuery, vocabulary: Vocabulary) -> bool:
    """Whether somebody may be being hurt: a need that is both urgent and in need of a quick way out of the page."""
    needs = (vocabulary.need(slug) for slug, _ in query.understanding.needs)
    return any(need and need.is_urgent and need.has_exit for need in needs)


def _has_exit(query: SearchQuery, vocabulary: Vocabulary, found: tuple[Result, ...]) -> bool:
    slugs = {slug for slug, _ in query.understanding.needs} | set(query.needs)
    asked = any(need.has_exit for need in vocabulary.needs if need.slug in slugs)
    return asked or any(result.has_exit for result in found[:3] if result.kind in ("topic", "pathway"))


def make_result(hit: Hit, query: SearchQuery, codes: frozenset[str], today: dt.date) -> Result:
    entry, shown = hit.shown, hit.shown["shown"]
    ages = ages_of(entry)
    distance = _distance(entry, query)
    reviewed = shown.get("reviewed_on")
    return Result(
        id=hit.reference,
        kind=entry["kind"],
        kind_label=shown.get("resource_kind") or KIND_LABELS[entry["kind"]],
        title=entry["title"],
        url=entry["url"],
        summary=entry["summary"],
        highlight=safe_highlight(hit.highlight) if hit.highlight else conditional_escape(entry["summary"]),
        age_from=ages.start,
        age_before=ages.before,
        age_text=ages.text,
        needs=list(entry["needs"]),
        how=list(entry["how"]),
        how_labels=labels(DeliveryMode, entry["how"]),
        routes=list(entry["routes"]),
        route_labels=[ROUTES[r] for r in entry["routes"] if r in ROUTES],
        thrive=list(entry["thrive"]),
        band=_band(entry, distance, codes),
        distance_miles=distance,
        eligibility=reasons(
            entry, age=query.age, location=query.location, codes=codes, audience=query.audience, route=query.route
        ),
        waiting=_waiting(shown.get("waits", ()), today),
        kitemark=_kitemark(entry, shown, today),
        reviewed_on=dt.date.fromisoformat(reviewed) if reviewed else None,
        is_demonstration=bool(shown.get("is_demonstration")),
        contact=shown.get("contact"),
        status=shown.get("status", "open"),
        area_text=shown.get("area_text", ""),
        has_exit=bool(shown.get("has_exit")),
        score=hit.score,
    )


def safe_highlight(html: str) -> SafeString:
    """Only <mark> survives, whatever an engine or an editor sent."""
    return mark_safe(nh3.clean(html, tags={"mark"}, attributes={}))


def _distance(entry: Mapping[str, Any], query: SearchQuery) -> float | None:
    if query.location is None or not entry["points"]:
        return None
    here = (query.location.latitude, query.location.longitude)
    return round(min(miles_between(here, (p[0], p[1])) for p in entry["points"]), 1)


def _band(entry: Mapping[str, Any], distance: float | None, codes: frozenset[str]) -> str:
    areas = set(entry["areas"])
    if not areas or areas & COUNTRIES:
        return "anywhere"
    is_near = any(a.startswith("place:") and a in codes for a in areas)
    if is_near or (distance is not None and distance <= NEAR_MILES):
        return "near-you"
    return "covers-you"


def _waiting(waits: Any, today: dt.date) -> dict[str, Any] | None:
    """The newest current wait; else that it is out of date; None when nothing was ever recorded."""
    if not waits:
        return None
    newest = max(waits, key=lambda w: (bool(w["until"] and w["until"] >= today.isoformat()), w["as_at"] or ""))
    is_current = bool(newest["until"] and newest["until"] >= today.isoformat())
    return {
        "text": newest["text"] if is_current else EXPIRED_TEXT,
        "weeks": newest["weeks"] if is_current else None,
        "as_at": dt.date.fromisoformat(newest["as_at"]) if newest["as_at"] else None,
        "is_current": is_current,
    }


def _kitemark(entry: Mapping[str, Any], shown: Mapping[str, Any], today: dt.date) -> str | None:
    if entry["kind"] != "resource":
        return None
    if entry["kitemark_until"]:
        return "current" if entry["kitemark_until"] >= today.isoformat() else "expired"
    return "expired" if shown.get("was_kitemarked") else "not-assessed"


def _elsewhere(answer: Answer, query: SearchQuery, codes: frozenset[str], today: dt.date) -> dict[str, Any] | None:
    if not answer.total:
        return None
    limits = []
    if query.age is not None:
        limits.append(f"fit age {query.age}")
    if query.location is not None:
        limits.append(f"cover {query.location.label}")
    verb = "does" if answer.total == 1 else "do"
    results = [make_result(hit, query, codes, today) for hit in answer.hits]
    return {"text": f"{answer.total} more {verb} not {' or '.join(limits)}", "results": results}


def _facets(answer: Answer, query: SearchQuery, vocabulary: Vocabulary) -> tuple[Facet, ...]:
    names: dict[str, Mapping[str, str]] = {
        "kind": KINDS,
        # A flagged need is never listed; it is found by those who look for it.
        "needs": {n.slug: n.label for n in vocabulary.needs if not n.is_sensitive or n.slug in query.needs},
        "how": dict(DeliveryMode.choices),
        "routes": ROUTES,
        "thrive": dict(Thrive.choices),
    }
    chosen = {
        "kind": query.kinds,
        "needs": query.needs,
        "how": query.how,
        "routes": (query.route,) if query.route else (),
        "thrive": query.thrive,
    }
    facets = []
    for name in FACETS:
        counts = answer.facets.get(name, {})
        options = [
            Option(value, str(label), counts.get(value, 0), value in chosen[name])
            for value, label in names[name].items()
            if counts.get(value) or value in chosen[name]
        ]
        facets.append(Facet(FACET_NAMES[name], FACET_LABELS[name], tuple(options)))
    return tuple(facets)
