"""Up to four services side by side, with what differs marked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.models import ServicePage
from home.records import criteria
from home.records.services import listed_services

MOST = 4
# Cell of a row of the matrix -> its heading.
HEADINGS = {
    "ages": "Ages",
    "what_makes_you_local": "What makes you local",
    "needs": "Needs",
    "who_can_ask": "Who can ask",
    "try_first": "Try first",
    "threshold": "Threshold",
    "not_for": "Not for",
    "wait": "Wait",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of each service; whether they say different things."""

    heading: str
    cells: tuple[tuple[ServicePage, str], ...]

    @property
    def differs(self) -> bool:
        return len({text for _, text in self.cells}) > 1


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """``/criteria/compare/?service=service:cyps&service=service:pmhw``: public services only, in the order given."""
    asked = list(dict.fromkeys(request.GET.getlist("service")))
    known = {service.reference: service for service in listed_services().filter(reference__in=asked[: MOST * 2])}
    services = [known[reference] for reference in asked if reference in known]
    shown = services[:MOST]
    cells = [criteria.cells(criteria.as_row(service)) for service in shown]
    lines = [
        Line(heading, tuple(zip(shown, (cell[name] for cell in cells), strict=True)))
        for name, heading in HEADINGS.items()
    ]
    return render(
        request,
        "home/compare.html",
        {
            "services": shown,
            "lines": lines if len(shown) > 1 else [],
            "most": MOST,
            "are_too_many": len(asked) > MOST,
            "has_gone": bool(asked[:MOST]) and len(services) < min(len(asked), MOST * 2),
        },
    )
