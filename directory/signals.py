"""What follows from a change of the directory's records."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from directory.changes import as_data, differences
from directory.glossary import glossary
from directory.models import ChangeNote, Term
from directory.models.change import ChangesNoted


@receiver([post_save, post_delete], sender=Term)
def term_changed(sender: type[Term], **kwargs: Any) -> None:
    glossary.forget()
    transaction.on_commit(glossary.forget)  # another thread may have read the old ones meanwhile


@receiver(page_published)
def note_the_change(sender: type[Page], instance: Page, revision: Revision, **kwargs: Any) -> None:
    """What the editor wrote becomes an entry of the page's changes, once."""
    # A page that goes live at a later hour is announced when that is set, too.
    if not isinstance(instance, ChangesNoted) or not instance.live:
        return
    why, before = instance.change_note.strip(), instance.facts_before
    if not why:
        return
    with transaction.atomic():
        found = [] if before is None else differences(before, instance.facts())
        newest = instance.change_notes.first()
        if newest and newest.why == why and not found:  # a form that was still open, sent again
            _empty(instance, revision)
            return
        ChangeNote.objects.create(
            page=instance,
            revision=revision,
            made_by=revision.user,
            why=why,
            is_public=instance.change_is_public,
            differences=as_data(found),
        )
        _empty(instance, revision)


def _empty(page: Any, published: Revision) -> None:
    """Take the note out of the page and out of every revision that holds it, or the next publication has it again."""
    note = page.change_note
    type(page).objects.filter(pk=page.pk).update(change_note="", change_is_public=False)
    holding = [published, *page.revisions.filter(content__change_note=note).exclude(pk=published.pk)]
    for revision in holding:
        revision.content |= {"change_note": "", "change_is_public": False}
        revision.save(update_fields=["content"])
    page.change_note, page.change_is_public, page.facts_before = "", False, None
