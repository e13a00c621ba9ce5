"""The engine of more than one machine: an Elasticsearch 8 or 9 cluster.

Each mapping has an alias of its own, ``<prefix>-<hash of the mapping>``, that points to one index. A rebuild fills
another index and moves the alias in one step; the one before stays for going back. A release with another mapping
builds and reads another alias, so that the release that still serves is left alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import ssl
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch, NotFoundError, OrjsonSerializer, TransportError, helpers
from elasticsearch.serializer import NdjsonSerializer

from search.documents import Write
from search.engines.base import Answer, EngineUnavailable, Hit, Late, Plan, Progress
from search.engines.elastic.queries import entries_body, request_bodies, suggestion_body
from search.engines.elastic.schema import INDEX_BODY, LEFT_OUT_EMPTY, MAPPING_HASH, source

logger = logging.getLogger(__name__)
# It would write whole requests, and so what visitors typed, wherever somebody turns debugging on.
logging.getLogger("elastic_transport.node").setLevel(logging.ERROR)

JSON, LINES = "application/json", "application/x-ndjson"
NO_INDEX = "There is no search index yet: run build_index."
SEARCH_SECONDS = 1.5
WRITE_SECONDS = 60.0
BULK_ENTRIES = 1000
SENDERS = 2  # threads that fill a new index
COPY_SECONDS = 30  # how long a new index may wait for its copies, and is switched to without them
HALF_MADE_SECONDS = 6 * 3600  # a rebuild that has not been switched to after this long was killed
OTHER_MAPPING_SECONDS = 7 * 86_400


class FastLines(NdjsonSerializer):
    """Lines of JSON, as many requests and answers are; the client's own are written by the slower standard library."""

    def json_dumps(self, data: Any) -> bytes:
        return orjson.dumps(data, default=self.default)

    def json_loads(self, data: bytes) -> Any:
        return orjson.loads(data)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the cluster is and how indices are laid out there."""

    urls: tuple[str, ...]
    api_key: str = ""
    ca_file: str = ""
    prefix: str = "portal"
    shards: int = 1
    replicas: str = "0-1"  # a number, or a range that follows the number of nodes


def connect(cluster: Cluster) -> Elasticsearch:
    """A client that verifies certificates, tries every node once, and never waits long."""
    secured: dict[str, Any] = {}
    if any(url.startswith("https://") for url in cluster.urls):
        context = ssl.create_default_context()
        if cluster.ca_file:
            context.load_verify_locations(cluster.ca_file)
        secured["ssl_context"] = context
    return Elasticsearch(
        list(cluster.urls),
        api_key=cluster.api_key or None,
        request_timeout=SEARCH_SECONDS,
        retry_on_timeout=False,
        max_retries=max(2, len(cluster.urls)),
        serializers={JSON: OrjsonSerializer(), LINES: FastLines()},
        **secured,
    )


class ElasticEngine:
    name = "elasticsearch"

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.alias = f"{cluster.prefix}-{MAPPING_HASH}"
        self.previous = f"{self.alias}-previous"
        self.client = connect(cluster)

    def _call(self, what: Any, /, **arguments: Any) -> Any:
        """Ask the cluster; whatever goes wrong there is ``EngineUnavailable`` here."""
        try:
            return what(**arguments)
        except NotFoundError as error:
            raise EngineUnavailable(NO_INDEX) from error
        except (ApiError, TransportError, helpers.BulkIndexError) as error:
            raise EngineUnavailable(f"Elasticsearch: {type(error).__name__}") from error

    # --- reading ---

    def search(self, plan: Plan) -> Answer:
        return self.search_all([plan])[0]

    def search_all(self, plans: Sequence[Plan]) -> list[Answer]:
        return [_answer(found) for found in self._ask(request_bodies(plans))]

    def _ask(self, bodies: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Several searches in one round trip. A part of an answer is no answer."""
        searches = [part for body in bodies for part in (self._header(body), body)]
        try:
            found = self._call(self.client.msearch, index=self.alias, searches=searches)["responses"]
        except RuntimeError as error:  # the client's list of nodes, when two threads lose a node at once
            raise EngineUnavailable("Elasticsearch: the client lost its nodes") from error
        for answer in found:
            if "error" in answer:
                missing = answer["error"].get("type") == "index_not_found_exception"
                if not missing:
                    logger.error("Elasticsearch refused a search: %s", answer["error"].get("type"))
                raise EngineUnavailable(NO_INDEX if missing else "Elasticsearch: search failed")
        return list(found)

    def _header(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Every page of one question comes from the same copy of a shard, as copies score a little differently."""
        question = orjson.dumps(body.get("query", {}))
        header = {
            "allow_partial_search_results": False,
            "preference": hashlib.blake2b(question, digest_size=8).hexdigest(),
        }
        if self.cluster.shards > 1:
            header["search_type"] = "dfs_query_then_fetch"  # scores that do not depend on the shard
        return header

    def get(self, references: Iterable[str]) -> dict[str, Hit]:
        return {hit.reference: hit for hit in _answer(self._ask([entries_body(list(references))])[0]).hits}

    def suggest(
        self, words: tuple[str, ...], limit: int, *, kinds: tuple[str, ...] = (), near: frozenset[str] = frozenset()
    ) -> list[Hit]:
        if not words:
            return []
        bodies = [suggestion_body(words, limit, kinds, near, forgives=forgives) for forgives in (False, True)]
        spelt, nearly = map(_answer, self._ask(bodies))
        return list(spelt.hits or nearly.hits)

    def versions(self) -> dict[str, str]:
        body = {"query": {"match_all": {}}, "_source": False, "docvalue_fields": ["version"]}
        found = self._call(
            lambda: list(helpers.scan(self._patient, query=body, index=self.alias, size=5000)),
        )
        return {hit["_id"]: hit["fields"]["version"][0] for hit in found}

    def trouble(self) -> str:
        try:
            if self._call(self.client.indices.exists_alias, name=self.alias):
                self._ask([{"size": 0}])
                return ""
        except EngineUnavailable as error:
            return str(error)
        others = self._call(self._indices)
        return "The search index was made for another release: run build_index." if others else NO_INDEX

    # --- writing ---

    @property
    def _patient(self) -> Elasticsearch:
        return self.client.options(request_timeout=WRITE_SECONDS)

    def update(self, writes: Iterable[Write]) -> None:
        # A removal with a version of ours would make an index where none is, and take the alias's name.
        if not self._call(self._patient.indices.exists_alias, name=self.alias):
            raise EngineUnavailable(NO_INDEX)
        self._call(self._write, index=self.alias, writes=writes)

    def _write(self, *, index: str, writes: Iterable[Write], refresh: bool = True) -> int:
        """External versions: what is older than what stands, or than a removal, is refused by the cluster."""
        count = 0
        for is_done, result in helpers.streaming_bulk(
            self._patient,
            (_action(index, write) for write in writes),
            chunk_size=BULK_ENTRIES,
            max_retries=5,
            raise_on_error=False,
            refresh=refresh,
            require_alias=index == self.alias,
        ):
            ((kind, outcome),) = result.items()
            is_late = outcome["status"] == 409
            is_late |= kind == "delete" and outcome.get("result") == "not_found"  # gone already
            if not is_done and not is_late:
                raise EngineUnavailable(f"Elasticsearch did not take an entry: status {outcome['status']}")
            count += 1
        return count

    def rebuild(self, writes: Iterable[Write], progress: Progress | None = None, late: Late | None = None) -> int:
        index = f"{self.alias}-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S%f}"
        return int(self._call(self._rebuild, index=index, writes=writes, progress=progress, late=late))

    def _rebuild(self, *, index: str, writes: Iterable[Write], progress: Progress | None, late: Late | None) -> int:
        indices = self._patient.indices
        fast: dict[str, Any] = {"number_of_shards": self.cluster.shards, "number_of_replicas": 0}
        fast["refresh_interval"] = "-1"  # nobody reads it yet
        fast["translog.durability"] = "async"  # nor depends on it: a node that falls now means another rebuild
        # A removal is remembered for as long as any rebuild may take, or a late write would bring the entry back.
        fast["gc_deletes"] = f"{HALF_MADE_SECONDS}s"
        indices.create(index=index, mappings=INDEX_BODY["mappings"], settings={"index": fast, **INDEX_BODY["settings"]})
        try:
            count = self._fill(index=index, writes=_counted(writes, progress))
            indices.refresh(index=index)
            indices.flush(
                index=index, force=True
            )  # or a copy on another node would be made by indexing everything once more
            held = self._patient.count(index=index)["count"]
            if held != count:
                raise EngineUnavailable(f"The new index holds {held} entries instead of {count}.")
            ready = {"refresh_interval": "1s", "translog.durability": "request"} | self._copies()
            indices.put_settings(index=index, settings={"index": ready})
            if late:
                self._write(index=index, writes=late())
            # A copy on another node, before anybody depends on it; one node alone has none to wait for.
            self._patient.options(ignore_status=408).cluster.health(
                index=index, wait_for_status="green", timeout=f"{COPY_SECONDS}s"
            )
        except BaseException:
            indices.delete(index=index, ignore_unavailable=True)
            raise
        self._switch_to(index)
        if late:
            self._write(index=self.alias, writes=late())  # what was written to the old index in the meantime
        return count

    def _fill(self, *, index: str, writes: Iterable[Write]) -> int:
        """Entries are read here, where the database is, and sent by threads, so that neither waits for the other."""
        count, sent, rest = 0, deque[Future[int]](), iter(writes)
        with ThreadPoolExecutor(SENDERS) as pool:
            while chunk := list(islice(rest, BULK_ENTRIES)):
                sent.append(pool.submit(self._write, index=index, writes=chunk, refresh=False))
                if len(sent) > SENDERS:
                    count += sent.popleft().result()
            return count + sum(part.result() for part in sent)

    def _indices(self) -> list[str]:
        """The indices of this installation, of whatever mapping; "portal-staging" is another's."""
        found = self._patient.indices.get(index=f"{self.cluster.prefix}-*", features="aliases")
        ours = re.compile(rf"{re.escape(self.cluster.prefix)}-[0-9a-f]{{8}}-\d{{20}}")
        return [name for name in found if ours.fullmatch(name)]

    def _copies(self) -> dict[str, str]:
        copies = self.cluster.replicas
        return {"number_of_replicas": copies} if copies.isdigit() else {"auto_expand_replicas": copies}

    def roll_back(self) -> bool:
        before = self._call(self._behind, alias=self.previous)
        if before:
            self._call(self._switch_to, index=before)
        return bool(before)

    def _behind(self, alias: str) -> str:
        """The index that an alias points to, if there is one."""
        indices = self._patient.indices
        return max(indices.get_alias(name=alias), default="") if indices.exists_alias(name=alias) else ""

    def _switch_to(self, index: str) -> None:
        """Move both aliases in one step; then remove what neither points to, but for a rebuild that may be running."""
        current, before = self._behind(self.alias), self._behind(self.previous)
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}]
        if before:
            actions.append({"remove": {"index": before, "alias": self.previous}})
        if current:
            actions.append({"remove": {"index": current, "alias": self.alias}})
            actions.append({"add": {"index": current, "alias": self.previous}})
        self._patient.indices.update_aliases(actions=actions)
        for other in self._indices():
            is_ours = other.startswith(f"{self.alias}-")
            oldest = HALF_MADE_SECONDS if is_ours else OTHER_MAPPING_SECONDS
            if other not in (index, current) and (other == before or _age(other) > oldest):
                self._patient.indices.delete(index=other, ignore_unavailable=True)


def _age(index: str) -> float:
    """Seconds since an index was made, by its name."""
    made = dt.datetime.strptime(index.rsplit("-", 1)[1], "%Y%m%d%H%M%S%f").replace(tzinfo=dt.UTC)
    return (dt.datetime.now(dt.UTC) - made).total_seconds()


def _counted(writes: Iterable[Write], progress: Progress | None) -> Iterator[Write]:
    for count, write in enumerate(writes, 1):
        yield write
        if progress:
            progress(count)


def _action(index: str, write: Write) -> dict[str, Any]:
    action = {"_index": index, "_id": write.reference, "version": write.number, "version_type": "external_gte"}
    if write.document is None:
        return action | {"_op_type": "delete"}
    return action | {"_op_type": "index", "_source": source(write.document)}


def _answer(found: Mapping[str, Any]) -> Answer:
    hits = tuple(_hit(hit) for hit in found["hits"]["hits"])
    counts = {}
    for name, part in found.get("aggregations", {}).items():
        buckets = part.get("values", part)["buckets"]
        counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return Answer(total=found["hits"].get("total", {}).get("value", len(hits)), hits=hits, facets=counts)


def _hit(hit: Mapping[str, Any]) -> Hit:
    highlight = hit.get("highlight", {}).get("body", [""])[0]
    return Hit(
        reference=hit["_id"],
        score=float(hit["_score"] or 0.0),
        shown=LEFT_OUT_EMPTY | hit["_source"],
        highlight=highlight,
    )
