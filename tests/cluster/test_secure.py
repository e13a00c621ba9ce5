"""A secured node: HTTPS whose certificate is verified, and an API key that may touch the portal's indices and no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import ApiError, Elasticsearch

from search.documents import Write
from search.engines.base import EngineUnavailable, Plan
from search.engines.elastic import Cluster, ElasticEngine
from tests.builders import make_document
from tests.cluster.nodes import Nodes, running
from tests.docs import code_block


@pytest.fixture(scope="module")
def node() -> Iterator[Nodes]:
    with running(1, is_secure=True) as nodes:
        yield nodes


@pytest.fixture(scope="module")
def admin(node: Nodes) -> Iterator[Elasticsearch]:
    with Elasticsearch(list(node.urls), basic_auth=node.login, ca_certs=node.ca_file) as client:
        yield client


@pytest.fixture(scope="module")
def api_key(admin: Elasticsearch) -> str:
    """The very key that docs/deploy.md tells people to make."""
    asked: dict[str, Any] = code_block("docs/deploy.md", "api-key.json")
    return str(admin.security.create_api_key(**asked)["encoded"])


def engine(node: Nodes, **fields: Any) -> ElasticEngine:
    return ElasticEngine(Cluster(node.urls, **{"ca_file": node.ca_file, "prefix": "portal"} | fields))


def test_the_documented_key_is_enough_for_everything_that_an_engine_does(node: Nodes, api_key: str) -> None:
    made = engine(node, api_key=api_key)
    one = make_document("service:one", title="Somebody to talk to")
    assert made.rebuild([Write("service:one", one, 1)]) == 1
    made.update([Write("service:two", make_document("service:two"), 1), Write("service:one", None, 2)])
    assert set(made.versions()) == {"service:two"}
    assert made.search(Plan()).total == 1
    assert made.suggest(("two",), 3)[0].reference == "service:two"
    assert made.trouble() == ""
    assert made.rebuild([Write("service:one", one, 3)]) == 1
    assert made.roll_back()
    assert set(made.versions()) == {"service:two"}


def test_the_documented_key_can_do_nothing_else(node: Nodes, api_key: str) -> None:
    with Elasticsearch(list(node.urls), api_key=api_key, ca_certs=node.ca_file) as client:
        for forbidden in (
            lambda: client.indices.create(index="another-portal"),
            lambda: client.search(index="another-portal"),
            lambda: client.cluster.put_settings(persistent={"cluster.routing.allocation.enable": "none"}),
            lambda: client.security.get_user(),
            lambda: client.snapshot.get_repository(),
        ):
            with pytest.raises(ApiError) as refused:
                forbidden()
            assert refused.value.status_code == 403


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"api_key": "d3Jvbmc6d3Jvbmc="}, "AuthenticationException"),
        ({}, "AuthenticationException"),
        ({"ca_file": ""}, "TlsError|ConnectionError"),  # the certificate is nobody's that this machine knows
    ],
)
def test_what_is_not_let_in_is_unavailable_and_says_why(node: Nodes, api_key: str, fields: Any, why: str) -> None:
    with pytest.raises(EngineUnavailable, match=why):
        engine(node, **{"ca_file": node.ca_file} | fields).search(Plan())


def test_nobody_gets_in_without_https(node: Nodes, api_key: str) -> None:
    plain = tuple(url.replace("https", "http") for url in node.urls)
    with pytest.raises(EngineUnavailable):
        ElasticEngine(Cluster(plain, api_key=api_key)).search(Plan())
