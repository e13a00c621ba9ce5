"""Where services work, and where else to go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from directory.choices import Audience
from directory.models import LocalAuthority, ServicePage
from home.records.services import listed_services


def read_one(request: HttpRequest | None, service: ServicePage | None) -> dict[str, Any]:
    """The towns and areas of one service, and where else to go."""
    if service is None:
        return {"service": None, "areas": [], "onward": []}
    return {
        "service": service,
        "areas": [area.label for area in service.areas.select_related("local_authority", "place")],
        "onward": [link for link in service.onward_links.select_related("page") if link.page.live],
    }


def read_neighbours(request: HttpRequest | None, _: ServicePage | None = None) -> dict[str, Any]:
    """Areas across the border with where people there find help, and services for the whole country."""
    services = [s for s in listed_services() if any(a.scope not in ("local-authority", "place") for a in s.areas.all())]
    return {
        "areas": LocalAuthority.objects.filter(neighbour_of__isnull=False).distinct(),
        "services": [s for s in services if Audience.YOUNG_PERSON in s.audiences],
    }
