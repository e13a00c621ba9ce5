"""Try a search: the parts of a score add up, a change is shown before it is saved, and nothing that is typed is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Need
from search import danger, ranking
from search.explain import explain, phrases_behind
from search.language import make_vocabulary
from search.models import DangerPhrase
from search.try_search import LEVEL_LABELS
from search.views import answer
from search.vocabulary import Proposed, get_vocabulary, read_vocabulary
from tests.search.test_language import NEEDS
from tests.search.test_promotions import promote

QUERIES = [
    {"q": ["anxiety"]},
    {"q": ["anxity help 15"], "place": ["Blyth"]},
    {"q": ["my daughter is being bullied and cant sleep before exams"], "audience": ["parent"]},
    {"q": ["cant stop cutting"], "age": ["14"]},
    {"q": ["camhs"], "place": ["NE46 1AA"]},
    {"q": ["kooth"]},
    {"q": ["help with a bereavem"]},
    {"q": ["xyzzy counsellor frobnicate quux"]},
    {"q": ["help support"]},
    {"q": ["worried about money in carlisle"]},
    {"need": ["anxiety"], "kind": ["service"], "place": ["Hexham"]},
    {"place": ["Alnwick"]},
    {"q": ["exam stress"]},
]


def ask(data: dict[str, list[str]]) -> Any:
    return answer(RequestFactory().get("/"), data)


def parts_of(data: dict[str, list[str]], reference: str) -> dict[str, float]:
    results = ask(data)
    return {part.label: part.score for part in explain(results, get_vocabulary())[reference]}


@pytest.mark.django_db
class TestParts:
    @pytest.mark.parametrize("data", QUERIES, ids=[" ".join(map(" ".join, data.values())) for data in QUERIES])
    def test_the_parts_add_up_to_the_score(self, data: dict[str, list[str]]) -> None:
        promote("exam stress", "service:kooth", "topic:sleep")
        results = ask(data)
        explained = explain(results, get_vocabulary())
        assert results.results
        for result in results.results:
            parts = explained[result.id]
            assert "All of it together" not in [part.label for part in parts], (result.id, parts)
            assert sum(part.score for part in parts) == pytest.approx(result.score, abs=0.05)

    def test_each_part_says_what_it_was_given_for(self) -> None:
        promote("kooth anxiety", "service:kooth")
        results = ask({"q": ["kooth anxiety"], "place": ["Blyth"]})
        parts = {part.label: part for part in explain(results, get_vocabulary())["service:kooth"]}
        assert parts["Promoted"].score == pytest.approx(120)
        assert parts["Its name"].detail == "kooth"
        assert "title" in parts["Word: kooth"].detail
        assert parts["Need: Feeling worried or anxious"].score > 0
        assert parts["Always: people can refer themselves"].score > 0

    def test_urgent_help_says_why_it_is_first(self) -> None:
        assert parts_of({"q": ["i want to die"]}, "page:urgent-help")["Urgent help stands first"] == pytest.approx(
            ranking.URGENT_PAGE_BOOST
        )

    def test_a_place_is_a_part_of_its_own(self) -> None:
        assert parts_of({"q": ["camhs"], "place": ["Hexham"]}, "service:cyps")["Covers where you live"] > 0

    def test_no_result_needs_no_reason(self) -> None:
        results = ask({"need": ["anxiety"], "kind": ["page"], "how": ["home"], "thrive": ["thriving"]})
        assert results.total == 0
        assert explain(results, get_vocabulary()) == {}

    def test_an_entry_that_has_gone_meanwhile_has_no_reason(self) -> None:
        results = ask({"q": ["kooth"]})
        gone = replace(results, results=tuple(replace(result, id="service:gone") for result in results.results[:1]))
        assert explain(gone, get_vocabulary()) == {}


def test_the_phrase_that_was_met_is_named_as_editors_wrote_it() -> None:
    vocabulary = make_vocabulary(NEEDS)
    terms = ("Feeling worried", "Anxiety", "overthinking", "scared to go out")
    assert phrases_behind("anxiety", terms, ("overthinking", "tonight"), vocabulary) == ["overthinking"]
    assert phrases_behind("anxiety", terms, ("tonight",), vocabulary) == []


@pytest.mark.django_db
class TestProposed:
    """What is proposed is read into a vocabulary of its own."""

    def test_an_alias_is_understood_and_not_saved(self) -> None:
        proposed = read_vocabulary(Proposed(need="sleep", aliases=("owl eyes",)))
        assert [need for need, _ in _needs("owl eyes", proposed)] == ["sleep"]
        assert _needs("owl eyes", get_vocabulary()) == ()

    def test_a_standing_moves_the_need_s_entries_and_no_word(self) -> None:
        query = {"q": ["insomnia and anxiety"]}
        usual = answer(RequestFactory().get("/"), query)
        higher = answer(RequestFactory().get("/"), query, read_vocabulary(Proposed(need="sleep", standing="higher")))
        lower = answer(RequestFactory().get("/"), query, read_vocabulary(Proposed(need="sleep", standing="lower")))
        scores = [{r.id: r.score for r in found.results}["topic:sleep"] for found in (lower, usual, higher)]
        assert scores == sorted(scores)
        assert len(set(scores)) == 3

    def test_a_saved_standing_holds_at_the_next_search(self) -> None:
        before = {r.id: r.score for r in ask({"q": ["insomnia"]}).results}
        need = Need.objects.get(slug="sleep")
        need.standing = "lower"
        need.save()
        after = {r.id: r.score for r in ask({"q": ["insomnia"]}).results}
        assert after["topic:sleep"] < before["topic:sleep"]
        scores = dict(ask({"need": ["sleep"]}).plan.needs)
        assert scores[("needs", "sleep"), ("kind", "service")] == ranking.NEED_BOOSTS["service"] / 2


def _needs(text: str, vocabulary: Any) -> Any:
    return answer(RequestFactory().get("/"), {"q": [text]}, vocabulary).query.understanding.needs


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def send(self, login_as: Any) -> Any:
        editor = login_as("editor")

        def send(**fields: str) -> str:
            response = editor.post(reverse("try_search"), fields)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            return re.sub(r"\s+", " ", response.content.decode())

        return send

    def test_every_level_of_danger_has_its_words(self, send: Any) -> None:
        assert LEVEL_LABELS.keys() == set(danger.LEVELS)
        assert "Asks how to come to harm" in send(text="how to kill myself")

    def test_what_was_understood_is_said(self, send: Any) -> None:
        html = send(text="anxity help 15", place="Blyth")
        assert "“anxity” was read as “anxiety”" in html
        assert "15, from the words" in html
        assert "Blyth" in html
        assert "Why here:" in html
        assert "“Anxiety" in html

    def test_what_people_are_told_is_said(self, send: Any) -> None:
        assert "In Northumberland, CAMHS is called CYPS." in send(text="camhs")

    def test_the_pattern_behind_the_panel_is_said(self, send: Any) -> None:
        html = send(text="im suicidal")
        assert "Yes: 999 first" in html
        assert "<code>suicidal*</code>" in html
        DangerPhrase.objects.create(effect="urgent", pattern="sniffing glue", examples="sniffing glue", note="x")
        assert "<code>sniffing glue</code>, one of your danger phrases" in send(text="sniffing glue")

    def test_a_need_that_brings_the_panel_is_said(self, send: Any) -> None:
        Need.objects.filter(slug="sleep").update(is_urgent=True)
        assert "from a need with “urgent panel first”" in send(text="insomnia")

    def test_an_alias_is_tried_side_by_side_and_not_saved(self, send: Any) -> None:
        html = send(text="owl eyes", need="sleep", aliases="owl eyes\nnight owl")
        assert "Before" in html
        assert "new here" in html[html.index("after-heading") :]
        assert "by “owl eyes”" in html
        assert "owl" not in Need.objects.get(slug="sleep").aliases
        assert "new here" not in send(text="owl eyes")

    def test_a_danger_phrase_is_tried_and_not_saved(self, send: Any) -> None:
        html = send(text="juggling conkers", pattern="Juggling ... conkers", effect="urgent")
        before, after = html.split("after-heading", 1)
        assert "<strong>No</strong>" in before
        assert "<strong>Yes: urgent help today</strong>" in after
        assert not DangerPhrase.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"text": ""}, "This field is required."),
            ({"text": "x", "age": "old"}, "Type an age in whole years"),
            ({"text": "x", "place": "Nowhere-at-all"}, "error-message"),
            ({"text": "x", "aliases": "y"}, "Choose the need that this is for."),
            ({"text": "x", "pattern": "glue"}, "Choose what the phrase does."),
            ({"text": "x", "pattern": "help", "effect": "urgent"}, "would bring the urgent panel for “help”"),
            ({"text": "x", "pattern": "die", "effect": "erase"}, "would take the urgent panel away"),
        ],
    )
    def test_a_mistake_is_named_at_its_field(self, send: Any, fields: dict[str, str], said: str) -> None:
        html = send(**fields)
        assert said in html
        assert "Why here" not in html

    def test_nothing_that_is_typed_is_kept(self, login_as: Any, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("DEBUG")
        editor = login_as("editor")
        editor.post(reverse("try_search"), {"text": "warm up"})
        with CaptureQueriesContext(connection) as queries:
            editor.post(
                reverse("try_search"), {"text": "a zebrafish worry", "need": "sleep", "aliases": "zebrafish worry"}
            )
        written = [q["sql"] for q in queries if re.match(r"INSERT|UPDATE|DELETE", q["sql"])]
        assert written == []
        assert "zebrafish" not in caplog.text
        page = editor.get(reverse("try_search")).content.decode()
        assert "zebrafish" not in page

    def test_more_results_cost_no_more_questions(self, login_as: Any) -> None:
        editor = login_as("editor")
        counts = {}
        for text in ("warm up", "kooth", "anxiety"):
            with CaptureQueriesContext(connection) as queries:
                editor.post(reverse("try_search"), {"text": text})
            counts[text] = len(queries)
        assert counts["anxiety"] <= counts["kooth"] + 1
        assert counts["anxiety"] <= 25, counts
