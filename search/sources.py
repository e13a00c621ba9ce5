"""Where documents come from: each kind of page that is indexed, and how its pages are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from directory.models import ProviderPage, ResourcePage, ServicePage
from directory.models.entry import Entry, parent_path
from directory.models.service import AREA_ROWS
from home.models import InformationPage, PlanPage, TopicPage, UrgentHelpPage
from pathways.models import PathwayPage
from search.documents import (
    Document,
    information_document,
    pathway_document,
    plan_document,
    resource_document,
    service_document,
    topic_document,
)

# What to read along with a service.
SERVICE_ROWS = (
    *AREA_ROWS, "needs", "routes", "contacts", "criteria", "venues", "waiting_times", "tagged_items__tag",
)  # fmt: skip

# Each kind of page, what to read along with it, and the function that describes it.
SOURCES: tuple[tuple[type[Entry], tuple[str, ...], Callable[[Any], Document]], ...] = (
    (ServicePage, SERVICE_ROWS, service_document),
    (TopicPage, ("need",), topic_document),
    (ResourcePage, ("needs", "assessments__findings", "tagged_items__tag"), resource_document),
    (PathwayPage, ("needs", "evidence", "tagged_items__tag"), pathway_document),
    (InformationPage, ("needs",), information_document),
    (UrgentHelpPage, ("needs",), information_document),
    (PlanPage, ("needs", "priorities", "actions", "versions", "investments"), plan_document),
)


def documents_of(references: Iterable[str]) -> dict[str, Document]:
    """The documents of these entries; what is missing is not public, or is gone."""
    wanted = list(references)
    found: dict[str, Document] = {}
    for model, related, build in SOURCES:
        pages = list(model.objects.live().public().filter(reference__in=wanted).prefetch_related(*related))
        found |= {page.reference: build(page) for page in with_parents(pages)}
    return found


def all_documents(chunk: int = 500) -> Iterator[Document]:
    """Every document, read in chunks so that memory stays flat."""
    for model, related, build in SOURCES:
        pages = model.objects.live().public().prefetch_related(*related).order_by("pk").iterator(chunk_size=chunk)
        while part := list(islice(pages, chunk)):
            yield from map(build, with_parents(part))


def with_parents(pages: list[Any]) -> list[Any]:
    """The same pages, each knowing its parent without another look: a service names its provider."""
    above = {parent_path(page.path) for page in pages if isinstance(page, ServicePage)}
    providers = {provider.path: provider for provider in ProviderPage.objects.filter(path__in=above)}
    for page in pages:
        if provider := providers.get(parent_path(page.path)):
            page._cached_parent_obj = provider  # treebeard's own place for it
    return pages


def count_documents() -> int:
    return sum(model.objects.live().public().count() for model, _, _ in SOURCES)
