"""Promoted answers: what editors set above all else for certain words. Made with Wagtail's own forms, and only of entries.

Visitors' words are compared with these in memory: Wagtail's ``Query.get`` would write them into the database.
See docs/decisions/0015.
"""

from __future__ import annotations

from typing import Any

from django.forms import HiddenInput, ValidationError
from django.utils.functional import cached_property
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.search_promotions import views
from wagtail.contrib.search_promotions.forms import QueryForm, SearchPromotionForm, SearchPromotionsFormSet

from directory.models.entry import Entry
from search.sources import SOURCES
from search.vocabulary import forget_vocabulary

NOT_AN_ENTRY = "Choose a topic, a service, a resource, a pathway or an information page. Nothing else can be promoted."
OUTSIDE = "Links to other sites cannot be promoted. Make a resource of it, and promote that."


class PhraseForm(QueryForm):
    """The words, as a visitor types them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["query_string"].label = "Words"
        self.fields["query_string"].help_text = "What people type. It counts when their words are these, or hold these."


class PromotionForm(SearchPromotionForm):
    """One promoted answer: an entry of ours, and a word for other editors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].widget = AdminPageChooser(target_models=[model for model, _, _ in SOURCES])
        self.fields["page"].help_text = "A topic, service, resource, pathway or information page of this site."
        self.fields["description"].label = "Why"
        self.fields["description"].help_text = "For other editors. Visitors do not see it."
        for name in ("external_link_url", "external_link_text"):
            self.fields[name].widget = HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        page = cleaned.get("page")
        if cleaned.get("external_link_url"):
            raise ValidationError(OUTSIDE)
        if page and not isinstance(page.specific, Entry):
            self.add_error("page", NOT_AN_ENTRY)
        return dict(cleaned)


class PromotionFormSet(SearchPromotionsFormSet):
    form = PromotionForm


class OwnEntriesMixin(views.SearchPromotionCreateEditMixin):
    """Wagtail's form for promoted answers, for entries alone, and seen by the next search."""

    form_class = PhraseForm

    @cached_property
    def searchpicks_formset(self) -> PromotionFormSet:
        data = self.request.POST if self.request.method == "POST" else None
        return PromotionFormSet(data, instance=self.object)

    def save_searchpicks(self, query: Any, new_query: Any) -> None:
        super().save_searchpicks(query, new_query)
        # Wagtail moves answers to other words without a signal.
        forget_vocabulary()


class PromotionIndexView(views.IndexView):
    """Without the column of views: nothing counts what visitors look for, so it would always say none."""

    columns = [column for column in views.IndexView.columns if column.name != "views"]


class PromotionCreateView(OwnEntriesMixin, views.CreateView):
    template_name = "search/admin/promotion_add.html"


class PromotionEditView(OwnEntriesMixin, views.EditView):
    template_name = "search/admin/promotion_edit.html"
