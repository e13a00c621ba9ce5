"""The writer of the index: woken by every change, and by itself again while the engine cannot take it."""

from __future__ import annotations

import datetime as dt
import logging
import random

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from search.changes import pending, write_pending
from search.engines import get_engine
from search.engines.base import EngineUnavailable

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0  # seconds between two attempts
RETRY_KEY = "search-retry"


def pause(attempt: int) -> float:
    """Seconds until the next attempt: twice as long each time, up to five minutes, and never all at once."""
    return min(LONGEST_PAUSE, 2.0 ** min(attempt, 20)) * random.uniform(0.5, 1.0)  # noqa: S311 not a secret


@task(priority=100)  # before Wagtail's own jobs: an unpublished page must not be found for long
def write_changes(attempt: int = 0) -> int:
    """Write what the index does not have. The pages are read now, so a late job writes today's truth.

    The changes stay noted in the database until they are written, whatever happens to this job.
    """
    try:
        return write_pending(get_engine())
    except EngineUnavailable as error:
        logger.warning("The index did not take %d changes; they are kept. %s", pending().count(), error)
        _try_again(attempt)
        return 0


def _try_again(attempt: int) -> None:
    """One job at a time waits for the next attempt, however many changes were made meanwhile."""
    seconds = pause(attempt)
    if write_changes.get_backend().supports_defer and cache.add(RETRY_KEY, attempt, seconds):
        later = timezone.now() + dt.timedelta(seconds=seconds)
        write_changes.using(run_after=later).enqueue(attempt + 1)


def wake_writer() -> None:
    """Ask for a write: with the transaction where jobs are kept in the database, else after it."""
    if write_changes.get_backend().supports_defer:
        write_changes.enqueue()
    else:
        transaction.on_commit(lambda: write_changes.enqueue())
