"""Declarations that are due this year: a report for those who keep the plan, and a word to each provider's people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn

from directory.models import DeclarationPage, ProviderPage
from directory.models.entry import parent_path
from directory.reports import MayChange, RowsReportView, pages_for
from directory.years import current_year, year_text
from home.models import PlanPage
from home.plan import declarations

SHOWN_ON_HOME = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A provider that has not declared this year. ``begun``: its draft, or one that waits for a moderator."""

    provider: ProviderPage
    begun: DeclarationPage | None
    last_year: int | None

    @property
    def state_text(self) -> str:
        if self.begun is None:
            return "Nothing begun"
        if self.begun.live:
            return "Reported by others, not declared"
        return "With moderators" if self.begun.workflow_in_progress else "Draft"

    @property
    def last_text(self) -> str:
        return year_text(self.last_year) if self.last_year else "Never"


def kept_plans(user: Any) -> QuerySet[PlanPage]:
    """The plan, for those who may change it."""
    return pages_for(user, PlanPage, "change")


def declaring_providers(user: Any) -> QuerySet[ProviderPage]:
    """The providers for which somebody may declare."""
    return pages_for(user, ProviderPage, "add").live()


def due(providers: Iterable[ProviderPage], year: int) -> list[Due]:
    """Those that have not declared themselves for this year, in the order given."""
    last: dict[str, int] = {}
    for path, declared in DeclarationPage.objects.live().filter(reported_in="").values_list("path", "year"):
        last[parent_path(path)] = max(declared, last.get(parent_path(path), 0))
    pages = DeclarationPage.objects.filter(year=year).prefetch_workflow_states().order_by("-live", "pk")
    begun = {parent_path(page.path): page for page in pages}
    return [
        Due(provider, begun.get(provider.path), last.get(provider.path))
        for provider in providers
        if last.get(provider.path) != year
    ]


def due_of_plan(year: int) -> list[Due]:
    """Every partner of the plan that has not declared; without a plan, nobody is asked."""
    plan = PlanPage.objects.live().first()
    return due(declarations.partners(plan, declarations.by_provider(year)), year) if plan else []


class DueReportView(RowsReportView):
    """Who has not declared this year."""

    page_title = "Declarations due"
    header_icon = "list-ul"
    index_url_name = "declarations_due"
    index_results_url_name = "declarations_due_results"
    permission_policy = MayChange(PlanPage)
    columns = [
        TitleColumn("provider", label="Provider", accessor="provider.title", get_url=lambda row: row.provider.url),
        Column("state_text", label="This year"),
        Column("last_text", label="Last declared for"),
    ]

    def get_page_subtitle(self) -> str:
        return year_text(current_year())

    def get_queryset(self) -> list[Due]:
        return due_of_plan(current_year())


class DuePanel(Component):
    """On the admin's home: for those who keep the plan, who has not declared; for a provider's people, that they have not."""

    name = "declarations-due"
    template_name = "home/admin/due_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user, year = parent_context["request"].user, current_year()
        keeps_plan = kept_plans(user).exists()
        rows = due_of_plan(year) if keeps_plan else due(declaring_providers(user).order_by("title"), year)
        return {
            "rows": rows[:SHOWN_ON_HOME],
            "total": len(rows),
            "keeps_plan": keeps_plan,
            "year_text": year_text(year),
        }
