"""The map of a pathway as a file of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pathways.map import draw
from pathways.models import PathwayPage
from pathways.stages import read_stages, to_draw


def map_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """``/pathways/<slug>/map.svg``: complete in itself; 404 for a pathway that the public may not see."""
    page = get_object_or_404(PathwayPage.objects.live().public(), slug=slug)
    stages = read_stages(page.stage_values)
    context = {"page": page, "stages": stages, "map": draw(to_draw(stages)), "is_file": True}
    return render(request, "pathways/map.svg.html", context, content_type="image/svg+xml")
