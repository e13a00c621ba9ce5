"""When the cluster fails, the spare answers: at once, without a visitor noticing, and with a word to editors."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from search.engines import guarded
from search.engines.base import Answer, Engine, EngineUnavailable, Plan
from search.engines.guarded import GuardedEngine


class Scripted:
    """An engine that counts what it is asked and can be put out of order."""

    def __init__(self, name: str, total: int) -> None:
        self.name, self.total, self.asked, self.problem = name, total, 0, ""

    def _answer(self) -> None:
        self.asked += 1
        if self.problem:
            raise EngineUnavailable(self.problem)

    def search(self, plan: Plan) -> Answer:
        self._answer()
        return Answer(total=self.total)

    def search_all(self, plans: Any) -> list[Answer]:
        return [self.search(plan) for plan in plans]

    def suggest(self, words: Any, limit: int, **wanted: Any) -> list[Any]:
        self._answer()
        return []

    def get(self, references: Any) -> dict[str, Any]:
        self._answer()
        return {}

    def trouble(self) -> str:
        self.asked += 1
        return self.problem


@pytest.fixture
def pair() -> tuple[GuardedEngine, Any, Any]:
    cluster: Any = Scripted("cluster", 1)
    spare: Any = Scripted("embedded", 2)
    return GuardedEngine(cluster, spare), cluster, spare


def test_the_cluster_answers_while_it_can(pair: tuple[Engine, Any, Any]) -> None:
    engine, _, spare = pair
    assert engine.search(Plan()).total == 1
    assert spare.asked == 0
    assert engine.trouble() == ""


def test_one_failure_is_enough_and_the_cluster_is_left_alone_for_a_while(
    pair: tuple[GuardedEngine, Any, Any], caplog: pytest.LogCaptureFixture
) -> None:
    engine, cluster, _spare = pair
    cluster.problem = "ConnectionTimeout"
    with caplog.at_level(logging.WARNING):
        assert [engine.search(Plan()).total for _ in range(5)] == [2] * 5
    assert engine.search_all([Plan()])[0].total == 2
    assert engine.suggest(("a",), 3) == []
    assert engine.get(["a"]) == {}
    assert cluster.asked == 1
    assert engine.fallback_reason() == "ConnectionTimeout"
    assert engine.trouble() == ""
    assert caplog.text.count("The cluster does not answer") == 1


def test_the_cluster_is_asked_again_later(
    pair: tuple[GuardedEngine, Any, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine, cluster, _ = pair
    cluster.problem = "down"
    engine.search(Plan())
    clock = guarded.CircuitBreaker.open_remaining
    assert 0 < engine.breaker.open_remaining <= guarded.RECOVERY_SECONDS
    cluster.problem = ""
    monkeypatch.setattr(guarded.CircuitBreaker, "open_remaining", property(lambda self: 0))
    with caplog.at_level(logging.WARNING):
        assert engine.search(Plan()).total == 1
    monkeypatch.setattr(guarded.CircuitBreaker, "open_remaining", clock)
    assert engine.search(Plan()).total == 1
    assert engine.fallback_reason() == ""
    assert "answers again" in caplog.text


def test_with_neither_search_is_unavailable_and_never_empty(pair: tuple[GuardedEngine, Any, Any]) -> None:
    engine, cluster, spare = pair
    cluster.problem, spare.problem = "down", "There is no search index yet"
    for _ in range(2):
        with pytest.raises(EngineUnavailable):
            engine.search(Plan())
    assert engine.trouble() == "There is no search index yet"


@pytest.mark.django_db
class TestWhatPeopleSee:
    """A cluster at an address where nothing listens; the spare is the county's index."""

    @pytest.fixture(autouse=True)
    def _no_cluster(self, settings: Any, county_folder: Any) -> None:
        settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
        settings.SEARCH_INDEX_DIR = county_folder

    def test_a_visitor_finds_everything_and_reads_nothing_of_it(self, client: Client) -> None:
        response = client.post("/find/", {"q": "anxiety", "age": "15"})
        page = response.content.decode()
        assert response.status_code == 200
        assert "Kooth" in page
        assert "spare" not in page
        assert "cluster" not in page

    def test_health_says_who_answers_and_why(self, client: Client) -> None:
        said = client.get("/health/ready").json()
        assert said["status"] == "ok"
        assert said["engine"] == "elasticsearch"
        assert said["answered_by"] == "spare"
        assert "ConnectionError" in said["reason"]
        assert said["spare"] == "ok"
        assert said["changes_waiting"] == 0

    def test_an_editor_reads_a_notice(self, admin_client: Client) -> None:
        assert "Your changes are kept" in admin_client.get("/admin/").content.decode()

    def test_without_any_index_the_page_says_so_and_urgent_help_is_there(
        self, client: Client, settings: Any, tmp_path: Any
    ) -> None:
        settings.SEARCH_INDEX_DIR = tmp_path
        response = client.post("/find/", {"q": "anxiety"})
        assert response.status_code == 503
        assert "/urgent-help/" in response.content.decode()
        assert client.get("/urgent-help/").status_code == 200
        assert client.get("/health/ready").status_code == 503


@pytest.mark.django_db
def test_without_a_cluster_an_editor_reads_no_notice(admin_client: Client, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = []
    assert "Your changes are kept" not in admin_client.get("/admin/").content.decode()
