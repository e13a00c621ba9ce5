"""What has changed on a page, when and why: kept for good, and public where the editor says so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from directory.changes import Difference, Facts

PER_PAGE = 5


class ChangeNote(models.Model):
    """One publication that an editor explained. ``differences`` are made from the records at that moment."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="change_notes")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("published", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.TextField("what changed, and why")
    is_public = models.BooleanField(
        "shown to the public", default=False, help_text="Take the tick away to hide it. It stays in this list."
    )
    differences = models.JSONField(default=list, editable=False)

    panels = [
        FieldPanel("page", read_only=True),
        FieldPanel("made_at", read_only=True),
        FieldPanel("why", read_only=True),
        FieldPanel("is_public"),
    ]

    wagtail_reference_index_ignore = True  # what is noted about a page does not use it

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}, {timezone.localtime(self.made_at):%d %B %Y}"

    @property
    def difference_list(self) -> list[Difference]:
        return [Difference(**data) for data in self.differences]

    @property
    def differences_text(self) -> str:
        """All of them in words, for those who look after the page; numbers of old contacts too."""
        return "; ".join(difference.in_full for difference in self.difference_list) or "Nothing that is compared"


class ChangesNoted(models.Model):
    """A page on which an editor says what changed and why, when it is published.

    The two fields travel with the draft, so that what an editor writes is published by a moderator. They are emptied in the
    page and in all of its revisions once they are published (``directory.signals``): a note is never published twice.
    """

    change_note = models.TextField(
        "what changed, and why",
        blank=True,
        help_text=(
            "For the list of changes of this page. It is noted when the page is published. Never a person's name, and no"
            " numbers to call."
        ),
    )
    change_is_public = models.BooleanField("show this to the public", default=False)

    facts_before: Facts | None = None  # as they were published, while a page with a note is being published

    class Meta:
        abstract = True

    def facts(self) -> Facts:
        """What is compared, in words that readers know."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        if self.change_is_public and not self.change_note.strip():
            raise ValidationError({"change_note": "Say what changed, or do not show it to the public."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.live and self.change_note and self.pk:
            # Publishing writes over the only record of what was published before.
            published = type(self)._default_manager.filter(pk=self.pk, live=True).first()
            self.facts_before = published.facts() if published else None
        super().save(*args, **kwargs)

    def public_changes(self, request: HttpRequest) -> PageOfList:
        """One page of what has changed, newest first; ``?changes=2`` is the next."""
        notes = ChangeNote.objects.filter(page_id=self.pk, is_public=True) if self.pk else ChangeNote.objects.none()
        return Paginator(notes, PER_PAGE).get_page(request.GET.get("changes"))


CHANGE_PANEL = MultiFieldPanel(
    [FieldPanel("change_note"), FieldPanel("change_is_public")], heading="What has changed", icon="history"
)
CHANGE_FIELDS = ["change_note", "change_is_public"]
