"""What each partner declares for one financial year, and which have declared nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from directory.models import DeclarationPage, ProviderPage
from directory.models.entry import parent_path

if TYPE_CHECKING:
    from home.models import PlanPage

DECLARED, REPORTED, NOT_DECLARED = "declared", "reported", "not-declared"


@dataclass(frozen=True, slots=True)
class PartnerRow:
    provider: ProviderPage
    declaration: DeclarationPage | None

    @property
    def state(self) -> str:
        """``declared`` by the provider itself, ``reported`` about it by others, or ``not-declared``."""
        if self.declaration is None:
            return NOT_DECLARED
        return DECLARED if self.declaration.is_declared else REPORTED


def years_declared() -> set[int]:
    """The financial years that some public declaration is for."""
    return set(DeclarationPage.objects.live().public().order_by().values_list("year", flat=True).distinct())


def by_provider(year: int) -> dict[str, DeclarationPage]:
    """A provider's path in the tree -> what is public of its declaration; of two, what it said itself, and last."""
    pages = DeclarationPage.objects.live().public().filter(year=year).order_by("declared_on", "pk")
    ordered = sorted(pages, key=lambda page: page.is_declared)
    return {parent_path(page.path): page for page in ordered}


def partners(plan: PlanPage, declared: Mapping[str, DeclarationPage]) -> QuerySet[ProviderPage]:
    """Every provider that is asked, by name, declared or not; and whoever declared without being asked."""
    providers = ProviderPage.objects.live().public().order_by("title", "pk")
    return providers.exclude(pk__in=[provider.pk for provider in not_asked(plan, declared)])


def not_asked(plan: PlanPage, declared: Mapping[str, DeclarationPage]) -> list[ProviderPage]:
    """The providers that the plan does not ask, and of which nothing is on record."""
    return [provider for provider in plan.not_asked.all() if provider.path not in declared]


def count_declared(providers: QuerySet[ProviderPage], declared: Mapping[str, DeclarationPage]) -> int:
    """How many of them have declared themselves."""
    return providers.filter(path__in=[path for path, said in declared.items() if said.is_declared]).count()


def as_rows(providers: Iterable[ProviderPage], declared: Mapping[str, DeclarationPage]) -> list[PartnerRow]:
    return [PartnerRow(provider, declared.get(provider.path)) for provider in providers]


def record(row: PartnerRow, year: int) -> dict[str, Any]:
    """One partner's year as open data has it; what was not declared is None."""
    said = row.declaration
    words = {cell.name: cell.text if cell.is_declared else None for cell in said.cells} if said else {}
    return {
        "year": year,
        "provider": row.provider.title,
        "state": row.state,
        "services": words.get("services"),
        "staff_wte": float(said.staff) if said and said.staff is not None else None,
        "staff_note": (said.staff_note or None) if said else None,
        "skills": words.get("skills"),
        "waits": words.get("waits"),
        "people_seen": said.people_seen if said else None,
        "people_seen_note": (said.people_seen_note or None) if said else None,
        "information": words.get("information"),
        "declared_on": said.declared_on.isoformat() if said else None,
        "declared_by": (said.declared_by or None) if said else None,
        "reported_in": (said.reported_in or None) if said else None,
    }
