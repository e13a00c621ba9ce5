"""What templates ask for and no model or view hands them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.templatetags.wagtailcore_tags import richtext

from directory.choices import OnwardKind
from directory.glossary import explain, explain_text, glossary, subjects

if TYPE_CHECKING:
    from directory.models import ContactPoint, OnwardLink, ReferralRoute, ServicePage
    from home.models import PortalSettings

register = template.Library()

# What a person needs first when a page is not right for them.
ONWARD_ORDER = (OnwardKind.INSTEAD, OnwardKind.STEP_UP, OnwardKind.ALONGSIDE, OnwardKind.STEP_DOWN, OnwardKind.AT_18)


@register.simple_tag(takes_context=True)
def portal_settings(context: dict[str, Any]) -> PortalSettings | None:
    """The site's settings; None on error pages and fallbacks, where there may be no request, site or database."""
    from home.models import PortalSettings

    if context.get("site_settings"):  # a page that is rendered without a request, such as the copy of urgent help
        return context["site_settings"]
    request = context.get("request")
    if request is None:
        return None
    try:
        return PortalSettings.for_request(request)
    except (DatabaseError, ObjectDoesNotExist, AttributeError):
        return None


def _told(context: dict[str, Any]) -> set[str] | None:
    """The terms that need no explaining from here on, kept for one request; None where none is explained at all.

    A page is about its own subject; every term is explained where it is used first, in whatever template that is.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or not getattr(page, "explains_terms", True):
        return None
    if not hasattr(request, "told_terms"):
        names = getattr(page, "own_names", None) or [str(getattr(page, "title", ""))]
        request.told_terms = subjects(glossary(), getattr(page, "pk", None), names)
    told: set[str] = request.told_terms
    return told


@register.simple_tag(takes_context=True)
def prose(context: dict[str, Any], value: Any, explains: bool = True) -> SafeString:
    """Rich text of editors, the one way in which a page shows it: links in place and known terms explained.

    ``explains=False`` where somebody may be in danger: nothing stands between them and a number there.
    """
    html, told = str(richtext(value)), _told(context) if explains else None
    inner = html if told is None else explain(glossary(), html, told)
    return format_html('<div class="prose">{}</div>', mark_safe(inner))


@register.simple_tag(takes_context=True)
def explained(context: dict[str, Any], text: Any) -> SafeString | str:
    """Plain text of editors with known terms explained."""
    told = _told(context)
    return str(text) if told is None else mark_safe(explain_text(glossary(), str(text), told))


@register.simple_tag
def months() -> list[tuple[str, str]]:
    """(number, name) of each month, as a form holds and shows them."""
    return [(str(number), str(name)) for number, name in MONTHS.items()]


@register.simple_tag
def referral_check(service: ServicePage) -> dict[str, Any] | None:
    """ "Will they take this referral?" of a service, as of today."""
    from search.referral_table import referral_context

    return referral_context(service, timezone.localdate())


def _digits(number: object) -> str:
    return re.sub(r"[^\d+]", "", str(number or ""))


@register.filter
def tel(number: object) -> str:
    """ "0800 1111" -> "tel:08001111"; empty when there is no number in it."""
    return f"tel:{digits}" if (digits := _digits(number)) else ""


@register.filter
def sms(number: object) -> str:
    """ "Text SHOUT to 85258" -> "sms:85258"; empty when there is no number in it."""
    return f"sms:{digits}" if (digits := _digits(number)) else ""


@register.filter
def is_open_at(contact: ContactPoint, now: dt.datetime) -> bool:
    """Whether a confirmed contact is open at ``now``; hours nobody confirmed never count as open."""
    return bool(now) and contact.is_open(now)


@register.filter
def by_onward_kind(links: list[OnwardLink]) -> list[tuple[str, list[OnwardLink]]]:
    """Ways on as (label, links), the most useful kind first; kinds without a link are left out."""
    groups = ((str(kind.label), [link for link in links if link.kind == kind]) for kind in ONWARD_ORDER)
    return [(label, group) for label, group in groups if group]


@register.filter
def askers(routes: Iterable[ReferralRoute]) -> list[str]:
    """Who may ask, each once, in the routes' order: "Yourself", "a GP", "any professional"."""
    labels = list(dict.fromkeys(str(route.get_who_display()) for route in routes))
    return [label if first == 0 else label[0].lower() + label[1:] for first, label in enumerate(labels)]
