"""The vocabulary as the editors have it now, kept in memory until they change it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache

from django.core.cache import cache

from directory.fields import lines
from directory.models import Need, ServicePage
from directory.remember import remember
from home.models import TopicPage
from search.language import Vocabulary, make_vocabulary, speaks_of_flagged
from search.names import Named, as_names

VERSION_KEY = "search-vocabulary-version"
# Processes that share no cache see an edit after this many seconds at the latest.
SECONDS = 30.0


@remember(SECONDS)
def _vocabulary_of(version: object) -> Vocabulary:
    """Read every need, and the services that answer to other names."""
    topics = TopicPage.objects.live().values_list("need_id", "also_known_as")
    more = {need_id: lines(names) for need_id, names in topics}
    needs = [
        (
            need.slug, need.label, need.professional_term, [*need.alias_list, *more.get(need.pk, [])],
            need.misspelling_list, need.is_urgent, need.has_exit, need.is_sensitive,
        )
        for need in Need.objects.all()
    ]  # fmt: skip
    noticed = ServicePage.objects.live().exclude(alias_notice="")
    return make_vocabulary(
        needs,
        notices=[(page.reference, lines(page.alias_notice_names), page.alias_notice) for page in noticed],
        names=[
            name
            for title, names in ServicePage.objects.live().values_list("title", "also_known_as")[:2000]
            for name in (title, *names.splitlines())
        ],
    )


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
    professional = re.split(r"[/,:;()]", need.professional_term)
    others = (need.label, *professional, *topic.alias_list, *need.alias_list, *need.misspelling_list)
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
