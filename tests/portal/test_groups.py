"""Roles, tested as the person who may not."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from tests.conftest import login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_as")]


def may_edit(name: str, slug: str) -> bool:
    return login(name).get(reverse("wagtailadmin_pages:edit", args=[Page.objects.get(slug=slug).pk])).status_code == 200


def may_publish(name: str, slug: str) -> bool:
    page = Page.objects.get(slug=slug)
    return page.permissions_for_user(get_user_model().objects.get(username=name)).can_publish()


def test_the_groups_of_the_contract_exist() -> None:
    expected = {"Editors", "Moderators", "Providers", "Kitemark assessors", "Young reviewers", "Commissioners"}
    assert expected <= set(Group.objects.values_list("name", flat=True))


def test_a_provider_edits_its_own_services_and_no_other() -> None:
    assert may_edit("provider", "kooth")
    assert not may_edit("provider", "cyps")
    assert not may_edit("provider", "anxiety")
    assert not may_publish("provider", "kooth")


def test_a_provider_does_not_see_another_s_pages() -> None:
    client = login("provider")
    listing = client.get(reverse("wagtailadmin_explore", args=[Page.objects.get(slug="cntw").pk]))
    assert listing.status_code in (302, 403)


def test_an_editor_edits_and_does_not_publish() -> None:
    assert may_edit("editor", "kooth")
    assert may_edit("editor", "anxiety")
    assert not may_publish("editor", "kooth")
    assert may_publish("moderator", "kooth")


def test_a_commissioner_publishes_pathways_only() -> None:
    pathway = Page.objects.get(slug="pathways").get_children().first()
    user = get_user_model().objects.get(username="commissioner")
    assert pathway.permissions_for_user(user).can_publish()
    assert not may_publish("commissioner", "kooth")
    assert not may_edit("commissioner", "kooth")


@pytest.mark.parametrize(("name", "code"), [("editor", 200), ("moderator", 200), ("provider", 302), ("reviewer", 302)])
def test_who_may_edit_the_vocabulary(name: str, code: int) -> None:
    from directory.models import Need

    address = reverse("wagtailsnippets_directory_need:edit", args=[Need.objects.get(slug="anxiety").pk])
    assert login(name).get(address).status_code == code


@pytest.mark.parametrize(("name", "code"), [("editor", 200), ("moderator", 200), ("provider", 302), ("reviewer", 302)])
def test_who_may_group_the_needs(name: str, code: int) -> None:
    assert login(name).get(reverse("wagtailsnippets_directory_needgroup:list")).status_code == code


def test_only_a_moderator_changes_urgent_numbers() -> None:
    address = reverse("wagtailsettings:edit", args=["home", "urgenthelpsettings"])
    assert login("moderator").get(address, follow=True).status_code == 200
    assert login("editor").get(address).status_code == 302
    assert login("provider").get(address).status_code == 302
