"""The facts of one made-up service, before they are a page or a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from directory.choices import AreaScope, LineAudience

REFERENCE_START = "service:made-up-"
PROVIDER_START = "made-up-"
TITLE_START = "Made-up: "


@dataclass(frozen=True, slots=True)
class NeedWords:
    """A need of the site's vocabulary, with what people say when they mean it."""

    slug: str
    label: str
    professional_term: str
    has_exit: bool
    sayings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaFacts:
    scope: AreaScope
    code: str  # as ``ServiceArea.code`` gives it
    label: str
    authority_code: str = ""
    geonames_id: int | None = None
    point: tuple[float, float] | None = None  # (latitude, longitude) of a named place


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    slug: str
    title: str
    sector: str
    summary: str


@dataclass(frozen=True, slots=True)
class RouteFacts:
    who: str
    how: tuple[str, ...]
    text: str
    have_ready: str
    next_steps: str
    age_from: int | None = None
    age_before: int | None = None


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    kind: str
    text: str
    instead: str = ""
    audience: str = LineAudience.EVERYONE
    age_from: int | None = None
    age_before: int | None = None
    is_about_area: bool = False


@dataclass(frozen=True, slots=True)
class ContactFacts:
    kind: str
    label: str
    value: str
    href: str
    opening_hours: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class VenueFacts:
    name: str
    town: str
    postcode: str  # with its space
    point: tuple[float, float]  # (latitude, longitude), degrees
    opening_hours: str


@dataclass(frozen=True, slots=True)
class WaitFacts:
    measure: str
    weeks_from: int | None
    weeks_to: int | None
    as_at: dt.date


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """Values of one vocabulary stand in that vocabulary's order, as the database gives them back."""

    slug: str
    provider: ProviderFacts
    title: str
    summary: str
    names: tuple[str, ...]
    what_it_is: str
    what_happens_next: str
    what_to_expect: str
    needs: tuple[NeedWords, ...]
    age_from: int
    age_before: int | None
    audiences: tuple[str, ...]
    how: tuple[str, ...]
    thrive: tuple[str, ...]
    status: str
    basis: str
    area: AreaFacts
    routes: tuple[RouteFacts, ...]
    criteria: tuple[CriterionFacts, ...]
    contacts: tuple[ContactFacts, ...]
    venues: tuple[VenueFacts, ...]
    waits: tuple[WaitFacts, ...]
    reviewed_on: dt.date

    @property
    def reference(self) -> str:
        return f"service:{self.slug}"
