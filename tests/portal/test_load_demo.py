"""The demonstration can be loaded twice and taken away, and takes nothing else along."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Page

from directory.models import DeclarationPage, Need, Term
from home.models import HomePage, InformationPage, PlanPage, PortalSettings
from portal.demonstration import county
from search.engines import get_engine
from search.engines.embedded import EmbeddedEngine
from search.sources import SOURCES
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def count() -> int:
    return sum(model.objects.live().count() for model, _, _ in SOURCES)


def test_loading_again_changes_nothing(own_index: EmbeddedEngine) -> None:
    before, pages, versions = count(), Page.objects.count(), own_index.versions()
    call_command("load_demo", "--no-postcodes", verbosity=0)
    assert (count(), Page.objects.count()) == (before, pages)
    assert own_index.versions() == versions


def test_undo_takes_the_demonstration_and_nothing_else(own_index: EmbeddedEngine) -> None:
    make_service("our-own", needs=("our-need",))
    call_command("load_demo", "--undo", verbosity=0)
    assert count() == 1
    assert set(get_engine().versions()) == {"service:our-own"}
    assert [need.slug for need in Need.objects.all()] == ["our-need"]
    assert not Term.objects.exists()
    assert not PortalSettings.objects.filter(is_demonstration=True).exists()
    assert not DeclarationPage.objects.exists()
    call_command("load_demo", "--no-postcodes", verbosity=0)
    assert count() == 154


def test_a_plan_of_before_makes_way_for_the_plan_page(own_index: EmbeddedEngine) -> None:
    """A demonstration that was loaded when the plan was an information page is brought up to date."""
    PlanPage.objects.get().delete()
    old = InformationPage(
        title="Plan", slug="plan", summary="Old.", reference="page:plan", audiences=["parent"], is_demonstration=True
    )
    HomePage.objects.get().add_child(instance=old)
    call_command("load_demo", "--no-postcodes", verbosity=0)
    assert PlanPage.objects.get().url == "/plan/"
    assert not InformationPage.objects.filter(reference="page:plan").exists()


def test_logins_exist_only_where_debug_is_on(own_index: EmbeddedEngine) -> None:
    names = [name for name, _, _ in county.LOGINS]
    assert not get_user_model().objects.filter(username__in=names).exists()
    county.make_logins()
    assert get_user_model().objects.filter(username__in=names).count() == len(names)
    assert list(get_user_model().objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]
