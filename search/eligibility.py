"""Why an entry fits, or what to check: pure functions from an entry's facts and a query to reasons in words.

Two callers: a search gives the reasons that its filters make it possible to give; the checker on a service's page goes
through every criterion of that service for one person. Neither decides: the service does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from directory.ages import OPEN_ENDED, Age, AgeRange, ordinal, when
from directory.choices import COUNTRIES, COUNTRY_CODES, AreaScope, Audience, CriterionKind, LineAudience
from directory.location import Location

MEETS, CHECK, OUTSIDE = "meets", "check", "outside"
VERDICT_WORDS = {MEETS: "Fits", CHECK: "Check", OUTSIDE: "Doesn't fit"}
# What rules somebody out when it is outside. Who may ask does not: somebody else can ask for them.
DECISIVE = ("age", "area", "audience")
UNITED_KINGDOM = COUNTRY_CODES[AreaScope.UK]
# What makes somebody local, where it is not the home alone.
BASIS_SENTENCES = {
    "gp": "{person} {needs} to be registered with a GP in {areas}.",
    "school": "It depends on which school {person} {goes} to, in {areas}.",
    "through-service": "{person} {gets} to it through another service.",
}
WHOSE: Mapping[str, str] = {
    Audience.YOUNG_PERSON: "your",
    Audience.PARENT: "your child's",
    Audience.PROFESSIONAL: "their",
}
# What the person in need is called; "you" where nobody said who asks.
PERSONS: Mapping[str, str] = {
    Audience.YOUNG_PERSON: "you",
    Audience.PARENT: "your child",
    Audience.PROFESSIONAL: "the young person",
}
PEOPLE: Mapping[str, str] = {
    Audience.YOUNG_PERSON: "young people",
    Audience.PARENT: "parents and carers",
    Audience.PROFESSIONAL: "professionals",
}
# The route that is somebody's own.
OWN_ROUTES: Mapping[str, str] = {
    Audience.YOUNG_PERSON: "self",
    Audience.PARENT: "parent",
    Audience.PROFESSIONAL: "professional",
}
# route -> who refers, and what they do; ``_referrer`` has what is said differently to each asker
REFERRERS = {
    "parent": ("a parent or carer", "refer"),
    "school": ("a school", "refer"),
    "gp": ("a GP", "refer"),
    "professional": ("a professional", "refer"),
}
# Lines that only the person can judge, in this order: kind, who alone is asked (empty: everyone), words before the line.
LINES_TO_CHECK = (
    (CriterionKind.INCLUDE, "", ""),
    (CriterionKind.TRY_FIRST, "", "First: "),
    (CriterionKind.THRESHOLD, Audience.PROFESSIONAL, "Threshold: "),
    (CriterionKind.EXCLUDE, "", "Not the right place if this is so: "),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """``instead``: what to do when it does not fit. ``line``: which of the entry's criteria says so, by its place."""

    criterion: str  # age | area | audience | route, or the kind of a line
    verdict: str  # meets | check | outside
    text: str
    instead: str = ""
    line: int | None = None

    @property
    def verdict_label(self) -> str:
        return VERDICT_WORDS[self.verdict]


@dataclass(frozen=True, slots=True)
class Asker:
    """What somebody says of the person whom a service is for. Any part may be missing, and nothing of it is kept.

    ``answers``: what the location is the place of, home, gp or school.
    """

    audience: str = ""
    age: Age | None = None
    location: Location | None = None
    codes: frozenset[str] = frozenset()
    answers: str = "home"


def ages_of(entry: Mapping[str, Any]) -> AgeRange:
    before = entry["age_before"]
    return AgeRange(entry["age_from"], None if before == OPEN_ENDED else before)


# --- one criterion each -------------------------------------------------------------------------------


def age_reason(entry: Mapping[str, Any], age: Age, audience: str = "") -> Reason:
    """Whether the age is inside, and the birthday that changes it."""
    ages = ages_of(entry)
    inside = {ages.includes(age.youngest), ages.includes(age.oldest)}
    verdict = CHECK if len(inside) > 1 else MEETS if True in inside else OUTSIDE
    text = f"{ages.sentence} {turning_point(ages, age, WHOSE.get(audience, 'the'))}".strip()
    reason = Reason("age", verdict, text)
    return reason if verdict == MEETS else _with_instead(reason, entry, audience, lambda line: _is_of_age(line, age))


def turning_point(ages: AgeRange, age: Age, whose: str) -> str:
    """The birthday that changes the answer, as far as it is known; empty when there is none, or none is near."""
    if age.oldest < ages.start:
        months = age.months_to(ages.start)
        if months is None:
            return f"You said {age.oldest}."
        return f"It is open from {whose} {ordinal(ages.start)} birthday, {when(months)}."
    if ages.before is not None and age.youngest >= ages.before:
        is_exact = age.months_old is not None
        return _sentence(
            f"{whose} {ordinal(ages.before)} birthday has passed" if is_exact else f"You said {age.youngest}"
        )
    if age.youngest < age.oldest and age.oldest in (ages.start, ages.before):
        return _sentence(f"{whose} {ordinal(age.oldest)} birthday is this month")
    if ages.before is None:
        return ""
    months = age.months_to(ages.before)
    if months is not None:
        return f"That is until {whose} {ordinal(ages.before)} birthday, {when(months)}."
    return "That is less than a year away." if age.oldest == ages.before - 1 else ""


def area_reason(
    entry: Mapping[str, Any],
    location: Location | None,
    codes: frozenset[str],
    *,
    answers: str = "home",
    audience: str = "",
) -> Reason:
    """By what counts for the entry: the home, the GP, the school, another service, or nothing."""
    areas, shown = set(entry["areas"]), entry["shown"]
    if not areas or not shown.get("area_text"):
        return Reason("area", MEETS, _of_person("For everyone, wherever {person} {lives}.", audience))
    covers = f"Covers {_with_article(shown['area_text'], entry['areas'])}."
    basis = _basis_sentence(shown, audience)
    if location is None:
        is_everywhere = UNITED_KINGDOM in areas and not basis
        return Reason("area", MEETS if is_everywhere else CHECK, f"{covers} {basis}".strip())
    place = location.label.removesuffix(f", {location.authority_name}")
    if answers != "home":  # the place is what counts
        areas, covers, basis = set(shown["basis_codes"]) or areas, basis, shown.get("schools", "")
    if not codes & areas:
        counts = f" {basis}" if answers == "home" and shown.get("basis") in ("gp", "school") else ""
        reason = Reason("area", OUTSIDE, f"{covers} {place} is outside that.{counts}")
        return _with_instead(reason, entry, audience, lambda line: line["is_about_area"])
    if areas & COUNTRIES:
        return Reason("area", MEETS, covers)
    if basis:
        return Reason("area", CHECK, f"{covers} {basis}")
    if len(location.authority_codes) > 1:
        border = f"{place} lies in more than one area: use the full postcode to be sure."
        return Reason("area", CHECK, f"{covers} {border}")
    return Reason("area", MEETS, covers if answers == "home" else f"{covers} You said {place}.")


def audience_reason(entry: Mapping[str, Any], audience: str) -> Reason:
    reason = Reason("audience", MEETS, f"For {_list([PEOPLE[a] for a in entry['audiences']])}.")
    if audience in entry["audiences"]:
        return reason
    return _with_instead(replace(reason, verdict=OUTSIDE), entry, audience, lambda line: line["audience"] == audience)


def route_reason(entry: Mapping[str, Any], route: str, age: Age | None, audience: str = "") -> Reason:
    who, does = _referrer(route, audience)
    if route not in entry["routes"]:
        return Reason("route", OUTSIDE, f"{_sentence(f'{who} cannot {does}')} {_who_can(entry['routes'], audience)}")
    can = f"{who} can {does}"
    for own in entry["shown"].get("route_ages", ()):
        ages = AgeRange(own["from"], own["before"])
        if route in own["who"] and age is not None and not ages.includes(age.youngest):
            opens = turning_point(ages, age, WHOSE.get(audience, "the")) if age.months_old is not None else ""
            return Reason("route", CHECK, f"{_sentence(f'{can}: {ages.text.lower()}')} {opens}".strip())
    return Reason("route", MEETS, _sentence(can))


# --- all of them --------------------------------------------------------------------------------------


def reasons(
    entry: Mapping[str, Any],
    *,
    age: int | None = None,
    location: Location | None = None,
    codes: frozenset[str] = frozenset(),
    audience: str = "",
    route: str = "",
) -> tuple[Reason, ...]:
    """Every reason that a search makes it possible to give, in a fixed order."""
    found = []
    known = None if age is None else Age.of(age)
    if known is not None:
        found.append(age_reason(entry, known, audience))
    if location is not None:
        found.append(area_reason(entry, location, codes, audience=audience))
    if audience:
        found.append(audience_reason(entry, audience))
    if route and entry["kind"] == "service":
        found.append(route_reason(entry, route, known, audience))
    if found:
        found += [line for line in lines_to_check(entry, audience) if line.criterion == CriterionKind.TRY_FIRST]
    return tuple(found)


def check(entry: Mapping[str, Any], asker: Asker) -> tuple[Reason, ...]:
    """Every criterion of a service for one person: first what can be told from here, then what only they can know."""
    ages, audience = ages_of(entry), asker.audience
    unasked = Reason("age", MEETS if ages.is_everyone else CHECK, ages.sentence)
    found = [age_reason(entry, asker.age, audience) if asker.age else unasked]
    found.append(area_reason(entry, asker.location, asker.codes, answers=asker.answers, audience=audience))
    if audience:
        found.append(audience_reason(entry, audience))
        found.append(route_reason(entry, OWN_ROUTES[audience], asker.age, audience))
    said = {reason.line for reason in found}
    return (*found, *(line for line in lines_to_check(entry, audience) if line.line not in said))


def headline(found: Iterable[Reason]) -> str:
    """What a list of reasons comes to, in a sentence that decides nothing."""
    found = list(found)
    if any(reason.verdict == OUTSIDE and reason.criterion in DECISIVE for reason in found):
        return "This is probably not the right place: something does not fit. You can still ask the service, and there is other help."
    if any(reason.verdict == OUTSIDE for reason in found):
        return "Nothing you told us rules this out, but somebody else needs to ask. The service decides."
    if any(reason.verdict == CHECK for reason in found):
        return "Nothing you told us rules this out. Some things only you or the service can check. The service decides."
    return "Everything you told us fits. The service decides."


# --- lines of the entry -------------------------------------------------------------------------------


def _lines(entry: Mapping[str, Any], audience: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The access criteria that speak to this asker, each with its place among all; all of them when nobody said who asks."""
    for place, line in enumerate(entry["shown"].get("lines", ())):
        if not audience or line["audience"] in (LineAudience.EVERYONE, audience):
            yield place, line


def lines_to_check(entry: Mapping[str, Any], audience: str) -> Iterator[Reason]:
    """Lines that nobody can judge from here, for one kind of asker. Those about ages and areas are judged by the record itself."""
    lines = [(at, line) for at, line in _lines(entry, audience) if not line["is_about_area"] and not _has_ages(line)]
    for kind, only, before in LINES_TO_CHECK:
        for at, line in lines:
            if line["kind"] == kind and only in ("", audience):
                yield Reason(str(kind), CHECK, f"{before}{line['text']}", line["instead"], at)


def _with_instead(
    reason: Reason, entry: Mapping[str, Any], audience: str, speaks_of_it: Callable[[Mapping[str, Any]], bool]
) -> Reason:
    """The reason with what the entry's own "who it is not for" says to do instead."""
    for at, line in _lines(entry, audience):
        if line["kind"] == CriterionKind.EXCLUDE and line["instead"] and speaks_of_it(line):
            return replace(reason, instead=line["instead"], line=at)
    return reason


def _has_ages(line: Mapping[str, Any]) -> bool:
    return line["from"] is not None or line["before"] is not None


def _is_of_age(line: Mapping[str, Any], age: Age) -> bool:
    ages = AgeRange(line["from"] or 0, line["before"])
    return _has_ages(line) and (ages.includes(age.youngest) or ages.includes(age.oldest))


# --- words --------------------------------------------------------------------------------------------


def _basis_sentence(shown: Mapping[str, Any], audience: str) -> str:
    areas = _list(shown.get("basis_areas") or [shown["area_text"]])
    return _of_person(BASIS_SENTENCES.get(shown.get("basis", ""), ""), audience, areas=areas)


def _of_person(template: str, audience: str, **words: str) -> str:
    """A sentence about the person in need, to who asks: "{person} {needs} help." -> "Your child needs help."."""
    person = PERSONS.get(audience, "you")
    end = "" if person == "you" else "s"
    verbs = {
        "needs": f"need{end}",
        "goes": "go" if person == "you" else "goes",
        "gets": f"get{end}",
        "lives": f"live{end}",
    }
    said = template.format(person=person, **verbs, **words)
    return said[:1].upper() + said[1:]


def _referrer(route: str, audience: str) -> tuple[str, str]:
    """Who refers by this route, and what they do, in words for who asks."""
    if route == "self":
        person = PERSONS.get(audience, "you")
        return person, "refer yourself" if person == "you" else "refer themselves"
    if route == "parent" and audience == Audience.PARENT:
        return "you", "refer your child"
    return REFERRERS[route]


def _who_can(routes: Sequence[str], audience: str) -> str:
    """ "A school or a GP can."; "Your child can refer themselves."."""
    if not routes:
        return "Ask how to get it."
    whos = [_referrer(route, audience) for route in routes]
    if len(whos) == 1:
        return _sentence(f"{whos[0][0]} can {whos[0][1]}")
    return _sentence(f"{_list([who for who, _ in whos], last='or')} can")


def _sentence(words: str) -> str:
    """ "a GP can refer" -> "A GP can refer."."""
    return f"{words[0].upper()}{words[1:]}."


def _list(words: list[str], last: str = "and") -> str:
    """ "a, b and c"; with a comma before the last where a part has its own "and"."""
    if len(words) < 2:
        return "".join(words)
    comma = "," if len(words) > 2 and any(" and " in part for part in words) else ""
    return f"{', '.join(words[:-1])}{comma} {last} {words[-1]}"


def _with_article(area_text: str, areas: list[str]) -> str:
    """ "all of Northumberland"; "the whole UK" and named towns stay as they are."""
    if len(areas) == 1 and not areas[0].startswith("place:") and areas[0] not in COUNTRIES:
        return f"all of {area_text}"
    return area_text[0].lower() + area_text[1:] if area_text.startswith("The ") else area_text
