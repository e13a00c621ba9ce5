"""The offer: every public service by i-THRIVE grouping and age, drawn on one page and said as lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.ages import OLDEST, AgeRange
from directory.choices import Thrive
from directory.models import ServicePage

NOT_GROUPED = "Not grouped yet"
END = OLDEST + 1
TURNING_POINTS = (11, 16, 18)
# The drawing's own units. 360 wide, so that a phone shows its words at their own size.
WIDTH, LEFT, RIGHT = 360, 14, 340
TOP, LINE, BAR, GAP, HEADING = 30, 19, 12, 16, 40
LETTERS = 36


@dataclass(frozen=True)
class Bar:
    service: ServicePage
    words: list[tuple[int, str]]
    path: str
    arrow: str


@dataclass(frozen=True)
class Group:
    label: str
    services: list[ServicePage]
    bars: list[Bar]
    height: int


def x_of(age: int) -> float:
    return round(LEFT + min(max(age, 0), END) / END * (RIGHT - LEFT), 1)


def bar_of(service: ServicePage, top: int) -> tuple[Bar, int]:
    """A service's name with its bar below, and where the next begins. What goes on past 25 has an arrow."""
    ages = service.ages
    words = [(top + LINE * n, text) for n, text in enumerate(wrap(f"{service.title}: {in_words(ages)}", LETTERS))]
    y = words[-1][0] + BAR
    start, end = x_of(min(ages.start, OLDEST)), x_of(ages.before if ages.before is not None else END)
    bend = (end - start) / 3
    path = f"M{start} {y}C{start + bend:.1f} {y - 2} {end - bend:.1f} {y + 2} {end} {y}"
    goes_on = ages.before is None or ages.before > END
    arrow = f"M{end} {y - 7}L{end + 11} {y}L{end} {y + 7}" if goes_on else ""
    return Bar(service, words, path, arrow), y + LINE + GAP


def in_words(ages: AgeRange) -> str:
    return f"{ages.text[0].lower()}{ages.text[1:]}"


def group_of(label: str, services: Iterable[ServicePage]) -> Group:
    found = list(services)
    bars, top = [], TOP + LINE
    for service in found:
        bar, top = bar_of(service, top)
        bars.append(bar)
    return Group(label, found, bars, top - GAP)


def groups() -> list[Group]:
    """Every public service in each of its groupings (R007), in one query; those without any at the end, by that name."""
    services = list(ServicePage.objects.live().public().order_by("title"))
    grouped = [group_of(str(g.label), (s for s in services if g.value in s.thrive)) for g in Thrive]
    rest = [s for s in services if not s.thrive]
    return [*grouped, group_of(NOT_GROUPED, rest)] if rest else grouped


def marks() -> list[tuple[int, float, bool]]:
    """The ages named along the top: (age, where, whether it is a turning point)."""
    return [(age, x_of(age), age in TURNING_POINTS) for age in (0, *TURNING_POINTS, END)]


@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    """``/offer/``: the drawing, and the same as lists with links."""
    context = {"groups": groups(), "marks": marks(), "today": timezone.localdate()}
    return render(request, "home/offer.html", context)


@require_safe
def offer_svg(request: HttpRequest) -> HttpResponse:
    """``/offer/offer.svg``: the drawing alone, for slides and paper."""
    placed, y = [], HEADING
    for group in groups():
        placed.append((group, y))
        y += group.height + HEADING
    context = {"placed": placed, "marks": marks(), "width": WIDTH, "height": y, "today": timezone.localdate()}
    return HttpResponse(render_to_string("home/offer.svg", context), content_type="image/svg+xml; charset=utf-8")
