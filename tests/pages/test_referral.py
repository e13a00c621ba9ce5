""" "Will they take this referral?" on a service's page: what the server puts there, which is all that there is without scripts."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from directory.models import ServicePage
from search.referral import Case, judge, read_record
from tests.builders import make_service

pytestmark = pytest.mark.django_db
CYPS = "/services/cntw/cyps/"


def section(client: Client, address: str = CYPS) -> str:
    page = client.get(address).content.decode()
    return page[page.index('<section class="checker referral"') : page.index("</details>", page.index('id="referral"'))]


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def table_of(markup: str) -> dict[str, Any]:
    found = re.search(r'<script id="referral-table" type="application/json">(.*?)</script>', markup, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_every_line_and_every_route_of_every_service_stands_on_the_list(client: Client) -> None:
    for service in ServicePage.objects.live():
        markup = section(client, service.url)
        listed = words(markup[markup.index("<ol") : markup.index('<script id="referral-table"')])
        for line in service.criteria.all():
            assert " ".join(line.text.split()) in listed, (service.title, line.text)
            assert " ".join(line.instead.split()) in listed, (service.title, line.instead)
        for route in service.routes.all():
            for text in (route.text, route.have_ready, route.consent):
                assert " ".join(text.split()) in listed, (service.title, text)
        assert service.age_wording in listed


def test_the_list_goes_from_age_and_area_to_what_only_people_can_judge(client: Client) -> None:
    listed = words(section(client))
    order = [
        "For ages 4 up to the 18th birthday.", "You are aged 4 to 17.", "needs to be registered with a GP",
        "Your GP is outside Northumberland.", "On record for this service:", "Who can refer:", "Agreement:",
        "You feel very distressed", "First: Earlier help.", "Threshold:", "Not the right place if this is so: No earlier",
        "What the service asks for", "Have ready: You have seen the child",
    ]  # fmt: skip
    listed = listed[listed.index("Check this referral") :]
    places = [listed.index(text) for text in order]
    assert places == sorted(places)


def test_the_page_carries_the_answers_of_its_record_for_every_service(client: Client) -> None:
    for service in ServicePage.objects.live():
        table = table_of(section(client, service.url))
        unasked = [
            table["reasons"][number]
            for number in (
                table["age"]["none"], table["area"][""], table["need"][""], table["route"][""]["none"], table["consent"][""][0],
                *(table["said"][str(line)][0] for line in table["lines"][""]),
            )
        ]  # fmt: skip
        expected = judge(read_record(service), Case())
        assert [(r["criterion"], r["verdict"], r["text"]) for r in unasked] == [
            (reason.criterion, reason.verdict, reason.text) for reason in expected
        ]


def test_nothing_can_be_sent(client: Client) -> None:
    """No form, no name of a field and no button that submits: there is nothing that a browser could send."""
    for service in ServicePage.objects.live():
        markup = section(client, service.url)
        assert "<form" not in markup
        assert not re.search(r"<(?:input|select|textarea|button)[^>]*\s(?:name|form|formaction)=", markup)
        assert set(re.findall(r"<button[^>]*type=\"(\w+)\"", markup)) == {"button"}
        assert "action=" not in markup
        before = client.get(service.url).content.decode().split('id="referral"')[0]
        assert before.count("<form") == before.count("</form>")


def test_the_form_is_hidden_until_a_script_can_answer(client: Client) -> None:
    markup = section(client)
    assert '<div class="referral-form" data-referral-form hidden>' in markup
    assert "data-referral-answer hidden" in markup


def test_a_place_is_asked_as_it_counts_and_only_where_it_counts(client: Client) -> None:
    questions = {
        "cyps": "Where is their GP surgery?",
        "mhst": "Where is their school or college?",
        "kooth": "Where do they live?",
        "childline": "",
    }
    for slug, question in questions.items():
        markup = section(client, ServicePage.objects.get(slug=slug).url)
        assert question in markup
        assert ('id="referral-area"' in markup) is bool(question)


def test_name_number_review_and_mark_are_on_the_paper(client: Client) -> None:
    said = words(section(client))
    assert "Check before you refer : Children and Young People's Service" in said
    assert "Phone 01670 502700 (not confirmed yet)" in said
    assert "Demonstration content: do not use to get help." in said
    assert "Page reviewed on" in said
    assert "not confirmed by the service yet" in said
    assert "call 999" in said


def test_what_is_not_known_is_said(client: Client) -> None:
    said = words(section(client, ServicePage.objects.get(slug="mhst").url))
    assert "Agreement: not on record. Ask the service." in said
    service = make_service("no-phone", title="No phone")
    assert "No phone number on record." in words(section(client, service.url))


def test_a_way_on_that_is_not_public_is_not_linked(client: Client) -> None:
    pmhw = ServicePage.objects.get(slug="pmhw")
    assert f'href="{pmhw.url}"' in section(client)
    pmhw.unpublish()
    markup = section(client)
    assert pmhw.url not in markup
    assert "Start with Primary Mental Health Work" in markup


def test_the_other_checkers_answer_carries_it_too(client: Client) -> None:
    page = client.post(f"{CYPS}for-me/", {"age": "12"}).content.decode()
    assert 'id="referral"' in page


def test_the_tables_of_criteria_lead_to_it(client: Client) -> None:
    link = f'href="{CYPS}#referral"'
    assert link in client.get("/criteria/?age=12&who=gp").content.decode()
    compared = client.get("/criteria/compare/", {"service": ["service:cyps", "service:pmhw"]}).content.decode()
    assert link in compared
    assert compared.count("Check a referral") == 2


def test_a_page_with_it_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get(CYPS)
    with django_assert_max_num_queries(32):
        client.get(CYPS)


def test_a_preview_shows_lines_that_are_not_saved_yet() -> None:
    cyps = ServicePage.objects.get(slug="cyps")
    line = cyps.criteria.all()[2]
    line.text = "A line that nobody has saved."
    cyps.criteria = [line]
    markup = cyps.make_preview_request().render().content.decode()
    assert markup.count("A line that nobody has saved.") > 2
    assert "No earlier help has been tried." not in markup


def test_a_name_cannot_end_the_script_that_holds_the_answers(client: Client) -> None:
    service = make_service("strange", title="Strange </script><b>")
    line = service.criteria.first()
    line.text = "</script><img src=x>."
    service.criteria = [line]
    service.save_revision().publish()
    markup = client.get(service.url).content.decode()
    assert "<img src=x>" not in markup
    assert "</script><img" not in markup
