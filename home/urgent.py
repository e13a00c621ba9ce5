"""Urgent help: its numbers from one place, its page even when the database is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Site

from home.models.settings import PortalSettings, UrgentContact, UrgentHelpSettings, UrgentLevel

HEADINGS = {
    "emergency": "Get help right now",
    "urgent": "Talk to someone now",
    "support": "You can talk to someone",
}
# Which contacts a panel shows, in this order. A worry about being hurt puts safeguarding before a helpline.
LEVELS = {
    "emergency": (UrgentLevel.EMERGENCY, UrgentLevel.URGENT, UrgentLevel.SUPPORT),
    "urgent": (UrgentLevel.URGENT, UrgentLevel.SUPPORT, UrgentLevel.EMERGENCY),
    "support": (UrgentLevel.SUPPORT,),
}
MOST_CONTACTS = 5


def contacts_for(site: Site | None) -> list[UrgentContact]:
    """The site's urgent contacts, in the editors' order."""
    if site is None:
        return []
    return list(UrgentContact.objects.filter(settings__site=site).order_by("sort_order"))


def panel(site: Site | None, level: str, age: int | None, *, is_safeguarding: bool) -> dict[str, Any] | None:
    """The panel above the results, or None when nothing urgent was read."""
    if not level:
        return None
    contacts = [contact for contact in contacts_for(site) if contact.suits(age)]
    order = list(LEVELS[level])
    if is_safeguarding and level != "emergency":
        order = [UrgentLevel.EMERGENCY, UrgentLevel.SAFEGUARDING, UrgentLevel.SUPPORT]
    chosen = [contact for wanted in order for contact in contacts if contact.level == wanted]
    return {"level": level, "heading": HEADINGS[level], "contacts": [as_data(c) for c in chosen[:MOST_CONTACTS]]}


def as_data(contact: UrgentContact) -> dict[str, str]:
    sms = f"Text {contact.sms_word} to {contact.sms_number}" if contact.sms_word else contact.sms_number
    return {
        "name": contact.name,
        "phone": contact.phone,
        "text": contact.text,
        "sms": sms,
        "hours": contact.hours_text,
        "url": contact.url,
    }


def open_now(site: Site | None) -> list[UrgentContact]:
    """Who to talk to at this minute: those that are open first."""
    now = timezone.localtime()
    contacts = [c for c in contacts_for(site) if c.level != UrgentLevel.EMERGENCY]
    for contact in contacts:
        contact.is_open_now = contact.is_open(now)
    return sorted(contacts, key=lambda c: not c.is_open_now)


# --- the page that is always served -------------------------------------------------------------------


def twin_path() -> Path:
    """Where the last good copy of the page is kept, outside the database."""
    return Path(settings.VAR_DIR) / "urgent-help.html"


def write_twin() -> None:
    """Keep a copy of the page as it is now, for the day when the database does not answer."""
    helps = UrgentHelpSettings.objects.select_related("site").order_by("-site__is_default_site").first()
    if helps is None:
        return
    path = twin_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    context = {
        "page": None,
        "show_exit": False,
        "contacts": contacts_for(helps.site),
        "site_settings": PortalSettings.for_site(helps.site),
    }
    part.write_text(render_to_string("home/urgent_help_page.html", context), encoding="utf-8")
    part.replace(path)
