"""The kitemark: versioned criteria, an assessment with evidence, a date and an end."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from directory.remember import remember


class KitemarkCriterion(models.Model):
    """One question of one version of the criteria. A new version leaves old assessments as they were (R101)."""

    version = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=300)
    is_critical = models.BooleanField("critical", default=False, help_text="No badge unless it passes.")

    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("number"), FieldPanel("is_critical")]),
        FieldPanel("title"),
        FieldPanel("question"),
    ]

    class Meta:
        ordering = ["-version", "number"]
        verbose_name_plural = "kitemark criteria"
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="unique_kitemark_criterion")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@remember(seconds=30)
def critical_criteria(version: int) -> frozenset[int]:
    """Primary keys of the questions that a badge of this version may not fail."""
    return frozenset(KitemarkCriterion.objects.filter(version=version, is_critical=True).values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=KitemarkCriterion)
def forget_critical_criteria(sender: type[KitemarkCriterion], **kwargs: object) -> None:
    critical_criteria.forget()


class KitemarkStatus(models.TextChoices):
    CURRENT = "current", "Kitemarked"
    EXPIRED = "expired", "Kitemark has run out"
    NOT_ASSESSED = "not-assessed", "Not assessed yet"


class KitemarkAssessment(ClusterableModel, Orderable):
    resource = ParentalKey("directory.ResourcePage", on_delete=models.CASCADE, related_name="assessments")
    assessed_on = models.DateField()
    expires_on = models.DateField(help_text="12 months later, or 3 months after its provider changes.")
    assessed_by = models.CharField(max_length=120, help_text="A role or a group, never a person's name.")
    criteria_version = models.PositiveSmallIntegerField(default=1)
    summary = models.TextField(blank=True)

    panels = [
        FieldRowPanel([FieldPanel("assessed_on"), FieldPanel("expires_on"), FieldPanel("criteria_version")]),
        FieldPanel("assessed_by"),
        FieldPanel("summary"),
        InlinePanel("findings", heading="Findings", label="Finding"),
    ]

    class Meta(Orderable.Meta):
        pass

    @property
    def passes(self) -> bool:
        """Every critical criterion of its version was found to pass."""
        critical = critical_criteria(self.criteria_version)
        passed = {f.criterion_id for f in self.findings.all() if f.is_pass}
        return bool(critical) and critical <= passed

    def clean(self) -> None:
        super().clean()
        if self.assessed_on and self.expires_on and self.expires_on <= self.assessed_on:
            raise ValidationError({"expires_on": "The end must come after the assessment."})


class KitemarkFinding(Orderable):
    assessment = ParentalKey(KitemarkAssessment, on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(KitemarkCriterion, on_delete=models.PROTECT, related_name="+")
    is_pass = models.BooleanField("passes", default=False)
    evidence = models.TextField(help_text="What was seen, and where.")

    panels = [FieldRowPanel([FieldPanel("criterion"), FieldPanel("is_pass")]), FieldPanel("evidence")]

    class Meta(Orderable.Meta):
        pass


def status_of(assessments: list[KitemarkAssessment], today: dt.date) -> KitemarkStatus:
    """The newest assessment that passes decides; a badge ends by itself on the day after its expiry (R100)."""
    passing = [a for a in assessments if a.assessed_on <= today and a.passes]
    if not passing:
        return KitemarkStatus.NOT_ASSESSED
    newest = max(passing, key=lambda a: a.assessed_on)
    return KitemarkStatus.CURRENT if today <= newest.expires_on else KitemarkStatus.EXPIRED
