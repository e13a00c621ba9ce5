"""The search page, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_free_text_arrives_by_post_and_is_never_in_the_title(client: Client) -> None:
    response = client.post("/find/", {"q": "cant stop cutting"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "cutting" not in re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]  # type: ignore[index]
    assert 'method="post"' in html
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_danger_shows_the_urgent_panel_above_every_result(client: Client) -> None:
    html = client.post("/find/", {"q": "cant stop cutting"}).content.decode()
    assert html.index("116 123") < html.index('id="results"') if 'id="results"' in html else "116 123" in html
    assert 'href="tel:' in html


def test_what_was_understood_can_be_taken_off(client: Client) -> None:
    html = client.post("/find/", {"q": "anxity help 15"}).content.decode()
    assert "Age 15" in html
    assert 'name="drop" value="age"' in html
    without = client.post("/find/", {"q": "anxity help 15", "drop": "age"}).content.decode()
    assert "Age 15" not in without
    assert 'name="ignore" value="age"' in without


def test_a_need_that_was_read_can_be_taken_off(client: Client) -> None:
    html = client.post("/find/", {"q": "exam stress"}).content.decode()
    assert 'name="drop" value="need:exam-stress"' in html
    without = client.post("/find/", {"q": "exam stress", "drop": "need:exam-stress"}).content.decode()
    assert 'name="drop" value="need:exam-stress"' not in without
    assert 'name="ignore" value="need:exam-stress"' in without


def test_a_flagged_need_is_never_echoed(client: Client) -> None:
    html = client.post("/find/", {"q": "cant stop cutting"}).content.decode()
    assert 'value="need:self-harm"' not in html


def test_one_of_several_choices_can_be_taken_off(client: Client) -> None:
    html = client.get("/find/?how=online&how=phone&drop=how:phone").content.decode()
    assert 'value="how:online"' in html
    assert 'value="how:phone"' not in html


def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(client: Client) -> None:
    response = client.post("/find/", {"q": "cant sleep", "age": "twelve", "place": "Blyth"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "Type an age in whole years, such as 15." in html
    for typed in ("cant sleep", "twelve", "Blyth"):
        assert f'value="{typed}"' in html


def test_a_mistake_keeps_the_other_choices(client: Client) -> None:
    html = client.post(
        "/find/", {"q": "x", "age": "twelve", "how": ["online", "phone"], "kind": "service"}
    ).content.decode()
    for name, value in (("how", "online"), ("how", "phone"), ("kind", "service")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


def test_text_is_escaped_everywhere(client: Client) -> None:
    html = client.post("/find/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_results_say_why_they_fit_in_words(client: Client) -> None:
    html = client.get("/find/?q=anxiety&age=15&place=Blyth").content.decode()
    assert "For ages 11 up to the 26th birthday." in html
    assert "Fits" in html
    assert "Check" in html
    for band in ("Near you", "Covers where you live", "Anywhere, any time"):
        assert band in html


@pytest.mark.parametrize("asked", [{}, {"q": "  ", "age": "", "place": ""}, {"page": "2"}])
def test_nothing_asked_is_a_place_to_start_and_no_list_of_everything(client: Client, asked: dict[str, str]) -> None:
    html = client.post("/find/", asked).content.decode()
    assert "Or start with a feeling" in html
    assert 'href="/topics/sleep/"' in html
    assert 'href="/find/choose/"' in html
    assert "For someone I work with" in html
    assert "Open now" in html
    assert 'class="results-count"' not in html
    for label in ("Hurting yourself", "Thoughts about wanting to die", "Sexuality", "Not feeling safe at home"):
        assert label not in html


def test_a_word_that_nobody_knows_may_be_put_right(client: Client) -> None:
    html = client.post("/find/", {"q": "konseling"}).content.decode()
    assert "It may be spelt another way" in html
    assert '<button class="chip" type="submit" name="q" value="counselling">' in html


def test_nothing_found_for_a_need_leads_to_what_often_comes_with_it(client: Client) -> None:
    html = client.get("/find/?need=tics&age=3&how=text&kind=resource&audience=parent").content.decode()
    assert "Things that often come with it" in html
    assert 'href="/topics/adhd/"' in html
    assert "0808 802 5544" in html


def test_what_an_age_leaves_out_is_open_with_its_reason_when_there_is_nothing_else(client: Client) -> None:
    folded = client.get("/find/?need=anxiety&age=9&kind=service").content.decode()
    assert '<details class="fold elsewhere">' in folded
    html = client.get("/find/?need=anger&age=24&kind=service&route=self").content.decode()
    assert '<details class="fold elsewhere" open>' in html
    assert "For anyone up to their 18th birthday. You said 24." in html
    assert "Talking Therapies is open from the age of 16." in html


def test_across_the_border_it_says_where_people_there_find_help(client: Client) -> None:
    from directory.models import LocalAuthority

    plain = client.post("/find/", {"q": "anxiety", "place": "Coldstream"}).content.decode()
    assert "People there find help at" not in plain
    borders = LocalAuthority.objects.get(name="Scottish Borders")
    borders.help_name, borders.help_url = "Borders help", "https://b.example/"
    borders.save()
    html = client.post("/find/", {"q": "anxiety", "place": "Coldstream"}).content.decode()
    assert 'People there find help at <a href="https://b.example/">Borders help</a>.' in html


def test_nothing_found_is_a_designed_page(client: Client) -> None:
    html = client.post("/find/", {"q": "asdfgh qwertz"}).content.decode()
    assert "0800 1111" in html
    assert "SHOUT" in html
    assert 'href="/urgent-help/"' in html
    assert 'href="/topics/"' in html
    assert "/advice-lines/" in html


def test_a_search_that_does_not_work_says_so_and_is_no_empty_answer(
    client: Client, settings: object, tmp_path: object
) -> None:
    settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_DIR = [], tmp_path
    response = client.post("/find/", {"q": "anxiety"})
    html = response.content.decode()
    assert response.status_code == 503
    assert "116 123" in html
    assert 'href="/topics/"' in html
    assert client.get("/api/search/?q=anxiety").status_code == 503
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200
