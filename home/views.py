"""The one address that is always answered."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from wagtail.views import serve

from home.urgent import twin_path

logger = logging.getLogger(__name__)


def urgent_help(request: HttpRequest) -> HttpResponse:
    """``/urgent-help/``: the page, or its last good copy, or the shipped national numbers; never an error."""
    try:
        response = serve(request, "urgent-help/")
        if not response.is_rendered:
            response.render()
        return response
    except Exception as error:
        # Whatever is wrong, this page is served. The name of the fault is logged, never what was asked.
        logger.error("Urgent help is served from its copy: %s", type(error).__name__)
    try:
        return HttpResponse(twin_path().read_text(encoding="utf-8"))
    except OSError:
        return HttpResponse(render_to_string("urgent_help_fallback.html"))
