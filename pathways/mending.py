"""What an editor has to mend on published pathways, since records change and pathways name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from directory.choices import RUNNING, OperatingStatus
from directory.models.service import ServicePage
from pathways.choices import StepKind
from pathways.models import PathwayPage
from pathways.stages import is_review_overdue, name_key

WAYS_BACK = (StepKind.STEP_DOWN, StepKind.UNIVERSAL)
# What each kind of finding is called, the most pressing first.
KINDS: dict[str, str] = {
    "no-service": "No service",
    "service-gone": "Service gone",
    "step-gone": "Step leads nowhere",
    "service-stopped": "Service not running",
    "service-overdue": "Service to be reviewed",
    "review-overdue": "Pathway to be reviewed",
    "not-signed": "Not signed off",
    "no-way-back": "No way back",
}


@dataclass(frozen=True, slots=True)
class Finding:
    pathway: PathwayPage
    kind: str
    text: str

    @property
    def label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class RawStep:
    kind: str
    stage: str
    pathway: int | None


@dataclass(frozen=True, slots=True)
class RawStage:
    """A stage as it is stored: what it names stands as keys, and costs no query."""

    label: str
    name: str
    services: tuple[int, ...]
    steps: tuple[RawStep, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """What the records say today, read once for every pathway."""

    services: dict[int, ServicePage]
    public: frozenset[int]
    today: dt.date


def to_mend(pathways: QuerySet[PathwayPage] | None = None) -> list[Finding]:
    """Everything to mend on these pathways, or on all that are published: by kind, then by title.

    The number of queries does not grow with the number of pathways.
    """
    pages = PathwayPage.objects.live() if pathways is None else pathways.live()
    stages = {page: raw_stages(page) for page in pages.prefetch_related("sign_offs").order_by("title")}
    records = _read(stage for found in stages.values() for stage in found)
    findings = [
        Finding(page, kind, text)
        for page, found in stages.items()
        for check in (_of_services, _of_steps, _of_page)
        for kind, text in check(page, found, records)
    ]
    return sorted(findings, key=lambda finding: list(KINDS).index(finding.kind))


def raw_stages(page: PathwayPage) -> list[RawStage]:
    """The stages of a page without reading anything that they name."""
    values = [block["value"] for block in page.stages.raw_data]
    return [
        RawStage(
            label=f"Stage {number}, “{value.get('short_name') or value.get('title', '')}”",
            name=name_key(value.get("short_name") or ""),
            services=tuple(key for key in _items(value.get("services")) if key),
            steps=tuple(
                RawStep(step["kind"], step.get("stage") or "", step.get("pathway"))
                for step in _items(value.get("steps"))
            ),
        )
        for number, value in enumerate(values, start=1)
    ]


def _items(stored: Iterable[Any] | None) -> list[Any]:
    """The values of a ListBlock, whether or not they are stored with ids."""
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in stored or []]


def _read(stages: Iterable[RawStage]) -> Records:
    found = list(stages)
    services = {key for stage in found for key in stage.services}
    pathways = {step.pathway for stage in found for step in stage.steps if step.pathway}
    public = Page.objects.live().public().filter(pk__in=services | pathways).values_list("pk", flat=True)
    named = ServicePage.objects.filter(pk__in=services).only("title", "status", "review_due_on")
    return Records({page.pk: page for page in named}, frozenset(public), timezone.localdate())


Found = Iterator[tuple[str, str]]  # kind and text
Check = Callable[[PathwayPage, Sequence[RawStage], Records], Found]


def _of_services(_: PathwayPage, stages: Sequence[RawStage], records: Records) -> Found:
    for stage in stages:
        has_one = False
        for key in stage.services:
            service = records.services.get(key)
            if service is None:
                yield "service-gone", f"{stage.label}, names a service that is deleted."
            elif key not in records.public:
                yield "service-gone", f"{stage.label}, names {service.title}, which is not published."
            elif service.status not in RUNNING:
                status = OperatingStatus(service.status).label.lower()
                yield "service-stopped", f"{stage.label}, names {service.title}: {status}."
            else:
                has_one = True
                if is_review_overdue(service, records.today):
                    due = date_format(service.review_due_on)
                    yield "service-overdue", f"{stage.label}, names {service.title}: its review was due on {due}."
        if not has_one:
            yield "no-service", f"{stage.label}, has no service that runs."


def _of_steps(_: PathwayPage, stages: Sequence[RawStage], records: Records) -> Found:
    by_name = {stage.name: stage for stage in reversed(stages)}
    for stage in stages:
        for step in stage.steps:
            target = by_name.get(name_key(step.stage)) if step.stage else None
            if target is None and step.pathway not in records.public:
                where = (
                    f"“{step.stage}”, and no stage has that name" if step.stage else "a pathway that is not published"
                )
                yield "step-gone", f"{stage.label}, has a step to {where}."
    for label in dict.fromkeys(_without_way_back(stages, by_name)):
        yield "no-way-back", f"{label}, is stepped up to, and has no step down or back."


def _without_way_back(stages: Sequence[RawStage], by_name: dict[str, RawStage]) -> Iterator[str]:
    for stage in stages:
        for step in stage.steps:
            target = by_name.get(name_key(step.stage)) if step.kind == StepKind.STEP_UP and step.stage else None
            if target and not any(back.kind in WAYS_BACK for back in target.steps):
                yield target.label


def _of_page(page: PathwayPage, _: Sequence[RawStage], records: Records) -> Found:
    if not any(row.signed_on for row in page.sign_offs.all()):
        yield "not-signed", "Nobody has signed it off yet."
    if is_review_overdue(page, records.today):
        yield "review-overdue", f"Its review was due on {date_format(page.review_due_on)}."
