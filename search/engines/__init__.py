"""Engines: the embedded one needs nothing; a cluster is used when its address is configured."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine


@cache
def _embedded(folder: Path) -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)


def get_engine() -> Engine:
    """The configured engine; one object for each process."""
    return _embedded(Path(settings.SEARCH_INDEX_DIR))
