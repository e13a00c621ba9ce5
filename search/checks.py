"""What somebody must remember before search works: ``portal.E00n`` and ``portal.W00n``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register("search")
def engine_is_known(**kwargs: Any) -> list[CheckMessage]:
    """portal.E010: an address of Elasticsearch must be http(s)."""
    wrong = [url for url in settings.ELASTICSEARCH_URL if not url.startswith(("http://", "https://"))]
    if not wrong:
        return []
    return [
        Error(
            "ELASTICSEARCH_URL holds something that is not an address.",
            hint="Use https://host:9200, several with commas.",
            id="portal.E010",
        )
    ]


@register("search", deploy=True)
def index_exists(**kwargs: Any) -> list[CheckMessage]:
    """portal.W011: a server without an index answers no search."""
    from search.engines import get_engine

    if get_engine().is_ready():
        return []
    return [Warning("There is no search index.", hint="Run: python manage.py build_index", id="portal.W011")]
