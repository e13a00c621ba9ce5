"""Nobody is left with nothing: whatever is asked, there are ways on, and never an entry that an age leaves out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Site

from directory.ages import AgeRange
from directory.choices import Audience, DeliveryMode, Thrive
from directory.models import Need
from search.guesses import guesses, offered_words
from search.query import KINDS, ROUTES, SiteArea, parse
from search.results import Results, search
from search.views import area_of
from search.vocabulary import get_vocabulary

pytestmark = pytest.mark.django_db

PLACES = ["NE46 1AA", "NE24", "Blyth", "Alnwick", "Coldstream", "TD15", "Gateshead", "Cornwall", "Northumberland", ""]
TEXTS = [
    "", "", "anxiety", "asdfgh qwertz", "cant sleep 13", "hitting", "my mam died", "camhs in hexham", "🙂", '"', "year 8 exams",
    "konseling", "zzzz", "help", "kooth 30", "don't feel safe", "x" * 200, "im 25 and on my own",
]  # fmt: skip
COMBINATIONS = 1_000


def ask(area: SiteArea | None = None, **data: Any) -> Results:
    site = Site.objects.get(is_default_site=True)
    area = area or area_of(site)
    lists = {name: [str(v) for v in (value if isinstance(value, list) else [value])] for name, value in data.items()}
    return search(parse(lists, get_vocabulary(), area), get_vocabulary(), area, site, timezone.localtime())


def anything(random: Random) -> dict[str, Any]:
    """Filters that somebody may combine; each is left out as often as not."""

    def some(values: list[str]) -> list[str]:
        return random.sample(values, random.randint(1, 2)) if random.random() < 0.3 else []

    needs = [need.slug for need in get_vocabulary().needs]
    return {
        "q": random.choice(TEXTS),
        "age": random.choice(["", *map(str, range(26))]),
        "place": random.choice(PLACES) if random.random() < 0.5 else "",
        "need": some(needs),
        "audience": random.choice(["", "", *Audience.values]),
        "route": random.choice(["", "", *ROUTES]),
        "how": some(DeliveryMode.values),
        "kind": some(list(KINDS)),
        "thrive": some(Thrive.values),
        "kitemarked": "1" if random.random() < 0.05 else "",
        "open_now": "1" if random.random() < 0.05 else "",
    }


def test_a_thousand_combinations_never_end_with_nothing_and_never_break_an_age() -> None:
    random, empty = Random(20261123), 0  # noqa: S311 the same questions each time
    for _ in range(COMBINATIONS):
        asked = anything(random)
        found = ask(**asked)
        ways = {way["url"] for way in found.always} - {"/urgent-help/"}
        assert len(ways) >= 2, asked
        age = found.query.age
        shown = [*found.results, *(found.lost.advice if found.lost else ())]
        if age is not None:
            assert all(AgeRange(r.age_from, r.age_before).includes(age) for r in shown), asked
            assert not any(
                reason.verdict == "outside" for r in shown for reason in r.eligibility if reason.criterion == "age"
            )
        if found.elsewhere:
            for result in found.elsewhere["results"]:
                assert any(reason.verdict == "outside" for reason in result.eligibility), (asked, result.id)
        assert (found.lost is None) is bool(found.total)
        empty += not found.total
    assert empty > COMBINATIONS / 20  # the questions are hard enough to find nothing now and then


def test_who_to_talk_to_depends_on_who_asks_and_how_old() -> None:
    nothing = {"q": "asdfgh qwertz"}
    assert [r.id for r in ask(**nothing).lost.advice] == ["service:childline", "service:shout"]
    assert [r.id for r in ask(**nothing, age=20).lost.advice] == ["service:shout", "service:samaritans"]
    assert ask(**nothing, audience="parent").lost.advice[0].id == "service:youngminds"
    assert [r.id for r in ask(**nothing, audience="professional").lost.advice] == ["page:advice-lines"]


def test_needs_that_stand_on_the_same_records_are_offered() -> None:
    Need.objects.get(slug="tics").related.clear()
    found = ask(need="tics", age=3, how="text", kind="resource")
    assert not found.total
    near = [hit.reference for hit in found.lost.related]
    assert {"topic:adhd", "topic:autism"} <= set(near)
    assert "topic:tics" not in near


def test_needs_that_editors_relate_come_first() -> None:
    nothing_found = {"need": "tics", "age": 3, "how": "text", "kind": "resource"}
    Need.objects.get(slug="tics").related.set(Need.objects.filter(slug__in=("sleep", "self-harm")))
    near = [hit.reference for hit in ask(**nothing_found).lost.related]
    assert near[0] == "topic:sleep"
    assert "topic:adhd" in near
    assert "topic:self-harm" not in near


def test_a_flagged_need_is_never_offered_as_related_nor_as_a_guess() -> None:
    vocabulary = get_vocabulary()
    flagged = {need.slug for need in vocabulary.needs if need.is_sensitive}
    for need in vocabulary.needs:
        found = ask(need=need.slug, kind="page", how="text", kitemarked="1")
        assert not found.total
        assert not {slug for hit in found.lost.related for slug in hit.shown["needs"]} & flagged, need.slug
    words = set(offered_words(vocabulary))
    assert not words & {"suicidal", "cutting", "overdose", "anorexic", "vaping", "gender"}
    assert {"depression", "kooth"} <= words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("konseling", ("counselling",)),
        ("my konseling please", ("my counselling please",)),
        ("asdfgh", ()),
        ("anxiety", ()),
        ("xyz", ()),
        ("🙂", ()),
        ("", ()),
    ],
)
def test_a_word_that_nobody_knows_is_put_right(text: str, found: tuple[str, ...]) -> None:
    assert guesses(text, get_vocabulary()) == found


@pytest.mark.parametrize("text", ["zuicidal", "kutting", "obverdose", "hanorexia"])
def test_a_word_of_a_flagged_need_is_never_guessed(text: str) -> None:
    assert not {"suicidal", "cutting", "overdose", "anorexia", "anorexic"} & set(guesses(text, get_vocabulary()))
