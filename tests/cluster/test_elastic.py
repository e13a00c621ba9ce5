"""What only a cluster promises: versions, aliases, other mappings, and never a long wait."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.documents import Write
from search.engines.base import EngineUnavailable, Filters, Plan
from search.engines.elastic import Cluster, ElasticEngine
from search.engines.elastic import engine as elastic
from search.plan import plan_names, plan_words
from tests.builders import make_document
from tests.contract.conftest import make_elastic


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ElasticEngine]:
    for made in make_elastic(tmp_path):
        assert isinstance(made, ElasticEngine)
        yield made


def indices(engine: ElasticEngine) -> list[str]:
    return sorted(engine.client.indices.get(index=f"{engine.cluster.prefix}-*"))


def test_a_late_write_never_stands_over_a_newer_one(engine: ElasticEngine) -> None:
    engine.rebuild([])
    new, old = make_document("service:a", summary="New."), make_document("service:a", summary="Old.")
    engine.update([Write("service:a", new, 7)])
    engine.update([Write("service:a", old, 6)])
    assert engine.versions() == {"service:a": new.version}


def test_a_late_write_never_brings_back_what_is_gone(engine: ElasticEngine) -> None:
    engine.rebuild([])
    document = make_document("service:a")
    engine.update([Write("service:a", document, 3)])
    engine.update([Write("service:a", None, 4)])
    engine.update([Write("service:a", document, 3)])
    assert engine.versions() == {}
    engine.update([Write("service:a", document, 5)])
    assert engine.versions() == {"service:a": document.version}


def test_a_removal_of_what_was_never_there_is_no_mistake(engine: ElasticEngine) -> None:
    engine.rebuild([])
    engine.update([Write("service:a", None, 1), Write("service:a", None, 2)])
    assert engine.versions() == {}


def test_the_index_before_is_kept_and_the_one_before_that_is_not(engine: ElasticEngine) -> None:
    for number in range(3):
        engine.rebuild([Write("service:a", make_document("service:a", summary=str(number)), number)])
    assert len(indices(engine)) == 2
    assert engine.roll_back()
    assert engine.search(Plan()).hits[0].shown["summary"] == "1"
    assert engine.roll_back()  # and forward again
    assert engine.search(Plan()).hits[0].shown["summary"] == "2"


def test_a_rebuild_that_breaks_off_leaves_no_index(engine: ElasticEngine) -> None:
    def broken() -> Iterator[Write]:
        yield Write("service:a", make_document("service:a"), 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(broken())
    assert engine.client.indices.get(index=f"{engine.cluster.prefix}-*") == {}


def test_another_release_keeps_its_own_index(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.rebuild([Write("service:a", make_document("service:a"), 1)])
    monkeypatch.setattr(elastic, "MAPPING_HASH", "0123abcd")
    next_release = ElasticEngine(engine.cluster)
    assert "another release" in next_release.trouble()
    with pytest.raises(EngineUnavailable, match="run build_index"):
        next_release.search(Plan())
    next_release.rebuild([])
    assert next_release.trouble() == ""
    assert engine.search(Plan()).total == 1
    next_release.client.close()


def test_an_index_that_is_not_there_is_said(engine: ElasticEngine) -> None:
    assert "no search index yet" in engine.trouble()
    for ask in (lambda: engine.search(Plan()), lambda: engine.update([Write("service:a", None, 1)]), engine.versions):
        with pytest.raises(EngineUnavailable):
            ask()
    assert engine.client.indices.get(index=f"{engine.cluster.prefix}-*") == {}, "a write made an index"


def test_more_shards_give_the_same_scores(engine: ElasticEngine) -> None:
    texts = ["Talk to somebody", "Talk", "A walk", "Somebody who listens", "Talk and walk"]
    made = [Write(f"service:{n}", make_document(f"service:{n}", title=text), 1) for n, text in enumerate(texts)]
    several = ElasticEngine(Cluster(engine.cluster.urls, prefix=f"{engine.cluster.prefix}-many", shards=3))
    plan = Plan(words=plan_words(("talk", "somebody")), names=plan_names(("talk", "somebody")), required=1)
    found = []
    for one in (engine, several):
        one.rebuild(made)
        found.append([(hit.reference, round(hit.score, 3)) for hit in one.search(plan).hits])
    assert found[0] == found[1]
    several.client.close()


@pytest.mark.parametrize("text", ['"', "a AND", "title:x", "*", "~2^9", "{}", "\\", "<script>", "/a.*/", "𝕬" * 50])
def test_no_text_is_a_query_language(engine: ElasticEngine, text: str) -> None:
    engine.rebuild([Write("service:a", make_document("service:a", title="Plain words"), 1)])
    plan = Plan(
        words=plan_words((text,)), names=plan_names((text,)), required=1, filters=Filters(values={"how": (text,)})
    )
    assert engine.search(plan).total == 0
    assert engine.suggest((text,), 3) == []


class Deaf:
    """A server that takes every connection and never says a word."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __enter__(self) -> Deaf:
        return self

    def __exit__(self, *args: Any) -> None:
        self.socket.close()


def test_a_node_that_hangs_is_not_waited_for_long() -> None:
    with Deaf() as one, Deaf() as two:
        engine = ElasticEngine(Cluster((one.url, two.url)))
        start = time.monotonic()
        with pytest.raises(EngineUnavailable, match="ConnectionTimeout"):
            engine.search(Plan())
        assert time.monotonic() - start < 2 * elastic.SEARCH_SECONDS
        engine.client.close()


def test_many_threads_share_one_engine(engine: ElasticEngine) -> None:
    engine.rebuild([Write("service:a", make_document("service:a"), 1)])
    totals: list[int] = []
    threads = [threading.Thread(target=lambda: totals.append(engine.search(Plan()).total)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [1] * 16
