"""The vocabulary as the editors have it now, kept in memory until they change it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from wagtail.contrib.search_promotions.models import SearchPromotion

from directory.fields import lines
from directory.models import Need, ServicePage
from directory.remember import remember
from home.models import InformationPage, TopicPage
from pathways.models import PathwayPage
from search.danger import Patterns, is_pattern, patterns_with
from search.documents import pathway_focus
from search.language import Vocabulary, make_vocabulary, split_term
from search.models import DangerPhrase
from search.names import Named, as_names
from search.needs import speaks_of_flagged
from search.ranking import STANDING_FACTORS
from search.sources import SOURCES
from search.words import normalise

logger = logging.getLogger(__name__)

VERSION_KEY = "search-vocabulary-version"
# Processes that share no cache see an edit after this many seconds at the latest.
SECONDS = 30.0
MOST_NAMED = 2000  # entries of a kind whose names are words that need no mending


@dataclass(frozen=True, slots=True)
class Proposed:
    """An edit that is not saved: words or a standing for one need, and lines of danger."""

    need: str = ""  # slug
    aliases: tuple[str, ...] = ()
    standing: str = ""
    danger: tuple[str, ...] = ()


@remember(SECONDS)
def _vocabulary_of(version: object) -> Vocabulary:
    return read_vocabulary()


def read_vocabulary(proposed: Proposed = Proposed()) -> Vocabulary:
    """Read everything that editors own: needs, services that answer to other names, danger, promoted answers."""
    noticed = ServicePage.objects.live().exclude(alias_notice="")
    vocabulary = make_vocabulary(
        _need_rows(proposed),
        notices=[(page.reference, lines(page.alias_notice_names), page.alias_notice) for page in noticed],
        names=_names(InformationPage),
        services=_names(ServicePage),
        pathways=_led_needs(),
    )
    return replace(vocabulary, danger=_danger(proposed.danger), promoted=_promoted())


def _names(model: type[InformationPage | ServicePage]) -> list[str]:
    """Every name of the live entries of a kind, of so many at most."""
    rows = model.objects.live().values_list("title", "also_known_as")[:MOST_NAMED]
    return [name for title, names in rows for name in (title, *names.splitlines())]


def _need_rows(proposed: Proposed) -> list[tuple[Any, ...]]:
    """Every need as ``make_vocabulary`` takes it, with the other names of its topic and what is proposed for it."""
    topics = TopicPage.objects.live().values_list("need_id", "also_known_as")
    more = {need_id: lines(names) for need_id, names in topics}
    rows = []
    for need in Need.objects.all():
        edit = proposed if need.slug == proposed.need else Proposed()
        aliases = [*need.alias_lines, *more.get(need.pk, []), *edit.aliases]
        flags = need.is_urgent, need.has_exit, need.is_sensitive
        boost = STANDING_FACTORS[edit.standing or need.standing]
        rows.append((need.slug, need.label, need.professional_term, aliases, need.misspelling_list, *flags, boost))
    return rows


def terms_of(slugs: Collection[str], proposed: Proposed) -> dict[str, tuple[str, ...]]:
    """Slug -> every term by which words may mean the need, as editors wrote it."""
    return {
        slug: (label, *split_term(professional), *aliases, *misspellings)
        for slug, label, professional, aliases, misspellings, *_ in _need_rows(proposed)
        if slug in slugs
    }


def _danger(proposed: tuple[str, ...]) -> Patterns:
    """The patterns of the file and of the editors; a saved one that a release made unreadable is left out and told of."""
    added = [phrase.line for phrase in DangerPhrase.objects.only("effect", "pattern")]
    try:
        return patterns_with((*added, *proposed))
    except ValueError as error:
        logger.error("The editors' danger phrases cannot all be read, and those are left out. %s", error)
    return patterns_with((*filter(is_pattern, added), *proposed))


def _promoted() -> dict[str, tuple[str, ...]]:
    """Normalised words -> references of the live entries that editors promoted for them, in the editors' order."""
    rows = SearchPromotion.objects.filter(page__live=True).values_list("query__query_string", "page_id")
    pages = [page for _, page in rows]
    references = {
        page: reference
        for model, _, _ in (SOURCES if pages else ())
        for page, reference in model.objects.filter(pk__in=pages).values_list("pk", "reference")
    }
    found: dict[str, list[str]] = {}
    for words, page in rows:
        if page in references and normalise(words):
            found.setdefault(normalise(words), []).append(references[page])
    return {words: tuple(pages) for words, pages in found.items()}


def _led_needs() -> frozenset[str]:
    """Needs that have a care pathway of their own."""
    pathways = PathwayPage.objects.live().public().prefetch_related("needs")
    return frozenset(slug for page in pathways for slug in pathway_focus(page.title, list(page.needs.all())))


def get_vocabulary() -> Vocabulary:
    return _vocabulary_of(cache.get(VERSION_KEY))


@remember(SECONDS)
def _feelings_of(version: object) -> tuple[Named, ...]:
    """Read every topic that may be suggested."""
    vocabulary = _vocabulary_of(version)
    topics = TopicPage.objects.live().public().filter(need__is_sensitive=False).select_related("need")
    return tuple(
        Named(
            topic.reference, topic.entry_kind, topic.title, topic.url or "", _names_of(topic, vocabulary), topic.need.slug
        )
        for topic in topics.order_by("need__sort_order", "title")
    )  # fmt: skip


def _names_of(topic: TopicPage, vocabulary: Vocabulary) -> str:
    """Its title, and whatever else people call it that means no flagged need as well."""
    need = topic.need
    others = (
        need.label,
        *split_term(need.professional_term),
        *topic.alias_list,
        *need.alias_list,
        *need.misspelling_list,
    )
    return as_names(topic.title, *(name for name in others if not speaks_of_flagged(name, vocabulary)))


def get_feelings() -> tuple[Named, ...]:
    """The topics that may be suggested, in the vocabulary's order."""
    return _feelings_of(cache.get(VERSION_KEY))


@remember(SECONDS)
def _flag_of(version: object) -> Callable[[str], bool]:
    vocabulary = _vocabulary_of(version)
    return lru_cache(maxsize=10_000)(lambda name: speaks_of_flagged(name, vocabulary))


def is_flagged(name: str) -> bool:
    """Whether a name of the directory speaks of a need that is never suggested. Kept: never a visitor's words."""
    return _flag_of(cache.get(VERSION_KEY))(name)


def forget_vocabulary() -> None:
    """Read it again at the next search, here and wherever the cache is shared."""
    cache.set(VERSION_KEY, time.time_ns(), None)
    _vocabulary_of.forget()
    _feelings_of.forget()
    _flag_of.forget()
