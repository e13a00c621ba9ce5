"""Providers, and the list of everything they provide."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from directory.choices import Sector

PER_PAGE = 30
PROSE = ["bold", "italic", "ul", "ol", "link"]


class ServicesIndexPage(Page):
    """``/services/``: every service, by name."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.ProviderPage"]

    introduction = models.CharField(max_length=255, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from directory.models.service import ServicePage

        services = ServicePage.objects.live().public().descendant_of(self).for_cards().order_by("title")
        page = Paginator(services, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"services": page}


class ProviderPage(Page):
    """An organisation. Its services are the pages under it, so that rights to the subtree are rights to them all."""

    parent_page_types = ["directory.ServicesIndexPage"]
    subpage_types = ["directory.ServicePage", "directory.DeclarationPage"]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sector = models.CharField(max_length=16, choices=Sector.choices)
    summary = models.CharField(max_length=255)
    description = RichTextField(blank=True, features=PROSE)
    website = models.URLField(blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    exclude_fields_in_copy = ["uuid", "is_demonstration"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("sector"),
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("website"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from directory.models.declaration import declarations_of
        from directory.models.service import ServicePage

        services = ServicePage.objects.live().public().child_of(self).for_cards().order_by("title")
        page = Paginator(services, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "services": page,
            "declarations": declarations_of(self),
        }
