"""The front page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from directory.models import Need, ResourcePage, ServicePage
from home import urgent
from home.models.topic import listed_topics


class HomePage(Page):
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]

    question = models.CharField(max_length=80, default="What's going on?")
    introduction = models.CharField(max_length=255, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("question"), FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        services = ServicePage.objects.live().descendant_of(self)
        recent = services.exclude(reviewed_on=None).order_by("-reviewed_on", "title")
        return super().get_context(request, *args, **kwargs) | {
            "topics": listed_topics(self),
            "need_count": Need.objects.count(),
            "service_count": services.count(),
            "resource_count": ResourcePage.objects.live().descendant_of(self).count(),
            "recently_checked": recent[:4],
            "open_now": urgent.open_now(self.get_site()),
        }
