"""Reports for those who look after pathways."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from pathways.mending import Finding, to_mend
from pathways.models import PathwayPage

SHOWN_ON_HOME = 5


def editable_pathways(user: Any) -> QuerySet[PathwayPage]:
    """The pathways that somebody may change."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return PathwayPage.objects.filter(pk__in=pages.values("pk"))


class MendingPolicy(PagePermissionPolicy):
    """Whoever may change a pathway may read what there is to mend."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return editable_pathways(user).exists()


class MendingReportView(ReportView):
    """Pathways to mend: what records have changed under them, and what was never finished."""

    page_title = "Pathways to mend"
    header_icon = "warning"
    index_url_name = "pathways_to_mend"
    index_results_url_name = "pathways_to_mend_results"
    is_searchable = False
    permission_policy = MendingPolicy()
    any_permission_required = ["change"]
    columns = [
        TitleColumn(
            "pathway",
            label="Pathway",
            accessor="pathway.title",
            get_url=lambda finding: reverse("wagtailadmin_pages:edit", args=[finding.pathway.pk]),
        ),
        Column("label", label="What is wrong"),
        Column("text", label="Where"),
    ]

    def get_queryset(self) -> list[Finding]:
        return to_mend(editable_pathways(self.request.user))

    def filter_queryset(self, queryset: list[Finding]) -> list[Finding]:
        return queryset


class MendingPanel(Component):
    """On the admin's home: the most pressing of it, for those who may change pathways."""

    name = "pathways-to-mend"
    template_name = "pathways/admin/mending_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        findings = to_mend(editable_pathways(parent_context["request"].user))
        return {"findings": findings[:SHOWN_ON_HOME], "total": len(findings)}
