"""Promoted answers: first for their words, decided by filters all the same, and nothing of a visitor's is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Page

from directory.models import ResourcePage, ServicePage
from home.models import TopicPage
from search.language import MOST_PROMOTED, Vocabulary, promoted_for
from search.words import normalise


def page(reference: str) -> Page:
    models = {"service": ServicePage, "topic": TopicPage, "resource": ResourcePage}
    return models[reference.split(":")[0]].objects.get(reference=reference)


def promote(words: str, *references: str) -> None:
    query = Query.objects.get_or_create(query_string=words)[0]
    for order, reference in enumerate(references):
        SearchPromotion.objects.create(query=query, page=page(reference).page_ptr, sort_order=order)


def found(answer: dict[str, Any]) -> list[str]:
    return [result["id"] for result in answer["results"]]


class TestWords:
    """Pure: which answers are promoted for a text."""

    vocabulary = Vocabulary(
        promoted={"exam stress": ("topic:exams", "service:b"), "stress": ("topic:stress",), "sats": ("topic:exams",)}
    )

    @pytest.mark.parametrize(
        ("text", "references"),
        [
            ("exam stress", ("topic:exams", "service:b", "topic:stress")),
            ("  EXAM-stress!! ", ("topic:exams", "service:b", "topic:stress")),
            ("my exam stress is bad", ("topic:exams", "service:b", "topic:stress")),
            ("stress", ("topic:stress",)),
            ("distress", ()),
            ("exam", ()),
            ("stress and sats", ("topic:stress", "topic:exams")),
            ("", ()),
        ],
    )
    def test_whole_words_count_and_the_longest_phrase_first(self, text: str, references: tuple[str, ...]) -> None:
        assert promoted_for(text, self.vocabulary) == references

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_a_phrase_is_found_in_any_text_that_holds_it(self, before: str, after: str) -> None:
        if normalise(f"{before} exam stress {after}").count("exam stress"):
            assert promoted_for(f"{before} exam stress {after}", self.vocabulary)[0] == "topic:exams"

    def test_many_are_cut(self) -> None:
        many = Vocabulary(promoted={"x": tuple(f"service:{i}" for i in range(MOST_PROMOTED + 3))})
        assert len(promoted_for("x", many)) == MOST_PROMOTED


@pytest.mark.django_db
class TestSearch:
    def test_promoted_answers_stand_first_in_the_editors_order(self, search_api: Any) -> None:
        assert found(search_api(q="exam stress"))[:2] != ["service:kooth", "topic:sleep"]
        promote("Exam stress", "service:kooth", "topic:sleep")
        assert found(search_api(q="exam stress"))[:2] == ["service:kooth", "topic:sleep"]
        assert found(search_api(q="so much EXAM stress!"))[:2] == ["service:kooth", "topic:sleep"]
        assert found(search_api(q="exam"))[:1] != ["service:kooth"]

    def test_a_slip_of_the_hand_still_finds_them(self, search_api: Any) -> None:
        promote("anxiety help", "topic:sleep")
        assert found(search_api(q="anxity help"))[0] == "topic:sleep"

    def test_the_place_in_the_words_does_not_stand_in_the_way(self, search_api: Any) -> None:
        promote("anxiety hexham", "topic:sleep")
        assert found(search_api(q="anxiety hexham"))[0] == "topic:sleep"

    def test_age_and_place_still_decide(self, search_api: Any) -> None:
        promote("anxiety", "service:kooth")
        assert found(search_api(q="anxiety", age=15))[0] == "service:kooth"
        assert "service:kooth" not in found(search_api(q="anxiety", age=5))
        assert "service:kooth" not in found(search_api(q="anxiety", kind="topic"))

    def test_urgent_help_stands_above_what_is_promoted(self, search_api: Any) -> None:
        promote("want to die", "service:kooth", "topic:sleep")
        assert found(search_api(q="i want to die"))[:3] == ["page:urgent-help", "service:kooth", "topic:sleep"]

    def test_an_edit_holds_at_the_next_search(self, search_api: Any) -> None:
        promote("exam stress", "service:kooth")
        assert found(search_api(q="exam stress"))[0] == "service:kooth"
        SearchPromotion.objects.get().delete()
        assert found(search_api(q="exam stress"))[0] != "service:kooth"

    def test_an_unpublished_page_is_promoted_no_more(self, search_api: Any) -> None:
        promote("exam stress", "service:kooth", "topic:sleep")
        assert found(search_api(q="exam stress"))[0] == "service:kooth"
        page("service:kooth").unpublish()
        assert found(search_api(q="exam stress"))[0] == "topic:sleep"

    def test_nothing_that_a_visitor_typed_is_written(self, search_api: Any, client: Any) -> None:
        promote("exam stress", "service:kooth")
        search_api(q="exam stress")
        client.post("/find/", {"q": "exam stress and a private worry"})
        assert list(Query.objects.values_list("query_string", flat=True)) == ["exam stress"]
        assert not QueryDailyHits.objects.exists()


def form(words: str, reference: str = "", **fields: str) -> dict[str, str]:
    return {
        "query_string": words,
        "editors_picks-TOTAL_FORMS": "1",
        "editors_picks-INITIAL_FORMS": "0",
        "editors_picks-0-ORDER": "1",
        "editors_picks-0-page": str(page(reference).pk) if reference else "",
    } | {f"editors_picks-0-{name}": value for name, value in fields.items()}


@pytest.mark.django_db
class TestAdmin:
    add = "/admin/searchpicks/add/"

    def test_an_editor_promotes_an_entry_and_moves_it_to_other_words(self, login_as: Any, search_api: Any) -> None:
        editor = login_as("editor")
        assert "Visitors do not see it" in editor.get(self.add).content.decode()
        assert editor.post(self.add, form("exam stress", "service:kooth")).status_code == 302
        assert found(search_api(q="exam stress"))[0] == "service:kooth"
        promotion = SearchPromotion.objects.get()
        edit = reverse("wagtailsearchpromotions:edit", args=[promotion.query_id])
        assert "Visitors do not see it" in editor.get(edit).content.decode()
        change = form("sats", "service:kooth", id=str(promotion.pk)) | {"editors_picks-INITIAL_FORMS": "1"}
        assert editor.post(edit, change).status_code == 302
        assert found(search_api(q="exam stress"))[0] != "service:kooth"
        assert found(search_api(q="sats"))[0] == "service:kooth"
        assert "sats" in editor.get("/admin/searchpicks/").content.decode()

    def test_a_link_to_another_site_is_refused(self, login_as: Any) -> None:
        response = login_as("editor").post(
            self.add, form("exam stress", external_link_url="https://example.org/", external_link_text="Elsewhere")
        )
        assert "Links to other sites cannot be promoted." in response.content.decode()
        assert not SearchPromotion.objects.exists()

    def test_a_page_that_no_search_finds_is_refused(self, login_as: Any) -> None:
        section = Page.objects.get(slug="services", depth=3)
        response = login_as("editor").post(self.add, form("exam stress") | {"editors_picks-0-page": str(section.pk)})
        assert "Nothing else can be promoted." in response.content.decode()
        assert not SearchPromotion.objects.exists()

    @pytest.mark.parametrize(
        ("name", "code"), [("editor", 200), ("moderator", 200), ("provider", 302), ("commissioner", 302)]
    )
    def test_who_may_edit_the_rest_of_the_vocabulary(self, login_as: Any, name: str, code: int) -> None:
        someone = login_as(name)
        for address in (self.add, reverse("wagtailsnippets_search_dangerphrase:add"), reverse("try_search")):
            assert someone.get(address).status_code == code

    def test_the_menu_has_each_once_and_no_count_of_searches(self, login_as: Any) -> None:
        html = login_as("admin").get("/admin/").content.decode()
        for label in ("Danger phrases", "Promoted answers", "Try a search"):
            assert html.count(f'"{label}"') == 1, label
        for label in ("Promoted search results", "Search terms"):
            assert label not in html
