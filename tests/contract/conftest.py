"""The engines that the contract suite runs over. Another engine joins by a line here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from search.engines.base import Engine
from search.engines.elastic import Cluster, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from tests.conftest import need_or_skip, remove_indices


def make_embedded(folder: Path) -> Iterator[Engine]:
    yield EmbeddedEngine(folder / "index")


def make_elastic(folder: Path) -> Iterator[Engine]:
    """Indices of its own on the real cluster, removed afterwards."""
    urls = tuple(settings.CLUSTER_URL)
    engine = ElasticEngine(Cluster(urls or ("http://localhost:9200",), prefix=f"test-{uuid.uuid4().hex[:8]}"))
    need_or_skip(bool(urls) and engine.client.ping(), "Elasticsearch (ELASTICSEARCH_URL)")
    yield engine
    remove_indices(engine)


ENGINES: dict[str, Callable[[Path], Iterator[Engine]]] = {"embedded": make_embedded, "elasticsearch": make_elastic}


@pytest.fixture(params=ENGINES)
def engine(request: Any, tmp_path: Path) -> Iterator[Engine]:
    """An empty engine of each kind."""
    for made in ENGINES[request.param](tmp_path):
        made.rebuild([])
        yield made
