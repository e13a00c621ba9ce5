"""What changes the index: publishing, unpublishing, moving, deleting, and the vocabulary."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from directory.models import Need, ServiceArea
from directory.models.entry import Entry
from search.documents import SOURCES
from search.plan import served_places
from search.tasks import refresh_entries, refresh_need
from search.vocabulary import forget_vocabulary

_is_paused: ContextVar[bool] = ContextVar("index_is_paused", default=False)


@contextlib.contextmanager
def index_paused() -> Iterator[None]:
    """For loads that rebuild the whole index when they are done."""
    token = _is_paused.set(True)
    try:
        yield
    finally:
        _is_paused.reset(token)


def _refresh(page_ids: list[int], references: list[str]) -> None:
    """After the transaction: a change that is rolled back never reaches the index."""
    if references and not _is_paused.get():
        transaction.on_commit(lambda: refresh_entries.enqueue(page_ids, references))


def _refresh_tree(page: Page) -> None:
    """The page and everything below it: a provider's name and address stand in its services' entries."""
    rows: list[tuple[int, str]] = []
    for model, _, _ in SOURCES:
        rows += model.objects.descendant_of(page, inclusive=True).values_list("pk", "reference")
    _refresh([pk for pk, _ in rows], [reference for _, reference in rows])


@receiver(page_published)
@receiver(page_unpublished)
def page_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _refresh_tree(instance)
    forget_vocabulary()


@receiver(post_page_move)
def page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _refresh_tree(instance)


@receiver(pre_delete)
def entry_deleted(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Entry):
        _refresh([], [instance.reference])


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(sender: type[Any], instance: PageViewRestriction, **kwargs: Any) -> None:
    _refresh_tree(instance.page)


@receiver([post_save, post_delete], sender=Need)
def need_changed(sender: type[Need], instance: Need, **kwargs: Any) -> None:
    forget_vocabulary()
    if instance.pk and not kwargs.get("created") and not kwargs.get("raw") and not _is_paused.get():
        need_id = instance.pk
        transaction.on_commit(lambda: refresh_need.enqueue(need_id))


@receiver([post_save, post_delete], sender=ServiceArea)
def served_places_changed(sender: type[ServiceArea], **kwargs: Any) -> None:
    served_places.forget()
