"""The map on the page and as a file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from pathways.models import PathwayPage
from tests.builders import make_pathway, make_stage

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def two_stages(**fields: Any) -> PathwayPage:
    return make_pathway(
        "a-pathway",
        make_stage("First <worry> & more", steps=({"kind": "step-up", "stage": "Specialist help", "when": "If."},)),
        make_stage("Specialist help", thrive="getting-more-help"),
        **fields,
    )


def shapes_without_colour(element: ET.Element, colour: str | None = None) -> Iterator[ET.Element]:
    """What would be drawn in no colour at all: a shape inherits its group's, and the drawing's own is none."""
    for child in element:
        own = child.get("fill") or child.get("stroke") or colour
        if child.tag in (f"{SVG}rect", f"{SVG}path", f"{SVG}circle", f"{SVG}text") and not own:
            yield child
        yield from shapes_without_colour(child, own)


def boxes(html: str) -> int:
    """The stages that a page's map has drawn."""
    (group,) = re.findall(r'<g class="map-box".*?</g>', html, re.DOTALL)
    return group.count("<rect")


def test_the_file_is_complete_in_itself(client: Client) -> None:
    two_stages()
    response = client.get("/pathways/a-pathway/map.svg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(response.content)  # noqa: S314 - our own answer
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    words = [text.text for text in root.iter(f"{SVG}text")]
    for label in ("First <worry> & more", "Getting advice", "Getting more help", "Up", "1", "2"):
        assert label in words
    assert list(shapes_without_colour(root)) == []
    assert not [element for element in root.iter() if element.get("style") or element.tag == f"{SVG}style"]
    assert "First <worry> & more (Getting advice). Up to 2." in (root.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_there_is_no_file_of_a_pathway_that_the_public_may_not_see(client: Client, hide: str) -> None:
    page = two_stages()
    if hide == "restrict":
        page.view_restrictions.create(restriction_type="login")
    else:
        getattr(page, hide)()
    assert client.get("/pathways/a-pathway/map.svg").status_code == 404


def test_the_page_has_the_map_and_the_same_in_words(client: Client) -> None:
    two_stages()
    html = client.get("/pathways/a-pathway/").content.decode()
    assert html.count('class="pathway-map"') == 1
    assert boxes(html) == 2
    assert html.count(">Up</text>") == 1
    assert 'role="img" aria-labelledby="map-title map-words"' in html
    assert 'href="/pathways/a-pathway/map.svg"' in html
    assert "If you need more help" in html  # the key


def test_every_pathway_of_the_county_has_its_map(client: Client) -> None:
    for page in PathwayPage.objects.live():
        assert client.get(f"/pathways/{page.slug}/map.svg").status_code == 200
        assert boxes(client.get(page.url).content.decode()) == len(page.stages)
