"""Information pages, and the page that matters most."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from directory.models.entry import REVIEW_PANEL, Entry
from home.blocks import BodyBlock


class InformationPage(Entry):
    entry_kind = "page"
    parent_page_types = ["home.HomePage", "home.InformationPage"]
    subpage_types = ["home.InformationPage"]

    body = StreamField(BodyBlock(), blank=True)
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="information_pages")

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("also_known_as"), FieldPanel("needs"), FieldPanel("audiences")], heading="Words people type"
        ),
        REVIEW_PANEL,
    ]

    @property
    def has_records(self) -> bool:
        """Whether a table made from the records stands on it."""
        return any(block.block_type == "records" for block in self.body)

    def shows(self, view: str) -> bool:
        """Whether this view of the records stands on it."""
        return any(block.block_type == "records" and block.value["view"] == view for block in self.body)

    @property
    def explains_terms(self) -> bool:
        return not self.shows("glossary")  # where each of them stands anyway


class UrgentHelpPage(Entry):
    """``/urgent-help/``. Its numbers come from the site's urgent help settings, its words from here."""

    entry_kind = "page"
    explains_terms = False  # nothing here stands between somebody and a number
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    body = StreamField(BodyBlock(), blank=True)
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="urgent_help_pages")

    content_panels = InformationPage.content_panels

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.urgent import contacts_for

        return super().get_context(request, *args, **kwargs) | {"contacts": contacts_for(self.get_site())}
