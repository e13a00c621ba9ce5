"""What belongs to one site: its name, its area, its urgent help. Never constants of the code."""

from __future__ import annotations

import datetime as dt

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from directory import hours
from directory.ages import AgeRange


class UrgentLevel(models.TextChoices):
    EMERGENCY = "emergency", "Life in danger"
    URGENT = "urgent", "Urgent, today"
    SAFEGUARDING = "safeguarding", "Somebody is being hurt"
    SUPPORT = "support", "Someone to talk to"


@register_setting(icon="site")
class PortalSettings(ClusterableModel, BaseSiteSetting):
    name = models.CharField(max_length=80, default="Find your way")
    area_name = models.CharField(max_length=80, blank=True, help_text="As people say it: “Northumberland”.")
    strapline = models.CharField(max_length=160, blank=True)
    areas = ParentalManyToManyField(
        "directory.LocalAuthority", blank=True, related_name="home_of", help_text="The area this site is for."
    )
    neighbours = ParentalManyToManyField(
        "directory.LocalAuthority", blank=True, related_name="neighbour_of", help_text="Areas across the border."
    )
    is_demonstration = models.BooleanField(default=False, editable=False)
    demonstration_version = models.CharField(max_length=32, blank=True, editable=False)

    panels = [
        FieldPanel("name"),
        FieldPanel("area_name"),
        FieldPanel("strapline"),
        FieldPanel("areas"),
        FieldPanel("neighbours"),
    ]

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.area_name}".strip()


@register_setting(icon="warning")
class UrgentHelpSettings(ClusterableModel, BaseSiteSetting):
    """The one place that holds urgent numbers; every page, panel and fallback reads them here (R034)."""

    panels = [InlinePanel("contacts", heading="Urgent contacts, in order", label="Contact")]

    class Meta:
        verbose_name = "urgent help"


class UrgentContact(Orderable):
    settings = ParentalKey(UrgentHelpSettings, on_delete=models.CASCADE, related_name="contacts")
    level = models.CharField(max_length=12, choices=UrgentLevel.choices, default=UrgentLevel.SUPPORT)
    name = models.CharField(max_length=120)
    text = models.CharField(max_length=255, help_text="When to use it, in a sentence.")
    phone = models.CharField(max_length=40, blank=True)
    sms_number = models.CharField("text number", max_length=40, blank=True)
    sms_word = models.CharField("word to text", max_length=20, blank=True)
    url = models.URLField(blank=True)
    opening_hours = models.CharField(max_length=255, blank=True, validators=[hours.validate_hours])
    age_from = models.PositiveSmallIntegerField(default=0)
    age_before = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=255)
    as_at = models.DateField("as at", null=True, blank=True)

    panels = [
        FieldPanel("level"),
        FieldPanel("name"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("sms_number"), FieldPanel("sms_word")]),
        FieldPanel("url"),
        FieldPanel("opening_hours"),
        FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_before")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("as_at")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    @property
    def hours_text(self) -> str:
        return hours.in_words(self.opening_hours)

    def is_open(self, now: dt.datetime) -> bool:
        return hours.is_open(self.opening_hours, now)

    def suits(self, age: int | None) -> bool:
        return age is None or AgeRange(self.age_from, self.age_before).includes(age)
