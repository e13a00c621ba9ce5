"""Views made from the directory's records, for pages that show them: one function a table, read each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from directory.choices import Audience, ContactKind, CriterionKind, Referrer, Thrive
from directory.models import ContactPoint, LocalAuthority, ServicePage


@dataclass(frozen=True)
class View:
    label: str
    template: str
    read: Callable[[ServicePage | None], Any]


def _services() -> Any:
    return ServicePage.objects.live().public().for_cards().prefetch_related("criteria").order_by("title")


def criteria(_: ServicePage | None) -> list[dict[str, Any]]:
    """Every service with its ages, basis, who may refer, what to try first and what it is not for."""
    return [
        {
            "service": service,
            "referrers": [Referrer(route.who).label for route in service.routes.all()],
            "try_first": [c for c in service.criteria.all() if c.kind == CriterionKind.TRY_FIRST],
            "excludes": [c for c in service.criteria.all() if c.kind == CriterionKind.EXCLUDE],
            "wait": service.current_wait(),
        }
        for service in _services()
    ]


def waiting_times(_: ServicePage | None) -> list[dict[str, Any]]:
    """Every wait on record, newest first for each service, and which services have none."""
    today = timezone.localdate()
    return [
        {
            "service": service,
            "waits": [(wait, wait.is_current(today)) for wait in service.waiting_times.all()],
        }
        for service in _services()
    ]


def advice_lines(_: ServicePage | None) -> list[dict[str, Any]]:
    """Phone and text lines, those that are open now first. Unconfirmed hours never count as open."""
    now = timezone.localtime()
    contacts = (
        ContactPoint.objects.filter(kind__in=[ContactKind.PHONE, ContactKind.TEXT], service__live=True)
        .select_related("service")
        .order_by("service__title", "sort_order")
    )
    lines = [{"contact": contact, "service": contact.service, "is_open": contact.is_open(now)} for contact in contacts]
    return sorted(lines, key=lambda line: not line["is_open"])


def offer(_: ServicePage | None) -> list[dict[str, Any]]:
    """Every service by i-THRIVE grouping; one with several groupings stands in each (R007)."""
    services = list(_services())
    return [{"grouping": g, "services": [s for s in services if g.value in s.thrive]} for g in Thrive]


def where_a_service_works(service: ServicePage | None) -> dict[str, Any]:
    """The towns and areas of one service, and where else to go."""
    if service is None:
        return {"service": None, "areas": [], "onward": []}
    return {
        "service": service,
        "areas": [area.label for area in service.areas.select_related("local_authority", "place")],
        "onward": [link for link in service.onward_links.select_related("page") if link.page.live],
    }


def neighbours(_: ServicePage | None) -> dict[str, Any]:
    """Areas across the border with where people there find help, and services for the whole country."""
    services = [s for s in _services() if any(a.scope not in ("local-authority", "place") for a in s.areas.all())]
    return {
        "areas": LocalAuthority.objects.filter(neighbour_of__isnull=False).distinct(),
        "services": [s for s in services if Audience.YOUNG_PERSON in s.audiences],
    }


VIEWS = {
    "criteria": View("Access criteria, side by side", "home/records/criteria.html", criteria),
    "waiting-times": View("Waiting times", "home/records/waiting_times.html", waiting_times),
    "advice-lines": View("Advice lines", "home/records/advice_lines.html", advice_lines),
    "offer": View("The offer, by grouping", "home/records/offer.html", offer),
    "services-in-towns": View("Where a service works", "home/records/areas.html", where_a_service_works),
    "neighbours": View("Across the border", "home/records/neighbours.html", neighbours),
}
