"""The shape of a site: the front page and its four sections."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page, Site

from directory.models import ResourcesIndexPage, ServicesIndexPage
from home.models import HomePage, TopicsIndexPage
from pathways.models import PathwaysIndexPage


def lay_out_site() -> tuple[HomePage, dict[str, Page]]:
    """The front page and its sections, made when they are not there yet; safe to run again."""
    home = HomePage.objects.first() or _make_home()
    sections: dict[str, Page] = {}
    for model, slug, title in (
        (ServicesIndexPage, "services", "Services"),
        (TopicsIndexPage, "topics", "Topics"),
        (ResourcesIndexPage, "resources", "Resources"),
        (PathwaysIndexPage, "pathways", "Care pathways"),
    ):
        section = model.objects.child_of(home).first()
        if section is None:
            section = model(title=title, slug=slug)
            home.add_child(instance=section)
        sections[slug] = section
    return home, sections


def _make_home() -> HomePage:
    """The front page in place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    home = HomePage(title="Find your way", slug="find-your-way")
    root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = home, settings.WAGTAIL_SITE_NAME
    site.save()
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    return home
