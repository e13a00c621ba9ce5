"""Open data of the pages that are made from the records: the same facts as the page, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.models import Need
from directory.spreadsheet import as_csv
from home.models import PlanPage
from home.plan import actions, declarations, investment
from home.plan.read import PlanTables, read_tables
from home.records import criteria, waiting_times

WAIT_FIELDS = (
    "service_id", "service", "status", "measure", "value", "weeks_from", "weeks_to", "as_at", "source", "is_confirmed",
)  # fmt: skip
CRITERIA_FIELDS = (
    "service_id", "service", "ages", "what_makes_you_local", "needs", "who_can_ask", "try_first", "threshold", "not_for", "wait",
)  # fmt: skip
ACTION_FIELDS = (
    "action", "owner", "owner_role", "due_on", "is_overdue", "status", "is_up_to_date", "note", "as_at", "source",
)  # fmt: skip
DECLARATION_FIELDS = (
    "year", "provider", "state", "services", "staff_wte", "staff_note", "skills", "waits", "people_seen", "people_seen_note",
    "information", "declared_on", "declared_by", "reported_in",
)  # fmt: skip
INVESTMENT_FIELDS = ("year", "commissioner", "state", "amount_pounds", "covers", "need", "as_at", "source")


def _actions(tables: PlanTables) -> list[dict[str, Any]]:
    return [actions.record(row) for row in tables.actions]


def _declarations(tables: PlanTables) -> list[dict[str, Any]]:
    rows = declarations.as_rows(tables.partners, tables.declared)
    return [declarations.record(row, tables.asked.year) for row in rows]


def _investment(tables: PlanTables) -> list[dict[str, Any]]:
    return [investment.record(row, tables.asked.year) for row in tables.investments]


# A table of the plan, as its address names it -> its fields, and its records.
PLAN_TABLES: Mapping[str, tuple[Sequence[str], Callable[[PlanTables], list[dict[str, Any]]]]] = {
    "actions": (ACTION_FIELDS, _actions),
    "declarations": (DECLARATION_FIELDS, _declarations),
    "investment": (INVESTMENT_FIELDS, _investment),
}


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


def _plan_tables(request: HttpRequest) -> PlanTables:
    """The tables of the public plan with the filters of the address, whatever their page."""
    plan = PlanPage.objects.live().public().first()
    if plan is None:
        raise Http404
    return read_tables(plan, request.GET)


@require_safe
def plan_csv(request: HttpRequest, table: str) -> HttpResponse:
    """``/plan/actions.csv``, ``/plan/declarations.csv``, ``/plan/investment.csv``: the rows of the page."""
    fields, records = PLAN_TABLES[table]
    return as_csv(table, fields, _cells(fields, records(_plan_tables(request))))


@require_safe
def plan_json(request: HttpRequest, table: str) -> JsonResponse:
    """The same as JSON, with the day, and for declarations and investment the years that there are."""
    tables = _plan_tables(request)
    said = {"on": timezone.localdate().isoformat(), table: PLAN_TABLES[table][1](tables)}
    return JsonResponse(said if table == "actions" else said | {"year": tables.asked.year, "years": tables.years})
