"""The embedded engine: a Tantivy index in a folder; many processes read it, one at a time writes.

The folder holds one generation (``g-<schema>-<n>``) that ``current`` points to. A rebuild makes the next generation
beside it and moves the pointer in one step. Tantivy's commits are atomic, and every lock here ends with its process,
so a process that is killed leaves the last whole state and nothing to clean up.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
import math
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tantivy
from filelock import FileLock, Timeout
from tantivy import FieldType, Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from directory.places import miles_between
from search import ranking
from search.documents import Document
from search.engines.base import Answer, EngineUnavailable, Filters, Hit, Plan, Word

WRITER_BYTES = 60_000_000
LOCK_SECONDS = 60
OTHER_SCHEMA_SECONDS = 7 * 86_400
TEXT_FIELDS = tuple(ranking.FIELD_BOOSTS)
KEYWORD_FIELDS = ("kind", "needs", "how", "routes", "thrive", "audiences", "areas", "hours", "traits", "cells")
SNIPPET_CHARACTERS = 180
# Venues are found by cells of this many degrees, then measured exactly.
CELL_LATITUDE, CELL_LONGITUDE = 0.1, 0.15
MOST_VENUES = 50_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("reference", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("version", stored=True, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, stored=name == "body", tokenizer_name="en")
    for name in FUZZY_FIELDS:
        builder.add_text_field(name, tokenizer_name="plain", index_option="freq")
    builder.add_text_field("exact_names", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("main_need", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("suggestion", tokenizer_name="plain", index_option="freq")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("age_from", indexed=True, fast=True)
    builder.add_unsigned_field("age_before", indexed=True, fast=True)
    builder.add_unsigned_field("kitemark_until", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


# Unstemmed twins of the fields in which a nearly right word, or the beginning of one, counts.
FUZZY_FIELDS = tuple(f"{name}_plain" for name in ranking.FUZZY_FIELDS)
SCHEMA = _schema()
# Another schema is another folder: an index that an older release made is never misread.
SCHEMA_HASH = hashlib.blake2b(
    (inspect.getsource(_schema) + repr(ranking.FUZZY_FIELDS)).encode(), digest_size=4
).hexdigest()


def _analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(60))
        .filter(Filter.ascii_fold())
        .filter(Filter.lowercase())
    )
    return (builder.filter(Filter.stemmer("english")) if stemmed else builder).build()


EN, PLAIN = _analyzer(stemmed=True), _analyzer(stemmed=False)


def _without_apostrophes(text: str) -> str:
    return text.replace("'", "").replace("’", "")


def _date_number(iso: str) -> int:
    """2026-11-23 -> 20261123, so that dates compare as numbers."""
    return int(iso.replace("-", "")) if iso else 0


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / CELL_LATITUDE), math.floor(longitude / CELL_LONGITUDE)


def _cells_around(latitude: float, longitude: float, miles: float) -> list[str]:
    """Every cell that a circle of this many miles may touch."""
    high = miles / 69.0
    wide = miles / (69.0 * max(math.cos(math.radians(latitude)), 0.2))
    south, west = _cell(latitude - high, longitude - wide)
    north, east = _cell(latitude + high, longitude + wide)
    return [f"{y},{x}" for y in range(south, north + 1) for x in range(west, east + 1)]


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

    def is_ready(self) -> bool:
        try:
            self._index()
        except EngineUnavailable:
            return False
        return True

    # --- writing ---

    def update(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Add or replace documents and take others away, in one commit."""
        documents, gone = list(documents), list(gone)
        with self._writing():
            generation = self._generation()
            if generation is None:
                return  # build_index makes the first generation from the database
            writer = self._open(generation).writer(WRITER_BYTES, 1)
            for reference in {*gone, *(d.reference for d in documents)}:
                writer.delete_documents_by_term("reference", reference)
            for document in documents:
                writer.add_document(_tantivy_document(document))
            writer.commit()
            writer.wait_merging_threads()

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Build the next generation beside the current one, then switch to it. Returns how many it holds."""
        with self._writing():
            old = self._generation()
            number = int(old.rsplit("-", 1)[1]) + 1 if old else 1
            generation = f"g-{SCHEMA_HASH}-{number}"
            shutil.rmtree(self.folder / generation, ignore_errors=True)  # left by a killed process
            (self.folder / generation).mkdir(parents=True)
            writer = self._open(generation).writer(WRITER_BYTES * 2, 2)
            count = 0
            for count, document in enumerate(documents, 1):
                writer.add_document(_tantivy_document(document))
                if progress:
                    progress(count)
            writer.commit()
            writer.wait_merging_threads()
            new_pointer = self._pointer.with_suffix(".new")
            new_pointer.unlink(missing_ok=True)
            new_pointer.symlink_to(generation)
            new_pointer.replace(self._pointer)
            self._sweep(keep={generation, old})
        return count

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
        """Reference -> version of everything that the index holds."""
        searcher = self._index().searcher()
        if not searcher.num_docs:
            return {}
        found = searcher.search(Query.all_query(), limit=searcher.num_docs, count=False)
        documents = (searcher.doc(address) for _, address in found.hits)
        return {str(d.get_first("reference")): str(d.get_first("version")) for d in documents}

    def get(self, references: Iterable[str]) -> dict[str, Hit]:
        references = list(references)
        searcher = self._index().searcher()
        found = searcher.search(_any_of("reference", references), limit=max(len(references), 1), count=False)
        hits = [_hit(searcher, score, address) for score, address in found.hits]
        return {hit.reference: hit for hit in hits}

    def search(self, plan: Plan) -> Answer:
        searcher = self._index().searcher()
        near = self._within(searcher, plan) if plan.filters.near else None
        matching = _matching(plan)
        query = _with_filters(matching, _filters(plan, near), plan)
        found = searcher.search(query, limit=max(plan.limit, 1), offset=plan.offset)
        snippets = None
        if plan.words and found.hits:
            lexical = Query.boolean_query(
                [(Occur.Should, _word_query(word)) for word in plan.words if not word.is_light]
            )
            snippets = tantivy.SnippetGenerator.create(searcher, lexical, SCHEMA, "body")
            snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        hits = tuple(_hit(searcher, score, address, snippets) for score, address in found.hits[: plan.limit])
        return Answer(total=found.count or 0, hits=hits, facets=self._facets(searcher, plan, matching, near))

    def _facets(
        self, searcher: tantivy.Searcher, plan: Plan, matching: Query, near: list[str] | None
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
            query = _with_filters(matching, _filters(plan, near, without=left_out), plan)
            asked = {name: {"terms": {"field": name, "size": 200}} for name in names}
            answer = searcher.aggregate(query, asked)
            for name in names:
                counts[name] = {b["key"]: b["doc_count"] for b in answer[name]["buckets"]}
        return counts

    def _within(self, searcher: tantivy.Searcher, plan: Plan) -> list[str]:
        """References with a venue inside the circle: the cells that it touches, then exact miles."""
        latitude, longitude, miles = plan.filters.near or (0.0, 0.0, 0.0)
        found = searcher.search(
            _any_of("cells", _cells_around(latitude, longitude, miles)), limit=MOST_VENUES, count=False
        )
        hits = (_hit(searcher, score, address) for score, address in found.hits)
        return [
            hit.reference
            for hit in hits
            if any(miles_between((latitude, longitude), (p[0], p[1])) <= miles for p in hit.shown["points"])
        ]

    def suggest(self, words: tuple[str, ...], limit: int) -> list[Hit]:
        """Entries whose names hold every word; the last may be unfinished, and a longer one mistyped."""
        if not words:
            return []
        searcher = self._index().searcher()
        clauses = [(Occur.Must, _suggestion_word(word, is_last=i == len(words) - 1)) for i, word in enumerate(words)]
        found = searcher.search(Query.boolean_query(clauses), limit=limit, count=False)
        return [_hit(searcher, score, address) for score, address in found.hits]


# --- documents ----------------------------------------------------------------------------------------


def _tantivy_document(document: Document) -> tantivy.Document:
    names = " ; ".join(document.names)
    texts = {
        "title": document.title,
        "names": names,
        "summary": document.summary,
        "need_words": document.need_words,
        "tags": document.tags,
        "provider": document.provider,
        "criteria": document.criteria,
        "body": document.body,
    }
    made = tantivy.Document()
    made.add_text("reference", document.reference)
    made.add_text("version", document.version)
    for name, text in texts.items():
        made.add_text(name, _without_apostrophes(text) if name != "body" else text)
    for name in ranking.FUZZY_FIELDS:
        made.add_text(f"{name}_plain", _without_apostrophes(texts[name]))
    for name in document.exact_names:
        made.add_text("exact_names", name)
    if document.main_need:
        made.add_text("main_need", document.main_need)
    if document.is_suggestable:
        made.add_text("suggestion", _without_apostrophes(f"{document.title} ; {names}"))
    keywords: dict[str, Iterable[str]] = {
        "kind": (document.kind,),
        "cells": {f"{y},{x}" for y, x in (_cell(*point) for point in document.points)},
        **{
            n: getattr(document, n)
            for n in ("needs", "how", "routes", "thrive", "audiences", "areas", "hours", "traits")
        },
    }
    for name, values in keywords.items():
        for value in values:
            made.add_text(name, value)
    if not document.areas:
        made.add_text("areas", EVERYWHERE)
    made.add_unsigned("age_from", document.age_from)
    made.add_unsigned("age_before", document.age_before)
    made.add_unsigned("kitemark_until", _date_number(document.kitemark_until))
    shown = asdict(document)
    del shown["body"]
    made.add_bytes("shown", json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode())
    return made


EVERYWHERE = "everywhere"  # what has no area: topics, pages, resources


def _hit(searcher: tantivy.Searcher, score: Any, address: Any, snippets: Any = None) -> Hit:
    document = searcher.doc(address)
    shown = json.loads(bytes(document.get_first("shown")))
    highlight = ""
    if snippets is not None:
        highlight = snippets.snippet_from_doc(document).to_html().replace("<b>", "<mark>").replace("</b>", "</mark>")
    return Hit(reference=shown["reference"], score=float(score or 0.0), shown=shown, highlight=highlight)


# --- queries ------------------------------------------------------------------------------------------


def _term(name: str, value: str) -> Query:
    return Query.term_query(SCHEMA, name, value, index_option="basic" if name in KEYWORD_FIELDS else "freq")


def _any_of(name: str, values: Iterable[str]) -> Query:
    values = list(values)
    return Query.term_set_query(SCHEMA, name, values) if values else Query.empty_query()


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _word_query(word: Word) -> Query:
    """One word in every field: the best field counts, others a little; nearly right words count less."""
    weight = ranking.LIGHT_WORD_BOOST if word.is_light else 1.0
    clauses = []
    for text, share in ((word.text, 1.0), *((other, ranking.FAMILY_BOOST) for other in word.others)):
        for token in EN.analyze(text)[:1]:
            clauses += [
                Query.boost_query(_term(name, token), boost * share * weight)
                for name, boost in ranking.FIELD_BOOSTS.items()
            ]
    for name in ranking.FUZZY_FIELDS:
        boost = ranking.FIELD_BOOSTS[name] * weight
        field = f"{name}_plain"
        if word.is_last and len(word.text) >= 3:
            starts = Query.fuzzy_term_query(SCHEMA, field, word.text, 0, True, prefix=True)
            clauses.append(_scored(starts, boost * ranking.PREFIX_BOOST))
        if distance := edit_distance(word.text):
            near = Query.fuzzy_term_query(SCHEMA, field, word.text, distance, True)
            clauses.append(_scored(near, boost * ranking.FUZZY_BOOST))
    return Query.disjunction_max_query(clauses, tie_breaker=ranking.TIE_BREAKER)


def edit_distance(word: str) -> int:
    """How many letters may be wrong: none in a short word or a number, two in a long word."""
    if len(word) < 5 or any(c.isdigit() for c in word):
        return 0
    return 1 if len(word) < 8 else 2


def _suggestion_word(word: str, *, is_last: bool) -> Query:
    exact = Query.fuzzy_term_query(SCHEMA, "suggestion", word, 0, True, prefix=is_last)
    clauses = [(Occur.Should, _scored(exact, 3.0))]
    if distance := edit_distance(word):
        near = Query.fuzzy_term_query(SCHEMA, "suggestion", word, distance, True, prefix=is_last)
        clauses.append((Occur.Should, _scored(near, 1.0)))
    return Query.boolean_query(clauses)


def _matching(plan: Plan) -> Query:
    """What makes an entry a match: enough of the words, its whole name, or its need."""
    ways: list[Query] = []
    if plan.words:
        clauses = [(Occur.Should, _word_query(word)) for word in plan.words]
        counted = [(Occur.Should, _word_query(word)) for word in plan.words if not word.is_light] or clauses
        enough = Query.boolean_query(counted, minimum_number_should_match=min(plan.required, len(counted)))
        light = [clause for clause, word in zip(clauses, plan.words, strict=True) if word.is_light]
        ways.append(Query.boolean_query([(Occur.Must, enough), *light]) if counted is not clauses else enough)
    ways += [_scored(_term("exact_names", name), boost) for name, boost in plan.names]
    ways += [_scored(_term("reference", reference), boost) for reference, boost in plan.boosts]
    for position, (need, strength) in enumerate(plan.needs):
        weight = strength * ranking.NEED_DECAY**position
        for field, boosts in (("needs", ranking.NEED_BOOSTS), ("main_need", ranking.MAIN_NEED_BOOSTS)):
            for kind, boost in boosts.items():
                both = [(Occur.Must, _term(field, need)), (Occur.Must, _term("kind", kind))]
                ways.append(_scored(Query.boolean_query(both), boost * weight))
    if not ways:
        return _scored(Query.all_query(), 0.0)
    return Query.boolean_query([(Occur.Should, way) for way in ways], minimum_number_should_match=1)


def _filters(plan: Plan, near: list[str] | None, without: str | None = None) -> list[tuple[Occur, Query]]:
    """Clauses that decide and never score."""
    filters = plan.filters
    clauses = [(Occur.Must, _any_of(name, values)) for name, values in filters.values.items() if name != without]
    if filters.hours is not None:
        clauses.append((Occur.Must, _any_of("hours", filters.hours)))
    if filters.kitemarked_on:
        today = _date_number(filters.kitemarked_on)
        clauses.append((Occur.Must, Query.range_query(SCHEMA, "kitemark_until", FieldType.Unsigned, today, None)))
    if near is not None:
        clauses.append((Occur.Must, _any_of("reference", near)))
    inside = _inside(filters)
    if plan.outside:
        clauses.append((Occur.MustNot, Query.boolean_query(inside)))
    else:
        clauses += inside
    return clauses


def _inside(filters: Filters) -> list[tuple[Occur, Query]]:
    """The age and the place: what the contract says is never in the results otherwise."""
    clauses = []
    if filters.age is not None:
        clauses += [
            (Occur.Must, Query.range_query(SCHEMA, "age_from", FieldType.Unsigned, None, filters.age)),
            (Occur.Must, Query.range_query(SCHEMA, "age_before", FieldType.Unsigned, filters.age + 1, None)),
        ]
    if filters.area_codes:
        clauses.append((Occur.Must, _any_of("areas", {*filters.area_codes, EVERYWHERE})))
    return clauses


def _with_filters(matching: Query, filters: list[tuple[Occur, Query]], plan: Plan) -> Query:
    """The match, the filters without a score, and the gentle pull of the bands."""
    silent = [(occur, Query.boost_query(query, 0.0) if occur == Occur.Must else query) for occur, query in filters]
    bands = [(Occur.Should, _scored(_term("traits", t), boost)) for t, boost in ranking.TRAIT_BOOSTS.items()]
    for codes, band in ((plan.near_codes, "near-you"), (plan.local_codes, "covers-you")):
        if codes:
            bands.append((Occur.Should, _scored(_any_of("areas", codes), ranking.BAND_BOOSTS[band])))
    return Query.boolean_query([(Occur.Must, matching), *silent, *bands])
