"""What changes the index: publishing, unpublishing, moving, deleting, and the vocabulary."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from directory.models import LocalAuthority, Need, ServiceArea, ServicePage, Term
from directory.models.entry import Entry
from home.models import InformationPage
from search.changes import record
from search.models import DangerPhrase
from search.plan import helpful_authorities, served_places
from search.sources import SOURCES
from search.tasks import wake_writer
from search.vocabulary import forget_vocabulary

# A draft saves these and nothing that search shows.
DRAFT_FIELDS = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    COMMENTS_RELATION_NAME,
}

_is_paused: ContextVar[bool] = ContextVar("index_is_paused", default=False)


@contextlib.contextmanager
def index_paused() -> Iterator[None]:
    """For loads that rebuild the whole index when they are done: changes are noted and not written."""
    token = _is_paused.set(True)
    try:
        yield
    finally:
        _is_paused.reset(token)


def _changed(references: Iterable[str]) -> None:
    references = list(references)
    if references:
        record(references)
        if not _is_paused.get():
            wake_writer()


def _tree(page: Page) -> list[str]:
    """The page and everything below it: a provider's name and address stand in its services' entries."""
    if isinstance(page, Entry) and page.is_leaf():
        return [page.reference]
    below = (model.objects.descendant_of(page, inclusive=True) for model, _, _ in SOURCES)
    return [reference for pages in below for reference in pages.values_list("reference", flat=True)]


@receiver(post_save)
def page_saved(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Within the transaction of ``Page.save``: publishing, unpublishing and moving all come through here."""
    if isinstance(instance, Page) and not kwargs.get("raw"):
        fields = kwargs.get("update_fields")
        if not fields or not DRAFT_FIELDS.issuperset(fields):
            _changed(_tree(instance))


@receiver(page_published)
@receiver(page_unpublished)
def names_changed(sender: type[Page], **kwargs: Any) -> None:
    forget_vocabulary()


@receiver(pre_delete)
def entry_deleted(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Entry):
        _changed([instance.reference])


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(sender: type[Any], instance: PageViewRestriction, **kwargs: Any) -> None:
    forget_vocabulary()
    _changed(_tree(instance.page))


@receiver([post_save, pre_delete], sender=Need)
def need_changed(sender: type[Need], instance: Need, **kwargs: Any) -> None:
    """Whatever carries this need holds its words."""
    forget_vocabulary()
    if kwargs.get("created") or kwargs.get("raw"):
        return
    for model, _, _ in SOURCES:
        field = "need" if any(f.name == "need" for f in model._meta.fields) else "needs"
        _changed(model.objects.filter(**{field: instance.pk}).values_list("reference", flat=True))


@receiver([post_save, post_delete], sender=Term)
def term_changed(sender: type[Term], **kwargs: Any) -> None:
    """The glossary is found by its terms."""
    if not kwargs.get("raw"):
        _changed(page.reference for page in InformationPage.objects.live() if page.shows("glossary"))


@receiver(post_delete, sender=Need)
@receiver([post_save, post_delete], sender=DangerPhrase)
@receiver([post_save, post_delete], sender=SearchPromotion)
@receiver(post_save, sender=Query)
def words_changed(sender: type[Any], **kwargs: Any) -> None:
    """The vocabulary, where no entry holds it."""
    forget_vocabulary()


@receiver(post_save, sender=LocalAuthority)
def authority_renamed(sender: type[LocalAuthority], instance: LocalAuthority, **kwargs: Any) -> None:
    """Results say in words where a service works, and where people across the border find help."""
    helpful_authorities.forget()
    if not kwargs.get("created") and not kwargs.get("raw"):
        served = ServicePage.objects.filter(areas__local_authority=instance) | ServicePage.objects.filter(
            eligibility_areas__local_authority=instance
        )
        _changed(served.distinct().values_list("reference", flat=True))


@receiver([post_save, post_delete], sender=ServiceArea)
def served_places_changed(sender: type[ServiceArea], **kwargs: Any) -> None:
    served_places.forget()
