"""The no-wrong-door audit on plain records: ten planted gaps, and none where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.ages import AgeRange
from directory.choices import Audience, Referrer
from pathways.audit.bits import ROUTES, Sets
from pathways.audit.facts import AGES, Directory, Finding, Link, PlaceType, Route, Service
from pathways.audit.run import audit, heat_map, nearly, options
from search.documents import ROUTES as SEARCH_ROUTES

TOWN, REST = "place:1", "E1"
NEEDS = {need: need.capitalize() for need in ("worry", "eating", "sleep", "loss", "anger", "tics")}
PLACES = (PlaceType("Town", frozenset({TOWN, REST})), PlaceType("Village", frozenset({REST})))
EVERY_ROUTE = tuple(Route(who) for who in (Referrer.SELF, Referrer.PARENT, Referrer.PROFESSIONAL))


def service(slug: str, need: str = "worry", start: int = 0, before: int | None = None, **fields: object) -> Service:
    """A service that gives help everywhere, to everybody of an age, in person."""
    defaults: dict[str, object] = {
        "needs": frozenset({need}),
        "ages": AgeRange(start, before),
        "areas": frozenset({REST}),
        "routes": EVERY_ROUTE,
        "thrive": frozenset({"getting-help"}),
        "how": frozenset({"in-person"}),
    }
    return Service(f"service:{slug}", slug.capitalize(), **defaults | fields)  # type: ignore[arg-type]


def pair(need: str, start: int = 0, before: int | None = None, **fields: object) -> tuple[Service, Service]:
    return service(f"{need}-a{start}", need, start, before, **fields), service(
        f"{need}-b{start}", need, start, before, **fields
    )


def county(*services: Service, needs: dict[str, str] | None = None) -> Directory:
    return Directory(services, needs or NEEDS, PLACES)


def found(directory: Directory, kind: str, **values: object) -> list[Finding]:
    """Findings of a kind of which the values are so; ``age`` may be any that the finding spans."""
    return [
        finding
        for finding in audit(directory).findings
        if finding.kind == kind
        and all(
            (finding.age <= value < finding.age_before)
            if name == "age"
            else value in finding.needs
            if name == "need"
            else getattr(finding, name) == value
            for name, value in values.items()
        )
    ]


FULL = tuple(s for need in NEEDS for s in pair(need))


def planted() -> Directory:
    """A county with ten gaps, each told apart by its need or its services."""
    return county(
        *pair("worry", 4),  # 1: nothing before 4
        *pair("eating", 0, 18),  # 2 and 3: nothing from 18, and no next
        service("only", "sleep"),  # 4: one way only
        *pair("loss", areas=frozenset({TOWN})),  # 5: nothing outside the town
        service("adults-only", "anger", routes=(Route(Referrer.GP),)),  # 6: no route for a young person or a parent
        service("late", "tics", routes=(Route(Referrer.SELF, AgeRange(16)),)),  # 7: the route opens at 16
        service("closed", "worry", 0, 4, status="closed"),
        service("here", "worry", 4, 16, links=(Link("instead", "service:there"),)),
        service("there", "eating", 16, 18, links=(Link("exclude", "service:here"),)),  # 8: 17 with worry is sent round
        service("chain-a", "anger", routes=(Route(Referrer.THROUGH_SERVICE, through="service:chain-b"),)),
        service("chain-b", "anger", routes=(Route(Referrer.THROUGH_SERVICE, through="service:chain-a"),)),  # 9
        service("remote", "sleep", 0, None, how=frozenset({"phone"}), areas=frozenset({TOWN})),
    )


PLANTED = [
    ("nothing", {"need": "worry", "age": 3, "audience": "all", "place": "everywhere"}),
    ("nothing", {"need": "eating", "age": 20, "way": ""}),
    ("ends-at-18", {"need": "eating", "age": 18}),
    ("one-way", {"need": "sleep", "place": "Village", "records": ("service:only",)}),
    ("nothing", {"need": "loss", "age": 10, "place": "Village", "way": ""}),
    ("unusable-route", {"need": "anger", "age": 15, "route": "self,parent,school"}),
    ("unusable-route", {"need": "tics", "age": 10, "records": ("service:late",), "audience": "young-person"}),
    ("circle", {"need": "worry", "age": 17, "records": ("service:here", "service:there")}),
    ("circle", {"need": "anger", "records": ("service:chain-a", "service:chain-b")}),
    ("overlap", {"need": "worry", "age": 10}),
]


@pytest.mark.parametrize(("kind", "values"), PLANTED)
def test_every_planted_gap_is_found(kind: str, values: dict[str, object]) -> None:
    assert found(planted(), kind, **values)


def test_the_county_with_gaps_has_dead_ends() -> None:
    assert audit(planted()).has_dead_end


def test_a_fully_served_county_has_nobody_with_nothing() -> None:
    result = audit(county(*FULL))
    assert not result.has_dead_end
    assert {finding.kind for finding in result.findings} == {"overlap"}


def test_advice_and_crisis_lines_do_not_hide_a_gap() -> None:
    line = service("line", areas=frozenset(), thrive=frozenset({"getting-advice", "getting-risk-support"}))
    gap = found(county(line), "nothing", need="worry", age=10, way="")
    assert gap
    assert "only lines for advice" in gap[0].text


def test_where_not_even_a_line_is_there_it_is_said() -> None:
    assert "Not even a line" in found(county(), "nothing", need="worry", way="")[0].text


def test_a_service_for_any_worry_is_no_direct_option() -> None:
    anything = service("anything", "sleep", any_worry=True)
    assert found(county(anything), "nothing", need="worry", age=10, way="")


def test_help_that_is_only_remote_is_said_and_is_no_dead_end() -> None:
    remote = [replace(s, how=frozenset({"phone"})) for s in FULL]
    result = audit(county(*remote))
    assert [f.way for f in result.findings if f.kind == "nothing"] == ["in-person"]
    assert not result.has_dead_end


def test_a_service_is_reached_through_another_that_has_a_route() -> None:
    front = service("front", "sleep")
    behind = service("behind", routes=(Route(Referrer.THROUGH_SERVICE, through="service:front"),))
    assert not found(county(front, behind), "unusable-route")


def test_a_link_at_18_to_a_service_that_goes_on_is_a_next() -> None:
    adult = service("adult", "eating", 18)
    young = service("young", "eating", 0, 18, links=(Link("at-18", "service:adult"),))
    assert not found(county(young, adult), "ends-at-18")
    assert found(county(young, replace(adult, status="closed")), "ends-at-18")
    assert found(county(young, replace(adult, needs=frozenset({"worry"}))), "ends-at-18")


HERE, THERE = "service:here", "service:there"


@pytest.mark.parametrize(
    ("from_here", "from_there", "ages"),
    [
        # A line without ages is about whoever could be taken by age; both could be taken from 10 to 15.
        (Link("exclude", THERE), Link("exclude", HERE), (10, 16)),
        # A general "instead" is for those whom the other service takes by age.
        (Link("instead", THERE), Link("exclude", HERE), (10, 20)),
        (Link("instead", THERE), Link("instead", HERE), (10, 16)),
        # What a line says of ages is believed.
        (Link("exclude", THERE, AgeRange(4, 12)), Link("exclude", HERE), (10, 12)),
        (Link("exclude", THERE, AgeRange(0, 5)), Link("exclude", HERE, AgeRange(5)), None),
        # Nobody goes round who is sent on by one line as a parent, and back by another as a young person.
        (Link("exclude", THERE, audience="parent"), Link("exclude", HERE, audience="young-person"), None),
        (Link("exclude", THERE, audience="parent"), Link("exclude", HERE), (10, 16)),
    ],
)
def test_a_circle_needs_somebody_whom_both_lines_speak_to(
    from_here: Link, from_there: Link, ages: tuple[int, int] | None
) -> None:
    # In the village the one is not there, and the other does not help with worry: nobody takes the person.
    here = service("here", "worry", 4, 16, areas=frozenset({TOWN}), links=(from_here,))
    there = service("there", "eating", 10, 20, links=(from_there,))
    round_and_round = found(county(here, there), "circle", need="worry", place="Village")
    assert [(f.age, f.age_before) for f in round_and_round] == ([ages] if ages else [])


def test_a_step_up_without_a_step_down_is_a_warning() -> None:
    above = service("above")
    below = service("below", links=(Link("step-up", "service:above"),))
    assert audit(county(below, above)).reciprocity == ((below, above),)
    back = replace(above, links=(Link("step-down", "service:below"),))
    assert not audit(county(below, back)).reciprocity


def test_across_the_border_only_places_without_any_help_count() -> None:
    abroad = PlaceType("Abroad", frozenset({"E2"}), is_home=False)
    line = service("line", areas=frozenset(), any_worry=True, thrive=frozenset({"getting-advice"}))
    served = Directory((*FULL, line), NEEDS, (*PLACES, abroad))
    assert not [f for f in audit(served).findings if "Abroad" in f.places]
    unserved = Directory(FULL, NEEDS, (*PLACES, abroad))
    findings = [f for f in audit(unserved).findings if "Abroad" in f.places]
    assert findings
    assert not any(f.is_dead_end for f in findings)


def test_the_json_has_the_shape_of_the_contract() -> None:
    data = audit(planted()).as_json()
    assert data["personas"] == 26 * len(NEEDS) * len(PLACES) * 5
    keys = {"kind", "age", "need", "place", "audience", "route", "records", "text"}
    kinds = {"nothing", "one-way", "circle", "unusable-route", "ends-at-18", "overlap"}
    for finding in data["findings"]:
        assert keys <= finding.keys()
        assert isinstance(finding["age"], int)
        assert finding["kind"] in kinds


def test_the_heat_map_counts_what_its_cell_lists() -> None:
    sets = Sets(planted())
    for need, counts in heat_map(sets, 1):
        for age in AGES:
            assert counts[age] == options(sets, need, age, 1).bit_count()
    why = {s.reference: reasons for s, reasons in nearly(sets, "loss", 10, 1)}
    assert why["service:loss-a0"] == ["It does not cover this place."]


def test_routes_are_read_as_search_reads_them() -> None:
    assert dict(ROUTES) == SEARCH_ROUTES


def personas_with_nothing(directory: Directory) -> set[tuple[str, int, str, str]]:
    everybody = ("young-person", "parent", "professional")
    return {
        (need, age, place, who)
        for f in audit(directory).findings
        if f.kind == "nothing" and not f.way
        for need in f.needs
        for age in range(f.age, f.age_before)
        for place in f.places
        for who in (everybody if f.audience == "all" else f.audience.split(","))
    }


SERVICES = st.builds(
    lambda number, need, start, length, areas, audiences, who: service(
        f"s{number}",
        need,
        start,
        start + length,
        areas=areas,
        audiences=audiences,
        routes=tuple(map(Route, who)),
    ),
    number=st.integers(0, 999),
    need=st.sampled_from(sorted(NEEDS)),
    start=st.integers(0, 25),
    length=st.integers(1, 26),
    areas=st.frozensets(st.sampled_from([TOWN, REST])),
    audiences=st.frozensets(st.sampled_from(list(Audience.values)), min_size=1),
    who=st.lists(st.sampled_from(["self", "parent", "gp", "professional"]), min_size=1, max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SERVICES, max_size=5), SERVICES)
def test_one_more_service_never_leaves_anybody_with_nothing(before: list[Service], added: Service) -> None:
    added = replace(added, reference="service:added")
    few = personas_with_nothing(county(*before, added))
    assert few <= personas_with_nothing(county(*before))
    reached = {
        (need, age, place.name, who)
        for need in added.needs
        for age in AGES
        if added.ages.includes(age)
        for place in PLACES
        if not added.areas or added.areas & place.codes
        for who in added.audiences
    }
    assert not few & reached
