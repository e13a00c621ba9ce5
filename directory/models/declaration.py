"""What a provider declares about itself, once a year: services, staff, skills, waits and access (R142)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from directory.models.provider import ProviderPage
from directory.years import current_year, financial_years, year_text

NOT_DECLARED = "Not declared"
# What is declared -> how it is headed, on the page of one provider and beside the others.
PARTS = {
    "services": "Services",
    "staff": "Staff, in whole-time equivalents",
    "skills": "Skills and training",
    "waits": "Waits",
    "people_seen": "People seen",
    "information": "How people get information",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a declaration in words; ``text`` says so when it was not declared."""

    name: str
    label: str
    text: str
    is_declared: bool


class DeclarationForm(WagtailAdminPageForm):
    """One declaration a year, with something in it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        year = cleaned.get("year")
        siblings = DeclarationPage.objects.child_of(self.parent_page).exclude(pk=self.instance.pk)
        if year and siblings.filter(year=year).exists():
            self.add_error("year", f"There is a declaration for {year_text(year)} already. Change that one.")
        if not any(cleaned.get(name) not in (None, "") for name in PARTS):
            self.add_error(None, "Declare at least one thing. What stays empty is shown as “Not declared”.")
        return cleaned


class DeclarationPage(Page):
    """One provider's declaration for one financial year.

    A page under its provider, so that rights to the provider's pages are rights to its declarations, and moderators
    publish it (docs/plan.md). Nothing is ever filled in for a provider: an empty field is "Not declared", and 0 is 0.
    """

    base_form_class = DeclarationForm
    parent_page_types = ["directory.ProviderPage"]
    subpage_types: list[str] = []

    year = models.PositiveSmallIntegerField("financial year", choices=financial_years, default=current_year)
    services = models.TextField(blank=True, help_text="Which services you ran in this year.")
    staff = models.DecimalField(
        "staff, in whole-time equivalents",
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Two people on half a week each are 1.0. Empty means not declared; 0 means nobody.",
    )
    staff_note = models.CharField(max_length=255, blank=True, help_text="Who is counted, and on which day.")
    skills = models.TextField("skills and training", blank=True, help_text="Roles, skills, and training in this year.")
    waits = models.TextField(blank=True, help_text="What you measured, the figure, and when it was true.")
    people_seen = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many children and young people you saw in this year."
    )
    people_seen_note = models.CharField(max_length=255, blank=True, help_text="Who is counted, and from when to when.")
    information = models.TextField(
        "how people get information", blank=True, help_text="Where people can read about you, and in which formats."
    )
    declared_on = models.DateField(default=timezone.localdate, help_text="The day when this was declared or reported.")
    declared_by = models.CharField(max_length=120, blank=True, help_text="A role, never a person's name.")
    reported_in = models.CharField(
        max_length=255,
        blank=True,
        help_text="Leave empty when the provider itself declares. Otherwise: the paper or page that reports this.",
    )
    is_demonstration = models.BooleanField(default=False, editable=False)

    exclude_fields_in_copy = ["is_demonstration"]

    content_panels = [
        FieldPanel("year"),
        FieldPanel("services"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("staff"), FieldPanel("staff_note")]), FieldPanel("skills")], "Staff"
        ),
        FieldPanel("waits"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("people_seen"), FieldPanel("people_seen_note")]), FieldPanel("information")],
            "Access",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("declared_on"), FieldPanel("declared_by")]), FieldPanel("reported_in")],
            "Who says so",
        ),
    ]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = "yearly declaration"

    @property
    def year_text(self) -> str:
        return year_text(self.year)

    @property
    def is_declared(self) -> bool:
        """Whether the provider itself says so; else it was reported about it."""
        return not self.reported_in

    @property
    def cells(self) -> list[Cell]:
        """Every part, in order, declared or not."""
        said = {name: str(getattr(self, name) or "") for name in PARTS}
        said["staff"] = "" if self.staff is None else _with_note(f"{self.staff.normalize():f}", self.staff_note)
        seen = self.people_seen
        said["people_seen"] = "" if seen is None else _with_note(f"{seen:,}", self.people_seen_note)
        return [Cell(name, label, said[name] or NOT_DECLARED, bool(said[name])) for name, label in PARTS.items()]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._name_by_year()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._name_by_year()  # a draft is saved without a full clean
        super().minimal_clean()

    def _name_by_year(self) -> None:
        """Nobody types a title: it says the year, whatever year is chosen."""
        self.title = self.draft_title = f"Declaration for {self.year_text}"
        self.slug = self.slug or f"declaration-{self.year}"

    def clean(self) -> None:
        super().clean()
        if self.declared_on and self.declared_on > timezone.localdate():
            raise ValidationError({"declared_on": "This day has not come yet."})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"provider": self.get_parent().specific}


def _with_note(figure: str, note: str) -> str:
    return f"{figure} ({note})" if note else figure


def declarations_of(provider: ProviderPage) -> models.QuerySet[DeclarationPage]:
    """What a provider has declared and anybody may read, newest year first."""
    return DeclarationPage.objects.live().public().child_of(provider).order_by("-year", "-declared_on")
