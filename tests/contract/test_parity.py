"""Two engines, one county: the same question finds the same entries, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from search.changes import fill
from search.engines.base import Engine, Plan
from search.engines.embedded import EmbeddedEngine
from search.plan import make_plan
from search.query import SiteArea, parse
from search.suggestions import suggest
from search.vocabulary import get_vocabulary
from tests.conftest import NORTHUMBERLAND, own_cluster_index

pytestmark = pytest.mark.django_db
AREA = SiteArea((NORTHUMBERLAND,), "Northumberland")
QUERIES = json.loads((Path(__file__).parent / "queries.json").read_text(encoding="utf-8"))


@pytest.fixture
def engines(settings: Any, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    embedded = EmbeddedEngine(tmp_path / "embedded")
    with own_cluster_index(settings, tmp_path) as guarded:
        for engine in (embedded, guarded.cluster):
            fill(engine)
        yield embedded, guarded.cluster


def plan_of(query: dict[str, str]) -> Plan:
    return make_plan(parse({k: [v] for k, v in query.items()}, get_vocabulary(), AREA), AREA, timezone.localtime())


def test_filters_facets_and_totals_are_the_same(engines: tuple[Engine, Engine]) -> None:
    differences = []
    for query in QUERIES:
        plan = replace(plan_of(query), limit=50)
        one, two = (engine.search(plan) for engine in engines)
        if one.total != two.total or one.facets != two.facets:
            differences.append((query, one.total, two.total))
        if one.total <= 50 and {h.reference for h in one.hits} != {h.reference for h in two.hits}:
            differences.append((query, "entries"))
    assert not differences


def test_the_first_ten_are_the_same_with_the_same_scores(engines: tuple[Engine, Engine]) -> None:
    differences = []
    for query in QUERIES:
        plan = replace(plan_of(query), limit=50)
        one, two = (
            [(hit.reference, round(hit.score, 2)) for hit in engine.search(plan).hits[:10]] for engine in engines
        )
        if [reference for reference, _ in one] != [reference for reference, _ in two]:
            differences.append((query, one, two))
        elif any(abs(a - b) > 0.02 for (_, a), (_, b) in zip(one, two, strict=True)):
            differences.append((query, "scores", one, two))
    assert not differences


def test_what_is_shown_is_the_same(engines: tuple[Engine, Engine]) -> None:
    one, two = (engine.search(Plan(limit=200)) for engine in engines)
    shown = [{hit.reference: json.loads(json.dumps(hit.shown)) for hit in answer.hits} for answer in (one, two)]
    assert len(shown[0]) == one.total
    differing = {
        (reference, name)
        for reference, entry in shown[0].items()
        for name, value in entry.items()
        if shown[1][reference][name] != value
    }
    assert not differing


TYPED = [
    "anx", "xiety", "worried", "cyp", "hospital le", "kooht", "koth", "sleep hub", "nurse", "nor", "school avoid", "depresion",
    "st", "how to ref", "999", "cramlngton", "childlne", "help in hex", "self h", "whats cy", "groups for par", "unter",
]  # fmt: skip


def test_suggestions_are_the_same(engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for engine in engines:
        monkeypatch.setattr("search.suggestions.get_engine", lambda engine=engine: engine)
        answers.append({typed: [found.id for found in suggest(typed, AREA)] for typed in TYPED})
    assert answers[0] == answers[1]
    assert all(answers[0].values())


@pytest.mark.parametrize("typed", [("anx",), ("worried",), ("cyp",), ("hospital", "le"), ("kooht",), ("sleep", "prob")])
def test_candidates_for_suggestions_are_the_same(engines: tuple[Engine, Engine], typed: tuple[str, ...]) -> None:
    one, two = ({hit.reference for hit in engine.suggest(typed, 50)} for engine in engines)
    assert one == two
