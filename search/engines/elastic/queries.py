"""From a plan to Elasticsearch's queries. No visitor's text ever reaches a query language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import query as q

from search import ranking
from search.documents import EVERYWHERE
from search.engines.base import Filters, Lift, Mark, Plan, Word
from search.engines.elastic.schema import NOT_SHOWN

SNIPPET_CHARACTERS = 180
MOST_VALUES = 200


def _scored(query: q.Query, score: float) -> q.Query:
    return q.ConstantScore(filter=query, boost=score)


def _term(name: str, value: str) -> q.Query:
    return q.Term(**{name: value})


def _any_of(name: str, values: Iterable[str]) -> q.Query:
    wanted: dict[str, Any] = {name: sorted(values)}
    return q.Terms(**wanted)


def _fuzzy(name: str, word: str, distance: int) -> q.Query:
    return q.Fuzzy(**{name: {"value": word, "fuzziness": distance, "rewrite": "constant_score"}})


def word_query(word: Word) -> q.Query:
    """One word in every field: the best field counts, others a little; nearly right words count less."""
    ways: list[q.Query] = []
    for text, share in ((word.text, 1.0), *((other, ranking.FAMILY_BOOST) for other in word.others)):
        fields = [f"{name}^{boost * share * word.weight:.6g}" for name, boost in ranking.FIELD_BOOSTS.items()]
        ways.append(q.MultiMatch(query=text, fields=fields, type="best_fields", tie_breaker=ranking.TIE_BREAKER))
    for name in ranking.FUZZY_FIELDS:
        boost = ranking.FIELD_BOOSTS[name] * word.weight
        if word.is_last and len(word.text) >= 3:
            ways.append(_scored(q.Prefix(**{f"{name}.plain": word.text}), boost * ranking.PREFIX_BOOST))
        if distance := ranking.edit_distance(word.text, is_known=word.is_known):
            ways.append(_scored(_fuzzy(f"{name}.plain", word.text, distance), boost * ranking.FUZZY_BOOST))
    return q.DisMax(queries=ways, tie_breaker=ranking.TIE_BREAKER)


def matching(plan: Plan) -> dict[str, Any]:
    """What makes an entry a match: enough of the words, its whole name, or its need."""
    ways: list[dict[str, Any]] = []
    if plan.words:
        heavy = [word_query(word) for word in plan.words if not word.is_light]
        light = [word_query(word) for word in plan.words if word.is_light]
        counted = heavy or light
        enough = q.Bool(should=counted, minimum_should_match=min(plan.required, len(counted)))
        ways.append((q.Bool(must=[enough], should=light) if heavy and light else enough).to_dict())
    ways += [_scored(_term("exact_names", name), boost).to_dict() for name, boost in plan.names]
    ways += [_scored(_term("reference", reference), boost).to_dict() for reference, boost in plan.boosts]
    ways += [_mark(mark) for mark in plan.needs]
    if not ways:
        return _scored(q.MatchAll(), 0.0).to_dict()
    return {"bool": {"should": ways, "minimum_should_match": 1}}


@lru_cache(maxsize=4096)
def _mark(mark: Mark) -> dict[str, Any]:
    """Kept, as it holds no word of a visitor."""
    terms, score = mark
    return _scored(q.Bool(filter=[_term(field, value) for field, value in terms]), score).to_dict()


@lru_cache(maxsize=4096)
def _lift(lift: Lift) -> dict[str, Any]:
    field, values, score = lift
    return _scored(_any_of(field, values), score).to_dict()


def _inside(filters: Filters) -> list[q.Query]:
    """The age and the place: what the contract says is never in the results otherwise."""
    inside: list[q.Query] = []
    if filters.age is not None:
        inside.append(_term("ages", str(filters.age)))
    if filters.area_codes:
        inside.append(_any_of("covers", {*filters.area_codes, EVERYWHERE}))
    return inside


def _filters(plan: Plan) -> q.Query:
    """What decides and never scores, but for the choices made inside facets."""
    filters = plan.filters
    must = [_any_of(name, values) for name, values in filters.values.items() if name not in plan.facets]
    if filters.hours is not None:
        must.append(_any_of("hours", filters.hours))
    if filters.kitemarked_on:
        must.append(q.Range(kitemark_until={"gte": filters.kitemarked_on}))
    if filters.near:
        latitude, longitude, miles = filters.near
        must.append(q.GeoDistance(distance=f"{miles}mi", venues={"lat": latitude, "lon": longitude}))
    if plan.outside:
        if filters.area_codes:
            near = [_any_of("covers", {*filters.area_codes, EVERYWHERE}), _any_of("authorities", plan.reach)]
            must.append(q.Bool(should=near, minimum_should_match=1))
        return q.Bool(filter=must, must_not=[q.Bool(filter=_inside(filters))])
    return q.Bool(filter=[*must, *_inside(filters)])


def _facets(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """The choices made inside facets as a filter after the count, and counts that leave their own choice open."""
    chosen = {name: _any_of(name, v).to_dict() for name, v in plan.filters.values.items() if name in plan.facets}
    counts = {}
    for name in plan.facets:
        others = [query for other, query in chosen.items() if other != name]
        values = {"terms": {"field": name, "size": MOST_VALUES}}
        counts[name] = {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}} if others else values
    after = {"bool": {"filter": list(chosen.values())}} if chosen else {}
    return after, counts


def _highlight(plan: Plan) -> dict[str, Any]:
    words = " ".join(text for word in plan.words if not word.is_light for text in (word.text, *word.others))
    if not words:
        return {}
    field = {"fragment_size": SNIPPET_CHARACTERS, "number_of_fragments": 1}
    return {
        "encoder": "html",
        "pre_tags": ["<mark>"],
        "post_tags": ["</mark>"],
        "highlight_query": q.Match(body=words).to_dict(),
        "fields": {"body": field},
    }


def request_bodies(plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """Whole searches; plans that look for the same share the making of it."""
    matches: dict[Any, dict[str, Any]] = {}
    bodies = []
    for plan in plans:
        what = plan.looks_for
        if what not in matches:
            matches[what] = matching(plan)
        bodies.append(_request_body(plan, matches[what]))
    return bodies


def _request_body(plan: Plan, match: dict[str, Any]) -> dict[str, Any]:
    """The match, the filters without a score, and what stands higher for what it is."""
    after, counts = _facets(plan)
    lifts = [_lift(lift) for lift in plan.lifts]
    body = {
        "query": {"bool": {"must": [match], "filter": [_filters(plan).to_dict()], "should": lifts}},
        "from": plan.offset,
        "size": plan.limit,
        "track_total_hits": True,
        "sort": ["_score", {"reference": "asc"}],
        "_source": {"excludes": NOT_SHOWN},
        "post_filter": after,
        "aggs": counts,
        "highlight": {} if plan.outside else _highlight(plan),
    }
    return {name: value for name, value in body.items() if value not in ({}, None)}


def suggestion_body(
    words: tuple[str, ...], limit: int, kinds: tuple[str, ...], near: frozenset[str], *, forgives: bool
) -> dict[str, Any]:
    """Names that hold every word; what serves these areas a little higher."""
    here = ranking.SUGGESTION_BOOSTS["here"]
    return {
        "query": q.Bool(
            must=[_suggestion_word(word, forgives=forgives) for word in words],
            filter=[_any_of("kind", kinds)] if kinds else [],
            should=[_scored(_any_of(name, near), here) for name in ("covers", "authorities")] if near else [],
        ).to_dict(),
        "size": limit,
        "sort": ["_score", {"reference": "asc"}],
        "_source": {"excludes": NOT_SHOWN},
        "track_total_hits": False,
    }


def _suggestion_word(word: str, *, forgives: bool) -> q.Query:
    """The best way in which a word stands in a name. Every beginning of a name's words is a term of ``starts``."""
    ways: dict[str, q.Query] = {"begins": q.Prefix(name_words=word)}
    if len(word) >= ranking.SHORTEST_INSIDE:
        ways["inside"] = q.Prefix(name_ends=word)
    if slips := forgives and ranking.slips(word):
        ways["nearly"] = _fuzzy("name_words", word, slips)
        if ranking.edit_distance(word):
            ways["begins nearly"] = _fuzzy("name_words.starts", word, slips)
    return q.DisMax(queries=[_scored(query, ranking.SUGGESTION_BOOSTS[name]) for name, query in ways.items()])


def entries_body(references: list[str]) -> dict[str, Any]:
    """These very entries."""
    return {"query": q.Ids(values=references).to_dict(), "size": len(references), "_source": {"excludes": NOT_SHOWN}}
