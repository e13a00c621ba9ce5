"""Free tags are searchable, and a report tells which ought to become an alias."""

import pytest
from django.test import Client
from django.urls import reverse
from taggit.models import Tag

from directory.reports import suggested_need
from tests.builders import make_need, make_resource, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def _tagged() -> None:
    need = make_need("moonsickness", label="Moonsickness", aliases="lunatic")
    for slug in ("one", "two"):
        service = make_service(slug, needs=("moonsickness",))
        service.tags.add("howling")
        service.save()
    resource = make_resource("three")
    resource.needs = [need]
    resource.tags.add("howling", "lunatic")
    resource.save()


@pytest.mark.usefixtures("_tagged")
def test_a_tag_points_to_the_need_that_its_entries_share() -> None:
    assert suggested_need(Tag.objects.get(name="howling")) == "Add as an alias of “Moonsickness”"
    assert "Already an alias" in suggested_need(Tag.objects.get(name="lunatic"))


@pytest.mark.usefixtures("_tagged")
def test_the_report_lists_tags_by_use(admin_client: Client) -> None:
    html = admin_client.get(reverse("tag_report")).content.decode()
    assert "howling" in html
    assert "Add as an alias of “Moonsickness”" in html
