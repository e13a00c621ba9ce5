"""The same entries in Wagtail's own search, asked as a developer would ask it."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import OperationalError, connection
from wagtail.search.backends import get_search_backend

from benchmarks.models import Listing
from benchmarks.site import Asked
from benchmarks.timing import Task
from search.documents import EVERYWHERE, Document
from search.plan import area_codes

BATCH = 1000
PATIENCE_SECONDS = 10.0
INSTRUCTIONS = 100_000  # of SQLite's machine between two looks at the clock
FACETS = ("kind", "need", "how", "route", "thrive")


def fill_rows(documents: Iterable[Document]) -> int:
    """One row for each entry."""
    Listing.objects.all().delete()
    rows = map(_listing, documents)
    while batch := list(islice(rows, BATCH)):
        Listing.objects.bulk_create(batch)
    return Listing.objects.count()


def _listing(document: Document) -> Listing:
    return Listing(
        title=document.title,
        names="; ".join(document.names),
        summary=document.summary,
        need_words=document.need_words,
        provider=document.provider,
        criteria=document.criteria,
        body=document.body,
        age_from=document.age_from,
        age_before=document.age_before,
        area=(document.areas or (EVERYWHERE,))[0],
        kind=document.kind,
        need=(document.needs or ("",))[0],
        how=(document.how or ("",))[0],
        route=(document.routes or ("",))[0],
        thrive=(document.thrive or ("",))[0],
    )


def build_index(backend_name: str) -> None:
    """Index every row, as Wagtail's ``update_index`` does."""
    backend = get_search_backend(backend_name)
    index = backend.get_index_for_model(Listing)
    rebuilder = backend.rebuilder_class(index)
    new = rebuilder.start()
    new.add_model(Listing)
    for rows in _batches():
        new.add_items(Listing, rows)
    rebuilder.finish()


def _batches() -> Iterator[list[Listing]]:
    rows = Listing.objects.order_by("pk").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def task(backend_name: str, mix: Sequence[Asked], *, facets: bool) -> Task:
    """The first twenty and their number; with facets, the five counts too, each of which Wagtail asks for by itself."""
    backend = get_search_backend(backend_name)
    # SQLite's own grammar refuses punctuation, so words are all that is asked.
    words = [" ".join(re.findall(r"\w+", asked.text)) for asked in mix]
    codes = [_codes(asked) for asked in mix]

    def ask(number: int) -> Any:
        age = mix[number].age
        rows = Listing.objects.filter(age_from__lte=age, age_before__gt=age, area__in=codes[number])
        found = backend.search(words[number], rows)
        with _patience():
            first, count = list(found[:20]), found.count()
            counts = [found.facet(name) for name in FACETS] if facets else []
            return first, count, counts

    return ask


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """Stop SQLite after ``PATIENCE_SECONDS``; the query then counts as having taken so long."""
    deadline = time.perf_counter() + PATIENCE_SECONDS
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.perf_counter() > deadline, INSTRUCTIONS)
    try:
        yield
    except OperationalError:
        if time.perf_counter() < deadline:
            raise
    finally:
        connection.connection.set_progress_handler(None, INSTRUCTIONS)


def _codes(asked: Asked) -> list[str]:
    return sorted({*area_codes(asked.location), EVERYWHERE})
