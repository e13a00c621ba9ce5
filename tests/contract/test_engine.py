"""What every engine promises; one suite for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import ranking
from search.documents import EVERYWHERE, Document, Write
from search.engines.base import Engine, Filters, Plan, Word
from search.plan import plan_names, plan_words
from tests.builders import make_document

ENGLAND, UK, HERE, THERE = "E92000001", "K02000001", "E06000057", "S12000026"


def writes(documents: Iterable[Document], gone: Iterable[str] = ()) -> list[Write]:
    return [Write(d.reference, d) for d in documents] + [Write(reference, None) for reference in gone]


def put(engine: Engine, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
    engine.update(writes(documents, gone))


def references(engine: Engine, plan: Plan) -> list[str]:
    return [hit.reference for hit in engine.search(replace(plan, limit=50)).hits]


def words(text: str, **fields: Any) -> Plan:
    typed = tuple(text.split())
    return Plan(words=plan_words(typed), names=plan_names(typed), required=1, **fields)


def only(**fields: Any) -> Plan:
    return Plan(filters=Filters(**fields))


def test_an_empty_engine_answers(engine: Engine) -> None:
    assert engine.search(Plan()).total == 0
    assert engine.versions() == {}
    assert engine.suggest(("any",), 5) == []
    assert engine.get(["service:none"]) == {}


def test_documents_come_and_go(engine: Engine) -> None:
    one, two = make_document("service:one"), make_document("service:two")
    put(engine, [one, two])
    assert engine.versions() == {"service:one": one.version, "service:two": two.version}
    newer = replace(one, summary="Another.")
    put(engine, [newer], gone=["service:two"])
    assert engine.versions() == {"service:one": newer.version}
    put(engine, [newer])
    assert len(engine.versions()) == 1


def test_what_changed_during_a_rebuild_is_in_it(engine: Engine) -> None:
    old, new = make_document("service:edited"), make_document("service:edited", summary="Newer.")
    put(engine, [old, make_document("service:gone")])
    late = [
        Write("service:edited", new, 2),
        Write("service:gone", None, 2),
        Write("service:added", old_named("added"), 2),
    ]
    engine.rebuild(writes([old, make_document("service:gone")]), late=lambda: late)
    assert engine.versions() == {"service:edited": new.version, "service:added": old_named("added").version}


def old_named(slug: str) -> Document:
    return make_document(f"service:{slug}")


def test_a_rebuild_that_breaks_off_changes_nothing(engine: Engine) -> None:
    put(engine, [make_document("service:one")])

    def broken() -> Iterable[Write]:
        yield Write("service:two", make_document("service:two"))
        raise RuntimeError("The database is gone.")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert set(engine.versions()) == {"service:one"}
    assert engine.rebuild(writes([make_document("service:three")])) == 1
    assert set(engine.versions()) == {"service:three"}


def test_the_index_of_before_a_rebuild_can_come_back(engine: Engine) -> None:
    put(engine, [make_document("service:before")])
    engine.rebuild(writes([make_document("service:after")]))
    assert engine.roll_back()
    assert set(engine.versions()) == {"service:before"}
    assert references(engine, Plan()) == ["service:before"]


def test_an_engine_says_that_it_has_no_trouble(engine: Engine) -> None:
    assert engine.trouble() == ""


def test_several_plans_are_answered_in_their_order(engine: Engine) -> None:
    put(engine, [make_document("service:a", how=("online",)), make_document("service:b", how=("phone",))])
    phone, nothing, online = engine.search_all(
        [only(values={"how": ("phone",)}), only(values={"how": ("home",)}), only(values={"reference": ("service:a",)})]
    )
    assert [hit.reference for hit in phone.hits] == ["service:b"]
    assert nothing.total == 0
    assert [hit.reference for hit in online.hits] == ["service:a"]


def test_what_is_shown_is_the_document(engine: Engine) -> None:
    document = make_document(
        "service:a",
        body="Long.",
        points=((55.0, -1.5),),
        kitemark_until="2026-11-23",
        shown={"waits": [{"weeks": 4.0}]},
    )
    put(engine, [document])
    (hit,) = engine.search(Plan()).hits
    expected = {name: value for name, value in asdict(document).items() if name != "body"}
    assert {name: hit.shown[name] for name in expected} == json.loads(json.dumps(expected))
    assert engine.get(["service:a"])["service:a"].shown == hit.shown


def test_a_rebuild_replaces_everything(engine: Engine) -> None:
    put(engine, [make_document("service:old")])
    counted: list[int] = []
    assert engine.rebuild(writes([make_document("service:new")]), progress=counted.append) == 1
    assert set(engine.versions()) == {"service:new"}
    assert counted == [1]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("worries", "A service for worry"),  # stemming
        ("counsellor", "Counselling for you"),  # a family of words
        ("Café", "The cafe"),  # folding
        ("insomina", "Insomnia clinic"),  # a slip
        ("bereav", "Bereavement"),  # the beginning of the last word
    ],
)
def test_words_are_found_in_the_title(engine: Engine, typed: str, text: str) -> None:
    put(engine, [make_document("service:match", title=text), make_document("service:other", title="Something else")])
    assert references(engine, words(typed.lower())) == ["service:match"]


def test_an_exact_word_stands_above_a_nearly_right_one(engine: Engine) -> None:
    put(engine, [make_document("service:near", title="Bandits"), make_document("service:exact", title="Bandit")])
    put(engine, [make_document(f"service:fill-{n}", title=f"Filling {n}") for n in range(20)])
    found = references(engine, words("bandit"))
    assert found[0] == "service:exact"


def test_a_nearly_right_word_in_a_description_is_no_match(engine: Engine) -> None:
    put(
        engine,
        [make_document("service:one", body="The shark swims."), make_document("service:two", body="Sharpen it.")],
    )
    assert references(engine, words("sharp")) == []


def test_a_whole_name_stands_first(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:sorted", title="Sorted"),
            make_document(
                "service:other", title="Getting it sorted", summary="Sorted, sorted, sorted.", body="sorted " * 20
            ),
        ],
    )
    assert references(engine, words("sorted"))[0] == "service:sorted"


def test_another_name_counts_like_the_title(engine: Engine) -> None:
    put(
        engine,
        [make_document("service:cyps", title="CYPS", names=("CAMHS",)), make_document("service:x", body="camhs camhs")],
    )
    assert references(engine, words("camhs"))[0] == "service:cyps"


def test_enough_words_must_match(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:one", title="Purple bicycle"),
            make_document("service:all", title="Purple green bicycle shop"),
        ],
    )
    plan = replace(words("purple green bicycle shop"), names=(), required=3)
    assert references(engine, plan) == ["service:all"]


SLEEP = (
    ((("needs", "sleep"), ("kind", "service")), 11.0),
    ((("needs", "sleep"), ("kind", "topic")), 22.0),
    ((("focus", "sleep"), ("kind", "topic")), 3.0),
)


def test_needs_bring_their_entries(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:a", needs=("sleep",)),
            make_document("topic:sleep", needs=("sleep",), focus=("sleep",)),
            make_document("service:b", needs=("anger",)),
        ],
    )
    assert references(engine, Plan(needs=SLEEP)) == ["topic:sleep", "service:a"]


def test_a_boosted_page_stands_first(engine: Engine) -> None:
    put(engine, [make_document("topic:sleep", needs=("sleep",), focus=("sleep",)), make_document("page:urgent-help")])
    plan = Plan(needs=SLEEP, boosts=(("page:urgent-help", 90.0),))
    assert references(engine, plan) == ["page:urgent-help", "topic:sleep"]


@pytest.mark.parametrize(("age", "found"), [(10, False), (11, True), (17, True), (18, False)])
def test_ages_are_from_inclusive_and_before_exclusive(engine: Engine, age: int, found: bool) -> None:
    put(engine, [make_document("service:one", age_from=11, age_before=18)])
    assert bool(references(engine, only(age=age))) is found
    assert bool(references(engine, replace(only(age=age), outside=True))) is not found


def test_a_place_keeps_what_covers_it_from_afar(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:here", areas=(HERE,)),
            make_document("service:there", areas=(THERE,)),
            make_document("service:country", areas=(ENGLAND,)),
            make_document("service:everywhere", areas=(UK,)),
            make_document("topic:no-area"),
        ],
    )
    codes = frozenset({HERE, ENGLAND, UK})
    inside = set(references(engine, only(area_codes=codes)))
    assert inside == {"service:here", "service:country", "service:everywhere", "topic:no-area"}


def test_what_leaves_a_place_out_is_told_of_only_when_it_is_near(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:here", areas=(HERE,), authorities=(HERE,)),
            make_document("service:next-town", areas=("place:1",), authorities=(HERE,)),
            make_document("service:far-away", areas=(THERE,), authorities=(THERE,)),
            make_document("service:too-young", areas=(ENGLAND,), age_before=11),
            make_document("topic:too-old", age_from=18),
        ],
    )
    plan = Plan(
        filters=Filters(age=15, area_codes=frozenset({HERE, ENGLAND, UK})), outside=True, reach=frozenset({HERE})
    )
    assert set(references(engine, plan)) == {"service:next-town", "service:too-young", "topic:too-old"}


def test_what_lifts_an_entry_is_no_reason_to_find_it(engine: Engine) -> None:
    put(engine, [make_document("service:a", title="Talk"), make_document("service:b", traits=("local",))])
    plan = replace(words("talk"), names=(), lifts=(("traits", ("local",), 50.0),))
    assert references(engine, plan) == ["service:a"]


def test_a_score_is_the_sum_of_what_the_plan_says(engine: Engine) -> None:
    """However rare a word is, and however long the text: so that engines agree, and an editor can be told why."""
    put(
        engine,
        [
            make_document("service:a", title="Talk", needs=("sleep",), traits=("local",)),
            make_document("service:b", summary="A long text about talk and many other things. " * 9),
        ],
    )
    plan = Plan(
        words=(Word("talk", weight=0.5, is_known=True),), required=1, needs=SLEEP, lifts=(("traits", ("local",), 2.0),)
    )
    scores = {hit.reference: hit.score for hit in engine.search(plan).hits}
    title, summary = (ranking.FIELD_BOOSTS[name] for name in ("title", "summary"))
    assert scores["service:a"] == pytest.approx(0.5 * title + 11.0 + 2.0, rel=1e-3)
    assert scores["service:b"] == pytest.approx(0.5 * summary, rel=1e-3)


def test_a_word_that_is_spelt_right_brings_nothing_nearly_like_it(engine: Engine) -> None:
    put(engine, [make_document("service:a", title="Counter"), make_document("service:b", title="Counsel")])
    assert references(engine, Plan(words=(Word("conunter"),), required=1)) == ["service:a"]
    assert references(engine, Plan(words=(Word("conunter", is_known=True),), required=1)) == []


def test_bands_order_and_never_remove(engine: Engine) -> None:
    town = "place:1"
    put(
        engine,
        [
            make_document("service:uk", title="Talk", areas=(UK,)),
            make_document("service:county", title="Talk", areas=(HERE,)),
            make_document("service:town", title="Talk", areas=(town,)),
        ],
    )
    codes = frozenset({town, HERE, UK})
    plan = replace(
        words("talk"),
        filters=Filters(area_codes=codes),
        lifts=(("covers", (town,), 2.5), ("covers", (HERE,), 2.0)),
    )
    assert references(engine, plan) == ["service:town", "service:county", "service:uk"]


@pytest.mark.parametrize("name", ["kind", "needs", "how", "routes", "thrive", "audiences"])
def test_values_of_one_filter_are_alternatives(engine: Engine, name: str) -> None:
    values = {"kind": ("service", "topic")}.get(name, ("one", "two"))
    made = [
        make_document(f"{values[0] if name == 'kind' else 'service'}:a"),
        make_document(f"{values[1] if name == 'kind' else 'service'}:b"),
    ]
    if name != "kind":
        made = [replace(d, **{name: (v,)}) for d, v in zip(made, values, strict=True)]
    put(engine, [*made, make_document("page:c", audiences=())])
    assert len(references(engine, only(values={name: values[:1]}))) == 1
    assert len(references(engine, only(values={name: values}))) == 2


def test_filters_add_up(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:a", how=("online",), routes=("self",)),
            make_document("service:b", how=("online",), routes=("gp",)),
        ],
    )
    assert references(engine, only(values={"how": ("online",), "routes": ("self",)})) == ["service:a"]


def test_facets_stay_right_under_several_choices(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:a", how=("online",), routes=("self",)),
            make_document("service:b", how=("phone",), routes=("self", "gp")),
            make_document("service:c", how=("phone", "online"), routes=("gp",)),
        ],
    )
    plan = replace(only(values={"how": ("online",), "routes": ("self",)}), facets=("how", "routes", "kind"))
    answer = engine.search(plan)
    assert answer.total == 1
    assert answer.facets["how"] == {"online": 1, "phone": 1}  # as if no "how" were chosen
    assert answer.facets["routes"] == {"self": 1, "gp": 1}
    assert answer.facets["kind"] == {"service": 1}


def test_a_kitemark_ends_on_its_day(engine: Engine) -> None:
    put(engine, [make_document("resource:a", kitemark_until="2026-11-23"), make_document("resource:b")])
    assert references(engine, only(kitemarked_on="2026-11-23")) == ["resource:a"]
    assert references(engine, only(kitemarked_on="2026-11-24")) == []


def test_open_hours(engine: Engine) -> None:
    put(engine, [make_document("service:a", hours=("24/7",)), make_document("service:b", hours=("Mo-Fr 09:00-17:00",))])
    assert references(engine, only(hours=("24/7",))) == ["service:a"]
    assert references(engine, only(hours=())) == []


@pytest.mark.parametrize(("miles", "found"), [(1.0, 1), (12.0, 2), (500.0, 3)])
def test_within_some_miles(engine: Engine, miles: float, found: int) -> None:
    put(
        engine,
        [
            make_document("service:near", points=((55.0, -1.5),)),
            make_document("service:middle", points=((40.0, 3.0), (55.1, -1.6))),
            make_document("service:far", points=((51.5, -0.1),)),
            make_document("service:online"),
        ],
    )
    assert len(references(engine, only(near=(55.0, -1.5, miles)))) == found


def test_pages_divide_the_results(engine: Engine) -> None:
    put(engine, [make_document(f"service:{n}") for n in range(25)])
    seen: list[str] = []
    for page in range(3):
        answer = engine.search(Plan(offset=page * 10, limit=10))
        assert answer.total == 25
        seen += [hit.reference for hit in answer.hits]
    assert sorted(seen) == sorted(f"service:{n}" for n in range(25))


def test_highlights_are_escaped(engine: Engine) -> None:
    put(engine, [make_document("service:a", body="Worry <script>alert(1)</script> & worry")])
    (hit,) = engine.search(words("worry")).hits
    assert "<mark>" in hit.highlight
    assert "<script>" not in hit.highlight


def test_suggestions(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("topic:anxiety", title="Feeling worried or anxious", names=("overthinking",)),
            make_document("topic:secret", title="Feeling something else", is_suggestable=False),
        ],
    )

    def suggested(*typed: str) -> list[str]:
        return [hit.reference for hit in engine.suggest(typed, 5)]

    assert suggested("worr") == ["topic:anxiety"]
    assert suggested("overth") == ["topic:anxiety"]
    assert suggested("feeling", "anx") == ["topic:anxiety"]
    assert suggested("anxoius") == ["topic:anxiety"]
    assert suggested("xious") == ["topic:anxiety"]
    assert suggested("ous") == []  # too short for the middle of a word
    assert suggested("something") == []
    assert suggested("worried", "else") == []


def test_a_suggestion_holds_every_word_and_the_better_fit_comes_first(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("service:inside", title="Unschooled avoidance"),
            make_document("service:begins", title="School avoidance"),
            make_document("service:nearly", title="Schol avoidance"),
            make_document("service:other", title="School nurse"),
        ],
    )

    def suggested(*typed: str) -> list[str]:
        return [hit.reference for hit in engine.suggest(typed, 5)]

    assert suggested("schoo", "avoid") == ["service:begins", "service:inside"]
    assert suggested("schol", "avoid") == ["service:nearly"]
    assert suggested("shcool", "avoidnce") == ["service:begins"]


def test_suggestions_are_of_the_kinds_that_are_asked_for_and_near_ones_come_first(engine: Engine) -> None:
    put(
        engine,
        [
            make_document("topic:kooth", title="Kooth"),
            make_document("service:a-there", title="Kooth there", areas=(THERE,), authorities=(THERE,)),
            make_document("service:b-here", title="Kooth here", areas=(HERE,), authorities=(HERE,)),
            make_document("service:c-village", title="Kooth village", areas=("place:1",), authorities=(HERE,)),
            make_document("service:d-anywhere", title="Kooth anywhere"),
        ],
    )

    def suggested(**wanted: Any) -> list[str]:
        return [hit.reference for hit in engine.suggest(("koot",), 9, **wanted)]

    assert "topic:kooth" in suggested()
    found = suggested(kinds=("service",), near=frozenset({HERE, ENGLAND, EVERYWHERE}))
    assert found[-1] == "service:a-there"
    assert len(found) == 4


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_words_give_an_answer(engine: Engine, typed: list[str]) -> None:
    plan = Plan(
        words=tuple(Word(w, is_last=True) for w in typed), names=plan_names(tuple(typed)), required=1, facets=("kind",)
    )
    engine.search(plan)
    engine.suggest(tuple(typed), 5)
