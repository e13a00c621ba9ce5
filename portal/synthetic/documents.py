"""The same facts as the document that search makes of their page, without a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from directory.ages import OPEN_ENDED
from directory.choices import AreaScope, Audience, Basis, CriterionKind, OperatingStatus, WaitMeasure
from directory.models.waiting import DEFAULT_LIFE, weeks_text
from portal.synthetic.facts import ServiceFacts, WaitFacts
from search.documents import ROUTES, Document, service_focus, shown_line


def service_document(facts: ServiceFacts, services_url: str = "/services/") -> Document:
    """What ``search.documents.service_document`` gives for the page of these facts; a test keeps the two equal."""
    who = tuple(dict.fromkeys(r for route in facts.routes for r in ROUTES[route.who]))
    texts = [facts.what_it_is, *(text for r in facts.routes for text in (r.text, r.have_ready, r.next_steps))]
    texts += [facts.what_happens_next, facts.what_to_expect, *(venue.name for venue in facts.venues)]
    return Document(
        reference=facts.reference,
        kind="service",
        title=facts.title,
        url=f"{services_url}{facts.provider.slug}/{facts.slug}/",
        summary=facts.summary,
        names=facts.names,
        need_words="; ".join(f"{need.label}; {need.professional_term}" for need in facts.needs),
        criteria=" ".join(f"{c.text} {c.instead}".strip() for c in facts.criteria),
        provider=facts.provider.title,
        body=" ".join(filter(None, texts)),
        needs=tuple(need.slug for need in facts.needs),
        age_from=facts.age_from,
        age_before=OPEN_ENDED if facts.age_before is None else facts.age_before,
        areas=(facts.area.code,),
        authorities=(facts.area.authority_code,) if facts.area.authority_code else (),
        how=facts.how,
        routes=who,
        thrive=facts.thrive,
        audiences=facts.audiences,
        hours=tuple(dict.fromkeys(c.opening_hours for c in facts.contacts if c.is_confirmed and c.opening_hours)),
        points=tuple(venue.point for venue in facts.venues),
        focus=service_focus(facts.needs),
        traits=_traits(facts, who),
        shown=_shown(facts),
    )


def _traits(facts: ServiceFacts, who: tuple[str, ...]) -> tuple[str, ...]:
    has_bar = any(line.kind in (CriterionKind.TRY_FIRST, CriterionKind.THRESHOLD) for line in facts.criteria)
    traits = {
        "self-referral": "self" in who,
        "open-door": "self" in who and not has_bar,
        "young-person": Audience.YOUNG_PERSON in facts.audiences,
        "local": facts.area.scope in (AreaScope.LOCAL_AUTHORITY, AreaScope.PLACE),
        "confirmed": facts.status == OperatingStatus.OPEN,
        "running": facts.status in (OperatingStatus.OPEN, OperatingStatus.UNCONFIRMED),
    }
    return tuple(trait for trait, is_so in traits.items() if is_so)


def _shown(facts: ServiceFacts) -> dict[str, Any]:
    contact = facts.contacts[0]
    return {
        "has_exit": any(need.has_exit for need in facts.needs),
        "reviewed_on": facts.reviewed_on.isoformat(),
        "is_demonstration": True,
        "basis": facts.basis,
        "area_text": facts.area.label,
        "basis_areas": [] if facts.basis == Basis.ANYONE else [facts.area.label],
        "status": facts.status,
        "route_ages": [
            {"who": list(ROUTES[r.who]), "from": r.age_from or 0, "before": r.age_before}
            for r in facts.routes
            if r.age_from is not None or r.age_before is not None
        ],
        "basis_codes": [] if facts.basis == Basis.ANYONE else [facts.area.code],
        "schools": "",
        "lines": [shown_line(line) for line in facts.criteria],
        "waits": [_shown_wait(wait) for wait in facts.waits],
        "contact": {
            "label": contact.label,
            "value": contact.value,
            "href": contact.href,
            "is_confirmed": contact.is_confirmed,
        },
    }


def _shown_wait(wait: WaitFacts) -> dict[str, Any]:
    low, high = (None if weeks is None else Decimal(weeks) for weeks in (wait.weeks_from, wait.weeks_to))
    longest = wait.weeks_to if wait.weeks_to is not None else wait.weeks_from
    return {
        "text": WaitMeasure.NO_LIST.label if wait.measure == WaitMeasure.NO_LIST else weeks_text(low, high),
        "weeks": None if longest is None else float(longest),
        "as_at": wait.as_at.isoformat(),
        "until": (wait.as_at + DEFAULT_LIFE).isoformat(),
    }
