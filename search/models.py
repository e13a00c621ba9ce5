"""What search keeps in the database: what the index has of each change, and the editors' own phrases of danger."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from directory.fields import lines
from search.phrases import HOW_TO_WRITE, tidy, trouble_with


class EntryChange(models.Model):
    """How often an entry has changed, and up to which of these changes the index was written.

    The row is written in the transaction of the change and stays when the entry is gone, so that ``number`` never
    falls: an index that has been told a number refuses every smaller one.
    """

    reference = models.CharField(max_length=120, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    written = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["reference"], condition=Q(number__gt=F("written")), name="search_change_not_written")
        ]

    def __str__(self) -> str:
        return f"{self.reference}, change {self.number}"


class DangerEffect(models.TextChoices):
    """What a phrase does; the values are the levels of ``search.danger``."""

    EMERGENCY = "emergency", "Danger to life: the panel, with 999 first"
    URGENT = "urgent", "Danger: the panel, with urgent help today"
    ERASE = "erase", "Not danger: a title or a figure of speech"


class DangerPhrase(RevisionMixin, models.Model):
    """An editor's addition to ``search/data/urgent-phrases.txt``, in the same language."""

    pattern = models.CharField("phrase", max_length=200, unique=True)
    effect = models.CharField("what it does", max_length=10, choices=DangerEffect)
    examples = models.TextField(
        help_text="What people type when they mean this, one a line. Each is tried before the phrase is saved.",
    )
    note = models.TextField("why", help_text="Where the phrase was heard, and who agreed to it. Never a person's name.")

    panels = [
        MultiFieldPanel(
            [FieldPanel("pattern", help_text=HOW_TO_WRITE), FieldPanel("effect"), FieldPanel("examples")],
            heading="The phrase",
        ),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["effect", "pattern"]
        verbose_name = "danger phrase"

    def __str__(self) -> str:
        return self.pattern

    @property
    def line(self) -> str:
        """As a line of ``urgent-phrases.txt``."""
        return f"{self.effect}: {self.pattern}"

    @property
    def changed_by(self) -> Any:
        """Who saved it last; None when no person did."""
        return self.latest_revision and self.latest_revision.user

    def clean(self) -> None:
        super().clean()
        self.pattern = tidy(self.pattern)
        if not self.pattern or not self.effect:
            return  # said at the field
        if trouble := trouble_with(self.effect, self.pattern, lines(self.examples)):
            raise ValidationError(trouble)
