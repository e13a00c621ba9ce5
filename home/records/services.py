"""The services that every view reads."""

from directory.models import ServicePage
from directory.models.service import ServiceQuerySet


def listed_services() -> ServiceQuerySet:
    """Every public service with what a table shows, by name, in a fixed number of queries."""
    return ServicePage.objects.live().public().for_cards().prefetch_related("criteria").order_by("title")
