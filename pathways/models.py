"""Care pathways: stages in order, wired to the directory's records."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from directory.models.entry import AGE_PANEL, REVIEW_PANEL, Entry
from pathways.blocks import StageBlock
from pathways.blocks.stage import PROSE

PER_PAGE = 30


class PathwaysIndexPage(Page):
    """``/pathways/``: every pathway, by name."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pathways.PathwayPage"]

    introduction = models.CharField(max_length=255, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pathways = PathwayPage.objects.live().public().child_of(self).order_by("title")
        page = Paginator(pathways, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"pathways": page}


class TaggedPathway(TaggedItemBase):
    content_object = ParentalKey("pathways.PathwayPage", on_delete=models.CASCADE, related_name="tagged_items")


class PathwayPage(Entry):
    entry_kind = "pathway"
    parent_page_types = ["pathways.PathwaysIndexPage"]
    subpage_types: list[str] = []

    introduction = RichTextField(features=PROSE)
    for_parents = RichTextField(blank=True, features=PROSE)
    for_professionals = RichTextField(blank=True, features=PROSE)
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="pathways")
    stages = StreamField([("stage", StageBlock())])
    tags = ClusterTaggableManager(through=TaggedPathway, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("audiences"), AGE_PANEL, FieldPanel("needs")], heading="Who it is for"),
        FieldPanel("introduction"),
        FieldPanel("for_parents"),
        FieldPanel("for_professionals"),
        FieldPanel("stages"),
        InlinePanel("evidence", heading="Evidence", label="Reference"),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("also_known_as"), FieldPanel("tags")], heading="Words people type"),
        REVIEW_PANEL,
    ]


class Evidence(Orderable):
    pathway = ParentalKey(PathwayPage, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=255)
    url = models.URLField(blank=True)
    published_on = models.DateField(null=True, blank=True)

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("url"), FieldPanel("published_on")])]

    class Meta(Orderable.Meta):
        verbose_name_plural = "evidence"
