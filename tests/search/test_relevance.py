"""nDCG@10 over the judged queries, through the public API. The figure is printed (``pytest -s`` or ``-rA``)."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from search.engines import get_engine
from tests.conftest import shared

# The ground that this product stands on; a fall below it is a fault. The weights were made with the embedded engine.
FLOORS = {"embedded": 0.80, "elasticsearch": 0.75}


def ndcg(found: list[str], grades: dict[str, int], depth: int = 10) -> float:
    gain = sum(
        (2 ** grades.get(reference, 0) - 1) / math.log2(place + 2) for place, reference in enumerate(found[:depth])
    )
    best = sorted(grades.values(), reverse=True)[:depth]
    return gain / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))


def test_ndcg_itself() -> None:
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grades) == 1.0
    assert ndcg(["x", "y"], grades) == 0.0
    assert 0 < ndcg(["b", "a"], grades) < 1


@pytest.mark.django_db
def test_judged_queries(search_api: Any, capsys: pytest.CaptureFixture[str]) -> None:
    queries = json.loads(shared("domain/queries-tune.json").read_text(encoding="utf-8"))
    scores, forbidden, flags = {}, [], []
    for query in queries:
        answer = search_api(q=query["query"], limit=50)
        found = [result["id"] for result in answer["results"]]
        scores[query["query"]] = ndcg(found, query["grades"])
        forbidden += [(query["query"], reference) for reference in found if reference in query["must_not"]]
        kinds = {notice["kind"] for notice in answer["notices"]}
        given = {"urgent": bool(answer["urgent"]), "alias": "alias" in kinds, "boundary": "boundary" in kinds}
        flags += [(query["query"], flag) for flag, value in given.items() if query[flag] and not value]
    mean = sum(scores.values()) / len(scores)
    with capsys.disabled():
        print(f"\nnDCG@10 over {len(scores)} judged queries: {mean:.3f}")  # noqa: T201
    assert not forbidden
    assert not flags
    assert mean >= FLOORS[get_engine().name], sorted(scores.items(), key=lambda item: item[1])[:8]
