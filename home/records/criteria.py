"""Access criteria, side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from directory.choices import CriterionKind, Referrer
from directory.models import ServicePage
from home.records.services import listed_services


def read(request: HttpRequest | None, _: ServicePage | None = None) -> list[dict[str, Any]]:
    """Every service with its ages, basis, who may refer, what to try first and what it is not for."""
    return [
        {
            "service": service,
            "referrers": [Referrer(route.who).label for route in service.routes.all()],
            "try_first": [c for c in service.criteria.all() if c.kind == CriterionKind.TRY_FIRST],
            "excludes": [c for c in service.criteria.all() if c.kind == CriterionKind.EXCLUDE],
            "wait": service.current_wait(),
        }
        for service in listed_services()
    ]
