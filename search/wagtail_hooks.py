"""Search in the admin: the words that editors own, a page to try them on, and a notice while the spare answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import UpdatedAtColumn, UserColumn
from wagtail.contrib.search_promotions.wagtail_hooks import SearchPicksMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.wagtail_hooks import DirectoryViewSetGroup, VocabularyMenuItem
from search.engines import fallback_reason
from search.models import DangerPhrase
from search.promotions import PromotionCreateView, PromotionEditView, PromotionIndexView
from search.try_search import try_search

# Wagtail's own menu items that would stand twice, or show nothing: no search is counted here.
LEFT_OUT = {"promoted-search-results", "search-terms"}


class SpareNotice(Component):
    """A small notice for editors while the spare index answers in the cluster's place."""

    template_name = "search/admin/spare_notice.html"
    order = 10


@hooks.register("construct_homepage_panels")
def tell_of_the_spare(request: HttpRequest, panels: list[Any]) -> None:
    if fallback_reason():
        panels.append(SpareNotice())


class DangerPhraseViewSet(SnippetViewSet):
    model = DangerPhrase
    icon = "warning"
    menu_label = "Danger phrases"
    menu_hook = DirectoryViewSetGroup.submenu_hook
    menu_order = 20
    list_display = ["pattern", "effect", UserColumn("changed_by"), UpdatedAtColumn()]
    list_filter = ["effect"]
    search_fields = ["pattern", "examples", "note"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DangerPhrase]:
        return DangerPhrase.objects.select_related("latest_revision__user")


register_snippet(DangerPhraseViewSet)


@hooks.register(DirectoryViewSetGroup.submenu_hook)
def promotions_menu_item() -> MenuItem:
    return SearchPicksMenuItem(
        "Promoted answers", reverse("wagtailsearchpromotions:index"), name="promotions", icon_name="pick", order=21
    )


@hooks.register(DirectoryViewSetGroup.submenu_hook)
def try_search_menu_item() -> MenuItem:
    return VocabularyMenuItem("Try a search", reverse("try_search"), name="try-search", icon_name="search", order=22)


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def leave_out_what_stands_elsewhere(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in LEFT_OUT]


# Before Wagtail's own, so that the same addresses lead to our forms.
@hooks.register("register_admin_urls", order=-1)
def search_urls() -> list[URLPattern]:
    return [
        path("try-search/", try_search, name="try_search"),
        path("searchpicks/", PromotionIndexView.as_view()),
        path("searchpicks/results/", PromotionIndexView.as_view(results_only=True)),
        path("searchpicks/add/", PromotionCreateView.as_view()),
        path("searchpicks/<int:query_id>/", PromotionEditView.as_view()),
    ]
