"""Areas: where a service works, and where somebody must belong to use it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from directory.choices import COUNTRY_CODES, AreaScope
from directory.models.place import LocalAuthority, Place

# How far from the middle of a named place still counts as that place, in miles.
PLACE_RADIUS_MILES = 4


class Area(Orderable):
    scope = models.CharField(max_length=20, choices=AreaScope.choices, default=AreaScope.LOCAL_AUTHORITY)
    local_authority = models.ForeignKey(
        LocalAuthority, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    panels = [FieldRowPanel([FieldPanel("scope"), FieldPanel("local_authority"), FieldPanel("place")])]

    class Meta(Orderable.Meta):
        abstract = True

    @property
    def code(self) -> str:
        """The area as one code: an ONS code, or ``place:2647034`` (GeoNames)."""
        if self.scope == AreaScope.PLACE:
            return f"place:{self.place.geonames_id}"
        if self.scope == AreaScope.LOCAL_AUTHORITY:
            return str(self.local_authority_id)
        return COUNTRY_CODES[AreaScope(self.scope)]

    @property
    def authority_code(self) -> str:
        """The ONS code of the local authority that it is, or lies in; empty for a country."""
        if self.scope == AreaScope.PLACE:
            return str(self.place.local_authority_id)
        return str(self.local_authority_id) if self.scope == AreaScope.LOCAL_AUTHORITY else ""

    @property
    def label(self) -> str:
        if self.scope == AreaScope.PLACE:
            return self.place.name
        if self.scope == AreaScope.LOCAL_AUTHORITY:
            return self.local_authority.name
        return AreaScope(self.scope).label

    def clean(self) -> None:
        super().clean()
        if self.scope == AreaScope.LOCAL_AUTHORITY and not self.local_authority_id:
            raise ValidationError({"local_authority": "Choose the local authority."})
        if self.scope == AreaScope.PLACE and not self.place_id:
            raise ValidationError({"place": "Choose the place."})


class ServiceArea(Area):
    """An area that a service serves."""

    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="areas")


class EligibilityArea(Area):
    """Where the GP, school or home must be for the service's eligibility basis."""

    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="eligibility_areas")
