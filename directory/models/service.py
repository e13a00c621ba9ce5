"""Services: what it is, who it is for, how to get it, as data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from directory.changes import Facts, service_facts
from directory.choices import (
    AreaScope,
    Basis,
    Cost,
    CriterionKind,
    DeliveryMode,
    OnwardKind,
    OperatingStatus,
    Thrive,
    labels,
)
from directory.fields import ChoicesField, LinesField
from directory.models.change import CHANGE_FIELDS, CHANGE_PANEL, ChangesNoted
from directory.models.entry import AGE_PANEL, REVIEW_PANEL, Entry
from directory.models.provider import PROSE, ProviderPage
from directory.models.waiting import WaitingTime

# The three blocks without which a service may not be published (R001).
BLOCK_MESSAGES = {
    "what_it_is": "“What it is” is missing: say in a sentence or two what the service does.",
    "criteria": "“Who it is for” is missing: add at least one line that says who the service is for.",
    "routes": "“How to get it” is missing: add at least one referral route.",
}

# What is read along wherever the areas of a service are named.
AREA_ROWS = (
    "areas__local_authority",
    "areas__place",
    "eligibility_areas__local_authority",
    "eligibility_areas__place",
)
# What its own page reads along: each line and each route with the page that it leads to.
PAGE_ROWS = (*AREA_ROWS, "criteria__instead_page", "routes__through", "waiting_times", "needs")
# Birthdays at which a service that stops owes people an answer: what comes next?
MOVING_ON = range(16, 26)
# What is asked to see whether somebody is local, by what makes them so; the home address where nothing else is said.
PLACE_QUESTIONS = {
    Basis.GP: "Where is your GP surgery?",
    Basis.SCHOOL: "Where is your school or college?",
}


def missing_blocks(what_it_is: str, criteria_kinds: list[str], routes: int) -> list[str]:
    """Names of the mandatory blocks that are empty, out of what_it_is, criteria and routes."""
    return [
        name
        for name, is_there in (
            ("what_it_is", bool(strip_tags(what_it_is or "").strip())),
            ("criteria", CriterionKind.INCLUDE in criteria_kinds),
            ("routes", routes > 0),
        )
        if not is_there
    ]


class ServicePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation:  # a draft may be incomplete
            criteria, routes = self._rows("criteria"), self._rows("routes")
            kinds = [row.get("kind", "") for row in criteria]
            for name in missing_blocks(cleaned.get("what_it_is") or "", kinds, len(routes)):
                self.add_error("what_it_is" if name == "what_it_is" else None, BLOCK_MESSAGES[name])
        return cleaned

    def _rows(self, name: str) -> list[dict[str, Any]]:
        formset = self.formsets.get(name)
        if formset is None:
            return []
        formset.is_valid()
        rows = (getattr(form, "cleaned_data", None) or {} for form in formset.forms)
        return [row for row in rows if row and not row.get("DELETE")]


class ServiceQuerySet(PageQuerySet):
    def for_cards(self) -> ServiceQuerySet:
        """With what a card shows, in a fixed number of queries."""
        return self.prefetch_related(
            "needs", "routes", "waiting_times", "contacts", "areas__local_authority", "areas__place"
        )


ServiceManager = PageManager.from_queryset(ServiceQuerySet)


class TaggedService(TaggedItemBase):
    content_object = ParentalKey("directory.ServicePage", on_delete=models.CASCADE, related_name="tagged_items")


class ServicePage(ChangesNoted, Entry):
    entry_kind = "service"
    base_form_class = ServicePageForm
    parent_page_types = ["directory.ProviderPage"]
    subpage_types: list[str] = []
    objects = ServiceManager()

    # What it is
    what_it_is = RichTextField(blank=True, features=PROSE)
    thrive = ChoicesField(Thrive, help_text="i-THRIVE groupings of what is offered. Several may be right.")
    how = ChoicesField(DeliveryMode, verbose_name="how help is given")
    cost = models.CharField(max_length=8, choices=Cost.choices, default=Cost.UNKNOWN)
    cost_note = models.CharField(max_length=255, blank=True)
    languages = models.CharField(
        max_length=255, default="English", help_text="With commas. Say when interpreters can be booked."
    )
    status = models.CharField(max_length=12, choices=OperatingStatus.choices, default=OperatingStatus.OPEN)
    status_note = models.CharField(max_length=400, blank=True)

    # Who it is for
    needs = ParentalManyToManyField("directory.Need", blank=True, related_name="services")
    age_wording = models.CharField(max_length=255, blank=True, help_text="The provider's own words about ages.")
    basis = models.CharField("eligibility basis", max_length=16, choices=Basis.choices, default=Basis.ANYONE)
    basis_note = models.CharField(max_length=400, blank=True)
    schools = models.TextField(blank=True, help_text="Which schools, when that is what counts.")
    criteria_source = models.CharField(max_length=255, blank=True)
    criteria_as_at = models.DateField(null=True, blank=True)
    criteria_are_confirmed = models.BooleanField(default=False)

    # What happens
    what_happens_next = RichTextField(blank=True, features=PROSE)
    what_to_expect = RichTextField(blank=True, features=PROSE)
    confidentiality = RichTextField(blank=True, features=PROSE)
    contact_method = models.CharField("how they keep in touch", max_length=255, blank=True)
    next_at_18 = models.CharField("what comes at the upper age", max_length=400, blank=True)

    any_worry = models.BooleanField(
        "for any worry",
        default=False,
        help_text="People may come with anything that is on their mind. Found for every need, below what is about it.",
    )
    alias_notice = models.CharField(
        max_length=255,
        blank=True,
        help_text="Shown when somebody searches for one of the other names: “Here, CAMHS is called CYPS.”",
    )
    alias_notice_names = LinesField(help_text="The other names that bring this notice, one a line.")
    owner_role = models.CharField(
        max_length=160, blank=True, help_text="Who keeps this page true: a role, never a person's name."
    )
    tags = ClusterTaggableManager(through=TaggedService, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("summary"),
                    FieldPanel("what_it_is"),
                    FieldPanel("thrive"),
                    FieldPanel("any_worry"),
                    FieldPanel("how"),
                    FieldRowPanel([FieldPanel("cost"), FieldPanel("cost_note")]),
                    FieldPanel("languages"),
                    FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
                    FieldPanel("picture"),
                ],
                heading="What it is",
            ),
            ObjectList(
                [
                    FieldPanel("audiences"),
                    FieldPanel("needs"),
                    MultiFieldPanel([AGE_PANEL, FieldPanel("age_wording")], heading="Ages"),
                    MultiFieldPanel(
                        [FieldPanel("basis"), FieldPanel("basis_note"), FieldPanel("schools")],
                        heading="Eligibility basis",
                    ),
                    InlinePanel("eligibility_areas", heading="Where the GP, school or home must be", label="Area"),
                    InlinePanel("areas", heading="Area served", label="Area"),
                    InlinePanel("criteria", heading="Access criteria", label="Line"),
                    FieldRowPanel(
                        [
                            FieldPanel("criteria_source"),
                            FieldPanel("criteria_as_at"),
                            FieldPanel("criteria_are_confirmed"),
                        ],
                        heading="Where the criteria come from",
                    ),
                ],
                heading="Who it is for",
            ),
            ObjectList(
                [
                    InlinePanel("routes", heading="Referral routes", label="Route"),
                    FieldPanel("what_happens_next"),
                    InlinePanel("waiting_times", heading="Waiting times", label="Wait"),
                ],
                heading="How to get it",
            ),
            ObjectList(
                [
                    FieldPanel("what_to_expect"),
                    FieldPanel("confidentiality"),
                    FieldPanel("contact_method"),
                    InlinePanel("contacts", heading="Contacts", label="Contact"),
                    InlinePanel("venues", heading="Venues", label="Venue"),
                ],
                heading="Contact",
            ),
            ObjectList(
                [
                    InlinePanel("onward_links", heading="If this isn't right", label="Way on"),
                    FieldPanel("next_at_18"),
                    InlinePanel("quality_markers", heading="Quality markers", label="Marker"),
                ],
                heading="Ways on",
            ),
            ObjectList(
                [
                    FieldPanel("also_known_as"),
                    FieldPanel("alias_notice"),
                    FieldPanel("alias_notice_names"),
                    FieldPanel("tags"),
                    FieldPanel("owner_role"),
                    REVIEW_PANEL,
                ],
                heading="Words and review",
            ),
            ObjectList([CHANGE_PANEL, *Page.promote_panels, *Page.settings_panels], heading="Publish"),
        ]
    )

    exclude_fields_in_copy = [*Entry.exclude_fields_in_copy, *CHANGE_FIELDS]

    def facts(self) -> Facts:
        return service_facts(self)

    @property
    def provider(self) -> ProviderPage:
        return self.get_parent().specific

    @property
    def how_labels(self) -> list[str]:
        return labels(DeliveryMode, self.how)

    @property
    def thrive_labels(self) -> list[str]:
        return labels(Thrive, self.thrive)

    def area_text(self) -> str:
        """ "All of Northumberland", "The whole UK", "Hexham and Blyth"; empty when not known."""
        names = [area.label for area in self.areas.all()]
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)

    @property
    def place_question(self) -> str:
        """What to ask about a place; empty when no place changes the answer, as the service is for the whole UK."""
        scopes = [area.scope for area in self.areas.all()]
        if not scopes or AreaScope.UK in scopes:
            return ""
        return PLACE_QUESTIONS.get(self.basis, "Where do you live?")

    @property
    def stops_at(self) -> int | None:
        """The birthday at which people have to move on, 16th to 25th; None when it takes them until the 26th or always."""
        return self.age_before if self.age_before in MOVING_ON else None

    def current_wait(self, today: dt.date | None = None) -> WaitingTime | None:
        """The newest wait that is still current."""
        today = today or timezone.localdate()
        current = [w for w in self.waiting_times.all() if w.is_current(today)]
        return max(current, key=lambda w: w.as_at or dt.date.min, default=None)

    def check_publishable(self) -> None:
        """Raise ``ValidationError`` that names every mandatory block that is missing."""
        kinds = [line.kind for line in self.criteria.all()]
        missing = missing_blocks(self.what_it_is, kinds, len(self.routes.all()))
        if missing:
            raise ValidationError([BLOCK_MESSAGES[name] for name in missing])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.live:
            self.check_publishable()
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        if self.pk:  # a page that was never saved has no rows to read, only those of its preview
            prefetch_related_objects([self], *PAGE_ROWS)
        criteria = list(self.criteria.all())
        onward = [o for o in self.onward_links.select_related("page") if o.page.live]
        has_next = bool(self.next_at_18) or any(o.kind == OnwardKind.AT_18 for o in onward)
        return super().get_context(request, *args, **kwargs) | {
            "provider": self.provider,
            "includes": [c for c in criteria if c.kind == CriterionKind.INCLUDE],
            "excludes": [c for c in criteria if c.kind == CriterionKind.EXCLUDE],
            "thresholds": [c for c in criteria if c.kind == CriterionKind.THRESHOLD],
            "try_first": [c for c in criteria if c.kind == CriterionKind.TRY_FIRST],
            "waits": [(w, w.is_current(today)) for w in self.waiting_times.all()],
            "onward_links": onward,
            "ends_with_no_next": self.stops_at is not None and not has_next,
            "now": timezone.localtime(),
            "changes": self.public_changes(request),
        }
