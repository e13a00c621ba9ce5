"""The audit of the demonstration county: the gaps that are known are among what it finds."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from pathways.audit.read import read_directory
from tests.builders import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    out = StringIO()
    with django_db_blocker.unblock(), pytest.raises(SystemExit) as stop:
        call_command("audit_pathways", "--json", stdout=out)
    assert stop.value.code == 1
    return json.loads(out.getvalue())


def found(report: dict[str, Any], kinds: set[str], need: str, age: int, **values: Any) -> list[dict[str, Any]]:
    return [
        f
        for f in report["findings"]
        if f["kind"] in kinds
        and need in f["needs"]
        and f["age"] <= age < f["age_before"]
        and all(f[name] == value for name, value in values.items())
    ]


def covers_everywhere_but_towns(finding: dict[str, Any]) -> bool:
    return not {"Hexham", "Blyth", "Ashington", "Bedlington"} & set(finding["places"])


@pytest.mark.parametrize(
    ("kinds", "need", "ages"),
    [
        ({"one-way", "nothing"}, "perinatal-infant", (0, 3)),
        ({"nothing"}, "eating", (18, 25)),
        ({"ends-at-18"}, "eating", (18,)),
        ({"ends-at-18"}, "adhd", (18,)),
        ({"ends-at-18"}, "autism", (18,)),
        ({"unusable-route"}, "adhd", (18, 25)),
        ({"unusable-route"}, "autism", (19, 25)),
        ({"nothing"}, "self-harm", (19, 25)),
    ],
)
def test_the_known_gaps_are_found(report: dict[str, Any], kinds: set[str], need: str, ages: tuple[int, ...]) -> None:
    for age in ages:
        assert found(report, kinds, need, age, place="everywhere")


def test_schools_outside_the_four_towns_are_a_gap(report: dict[str, Any]) -> None:
    gaps = found(report, {"nothing"}, "exam-stress", 12, way="")
    assert gaps
    assert all(covers_everywhere_but_towns(gap) for gap in gaps)


def test_help_face_to_face_from_18_is_a_gap_everywhere(report: dict[str, Any]) -> None:
    for age in (18, 25):
        assert found(report, {"nothing"}, "self-harm", age, way="in-person", place="everywhere")
    for age in (11, 25):
        assert found(report, {"nothing"}, "loneliness", age, way="in-person", place="everywhere")


@pytest.mark.parametrize("need", ["anxiety", "low-mood"])
def test_the_known_overlap_is_found(report: dict[str, Any], need: str) -> None:
    names = {"pmhw", "cyps", "talkingtherapies", "kooth", "mhst"}
    for age in (16, 17):
        overlaps = found(report, {"overlap"}, need, age)
        assert any({f"service:{name}" for name in names} <= set(f["records"]) for f in overlaps)


def test_reading_takes_as_many_queries_for_more_services(django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        read_directory()
    for number in range(3):
        make_service(f"one-more-{number}", needs=("worry",), authorities=("E06000057",))
    with django_assert_num_queries(len(few)):
        read_directory()
