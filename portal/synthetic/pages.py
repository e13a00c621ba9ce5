"""The same facts as published pages, and taking those away again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from directory.choices import AreaScope, Basis
from directory.models import (
    AccessCriterion,
    ContactPoint,
    EligibilityArea,
    Need,
    Place,
    ProviderPage,
    ReferralRoute,
    ServiceArea,
    ServicePage,
    Venue,
    WaitingTime,
)
from portal.synthetic.facts import (
    PROVIDER_START,
    REFERENCE_START,
    AreaFacts,
    NeedWords,
    ProviderFacts,
    ServiceFacts,
)
from portal.tree import lay_out_site

CHUNK = 100
T = TypeVar("T")
Progress = Callable[[int], Any]


def read_needs() -> list[NeedWords]:
    """The site's vocabulary, in its own order."""
    return [
        NeedWords(need.slug, need.label, need.professional_term, need.has_exit, tuple(need.alias_list))
        for need in Need.objects.all()
    ]


def write(services: Iterable[ServiceFacts], progress: Progress) -> int:
    """Publish a page for each service that has none yet, in chunks that each stand or fall; returns how many."""
    writer = _Writer()
    made = 0
    for chunk in _chunks(services, CHUNK):
        with transaction.atomic():
            made += sum(writer.write(facts) for facts in chunk)
        progress(len(chunk))
    return made


def remove(progress: Progress) -> int:
    """Take away every made-up page, whatever its seed, and nothing else; returns how many."""
    services = ServicePage.objects.filter(is_demonstration=True, reference__startswith=REFERENCE_START)
    providers = ProviderPage.objects.filter(is_demonstration=True, slug__startswith=PROVIDER_START)
    count = 0
    for pages in (services, providers.filter(numchild=0)):
        while chunk := list(pages[:CHUNK]):
            with transaction.atomic():
                for page in chunk:
                    page.delete()
            count += len(chunk)
            progress(len(chunk))
    return count


def count_pages() -> int:
    """How many made-up pages stand."""
    services = ServicePage.objects.filter(is_demonstration=True, reference__startswith=REFERENCE_START)
    return (
        services.count() + ProviderPage.objects.filter(is_demonstration=True, slug__startswith=PROVIDER_START).count()
    )


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


class _Writer:
    """Writes services in the order in which they are generated: those of a provider follow one another."""

    def __init__(self) -> None:
        self.section = lay_out_site()[1]["services"]
        self.needs = {need.slug: need for need in Need.objects.all()}
        self.places = dict(Place.objects.values_list("geonames_id", "pk"))
        self.there = set(
            ServicePage.objects.filter(reference__startswith=REFERENCE_START).values_list("reference", flat=True)
        )
        self.provider = ProviderPage()

    def write(self, facts: ServiceFacts) -> bool:
        """Whether a page was made."""
        if facts.reference in self.there:
            return False
        if self.provider.slug != facts.provider.slug:
            self.provider = self._provider(facts.provider)
        page = self._page(facts)
        self._add_rows(page, facts)
        _publish(self.provider, page)
        return True

    def _provider(self, facts: ProviderFacts) -> ProviderPage:
        found = ProviderPage.objects.child_of(self.section).filter(slug=facts.slug).first()
        if found:
            return found
        page = ProviderPage(
            slug=facts.slug, title=facts.title, sector=facts.sector, summary=facts.summary, is_demonstration=True
        )
        _publish(self.section, page)
        return page

    def _page(self, facts: ServiceFacts) -> ServicePage:
        return ServicePage(
            reference=facts.reference,
            slug=facts.slug,
            title=facts.title,
            summary=facts.summary,
            also_known_as="\n".join(facts.names),
            what_it_is=_paragraph(facts.what_it_is),
            what_happens_next=_paragraph(facts.what_happens_next),
            what_to_expect=_paragraph(facts.what_to_expect),
            age_from=facts.age_from,
            age_before=facts.age_before,
            audiences=list(facts.audiences),
            how=list(facts.how),
            thrive=list(facts.thrive),
            status=facts.status,
            basis=facts.basis,
            cost="free",
            reviewed_on=facts.reviewed_on,
            reviewed_by="Nobody: it is made up for tests",
            is_demonstration=True,
        )

    def _add_rows(self, page: ServicePage, facts: ServiceFacts) -> None:
        page.needs = [self.needs[need.slug] for need in facts.needs]
        page.areas = [self._area(ServiceArea, facts.area)]
        page.eligibility_areas = [] if facts.basis == Basis.ANYONE else [self._area(EligibilityArea, facts.area)]
        page.routes = [
            ReferralRoute(
                who=r.who,
                how=list(r.how),
                text=r.text,
                have_ready=r.have_ready,
                next_steps=r.next_steps,
                age_from=r.age_from,
                age_before=r.age_before,
                sort_order=i,
            )
            for i, r in enumerate(facts.routes)
        ]
        page.criteria = [
            AccessCriterion(kind=c.kind, text=c.text, instead=c.instead, sort_order=i)
            for i, c in enumerate(facts.criteria)
        ]
        page.contacts = [
            ContactPoint(
                kind=c.kind,
                label=c.label,
                value=c.value,
                opening_hours=c.opening_hours,
                is_confirmed=c.is_confirmed,
                sort_order=i,
            )
            for i, c in enumerate(facts.contacts)
        ]
        page.venues = [
            Venue(
                name=v.name,
                town=v.town,
                postcode=v.postcode,
                latitude=v.point[0],
                longitude=v.point[1],
                opening_hours=v.opening_hours,
                sort_order=i,
            )
            for i, v in enumerate(facts.venues)
        ]
        page.waiting_times = [
            WaitingTime(measure=w.measure, weeks_from=w.weeks_from, weeks_to=w.weeks_to, as_at=w.as_at, sort_order=i)
            for i, w in enumerate(facts.waits)
        ]

    def _area(self, model: type[Any], area: AreaFacts) -> Any:
        if area.scope == AreaScope.PLACE:
            return model(scope=area.scope, place_id=self.places[area.geonames_id])
        return model(scope=area.scope, local_authority_id=area.authority_code or None)


def _paragraph(text: str) -> str:
    """The text as the rich text that an editor would have written."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _publish(parent: Page, page: Page) -> None:
    """Live at once. A revision of each would double the time and hold nothing that the page does not."""
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
