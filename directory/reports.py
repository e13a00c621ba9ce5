"""Reports for editors."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet, Value
from taggit.models import Tag
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from directory.models import Need
from directory.remember import remember


def pages_for(user: Any, model: type[Any], action: str) -> QuerySet[Any]:
    """The pages of one kind that somebody may "change", or "add" to."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, action)
    return model.objects.filter(pk__in=pages.values("pk"))


class MayChange(PagePermissionPolicy):
    """Whoever may change a page of one kind may read what is reported of that kind."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return pages_for(user, self.model, "change").exists()


class RowsReportView(ReportView):
    """A report of rows that are worked out, and so are neither searched nor filtered by the database."""

    is_searchable = False
    any_permission_required = ["change"]

    def filter_queryset(self, queryset: list[Any]) -> list[Any]:
        return queryset


class UsesColumn(Column):
    def get_value(self, instance: Tag) -> str:
        return str(instance.uses)


class NeedColumn(Column):
    """The need that the tag ought to become an alias of: the one that most of its entries share."""

    def get_value(self, instance: Tag) -> str:
        known = suggested_need(instance)
        return known or "No need in common yet"


def tagged_models() -> list[type[Any]]:
    """Every kind of page with free tags."""
    return [
        content_type.model_class()
        for content_type in ContentType.objects.all()
        if content_type.model_class() is not None
        and hasattr(content_type.model_class(), "tags")
        and hasattr(content_type.model_class(), "needs")
    ]


@remember(seconds=5)
def _aliases() -> dict[str, str]:
    """Every label, alias and misspelling -> its need's label; read once for all rows of a report."""
    needs = Need.objects.all()
    return {
        word.casefold(): need.label for need in needs for word in (need.label, *need.alias_list, *need.misspelling_list)
    }


def suggested_need(tag: Tag) -> str:
    """The label of the need that most entries with this tag share; "already an alias of …" when it is one."""
    if known := _aliases().get(tag.name.casefold()):
        return f"Already an alias of “{known}”: the tag can go"
    counts: Counter[str] = Counter()
    for model in tagged_models():
        counts.update(model.objects.filter(tags=tag).values_list("needs__label", flat=True))
    counts.pop(None, None)  # type: ignore[call-overload]
    return f"Add as an alias of “{counts.most_common(1)[0][0]}”" if counts else ""


class TagReportView(ReportView):
    """Free tags by use: a tag that several entries carry is a word that the vocabulary lacks."""

    page_title = "Tags to tidy"
    header_icon = "tag"
    index_url_name = "tag_report"
    index_results_url_name = "tag_report_results"
    is_searchable = False
    permission_policy = ModelPermissionPolicy(Need)
    any_permission_required = ["change"]
    columns = [
        Column("name", label="Tag"),
        UsesColumn("uses", label="Entries"),
        NeedColumn("need", label="What to do"),
    ]

    def get_base_queryset(self) -> QuerySet[Tag]:
        uses = sum((Count(relation, distinct=True) for relation in _tag_relations()), start=Value(0))
        return Tag.objects.annotate(uses=uses).filter(uses__gt=0).order_by("-uses", "name")


def _tag_relations() -> list[str]:
    """Names of the relations from a tag to what carries it."""
    return [
        relation.get_accessor_name().removesuffix("_set") if relation.related_name is None else relation.related_name
        for relation in Tag._meta.related_objects
        if relation.related_model._meta.model_name.startswith("tagged")
    ]
