"""Who asks, and how they want help, in their own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.asks import Asks, read_asks
from search.words import normalise


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("my daughter is not eating", "parent"),
        ("my 14 year old wont get out of bed", "parent"),
        ("found vapes in sons room", "parent"),
        ("parenting course ashington", "parent"),
        ("pupil disclosed self harm", "professional"),
        ("cyps referral criteria", "professional"),
        ("im a teacher worried about a student of mine", "professional"),
        ("i cant sleep", ""),
        ("mum is drunk every night", ""),
        ("my mum wont listen", ""),
        ("anxity help 15", ""),
    ],
)
def test_who_asks(text: str, audience: str) -> None:
    assert read_asks(normalise(text)).audience == audience


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("do i have to go through my gp", Asks(route=("self",))),
        ("help without my parents knowing", Asks(route=("self",))),
        ("someone to text at night", Asks(how=("text",))),
        ("number to ring", Asks(how=("phone",))),
        ("panic attacks at school", Asks(how=("school",))),
        ("need to talk tonight", Asks(open_now=True)),
        ("app for worry", Asks(kind=("resource",))),
        ("self harm pathway", Asks(kind=("pathway",))),
        ("text me", Asks()),
        ("i feel sad", Asks()),
    ],
)
def test_how_they_want_it(text: str, asks: Asks) -> None:
    assert read_asks(normalise(text)) == asks


def test_what_is_taken_off_is_gone_and_the_rest_stays() -> None:
    asks = Asks(audience="parent", how=("phone",), open_now=True)
    assert asks.without(["how", "open_now", "age"]) == Asks(audience="parent")


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    asks = read_asks(normalise(text))
    assert asks.audience in ("", "parent", "professional")


@pytest.mark.django_db
class TestInSearch:
    def test_a_parent_finds_what_is_for_parents_higher(self, search_api) -> None:  # type: ignore[no-untyped-def]
        def place(text: str) -> int:
            return [r["id"] for r in search_api(q=text)["results"]].index("service:youngminds")

        assert place("my daughter is angry all the time") < place("angry all the time")

    def test_nothing_is_taken_away(self, search_api) -> None:  # type: ignore[no-untyped-def]
        plain, asked = search_api(q="angry"), search_api(q="angry", ignore=["audience"])
        assert plain["total"] == asked["total"]

    def test_it_is_said_back_and_can_be_taken_off(self, search_api, client) -> None:  # type: ignore[no-untyped-def]
        assert search_api(q="my son is angry")["query"]["audience"] == "parent"
        assert search_api(q="my son is angry", ignore=["audience"])["query"]["audience"] is None
        page = client.post("/find/", {"q": "my son is angry"}).content.decode()
        assert 'value="audience"' in page
        page = client.post("/find/", {"q": "my son is angry", "drop": "audience"}).content.decode()
        assert 'name="drop" value="audience"' not in page
