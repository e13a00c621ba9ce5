"""Engines: the embedded one needs nothing; a cluster is used when its address is configured."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.guarded import GuardedEngine


@cache
def _embedded(folder: Path) -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)


@cache
def _guarded(urls: tuple[str, ...], api_key: str, prefix: str, folder: Path) -> Engine:
    from search.engines.elastic import Cluster, ElasticEngine

    cluster = Cluster(
        urls,
        api_key,
        ca_file=settings.ELASTICSEARCH_CA_FILE,
        prefix=prefix,
        shards=settings.ELASTICSEARCH_SHARDS,
        replicas=settings.ELASTICSEARCH_REPLICAS,
    )
    return GuardedEngine(ElasticEngine(cluster), _embedded(folder))


def get_engine() -> Engine:
    """The configured engine; one object for each process."""
    if settings.ELASTICSEARCH_URL:
        return _guarded(
            tuple(settings.ELASTICSEARCH_URL),
            settings.ELASTICSEARCH_API_KEY,
            settings.ELASTICSEARCH_INDEX_PREFIX,
            Path(settings.SEARCH_INDEX_DIR),
        )
    return _embedded(Path(settings.SEARCH_INDEX_DIR))


def get_spare() -> Engine | None:
    """The index of this machine that answers while the cluster cannot; None when it is the engine itself."""
    return _embedded(Path(settings.SEARCH_INDEX_DIR)) if settings.ELASTICSEARCH_URL else None


def fallback_reason() -> str:
    """Why the spare index of this machine answers at this moment; empty when the configured engine does."""
    engine = get_engine()
    return engine.fallback_reason() if isinstance(engine, GuardedEngine) else ""
