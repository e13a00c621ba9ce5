"""What ends at a birthday, and what comes next: made from the records, so that it is never out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Prefetch
from wagtail.models import Page

from directory.ages import ordinal
from directory.choices import RUNNING, OnwardKind
from directory.models import OnwardLink, ServicePage
from directory.models.service import MOVING_ON

REFERENCE = "pathway:turning-18"
PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Ending:
    service: ServicePage
    next_pages: Sequence[Page]

    @property
    def when(self) -> str:
        """ "Your 18th birthday"."""
        return f"Your {ordinal(self.service.age_before)} birthday"

    @property
    def words(self) -> str:
        """What the service says comes next; where it neither says nor links anything, that."""
        if self.service.next_at_18 or self.next_pages:
            return str(self.service.next_at_18)
        return "Not known yet. Ask the service early."


def endings(number: str | None = None) -> Slice[Ending]:
    """One page of the running services that stop at a birthday from the 16th to the 25th, the soonest first."""
    after = OnwardLink.objects.filter(kind=OnwardKind.AT_18, page__live=True).select_related("page")
    services = (
        ServicePage.objects.live()
        .public()
        .filter(age_before__in=MOVING_ON, status__in=RUNNING)
        .order_by("age_before", "title", "pk")
        .prefetch_related(Prefetch("onward_links", after, to_attr="at_18"))
    )
    page = Paginator(services, PER_PAGE).get_page(number)
    page.object_list = [Ending(service, [link.page for link in service.at_18]) for service in page.object_list]
    return page
