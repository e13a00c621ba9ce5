"""Care pathways: stages in order, wired to the directory's records."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from directory.changes import Facts
from directory.choices import Audience, Sector
from directory.models.change import CHANGE_FIELDS, CHANGE_PANEL, ChangesNoted
from directory.models.entry import AGE_PANEL, REVIEW_PANEL, Entry
from pathways.blocks import StageBlock
from pathways.blocks.stage import PROSE
from pathways.changes import pathway_facts
from pathways.choices import EvidenceKind
from pathways.grounds import by_kind, signatures
from pathways.map import draw
from pathways.stages import audience_of, kinds_used, problems, read_stages, to_draw

PER_PAGE = 30
# How the switch names each audience.
SWITCH = {
    Audience.YOUNG_PERSON: "For young people",
    Audience.PARENT: "For parents and carers",
    Audience.PROFESSIONAL: "For professionals",
}


class PathwaysIndexPage(Page):
    """``/pathways/``: every pathway, by name."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pathways.PathwayPage"]

    introduction = models.CharField(max_length=255, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pathways = PathwayPage.objects.live().public().child_of(self).order_by("title")
        page = Paginator(pathways, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"pathways": page}


class TaggedPathway(TaggedItemBase):
    content_object = ParentalKey("pathways.PathwayPage", on_delete=models.CASCADE, related_name="tagged_items")


class PathwayPage(ChangesNoted, Entry):
    entry_kind = "pathway"
    parent_page_types = ["pathways.PathwaysIndexPage"]
    subpage_types: list[str] = []

    introduction = RichTextField(features=PROSE)
    for_parents = RichTextField(blank=True, features=PROSE)
    for_professionals = RichTextField(blank=True, features=PROSE)
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="pathways")
    stages = StreamField([("stage", StageBlock())])
    tags = ClusterTaggableManager(through=TaggedPathway, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("audiences"), AGE_PANEL, FieldPanel("needs")], heading="Who it is for"),
        FieldPanel("introduction"),
        FieldPanel("for_parents"),
        FieldPanel("for_professionals"),
        FieldPanel("stages"),
        InlinePanel("evidence", heading="Evidence", label="Reference"),
        InlinePanel("sign_offs", heading="Signed off by", label="Organisation"),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("also_known_as"), FieldPanel("tags")], heading="Words people type"),
        REVIEW_PANEL,
    ]

    promote_panels = [CHANGE_PANEL, *Page.promote_panels]

    exclude_fields_in_copy = [*Entry.exclude_fields_in_copy, *CHANGE_FIELDS]

    def facts(self) -> Facts:
        return pathway_facts(self)

    @property
    def stage_values(self) -> list[Any]:
        return [block.value for block in self.stages]

    def words_for(self, audience: Audience) -> str:
        """The opening words for an audience; empty when nobody has written them."""
        fields = {Audience.PARENT: self.for_parents, Audience.PROFESSIONAL: self.for_professionals}
        return fields.get(audience, self.introduction)

    def clean(self) -> None:
        super().clean()
        if found := problems(self.stage_values):
            raise ValidationError({"stages": " ".join(found)})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        audience = audience_of(request.GET.get("for"))
        stages = read_stages(self.stage_values, audience)
        return super().get_context(request, *args, **kwargs) | {
            "audience": audience,
            "switch": SWITCH.items(),
            "words": self.words_for(audience),
            "stages": stages,
            "map": draw(to_draw(stages)),
            "key": kinds_used(stages),
            "evidence": by_kind(self.evidence.all()),
            "signatures": signatures(self.sign_offs.all()),
            "changes": self.public_changes(request),
        }


class Evidence(Orderable):
    """What a pathway is based on: a reference with its own dates."""

    pathway = ParentalKey(PathwayPage, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices, default=EvidenceKind.OTHER)
    code = models.CharField(max_length=24, blank=True, help_text="Its number, like NG225.")
    title = models.CharField(max_length=255)
    url = models.URLField(blank=True)
    published_on = models.DateField(null=True, blank=True, help_text="The date of the reference itself.")
    checked_on = models.DateField(null=True, blank=True, help_text="When somebody last read it against this page.")

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
        FieldPanel("title"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("checked_on")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "evidence"


class SignOff(Orderable):
    """An organisation that stands behind a pathway; without a date it has been asked and has not answered yet."""

    pathway = ParentalKey(PathwayPage, on_delete=models.CASCADE, related_name="sign_offs")
    sector = models.CharField(max_length=16, choices=Sector.choices)
    body = models.CharField(max_length=160)
    role = models.CharField(max_length=120, blank=True, help_text="Who signed: a role, never a person's name.")
    signed_on = models.DateField(null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("sector"), FieldPanel("body")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("signed_on")]),
    ]

    class Meta(Orderable.Meta):
        pass
