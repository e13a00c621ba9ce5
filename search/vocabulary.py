"""The vocabulary as the editors have it now, kept in memory until they change it."""

from __future__ import annotations

import threading
import time

from django.core.cache import cache

from directory.fields import lines
from directory.models import Need, ServicePage
from home.models import TopicPage
from search.language import Vocabulary, make_vocabulary

VERSION_KEY = "search-vocabulary-version"
# Processes that share no cache see an edit after this many seconds at the latest.
SECONDS = 30.0

_guard = threading.Lock()
_kept: tuple[float, object, Vocabulary] | None = None


def load_vocabulary() -> Vocabulary:
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
    global _kept
    version = cache.get(VERSION_KEY)
    now = time.monotonic()
    with _guard:
        if _kept and _kept[1] == version and now - _kept[0] < SECONDS:
            return _kept[2]
        vocabulary = load_vocabulary()
        _kept = (now, version, vocabulary)
        return vocabulary


def forget_vocabulary() -> None:
    """Read it again at the next search, here and wherever the cache is shared."""
    global _kept
    cache.set(VERSION_KEY, time.time_ns(), None)
    _kept = None
