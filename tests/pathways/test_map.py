"""The map: nothing meets, nothing is cut off, nothing is missing, whatever editors write."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.choices import StepKind
from pathways.map import KIND_DASHES, KIND_WORDS, RADIUS, Map, MapStage, MapStep, Rect, Text, draw, wrap
from pathways.map import text_width as width_of

NAMES = st.text(st.characters(exclude_categories=("C",)), max_size=24)
TITLES = st.text(st.characters(exclude_categories=("C",)), max_size=120)


@st.composite
def pathways(draw_from: Any) -> list[MapStage]:
    """Any stages and any steps between them."""
    count = draw_from(st.integers(1, 7))
    to = st.one_of(st.none(), st.integers(0, count - 1))
    steps = st.builds(MapStep, st.sampled_from(StepKind.values), TITLES, to=to)
    gone = st.builds(MapStep, st.sampled_from(StepKind.values), TITLES, is_gone=st.just(True))
    stages = st.builds(
        MapStage,
        NAMES,
        st.sampled_from(["", "Thriving", "Getting risk support"]),
        st.lists(steps | gone, max_size=5).map(tuple),
    )
    return draw_from(st.lists(stages, min_size=count, max_size=count))


def labels_of(drawing: Map) -> list[Rect]:
    """All words, as the room that they take; a kind stands in its pill, a number in its circle."""
    texts: list[Text] = [text for stop in drawing.stops for text in (*stop.names, *filter(None, [stop.grouping]))]
    texts += [text for way in drawing.ways for text in way.names]
    circles = [Rect(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS) for x, y in (s.number_at for s in drawing.stops)]
    return [text.rect for text in texts] + [way.pill for way in drawing.ways] + circles


def inside(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x <= inner.x + 0.01
        and outer.y <= inner.y + 0.01
        and inner.right <= outer.right + 0.01
        and inner.bottom <= outer.bottom + 0.01
    )


@settings(deadline=None)
@given(pathways())
def test_no_words_meet_other_words(stages: list[MapStage]) -> None:
    assert not [pair for pair in combinations(labels_of(draw(stages)), 2) if pair[0].meets(pair[1])]


@settings(deadline=None)
@given(pathways())
def test_words_stand_in_their_own_box_and_in_no_other(stages: list[MapStage]) -> None:
    drawing = draw(stages)
    for stop in drawing.stops:
        own = [text.rect for text in (*stop.names, *filter(None, [stop.grouping]))]
        assert all(inside(stop.rect, rect) for rect in own)
        assert not [rect for rect in labels_of(drawing) if rect not in own and rect.meets(stop.rect)]
    for way in drawing.ways:
        assert inside(way.pill, way.word.rect)
        assert all(inside(way.rect, text.rect) for text in way.names)


@settings(deadline=None)
@given(pathways())
def test_everything_is_inside_the_drawing(stages: list[MapStage]) -> None:
    drawing = draw(stages)
    whole = Rect(0, 0, drawing.width, drawing.height)
    assert all(inside(whole, rect) for rect in labels_of(drawing) + [stop.rect for stop in drawing.stops])
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for way in drawing.ways for x, y in way.points)
    for path in (drawing.spine, *(way.line for way in drawing.ways)):
        assert all(0 <= float(number) <= max(drawing.width, drawing.height) for number in re.findall(r"[\d.]+", path))


@settings(deadline=None)
@given(pathways())
def test_every_stage_and_every_step_is_drawn_once(stages: list[MapStage]) -> None:
    drawing = draw(stages)
    assert [stop.number for stop in drawing.stops] == list(range(1, len(stages) + 1))
    steps = [step for stage in stages for step in stage.steps]
    assert [way.kind for way in drawing.ways] == [step.kind for step in steps]
    assert [bool(way.line) for way in drawing.ways] == [not step.is_gone for step in steps]
    for way, step in zip(drawing.ways, steps, strict=True):
        if step.to is not None:
            box = drawing.stops[step.to].rect
            assert box.y < way.points[-1][1] < box.bottom


@settings(deadline=None)
@given(pathways())
def test_no_line_crosses_words_and_no_two_run_on_top_of_each_other(stages: list[MapStage]) -> None:
    drawing = draw(stages)
    ways = [way for way in drawing.ways if way.points]
    for way in ways:
        for (x1, y1), (x2, y2) in zip(way.points, way.points[1:], strict=False):
            run = Rect(min(x1, x2), min(y1, y2) - 0.5, abs(x1 - x2), abs(y1 - y2) + 1)
            assert not [rect for rect in labels_of(drawing) if rect.meets(run)]
    runs = [(way.points[1][0], *sorted((way.points[1][1], way.points[2][1]))) for way in ways if len(way.points) == 4]
    assert not [(a, b) for a, b in combinations(runs, 2) if a[0] == b[0] and a[1] <= b[2] and b[1] <= a[2]]
    heights = [way.points[0][1] for way in ways] + [way.points[-1][1] for way in ways if len(way.points) == 4]
    assert len(heights) == len(set(heights))


@given(st.text(max_size=80), st.floats(40, 300))
def test_wrapped_words_fit(words: str, width: float) -> None:
    lines = wrap(words, 14, width)
    assert len(lines) <= 3
    assert all(width_of(line, 14) <= width for line in lines)


def test_kinds_of_step_are_told_apart_without_colour() -> None:
    assert set(KIND_WORDS) == set(KIND_DASHES) == set(StepKind.values)
    assert len(set(KIND_WORDS.values())) == len(set(KIND_DASHES.values())) == len(StepKind.values)


def test_a_busy_pathway_is_narrow_enough_for_a_small_phone() -> None:
    """Five stages, each with a way up, a way back and a way round: type of 14 is shown at 12 pixels or more."""
    stages = [
        MapStage(
            "Urgent help and A&E now",
            "Getting risk support",
            tuple(
                MapStep(kind, "3 Urgent help and A&E now", to=to)
                for kind, to in (
                    ("step-up", min(index + 1, 4)),
                    ("step-down", max(index - 1, 0)),
                    ("across", 4 - index),
                )
                if to != index
            ),
        )
        for index in range(5)
    ]
    assert 14 * 328 / draw(stages).width >= 12
