"""The directory as plain records, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from directory.ages import AgeRange
from directory.choices import CriterionKind, LineAudience
from directory.coverage import around, codes_near, neighbouring_authorities
from directory.models import LocalAuthority, Need, Place, ServicePage
from directory.models.areas import PLACE_RADIUS_MILES
from pathways.audit.facts import Directory, Link, PlaceType, Route, Service

ROWS = ("needs", "areas__place", "routes__through", "criteria__instead_page", "onward_links__page")


def read_directory() -> Directory:
    """Every live service of the site, its vocabulary, and the types of places in its area and across its border."""
    pages = list(ServicePage.objects.live().public().order_by("title", "pk").prefetch_related(*ROWS))
    references = {page.pk: page.reference for page in pages}
    services = tuple(_service(page, references) for page in pages)
    points = {
        area.code: (area.place.latitude, area.place.longitude)
        for page in pages
        for area in page.areas.all()
        if area.place_id
    }
    needs = {need.slug: need.label for need in Need.objects.all()}
    return Directory(services, needs, place_types(services, points, home_areas(services)))


def home_areas(services: Iterable[Service]) -> tuple[str, ...]:
    """The site's own local authorities, from the settings of the site; else those that services name."""
    own = tuple(import_string(settings.AUDIT_HOME_AREAS)())
    return own or tuple(sorted({code for s in services for code in s.areas if code[1:].isdigit() and code[1] in "01"}))


def _service(page: ServicePage, references: dict[int, str]) -> Service:
    links = [Link(o.kind, references.get(o.page_id, "")) for o in page.onward_links.all()]
    links += [
        Link(
            "exclude",
            references.get(c.instead_page_id, ""),
            AgeRange(c.age_from or 0, c.age_before) if c.is_about_age else None,
            "" if c.audience == LineAudience.EVERYONE else c.audience,
        )
        for c in page.criteria.all()
        # A line about the area speaks to those who live elsewhere.
        if c.kind == CriterionKind.EXCLUDE and c.instead_page_id and not c.is_about_area
    ]
    return Service(
        reference=page.reference,
        title=page.title,
        ages=page.ages,
        needs=frozenset(need.slug for need in page.needs.all()),
        areas=frozenset(_code(area) for area in page.areas.all()),
        basis=page.basis,
        audiences=frozenset(page.audiences),
        routes=tuple(Route(r.who, r.ages, references.get(r.through_id, "")) for r in page.routes.all()),
        thrive=frozenset(page.thrive),
        how=frozenset(page.how),
        links=tuple(link for link in links if link.to),
        any_worry=page.any_worry,
        status=page.status,
        next_at_18=page.next_at_18,
        page=page.pk,
    )


def _code(area: object) -> str:
    return str(area.code)  # type: ignore[attr-defined]


def place_types(
    services: Iterable[Service], points: dict[str, tuple[float, float]], home: tuple[str, ...]
) -> tuple[PlaceType, ...]:
    """Places of the site's area that the same areas cover, as one; and each neighbour across the border, alike ones as one."""
    named = frozenset(code for service in services for code in service.areas)
    rows = Place.objects.filter(local_authority__in=home).order_by("-population", "pk")
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for name, latitude, longitude, code in rows.values_list("name", "latitude", "longitude", "local_authority_id"):
        near = codes_near((latitude, longitude), points, PLACE_RADIUS_MILES)
        groups[(around([code]) | near) & named].append(name)
    own = dict(LocalAuthority.objects.filter(code__in=home).values_list("code", "name"))
    for code, name in own.items():  # an authority of which no place is known is asked about as a whole
        if not any(code in codes for codes in groups) and (around([code]) & named) not in groups:
            groups[around([code]) & named].append(name)
    found = [PlaceType(names[0], codes, places=len(names)) for codes, names in groups.items()]
    across: dict[frozenset[str], list[str]] = defaultdict(list)
    neighbours = LocalAuthority.objects.filter(code__in=neighbouring_authorities(home)).order_by("name")
    for code, name in neighbours.values_list("code", "name"):
        across[around([code]) & named].append(name)
    return (
        *found,
        *(PlaceType(names[0], codes, is_home=False, places=len(names)) for codes, names in across.items()),
    )
