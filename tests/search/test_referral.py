""" "Will they take this referral?": the rules, and the table of their answers, against the records."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from directory.ages import Age
from directory.choices import ROUTES, Audience, CriterionKind
from directory.models import ReferralRoute, ServicePage
from search.documents import service_document
from search.eligibility import CHECK, MEETS, OUTSIDE, Asker, Reason, age_reason, check, route_reason
from search.referral import (
    ADULTS,
    ELSEWHERE,
    REFERRERS,
    STANDINGS,
    Case,
    Record,
    judge,
    judge_age,
    judge_area,
    judge_consent,
    judge_line,
    judge_need,
    judge_route,
    read_record,
    standing,
)
from search.referral_table import as_table, last_birthday
from tests.builders import make_service

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def record_of(slug: str) -> Record:
    return read_record(ServicePage.objects.get(slug=slug))


def every_record() -> list[Record]:
    return [read_record(service) for service in ServicePage.objects.live()]


def row(runs: list[Any], at: int) -> list[int]:
    """As the browser reads a run of equal rows."""
    return [numbers for times, numbers in runs for _ in range(times)][at]


# --- the same verdicts as everywhere else -------------------------------------------------------------


def test_ages_and_routes_have_the_verdicts_of_the_rules_for_every_service_and_age() -> None:
    for record in every_record():
        entry = service_document(record.service).as_dict()
        table = as_table(record, TODAY)
        reasons = table["reasons"]
        for years in range(121):
            age = Age.of(years)
            found = reasons[row(table["age"]["years"], years)[0]]
            assert found["verdict"] == (MEETS if record.service.ages.includes(years) else OUTSIDE)
            assert found["verdict"] == age_reason(entry, age, "professional").verdict
            for route in REFERRERS:
                by_age = table["route"][route]
                number = row(by_age["years"], years)[0] if "years" in by_age else by_age["none"]
                rule = route_reason(entry, route, age, "professional").verdict
                said = reasons[number]["verdict"]
                assert said == rule or (route, rule, said) == ("professional", MEETS, CHECK)


def test_each_month_of_birth_has_the_answer_of_the_rules_for_every_service() -> None:
    for record in every_record():
        table = as_table(record, TODAY)
        rows = [numbers for times, numbers in table["age"]["births"] for _ in range(times)]
        assert len(rows) == 121 * 12
        for months, numbers in enumerate(rows):
            year, month = divmod(TODAY.year * 12 + TODAY.month - 1 - months, 12)
            age = Age.born_in(year, month + 1, TODAY)
            expected = [judge_age(record, age)]
            if age.youngest != age.oldest:
                expected += [judge_age(record, Age(years, years, months)) for years in (age.youngest, age.oldest)]
            said = [(table["reasons"][n]["verdict"], table["reasons"][n]["text"]) for n in numbers]
            assert said == [(reason.verdict, reason.text) for reason in expected], (record.service.title, months)


def test_past_the_last_birthday_nothing_changes() -> None:
    for record in every_record():
        last = last_birthday(record)
        answers = {
            (judge_age(record, Age.of(years)).verdict, judge_age(record, Age.of(years)).text)
            for years in range(last, 121)
        }
        assert len(answers) == 1, record.service.title


@pytest.mark.parametrize(
    ("today", "birth", "verdict"),
    [
        (dt.date(2026, 11, 30), (2008, 11), OUTSIDE),  # the last day of the month: the birthday has been
        (dt.date(2026, 11, 29), (2008, 11), CHECK),
        (dt.date(2026, 11, 1), (2008, 11), CHECK),
        (dt.date(2026, 11, 23), (2008, 12), MEETS),
        (dt.date(2026, 11, 23), (2008, 10), OUTSIDE),
        (dt.date(2026, 2, 28), (2008, 2), CHECK),  # somebody may have been born on the 29th
        (dt.date(2026, 3, 1), (2008, 2), OUTSIDE),
    ],
)
def test_the_day_of_the_18th_birthday_is_outside(today: dt.date, birth: tuple[int, int], verdict: str) -> None:
    cyps = record_of("cyps")
    assert judge_age(cyps, Age.born_in(*birth, today)).verdict == verdict
    assert judge_age(cyps, Age.of(18)).verdict == OUTSIDE
    assert judge_age(cyps, Age.of(17)).verdict == MEETS


def test_who_knows_the_age_in_the_month_of_the_birthday_gets_a_plain_answer() -> None:
    cyps = record_of("cyps")
    assert judge_age(cyps, Age(17, 17, 216)).verdict == MEETS
    assert judge_age(cyps, Age(18, 18, 216)).verdict == OUTSIDE


@pytest.mark.parametrize("years", [26, 40, 120])
def test_adults_are_answered_plainly(years: int) -> None:
    for record in every_record():
        reason = judge_age(record, Age.of(years))
        assert ADULTS in reason.text
        assert str(years) not in reason.text.replace(ADULTS, "").replace("26th", "").replace("26 and over", "")
        assert reason.verdict == (MEETS if record.service.ages.includes(years) else OUTSIDE)
    assert ADULTS not in judge_age(record_of("cyps"), Age.of(25)).text


def test_an_age_that_does_not_fit_comes_with_the_services_own_words() -> None:
    """The numbers of the record cannot say "or to 25 with special needs"."""
    reason = judge_age(record_of("earlyhelp"), Age.of(22))
    assert reason.verdict == OUTSIDE
    assert "On record as “Pregnancy to 19, or to 25 with special educational needs" in reason.text


def test_a_way_on_for_young_people_is_shown_to_professionals_too() -> None:
    reason = judge_age(record_of("runaway"), Age.of(9))
    assert (reason.verdict, reason.instead) == (OUTSIDE, "Talk to Childline, or tell an adult you trust.")


@pytest.mark.parametrize(
    ("slug", "value", "verdict"),
    [
        ("cyps", "E06000057", MEETS),
        ("cyps", ELSEWHERE, OUTSIDE),
        ("cyps", "", CHECK),
        ("mhst", "E06000057", OUTSIDE),  # elsewhere in the county
        ("mhst", ELSEWHERE, OUTSIDE),
        ("cwp", "E06000057", CHECK),
        ("crisis", "E08000022", MEETS),
        ("cruse", "E92000001", MEETS),
        ("cruse", ELSEWHERE, OUTSIDE),
    ],
)
def test_an_area_counts_as_the_service_counts_it(slug: str, value: str, verdict: str) -> None:
    record = record_of(slug)
    assert value in {"", *(place.value for place in record.places)}
    assert judge_area(record, value).verdict == verdict


def test_no_area_is_asked_where_none_changes_the_answer() -> None:
    for record in every_record():
        assert bool(record.places) is bool(record.service.place_question), record.service.title
        if not record.places:
            assert judge_area(record, "").verdict == MEETS


def test_a_place_has_the_verdict_that_the_other_checker_gives_it() -> None:
    for record in every_record():
        for place in record.places:
            asker = Asker(location=place.location, codes=place.codes, answers=record.answers, audience="professional")
            assert judge_area(record, place.value).verdict == check(record.entry, asker)[1].verdict


# --- what only this checker asks ----------------------------------------------------------------------


def test_a_need_that_is_not_on_record_is_to_check_and_never_refused() -> None:
    cyps, kooth = record_of("cyps"), next(r for r in every_record() if r.service.any_worry)
    assert judge_need(cyps, "anxiety").verdict == MEETS
    assert judge_need(cyps, "other").verdict == CHECK
    assert judge_need(cyps, "").verdict == CHECK
    assert judge_need(kooth, "other").verdict == MEETS


def test_not_every_professional_may_refer_where_the_record_names_some() -> None:
    reason = judge_route(record_of("virtualschool"), "professional", None)
    assert (reason.verdict, reason.text) == (
        CHECK,
        "Not every professional can refer. On record: a school or college, social care.",
    )
    assert judge_route(record_of("cyps"), "gp", None).verdict == MEETS


def test_a_service_that_is_reached_through_another_says_so() -> None:
    reason = judge_route(record_of("cwp"), "gp", None)
    assert reason.verdict == OUTSIDE
    assert "through another service" in reason.text


@pytest.mark.parametrize(
    ("young_person", "parent", "verdict"),
    [
        ("", "", CHECK), ("yes", "", CHECK), ("", "yes", CHECK), ("no", "", CHECK), ("yes", "no", CHECK),
        ("no", "yes", CHECK), ("yes", "yes", MEETS), ("no", "no", OUTSIDE),
    ],
)  # fmt: skip
def test_agreement_is_judged_only_where_all_say_the_same(young_person: str, parent: str, verdict: str) -> None:
    reason = judge_consent(record_of("cyps"), "gp", young_person, parent)
    assert reason.verdict == verdict
    assert "Informed consent must be in place before you refer." in reason.text
    assert "does not say whose agreement" in judge_consent(record_of("mhst"), "school", young_person, parent).text


@pytest.mark.parametrize(
    ("kind", "said", "verdict"),
    [
        (CriterionKind.INCLUDE, "yes", MEETS), (CriterionKind.INCLUDE, "no", CHECK), (CriterionKind.INCLUDE, "", CHECK),
        (CriterionKind.THRESHOLD, "yes", MEETS), (CriterionKind.THRESHOLD, "no", CHECK),
        (CriterionKind.EXCLUDE, "yes", OUTSIDE), (CriterionKind.EXCLUDE, "no", CHECK),
        (CriterionKind.TRY_FIRST, "yes", MEETS), (CriterionKind.TRY_FIRST, "no", OUTSIDE), (CriterionKind.TRY_FIRST, "", CHECK),
    ],
)  # fmt: skip
def test_a_line_is_judged_by_its_kind(kind: str, said: str, verdict: str) -> None:
    assert judge_line(Reason(kind, CHECK, "A line.", "", 0), said).verdict == verdict


def test_thresholds_are_not_asked_of_families() -> None:
    cyps = record_of("cyps")
    kinds = {route: {reason.criterion for reason in judge(cyps, Case(route=route))} for route in ("", *REFERRERS)}
    assert "threshold" in kinds[""] & kinds["gp"] & kinds["school"]
    assert "threshold" not in kinds["self"] | kinds["parent"]


def test_what_an_answer_comes_to_starts_with_what_rules_out() -> None:
    order = list(STANDINGS)
    assert order == ["outside", "route", "try-first", "consent", "check", "meets"]
    for criterion in ("age", "area", "exclude"):
        assert standing(Reason(criterion, OUTSIDE, "")) == "outside"
    assert standing(Reason("route", OUTSIDE, "")) == "route"
    assert all("service decides" in words or "ask the service" in words for words in STANDINGS.values())
    assert not any("eligible" in words for words in STANDINGS.values())


# --- the table as a page carries it -------------------------------------------------------------------


def test_the_table_of_every_service_holds_its_record() -> None:
    for record in every_record():
        table = json.loads(json.dumps(as_table(record, TODAY)))
        texts = [reason["text"] for reason in table["reasons"]]
        assert set(table["need"]) == {"", "other", *(need.slug for need in record.service.needs.all())}
        judged = set()
        for at, line in enumerate(record.service.criteria.all()):
            if line.is_about_age or line.is_about_area:
                continue
            judged.add(at)
            assert any(text.endswith(line.text) for text in texts), (record.service.title, line.text)
        assert set(table["lines"][""]) == judged == {int(at) for at in table["said"]}
        for route in REFERRERS:
            wanted = {r.consent for r in record.routes if route in ROUTES[r.who]} - {""}
            said = table["reasons"][table["consent"][route][0]]["text"]
            assert all(consent in said for consent in wanted)
        assert all(reason["text"] and reason["text"].endswith((".", "?", "”", ")")) for reason in table["reasons"])


def test_a_way_on_that_is_not_public_is_not_in_the_table() -> None:
    def links() -> set[str]:
        table = as_table(record_of("cyps"), TODAY)
        return {reason["link"]["url"] for reason in table["reasons"] if reason["link"]}

    pmhw = ServicePage.objects.get(slug="pmhw")
    assert pmhw.url in links()
    pmhw.unpublish()
    assert pmhw.url not in links()


def test_a_route_with_its_own_ages_changes_at_its_own_birthday() -> None:
    service = make_service("own-ages")
    service.routes = [ReferralRoute(who="self", text="Call.", age_from=16), ReferralRoute(who="gp", text="Write.")]
    service.save_revision().publish()
    record = record_of("own-ages")
    table = as_table(record, TODAY)
    verdicts = [table["reasons"][row(table["route"]["self"]["years"], years)[0]]["verdict"] for years in (15, 16)]
    assert verdicts == [CHECK, MEETS]
    assert "years" not in table["route"]["gp"]


def test_every_reader_is_named_once() -> None:
    assert {audience for _, audience in REFERRERS.values()} == set(Audience)
