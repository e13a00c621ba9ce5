"""Waiting times: measure, value, date and source; an expired one is never a number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from directory.choices import ContactKind, WaitMeasure
from directory.models import ContactPoint, ServicePage, WaitingTime
from directory.models.service import ServiceQuerySet

PAGE_SIZE = 50
# The chart's own units: a box of 240 by 96 with room for its marks, so that it is legible at any width.
WIDTH, HEIGHT, EDGE = 240, 96, 16


@dataclass(frozen=True)
class Point:
    """One figure in the chart: where it stands, and from where to where it reaches."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Chart:
    points: list[Point]
    path: str
    most: str


@dataclass(frozen=True)
class Wait:
    """One service's waits of one measure: what is said now, and what was said before."""

    measure: str
    now: list[tuple[WaitingTime, bool]]
    history: list[WaitingTime]
    chart: Chart | None


@dataclass(frozen=True)
class Row:
    service: ServicePage
    waits: list[Wait]
    phone: ContactPoint | None


def services_by_wait() -> ServiceQuerySet:
    """Every public service, those with a wait on record first, then by name."""
    has_wait = Exists(WaitingTime.objects.filter(service=OuterRef("pk")))
    services = ServicePage.objects.live().public().prefetch_related("waiting_times", "contacts")
    return services.annotate(has_wait=has_wait).order_by("-has_wait", "title", "pk")


def read(request: HttpRequest | None, _: ServicePage | None = None) -> dict[str, Any]:
    """A page of services with their waits, and those for which none is known."""
    number = request.GET.get("page") if request else None
    page = Paginator(services_by_wait(), PAGE_SIZE).get_page(number)
    today = timezone.localdate()
    rows = [as_row(service, today) for service in page.object_list]
    return {
        "rows": [row for row in rows if row.waits],
        "not_known": [row.service for row in rows if not row.waits],
        "page": page,
    }


def as_row(service: ServicePage, today: dt.date) -> Row:
    """A service's waits by measure, in the vocabulary's order."""
    on_record = list(service.waiting_times.all())
    by_measure = ([wait for wait in on_record if wait.measure == measure] for measure in WaitMeasure.values)
    phones = (c for c in service.contacts.all() if c.kind == ContactKind.PHONE and c.href)
    return Row(service, [as_wait(waits, today) for waits in by_measure if waits], next(phones, None))


def as_wait(waits: list[WaitingTime], today: dt.date) -> Wait:
    """What stands now is the newest that is current, or else the newest; history needs two dates to be one."""
    dated = sorted((w for w in waits if w.as_at), key=lambda w: (w.as_at or dt.date.min, w.pk or 0))
    current = [w for w in dated if w.is_current(today)]
    newest = (current or dated or waits)[-1]
    now = [w for w in (current or dated or waits) if w.as_at == newest.as_at]
    history = dated if len({w.as_at for w in dated}) > 1 else []
    return Wait(waits[0].get_measure_display(), [(w, w in current) for w in now], history, draw(history))


def weeks_of(wait: WaitingTime) -> tuple[float, float] | None:
    """(shortest, longest) in weeks; None when it is said in words only."""
    if wait.measure == WaitMeasure.NO_LIST:
        return (0, 0)
    weeks = [float(w) for w in (wait.weeks_from, wait.weeks_to) if w is not None]
    return (min(weeks), max(weeks)) if weeks else None


def draw(history: list[WaitingTime]) -> Chart | None:
    """The chart of a history, oldest first; None when fewer than two figures are in weeks or all of them are nought."""
    figures = [(w.as_at, weeks) for w in history if w.as_at and (weeks := weeks_of(w)) is not None]
    most = max((high for _, (_, high) in figures), default=0)
    if len(figures) < 2 or not most:
        return None
    first, last = figures[0][0], figures[-1][0]
    days = max((last - first).days, 1)

    def y(weeks: float) -> float:
        return round(HEIGHT - EDGE - weeks / most * (HEIGHT - 2 * EDGE), 1)

    points = [
        Point(round(EDGE + (day - first).days / days * (WIDTH - 2 * EDGE), 1), y(high), y(low))
        for day, (low, high) in figures
    ]
    return Chart(points, curve(points), f"{most:g} {'week' if most == 1 else 'weeks'}")


def curve(points: list[Point]) -> str:
    """One drawn line through the points, level where it meets each."""
    bends = (f"C{(a.x + b.x) / 2:.1f} {a.top} {(a.x + b.x) / 2:.1f} {b.top} {b.x} {b.top}" for a, b in pairwise(points))
    return f"M{points[0].x} {points[0].top}" + "".join(bends)


def records() -> Iterator[dict[str, Any]]:
    """What the page says, a record at a time, for open data: see docs/open-data.md. Not up to date: no value."""
    today = timezone.localdate()
    for service in services_by_wait().iterator(chunk_size=500):
        row = as_row(service, today)
        if not row.waits:
            yield record(service, status="not-known")
        for wait in row.waits:
            for now, is_current in wait.now:
                yield record(service, now, status="current" if is_current else "not-up-to-date")
            for past in wait.history:
                yield record(service, past, status="history")


def record(service: ServicePage, wait: WaitingTime | None = None, *, status: str) -> dict[str, Any]:
    """One record; the value is left out where it is not up to date, as on the page."""
    data: dict[str, Any] = {"service_id": service.reference, "service": service.title, "status": status}
    shown = wait if wait and status in ("current", "history") else None
    weeks = (shown.weeks_from, shown.weeks_to) if shown else (None, None)
    return data | {
        "measure": wait.measure if wait else None,
        "value": shown.value_text if shown else None,
        "weeks_from": float(weeks[0]) if weeks[0] is not None else None,
        "weeks_to": float(weeks[1]) if weeks[1] is not None else None,
        "as_at": wait.as_at.isoformat() if wait and wait.as_at else None,
        "source": wait.source if wait else None,
        "is_confirmed": wait.is_confirmed if wait else None,
    }
