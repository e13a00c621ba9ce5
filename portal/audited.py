"""What the audit asks of the rest of the project."""

from __future__ import annotations

from wagtail.models import Site

from home.models import PortalSettings


def home_areas() -> tuple[str, ...]:
    """Codes of the local authorities that the site calls its own."""
    site = Site.objects.filter(is_default_site=True).first()
    return tuple(PortalSettings.for_site(site).areas.values_list("code", flat=True)) if site else ()
