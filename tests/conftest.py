"""What many tests share: the demonstration county, loaded once, and an index of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from directory.remember import forget_everything
from portal.demonstration import county
from search.changes import fill
from search.engines import get_engine
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.guarded import GuardedEngine

IN_CI = os.environ.get("CI") == "true"
NORTHUMBERLAND = "E06000057"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, and so what another stack may answer otherwise: ``-m servers``."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker("servers")


def need_or_skip(is_there: bool, what: str) -> None:
    """On a laptop a missing server skips by name; in CI it fails."""
    if is_there:
        return
    if IN_CI:
        pytest.fail(f"{what} is missing, and CI must have it.")
    pytest.skip(f"{what} is not on this machine.")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """The demonstration county stands in the test database; each test's changes are rolled back.

    In place of pytest-django's own, which makes no database for a run of browser tests alone.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        call_command("load_places", verbosity=0)
        call_command("load_postcodes", areas=NORTHUMBERLAND, verbosity=0)
        call_command("load_demo", "--no-postcodes", verbosity=0)
    yield
    engine = get_engine()
    if isinstance(engine, GuardedEngine) and isinstance(engine.cluster, ElasticEngine):
        remove_indices(engine.cluster)
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """No test sees what another left in a cache."""
    cache.clear()
    forget_everything()
    yield
    cache.clear()
    forget_everything()


@pytest.fixture
def own_index(settings: Any, tmp_path: Path, db: None) -> Iterator[Engine]:
    """An index of its own, for tests that change it: the county's."""
    if settings.ELASTICSEARCH_URL:
        with own_cluster_index(settings, tmp_path) as engine:
            fill(engine)
            yield engine
    else:
        shutil.copytree(settings.SEARCH_INDEX_DIR, tmp_path / "index", symlinks=True)
        settings.SEARCH_INDEX_DIR = tmp_path / "index"
        yield get_engine()


@contextlib.contextmanager
def own_cluster_index(settings: Any, folder: Path) -> Iterator[GuardedEngine]:
    """The configured engine with indices of its own on the real cluster, and a spare that nobody has filled."""
    need_or_skip(bool(settings.CLUSTER_URL), "Elasticsearch (ELASTICSEARCH_URL)")
    settings.ELASTICSEARCH_URL = settings.CLUSTER_URL
    settings.ELASTICSEARCH_INDEX_PREFIX = f"test-{uuid.uuid4().hex[:8]}"
    settings.SEARCH_INDEX_DIR = folder / "spare"
    engine = get_engine()
    assert isinstance(engine, GuardedEngine)
    assert isinstance(engine.cluster, ElasticEngine)
    need_or_skip(bool(engine.cluster.client.ping()), "Elasticsearch (ELASTICSEARCH_URL)")
    try:
        yield engine
    finally:
        remove_indices(engine.cluster)


def remove_indices(engine: ElasticEngine) -> None:
    indices = engine.client.options(request_timeout=30).indices
    for index in indices.get(index=f"{engine.cluster.prefix}-*"):
        indices.delete(index=index)
    engine.client.close()


@pytest.fixture
def county_folder(settings: Any, tmp_path: Path, db: None) -> Path:
    """A folder with the county's embedded index, whatever engine the tests run on."""
    if settings.ELASTICSEARCH_URL:
        fill(EmbeddedEngine(tmp_path / "county"))
        return tmp_path / "county"
    return Path(settings.SEARCH_INDEX_DIR)


@pytest.fixture
def search_api(client: Any, db: None) -> Any:
    """Ask ``/api/search/`` and get its JSON."""

    def ask(**parameters: Any) -> dict[str, Any]:
        response = client.post("/api/search/", parameters, content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def login(name: str) -> Client:
    """A client signed in as one of the demonstration's people."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


@pytest.fixture
def login_as(db: None) -> Callable[[str], Client]:
    """The demonstration's people exist: ``login_as("editor")`` is a client of one of them."""
    county.make_logins()
    county.grant_sections()
    return login


def shared(path: str) -> Path:
    """A file of the shared folder that lies beside the project in development and CI; skips where it is absent."""
    found = Path(settings.BASE_DIR).parent / "shared" / path
    if not found.exists():
        pytest.skip(f"shared/{path} is not beside this checkout.")
    return found
