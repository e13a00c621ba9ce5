"""The demonstration's plan, from ``demo/plan/``, and what is on record of providers' years, from ``demo/declarations.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from directory.models import DeclarationPage, ProviderPage
from directory.years import current_year
from home.models import PlanAction, PlanInvestment, PlanPage, PlanPriority, PlanVersion
from portal.demonstration import files
from portal.demonstration.files import rich, words

Data = dict[str, Any]


def fill_plan(page: PlanPage, data: Data, county: Data) -> None:
    """The plan's own words and rows; its body and whom it does not ask come with the links."""
    page.introduction, page.actions_note = rich(data["introduction"]), rich(data["actions_note"])
    page.versions = [
        PlanVersion(
            name=words(version["name"]),
            period=words(version.get("period")),
            state=version["state"],
            changed=words(version.get("changed")),
            source=words(version.get("source")),
            as_at=version.get("as_at"),
            sort_order=order,
        )
        for order, version in enumerate(data["versions"])
    ]
    page.priorities = [
        PlanPriority(title=priority["title"], text=words(priority["text"]), sort_order=order)
        for order, priority in enumerate(data["priorities"])
    ]
    page.actions = [action_row(action, data, order) for order, action in enumerate(data["actions"])]
    page.investments = [
        PlanInvestment(body=investment["body"], year=current_year(), sort_order=order)
        for order, investment in enumerate(data["investments"])
    ]


def action_row(action: Data, data: Data, order: int) -> PlanAction:
    """Every action comes from the file's one source; what it does not say stays empty."""
    return PlanAction(
        what=words(action["what"]),
        owner=words(action.get("owner")),
        owner_role=words(action.get("owner_role")),
        status=action.get("status") or "not-declared",
        note=words(action.get("note")),
        source=words(data["actions_source"]),
        as_at=data["actions_as_at"],
        sort_order=order,
    )


def load_declarations(providers: Mapping[str, ProviderPage]) -> None:
    for data in files.read("declarations.yaml"):
        provider = providers[data["provider"]]
        found = DeclarationPage.objects.child_of(provider).filter(year=data["year"]).first()
        page = found or DeclarationPage(year=data["year"])
        page.services, page.skills = str(data.get("services") or "").strip(), words(data.get("skills"))
        page.declared_on, page.reported_in = data["declared_on"], words(data["reported_in"])
        page.is_demonstration = True
        if page.pk is None:
            provider.add_child(instance=page)
        page.save_revision().publish()
