"""Everything that ``/plan/`` shows, from one look at the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone

from directory.models import DeclarationPage, ProviderPage
from directory.models.declaration import PARTS
from directory.years import financial_year, year_text
from home.choices import VersionState
from home.plan import actions, declarations, investment
from home.plan.asked import NO_OWNER, STATUSES, Asked, read_asked

if TYPE_CHECKING:
    from home.models import PlanPage

ACTIONS_PER_PAGE = 20
PARTNERS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class PlanTables:
    """The plan's three tables as asked for, every row: what the page shows in parts, files hold whole.

    ``declared``: a provider's path in the tree -> its declaration for the year.
    """

    asked: Asked
    progress: actions.Progress
    owners: list[str]
    years: list[int]
    actions: list[actions.ActionRow]
    partners: QuerySet[ProviderPage]
    declared: dict[str, DeclarationPage]
    investments: list[investment.InvestmentRow]


def read_tables(plan: PlanPage, query: Mapping[str, Any]) -> PlanTables:
    today = timezone.localdate()
    this_year = financial_year(today)
    every_action, investments = list(plan.actions.all()), list(plan.investments.all())
    owners = actions.owners_of(every_action)
    years = {this_year, *declarations.years_declared(), *(row.year for row in investments if row.is_declared)}
    asked = read_asked(query, owners=owners, years=years, this_year=this_year)
    rows = actions.as_rows(every_action, today)
    declared = declarations.by_provider(asked.year)
    return PlanTables(
        asked=asked,
        progress=actions.progress_of(rows),
        owners=owners,
        years=sorted(years, reverse=True),
        actions=actions.narrow(rows, asked),
        partners=declarations.partners(plan, declared),
        declared=declared,
        investments=investment.as_rows(investments, asked.year),
    )


def read(plan: PlanPage, query: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the page: a page of actions and of partners, and what there is to choose."""
    tables = read_tables(plan, query)
    versions = list(plan.versions.all())
    partners = Paginator(tables.partners, PARTNERS_PER_PAGE).get_page(query.get("partners"))
    partners.object_list = declarations.as_rows(partners.object_list, tables.declared)
    return {
        "tables": tables,
        "asked": tables.asked,
        "actions": Paginator(tables.actions, ACTIONS_PER_PAGE).get_page(query.get("page")),
        "partners": partners,
        "declared_count": declarations.count_declared(tables.partners, tables.declared),
        "statuses": STATUSES.items(),
        "owner_choices": [*((owner, owner) for owner in tables.owners), (NO_OWNER, "Owner not declared")],
        "year_choices": [(year, year_text(year)) for year in tables.years],
        "year_text": year_text(tables.asked.year),
        "parts": list(PARTS.values()),
        "not_asked": declarations.not_asked(plan, tables.declared),
        "version": next((v for v in versions if v.state == VersionState.CURRENT), None),
        "versions": versions,
    }
