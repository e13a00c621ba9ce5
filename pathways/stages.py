"""A pathway's stages as somebody reads them: the editor's words, with the records as they are today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from directory.choices import RUNNING, Audience, CriterionKind, Thrive
from directory.models.service import ServicePage
from pathways.choices import StepKind
from pathways.map import KIND_WORDS, MapStage, MapStep

GONE = "Not listed now"
# Names that the page gives to other parts of itself.
RESERVED_ANCHORS = frozenset({"main", "last-reviewed", "review-heading", "map", "map-title", "map-words", "stages"})
RESERVED_ANCHORS |= {"evidence", "sign-off", "q", "urgent-heading", "talk"}
# The stage field that holds the words of an audience; young people's are those that everybody reads.
WORDS_FOR = {Audience.PARENT: "for_parents", Audience.PROFESSIONAL: "for_professionals"}
# Which lines of a service a professional reads here, in this order.
PROFESSIONAL_LINES = (CriterionKind.THRESHOLD, CriterionKind.TRY_FIRST, CriterionKind.EXCLUDE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stage stands on its page."""

    number: int
    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A service of a stage, as its record stands."""

    service: ServicePage
    lines: tuple[tuple[str, tuple[Any, ...]], ...] = ()  # (label, access criteria), for professionals
    above: Place | None = None  # the stage that has said it all already

    @property
    def is_running(self) -> bool:
        return self.service.status in RUNNING

    @property
    def is_overdue(self) -> bool:
        return is_review_overdue(self.service)


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody goes from a stage: to another ``stage`` or to a ``pathway``; to neither when that is gone."""

    kind: StepKind
    when: str
    stage: Place | None = None
    pathway: Page | None = None

    @property
    def is_gone(self) -> bool:
        return self.stage is None and self.pathway is None

    @property
    def word(self) -> str:
        """What the map calls it."""
        return KIND_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Stage:
    place: Place
    value: Any  # the editor's words, by the names of StageBlock
    words: Any  # what is meant for this audience alone
    offers: tuple[Offer, ...]
    resources: tuple[Page, ...]
    gone: int  # services that it names and that are not listed now
    steps: tuple[Step, ...]

    @property
    def thrive_label(self) -> str:
        return Thrive(self.value["thrive"]).label if self.value["thrive"] else ""

    @property
    def has_live_service(self) -> bool:
        return any(offer.is_running for offer in self.offers)


def is_review_overdue(page: Any, today: dt.date | None = None) -> bool:
    return page.review_due_on is not None and page.review_due_on < (today or timezone.localdate())


def audience_of(text: str | None) -> Audience:
    """What ``?for=`` asks for; young people's words for anything unknown."""
    return Audience(text) if text in Audience.values else Audience.YOUNG_PERSON


def anchors(names: Iterable[str]) -> list[str]:
    """The anchor of each stage: its short name, or its number where that would not do or is taken."""
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        anchor = slugify(name)
        found.append(f"stage-{number}" if not anchor or anchor in RESERVED_ANCHORS or anchor in found else anchor)
    return found


def read_stages(values: Sequence[Any], audience: Audience = Audience.YOUNG_PERSON) -> list[Stage]:
    """Every stage with its records, in a fixed number of queries however many stages and services there are.

    ``values``: those of StageBlock. StreamField has read the pages that they name in one query for each kind.
    """
    listed = _listed(values, audience)
    names = [value["short_name"] for value in values]
    places = [Place(n, *pair) for n, pair in enumerate(zip(anchors(names), names, strict=True), start=1)]
    by_name = {name_key(place.name): place for place in reversed(places)}
    seen: dict[int, Place] = {}
    return [_stage(place, value, audience, listed, by_name, seen) for place, value in zip(places, values, strict=True)]


def name_key(short_name: str) -> str:
    """What makes two short names the same: not their case, spaces or signs."""
    return slugify(short_name) or short_name.strip().casefold()


def named_pages(values: Sequence[Any]) -> list[Page]:
    """Every page that the stages name and that is still there: services, resources and pathways."""
    return [
        page
        for value in values
        for page in (*value["services"], *value["resources"], *(step["pathway"] for step in value["steps"]))
        if page
    ]


def _listed(values: Sequence[Any], audience: Audience) -> dict[int, Page]:
    """Those of them that the public may see, by key; services with the rows that a stage shows."""
    pages = {page.pk: page for page in named_pages(values)}
    public = set(Page.objects.live().public().filter(pk__in=pages).values_list("pk", flat=True)) if pages else set()
    listed = {key: page for key, page in pages.items() if key in public}
    rows = ["routes", "waiting_times"]
    if audience == Audience.PROFESSIONAL:
        rows.append("criteria__instead_page")
    prefetch_related_objects([page for page in listed.values() if isinstance(page, ServicePage)], *rows)
    return listed


def _stage(
    place: Place,
    value: Any,
    audience: Audience,
    listed: dict[int, Page],
    by_name: dict[str, Place],
    seen: dict[int, Place],
) -> Stage:
    """``seen`` grows: the first stage that names each service."""
    services = [listed[page.pk] for page in value["services"] if page and page.pk in listed]
    offers = tuple(Offer(service, _lines(service, audience), seen.get(service.pk)) for service in services)
    for service in services:
        seen.setdefault(service.pk, place)
    return Stage(
        place=place,
        value=value,
        words=value[WORDS_FOR[audience]] if audience in WORDS_FOR else "",
        offers=offers,
        resources=tuple(listed[page.pk] for page in value["resources"] if page and page.pk in listed),
        gone=len(value["services"]) - len(services),
        steps=tuple(_step(step, listed, by_name) for step in value["steps"]),
    )


def _lines(service: ServicePage, audience: Audience) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    if audience != Audience.PROFESSIONAL:
        return ()
    groups = ((kind.label, tuple(c for c in service.criteria.all() if c.kind == kind)) for kind in PROFESSIONAL_LINES)
    return tuple((label, lines) for label, lines in groups if lines)


def _step(value: Any, listed: dict[int, Page], by_name: dict[str, Place]) -> Step:
    pathway = value["pathway"]
    return Step(
        kind=StepKind(value["kind"]),
        when=value["when"],
        stage=by_name.get(name_key(value["stage"])) if value["stage"] else None,
        pathway=listed.get(pathway.pk) if pathway else None,
    )


def kinds_used(stages: Sequence[Stage]) -> list[tuple[str, str]]:
    """(the map's word, what it means) for each kind of step that these stages have: the key to the map."""
    used = {step.kind for stage in stages for step in stage.steps}
    return [(KIND_WORDS[kind], str(kind.label)) for kind in StepKind if kind in used]


def to_draw(stages: Sequence[Stage]) -> list[MapStage]:
    """The stages and steps as the map takes them."""
    return [
        MapStage(stage.value["short_name"], stage.thrive_label, tuple(_to_draw(step) for step in stage.steps))
        for stage in stages
    ]


def _to_draw(step: Step) -> MapStep:
    if step.stage:
        return MapStep(step.kind, f"{step.stage.number} {step.stage.name}", to=step.stage.number - 1)
    return MapStep(step.kind, step.pathway.title if step.pathway else GONE, is_gone=step.is_gone)


def problems(values: Sequence[Any]) -> list[str]:
    """What keeps steps from leading anywhere, as messages for the editor; empty when all is well."""
    found: list[str] = []
    names = [value["short_name"] for value in values]
    keys = [name_key(name) for name in names]
    for number, (name, key) in enumerate(zip(names, keys, strict=True), start=1):
        if key in keys[: number - 1]:
            other = keys.index(key) + 1
            found.append(f"Stages {other} and {number} share the short name “{name}”. Give each stage its own.")
    for number, value in enumerate(values, start=1):
        for step in value["steps"]:
            if not step["stage"]:
                continue
            if name_key(step["stage"]) == keys[number - 1]:
                found.append(f"A step of stage {number}, “{names[number - 1]}”, leads to that stage itself.")
            elif name_key(step["stage"]) not in keys:
                found.append(
                    f"A step of stage {number}, “{names[number - 1]}”, leads to “{step['stage']}”, and no stage has that"
                    f" short name. The stages are: {', '.join(names)}."
                )
    return found
