"""Open data of the pages that are made from the records: the same facts as the page, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.models import Need
from directory.spreadsheet import as_csv
from home.records import criteria, waiting_times

WAIT_FIELDS = (
    "service_id", "service", "status", "measure", "value", "weeks_from", "weeks_to", "as_at", "source", "is_confirmed",
)  # fmt: skip
CRITERIA_FIELDS = (
    "service_id", "service", "ages", "what_makes_you_local", "needs", "who_can_ask", "try_first", "threshold", "not_for", "wait",
)  # fmt: skip


def _cells(fields: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    return ([record[field] for field in fields] for record in records)


@require_safe
def waits_csv(request: HttpRequest) -> HttpResponse:
    """``/waiting-times/data.csv``: a header, then a line for each record."""
    return as_csv("waiting-times", WAIT_FIELDS, _cells(WAIT_FIELDS, waiting_times.records()))


@require_safe
def criteria_csv(request: HttpRequest) -> HttpResponse:
    """``/criteria/data.csv``: every row of ``/criteria/`` with the same filters, whatever its page."""
    asked = criteria.read_asked(request.GET, dict(Need.objects.values_list("slug", "label")))
    records = map(criteria.cells, map(criteria.as_row, criteria.find_services(asked)))
    return as_csv("criteria", CRITERIA_FIELDS, _cells(CRITERIA_FIELDS, records))


@require_safe
def waits_json(request: HttpRequest) -> JsonResponse:
    """``/waiting-times/data.json``: the day, and the records that the CSV has."""
    return JsonResponse({"on": timezone.localdate().isoformat(), "waits": list(waiting_times.records())})
