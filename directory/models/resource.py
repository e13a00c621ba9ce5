"""Online resources: apps, sites, courses, books."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from directory.choices import Cost, ResourceKind
from directory.models.entry import AGE_PANEL, REVIEW_PANEL, Entry
from directory.models.kitemark import KitemarkStatus, status_of
from directory.models.provider import PER_PAGE, PROSE


class ResourcesIndexPage(Page):
    """``/resources/``: every resource, by name."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.ResourcePage"]

    introduction = models.CharField(max_length=255, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        resources = (
            ResourcePage.objects.live()
            .public()
            .child_of(self)
            .prefetch_related("assessments__findings")
            .order_by("title")
        )
        page = Paginator(resources, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"resources": page}


class TaggedResource(TaggedItemBase):
    content_object = ParentalKey("directory.ResourcePage", on_delete=models.CASCADE, related_name="tagged_items")


class ResourcePage(Entry):
    entry_kind = "resource"
    parent_page_types = ["directory.ResourcesIndexPage"]
    subpage_types: list[str] = []

    publisher = models.CharField(max_length=160)
    web_address = models.URLField(max_length=400)
    resource_kind = models.CharField("kind", max_length=16, choices=ResourceKind.choices)
    what_it_is = RichTextField(features=PROSE)
    evidence = models.TextField(
        blank=True, help_text="What is known about whether it works. “No strong evidence yet” is fine."
    )
    cost = models.CharField(max_length=8, choices=Cost.choices, default=Cost.UNKNOWN)
    cost_note = models.CharField(max_length=255, blank=True)
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="resources")
    tags = ClusterTaggableManager(through=TaggedResource, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("resource_kind")]),
        FieldPanel("web_address"),
        FieldPanel("what_it_is"),
        MultiFieldPanel([FieldPanel("audiences"), AGE_PANEL, FieldPanel("needs")], heading="Who it is for"),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("cost_note")]),
        FieldPanel("evidence"),
        InlinePanel("assessments", heading="Kitemark assessments", label="Assessment"),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("also_known_as"), FieldPanel("tags")], heading="Words people type"),
        REVIEW_PANEL,
    ]

    def kitemark(self, today: dt.date | None = None) -> KitemarkStatus:
        return status_of(list(self.assessments.all()), today or timezone.localdate())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        status = self.kitemark()
        current = status == KitemarkStatus.CURRENT
        return super().get_context(request, *args, **kwargs) | {
            "kitemark": status,
            "is_kitemarked": current,
            "assessment": self.assessments.order_by("-assessed_on").first()
            if status != KitemarkStatus.NOT_ASSESSED
            else None,
        }
