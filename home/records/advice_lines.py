"""Lines to call, text or chat with: who may use them, who is open now, and when the others open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from directory import hours
from directory.ages import OLDEST, typed_age
from directory.choices import Audience, ContactKind, LineAudience
from directory.models import ContactPoint, ServicePage

PAGE_SIZE = 50
KINDS = (
    ContactKind.PHONE,
    ContactKind.TEXT,
    ContactKind.WEBCHAT,
    ContactKind.TEXTPHONE,
    ContactKind.RELAY,
    ContactKind.SIGN_VIDEO,
)
CALLERS = {
    Audience.YOUNG_PERSON: "A young person",
    Audience.PARENT: "A parent or carer",
    Audience.PROFESSIONAL: "A professional",
}
# Sorts after every real opening: nobody knows when these open.
NEVER = dt.datetime.max.replace(tzinfo=hours.LONDON)


@dataclass(frozen=True)
class Line:
    contact: ContactPoint
    is_open: bool
    opens: dt.datetime | None
    opens_text: str

    @property
    def service(self) -> ServicePage:
        return self.contact.service

    @property
    def has_known_hours(self) -> bool:
        return self.contact.is_confirmed and bool(self.contact.opening_hours)


def read(request: HttpRequest | None, _: ServicePage | None = None) -> dict[str, Any]:
    """A page of lines, those that are open now first, then those that open soonest. Unconfirmed hours are never open."""
    asked = request.GET if request else {}
    who = asked.get("who", "")
    age = typed_age(asked.get("age", ""))
    now = timezone.localtime(timezone=hours.LONDON)
    lines = [as_line(contact, now) for contact in public_contacts() if suits(contact, who=who, age=age)]
    lines.sort(key=lambda line: (not line.is_open, line.opens or NEVER))
    return {
        "page": Paginator(lines, PAGE_SIZE).get_page(asked.get("page")),
        "callers": [(value.value, label) for value, label in CALLERS.items()],
        "who": who if who in CALLERS else "",
        "address": urlencode({"who": who if who in CALLERS else "", "age": "" if age is None else age}),
        "age": age,
        "oldest": OLDEST,
    }


def public_contacts() -> list[ContactPoint]:
    """The ways to speak with every public service, by its name."""
    services = ServicePage.objects.live().public().order_by()
    contacts = ContactPoint.objects.filter(kind__in=KINDS, service__in=services).select_related("service")
    return list(contacts.order_by("service__title", "service_id", "sort_order"))


def suits(contact: ContactPoint, *, who: str, age: int | None) -> bool:
    """Whether this caller may use it, about somebody of this age; anything not said leaves nothing out."""
    if age is not None and not contact.service.ages.includes(age):
        return False
    if who not in CALLERS or contact.audience == who:
        return True
    return contact.audience == LineAudience.EVERYONE and who in contact.service.audiences


def as_line(contact: ContactPoint, now: dt.datetime) -> Line:
    is_open = contact.is_open(now)
    opens = None
    if contact.is_confirmed and contact.opening_hours and not is_open:
        opens = hours.next_opening(contact.opening_hours, now)
    return Line(contact, is_open, opens, opening_words(opens, now) if opens else "")


def opening_words(opens: dt.datetime, now: dt.datetime) -> str:
    """ "opens at 9am today", "opens at 9am tomorrow", "opens at 9am on Monday", "opens at 9am on Monday 4 January"."""
    days = (opens.date() - now.astimezone(hours.LONDON).date()).days
    weekday = hours.DAYS[opens.weekday()]
    date = f" {opens.day} {opens:%B}" if days >= len(hours.DAYS) else ""
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {weekday}{date}")
    return f"opens at {hours.clock(opens.time())} {day}"
