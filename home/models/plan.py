"""The plan: its versions, what it is for, its actions, and what commissioners declare (R140, R141)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from directory.models.entry import REVIEW_PANEL, Entry, Provenance
from directory.years import current_year, financial_years, year_text
from home.blocks import BodyBlock
from home.choices import ENDED, ActionStatus, VersionState

PROSE = ["bold", "italic", "ul", "ol", "link"]
# After this long, what was said of an action that has not ended is not shown as how far it is today.
STATUS_LIFE = dt.timedelta(days=365)


class PlanForm(WagtailAdminPageForm):
    """A reader must be able to tell which version this is, so no two are."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        formset = self.formsets["versions"]
        formset.is_valid()  # its rows are read after the page's own fields, which is too late
        rows = (getattr(form, "cleaned_data", None) or {} for form in formset.forms)
        states = [row.get("state") for row in rows if not row.get("DELETE")]
        if states.count(VersionState.CURRENT) > 1:
            self.add_error(None, "Only one version can be “This version”. Make the others earlier versions.")
        return cleaned


class PlanPage(Entry):
    """``/plan/``. Commissioners change and publish it: ``home/signals.py`` gives them the right when it is made."""

    entry_kind = "page"
    base_form_class = PlanForm
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    introduction = RichTextField(blank=True, features=PROSE, help_text="What this plan is, in plain words.")
    actions_note = RichTextField(blank=True, features=PROSE, help_text="What to know before reading the actions.")
    not_asked = ParentalManyToManyField(
        "directory.ProviderPage",
        blank=True,
        related_name="+",
        verbose_name="providers that are not asked to declare",
        help_text="Such as national helplines. Every other provider is listed, as “Not declared” until it declares.",
    )
    body = StreamField(BodyBlock(), blank=True)
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="plans")

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        InlinePanel("versions", heading="Versions, newest first", label="Version"),
        InlinePanel("priorities", heading="What the plan is for", label="Aim"),
        FieldPanel("body"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Plan"),
            ObjectList(
                [FieldPanel("actions_note"), InlinePanel("actions", heading="Actions", label="Action")],
                heading="Actions",
            ),
            ObjectList(
                [
                    InlinePanel("investments", heading="Investment and need", label="Declaration of a commissioner"),
                    FieldPanel("not_asked", widget=forms.CheckboxSelectMultiple),
                ],
                heading="Declarations",
            ),
            ObjectList(
                [FieldPanel("also_known_as"), FieldPanel("needs"), FieldPanel("audiences"), REVIEW_PANEL],
                heading="Words and review",
            ),
            ObjectList([*Page.promote_panels, *Page.settings_panels], heading="Promote"),
        ]
    )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.plan.read import read

        return super().get_context(request, *args, **kwargs) | read(self, request.GET)


class PlanVersion(Provenance, Orderable):
    """One edition of the plan: which it is, when it was approved, and what changed with it."""

    page = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=160)
    period = models.CharField(max_length=60, blank=True, help_text="The years it is for: “2022 to 2025”.")
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.EARLIER)
    approved_on = models.DateField(null=True, blank=True, help_text="Empty: the page says “not declared”.")
    approved_by = models.CharField(max_length=160, blank=True, help_text="A body, never a person's name.")
    changed = models.TextField("what changed", blank=True)
    web_address = models.URLField(blank=True, help_text="Where this version can be read in full.")
    is_confirmed = None

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("period"), FieldPanel("state")]),
        FieldRowPanel([FieldPanel("approved_on"), FieldPanel("approved_by")]),
        FieldPanel("changed"),
        FieldPanel("web_address"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("as_at")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def clean(self) -> None:
        super().clean()
        if self.approved_on and self.approved_on > timezone.localdate():
            raise ValidationError({"approved_on": "This day has not come yet."})


class PlanPriority(Orderable):
    page = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, help_text="In plain words: what will be different for people.")

    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name_plural = "plan priorities"


class PlanAction(Provenance, Orderable):
    """Something that somebody said would be done: by whom, by when, and how far it is."""

    page = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="actions")
    what = models.TextField(help_text="One action, in plain words.")
    owner = models.CharField("owner: body", max_length=160, blank=True, help_text="Empty: “Owner not declared”.")
    owner_role = models.CharField("owner: role", max_length=120, blank=True, help_text="Never a person's name.")
    due_on = models.DateField("due", null=True, blank=True, help_text="Empty: “Due date not declared”.")
    status = models.CharField(max_length=12, choices=ActionStatus.choices, default=ActionStatus.NOT_DECLARED)
    note = models.TextField(blank=True, help_text="What was reached so far. When it is dropped: why.")
    is_confirmed = None

    panels = [
        FieldPanel("what"),
        FieldRowPanel([FieldPanel("owner"), FieldPanel("owner_role")]),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("status")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("as_at")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def is_overdue(self, today: dt.date) -> bool:
        """Its day has gone by and it has not ended. What is due today is not late yet."""
        return self.due_on is not None and self.due_on < today and self.status not in ENDED

    def is_up_to_date(self, today: dt.date) -> bool:
        """Whether its status may be shown as how far it is today."""
        if self.status in ENDED or self.status == ActionStatus.NOT_DECLARED:
            return True
        return self.as_at is not None and today <= self.as_at + STATUS_LIFE

    def clean(self) -> None:
        super().clean()
        if self.status == ActionStatus.DROPPED and not self.note:
            raise ValidationError({"note": "Say why it was dropped."})
        if self.status != ActionStatus.NOT_DECLARED and not self.as_at:
            raise ValidationError({"as_at": "How far an action is needs the date when it was true."})


class PlanInvestment(Provenance, Orderable):
    """What one commissioner declares for one financial year: money, and the need that was found."""

    page = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="investments")
    body = models.CharField("commissioner", max_length=160)
    year = models.PositiveSmallIntegerField("financial year", choices=financial_years, default=current_year)
    amount = models.PositiveBigIntegerField(
        "amount, in pounds", null=True, blank=True, help_text="Whole pounds. Empty means not declared; 0 means nothing."
    )
    covers = models.CharField(max_length=255, blank=True, help_text="What the amount is for, and what it leaves out.")
    need = models.TextField(blank=True, help_text="What was found to be needed.")
    is_confirmed = None

    panels = [
        FieldRowPanel([FieldPanel("body"), FieldPanel("year")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("covers")]),
        FieldPanel("need"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("as_at")]),
    ]

    class Meta(Orderable.Meta):
        pass

    @property
    def year_text(self) -> str:
        return year_text(self.year)

    @property
    def is_declared(self) -> bool:
        return self.amount is not None or bool(self.need)

    def clean(self) -> None:
        super().clean()
        if self.is_declared and not (self.source and self.as_at):
            raise ValidationError({"source": "What is declared needs its source and the date of the source."})
