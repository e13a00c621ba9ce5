"""Ways on, so that no answer is a dead end: pages that always help, somebody to talk to, and needs that stand near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import sqrt

from django.urls import reverse

from directory.choices import Audience
from directory.models import Need
from search.eligibility import ages_of
from search.engines.base import Engine, Filters, Hit, Plan
from search.language import Vocabulary
from search.plan import URGENT_PAGE
from search.query import SearchQuery

# Entries by their references; one that is not there is left out.
PAGES = ("page:advice-lines", "page:not-right", "page:how-to-refer")
# Who to talk to, by who asks: the first that take the age. A young person's are also for who does not say.
ADVICE: Mapping[str, tuple[str, ...]] = {
    Audience.YOUNG_PERSON: ("service:childline", "service:shout", "service:samaritans"),
    Audience.PARENT: ("service:youngminds", "service:samaritans"),
    Audience.PROFESSIONAL: ("page:advice-lines",),
}
MOST_ADVICE = 2
MOST_RELATED = 5
# Ways on that need no record to exist.
FIXED = (
    ("page:choose", "Help me choose", "choose", "Four short questions. You can skip any of them."),
    ("page:topics", "See every topic", "/topics/", "Feelings and worries, one by one."),
    ("page:services", "See every service", "/services/", "Everything that is listed."),
)


def ways_plan(query: SearchQuery) -> Plan:
    """The entries that a way on may need, to be asked for along with the search."""
    references = tuple(dict.fromkeys((*PAGES, *_advice_references(query))))
    return Plan(filters=Filters(values={"reference": references}), limit=len(references))


def ways_on(found: Mapping[str, Hit]) -> tuple[dict[str, str], ...]:
    """Urgent help, and at least three more ways on that need no record to exist."""
    urgent = {"id": URGENT_PAGE, "title": "Get urgent help now", "text": "If you need help today."}
    ways = [urgent | {"url": reverse("urgent_help")}]
    ways += [
        {"id": hit.reference, "title": hit.shown["title"], "url": hit.shown["url"], "text": hit.shown["summary"]}
        for reference in PAGES
        if (hit := found.get(reference))
    ]
    ways += [
        {"id": reference, "title": title, "url": url if url.startswith("/") else reverse(url), "text": text}
        for reference, title, url, text in FIXED
    ]
    return tuple(ways)


def advice(query: SearchQuery, found: Mapping[str, Hit]) -> tuple[Hit, ...]:
    """Somebody to talk to for who asks, none of whom the age leaves out."""
    hits = [found[reference] for reference in _advice_references(query) if reference in found]
    return tuple(hit for hit in hits if query.age is None or ages_of(hit.shown).includes(query.age))[:MOST_ADVICE]


def _advice_references(query: SearchQuery) -> tuple[str, ...]:
    return ADVICE[query.audience or query.understanding.asks.audience or Audience.YOUNG_PERSON]


def related_topics(query: SearchQuery, vocabulary: Vocabulary, engine: Engine) -> tuple[Hit, ...]:
    """Topics of needs that editors relate to those that were asked about, then of needs that often stand on the same
    entries; never a flagged one.

    The latter are worked out from the records in the index. How often two needs stand together is set against how often the other one
    stands at all, so that a need which every service names does not come first each time.
    """
    asked = tuple(dict.fromkeys((*query.needs, *(slug for slug, _ in query.understanding.needs))))
    if not asked:
        return ()
    every = Plan(filters=Filters(age=query.age), facets=("needs",), limit=1)
    with_asked = replace(every, needs=tuple(((("needs", slug),), 1.0) for slug in asked))
    together, alone = (answer.facets["needs"] for answer in engine.search_all([with_asked, every]))
    listed = [need.slug for need in vocabulary.needs if not need.is_sensitive and need.slug not in asked]
    often = sorted(
        (slug for slug in listed if together.get(slug)), key=lambda slug: -together[slug] / sqrt(alone[slug])
    )
    chosen = set(Need.objects.filter(related__slug__in=asked).values_list("slug", flat=True))
    near = list(dict.fromkeys([*(slug for slug in listed if slug in chosen), *often]))[:MOST_RELATED]
    if not near:
        return ()
    topics = engine.search(Plan(filters=Filters(values={"kind": ("topic",), "needs": tuple(near)}), limit=MOST_RELATED))
    return tuple(sorted(topics.hits, key=lambda hit: near.index(hit.shown["needs"][0])))
