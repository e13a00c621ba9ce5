"""Loading the demonstration county, and taking it away again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import GroupPagePermission, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from directory.models import (
    DeclarationPage,
    KitemarkCriterion,
    Need,
    NeedGroup,
    ProviderPage,
    ResourcePage,
    ServicePage,
    Term,
)
from directory.models.entry import Entry
from directory.places_data import load_places
from home.models import (
    HomePage,
    InformationPage,
    PlanPage,
    PortalSettings,
    TopicPage,
    UrgentContact,
    UrgentHelpPage,
    UrgentHelpSettings,
)
from home.urgent import write_twin
from pathways.models import PathwayPage
from portal.demonstration import files
from portal.demonstration.entries import KINDS, fill_entry
from portal.demonstration.plan import load_declarations
from portal.tree import lay_out_site

Data = dict[str, Any]
Progress = Callable[[str], None]

# Login, group, and the section whose pages it may edit. Made only where debug is on.
LOGINS = (
    ("admin", "", ""),
    ("editor", "Editors", ""),
    ("moderator", "Moderators", ""),
    ("provider", "Providers", "kooth-plc"),
    ("assessor", "Kitemark assessors", ""),
    ("reviewer", "Young reviewers", ""),
    ("commissioner", "Commissioners", "pathways"),
)
PASSWORD = "demonstration"  # noqa: S105 public on purpose: it exists only on a laptop
CONTENT_MODELS: tuple[type[Entry], ...] = (
    InformationPage,
    UrgentHelpPage,
    PlanPage,
    PathwayPage,
    TopicPage,
    ResourcePage,
    ServicePage,
)


def load(progress: Progress) -> int:
    """Write every entry of the files as a published page; run again, it brings the pages back to the files."""
    load_places()
    county = files.read("county.yaml")
    with transaction.atomic():
        load_needs()
        load_kitemark_criteria()
        home, sections = lay_out(county)
        load_settings(county)
        with disable_reference_index_auto_update():  # once for each page, and not once for each row of it
            pages = load_pages(home, sections, county, progress)
        load_terms(county, pages)
        for page in Page.objects.descendant_of(home).specific():
            ReferenceIndex.create_or_update_for_object(page)
    write_twin()
    return len(pages)


def load_needs() -> None:
    groups = {
        label: NeedGroup.objects.update_or_create(label=label, defaults={"sort_order": order})[0]
        for order, label in enumerate(files.read("county.yaml")["need_groups"])
    }
    for order, data in enumerate(files.read("needs.yaml")):
        flags = data["flags"]
        Need.objects.update_or_create(
            slug=data["slug"],
            defaults={
                "label": data["label"],
                "professional_term": data["professional"],
                "aliases": "\n".join(data["aliases"]),
                "misspellings": "\n".join(data["misspellings"]),
                "is_urgent": "U" in flags,
                "has_exit": "X" in flags,
                "is_sensitive": "S" in flags,
                "group": groups.get(data.get("group")),
                "sort_order": order,
            },
        )


def load_terms(county: Data, pages: dict[str, Page]) -> None:
    for data in files.read("glossary.yaml"):
        Term.objects.update_or_create(
            slug=slugify(data["term"]),
            defaults={
                "term": data["term"],
                "other_names": "\n".join(data.get("also") or []),
                "meaning": data["meaning"],
                "page": pages.get(data.get("page")),
                "is_explained": data.get("inline", True),
                "is_exact": data.get("exact", False),
                "reviewed_on": county["reviewed_on"],
                "review_due_on": county["review_due_on"],
            },
        )


def load_kitemark_criteria() -> None:
    data = files.read("kitemark.yaml")
    for number, criterion in enumerate(data["criteria"], 1):
        KitemarkCriterion.objects.update_or_create(version=data["version"], number=number, defaults=criterion)


def lay_out(county: Data) -> tuple[HomePage, dict[str, Page]]:
    home, sections = lay_out_site()
    home.title, home.question = county["home"]["title"], county["home"]["question"]
    home.introduction = county["home"]["introduction"]
    home.save_revision().publish()
    for slug, words in county["sections"].items():
        section = sections[slug]
        section.title, section.introduction = words["title"], words["introduction"]
        section.save_revision().publish()
    return home, sections


def load_settings(county: Data) -> None:
    site = Site.objects.get(is_default_site=True)
    portal = PortalSettings.for_site(site)
    portal.name, portal.area_name, portal.strapline = county["name"], county["area_name"], county["strapline"]
    portal.areas, portal.neighbours = county["areas"], county["neighbours"]
    portal.is_demonstration, portal.demonstration_version = True, files.version()
    portal.save()
    urgent = UrgentHelpSettings.for_site(site)
    urgent.contacts = [UrgentContact(sort_order=i, **data) for i, data in enumerate(files.read("urgent_help.yaml"))]
    urgent.save()


def load_pages(home: HomePage, sections: dict[str, Page], county: Data, progress: Progress) -> dict[str, Page]:
    """First every page with what stands in its own file, then what points from one to another."""
    providers = load_providers(sections["services"])
    load_declarations(providers)
    entries = [(kind, data) for kind in KINDS for data in files.read_entries(kind)]
    pages: dict[str, Page] = {}
    for kind, data in entries:
        parent = providers[data["provider"]] if kind == "service" else sections.get(f"{kind}s", home)
        pages[data["id"]] = write_page(kind, data, parent, county)
    for kind, data in entries:
        page = pages[data["id"]]
        KINDS[kind][2](page, data, pages)
        page.save_revision(clean=False).publish()
        progress(data["id"])
    return pages


def load_providers(section: Page) -> dict[str, ProviderPage]:
    providers = {}
    for slug, data in files.read("providers.yaml").items():
        page = ProviderPage.objects.child_of(section).filter(slug=slug).first() or ProviderPage(slug=slug)
        page.title, page.sector, page.summary = data["title"], data["sector"], data["summary"]
        page.is_demonstration = True
        if page.pk is None:
            section.add_child(instance=page)
        page.save_revision().publish()
        providers[slug] = page
    return providers


def write_page(kind: str, data: Data, parent: Page, county: Data) -> Page:
    """The page of one file, new or brought up to date, not yet published."""
    model, fill, _ = KINDS[kind]
    slug = county.get("slugs", {}).get(data["id"]) or data["id"].split(":", 1)[1]
    if data["id"] == "page:urgent-help":
        model = UrgentHelpPage
    page = model.objects.filter(reference=data["id"]).first() or model(slug=slug, live=False)
    fill_entry(page, data, county)
    fill(page, data, county)
    if page.pk is None:
        make_way(page)
        parent.add_child(instance=page)
    return page


def make_way(page: Entry) -> None:
    """What an older demonstration had under this reference as another kind of page goes: its address is needed."""
    for model in CONTENT_MODELS:
        for old in model.objects.filter(reference=page.reference, is_demonstration=True).exclude(pk=page.pk):
            old.delete()


def make_logins() -> None:
    """Logins for a laptop, each in its group."""
    for name, group, _ in LOGINS:
        user, is_new = get_user_model().objects.get_or_create(username=name, defaults={"email": f"{name}@example.org"})
        user.is_superuser = user.is_staff = name == "admin"
        if is_new:
            user.set_password(PASSWORD)
        user.save()
        if group:
            user.groups.set([Group.objects.get_or_create(name=group)[0]])


def grant_sections() -> None:
    """Providers and commissioners may work below their own section only."""
    for _, group_name, slug in LOGINS:
        page = Page.objects.filter(slug=slug).first() if slug else None
        if page:
            group = Group.objects.get_or_create(name=group_name)[0]
            kinds = ["add", "change"] + (["publish"] if group_name == "Commissioners" else [])
            for kind in kinds:
                permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{kind}_page")
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def undo() -> int:
    """Take away what :func:`load` wrote, and nothing else. Returns how many pages went."""
    count = 0
    with transaction.atomic():
        for model in CONTENT_MODELS:
            for page in model.objects.filter(is_demonstration=True):
                page.delete()
                count += 1
        for declaration in DeclarationPage.objects.filter(is_demonstration=True):
            declaration.delete()
            count += 1
        for provider in ProviderPage.objects.filter(is_demonstration=True):
            if not provider.get_children().exists():
                provider.delete()
                count += 1
        slugs = [data["slug"] for data in files.read("needs.yaml")]
        Need.objects.filter(slug__in=slugs, topic=None, services=None, resources=None, pathways=None).delete()
        Term.objects.filter(slug__in=[slugify(data["term"]) for data in files.read("glossary.yaml")]).delete()
        NeedGroup.objects.filter(label__in=files.read("county.yaml")["need_groups"], needs=None).delete()
        get_user_model().objects.filter(
            username__in=[name for name, _, _ in LOGINS], email__endswith="@example.org"
        ).delete()
        for portal in PortalSettings.objects.filter(is_demonstration=True):
            UrgentContact.objects.filter(settings__site=portal.site).delete()
            portal.is_demonstration, portal.demonstration_version = False, ""
            portal.save()
    return count
