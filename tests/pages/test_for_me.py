""" "Is this for me?" on a service's page, without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import ServicePage

pytestmark = pytest.mark.django_db
CYPS = "/services/cntw/cyps/"


def answer(client: Client, address: str = CYPS, **typed: Any) -> str:
    response = client.post(f"{address}for-me/", typed)
    assert response.status_code == 200, response.content
    html = response.content.decode()
    return re.sub(r"\s+", " ", html[html.index('class="checker-answer"') : html.index('class="checker-form"')])


def month_after(months: int, years: int) -> tuple[int, int]:
    """(year, month) of birth of who has this birthday so many months from now."""
    today = timezone.localdate()
    ahead, month = divmod(today.month - 1 + months, 12)
    return today.year + ahead - years, month + 1


def test_everything_that_fits_is_said_with_words_and_the_service_decides(client: Client) -> None:
    year, month = month_after(4, 18)
    html = answer(client, audience="young-person", year=year, month=month, place="Hexham")
    assert "That is until your 18th birthday, in about 4 months." in html
    assert "You need to be registered with a GP in Northumberland. You said Hexham." in html
    assert "You can refer yourself." in html
    assert "The service decides." in html
    assert "eligible" not in html
    assert html.count("verdict-meets") == 4
    assert html.count("<strong>Fits</strong>") == 4


def test_what_does_not_fit_says_what_to_do_instead_with_a_link(client: Client) -> None:
    html = answer(client, audience="parent", age="19", place="Gateshead")
    assert "This is probably not the right place" in html
    assert html.count("<strong>Doesn&#x27;t fit</strong>") == 2
    assert "Talking Therapies is open from the age of 16." in html
    assert 'href="/services/mental-health-matters/talkingtherapies/"' in html
    assert 'href="/services/chasing-the-stigma/hubofhope/"' in html
    assert "Thresholds" not in html


def test_nothing_told_is_a_list_of_what_to_check(client: Client) -> None:
    html = answer(client)
    assert "Doesn&#x27;t fit" not in html
    assert "For ages 4 up to the 18th birthday." in html


def test_a_young_person_at_a_helpline_for_parents_is_shown_their_own(client: Client) -> None:
    html = answer(client, "/services/youngminds/youngminds/", audience="young-person", age="14")
    assert "For parents and carers." in html
    assert 'href="/services/nspcc/childline/"' in html


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("young-person", "You can refer yourself."),
        ("parent", "You cannot refer your child. Your child can refer themselves."),
        ("professional", "A professional cannot refer. The young person can refer themselves."),
    ],
)
def test_self_referral_is_said_to_who_asks(client: Client, audience: str, words: str) -> None:
    kooth = ServicePage.objects.get(slug="kooth")
    assert words in answer(client, kooth.url, audience=audience)


@pytest.mark.parametrize(
    ("slug", "question"),
    [
        ("cyps", "Where is your GP surgery?"),
        ("mhst", "Where is your school or college?"),
        ("kooth", "Where do you live?"),
        ("childline", ""),
    ],
)
def test_a_place_is_asked_as_it_counts_and_only_where_it_counts(client: Client, slug: str, question: str) -> None:
    html = client.get(ServicePage.objects.get(slug=slug).url).content.decode()
    assert question in html
    assert ('id="check-place"' in html) is bool(question)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"age": "twelve"}, "age", "Type an age in whole years, such as 15."),
        ({"year": "2011"}, "month", "Give the month of birth too, or leave both empty."),
        ({"month": "3"}, "year", "Give the year of birth too, or leave both empty."),
        ({"month": "3", "year": "11"}, "year", "Type the year of birth with four digits, such as 2011."),
        ({"month": "3", "year": "1850"}, "year", "Type the year of birth with four digits, such as 2011."),
        ({"month": "13", "year": "2011"}, "month", "Choose a month from the list."),
        ({"month": "3", "year": "2011", "age": "9"}, "age", "do not go together"),
        ({"place": "asdfgh"}, "place", "We could not find"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(
    client: Client, typed: dict[str, str], field: str, message: str
) -> None:
    response = client.post(f"{CYPS}for-me/", {"audience": "parent", **typed})
    html = response.content.decode()
    assert response.status_code == 400
    assert message in html
    assert f'href="#check-{field}"' in html
    assert f'id="check-{field}"' in html
    assert 'value="parent" checked' in html
    for name, value in typed.items():
        assert (
            f'<option value="{value}" selected>' if name == "month" else f'value="{value}"'
        ) in html or value == "13"
    assert "<title>\nError:" in html


def test_nothing_that_was_told_stands_in_the_address_the_title_or_a_cookie(client: Client) -> None:
    response = client.post(f"{CYPS}for-me/", {"age": "14", "place": "Hexham"}, follow=True)
    html = response.content.decode()
    assert not response.redirect_chain
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]  # type: ignore[index]
    assert "14" not in title
    assert "Hexham" not in title
    assert f'action="{CYPS}for-me/#for-me"' in html


def test_its_address_alone_leads_to_the_service(client: Client) -> None:
    response = client.get(f"{CYPS}for-me/?age=14")
    assert response.status_code == 302
    assert response["Location"] == f"{CYPS}#for-me"


def test_a_service_that_is_not_public_answers_nothing(client: Client) -> None:
    ServicePage.objects.get(slug="cyps").unpublish()
    assert client.post(f"{CYPS}for-me/", {"age": "14"}).status_code == 404
    assert client.post("/services/cntw/no-such/for-me/", {}).status_code == 404


def test_an_unpublished_way_on_is_not_linked(client: Client) -> None:
    ServicePage.objects.get(slug="talkingtherapies").unpublish()
    html = answer(client, age="19")
    assert "Talking Therapies is open from the age of 16." in html
    assert 'href="/services/mental-health-matters/talkingtherapies/"' not in html


def test_every_service_answers_everybody(client: Client) -> None:
    for service in ServicePage.objects.live():
        for typed in ({"audience": "young-person", "age": "12"}, {"audience": "professional", "age": "40"}):
            html = answer(client, service.url, place="Blyth", **typed)
            assert "verdict-" in html, service.url


def test_an_answer_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    typed = {"audience": "parent", "age": "19", "place": "Hexham"}
    client.post(f"{CYPS}for-me/", typed)
    with django_assert_max_num_queries(44):
        client.post(f"{CYPS}for-me/", typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["audience", "age", "month", "year", "place"]),
        st.one_of(st.text(max_size=20), st.sampled_from(["2", "15", "2012", "2008", "NE46 1AA", "parent", "٣", "²"])),
    )
)
def test_no_form_brings_an_error(client: Client, typed: dict[str, str]) -> None:
    sendable = {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
    assert client.post(f"{CYPS}for-me/", sendable).status_code in (200, 400)
