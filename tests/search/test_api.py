"""What the contract promises of ``/api/search/``, on the demonstration county."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def ids(answer: dict[str, Any], first: int | None = None) -> list[str]:
    return [result["id"] for result in answer["results"][:first]]


def test_a_misspelt_worry_with_age_and_place(client: Client) -> None:
    answer = client.get("/api/search/", {"q": "anxity help", "age": "15", "place": "NE24"}).json()
    assert {"service:kooth", "topic:anxiety"} <= set(ids(answer, 5))
    for result in answer["results"]:
        assert result["age_from"] <= 15
        assert result["age_before"] is None or result["age_before"] > 15
        assert {"age", "area"} <= {reason["criterion"] for reason in result["eligibility"]}
        assert all(reason["text"] for reason in result["eligibility"])
    assert answer["did_you_mean"] == "anxiety help"


def test_a_place_never_hides_what_covers_it_from_afar(search_api: Any) -> None:
    answer = search_api(q="someone to talk to", place="Alnwick", limit=50)
    assert {"service:kooth", "service:childline", "service:pmhw", "service:cyps"} <= set(ids(answer))
    assert {result["band"] for result in answer["results"]} >= {"covers-you", "anywhere"}


def test_a_team_for_some_towns_is_shown_there_and_said_elsewhere(search_api: Any) -> None:
    blyth = search_api(q="mental health support team", place="Blyth")
    assert "service:mhst" in ids(blyth)
    assert next(r for r in blyth["results"] if r["id"] == "service:mhst")["band"] == "near-you"
    alnwick = search_api(q="mental health support team", place="Alnwick")
    assert "service:mhst" not in ids(alnwick)
    assert "service:mhst" in [r["id"] for r in alnwick["elsewhere"]["results"]]
    assert "Alnwick" in alnwick["elsewhere"]["text"]


def test_a_place_across_the_border_is_explained(search_api: Any) -> None:
    answer = search_api(q="anxiety", place="Coldstream")
    (notice,) = [n for n in answer["notices"] if n["kind"] == "boundary"]
    assert notice["text"].startswith("Coldstream is in Scottish Borders, outside Northumberland.")
    assert "service:pmhw" not in ids(answer)
    assert "service:childline" in ids(answer)
    assert "page:not-right" in ids(answer, 3)


@pytest.mark.parametrize(
    ("typed", "place", "outside"),
    [
        ("consett family registered with hexham gp", "Hexham, Northumberland", "Consett, County Durham"),
        ("live in hexham, school in durham, anxious", "Hexham, Northumberland", "Durham, County Durham"),
    ],
)
def test_home_and_gp_on_two_sides_of_the_border_are_told_of(
    search_api: Any, typed: str, place: str, outside: str
) -> None:
    answer = search_api(q=typed)
    assert answer["query"]["place"] == place
    (notice,) = [n for n in answer["notices"] if n["kind"] == "boundary"]
    assert notice["text"].startswith(f"{outside} is outside Northumberland.")
    assert answer["did_you_mean"] is None


def test_two_places_of_one_county_are_no_border(search_api: Any) -> None:
    assert not [n for n in search_api(q="live in amble gp in hexham")["notices"] if n["kind"] == "boundary"]


def test_who_is_too_old_for_the_site_is_told_where_else_to_ask(search_api: Any) -> None:
    assert next(result["id"] for result in search_api(q="im 27 and depressed")["results"]) == "page:not-right"


def test_the_mended_text_keeps_the_place_and_the_age(search_api: Any) -> None:
    assert search_api(q="anxity help 15 in blyth")["did_you_mean"] == "anxiety help 15 in blyth"


def test_a_place_said_in_the_text_is_read(search_api: Any) -> None:
    answer = search_api(q="anxiety in hexham")
    assert answer["query"]["place"] == "Hexham, Northumberland"
    assert "service:mhst" in ids(answer)


@pytest.mark.parametrize(("age", "there"), [(10, False), (11, True), (25, True), (26, False)])
def test_kooth_from_its_first_birthday_to_its_last(search_api: Any, age: int, there: bool) -> None:
    assert ("service:kooth" in ids(search_api(q="kooth", age=age))) is there


@pytest.mark.parametrize(("age", "there"), [(0, True), (17, True), (18, False)])
def test_pmhw_ends_at_the_eighteenth_birthday(search_api: Any, age: int, there: bool) -> None:
    assert ("service:pmhw" in ids(search_api(q="pmhw", age=age))) is there


def test_what_an_age_excludes_is_said_plainly_elsewhere(search_api: Any) -> None:
    answer = search_api(q="kooth", age=9)
    assert answer["elsewhere"]["results"][0]["id"] == "service:kooth"
    assert "age 9" in answer["elsewhere"]["text"]
    assert answer["elsewhere"]["results"][0]["eligibility"][0]["verdict"] == "outside"


def test_somebody_older_is_answered_with_help_for_adults(search_api: Any) -> None:
    answer = search_api(q="anxiety", age=30)
    assert answer["results"]
    assert "age" in [notice["kind"] for notice in answer["notices"]]


def test_camhs_is_cyps(search_api: Any) -> None:
    for typed in ("camhs", "cahms", "CAMHS referral"):
        answer = search_api(q=typed)
        assert "service:cyps" in ids(answer, 2), typed
        assert "In Northumberland, CAMHS is called CYPS." in [n["text"] for n in answer["notices"]], typed


def test_danger_brings_urgent_help_first(search_api: Any) -> None:
    answer = search_api(q="i want to kill myself")
    assert answer["urgent"]["level"] == "emergency"
    assert answer["urgent"]["contacts"][0]["phone"] == "999"
    assert ids(answer, 1) == ["page:urgent-help"]


def test_the_urgent_panel_fits_the_age(search_api: Any) -> None:
    names = [c["name"] for c in search_api(q="i want to die", age=22)["urgent"]["contacts"]]
    assert "Childline" not in names
    assert "Samaritans" in names


def test_worry_about_being_hurt_shows_safeguarding(search_api: Any) -> None:
    names = [c["name"] for c in search_api(q="dad hits mam")["urgent"]["contacts"]]
    assert "Onecall" in names


@pytest.mark.parametrize("text", ["asdfgh qwertz", "", "zzzzzz"])
def test_no_answer_is_a_dead_end(search_api: Any, text: str) -> None:
    always = search_api(q=text, need=["tics"], how=["home"], route="gp")["always"]
    assert always[0]["id"] == "page:urgent-help"
    assert len(always) >= 3
    assert all(way["url"] for way in always)


def test_filters_narrow_and_facets_count_as_if_their_own_choice_were_open(search_api: Any) -> None:
    free = search_api(kind=["service"], limit=50)
    chosen = search_api(kind=["service"], how=["online"], limit=50)
    assert set(ids(chosen)) < set(ids(free))
    assert all("online" in r["how"] for r in chosen["results"])
    counts = {o["value"]: o["count"] for o in chosen["facets"]["how"]}
    assert counts["online"] == chosen["total"]
    assert counts["phone"] == {o["value"]: o["count"] for o in free["facets"]["how"]}["phone"]


def test_facets_never_list_a_flagged_need(search_api: Any) -> None:
    listed = {o["value"] for o in search_api(kind=["service"])["facets"]["need"]}
    assert "anxiety" in listed
    assert not listed & {"self-harm", "suicidal-thoughts", "eating", "domestic-abuse", "sexuality"}


def test_pages_divide_the_results(search_api: Any) -> None:
    first, second = search_api(kind=["service"], limit=10, page=1), search_api(kind=["service"], limit=10, page=2)
    assert first["total"] == second["total"] == 43
    assert not set(ids(first)) & set(ids(second))


def test_open_now_holds_only_confirmed_lines(search_api: Any) -> None:
    found = ids(search_api(open_now=True, limit=50))
    assert "service:samaritans" in found or "service:childline" in found
    assert "service:cyps" not in found


def test_within_some_miles_means_venues_only(search_api: Any) -> None:
    answer = search_api(place="Blyth", within=5, limit=50)
    assert "service:earlyhelp" in ids(answer)
    assert all(r["distance_miles"] is not None and r["distance_miles"] <= 5 for r in answer["results"])


def test_nothing_is_kitemarked_before_it_was_assessed(search_api: Any) -> None:
    assert search_api(kitemarked=True)["total"] == 0
    statuses = {r["kitemark"] for r in search_api(kind=["resource"], limit=50)["results"]}
    assert statuses == {"not-assessed"}


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"age": "abc"}, "age"),
        ({"age": "-1"}, "age"),
        ({"age": "²"}, "age"),
        ({"age": "999"}, "age"),
        ({"place": "Qqqqville"}, "place"),
        ({"within": "5"}, "place"),
        ({"within": "far", "place": "Blyth"}, "within"),
        ({"need": "nonsense"}, "need"),
        ({"kind": "car"}, "kind"),
        ({"audience": "cat"}, "audience"),
        ({"route": "cat"}, "route"),
        ({"limit": "51"}, "limit"),
        ({"page": "0"}, "page"),
        ({"q": "x" * 201}, "q"),
    ],
)
def test_what_cannot_be_understood_is_a_400_with_the_field(
    client: Client, parameters: dict[str, str], field: str
) -> None:
    for response in (
        client.get("/api/search/", parameters),
        client.post("/api/search/", parameters, content_type="application/json"),
    ):
        assert response.status_code == 400
        error = response.json()["error"]
        assert error["field"] == field
        assert error["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"x"', "{" * 3000])
def test_a_body_that_is_no_object_is_a_400_or_an_empty_search(client: Client, body: str) -> None:
    response = client.post("/api/search/", body, content_type="application/json")
    assert response.status_code in (200, 400)


def test_get_and_post_give_the_same_answer(client: Client) -> None:
    parameters = {"q": "panic", "age": "14", "kind": ["service", "topic"]}
    get = client.get("/api/search/", parameters).json()
    post = client.post("/api/search/", parameters, content_type="application/json").json()
    assert get == post


def test_highlights_are_safe(search_api: Any) -> None:
    for result in search_api(q="<script>alert(1)</script> anxiety & worry")["results"]:
        assert "<script" not in result["highlight"]


class TestSuggestions:
    def texts(self, client: Client, q: str) -> list[str]:
        return [s["text"] for s in client.get("/api/suggest/", {"q": q}).json()["suggestions"]]

    def test_the_beginning_of_a_word_is_enough(self, client: Client) -> None:
        assert "Feeling worried or anxious" in self.texts(client, "worr")

    def test_a_slip_is_forgiven(self, client: Client) -> None:
        assert "Feeling worried or anxious" in self.texts(client, "anxitey")

    @pytest.mark.parametrize("q", ["self h", "suicid", "cutt", "gay", "drug", "abuse"])
    def test_a_flagged_need_is_never_suggested(self, client: Client, q: str) -> None:
        kinds = client.get("/api/suggest/", {"q": q}).json()["suggestions"]
        flagged = (
            "topic:self-harm",
            "topic:suicidal-thoughts",
            "topic:sexuality",
            "topic:drugs-alcohol",
            "pathway:self-harm",
        )
        assert not {s["id"] for s in kinds} & set(flagged)

    @pytest.mark.parametrize("q", ["", " ", "'", "\x00", "x" * 5000])
    def test_any_text_gives_an_answer(self, client: Client, q: str) -> None:
        assert client.post("/api/suggest/", {"q": q}, content_type="application/json").status_code == 200


def test_the_api_describes_itself(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/search/", "/api/suggest/"} <= set(paths)
    docs = client.get("/api/docs")
    assert docs.status_code == 200
    assert b"//cdn" not in docs.content


def test_a_postcode_that_is_not_known_exactly_is_said(search_api: Any) -> None:
    answer = search_api(q="anxiety", place="NE46 9ZZ")
    assert {"kind": "place", "text": "We do not know that exact postcode, so we used the middle of NE46."} in answer[
        "notices"
    ]
    assert "service:pmhw" in ids(answer)


def test_an_outcode_on_the_border_says_so(search_api: Any) -> None:
    (notice,) = [n for n in search_api(q="anxiety", place="TD15")["notices"] if n["kind"] == "boundary"]
    assert "Use a full postcode" in notice["text"]


def test_a_way_of_asking_is_enough_to_find_who_answers_that_way(search_api: Any) -> None:
    found = [result["id"] for result in search_api(q="somewhere i can text at 3am")["results"]]
    assert {"service:shout", "service:childline"} <= set(found)


def test_a_word_of_a_page_s_own_names_is_not_put_right(search_api: Any) -> None:
    answer = search_api(q="marf form")
    assert not answer["did_you_mean"]
    assert answer["results"][0]["id"] == "page:how-to-refer"


def test_who_wants_to_die_finds_those_who_help_with_that(search_api: Any) -> None:
    found = [result["id"] for result in search_api(q="i dont want to be here anymore")["results"]]
    assert found[0] == "page:urgent-help"
    assert {"service:crisis", "service:papyrus"} <= set(found[:8])
