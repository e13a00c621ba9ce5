"""Access criteria, side by side: one row a service, with filters that stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.formats import date_format

from directory.ages import OLDEST, typed_age
from directory.choices import ROUTES, Basis, CriterionKind, Referrer, Thrive
from directory.models import AccessCriterion, Need, ServicePage
from directory.models.waiting import EXPIRED_TEXT
from home.records.services import listed_services

PER_PAGE = 30


def who_use(route: str) -> frozenset[str]:
    """The referrers who may use one of the site's routes."""
    return frozenset(who for who, routes in ROUTES.items() if route in routes)


# Who asks, as the filter has it -> whose routes are theirs. "Any professional" is a GP and a school too.
ASKERS: Mapping[str, tuple[str, frozenset[str]]] = {
    "self": ("The young person", who_use("self")),
    "parent": ("A parent or carer", who_use("parent")),
    "gp": ("A GP", who_use("gp")),
    "school": ("A school or college", who_use("school")),
    "social-care": ("Social care", frozenset({Referrer.SOCIAL_CARE, Referrer.PROFESSIONAL})),
    "health": ("Another health professional", frozenset({Referrer.HEALTH, Referrer.PROFESSIONAL})),
}
SORTS: Mapping[str, tuple[str, Callable[[ServicePage], Any]]] = {
    "name": ("Name", lambda service: service.title.casefold()),
    "youngest": ("Youngest age", lambda service: (service.age_from, service.title.casefold())),
    "oldest": ("Oldest age", lambda service: (service.age_before or OLDEST + 99, service.title.casefold())),
}
FILTERS = ("age", "need", "who", "basis", "thrive", "sort")
NOT_ON_RECORD = "Nothing on record"


@dataclass(frozen=True, slots=True)
class Row:
    """A service with its lines by kind. ``wait``: in words, and never a number that has expired."""

    service: ServicePage
    referrers: list[str]
    try_first: list[AccessCriterion]
    thresholds: list[AccessCriterion]
    excludes: list[AccessCriterion]
    wait: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody filters by; what makes no sense is named in ``problems`` and leaves nothing out."""

    age: int | None
    need: str
    who: str
    basis: str
    thrive: str
    sort: str
    problems: tuple[str, ...]
    given: Mapping[str, str]  # what stood in the address

    @property
    def is_filtered(self) -> bool:
        return self.age is not None or bool(self.need or self.who or self.basis or self.thrive)

    @property
    def address(self) -> str:
        """The filters as they stand in an address, without a page."""
        return urlencode(self.given)

    @property
    def unsorted(self) -> str:
        """The same without an order, for the links of the table's head."""
        return urlencode({name: value for name, value in self.given.items() if name != "sort"})


def read(request: HttpRequest | None, _: ServicePage | None = None) -> dict[str, Any]:
    """A page of rows, the filters that made it, and what there is to choose."""
    query = request.GET if request else {}
    needs = {need.slug: need.label for need in Need.objects.order_by("sort_order")}
    asked = read_asked(query, needs)
    page = Paginator(find_services(asked), PER_PAGE).get_page(query.get("page"))
    page.object_list = [as_row(service) for service in page.object_list]
    return {
        "asked": asked,
        "page": page,
        "needs": needs.items(),
        "askers": [(value, label) for value, (label, _) in ASKERS.items()],
        "bases": Basis.choices,
        "groupings": Thrive.choices,
        "sorts": [(value, label) for value, (label, _) in SORTS.items()],
        "oldest": OLDEST,
    }


def read_asked(query: Mapping[str, Any], needs: Mapping[str, str]) -> Asked:
    given = {name: str(query.get(name, "")).strip()[:80] for name in FILTERS}
    problems = []
    age = typed_age(given["age"])
    if given["age"] and age is None:
        problems.append(f"Type an age in whole years, from 0 to {OLDEST}. The table shows every age.")
    known = {"need": needs, "who": ASKERS, "basis": dict(Basis.choices), "thrive": dict(Thrive.choices), "sort": SORTS}
    for name, values in known.items():
        if given[name] and given[name] not in values:
            problems.append("One choice is not one that we know, and was left out.")
            given[name] = ""
    return Asked(
        age=age,
        need=given["need"],
        who=given["who"],
        basis=given["basis"],
        thrive=given["thrive"],
        sort=given["sort"] or "name",
        problems=tuple(dict.fromkeys(problems)),
        given={name: value for name, value in given.items() if value},
    )


def find_services(asked: Asked) -> list[ServicePage]:
    """Every service that fits, in order. A service for any worry fits every need."""
    return sorted((service for service in listed_services() if fits(service, asked)), key=SORTS[asked.sort][1])


def fits(service: ServicePage, asked: Asked) -> bool:
    if asked.age is not None and not service.ages.includes(asked.age):
        return False
    if asked.need and not service.any_worry and asked.need not in {need.slug for need in service.needs.all()}:
        return False
    if asked.who and not ASKERS[asked.who][1] & {route.who for route in service.routes.all()}:
        return False
    if asked.basis and service.basis != asked.basis:
        return False
    return not asked.thrive or asked.thrive in service.thrive


def as_row(service: ServicePage) -> Row:
    def lines(kind: CriterionKind) -> list[AccessCriterion]:
        return [line for line in service.criteria.all() if line.kind == kind]

    return Row(
        service=service,
        referrers=list(dict.fromkeys(str(Referrer(route.who).label) for route in service.routes.all())),
        try_first=lines(CriterionKind.TRY_FIRST),
        thresholds=lines(CriterionKind.THRESHOLD),
        excludes=lines(CriterionKind.EXCLUDE),
        wait=wait_words(service),
    )


def wait_words(service: ServicePage) -> str:
    wait = service.current_wait()
    if wait:
        return f"{wait.value_text}, {wait.get_measure_display().lower()} (as of {date_format(wait.as_at)})"
    return EXPIRED_TEXT if service.waiting_times.all() else "Not known yet"


def cells(row: Row) -> dict[str, str]:
    """A row as the CSV has it: the words of the page."""
    service = row.service

    def text(lines: list[AccessCriterion]) -> str:
        return " ".join(f"{line.text} {line.instead}".strip() for line in lines) or NOT_ON_RECORD

    return {
        "service_id": service.reference,
        "service": service.title,
        "ages": service.ages.text,
        "what_makes_you_local": f"{service.get_basis_display()}: {service.area_text() or 'not known yet'}",
        "needs": "; ".join(need.label for need in service.needs.all()) or "Not known yet",
        "who_can_ask": ", ".join(row.referrers) or "Not known yet",
        "try_first": text(row.try_first),
        "threshold": text(row.thresholds),
        "not_for": text(row.excludes),
        "wait": row.wait,
    }
