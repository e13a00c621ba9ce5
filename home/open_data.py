"""Open data of the pages that are made from the records: the same facts as the page, as CSV and as JSON."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.records import waiting_times

WAIT_FIELDS = (
    "service_id", "service", "status", "measure", "value", "weeks_from", "weeks_to", "as_at", "source", "is_confirmed",
)  # fmt: skip


def defused(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@require_safe
def waits_csv(request: HttpRequest) -> HttpResponse:
    """``/waiting-times/data.csv``: a header, then a line for each record."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="waiting-times.csv"'
    lines = csv.writer(response)
    lines.writerow(WAIT_FIELDS)
    lines.writerows([defused(record[name]) for name in WAIT_FIELDS] for record in waiting_times.records())
    return response


@require_safe
def waits_json(request: HttpRequest) -> JsonResponse:
    """``/waiting-times/data.json``: the day, and the records that the CSV has."""
    return JsonResponse({"on": timezone.localdate().isoformat(), "waits": list(waiting_times.records())})
