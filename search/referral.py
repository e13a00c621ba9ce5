""" "Will they take this referral?": every criterion of a service on record, for one young person, to a professional.

The rules are those of ``search.eligibility``. ``search.referral_table`` asks them for every answer that can be given,
so that the browser looks its answer up and what is typed stays there. Nothing here decides: the service does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from directory.ages import OLDEST, Age
from directory.choices import ROUTES, AreaScope, Audience, Basis, CriterionKind, Referrer
from directory.coverage import around
from directory.location import Location
from directory.models import AccessCriterion, ReferralRoute, ServicePage
from search.documents import service_document
from search.eligibility import (
    CHECK,
    LINES_TO_CHECK,
    MEETS,
    OUTSIDE,
    Asker,
    Reason,
    age_reason,
    ages_of,
    area_reason,
    check,
    lines_to_check,
    route_reason,
)

READER = str(Audience.PROFESSIONAL)  # who reads the answer, whoever refers
# Who refers -> how the form calls them, and whose lines are then asked.
REFERRERS: Mapping[str, tuple[str, Audience]] = {
    "gp": ("A GP", Audience.PROFESSIONAL),
    "school": ("A school or college", Audience.PROFESSIONAL),
    "professional": ("Another professional", Audience.PROFESSIONAL),
    "parent": ("A parent or carer", Audience.PARENT),
    "self": ("The young person", Audience.YOUNG_PERSON),
}
PLACE_QUESTIONS = {Basis.GP: "Where is their GP surgery?", Basis.SCHOOL: "Where is their school or college?"}
SELF_NAME = "The young person"  # where the record's own name for the route is "Yourself"
ELSEWHERE, OTHER_NEED = "elsewhere", "other"
ADULTS = f"This site is for people up to their {OLDEST + 1}th birthday: look at services for adults too."
NO_CONSENT_ON_RECORD = "The record does not say whose agreement is needed. Ask the service."
AGREES = {"yes": "agrees", "no": "does not agree"}
SAID = ("", "yes", "no")

# What an answer comes to, the first that is so. None of them decides.
STANDINGS: Mapping[str, str] = {
    "outside": "This is probably not the right place: something does not fit. You can still ask the service,"
    " and there is other help.",
    "route": "Nothing that you said rules this out, but somebody else needs to refer. The service decides.",
    "try-first": "Something else comes first. See what to do instead. The service decides.",
    "consent": "Nobody agrees to the referral yet. Talk about it with them first. The service decides.",
    "check": "Nothing that you said rules this out. Some things are still to check. The service decides.",
    "meets": "Everything that you said fits the record. The service decides.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An area that the form offers, as a place that the rules can judge."""

    value: str  # the code of an area, or "elsewhere"
    label: str
    location: Location
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """What is said of one referral; each part may be missing. ``said``: yes or no to a line, by its place among all."""

    age: Age | None = None
    area: str = ""
    need: str = ""
    route: str = ""
    young_person: str = ""  # agrees: yes, no or nothing
    parent: str = ""
    said: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record of a service, as the rules read it."""

    service: ServicePage
    entry: Mapping[str, Any]
    places: tuple[Place, ...]
    needs: Mapping[str, str]
    routes: tuple[ReferralRoute, ...]

    @property
    def answers(self) -> str:
        """What the question about a place asks for: the GP, the school or the home."""
        return self.service.basis if self.service.basis in PLACE_QUESTIONS else "home"

    @property
    def place_question(self) -> str:
        return PLACE_QUESTIONS.get(Basis(self.service.basis), "Where do they live?")


def read_record(service: ServicePage) -> Record:
    return Record(
        service=service,
        entry=service_document(service).as_dict(),
        places=tuple(_places(service)),
        needs={need.slug: need.label for need in service.needs.all()},
        routes=tuple(service.routes.all()),
    )


def judge(record: Record, case: Case) -> tuple[Reason, ...]:
    """Every criterion with its verdict, in the order in which the form asks."""
    return (
        judge_age(record, case.age),
        judge_area(record, case.area),
        judge_need(record, case.need),
        judge_route(record, case.route, case.age),
        judge_consent(record, case.route, case.young_person, case.parent),
        *(judge_line(line, case.said.get(line.line or 0, "")) for line in lines_for(record, case.route)),
    )


def standing(reason: Reason) -> str:
    """Which of ``STANDINGS`` a reason brings; the first among those of all reasons is said."""
    if reason.verdict != OUTSIDE:
        return reason.verdict
    return reason.criterion if reason.criterion in STANDINGS else "outside"


# --- one criterion each -------------------------------------------------------------------------------


def judge_age(record: Record, age: Age | None) -> Reason:
    """By the record's numbers; where they do not fit, with the ages in the service's own words, which may say more."""
    wording = f" On record as “{record.service.age_wording}”." if record.service.age_wording else ""
    if age is None:
        unasked = check(record.entry, Asker())[0]
        return replace(unasked, text=f"{unasked.text}{wording}")
    reason = _with_any_way_on(age_reason(record.entry, age, READER), lambda who: age_reason(record.entry, age, who))
    if age.youngest > OLDEST:  # no number is said from here on: one answer for adults
        reason = replace(reason, text=f"{ages_of(record.entry).sentence} {ADULTS}")
    return reason if reason.verdict == MEETS else replace(reason, text=f"{reason.text}{wording}")


def judge_area(record: Record, value: str) -> Reason:
    place = next((place for place in record.places if place.value == value), None)
    location, codes = (place.location, place.codes) if place else (None, frozenset())

    def for_whom(who: str) -> Reason:
        return area_reason(record.entry, location, codes, answers=record.answers, audience=who)

    return _with_any_way_on(for_whom(READER), for_whom)


def _with_any_way_on(reason: Reason, for_whom: Callable[[str], Reason]) -> Reason:
    """What to do instead, from the lines for other readers where those for professionals have nothing."""
    if reason.verdict == MEETS or reason.instead:
        return reason
    others = (for_whom(who) for who in (Audience.YOUNG_PERSON, Audience.PARENT))
    way = next((other for other in others if other.instead), reason)
    return replace(reason, instead=way.instead, line=way.line)


def judge_need(record: Record, need: str) -> Reason:
    if record.service.any_worry:
        return Reason("need", MEETS, "For any worry.")
    if not record.needs:
        return Reason("need", CHECK, "The record does not say which needs it helps with. Ask the service.")
    if need in record.needs:
        return Reason("need", MEETS, f"On record for this service: {record.needs[need]}.")
    if need == OTHER_NEED:
        return Reason("need", CHECK, "The record does not name this need. Ask the service first.")
    return Reason("need", CHECK, f"On record for this service: {'; '.join(record.needs.values())}.")


def judge_route(record: Record, route: str, age: Age | None) -> Reason:
    """Who may refer. "Another professional" is to check where the record names some and not all."""
    behind = routes_for(record.routes, route)
    whos = {r.who for r in record.routes}
    if not route:
        return Reason("route", CHECK, f"Who can refer: {names(record.routes)}.")
    reason = route_reason(record.entry, route, age, READER)
    if reason.verdict == OUTSIDE and Referrer.THROUGH_SERVICE in whos:
        return replace(reason, text=f"{reason.text} It can come through another service.")
    if route == "professional" and reason.verdict == MEETS and Referrer.PROFESSIONAL not in whos:
        return replace(reason, verdict=CHECK, text=f"Not every professional can refer. On record: {names(behind)}.")
    return reason


def judge_consent(record: Record, route: str, young_person: str, parent: str) -> Reason:
    """What the record says of agreement, beside who agrees. Whose is needed is the service's to say."""
    wanted = list(dict.fromkeys(r.consent for r in routes_for(record.routes, route) if r.consent))
    known = f"Agreement: {' '.join(wanted)}" if wanted else NO_CONSENT_ON_RECORD
    if young_person == parent == "yes":
        verdict, who = MEETS, "The young person and a parent or carer agree."
    elif young_person == parent == "no":
        verdict, who = OUTSIDE, "Neither the young person nor a parent or carer agrees."
    else:
        verdict = CHECK
        people = (("The young person", young_person), ("A parent or carer", parent))
        who = " ".join(f"{person} {AGREES[said]}." for person, said in people if said)
    return Reason("consent", verdict, f"{known} {who}".strip())


def judge_line(line: Reason, said: str) -> Reason:
    """A line that only people can judge. A line of who it is for is never "not met": it may be one of several ways in."""
    if said == "yes":
        return replace(line, verdict=OUTSIDE if line.criterion == CriterionKind.EXCLUDE else MEETS)
    if said == "no" and line.criterion == CriterionKind.TRY_FIRST:
        return replace(line, verdict=OUTSIDE, instead=line.instead or line.text.removeprefix("First: "))
    return line


def lines_for(record: Record, route: str) -> list[Reason]:
    """The lines that are asked of who refers; every line when nobody said."""
    audiences = [REFERRERS[route][1]] if route else list(Audience)
    found = {line.line: line for audience in audiences for line in lines_to_check(record.entry, audience)}
    kinds = [str(kind) for kind, _, _ in LINES_TO_CHECK]
    return sorted(found.values(), key=lambda line: (kinds.index(line.criterion), line.line))


def text_of(line: AccessCriterion) -> str:
    """A line as the rules word it."""
    return f"{next(before for kind, _, before in LINES_TO_CHECK if kind == line.kind)}{line.text}"


def routes_for(routes: Iterable[ReferralRoute], route: str) -> list[ReferralRoute]:
    """The routes on record that lie behind one of the form's; all of them when nobody said."""
    return [r for r in routes if not route or route in ROUTES[r.who]]


# --- places -------------------------------------------------------------------------------------------


def _places(service: ServicePage) -> Iterable[Place]:
    """The areas that change the answer, and "somewhere else"; none for a service that is for the whole UK."""
    if not service.place_question:
        return
    counting = list(service.eligibility_areas.all()) if service.basis in PLACE_QUESTIONS else []
    areas = {area.code: area for area in counting or service.areas.all()}
    for area in areas.values():
        yield _place(area.code, area.label, area.authority_code, {area.code})
    for area in list(areas.values()):
        if area.scope == AreaScope.PLACE and area.authority_code not in areas:
            areas[area.authority_code] = area
            label = f"Elsewhere in {area.place.local_authority.name}"
            yield _place(area.authority_code, label, area.authority_code, set())
    yield _place(ELSEWHERE, "Somewhere else", "", set())


def _place(value: str, label: str, authority: str, codes: set[str]) -> Place:
    authorities = (authority,) if authority else ()
    covering = around(authorities) if authorities else frozenset()
    location = Location(label, "area", 0, 0, authority, "", authorities, is_approximate=False)
    return Place(value, label, location, covering | codes)


def names(routes: Iterable[ReferralRoute]) -> str:
    """Who may use these routes, each once: "the young person, a GP, any professional"."""
    labels = dict.fromkeys(SELF_NAME if r.who == Referrer.SELF else str(Referrer(r.who).label) for r in routes)
    return ", ".join(f"{label[0].lower()}{label[1:]}" for label in labels) or "not known yet"
