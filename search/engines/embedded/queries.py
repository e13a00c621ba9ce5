"""From a plan to Tantivy's queries. No visitor's text ever reaches a query language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tantivy import FieldType, Occur, Query

from search import ranking
from search.documents import EVERYWHERE
from search.engines.base import Filters, Lift, Mark, Plan, Word
from search.engines.embedded.schema import EN, KEYWORD_FIELDS, SCHEMA, date_number


def _term(name: str, value: str) -> Query:
    return Query.term_query(SCHEMA, name, value, index_option="basic" if name in KEYWORD_FIELDS else "freq")


def any_of(name: str, values: Iterable[str]) -> Query:
    values = list(values)
    return Query.term_set_query(SCHEMA, name, values) if values else Query.empty_query()


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def word_query(word: Word) -> Query:
    """One word in every field: the best field counts, others a little; nearly right words count less."""
    clauses = []
    for text, share in ((word.text, 1.0), *((other, ranking.FAMILY_BOOST) for other in word.others)):
        for token in EN.analyze(text)[:1]:
            fields = [
                _scored(_term(name, token), boost * share * word.weight) for name, boost in ranking.FIELD_BOOSTS.items()
            ]
            clauses.append(Query.disjunction_max_query(fields, tie_breaker=ranking.TIE_BREAKER))
    for name in ranking.FUZZY_FIELDS:
        boost = ranking.FIELD_BOOSTS[name] * word.weight
        field = f"{name}_plain"
        if word.is_last and len(word.text) >= 3:
            starts = Query.fuzzy_term_query(SCHEMA, field, word.text, 0, True, prefix=True)
            clauses.append(_scored(starts, boost * ranking.PREFIX_BOOST))
        if distance := ranking.edit_distance(word.text, is_known=word.is_known):
            near = Query.fuzzy_term_query(SCHEMA, field, word.text, distance, True)
            clauses.append(_scored(near, boost * ranking.FUZZY_BOOST))
    return Query.disjunction_max_query(clauses, tie_breaker=ranking.TIE_BREAKER)


def suggestion(words: tuple[str, ...], kinds: tuple[str, ...], near: frozenset[str], *, forgives: bool) -> Query:
    """Names that hold every word; what serves these areas a little higher."""
    clauses = [(Occur.Must, _suggestion_word(word, forgives=forgives)) for word in words]
    if kinds:
        clauses.append((Occur.Must, Query.boost_query(any_of("kind", kinds), 0.0)))
    for name in ("covers", "authorities") if near else ():
        clauses.append((Occur.Should, _scored(any_of(name, near), ranking.SUGGESTION_BOOSTS["here"])))
    return Query.boolean_query(clauses)


def _suggestion_word(word: str, *, forgives: bool) -> Query:
    """The best way in which a word stands in a name."""

    def way(name: str, slips: int, boost: str, *, is_beginning: bool = True) -> Query:
        query = Query.fuzzy_term_query(SCHEMA, name, word, slips, True, prefix=is_beginning)
        return _scored(query, ranking.SUGGESTION_BOOSTS[boost])

    ways = [way("name_words", 0, "begins")]
    if len(word) >= ranking.SHORTEST_INSIDE:
        ways.append(way("name_ends", 0, "inside"))
    if slips := forgives and ranking.slips(word):
        ways.append(way("name_words", slips, "nearly", is_beginning=False))
        if ranking.edit_distance(word):
            ways.append(way("name_words", slips, "begins nearly"))
    return Query.disjunction_max_query(ways)


def matching(plan: Plan) -> Query:
    """What makes an entry a match: enough of the words, its whole name, or its need."""
    ways: list[Query] = []
    if plan.words:
        clauses = [(Occur.Should, word_query(word)) for word in plan.words]
        counted = [(Occur.Should, word_query(word)) for word in plan.words if not word.is_light] or clauses
        enough = Query.boolean_query(counted, minimum_number_should_match=min(plan.required, len(counted)))
        light = [clause for clause, word in zip(clauses, plan.words, strict=True) if word.is_light]
        ways.append(Query.boolean_query([(Occur.Must, enough), *light]) if counted is not clauses else enough)
    ways += [_scored(_term("exact_names", name), boost) for name, boost in plan.names]
    ways += [_scored(_term("reference", reference), boost) for reference, boost in plan.boosts]
    ways += [_mark(mark) for mark in plan.needs]
    if not ways:
        return _scored(Query.all_query(), 0.0)
    return Query.boolean_query([(Occur.Should, way) for way in ways], minimum_number_should_match=1)


@lru_cache(maxsize=4096)
def _mark(mark: Mark) -> Query:
    """Kept, as it holds no word of a visitor."""
    terms, score = mark
    return _scored(Query.boolean_query([(Occur.Must, _term(field, value)) for field, value in terms]), score)


def filter_clauses(plan: Plan, near: list[str] | None, without: str | None = None) -> list[tuple[Occur, Query]]:
    """Clauses that decide and never score."""
    filters = plan.filters
    clauses = [(Occur.Must, any_of(name, values)) for name, values in filters.values.items() if name != without]
    if filters.hours is not None:
        clauses.append((Occur.Must, any_of("hours", filters.hours)))
    if filters.kitemarked_on:
        today = date_number(filters.kitemarked_on)
        clauses.append((Occur.Must, Query.range_query(SCHEMA, "kitemark_until", FieldType.Unsigned, today, None)))
    if near is not None:
        clauses.append((Occur.Must, any_of("reference", near)))
    inside = _inside(filters)
    if plan.outside:
        if filters.area_codes:
            near = [any_of("covers", {*filters.area_codes, EVERYWHERE}), any_of("authorities", plan.reach)]
            clauses.append((Occur.Must, Query.boolean_query([(Occur.Should, way) for way in near])))
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
        clauses.append((Occur.Must, any_of("covers", {*filters.area_codes, EVERYWHERE})))
    return clauses


def with_filters(matching: Query, filters: list[tuple[Occur, Query]], plan: Plan) -> Query:
    """The match, the filters without a score, and what stands higher for what it is."""
    silent = [(occur, Query.boost_query(query, 0.0) if occur == Occur.Must else query) for occur, query in filters]
    lifts = [(Occur.Should, _lift(lift)) for lift in plan.lifts]
    return Query.boolean_query([(Occur.Must, matching), *silent, *lifts])


@lru_cache(maxsize=4096)
def _lift(lift: Lift) -> Query:
    field, values, score = lift
    return _scored(any_of(field, values), score)
