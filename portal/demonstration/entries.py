"""From the data of one file to one page, its rows and its links.

Each ``fill_…`` function sets fields and rows on a page that may be new; each ``link_…`` function sets what points to other
entries, when all of them exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wagtail.models import Page

from directory.choices import AreaScope
from directory.models import (
    AccessCriterion,
    ContactPoint,
    EligibilityArea,
    Need,
    OnwardLink,
    Place,
    Postcode,
    ProviderPage,
    ReferralRoute,
    ResourcePage,
    ServiceArea,
    ServicePage,
    Venue,
    WaitingTime,
)
from directory.models.entry import Entry
from home.models import InformationPage, PlanPage, TopicPage, UrgentHelpPage
from pathways.models import Evidence, PathwayPage, SignOff
from portal.demonstration.files import rich, words
from portal.demonstration.plan import fill_plan

Data = dict[str, Any]
Pages = Mapping[str, Page]


def needs_of(data: Data) -> list[Need]:
    found = {need.slug: need for need in Need.objects.filter(slug__in=data.get("needs") or [])}
    return [found[slug] for slug in data.get("needs") or []]


def area_row(model: type[Any], code: str, order: int, home: list[str]) -> Any:
    """ "E06000057", "uk" or "place:Hexham" as a row; a place is one of the site's own area."""
    if code in AreaScope.values:
        return model(scope=code, sort_order=order)
    if code.startswith("place:"):
        place = Place.objects.filter(name=code.removeprefix("place:"), local_authority__in=home).order_by(
            "-population"
        )[0]
        return model(scope=AreaScope.PLACE, place=place, sort_order=order)
    return model(scope=AreaScope.LOCAL_AUTHORITY, local_authority_id=code, sort_order=order)


def fill_entry(page: Entry, data: Data, county: Data) -> None:
    """What every kind of entry has."""
    page.reference = data["id"]
    page.title = data["title"]
    page.summary = words(data["summary"])
    page.also_known_as = "\n".join(map(str, data.get("also_known_as") or data.get("searches") or []))
    page.audiences = data.get("audiences") or ["young-person", "parent", "professional"]
    ages = data.get("age") or {}
    page.age_from, page.age_before = ages.get("from") or 0, ages.get("before")
    page.reviewed_on, page.review_due_on = county["reviewed_on"], county["review_due_on"]
    page.reviewed_by = county["reviewed_by"]
    page.sources = "\n".join(map(str, data.get("sources") or []))
    page.search_description = page.summary
    page.is_demonstration = True


def fill_service(page: ServicePage, data: Data, county: Data) -> None:
    basis, provenance = data.get("eligibility") or {}, data.get("criteria_provenance") or {}
    page.what_it_is = rich(data["what_it_is"])
    page.thrive, page.how = data["thrive"], data.get("how") or []
    page.any_worry = bool(data.get("any_worry"))
    page.cost, page.cost_note = data.get("cost") or "unknown", words(data.get("cost_note"))
    page.languages = ", ".join(data.get("languages") or ["English"])
    page.status, page.status_note = data.get("status") or "unconfirmed", words(data.get("status_note"))
    page.age_wording = words((data.get("age") or {}).get("wording"))
    page.basis, page.basis_note = basis.get("basis") or "anyone", words(basis.get("note"))
    page.schools = words(basis.get("schools"))
    page.criteria_source, page.criteria_as_at = words(provenance.get("source")), provenance.get("as_at")
    page.criteria_are_confirmed = bool(provenance.get("confirmed"))
    page.what_happens_next = rich(data.get("what_happens_next"))
    page.what_to_expect = rich(data.get("what_to_expect"))
    page.confidentiality = rich(data.get("confidentiality"))
    page.contact_method = words(data.get("contact_method"))
    page.next_at_18 = words(data.get("next_at_18"))
    notice = county.get("notices", {}).get(data["id"], {})
    page.alias_notice, page.alias_notice_names = notice.get("text", ""), "\n".join(notice.get("names", []))
    page.owner_role = "Service manager, role to be named by the provider"
    page.needs = needs_of(data)
    page.tags.set(data.get("tags") or [])
    home = county["areas"]
    page.areas = [area_row(ServiceArea, c, i, home) for i, c in enumerate(data.get("area_served") or [])]
    page.eligibility_areas = [area_row(EligibilityArea, c, i, home) for i, c in enumerate(basis.get("areas") or [])]
    page.waiting_times = [waiting_row(w, i) for i, w in enumerate(data.get("waiting") or [])]
    page.contacts = [contact_row(c, i) for i, c in enumerate(data.get("contacts") or [])]
    page.venues = [venue_row(v, i, home) for i, v in enumerate(data.get("venues") or [])]
    fill_rows_without_links(page, data)


def fill_rows_without_links(page: ServicePage, data: Data) -> None:
    page.routes = [
        ReferralRoute(
            who=r["who"],
            how=r.get("how") or [],
            text=words(r["text"]),
            have_ready=words(r.get("have_ready")),
            next_steps=words(r.get("next")),
            consent=words(r.get("consent")),
            sort_order=i,
        )
        for i, r in enumerate(data["routes"])
    ]
    page.criteria = [
        AccessCriterion(
            kind=c["kind"],
            audience=c.get("audience") or "everyone",
            text=words(c["text"]),
            instead=words(c.get("instead")),
            age_from=(c.get("ages") or {}).get("from"),
            age_before=(c.get("ages") or {}).get("before"),
            is_about_area=bool(c.get("about_area")),
            sort_order=i,
        )
        for i, c in enumerate(data["criteria"])
    ]


def waiting_row(data: Data, order: int) -> WaitingTime:
    return WaitingTime(
        measure=data["measure"],
        weeks_from=data.get("weeks_from"),
        weeks_to=data.get("weeks_to"),
        text=words(data.get("text")),
        as_at=data.get("as_at"),
        expires_on=data.get("expires_on"),
        source=words(data.get("source")),
        is_confirmed=bool(data.get("confirmed")),
        sort_order=order,
    )


def contact_row(data: Data, order: int) -> ContactPoint:
    return ContactPoint(
        kind=data["kind"],
        label=words(data.get("label")),
        value=str(data["value"]),
        note=words(data.get("note")),
        audience=data.get("audience") or "everyone",
        opening_hours=data.get("hours") or "",
        opening_hours_note=words(data.get("hours_note")),
        is_confirmed=bool(data.get("confirmed")),
        source=words(data.get("source")),
        as_at=data.get("as_at"),
        sort_order=order,
    )


def venue_row(data: Data, order: int, home: list[str]) -> Venue:
    """A venue; without a postcode it stands in the middle of its town."""
    venue = Venue(
        name=data["name"],
        town=data["town"],
        postcode=data.get("postcode") or "",
        opening_hours=data.get("hours") or "",
        access=words(data.get("access")),
        opening_hours_note=words(data.get("note")),
        sort_order=order,
    )
    known = Postcode.objects.filter(code=venue.postcode.replace(" ", "").upper()).first() if venue.postcode else None
    town = Place.objects.filter(name__startswith=venue.town, local_authority__in=home).order_by("-population").first()
    if point := known or town:
        venue.latitude, venue.longitude = point.latitude, point.longitude
    return venue


def link_service(page: ServicePage, data: Data, pages: Pages) -> None:
    routes, criteria = list(page.routes.all()), list(page.criteria.all())
    for row, route in zip(routes, data["routes"], strict=True):
        row.through = pages.get(route.get("through"))
    for row, line in zip(criteria, data["criteria"], strict=True):
        row.instead_page = pages.get(line.get("instead_service"))
    page.routes, page.criteria = routes, criteria
    page.onward_links = [
        OnwardLink(kind=link["kind"], page=pages[link["to"]], note=words(link.get("note")), sort_order=i)
        for i, link in enumerate(data.get("onward") or [])
    ]


def fill_topic(page: TopicPage, data: Data, county: Data) -> None:
    page.need = Need.objects.get(slug=data["id"].removeprefix("topic:"))
    page.introduction = rich(data["introduction"])
    steps = [{"title": words(s["title"]), "text": words(s["text"])} for s in data.get("help_now") or []]
    page.help_now = [("step", step) for step in steps]
    page.more_help = rich(data.get("more_help"))
    page.for_parents = rich(data.get("for_parents"))
    page.for_professionals = rich(data.get("for_professionals"))
    page.need.related.set(Need.objects.filter(slug__in=data.get("related") or []))


def fill_resource(page: ResourcePage, data: Data, county: Data) -> None:
    page.publisher, page.web_address, page.resource_kind = data["publisher"], data["url"], data["kind"]
    page.what_it_is = rich(data["what_it_is"])
    page.cost, page.cost_note = data.get("cost") or "unknown", words(data.get("cost_note"))
    page.needs = needs_of(data)
    page.tags.set(data.get("tags") or [])


def fill_pathway(page: PathwayPage, data: Data, county: Data) -> None:
    page.introduction = rich(data["introduction"])
    page.for_parents, page.for_professionals = rich(data.get("for_parents")), rich(data.get("for_professionals"))
    page.needs = needs_of(data)
    page.evidence = [
        Evidence(
            kind=e.get("kind") or "other",
            code=e.get("code") or "",
            title=e["title"],
            url=e.get("url") or "",
            published_on=e.get("published_on"),
            sort_order=i,
        )
        for i, e in enumerate(data["evidence"])
    ]
    page.sign_offs = [
        SignOff(
            sector=s["sector"],
            body=s["body"],
            role=s.get("role") or "",
            signed_on=s.get("signed_on"),
            sort_order=i,
        )
        for i, s in enumerate(data.get("sign_offs") or [])
    ]
    page.tags.set(data.get("tags") or [])
    page.stages = [("stage", stage_value(stage, {})) for stage in data["stages"]]


def stage_value(stage: Data, pages: Pages) -> Data:
    return {
        "title": words(stage["title"]),
        "short_name": words(stage.get("short_name") or stage["title"])[:24].strip(),
        "thrive": stage.get("thrive") or "",
        "who_for": words(stage.get("who_for")),
        "what_happens": rich(stage["what_happens"]),
        "who_you_meet": words(stage.get("who_you_meet")),
        "how_long": words(stage.get("how_long")),
        "meanwhile": rich(stage.get("meanwhile")),
        "services": [pages[r] for r in stage.get("services") or [] if pages],
        "resources": [pages[r] for r in stage.get("resources") or [] if pages],
        "for_parents": rich(stage.get("for_parents")),
        "for_professionals": rich(stage.get("for_professionals")),
        "steps": [step_value(step, pages) for step in stage.get("steps") or [] if pages],
    }


def step_value(step: Data, pages: Pages) -> Data:
    """A step to a stage of the same pathway by its short name, or to "pathway:…" by its id."""
    pathway = pages[step["to"]] if step["to"].startswith("pathway:") else None
    return {
        "kind": step["kind"],
        "stage": "" if pathway else step["to"],
        "pathway": pathway,
        "when": words(step["when"]),
    }


def link_pathway(page: PathwayPage, data: Data, pages: Pages) -> None:
    page.stages = [("stage", stage_value(stage, pages)) for stage in data["stages"]]


def fill_information(page: InformationPage | UrgentHelpPage, data: Data, county: Data) -> None:
    page.needs = needs_of(data)


def link_information(page: InformationPage | UrgentHelpPage | PlanPage, data: Data, pages: Pages) -> None:
    page.body = [body_block(block, pages) for block in data.get("body") or []]


def link_plan(page: PlanPage, data: Data, pages: Pages) -> None:
    page.not_asked = ProviderPage.objects.filter(slug__in=data["not_asked"])
    link_information(page, data, pages)


def body_block(block: Data, pages: Pages) -> tuple[str, Any]:
    """One block of a page's file as (block type, value)."""
    if "heading" in block:
        return "heading", words(block["heading"])
    if "text" in block:
        return "text", rich(block["text"])
    if "callout" in block:
        return "callout", {"title": words(block["callout"]["title"]), "text": rich(block["callout"]["text"])}
    if "terms" in block:
        return "terms", [{"term": words(t["term"]), "meaning": words(t["meaning"])} for t in block["terms"]]
    if "records" in block:
        return "records", {"view": block["records"], "service": pages.get(block.get("service", ""))}
    return "links", [pages[reference] for reference in block["links"]]


def no_links(page: Entry, data: Data, pages: Pages) -> None:
    """For kinds that point to nothing."""


Fill = Callable[[Any, Data, Data], None]
Link = Callable[[Any, Data, Pages], None]

# kind -> (model, fill, link)
KINDS: dict[str, tuple[type[Any], Fill, Link]] = {
    "service": (ServicePage, fill_service, link_service),
    "topic": (TopicPage, fill_topic, no_links),
    "resource": (ResourcePage, fill_resource, no_links),
    "pathway": (PathwayPage, fill_pathway, link_pathway),
    "page": (InformationPage, fill_information, link_information),
    "plan": (PlanPage, fill_plan, link_plan),
}
