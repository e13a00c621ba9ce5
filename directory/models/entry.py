"""What everything that can be found has in common."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from directory.ages import AgeRange
from directory.choices import Audience, labels
from directory.fields import ChoicesField, LinesField, lines


def parent_path(path: str) -> str:
    """The path of a page's parent in the tree."""
    return path[: -Page.steplen]


class Provenance(models.Model):
    """Where a fact comes from, when that source said it, and whether somebody confirmed it."""

    source = models.CharField(max_length=255, blank=True, help_text="Who says so: a page, a paper, a phone call.")
    as_at = models.DateField("as at", null=True, blank=True, help_text="The date of the source, not of today.")
    is_confirmed = models.BooleanField(
        "confirmed", default=False, help_text="Tick only when the provider has confirmed it."
    )

    class Meta:
        abstract = True


class Entry(Page):
    """A page that search can find.

    ``reference`` (``service:kooth``) names it for ever, in the API and in data that others keep, even when
    its address changes; ``uuid`` does the same for Open Referral.
    """

    entry_kind = "page"  # service | topic | resource | pathway | page
    explains_terms = True  # whether known terms in its text lead to their meaning

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=120, unique=True, editable=False)
    summary = models.CharField(max_length=255, help_text="One sentence: who it helps, and how.")
    also_known_as = LinesField(help_text="Other names that people type, one a line. Wrong spellings too.")
    audiences = ChoicesField(Audience, blank=False, help_text="Who it speaks to.")
    age_from = models.PositiveSmallIntegerField(default=0, help_text="Whole years. 0 when there is no lower age.")
    age_before = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="The birthday it stops at: 18 means up to the 18th birthday. Empty: no upper age.",
    )
    reviewed_on = models.DateField("last reviewed", null=True, blank=True)
    review_due_on = models.DateField("next review due", null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True, help_text="A role or a group, never a person's name.")
    sources = LinesField(help_text="What this page is based on, one a line.")
    is_demonstration = models.BooleanField(default=False, editable=False)
    picture = models.ForeignKey("directory.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    exclude_fields_in_copy = ["uuid", "reference", "is_demonstration"]

    class Meta:
        abstract = True

    @property
    def ages(self) -> AgeRange:
        return AgeRange(self.age_from, self.age_before)

    @property
    def alias_list(self) -> list[str]:
        return lines(self.also_known_as)

    @property
    def own_names(self) -> list[str]:
        """Its title, and then what else it is called: terms of these names are not explained on it."""
        return [self.title, *self.alias_list]

    @property
    def source_list(self) -> list[str]:
        return lines(self.sources)

    @property
    def audience_labels(self) -> list[str]:
        return labels(Audience, self.audiences)

    @property
    def has_exit(self) -> bool:
        """Whether the page carries the exit control; true when one of its needs asks for it."""
        needs = getattr(self, "needs", None)
        return needs is not None and any(need.has_exit for need in needs.all())

    def clean(self) -> None:
        super().clean()
        if self.age_before is not None and self.age_before <= self.age_from:
            raise ValidationError({"age_before": "The upper birthday must come after the lower age."})

    def full_clean(self, *args: object, **kwargs: object) -> None:
        # Page.full_clean gives the page its slug, which the reference is made of.
        super().full_clean(*args, **kwargs)
        if not self.reference:
            self.reference = self._free_reference()

    def _free_reference(self) -> str:
        base = f"{self.entry_kind}:{self.slug}"[:110]
        taken = set(type(self)._default_manager.filter(reference__startswith=base).values_list("reference", flat=True))
        number = 2
        candidate = base
        while candidate in taken:
            candidate = f"{base}-{number}"
            number += 1
        return candidate


AGE_PANEL = FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_before")], heading="Ages")

REVIEW_PANEL = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("review_due_on")]),
        FieldPanel("reviewed_by"),
        FieldPanel("sources"),
    ],
    heading="Review and sources",
    icon="date",
)
