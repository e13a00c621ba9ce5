"""Why an entry fits, or what to check: pure functions from an entry's facts and a query to reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from directory.ages import OPEN_ENDED, AgeRange
from directory.choices import COUNTRIES
from directory.places import Location

MEETS, CHECK, OUTSIDE = "meets", "check", "outside"
VERDICT_WORDS = {MEETS: "Fits", CHECK: "Check", OUTSIDE: "Doesn't fit"}
BASIS_QUESTIONS = {
    "gp": "You need to be registered with a GP in {areas}.",
    "school": "It depends on which school you go to, in {areas}.",
    "through-service": "You get to it through another service.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    criterion: str  # age | area | audience | route | try-first
    verdict: str  # meets | check | outside
    text: str

    @property
    def verdict_label(self) -> str:
        return VERDICT_WORDS[self.verdict]


def ages_of(entry: Mapping[str, Any]) -> AgeRange:
    before = entry["age_before"]
    return AgeRange(entry["age_from"], None if before == OPEN_ENDED else before)


def age_reason(entry: Mapping[str, Any], age: int) -> Reason:
    ages = ages_of(entry)
    if ages.includes(age):
        return Reason("age", MEETS, ages.sentence)
    return Reason("age", OUTSIDE, f"{ages.sentence} You said {age}.")


def area_reason(entry: Mapping[str, Any], location: Location, codes: frozenset[str]) -> Reason:
    """By what counts for the entry: the home, the GP, the school, another service, or nothing."""
    areas, shown = entry["areas"], entry["shown"]
    if not areas or not shown.get("area_text"):
        return Reason("area", MEETS, "For everyone, wherever you live.")
    covers = f"Covers {_with_article(shown['area_text'], areas)}."
    if not codes & set(areas):
        return Reason("area", OUTSIDE, f"{covers} {location.label} is outside that.")
    if set(areas) & COUNTRIES:
        return Reason("area", MEETS, covers)
    question = BASIS_QUESTIONS.get(shown.get("basis", ""))
    if question:
        where = _list(shown.get("basis_areas") or [shown["area_text"]])
        return Reason("area", CHECK, f"{covers} {question.format(areas=where)}")
    if len(location.authority_codes) > 1:
        return Reason(
            "area", CHECK, f"{covers} {location.label} lies in more than one area: use your full postcode to be sure."
        )
    return Reason("area", MEETS, covers)


def audience_reason(entry: Mapping[str, Any], audience: str) -> Reason:
    words = {"young-person": "young people", "parent": "parents and carers", "professional": "professionals"}
    ok = audience in entry["audiences"]
    said = _list([words[a] for a in entry["audiences"]])
    return Reason("audience", MEETS if ok else OUTSIDE, f"For {said}.")


def route_reason(entry: Mapping[str, Any], route: str, age: int | None) -> Reason:
    words = {
        "self": "You can refer yourself",
        "parent": "A parent or carer can refer",
        "school": "A school can refer",
        "gp": "A GP can refer",
        "professional": "A professional can refer",
    }
    if route not in entry["routes"]:
        return Reason("route", OUTSIDE, f"{words[route]}: not on this service's list.")
    for own in entry["shown"].get("route_ages", ()):
        ages = AgeRange(own["from"], own["before"])
        if route in own["who"] and age is not None and not ages.includes(age):
            return Reason("route", CHECK, f"{words[route]}: {ages.text.lower()}.")
    return Reason("route", MEETS, f"{words[route]}.")


def reasons(
    entry: Mapping[str, Any],
    *,
    age: int | None = None,
    location: Location | None = None,
    codes: frozenset[str] = frozenset(),
    audience: str = "",
    route: str = "",
) -> tuple[Reason, ...]:
    """Every reason that the query makes it possible to give, in a fixed order."""
    found = []
    if age is not None:
        found.append(age_reason(entry, age))
    if location is not None:
        found.append(area_reason(entry, location, codes))
    if audience:
        found.append(audience_reason(entry, audience))
    if route and entry["kind"] == "service":
        found.append(route_reason(entry, route, age))
    if found and entry["shown"].get("try_first"):
        found.append(Reason("try-first", CHECK, entry["shown"]["try_first"][0]))
    return tuple(found)


def _list(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _with_article(area_text: str, areas: list[str]) -> str:
    """ "all of Northumberland"; "the whole UK" and named towns stay as they are."""
    if len(areas) == 1 and not areas[0].startswith("place:") and areas[0] not in COUNTRIES:
        return f"all of {area_text}"
    return area_text[0].lower() + area_text[1:] if area_text.startswith("The ") else area_text
