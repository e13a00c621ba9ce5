"""Waiting times: measure, value, date and source; an expired one is never a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from directory.models import ServicePage
from home.records.services import listed_services


def read(request: HttpRequest | None, _: ServicePage | None = None) -> list[dict[str, Any]]:
    """Every wait on record, newest first for each service, and which services have none."""
    today = timezone.localdate()
    return [
        {"service": service, "waits": [(wait, wait.is_current(today)) for wait in service.waiting_times.all()]}
        for service in listed_services()
    ]
