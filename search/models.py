"""What has changed and what the index has of it: kept in the database, so that no change is lost with a process."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


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
