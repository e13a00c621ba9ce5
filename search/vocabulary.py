"""The vocabulary as the editors have it now, kept in memory until they change it."""

from __future__ import annotations

import time

from django.core.cache import cache

from directory.fields import lines
from directory.models import Need, ServicePage
from directory.remember import remember
from home.models import TopicPage
from pathways.models import PathwayPage
from search.documents import pathway_focus
from search.language import Vocabulary, make_vocabulary

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
            need.slug, need.label, need.professional_term, [*need.alias_lines, *more.get(need.pk, [])],
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
        pathways=_led_needs(),
    )


def _led_needs() -> frozenset[str]:
    """Needs that have a care pathway of their own."""
    pathways = PathwayPage.objects.live().public().prefetch_related("needs")
    return frozenset(slug for page in pathways for slug in pathway_focus(page.title, list(page.needs.all())))


def get_vocabulary() -> Vocabulary:
    return _vocabulary_of(cache.get(VERSION_KEY))


def forget_vocabulary() -> None:
    """Read it again at the next search, here and wherever the cache is shared."""
    cache.set(VERSION_KEY, time.time_ns(), None)
    _vocabulary_of.forget()
