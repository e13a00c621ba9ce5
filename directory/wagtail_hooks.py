"""The directory in the admin: the vocabulary, the areas, the kitemark's questions, and reports."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from directory.change_reports import ChangesReportView, HidingPolicy, ReadingPolicy
from directory.models import ChangeNote, KitemarkCriterion, LocalAuthority, Need, NeedGroup, Term
from directory.reports import TagReportView


class NeedViewSet(SnippetViewSet):
    model = Need
    icon = "tag"
    menu_label = "Needs"
    list_display = ["label", "professional_term", "is_urgent", "has_exit", "is_sensitive", "standing"]
    list_filter = ["is_urgent", "has_exit", "is_sensitive", "standing"]
    search_fields = ["label", "professional_term", "aliases", "misspellings"]
    sort_order_field = "sort_order"
    copy_view_enabled = False


class NeedGroupViewSet(SnippetViewSet):
    model = NeedGroup
    icon = "list-ul"
    menu_label = "Groups of needs"
    list_display = ["label", "sort_order"]


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ["term", "meaning", "is_explained", "reviewed_on", "review_due_on"]
    list_filter = ["is_explained", "review_due_on"]
    search_fields = ["term", "other_names", "meaning"]
    copy_view_enabled = False


class LocalAuthorityViewSet(SnippetViewSet):
    model = LocalAuthority
    icon = "globe"
    menu_label = "Local authorities"
    list_display = ["name", "code", "help_name"]
    search_fields = ["name", "code"]


class KitemarkCriterionViewSet(SnippetViewSet):
    model = KitemarkCriterion
    icon = "circle-check"
    menu_label = "Kitemark questions"
    list_display = ["title", "version", "number", "is_critical"]
    list_filter = ["version", "is_critical"]


class DirectoryViewSetGroup(SnippetViewSetGroup):
    items = (NeedViewSet, NeedGroupViewSet, TermViewSet, LocalAuthorityViewSet, KitemarkCriterionViewSet)
    menu_label = "Directory"
    menu_icon = "list-ul"
    menu_order = 150
    submenu_hook = "register_directory_menu_item"  # search adds the rest of the vocabulary


class ChangeNoteViewSet(SnippetViewSet):
    """Reached from the list of snippets, to hide a note that should not be public."""

    model = ChangeNote
    icon = "history"
    list_display = ["page", "made_at", "why", "is_public"]
    list_filter = ["is_public"]
    copy_view_enabled = False


register_permission_policy(ChangeNote, HidingPolicy(ChangeNote))
register_snippet(DirectoryViewSetGroup)
register_snippet(ChangeNoteViewSet)


class VocabularyMenuItem(MenuItem):
    """For those who may change the vocabulary."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("directory.change_need"))


@hooks.register("register_reports_menu_item")
def tag_report_menu_item() -> MenuItem:
    return VocabularyMenuItem("Tags to tidy", reverse("tag_report"), name="tag-report", icon_name="tag", order=900)


class ChangesMenuItem(MenuItem):
    """For those who look after a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return ReadingPolicy().user_has_any_permission(request.user, ["change"])


@hooks.register("register_reports_menu_item")
def changes_menu_item() -> MenuItem:
    return ChangesMenuItem(
        "What has changed", reverse("changes_report"), name="changes-report", icon_name="history", order=905
    )


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        path("reports/changes/", ChangesReportView.as_view(), name="changes_report"),
        path("reports/changes/results/", ChangesReportView.as_view(results_only=True), name="changes_report_results"),
        path("reports/tags/", TagReportView.as_view(), name="tag_report"),
        path("reports/tags/results/", TagReportView.as_view(results_only=True), name="tag_report_results"),
    ]
