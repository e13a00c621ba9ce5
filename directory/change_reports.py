"""The history of changes in the admin: read by those who look after a page, and hidden from the public by moderators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from directory.models import ChangeNote


def readable_notes(user: Any) -> QuerySet[ChangeNote]:
    """The notes about pages that somebody may change or publish."""
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(user, ["change", "publish"])
    return ChangeNote.objects.filter(page__in=pages.values("pk"))


class ReadingPolicy(PagePermissionPolicy):
    """Whoever may change a page may read what has changed."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(self.instances_user_has_any_permission_for(user, ["change", "publish"]).exists())


class HidingPolicy(ModelPermissionPolicy):
    """Notes are made by publishing and never taken away: they may be hidden, and no more."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "change" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ChangesReportView(ReportView):
    """What has changed: every note, newest first, with what is different in full and who made it."""

    page_title = "What has changed"
    header_icon = "history"
    index_url_name = "changes_report"
    index_results_url_name = "changes_report_results"
    is_searchable = False
    permission_policy = ReadingPolicy()
    any_permission_required = ["change"]
    columns = [
        DateColumn("made_at", label="Published"),
        TitleColumn(
            "page",
            label="Page",
            accessor="page.title",
            get_url=lambda note: reverse("wagtailadmin_pages:edit", args=[note.page_id]),
        ),
        Column("why", label="What changed, and why"),
        Column("differences_text", label="What is different"),
        BooleanColumn("is_public", label="Public"),
        UserColumn("made_by", label="Noted by"),
    ]

    def get_base_queryset(self) -> QuerySet[ChangeNote]:
        return readable_notes(self.request.user).select_related("page", "made_by")
