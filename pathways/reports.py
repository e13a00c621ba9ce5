"""Reports for those who look after pathways."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn

from directory.reports import MayChange, RowsReportView, pages_for
from pathways.mending import Finding, to_mend
from pathways.models import PathwayPage

SHOWN_ON_HOME = 5


def editable_pathways(user: Any) -> QuerySet[PathwayPage]:
    """The pathways that somebody may change."""
    return pages_for(user, PathwayPage, "change")


class MendingReportView(RowsReportView):
    """Pathways to mend: what records have changed under them, and what was never finished."""

    page_title = "Pathways to mend"
    header_icon = "warning"
    index_url_name = "pathways_to_mend"
    index_results_url_name = "pathways_to_mend_results"
    permission_policy = MayChange(PathwayPage)
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


class MendingPanel(Component):
    """On the admin's home: the most pressing of it, for those who may change pathways."""

    name = "pathways-to-mend"
    template_name = "pathways/admin/mending_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        findings = to_mend(editable_pathways(parent_context["request"].user))
        return {"findings": findings[:SHOWN_ON_HOME], "total": len(findings)}
