"""Our whole search as the API does it, and the same questions put to the engine alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any
from unittest import mock

import tantivy
from circuitbreaker import CircuitBreaker
from django.conf import settings
from django.test import RequestFactory, override_settings
from elasticsearch import Elasticsearch

from benchmarks.site import Asked
from benchmarks.timing import Task
from search import views
from search.api import as_json
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.engines.embedded import engine as embedded
from search.engines.guarded import GuardedEngine

REQUEST = RequestFactory().post("/api/search/")
NEVER = 1_000_000_000  # failures until the guard stops asking the cluster
Step = Callable[[], Any]


@contextlib.contextmanager
def engine_of(name: str) -> Iterator[Any]:
    """The site as it is with this engine configured, and nothing that could answer in its place.

    What the cluster does not answer in time is a failure, which is counted, and the next search asks it again.
    """
    urls = settings.CLUSTER_URL if name == "elasticsearch" else []
    with contextlib.ExitStack() as stack:
        stack.enter_context(override_settings(ELASTICSEARCH_URL=urls))
        engine = get_engine()
        if isinstance(engine, GuardedEngine):
            stack.enter_context(mock.patch.object(engine, "spare", _NoSpare()))
            stack.enter_context(mock.patch.object(engine, "breaker", CircuitBreaker(NEVER)))
        yield engine


class _NoSpare:
    def __getattr__(self, name: str) -> Any:
        def refuse(*args: Any) -> Any:
            raise EngineUnavailable("The cluster did not answer in time.")

        return refuse


def answer(asked: Asked) -> dict[str, Any]:
    """Everything that ``/api/search/`` does but HTTP: the site's area and words, parse, search, shape."""
    return as_json(views.answer(REQUEST, asked.data))


def whole(mix: Sequence[Asked]) -> Task:
    return lambda number: answer(mix[number])


def raw(name: str, mix: Sequence[Asked]) -> Task:
    """What the engine itself was asked by each whole search, recorded beforehand and only asked again."""
    record = _record_cluster if name == "elasticsearch" else _record_embedded
    recorded = [record(asked) for asked in mix]
    if not all(recorded):
        raise RuntimeError(f"Not every search asked the engine: {name}")

    def ask(number: int) -> None:
        for step in recorded[number]:
            step()

    return ask


def _record_cluster(asked: Asked) -> list[Step]:
    """The same requests through the same client."""
    steps: list[Step] = []

    def keep(name: str) -> Any:
        real = getattr(Elasticsearch, name)

        def call(client: Elasticsearch, *args: Any, **arguments: Any) -> Any:
            steps.append(lambda: real(client, *args, **arguments))
            return real(client, *args, **arguments)

        return mock.patch.object(Elasticsearch, name, call)

    with keep("msearch"), keep("search"):
        answer(asked)
    return steps


def _record_embedded(asked: Asked) -> list[Step]:
    """The same Tantivy queries, counts, documents and snippets, with nothing made of what comes back."""
    steps: list[Step] = []
    real_index = embedded.EmbeddedEngine._index

    def index(self: Any) -> Any:
        return SimpleNamespace(searcher=lambda: _Recorder(real_index(self).searcher(), steps))

    snippets = SimpleNamespace(create=lambda searcher, *rest: searcher.snippets(*rest))
    library = _Instead(tantivy, SnippetGenerator=snippets)
    with mock.patch.object(embedded.EmbeddedEngine, "_index", index), mock.patch.object(embedded, "tantivy", library):
        answer(asked)
    return steps


class _Instead:
    """A module with some of its names replaced."""

    def __init__(self, module: Any, **names: Any) -> None:
        self._module = module
        vars(self).update(names)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


class _Recorder:
    """A searcher that keeps what it was asked, to be asked again."""

    def __init__(self, searcher: Any, steps: list[Step]) -> None:
        self._searcher, self._steps = searcher, steps

    def _keep(self, method: Any, *args: Any, **arguments: Any) -> Any:
        self._steps.append(lambda: method(*args, **arguments))
        return method(*args, **arguments)

    def search(self, *args: Any, **arguments: Any) -> Any:
        return self._keep(self._searcher.search, *args, **arguments)

    def aggregate(self, *args: Any, **arguments: Any) -> Any:
        return self._keep(self._searcher.aggregate, *args, **arguments)

    def doc(self, address: Any) -> Any:
        return self._keep(self._searcher.doc, address)

    def snippets(self, *args: Any) -> _SnippetRecorder:
        return _SnippetRecorder(self._keep(tantivy.SnippetGenerator.create, self._searcher, *args), self._steps)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)


class _SnippetRecorder:
    def __init__(self, generator: Any, steps: list[Step]) -> None:
        self._generator, self._steps = generator, steps

    def snippet_from_doc(self, document: Any) -> Any:
        self._steps.append(lambda: self._generator.snippet_from_doc(document).to_html())
        return self._generator.snippet_from_doc(document)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._generator, name)
