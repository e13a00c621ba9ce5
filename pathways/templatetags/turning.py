"""The live table of what ends at a birthday, for the page about turning 18."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template

from pathways.turning import REFERENCE, endings

register = template.Library()


@register.inclusion_tag("pathways/turning.html", takes_context=True)
def turning_18(context: dict[str, Any]) -> dict[str, Any]:
    """What ends at 18 and what comes next; nothing on any other page."""
    request, page = context.get("request"), context.get("page")
    if getattr(page, "reference", "") != REFERENCE:
        return {}
    return {
        "endings": endings(request.GET.get("ends") if request else None),
        "kept": urlencode({"for": context["audience"]}) if context.get("audience") else "",  # the words that are read
    }
