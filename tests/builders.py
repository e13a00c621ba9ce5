"""Small complete records for tests; every argument that matters to a test is named by it."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Page

from directory.models import (
    AccessCriterion,
    ContactPoint,
    DeclarationPage,
    Need,
    ProviderPage,
    ReferralRoute,
    ResourcePage,
    ServiceArea,
    ServicePage,
    Venue,
    WaitingTime,
)
from home.models import PlanAction, PlanInvestment, PlanPage, TopicPage
from pathways.models import PathwayPage
from portal.tree import lay_out_site
from search.documents import Document
from search.language import Vocabulary, make_vocabulary

TODAY = dt.date(2026, 11, 23)


def make_need(slug: str = "worry", **fields: Any) -> Need:
    defaults = {"label": slug.replace("-", " ").capitalize(), "professional_term": slug}
    return Need.objects.update_or_create(slug=slug, defaults=defaults | fields)[0]


def make_provider(slug: str = "a-charity", **fields: Any) -> ProviderPage:
    section = lay_out_site()[1]["services"]
    found = ProviderPage.objects.child_of(section).filter(slug=slug).first()
    if found:
        return found
    page = ProviderPage(**{"title": "A charity", "slug": slug, "sector": "voluntary", "summary": "Helps."} | fields)
    section.add_child(instance=page)
    return page


def make_service(
    slug: str = "a-service",
    *,
    provider: ProviderPage | None = None,
    needs: tuple[str, ...] = (),
    authorities: tuple[str, ...] = (),
    scope: str = "uk",
    routes: tuple[str, ...] = ("self",),
    waits: tuple[WaitingTime, ...] = (),
    contacts: tuple[ContactPoint, ...] = (),
    venues: tuple[Venue, ...] = (),
    publish: bool = True,
    **fields: Any,
) -> ServicePage:
    """A service that may be published, unless a test takes a block away."""
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "slug": slug,
        "summary": "Helps people.",
        "what_it_is": "<p>Somebody to talk to.</p>",
        "audiences": ["young-person"],
        "status": "open",
        "live": False,
    }
    page = ServicePage(**defaults | fields)
    page.needs = [make_need(need) for need in needs]
    page.criteria = [AccessCriterion(kind="include", text="You would like to talk to somebody.")]
    page.routes = [ReferralRoute(who=who, how=["phone"], text="Call us.") for who in routes]
    page.areas = (
        [ServiceArea(scope="local-authority", local_authority_id=code) for code in authorities]
        if authorities
        else [ServiceArea(scope=scope)]
    )
    page.waiting_times = list(waits)
    page.contacts = list(contacts)
    page.venues = list(venues)
    (provider or make_provider()).add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return ServicePage.objects.get(pk=page.pk)


def make_declaration(provider: ProviderPage, *, publish: bool = True, **fields: Any) -> DeclarationPage:
    """What a provider declares for 2025 to 2026, unless a test says another year."""
    page = DeclarationPage(**{"year": 2025, "services": "A helpline.", "live": False} | fields)
    provider.add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return DeclarationPage.objects.get(pk=page.pk)


def make_plan(*actions: PlanAction, investments: tuple[PlanInvestment, ...] = (), **fields: Any) -> PlanPage:
    """The site's one plan with these actions and investments in place of its own."""
    home = lay_out_site()[0]
    plan = PlanPage.objects.first() or PlanPage(
        title="Our plan", slug="plan", summary="What we plan.", audiences=["parent"]
    )
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.actions, plan.investments = list(actions), list(investments)
    if plan.pk is None:
        home.add_child(instance=plan)
    plan.save_revision().publish()
    return PlanPage.objects.get(pk=plan.pk)


def make_topic(need: Need, **fields: Any) -> TopicPage:
    section = lay_out_site()[1]["topics"]
    defaults = {
        "title": need.label,
        "slug": need.slug,
        "summary": "What can help.",
        "audiences": ["young-person"],
        "introduction": "<p>You are not alone.</p>",
        "need": need,
    }
    return _publish(section, TopicPage(**defaults | fields))


def make_resource(slug: str = "an-app", **fields: Any) -> ResourcePage:
    section = lay_out_site()[1]["resources"]
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "slug": slug,
        "summary": "An app.",
        "audiences": ["young-person"],
        "publisher": "A charity",
        "web_address": "https://example.org/",
        "resource_kind": "app",
        "what_it_is": "<p>An app.</p>",
    }
    return _publish(section, ResourcePage(**defaults | fields))


def _publish(parent: Page, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_document(reference: str = "service:one", **fields: Any) -> Document:
    """A document for an engine, without a page."""
    kind, slug = reference.split(":", 1)
    defaults: dict[str, Any] = {
        "reference": reference,
        "kind": kind,
        "title": slug.replace("-", " ").capitalize(),
        "url": f"/{kind}s/{slug}/",
        "summary": "",
        "audiences": ("young-person",),
    }
    return Document(**defaults | fields)


@cache
def demonstration_vocabulary() -> Vocabulary:
    """The demonstration's needs, without a database."""
    needs = yaml.safe_load((Path(settings.BASE_DIR) / "demo" / "needs.yaml").read_text(encoding="utf-8"))
    return make_vocabulary(
        (n["slug"], n["label"], n["professional"], n["aliases"], n["misspellings"], *(f in n["flags"] for f in "UXS"))
        for n in needs
    )


def make_stage(
    short_name: str = "First worry", *, steps: tuple[dict[str, Any], ...] = (), **fields: Any
) -> dict[str, Any]:
    """A stage of a pathway as StageBlock holds it; every step needs a kind and a stage or a pathway."""
    defaults = {
        "title": short_name,
        "short_name": short_name,
        "thrive": "getting-advice",
        "who_for": "",
        "what_happens": "<p>You tell someone.</p>",
        "who_you_meet": "",
        "how_long": "",
        "meanwhile": "",
        "services": [],
        "resources": [],
        "for_parents": "",
        "for_professionals": "",
    }
    empty = {"stage": "", "pathway": None, "when": ""}
    return defaults | {"steps": [empty | step for step in steps]} | fields


def make_pathway(slug: str = "a-pathway", *stages: dict[str, Any], **fields: Any) -> PathwayPage:
    """A published pathway; with one plain stage unless a test gives others."""
    section = lay_out_site()[1]["pathways"]
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "slug": slug,
        "summary": "What happens, stage by stage.",
        "audiences": ["young-person", "parent", "professional"],
        "introduction": "<p>You are not alone.</p>",
    }
    page = PathwayPage(**defaults | fields)
    page.stages = [("stage", stage) for stage in stages or (make_stage(),)]
    return _publish(section, page)
