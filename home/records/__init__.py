"""Views made from the directory's records, for pages that show them: one module a view, read each time.

A view gets the request, so that filters of its own can stand in the address, and the service that an editor chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from directory.models import ServicePage
from home.records import advice_lines, areas, criteria, glossary, offer, waiting_times


@dataclass(frozen=True)
class View:
    label: str
    template: str
    read: Callable[[HttpRequest | None, ServicePage | None], Any]
    words: Callable[[], Iterable[str]] = tuple  # by which search finds the page that shows it


VIEWS = {
    "criteria": View("Access criteria, side by side", "home/records/criteria.html", criteria.read),
    "waiting-times": View("Waiting times", "home/records/waiting_times.html", waiting_times.read),
    "advice-lines": View("Advice lines", "home/records/advice_lines.html", advice_lines.read),
    "offer": View("The offer, by grouping", "home/records/offer.html", offer.read),
    "services-in-towns": View("Where a service works", "home/records/areas.html", areas.read_one),
    "neighbours": View("Across the border", "home/records/neighbours.html", areas.read_neighbours),
    "glossary": View("Words explained, A to Z", "home/records/glossary.html", glossary.read, glossary.words),
}
