"""``/health/live`` and ``/health/ready``: for load balancers, without a word about visitors."""

from __future__ import annotations

from typing import Any

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse

from search.changes import pending
from search.engines import fallback_reason, get_engine, get_spare


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database and the search answer too; 503 when one does not.

    Where a cluster is configured it says as well whether the spare index of this machine answers in its place, and why,
    and how many changes the cluster does not have yet.
    """
    parts = {"database": _database(), "search": not get_engine().trouble()}
    good = all(parts.values())
    body: dict[str, Any] = {
        "status": "ok" if good else "unavailable",
        "engine": get_engine().name,
        **{name: "ok" if is_good else "down" for name, is_good in parts.items()},
    }
    if spare := get_spare():
        reason = fallback_reason()
        body |= {
            "answered_by": "spare" if reason else "cluster",
            "reason": reason,
            "spare": spare.trouble() or "ok",
            "changes_waiting": pending().count() if parts["database"] else None,
        }
    return JsonResponse(body, status=200 if good else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
