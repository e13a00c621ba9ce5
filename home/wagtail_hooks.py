"""The plan in the admin: which declarations are due, as a report and on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.plan.due import DuePanel, DueReportView, declaring_providers, kept_plans


class PlanMenuItem(MenuItem):
    """For those who may change the plan."""

    def is_shown(self, request: HttpRequest) -> bool:
        return kept_plans(request.user).exists()


@hooks.register("register_reports_menu_item")
def due_menu_item() -> MenuItem:
    return PlanMenuItem(
        "Declarations due", reverse("declarations_due"), name="declarations-due", icon_name="list-ul", order=905
    )


@hooks.register("register_admin_urls")
def due_urls() -> list[URLPattern]:
    return [
        path("reports/declarations/", DueReportView.as_view(), name="declarations_due"),
        path(
            "reports/declarations/results/", DueReportView.as_view(results_only=True), name="declarations_due_results"
        ),
    ]


@hooks.register("construct_homepage_panels")
def tell_what_is_due(request: HttpRequest, panels: list[Any]) -> None:
    if kept_plans(request.user).exists() or declaring_providers(request.user).exists():
        panels.append(DuePanel())
