"""Waiting times: never a number without its measure, its date and its source."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from directory.choices import WaitMeasure
from directory.models.entry import Provenance

DEFAULT_LIFE = dt.timedelta(days=182)
EXPIRED_TEXT = "Not up to date: ask the service"


def weeks_text(weeks_from: Decimal | None, weeks_to: Decimal | None) -> str:
    """(4, 6) -> "4 to 6 weeks"; (1, 1) -> "1 week"; (None, 4) -> "up to 4 weeks"."""
    low, high = (f"{w.normalize():f}" if w is not None else "" for w in (weeks_from, weeks_to))
    if not low and not high:
        return ""
    unit = "week" if (high or low) == "1" else "weeks"
    if not low:
        return f"up to {high} {unit}"
    return f"{low} {unit}" if not high or low == high else f"{low} to {high} {unit}"


class WaitingTime(Provenance, Orderable):
    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="waiting_times")
    measure = models.CharField(max_length=20, choices=WaitMeasure.choices)
    weeks_from = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    weeks_to = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    text = models.CharField(max_length=255, blank=True, help_text="Only when weeks do not say it: “about 5 minutes”.")
    expires_on = models.DateField(
        null=True, blank=True, help_text="After this day the number is no longer shown. Empty: 26 weeks after its date."
    )

    panels = [
        FieldPanel("measure"),
        FieldRowPanel([FieldPanel("weeks_from"), FieldPanel("weeks_to")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("as_at"), FieldPanel("expires_on"), FieldPanel("is_confirmed")]),
        FieldPanel("source"),
    ]

    class Meta(Orderable.Meta):
        pass

    @property
    def expiry(self) -> dt.date | None:
        return self.expires_on or (self.as_at + DEFAULT_LIFE if self.as_at else None)

    def is_current(self, today: dt.date) -> bool:
        """An undated wait is never current: nobody can tell how old it is."""
        return self.expiry is not None and today <= self.expiry

    @property
    def value_text(self) -> str:
        """What was said, whether or not it is still true. Show it only when it is current."""
        return self.text or (
            WaitMeasure.NO_LIST.label
            if self.measure == WaitMeasure.NO_LIST
            else weeks_text(self.weeks_from, self.weeks_to)
        )

    def clean(self) -> None:
        super().clean()
        if self.weeks_from is not None and self.weeks_to is not None and self.weeks_to < self.weeks_from:
            raise ValidationError({"weeks_to": "The longer wait must not be shorter than the shorter one."})
        if not self.value_text:
            raise ValidationError({"weeks_from": "Say how long, in weeks or in words."})
        if not self.as_at:
            raise ValidationError({"as_at": "A waiting time needs the date it was true."})
