"""How to reach a service, and where it is."""

from __future__ import annotations

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from directory import hours
from directory.choices import ContactKind, LineAudience
from directory.models.entry import Provenance
from directory.models.place import Postcode


class Hours(models.Model):
    opening_hours = models.CharField(
        max_length=255,
        blank=True,
        validators=[hours.validate_hours],
        help_text='Like "Mo-Fr 09:00-17:00; Sa 10:00-12:00" or "24/7". Empty when not known.',
    )
    opening_hours_note = models.CharField(max_length=255, blank=True)

    class Meta:
        abstract = True

    @property
    def hours_text(self) -> str:
        return hours.in_words(self.opening_hours)


class ContactPoint(Provenance, Hours, Orderable):
    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=12, choices=ContactKind.choices)
    label = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=255, help_text="The number, the address or the link itself.")
    note = models.CharField(max_length=255, blank=True)
    audience = models.CharField(max_length=12, choices=LineAudience.choices, default=LineAudience.EVERYONE)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
        FieldPanel("label"),
        FieldPanel("value"),
        FieldPanel("note"),
        FieldPanel("opening_hours"),
        FieldPanel("opening_hours_note"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("as_at"), FieldPanel("is_confirmed")]),
    ]

    class Meta(Orderable.Meta):
        pass

    @property
    def href(self) -> str:
        """A link that does what the contact is for; empty when there is none."""
        digits = re.sub(r"[^\d+]", "", self.value)
        match self.kind:
            case ContactKind.PHONE | ContactKind.TEXTPHONE if digits:
                return f"tel:{digits}"
            case ContactKind.TEXT if digits:
                return f"sms:{digits}"
            case ContactKind.EMAIL:
                return f"mailto:{self.value}"
            case ContactKind.WEBSITE | ContactKind.WEBCHAT | ContactKind.FORM | ContactKind.SIGN_VIDEO:
                return self.value if self.value.startswith("https://") else ""
        return ""

    def is_open(self, now: dt.datetime) -> bool:
        """Open now, and known to be: hours nobody confirmed never count as open (R035)."""
        return self.is_confirmed and hours.is_open(self.opening_hours, now)

    def clean(self) -> None:
        super().clean()
        if self.kind in (ContactKind.PHONE, ContactKind.TEXT, ContactKind.TEXTPHONE) and not re.search(
            r"\d{3}", self.value
        ):
            raise ValidationError({"value": "A phone, text or textphone contact needs its number."})
        web = (ContactKind.WEBSITE, ContactKind.WEBCHAT, ContactKind.FORM)
        if self.kind in web and not self.value.startswith("https://"):
            raise ValidationError({"value": "Write the whole address, starting with https://"})


class Venue(Hours, Orderable):
    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(max_length=160)
    address = models.CharField(max_length=255, blank=True)
    town = models.CharField(max_length=120)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True, help_text="Filled in from the postcode.")
    longitude = models.FloatField(null=True, blank=True)
    access = models.TextField(blank=True, help_text="Steps, lifts, toilets, quiet rooms, buses.")

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("town"), FieldPanel("postcode")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("opening_hours"),
        FieldPanel("opening_hours_note"),
        FieldPanel("access"),
    ]

    class Meta(Orderable.Meta):
        pass

    @property
    def point(self) -> tuple[float, float] | None:
        """(latitude, longitude) in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    def clean(self) -> None:
        super().clean()
        if self.postcode and self.point is None:
            known = Postcode.objects.filter(code=self.postcode.upper().replace(" ", "")).first()
            if known:
                self.latitude, self.longitude = known.latitude, known.longitude
