"""Topic pages: one for each need, in young people's words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from directory.choices import Audience
from directory.models.entry import REVIEW_PANEL, Entry
from home.blocks import StepBlock

PER_PAGE = 60  # the whole vocabulary of a county on one page
PROSE = ["bold", "italic", "ul", "link"]


class TopicsIndexPage(Page):
    """``/topics/``: every topic, in the vocabulary's order."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.TopicPage"]

    introduction = models.CharField(max_length=255, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        topics = TopicPage.objects.live().public().child_of(self).select_related("need").order_by("need__sort_order")
        page = Paginator(topics, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"topics": page}


def listed_topics(root: Page) -> PageQuerySet:
    """The topics below a page that may be listed, in the vocabulary's order; never one whose need is flagged."""
    topics = TopicPage.objects.live().public().descendant_of(root).filter(need__is_sensitive=False)
    return topics.select_related("need").order_by("need__sort_order")


class TopicPage(Entry):
    entry_kind = "topic"
    parent_page_types = ["home.TopicsIndexPage"]
    subpage_types: list[str] = []

    need = models.OneToOneField("directory.Need", on_delete=models.PROTECT, related_name="topic")
    introduction = RichTextField(features=PROSE)
    help_now = StreamField([("step", StepBlock())], blank=True)
    more_help = RichTextField("when to get more help", blank=True, features=PROSE)
    for_parents = RichTextField(blank=True, features=PROSE)
    for_professionals = RichTextField(blank=True, features=PROSE)

    content_panels = [
        *Page.content_panels,
        FieldPanel("need"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("help_now"),
        FieldPanel("more_help"),
        FieldPanel("for_parents"),
        FieldPanel("for_professionals"),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("also_known_as"), FieldPanel("audiences")], heading="Words people type"),
        REVIEW_PANEL,
    ]

    @property
    def own_names(self) -> list[str]:
        return [*super().own_names, self.need.label, self.need.professional_term]

    @property
    def has_exit(self) -> bool:
        return self.need.has_exit

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        services = list(self.need.services.live().public().for_cards().order_by("title"))
        today = timezone.localdate()
        resources = self.need.resources.live().public().prefetch_related("assessments").order_by("title")
        return super().get_context(request, *args, **kwargs) | {
            "services_by_audience": [
                ("young-person", "For you", [s for s in services if Audience.YOUNG_PERSON in s.audiences]),
                (
                    "parent",
                    "For parents and carers",
                    [
                        s
                        for s in services
                        if Audience.PARENT in s.audiences and Audience.YOUNG_PERSON not in s.audiences
                    ],
                ),
                ("professional", "For professionals", [s for s in services if s.audiences == [Audience.PROFESSIONAL]]),
            ],
            "resources": [(resource, resource.kitemark(today)) for resource in resources],
            "pathways": self.need.pathways.live().public().order_by("title"),
            "related_topics": TopicPage.objects.live()
            .filter(need__in=self.need.related.all())
            .select_related("need")
            .order_by("need__sort_order"),
        }
