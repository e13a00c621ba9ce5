"""What somebody must remember before search works: ``portal.E00n`` and ``portal.W00n``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from search.engines import fallback_reason, get_engine, get_spare


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
def engine_answers(**kwargs: Any) -> list[CheckMessage]:
    """portal.W011: a server without an index, or with one for another mapping, answers no search."""
    trouble = fallback_reason() or get_engine().trouble()
    if not trouble:
        return []
    return [Warning(trouble, hint="Run: python manage.py build_index", id="portal.W011")]


@register("search", deploy=True)
def spare_answers(**kwargs: Any) -> list[CheckMessage]:
    """portal.W012: without a spare index on this machine, nothing answers while the cluster does not."""
    spare = get_spare()
    if spare is None or not spare.trouble():
        return []
    return [
        Warning(
            "This machine has no spare index for the time when the cluster does not answer.",
            hint="Run beside the site: python manage.py keep_spare",
            id="portal.W012",
        )
    ]
