"""The index follows the database: every change is noted with it, and written until the index has it.

1. ``record`` notes a change in the transaction that makes it, and wakes the writer.
2. ``write_pending`` reads what is true now and gives it to the engine, with the number of the change. A late write
   carries a smaller number and is refused, so that nothing older ever stands over something newer.
3. What the engine did not take stays noted, for the next attempt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from search.documents import Write
from search.engines.base import Engine, Progress
from search.models import EntryChange
from search.sources import all_documents, documents_of

CHUNK = 200
# Longer than any transaction: a change is noted when it is made, and can be seen when it is committed.
LONGEST_TRANSACTION = dt.timedelta(minutes=10)


def chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def record(references: Iterable[str]) -> None:
    """Note in the transaction of the change that these entries have changed.

    The rows are locked in one order until the transaction ends, so that the numbers of an entry grow in the order in
    which its changes become visible.
    """
    with transaction.atomic():
        for part in chunks(sorted({reference for reference in references if reference})):
            EntryChange.objects.bulk_create([EntryChange(reference=r) for r in part], ignore_conflicts=True)
            rows = EntryChange.objects.filter(reference__in=part)
            list(rows.select_for_update().order_by("reference").values_list("reference"))
            rows.update(number=F("number") + 1, changed_at=Now())


def pending() -> QuerySet[EntryChange]:
    """The changes that the index does not have yet."""
    return EntryChange.objects.filter(number__gt=F("written"))


def changed_since(moment: dt.datetime) -> dict[str, int]:
    """Reference -> number of everything that may have changed since then."""
    rows = EntryChange.objects.filter(changed_at__gte=moment - LONGEST_TRANSACTION)
    return dict(rows.values_list("reference", "number"))


def writes_of(numbers: Mapping[str, int]) -> Iterator[Write]:
    """What is true now of these entries. The numbers must have been read before: each is then of this truth, or older."""
    for part in chunks(list(numbers)):
        documents = documents_of(part)
        for reference in part:
            yield Write(reference, documents.get(reference), numbers[reference])


def write_pending(engine: Engine) -> int:
    """Give the engine every change that it does not have; how many. Raises ``EngineUnavailable`` with the rest undone."""
    count, last = 0, ""
    while rows := list(pending().filter(reference__gt=last).order_by("reference")[:CHUNK]):
        engine.update(writes_of({row.reference: row.number for row in rows}))
        _mark_written(rows)
        count, last = count + len(rows), rows[-1].reference
    return count


def _mark_written(rows: Sequence[EntryChange]) -> None:
    for row in rows:
        row.written = row.number
    EntryChange.objects.bulk_update(rows, ["written"], batch_size=CHUNK)


def fill(engine: Engine, progress: Progress | None = None) -> tuple[int, dict[str, int]]:
    """Fill a new index from the database beside the current one, with what changes meanwhile, and switch to it.

    Returns how many entries it was given, and the number of the change of each that it has. Safe beside running
    writers and readers.
    """
    numbers = dict(EntryChange.objects.values_list("reference", "number"))

    def everything() -> Iterator[Write]:
        for document in all_documents():
            yield Write(document.reference, document, numbers.get(document.reference, 0))

    def late() -> Iterator[Write]:
        now = EntryChange.objects.values_list("reference", "number")
        changed = {reference: number for reference, number in now.iterator() if number > numbers.get(reference, 0)}
        numbers.update(changed)
        return writes_of(changed)

    return engine.rebuild(everything(), progress, late), numbers


def rebuild(engine: Engine, progress: Progress | None = None) -> int:
    """``fill`` the configured engine, which then has every change."""
    count, numbers = fill(engine, progress)
    _mark_written([row for row in pending() if row.number == numbers.get(row.reference)])
    return count
