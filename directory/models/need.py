"""Needs: what is going on for somebody, in their words and in a professional's."""

from __future__ import annotations

from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from directory.choices import Standing
from directory.fields import LinesField, lines


class NeedGroup(models.Model):
    """A heading under which "Help me choose" lists needs, so that nobody has to read all of them at once."""

    label = models.CharField(max_length=80, unique=True, help_text="A few plain words: “Home and family”.")
    sort_order = models.PositiveSmallIntegerField(default=0)

    panels = [FieldPanel("label"), FieldPanel("sort_order")]

    class Meta:
        ordering = ["sort_order", "label"]

    def __str__(self) -> str:
        return self.label


class Need(ClusterableModel):
    """One word of the controlled vocabulary. Its aliases drive search and belong to editors."""

    slug = models.SlugField(unique=True, help_text="Used in addresses and data. Do not change it once it is public.")
    label = models.CharField(max_length=120, help_text="In young people's words.")
    professional_term = models.CharField(max_length=200)
    aliases = LinesField(
        help_text=(
            "What people type when they mean this, one a line. A word that may mean something else counts alone, or near"
            " the words in brackets behind it: odd [diagnosis, behaviour]"
        )
    )
    misspellings = LinesField(help_text="Wrong spellings, one a line.")
    is_urgent = models.BooleanField(
        "urgent panel first", default=False, help_text="Searches for this show urgent help above every result."
    )
    has_exit = models.BooleanField(
        "exit control", default=False, help_text="Pages about this carry the button that leaves the site at once."
    )
    is_sensitive = models.BooleanField(
        "never suggested",
        default=False,
        help_text="Never offered as a suggestion, echoed in a title or listed as popular.",
    )
    standing = models.CharField(
        "place in search",
        max_length=6,
        choices=Standing,
        default=Standing.USUAL,
        help_text="Where topics, services and other entries about this stand when somebody's words mean it.",
    )
    related = models.ManyToManyField("self", blank=True, symmetrical=True)
    group = models.ForeignKey(
        NeedGroup,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="needs",
        help_text="Its heading in “Help me choose”. A need that is never suggested is not listed there.",
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    panels = [
        MultiFieldPanel([FieldPanel("label"), FieldPanel("professional_term"), FieldPanel("slug")], heading="Names"),
        MultiFieldPanel([FieldPanel("aliases"), FieldPanel("misspellings")], heading="Words people type"),
        FieldRowPanel(
            [FieldPanel("is_urgent"), FieldPanel("has_exit"), FieldPanel("is_sensitive")], heading="With care"
        ),
        FieldPanel("standing"),
        FieldPanel("group"),
        FieldPanel("related"),
    ]

    class Meta:
        ordering = ["sort_order", "label"]

    def __str__(self) -> str:
        return self.label

    @property
    def alias_lines(self) -> list[str]:
        """The aliases as search reads them, with the words in brackets that say where an ambiguous one counts."""
        return lines(self.aliases)

    @property
    def alias_list(self) -> list[str]:
        return [line.partition("[")[0].strip() for line in self.alias_lines]

    @property
    def misspelling_list(self) -> list[str]:
        return lines(self.misspellings)
