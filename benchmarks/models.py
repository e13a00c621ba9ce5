"""The entries as a developer would keep them for Wagtail's own search: one row, its texts, its filters."""

from __future__ import annotations

from django.db import models
from wagtail.search import index


class Listing(index.Indexed, models.Model):
    """One entry. A filter field holds one value, so of several needs, ways and routes it has the first."""

    title = models.CharField(max_length=255)
    names = models.TextField(blank=True)
    summary = models.CharField(max_length=255, blank=True)
    need_words = models.TextField(blank=True)
    provider = models.CharField(max_length=255, blank=True)
    criteria = models.TextField(blank=True)
    body = models.TextField(blank=True)
    age_from = models.PositiveSmallIntegerField(db_index=True)
    age_before = models.PositiveSmallIntegerField(db_index=True)
    area = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=12)
    need = models.CharField(max_length=60)
    how = models.CharField(max_length=12)
    route = models.CharField(max_length=16)
    thrive = models.CharField(max_length=24)

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("names", boost=3),
        index.SearchField("summary", boost=1.6),
        index.SearchField("need_words", boost=1.4),
        index.SearchField("provider"),
        index.SearchField("criteria"),
        index.SearchField("body"),
        *(index.FilterField(n) for n in ("age_from", "age_before", "area", "kind", "need", "how", "route", "thrive")),
    ]

    def __str__(self) -> str:
        return self.title
