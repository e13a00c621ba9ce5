"""Pathways in the admin: what there is to mend, as a report and on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pathways.audit import admin  # noqa: F401 its hooks
from pathways.reports import MendingPanel, MendingReportView, editable_pathways


class PathwaysMenuItem(MenuItem):
    """For those who may change a pathway."""

    def is_shown(self, request: HttpRequest) -> bool:
        return editable_pathways(request.user).exists()


@hooks.register("register_reports_menu_item")
def mending_menu_item() -> MenuItem:
    return PathwaysMenuItem(
        "Pathways to mend", reverse("pathways_to_mend"), name="pathways-to-mend", icon_name="warning", order=910
    )


@hooks.register("register_admin_urls")
def mending_urls() -> list[URLPattern]:
    return [
        path("reports/pathways/", MendingReportView.as_view(), name="pathways_to_mend"),
        path(
            "reports/pathways/results/", MendingReportView.as_view(results_only=True), name="pathways_to_mend_results"
        ),
    ]


@hooks.register("construct_homepage_panels")
def tell_what_to_mend(request: HttpRequest, panels: list[Any]) -> None:
    if editable_pathways(request.user).exists():
        panels.append(MendingPanel())
