"""What is suggested while somebody types, on the demonstration county; and what never is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction, Site

from directory.models import Need
from home.models import TopicPage
from search import danger
from search.changes import fill
from search.engines import get_engine
from search.learning.texts import FOLDER, read
from search.models import DangerPhrase
from search.names import sought_words
from search.needs import speaks_of_flagged
from search.query import SiteArea
from search.suggestions import GROUPS, MOST, suggest
from search.vocabulary import get_vocabulary
from tests.builders import make_need, make_service, make_topic
from tests.conftest import NORTHUMBERLAND

pytestmark = pytest.mark.django_db
HOME = SiteArea((NORTHUMBERLAND,), "Northumberland")
DANGER = FOLDER / "first.tsv"


def ids(text: str, area: SiteArea = HOME) -> list[str]:
    return [suggestion.id for suggestion in suggest(text, area)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("anx", "topic:anxiety"),
        ("xiety", "topic:anxiety"),
        ("anxity", "topic:anxiety"),
        ("worrying", "topic:anxiety"),
        ("my brother gets picked on", "topic:bullying"),
        ("school avoid", "topic:school-avoidance"),
        ("food b", "topic:practical-help"),
        ("koth", "service:kooth"),
        ("nurse", "service:schoolnurse"),
        ("CAMHS", "service:cyps"),
        ("ambul", "service:999"),
        ("how to ref", "page:how-to-refer"),
        ("hexh", "place:2647007"),
        ("hexam", "place:2647007"),
        ("help in hex", "place:2647007"),
        ("manchest", "place:2643123"),
    ],
)
def test_a_beginning_a_middle_or_a_slip_is_enough(typed: str, wanted: str) -> None:
    assert wanted in ids(typed)


def test_what_people_say_of_a_need_suggests_its_topic() -> None:
    """But for words that are danger, or that speak of a need that is never suggested."""
    vocabulary, missing = get_vocabulary(), []
    for need in Need.objects.filter(is_sensitive=False):
        for said in (need.label, *need.alias_list, *need.misspelling_list):
            if sought_words(said) and not danger.read(said).level and not speaks_of_flagged(said, vocabulary):
                missing += [(need.slug, said)] * (f"topic:{need.slug}" not in ids(said))
    assert not missing


def test_no_beginning_of_a_flagged_needs_words_leads_to_it() -> None:
    """Neither to its topic, nor to anything whose name speaks of such a need."""
    vocabulary, wrong = get_vocabulary(), []
    flagged = set(TopicPage.objects.filter(need__is_sensitive=True).values_list("reference", flat=True))
    assert len(flagged) >= 9
    for need in Need.objects.filter(is_sensitive=True):
        for said in (need.label, need.professional_term, *need.alias_list, *need.misspelling_list):
            for typed in {said[:length] for length in (*range(3, len(said), 2), len(said))}:
                wrong += [
                    (typed, found.id)
                    for found in suggest(typed, HOME)
                    if found.id in flagged or (found.kind != "place" and speaks_of_flagged(found.text, vocabulary))
                ]
    assert not wrong


def test_an_alias_of_a_flagged_need_leads_nowhere(own_index: Any) -> None:
    """Also not to what has that alias as well."""
    make_topic(make_need("howling", aliases="moonhowl", is_sensitive=True))
    make_topic(make_need("wolves", aliases="moonhowl in the woods\nlupine"))
    make_service("wolf-line", title="Wolf line", also_known_as="moonhowl line")
    fill(own_index)
    assert ids("moonho") == []
    assert ids("lupi") == ["topic:wolves"]
    assert ids("wolf li") == ["service:wolf-line"]


def test_a_change_of_the_flag_counts_at_once() -> None:
    need = make_need("howling", aliases="moonhowl")
    make_topic(need)
    assert ids("moonho") == ["topic:howling"]
    need.is_sensitive = True
    need.save()
    assert ids("moonho") == []


def test_a_topic_behind_a_login_is_not_suggested() -> None:
    topic = make_topic(make_need("howling", aliases="moonhowl"))
    assert ids("moonho") == ["topic:howling"]
    PageViewRestriction.objects.create(page=topic, restriction_type=PageViewRestriction.LOGIN)
    assert ids("moonho") == []


def test_nothing_is_suggested_while_a_text_reads_as_danger() -> None:
    dangerous = [row.text for row in read(DANGER) if danger.read(row.text).level]
    assert len(dangerous) > 200
    assert [text for text in dangerous if suggest(text, HOME)] == []


def test_an_editors_danger_phrase_stops_suggestions() -> None:
    assert ids("worried about exams")
    DangerPhrase.objects.create(effect="urgent", pattern="worried about exams", examples="x", note="x")
    assert not ids("worried about exams")


@pytest.mark.parametrize("typed", ["", " ", "a", "i", "\x00", "!?", "kms", "cutting", "want to die"])
def test_danger_and_what_says_too_little_bring_nothing(typed: str) -> None:
    assert ids(typed) == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=40), st.text(alphabet="aeinorst lhdcumbg", max_size=14)))
def test_any_text_gives_few_suggestions_of_known_groups_in_order(text: str) -> None:
    found = suggest(text, HOME)
    groups = [suggestion.group for suggestion in found]
    assert len(found) <= MOST
    assert groups == sorted(groups, key=list(GROUPS).index)
    assert len({suggestion.id for suggestion in found}) == len(found)
    assert all("".join(part.text for part in suggestion.parts) == suggestion.text for suggestion in found)
    vocabulary = get_vocabulary()
    assert not [s for s in found if s.kind != "place" and speaks_of_flagged(s.text, vocabulary)]


def test_every_group_has_its_share() -> None:
    groups = [suggestion.group for suggestion in suggest("st", HOME)]
    assert {group: groups.count(group) for group in GROUPS} == {"feelings": 3, "services": 3, "places": 2}


class TestPlaces:
    def labels(self, text: str, area: SiteArea = HOME) -> list[str]:
        return [suggestion.text for suggestion in suggest(text, area) if suggestion.kind == "place"]

    def test_the_sites_own_come_first(self) -> None:
        assert self.labels("ash")[0] == "Ashington, Northumberland"
        assert self.labels("newcastle")[0] == "Newcastle upon Tyne, Newcastle upon Tyne"

    def test_two_letters_are_enough_at_home_alone(self) -> None:
        labels = self.labels("be")
        assert labels
        assert all(label.endswith(", Northumberland") for label in labels)

    def test_an_everyday_word_is_a_place_only_behind_a_leading_word(self) -> None:
        assert self.labels("reading") == []
        assert "Reading, Reading" in self.labels("help in reading")

    def test_what_was_typed_before_a_place_stays_to_be_searched_for(self) -> None:
        (found,) = [s for s in suggest("panic attack in hexh", HOME) if s.kind == "place"]
        assert found.rest == "panic attack"
        assert found.url == "/find/?place=Hexham%2C+Northumberland"

    def test_a_place_is_guessed_only_where_nothing_is_spelt_so(self) -> None:
        assert self.labels("morpth") == ["Morpeth, Northumberland"]
        assert self.labels("worrying") == []

    def test_its_address_finds_it(self, client: Client) -> None:
        for found in suggest("newc", HOME):
            if found.kind == "place":
                assert client.get(found.url).status_code == 200

    def test_a_site_without_an_area_knows_every_place(self) -> None:
        assert "Hexham, Northumberland" in self.labels("hexh", SiteArea())


class TestApi:
    def ask(self, client: Client, q: str) -> dict[str, Any]:
        return client.post("/api/suggest/", {"q": q}).json()

    def test_it_says_what_the_contract_names_and_what_a_page_needs(self, client: Client) -> None:
        answer = self.ask(client, "worr")
        first = answer["suggestions"][0]
        assert first == {
            "group": "feelings",
            "id": "topic:anxiety",
            "kind": "topic",
            "text": "Feeling worried or anxious",
            "url": "/topics/anxiety/",
            "parts": [
                {"text": "Feeling ", "is_marked": False},
                {"text": "worr", "is_marked": True},
                {"text": "ied or anxious", "is_marked": False},
            ],
            "rest": "",
        }
        assert [group["key"] for group in answer["groups"]] == ["feelings", "services"]

    def test_get_a_form_and_json_give_the_same(self, client: Client) -> None:
        get = client.get("/api/suggest/", {"q": "nor"}).json()
        form = client.post("/api/suggest/", {"q": "nor"}).json()
        as_json = client.post("/api/suggest/", {"q": "nor"}, content_type="application/json").json()
        assert get == form == as_json

    def test_every_address_leads_somewhere(self, client: Client) -> None:
        for typed in ("worr", "nor", "hospital"):
            for suggestion in self.ask(client, typed)["suggestions"]:
                assert client.get(suggestion["url"]).status_code == 200, suggestion

    def test_it_asks_the_database_nothing(self, client: Client, django_assert_num_queries: Any) -> None:
        self.ask(client, "warm")
        for typed in ("worr", "koth", "help in hex", "my brother gets picked on"):
            with django_assert_num_queries(0):
                self.ask(client, typed)

    def test_each_of_several_sites_has_its_own_area(self, client: Client) -> None:
        """Home's places need two letters, everybody else's four."""
        default = Site.objects.get(is_default_site=True)
        Site.objects.create(hostname="elsewhere.example.org", root_page=default.root_page)
        assert "place:2647007" in {s["id"] for s in self.ask(client, "he")["suggestions"]}
        answer = client.post("/api/suggest/", {"q": "he"}, headers={"host": "elsewhere.example.org"}).json()
        assert not [s for s in answer["suggestions"] if s["kind"] == "place"]

    def test_it_sets_no_cookie(self, client: Client) -> None:
        assert not client.post("/api/suggest/", {"q": "worr"}).cookies


def test_the_engine_is_not_asked_when_there_is_nothing_to_suggest(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **wanted: Any) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(get_engine(), "suggest", refuse)
    assert suggest("want to die", HOME) == []
    assert suggest("x", HOME) == []
