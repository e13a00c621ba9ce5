"""What somebody must remember, as system checks with an id and a hint."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register("portal", deploy=True)
def cache_is_shared(**kwargs: Any) -> list[CheckMessage]:
    """portal.W001: without a shared cache each process throttles by itself and sees edits 30 seconds later."""
    if settings.REDIS_URL:
        return []
    return [
        Warning("REDIS_URL is not set.", hint="Set it when more than one process serves the site.", id="portal.W001")
    ]
