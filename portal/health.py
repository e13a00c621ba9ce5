"""``/health/live`` and ``/health/ready``: for load balancers, without a word about visitors."""

from __future__ import annotations

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse

from search.engines import get_engine


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database and the index answer too; 503 when one does not."""
    parts = {"database": _database(), "search": get_engine().is_ready()}
    good = all(parts.values())
    body = {
        "status": "ok" if good else "unavailable",
        "engine": get_engine().name,
        **{k: "ok" if v else "down" for k, v in parts.items()},
    }
    return JsonResponse(body, status=200 if good else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
