"""The embedded engine: a Tantivy index in a folder; many processes read it, one at a time writes.

The folder holds one generation (``g-<schema>-<n>``) that ``current`` points to. A rebuild makes the next generation
beside it and moves the pointer in one step. Tantivy's commits are atomic, and every lock here ends with its process,
so a process that is killed leaves the last whole state and nothing to clean up.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import tantivy
from filelock import FileLock, Timeout
from tantivy import Occur, Query

from directory.coverage import miles_between
from search.documents import Write
from search.engines.base import Answer, EngineUnavailable, Hit, Late, Plan, Progress
from search.engines.embedded.queries import (
    any_of,
    filter_clauses,
    matching,
    suggestion,
    with_filters,
    word_query,
)
from search.engines.embedded.schema import EN, PLAIN, SCHEMA, SCHEMA_HASH, cells_around, tantivy_document

WRITER_BYTES = 60_000_000
LOCK_SECONDS = 60
OTHER_SCHEMA_SECONDS = 7 * 86_400
SNIPPET_CHARACTERS = 180
MOST_VENUES = 50_000


class EmbeddedEngine:
    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: tuple[str, tantivy.Index] | None = None
        self._stamp: tuple[str, int] | None = None
        self._guard = threading.Lock()

    # --- where it lives ---

    @property
    def _pointer(self) -> Path:
        return self.folder / f"current-{SCHEMA_HASH}"

    def _generation(self) -> str | None:
        try:
            return os.readlink(self._pointer)
        except OSError:
            return None

    def _open(self, generation: str) -> tantivy.Index:
        index = tantivy.Index(SCHEMA, path=str(self.folder / generation), reuse=True)
        index.register_tokenizer("en", EN)
        index.register_tokenizer("plain", PLAIN)
        index.config_reader(reload_policy="manual")
        return index

    def _index(self) -> tantivy.Index:
        """The current generation, reloaded when another process has committed."""
        generation = self._generation()
        if generation is None:
            raise EngineUnavailable("There is no search index yet: run build_index.")
        try:
            stamp = (generation, (self.folder / generation / "meta.json").stat().st_mtime_ns)
        except OSError as error:
            raise EngineUnavailable("The search index is not readable.") from error
        with self._guard:
            if self._opened is None or self._opened[0] != generation:
                self._opened = (generation, self._open(generation))
                self._stamp = None
            if self._stamp != stamp:
                self._opened[1].reload()
                self._stamp = stamp
            return self._opened[1]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "writer.lock", timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise EngineUnavailable("Another process has been writing the index for too long.") from error

    def trouble(self) -> str:
        try:
            self._index()
        except EngineUnavailable as error:
            return str(error)
        return ""

    # --- writing ---

    def update(self, writes: Iterable[Write]) -> None:
        """One commit. The writes are read under the lock, so that none is older than what another process wrote."""
        with self._writing():
            generation = self._generation()
            if generation is not None:  # else build_index makes the first one, from the database
                self._write(generation, writes)

    def _write(self, generation: str, writes: Iterable[Write]) -> None:
        newest = {write.reference: write for write in writes}
        if not newest:
            return
        writer = self._open(generation).writer(WRITER_BYTES, 1)
        for reference, write in newest.items():
            writer.delete_documents_by_term("reference", reference)
            if write.document:
                writer.add_document(tantivy_document(write.document))
        writer.commit()
        writer.wait_merging_threads()

    def rebuild(self, writes: Iterable[Write], progress: Progress | None = None, late: Late | None = None) -> int:
        with self._writing():
            old = self._generation()
            generation = f"g-{SCHEMA_HASH}-{max(map(_number, self._generations()), default=0) + 1}"
            (self.folder / generation).mkdir(parents=True)
            writer = self._open(generation).writer(WRITER_BYTES * 2, 2)
            count = 0
            for count, write in enumerate(writes, 1):
                if write.document:
                    writer.add_document(tantivy_document(write.document))
                if progress:
                    progress(count)
            writer.commit()
            writer.wait_merging_threads()
            if late:
                self._write(generation, late())
            self._point_to(generation)
            self._sweep(keep={generation, old})
        return count

    def roll_back(self) -> bool:
        with self._writing():
            current = self._generation()
            older = [g for g in self._generations() if current and _number(g) < _number(current)]
            if not older:
                return False
            self._point_to(max(older, key=_number))
            return True

    def _point_to(self, generation: str) -> None:
        new_pointer = self._pointer.with_suffix(".new")
        new_pointer.unlink(missing_ok=True)
        new_pointer.symlink_to(generation)
        new_pointer.replace(self._pointer)

    def _generations(self) -> list[str]:
        return [path.name for path in self.folder.glob(f"g-{SCHEMA_HASH}-*")]

    def _sweep(self, keep: set[str | None]) -> None:
        """Remove generations that nobody reads any more.

        The one before stays for readers in mid-search, and another schema's for a release that still serves.
        """
        for path in self.folder.glob("g-*"):
            is_ours = path.name.startswith(f"g-{SCHEMA_HASH}-")
            is_old = time.time() - path.stat().st_mtime > OTHER_SCHEMA_SECONDS
            if path.name not in keep and (is_ours or is_old):
                shutil.rmtree(path, ignore_errors=True)

    # --- reading ---

    def versions(self) -> dict[str, str]:
        searcher = self._index().searcher()
        if not searcher.num_docs:
            return {}
        found = searcher.search(Query.all_query(), limit=searcher.num_docs, count=False)
        documents = (searcher.doc(address) for _, address in found.hits)
        return {str(d.get_first("reference")): str(d.get_first("version")) for d in documents}

    def get(self, references: Iterable[str]) -> dict[str, Hit]:
        references = list(references)
        searcher = self._index().searcher()
        found = searcher.search(any_of("reference", references), limit=max(len(references), 1), count=False)
        hits = [_hit(searcher, score, address) for score, address in found.hits]
        return {hit.reference: hit for hit in hits}

    def search(self, plan: Plan) -> Answer:
        return self.search_all([plan])[0]

    def search_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """Plans that look for the same share the making of it."""
        searcher = self._index().searcher()
        matches: dict[Any, Query] = {}
        answers = []
        for plan in plans:
            what = plan.looks_for
            if what not in matches:
                matches[what] = matching(plan)
            answers.append(self._search(searcher, plan, matches[what]))
        return answers

    def _search(self, searcher: tantivy.Searcher, plan: Plan, match: Query) -> Answer:
        near = self._within(searcher, plan) if plan.filters.near else None
        query = with_filters(match, filter_clauses(plan, near), plan)
        found = searcher.search(query, limit=max(plan.limit, 1), offset=plan.offset)
        snippets = None
        if plan.words and found.hits and not plan.outside:
            lexical = Query.boolean_query(
                [(Occur.Should, word_query(word)) for word in plan.words if not word.is_light]
            )
            snippets = tantivy.SnippetGenerator.create(searcher, lexical, SCHEMA, "body")
            snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        hits = [_hit(searcher, score, address, snippets) for score, address in found.hits[: plan.limit]]
        hits.sort(key=lambda hit: (-round(hit.score, 3), hit.reference))  # equal scores stand by name
        return Answer(total=found.count or 0, hits=tuple(hits), facets=self._facets(searcher, plan, match, near))

    def _facets(
        self, searcher: tantivy.Searcher, plan: Plan, match: Query, near: list[str] | None
    ) -> dict[str, dict[str, int]]:
        """Counts for each facet, as if the choices made inside that facet were open again."""
        if not plan.facets:
            return {}
        free = [f for f in plan.facets if f not in plan.filters.values]
        groups = [(None, free)] + [(f, [f]) for f in plan.facets if f in plan.filters.values]
        counts: dict[str, dict[str, int]] = {}
        for left_out, names in groups:
            if not names:
                continue
            query = with_filters(match, filter_clauses(plan, near, without=left_out), plan)
            asked = {name: {"terms": {"field": name, "size": 200}} for name in names}
            answer = searcher.aggregate(query, asked)
            for name in names:
                counts[name] = {b["key"]: b["doc_count"] for b in answer[name]["buckets"]}
        return counts

    def _within(self, searcher: tantivy.Searcher, plan: Plan) -> list[str]:
        """References with a venue inside the circle: the cells that it touches, then exact miles."""
        latitude, longitude, miles = plan.filters.near or (0.0, 0.0, 0.0)
        found = searcher.search(
            any_of("cells", cells_around(latitude, longitude, miles)), limit=MOST_VENUES, count=False
        )
        hits = (_hit(searcher, score, address) for score, address in found.hits)
        return [
            hit.reference
            for hit in hits
            if any(miles_between((latitude, longitude), (p[0], p[1])) <= miles for p in hit.shown["points"])
        ]

    def suggest(
        self, words: tuple[str, ...], limit: int, *, kinds: tuple[str, ...] = (), near: frozenset[str] = frozenset()
    ) -> list[Hit]:
        if not words:
            return []
        searcher = self._index().searcher()
        for forgives in (False, True):
            found = searcher.search(suggestion(words, kinds, near, forgives=forgives), limit=limit, count=False)
            if found.hits:
                return [_hit(searcher, score, address) for score, address in found.hits]
        return []


def _number(generation: str) -> int:
    return int(generation.rsplit("-", 1)[1])


def _hit(searcher: tantivy.Searcher, score: Any, address: Any, snippets: Any = None) -> Hit:
    document = searcher.doc(address)
    shown = orjson.loads(bytes(document.get_first("shown")))
    highlight = ""
    if snippets is not None:
        highlight = snippets.snippet_from_doc(document).to_html().replace("<b>", "<mark>").replace("</b>", "</mark>")
    return Hit(reference=shown["reference"], score=float(score or 0.0), shown=shown, highlight=highlight)
