"""How to get a service, who it takes, and where else to go."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from directory.ages import AgeRange
from directory.choices import CriterionKind, LineAudience, OnwardKind, Referrer, RouteMethod, labels
from directory.fields import ChoicesField


class ReferralRoute(Orderable):
    """One way in, for one kind of asker."""

    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="routes")
    who = models.CharField(max_length=16, choices=Referrer.choices)
    how = ChoicesField(RouteMethod)
    text = models.TextField(help_text="What to do, in a sentence or two.")
    have_ready = models.TextField(blank=True, help_text="What the referral needs.")
    next_steps = models.TextField("what happens next", blank=True)
    consent = models.TextField(blank=True)
    form_url = models.URLField("form", blank=True)
    age_from = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Only when the route has its own ages."
    )
    age_before = models.PositiveSmallIntegerField(null=True, blank=True)
    through = models.ForeignKey("wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    panels = [
        FieldPanel("who"),
        FieldPanel("how"),
        FieldPanel("text"),
        FieldPanel("have_ready"),
        FieldPanel("next_steps"),
        FieldPanel("consent"),
        FieldPanel("form_url"),
        FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_before")]),
        PageChooserPanel("through", "directory.ServicePage"),
    ]

    class Meta(Orderable.Meta):
        pass

    @property
    def ages(self) -> AgeRange:
        return AgeRange(self.age_from or 0, self.age_before)

    @property
    def how_labels(self) -> list[str]:
        return labels(RouteMethod, self.how)

    def clean(self) -> None:
        super().clean()
        if self.who == Referrer.THROUGH_SERVICE and not (self.through_id or self.text):
            raise ValidationError({"through": "Choose the service that people come through."})


class AccessCriterion(Orderable):
    """One line of who a service takes, or does not."""

    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField(max_length=10, choices=CriterionKind.choices, default=CriterionKind.INCLUDE)
    audience = models.CharField(max_length=12, choices=LineAudience.choices, default=LineAudience.EVERYONE)
    text = models.CharField(max_length=400)
    instead = models.CharField(max_length=400, blank=True, help_text="For “not for”: what to do instead.")
    instead_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    age_from = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Only when the line speaks of an age: the ages that it is about."
    )
    age_before = models.PositiveSmallIntegerField(null=True, blank=True)
    is_about_area = models.BooleanField(
        "about the area", default=False, help_text="The line says where the home, the GP or the school must be."
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
        FieldPanel("text"),
        FieldPanel("instead"),
        PageChooserPanel("instead_page"),
        FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_before"), FieldPanel("is_about_area")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "access criteria"

    @property
    def is_about_age(self) -> bool:
        return self.age_from is not None or self.age_before is not None


class OnwardLink(Orderable):
    """Another way on: nobody stops at a page that is not right for them."""

    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="onward_links")
    kind = models.CharField(max_length=10, choices=OnwardKind.choices)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=255, blank=True)

    panels = [FieldPanel("kind"), PageChooserPanel("page"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        pass


class QualityMarker(Orderable):
    """A mark that somebody outside gave, with who and when; without both it is not shown (R103)."""

    service = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="quality_markers")
    name = models.CharField(max_length=160)
    awarding_body = models.CharField(max_length=160)
    awarded_on = models.DateField()
    url = models.URLField(blank=True)
    is_self_assessed = models.BooleanField("self-assessed", default=False)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("awarding_body"), FieldPanel("awarded_on")]),
        FieldPanel("url"),
        FieldPanel("is_self_assessed"),
    ]

    class Meta(Orderable.Meta):
        pass
