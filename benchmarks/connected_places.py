"""The shape of a peer's query on the same cluster: Connected Places, a directory of local services made with Laravel.

Each text field is asked three times, for any word, for every word and for the phrase; typing errors are allowed in all;
what lies further than fifteen miles is left out; and what is nearer scores more. The mapping and the query are written
anew from how that search works.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch, helpers

from benchmarks.site import Asked
from benchmarks.timing import Task
from search.documents import Document

MILES = 15
SIZE = 25
SCORE = "((doc['score'].value + 1) * 0.1) + 1"
# Any word, every word, the phrase.
BOOSTS = {
    "name": (3, 4, 6),
    "organisation_name": (3, 4, 6),
    "intro": (1, 2, 3),
    "description": (1, 1.5, 2),
    "taxonomy_categories": (1, 2, 3),
}
MAPPING: dict[str, Any] = {
    "properties": {
        **{name: {"type": "text", "analyzer": "english"} for name in BOOSTS},
        "status": {"type": "keyword"},
        "score": {"type": "integer"},
        "service_locations": {"type": "nested", "properties": {"location": {"type": "geo_point"}}},
    }
}


@dataclass(frozen=True, slots=True)
class Peer:
    client: Elasticsearch
    index: str

    def fill(self, documents: Iterable[Document]) -> None:
        self.drop()
        quick = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
        self.client.indices.create(index=self.index, mappings=MAPPING, settings=quick)
        patient = self.client.options(request_timeout=120)
        for _ in helpers.streaming_bulk(patient, self._actions(documents), chunk_size=500, max_retries=5):
            pass
        self.client.indices.refresh(index=self.index)
        self.client.indices.put_settings(index=self.index, settings={"auto_expand_replicas": "0-1"})

    def _actions(self, documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
        for number, document in enumerate(documents):
            points = [{"location": {"lat": lat, "lon": lon}} for lat, lon in document.points]
            source = {
                "name": document.title,
                "organisation_name": document.provider,
                "intro": document.summary,
                "description": document.body,
                "taxonomy_categories": document.need_words,
                "status": "active",
                "score": number % 6,
                "service_locations": points,
            }
            yield {"_index": self.index, "_id": document.reference, "_source": source}

    def drop(self) -> None:
        self.client.indices.delete(index=self.index, ignore_unavailable=True)

    def task(self, mix: Sequence[Asked]) -> Task:
        bodies = [request_body(asked) for asked in mix]
        return lambda number: self.client.search(index=self.index, **bodies[number])


def make_peer() -> Peer:
    client = Elasticsearch(settings.CLUSTER_URL, request_timeout=30)
    return Peer(client, f"{settings.PEERS_INDEX_PREFIX}-connected-places")


def request_body(asked: Asked) -> dict[str, Any]:
    here = {"lat": asked.location.latitude, "lon": asked.location.longitude}
    near = {"geo_distance": {"distance": f"{MILES}mi", "service_locations.location": here}}
    nearer = {"service_locations.location": {"origin": here, "scale": "1mi"}}
    query = {
        "bool": {
            "filter": [{"term": {"status": "active"}}],
            "should": [way for name, boosts in BOOSTS.items() for way in _ways(name, asked.text, boosts)],
            "minimum_should_match": 1,
            "must": [{"nested": {"path": "service_locations", "query": near}}],
        }
    }
    functions = [{"script_score": {"script": {"source": SCORE}}}, {"gauss": nearer}]
    return {"query": {"function_score": {"query": query, "functions": functions}}, "size": SIZE}


def _ways(name: str, text: str, boosts: tuple[float, float, float]) -> list[dict[str, Any]]:
    any_word, every_word, phrase = boosts
    loose = {"query": text, "fuzziness": "AUTO"}
    return [
        {"match": {name: loose | {"boost": any_word}}},
        {"match": {name: loose | {"operator": "AND", "boost": every_word}}},
        {"match_phrase": {name: {"query": text, "boost": phrase}}},
    ]
