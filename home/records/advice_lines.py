"""Lines to call or text, with who is open now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from directory.choices import ContactKind
from directory.models import ContactPoint, ServicePage


def read(request: HttpRequest | None, _: ServicePage | None = None) -> list[dict[str, Any]]:
    """Phone and text lines, those that are open now first. Unconfirmed hours never count as open."""
    now = timezone.localtime()
    contacts = (
        ContactPoint.objects.filter(kind__in=[ContactKind.PHONE, ContactKind.TEXT], service__live=True)
        .select_related("service")
        .order_by("service__title", "sort_order")
    )
    lines = [{"contact": contact, "service": contact.service, "is_open": contact.is_open(now)} for contact in contacts]
    return sorted(lines, key=lambda line: not line["is_open"])
