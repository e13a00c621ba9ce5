"""Reasons: meets, check or outside, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.ages import OPEN_ENDED, Age
from directory.choices import Audience
from directory.location import Location
from search.eligibility import CHECK, MEETS, OUTSIDE, VERDICT_WORDS, Asker, Reason, check, headline, reasons
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


# --- turning points -----------------------------------------------------------------------------------

TODAY = dt.date(2026, 11, 23)


def line(kind: str, text: str, instead: str = "", **fields: Any) -> dict[str, Any]:
    empty = {"audience": "everyone", "from": None, "before": None, "is_about_area": False}
    return {"kind": kind, "text": text, "instead": instead} | empty | fields


def born(year: int, month: int) -> Age:
    return Age.born_in(year, month, TODAY)


@pytest.mark.parametrize(
    ("age", "audience", "verdict", "words"),
    [
        (born(2009, 4), "young-person", MEETS, "That is until your 18th birthday, in about 5 months."),
        (born(2009, 4), "parent", MEETS, "That is until your child's 18th birthday, in about 5 months."),
        (born(2009, 4), "professional", MEETS, "That is until their 18th birthday, in about 5 months."),
        (born(2009, 4), "", MEETS, "That is until the 18th birthday, in about 5 months."),
        (born(2008, 12), "young-person", MEETS, "That is until your 18th birthday, next month."),
        (born(2014, 11), "young-person", MEETS, "That is until your 18th birthday, in about 6 years."),
        (born(2008, 11), "young-person", CHECK, "Your 18th birthday is this month."),
        (born(2015, 11), "young-person", CHECK, "Your 11th birthday is this month."),
        (born(2016, 4), "young-person", OUTSIDE, "It is open from your 11th birthday, in about 5 months."),
        (born(2008, 9), "young-person", OUTSIDE, "Your 18th birthday has passed."),
        (Age.of(17), "young-person", MEETS, "That is less than a year away."),
        (Age.of(10), "young-person", OUTSIDE, "You said 10."),
        (Age.of(18), "young-person", OUTSIDE, "You said 18."),
    ],
)
def test_the_birthday_that_changes_the_answer_is_said(age: Age, audience: str, verdict: str, words: str) -> None:
    found = check(entry(age_from=11, age_before=18), Asker(age=age, audience=audience))[0]
    assert (found.criterion, found.verdict) == ("age", verdict)
    assert found.text == f"For ages 11 up to the 18th birthday. {words}"


def test_without_an_upper_age_no_birthday_is_said() -> None:
    assert check(entry(age_from=16), Asker(age=born(2005, 4)))[0].text == "For ages 16 and over."


def test_an_age_that_was_not_told_is_to_check_only_where_there_is_an_age() -> None:
    assert check(entry(age_from=16), Asker())[0].verdict == CHECK
    assert check(entry(), Asker())[0].verdict == MEETS


@given(st.integers(0, 20), st.integers(1, 20), st.dates(dt.date(1990, 1, 1), TODAY), st.sampled_from(["", *Audience]))
def test_an_age_is_never_called_fitting_or_not_while_it_may_be_the_other(
    start: int, length: int, birthday: dt.date, audience: str
) -> None:
    age = Age.born_in(birthday.year, birthday.month, TODAY)
    reason = check(entry(age_from=start, age_before=start + length), Asker(age=age, audience=audience))[0]
    inside = {start <= years < start + length for years in (age.youngest, age.oldest)}
    assert reason.verdict == (CHECK if len(inside) == 2 else MEETS if True in inside else OUTSIDE)
    assert reason.text.endswith(".")
    assert "  " not in reason.text


# --- the place that counts ----------------------------------------------------------------------------

GATESHEAD = Location("Gateshead, Gateshead", "place", 54.96, -1.6, "E08000037", "Gateshead", ("E08000037",), False)
OUTSIDE_CODES = frozenset({"E08000037", "E92000001", "K02000001"})


@pytest.mark.parametrize(
    ("basis", "answers", "location", "codes", "verdict", "words"),
    [
        ("gp", "gp", HEXHAM, CODES, MEETS, "You need to be registered with a GP in Northumberland. You said Hexham."),
        ("gp", "gp", GATESHEAD, OUTSIDE_CODES, OUTSIDE, "a GP in Northumberland. Gateshead is outside that."),
        ("gp", "gp", TD15, CODES, CHECK, "TD15 lies in more than one area"),
        ("gp", "home", GATESHEAD, OUTSIDE_CODES, OUTSIDE, "You need to be registered with a GP in Northumberland."),
        ("school", "school", HEXHAM, CODES, CHECK, "Ask at your school."),
        ("school", "school", GATESHEAD, OUTSIDE_CODES, OUTSIDE, "Gateshead is outside that."),
        ("home", "home", HEXHAM, CODES, MEETS, "Covers all of Northumberland."),
        ("home", "home", GATESHEAD, OUTSIDE_CODES, OUTSIDE, "Gateshead is outside that."),
        ("through-service", "home", HEXHAM, CODES, CHECK, "You get to it through another service."),
        ("gp", "gp", None, frozenset(), CHECK, "You need to be registered with a GP in Northumberland."),
    ],
)
def test_a_place_counts_as_the_service_counts_it(
    basis: str, answers: str, location: Location | None, codes: frozenset[str], verdict: str, words: str
) -> None:
    shown = {
        "basis": basis,
        "basis_areas": ["Northumberland"],
        "basis_codes": ["E06000057"],
        "schools": "Ask at your school." if basis == "school" else "",
    }
    found = check(entry(shown=shown), Asker(location=location, codes=codes, answers=answers))[1]
    assert (found.criterion, found.verdict) == ("area", verdict)
    assert words in found.text


def test_a_place_that_nobody_needs_to_say_is_not_left_to_check() -> None:
    helpline = entry(shown={"area_text": "The whole UK"}) | {"areas": ["K02000001"]}
    assert check(helpline, Asker())[1].verdict == MEETS
    assert check(entry(), Asker())[1].verdict == CHECK


# --- lines, and what to do instead --------------------------------------------------------------------

LINES = {
    "lines": [
        line("include", "You are aged 4 to 17.", before=18, **{"from": 4}),
        line("include", "You want to talk to somebody."),
        line("exclude", "You are aged 3 or under.", "Ask your health visitor.", before=4),
        line("exclude", "You are aged 18 or over.", "Ask the service for adults.", **{"from": 18}),
        line("exclude", "You live outside the area.", "Look near you.", is_about_area=True),
        line("exclude", "You want help for yourself.", "Talk to Childline.", audience="young-person"),
        line("exclude", "You cannot keep safe.", "Call 111."),
        line("try-first", "Talk to your school."),
        line("threshold", "Moderate difficulty.", audience="professional"),
    ]
}


def told(asker: Asker, **fields: Any) -> dict[str, list[Reason]]:
    found: dict[str, list[Reason]] = {}
    for reason in check(entry(shown=LINES, age_from=4, age_before=18, **fields), asker):
        found.setdefault(reason.criterion, []).append(reason)
    return found


@pytest.mark.parametrize(("years", "instead"), [(2, "Ask your health visitor."), (19, "Ask the service for adults.")])
def test_an_age_that_does_not_fit_says_what_to_do_instead(years: int, instead: str) -> None:
    reason = told(Asker(age=Age.of(years)))["age"][0]
    assert (reason.verdict, reason.instead) == (OUTSIDE, instead)


def test_a_place_that_does_not_fit_says_what_to_do_instead() -> None:
    reason = told(Asker(location=GATESHEAD, codes=OUTSIDE_CODES))["area"][0]
    assert (reason.verdict, reason.instead) == (OUTSIDE, "Look near you.")


def test_who_it_is_not_for_says_what_to_do_instead_and_says_it_once() -> None:
    found = told(Asker(audience="young-person"), audiences=("parent",))
    assert (found["audience"][0].verdict, found["audience"][0].instead) == (OUTSIDE, "Talk to Childline.")
    assert [reason.instead for reason in found["exclude"]] == ["Call 111."]


def test_lines_that_the_record_already_judges_are_not_asked_again() -> None:
    found = told(Asker(age=Age.of(12), location=HEXHAM, codes=CODES, audience="parent"))
    assert [reason.text for reason in found["include"]] == ["You want to talk to somebody."]
    assert [reason.text for reason in found["exclude"]] == ["Not the right place if this is so: You cannot keep safe."]


def test_what_to_try_first_is_to_check() -> None:
    assert [(r.verdict, r.text) for r in told(Asker())["try-first"]] == [(CHECK, "First: Talk to your school.")]
    searched = reasons(entry(shown=LINES), age=12)
    assert [r.criterion for r in searched] == ["age", "try-first"]


def test_thresholds_are_for_professionals_alone() -> None:
    assert "threshold" not in told(Asker(audience="young-person"))
    assert told(Asker(audience="professional"))["threshold"][0].text == "Threshold: Moderate difficulty."


def test_a_search_says_what_to_do_instead_beside_an_age_that_does_not_fit() -> None:
    assert reasons(entry(shown=LINES, age_from=4, age_before=18), age=19)[0].instead == "Ask the service for adults."


@pytest.mark.parametrize(
    ("routes", "text"),
    [
        (("self",), "You can refer yourself."),
        (("school", "gp"), "You cannot refer yourself. A school or a GP can."),
        ((), "You cannot refer yourself. Ask how to get it."),
    ],
)
def test_who_else_can_ask_is_said(routes: tuple[str, ...], text: str) -> None:
    facts = entry() | {"routes": list(routes)}
    (found,) = [r for r in check(facts, Asker(audience="young-person")) if r.criterion == "route"]
    assert found.text == text


@pytest.mark.parametrize(
    ("audience", "routes", "text"),
    [
        ("young-person", ("self",), "You can refer yourself."),
        ("", ("self",), "You can refer yourself."),
        ("parent", ("self",), "Your child can refer themselves."),
        ("professional", ("self",), "The young person can refer themselves."),
        ("parent", ("gp",), "Your child cannot refer themselves. A GP can refer."),
        ("professional", ("school", "gp"), "The young person cannot refer themselves. A school or a GP can."),
        ("professional", ("parent",), "The young person cannot refer themselves. A parent or carer can refer."),
    ],
)
def test_self_referral_is_said_of_the_person_in_need_to_whoever_asks(
    audience: str, routes: tuple[str, ...], text: str
) -> None:
    facts = entry() | {"routes": list(routes)}
    found = {r.criterion: r for r in reasons(facts, audience=audience, route="self")}
    assert found["route"].text == text


@pytest.mark.parametrize(
    ("audience", "routes", "text"),
    [
        ("parent", ("parent",), "You can refer your child."),
        ("parent", ("self",), "You cannot refer your child. Your child can refer themselves."),
        ("parent", ("self", "gp"), "You cannot refer your child. Your child or a GP can."),
        ("professional", ("professional",), "A professional can refer."),
        ("professional", ("self",), "A professional cannot refer. The young person can refer themselves."),
        ("professional", ("self", "parent"), "A professional cannot refer. The young person or a parent or carer can."),
        ("young-person", ("parent",), "You cannot refer yourself. A parent or carer can refer."),
    ],
)
def test_who_may_ask_is_said_in_words_for_who_asks(audience: str, routes: tuple[str, ...], text: str) -> None:
    facts = entry() | {"routes": list(routes)}
    (found,) = [r for r in check(facts, Asker(audience=audience)) if r.criterion == "route"]
    assert found.text == text


@pytest.mark.parametrize(
    ("audience", "basis", "words"),
    [
        ("young-person", "gp", "You need to be registered with a GP in Northumberland."),
        ("parent", "gp", "Your child needs to be registered with a GP in Northumberland."),
        ("professional", "gp", "The young person needs to be registered with a GP in Northumberland."),
        ("parent", "school", "It depends on which school your child goes to, in Northumberland."),
        ("professional", "through-service", "The young person gets to it through another service."),
    ],
)
def test_what_makes_somebody_local_is_said_in_words_for_who_asks(audience: str, basis: str, words: str) -> None:
    found = check(entry(shown={"basis": basis}), Asker(audience=audience))[1]
    assert (found.criterion, found.verdict) == ("area", CHECK)
    assert words in found.text


@pytest.mark.parametrize("audience", [Audience.PARENT, Audience.PROFESSIONAL])
@given(st.sets(st.sampled_from(["self", "parent", "school", "gp", "professional"])), st.sampled_from(["gp", "home"]))
def test_nobody_but_a_young_person_is_told_of_themselves_what_is_true_of_another(
    audience: str, routes: set[str], basis: str
) -> None:
    facts = entry(shown={"basis": basis}) | {"routes": sorted(routes)}
    said = " ".join(reason.text for reason in check(facts, Asker(audience=audience)))
    assert "yourself" not in said
    assert "You need" not in said


def test_a_route_with_its_own_age_says_when_it_opens() -> None:
    own = {"route_ages": [{"who": ["self"], "from": 16, "before": None}]}
    found = check(entry(shown=own), Asker(audience="young-person", age=born(2011, 2)))
    (route,) = [r for r in found if r.criterion == "route"]
    assert (route.verdict, route.text) == (
        CHECK,
        "You can refer yourself: aged 16 and over. It is open from your 16th birthday, in about 3 months.",
    )


def test_that_somebody_else_must_ask_rules_nobody_out() -> None:
    found = [Reason("age", MEETS, ""), Reason("route", OUTSIDE, "")]
    assert "somebody else needs to ask" in headline(found)
    assert "not the right place" in headline([*found, Reason("area", OUTSIDE, "")])


VERDICTS = st.sampled_from(list(VERDICT_WORDS))


@given(st.lists(st.tuples(st.sampled_from(["age", "area", "audience", "route", "exclude"]), VERDICTS)))
def test_a_headline_never_decides(found: list[tuple[str, str]]) -> None:
    words = headline([Reason(criterion, verdict, "") for criterion, verdict in found])
    assert "eligible" not in words
    assert "service decides" in words or "ask the service" in words


@given(st.integers(0, 30), st.sampled_from(["", *Audience]), st.integers(0, 20))
def test_every_reason_is_a_sentence_and_names_a_line_at_most_once(start: int, audience: str, years: int) -> None:
    facts = entry(shown=LINES, age_from=start, age_before=OPEN_ENDED)
    found = check(facts, Asker(audience=audience, age=Age.of(years)))
    named = [reason.line for reason in found if reason.line is not None]
    assert len(named) == len(set(named))
    assert all(reason.text and reason.text[0].isupper() and reason.text.endswith(".") for reason in found)
