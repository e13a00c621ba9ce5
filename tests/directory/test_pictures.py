"""Pictures: refused without words for those who cannot see them, shown with them."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from directory.models import Picture
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def png() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (1200, 600), "#5A3DD1").save(data, "PNG")
    return SimpleUploadedFile("door.png", data.getvalue(), content_type="image/png")


def test_the_admin_refuses_a_picture_without_words(admin_client: Client) -> None:
    add = reverse("wagtailimages:add")
    refused = admin_client.post(add, {"title": "Door", "file": png(), "alternative_text": "", "collection": 1})
    assert refused.status_code == 200
    assert not Picture.objects.exists()
    words = "The front door, which is violet."
    admin_client.post(add, {"title": "Door", "file": png(), "alternative_text": words, "collection": 1})
    assert Picture.objects.get().alternative_text == words


def test_several_pictures_at_once_wait_for_their_words(admin_client: Client) -> None:
    admin_client.post(reverse("wagtailimages:add_multiple"), {"title": "Door", "files[]": png(), "collection": 1})
    assert not Picture.objects.exists()


# Wagtail leaves the file of a new rendition to be closed by the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_shows_its_picture_with_its_words(client: Client) -> None:
    picture = Picture.objects.create(title="Door", file=png(), alternative_text='A "violet" door')
    page = make_service("kind-ears", picture=picture)
    html = client.get(page.url).content.decode()
    assert 'alt="A &quot;violet&quot; door"' in html
    assert 'width="960" height="480"' in html
    assert 'srcset="/media/' in html
