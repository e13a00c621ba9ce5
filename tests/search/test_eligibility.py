"""Reasons: meets, check or outside, in words."""

from __future__ import annotations

from typing import Any

import pytest

from directory.places import Location
from search.eligibility import reasons
from tests.builders import make_document

HEXHAM = Location("Hexham, Northumberland", "place", 54.97, -2.10, "E06000057", "Northumberland", ("E06000057",), False)
TD15 = Location("TD15", "outcode", 55.77, -2.01, "E06000057", "Northumberland", ("E06000057", "S12000026"), True)
CODES = frozenset({"E06000057", "E92000001", "K02000001"})


def entry(**fields: Any) -> dict[str, Any]:
    from dataclasses import asdict

    shown = {"area_text": "Northumberland", "basis": "anyone"} | fields.pop("shown", {})
    return asdict(make_document(areas=("E06000057",), routes=("self",), shown=shown, **fields))


@pytest.mark.parametrize(
    ("age", "verdict"), [(10, "outside"), (11, "meets"), (17, "meets"), (18, "outside"), (0, "outside")]
)
def test_age(age: int, verdict: str) -> None:
    found = reasons(entry(age_from=11, age_before=18), age=age)
    assert [(r.criterion, r.verdict) for r in found] == [("age", verdict)]
    assert "18th birthday" in found[0].text


@pytest.mark.parametrize(
    ("basis", "verdict", "words"),
    [
        ("anyone", "meets", "Covers all of Northumberland."),
        ("home", "meets", "Covers all of Northumberland."),
        ("gp", "check", "registered with a GP in Northumberland"),
        ("school", "check", "which school you go to"),
        ("through-service", "check", "through another service"),
    ],
)
def test_area_by_what_counts(basis: str, verdict: str, words: str) -> None:
    (reason,) = reasons(entry(shown={"basis": basis}), location=HEXHAM, codes=CODES)
    assert reason.verdict == verdict
    assert words in reason.text


def test_an_outcode_on_a_border_asks_for_the_whole_postcode() -> None:
    (reason,) = reasons(entry(), location=TD15, codes=CODES)
    assert reason.verdict == "check"
    assert "full postcode" in reason.text


def test_a_place_outside_the_area_is_said_plainly() -> None:
    (reason,) = reasons(entry(), location=TD15, codes=frozenset({"S12000026"}))
    assert reason.verdict == "outside"


def test_everything_without_an_area_is_for_everyone() -> None:
    from dataclasses import asdict

    (reason,) = reasons(asdict(make_document("topic:anxiety")), location=HEXHAM, codes=CODES)
    assert reason.text == "For everyone, wherever you live."


def test_a_route_with_its_own_ages_is_checked() -> None:
    own = {"route_ages": [{"who": ["self"], "from": 16, "before": None}]}
    found = {r.criterion: r for r in reasons(entry(shown=own), age=14, route="self")}
    assert found["route"].verdict == "check"
    assert "aged 16 and over" in found["route"].text


def test_a_route_that_is_not_listed_is_outside() -> None:
    assert reasons(entry(), route="gp")[0].verdict == "outside"


def test_without_a_question_there_are_no_reasons() -> None:
    assert reasons(entry()) == ()
