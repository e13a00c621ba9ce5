"""Places: local authorities, named places, outcodes and postcodes, all in WGS84 degrees.

Sources: local authorities and postcodes, ONS (Open Government Licence v3.0); named places, GeoNames (CC BY 4.0).
"""

from __future__ import annotations

from django.db import models


class LocalAuthority(models.Model):
    code = models.CharField(max_length=9, primary_key=True, help_text="ONS code, such as E06000057.")
    name = models.CharField(max_length=120)
    help_name = models.CharField(max_length=120, blank=True, help_text="Where people there find help.")
    help_url = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.name

    @property
    def country(self) -> str:
        return {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}[self.code[0]]


class Place(models.Model):
    geonames_id = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120, db_index=True, help_text="The name without case, accents or punctuation.")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    local_authority = models.ForeignKey(LocalAuthority, on_delete=models.CASCADE, related_name="places")

    class Meta:
        ordering = ["name", "-population"]

    def __str__(self) -> str:
        return f"{self.name}, {self.local_authority.name}"


class Outcode(models.Model):
    """The first half of postcodes, with the middle of its live postcodes."""

    code = models.CharField(max_length=4, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    local_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.CASCADE, related_name="outcodes", help_text="Holds most of its postcodes."
    )
    other_authorities = models.ManyToManyField(LocalAuthority, related_name="shared_outcodes", blank=True)

    def __str__(self) -> str:
        return self.code


class Postcode(models.Model):
    code = models.CharField(max_length=7, primary_key=True, help_text="Without its space: NE461AA.")
    latitude = models.FloatField()
    longitude = models.FloatField()
    local_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.CASCADE, related_name="postcodes", db_index=True
    )

    def __str__(self) -> str:
        return f"{self.code[:-3]} {self.code[-3:]}"
