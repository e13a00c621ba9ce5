"""The offer: every service by i-THRIVE grouping."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from directory.choices import Thrive
from directory.models import ServicePage
from home.records.services import listed_services


def read(request: HttpRequest | None, _: ServicePage | None = None) -> list[dict[str, Any]]:
    """Every service by i-THRIVE grouping; one with several groupings stands in each (R007)."""
    services = list(listed_services())
    return [{"grouping": g, "services": [s for s in services if g.value in s.thrive]} for g in Thrive]
