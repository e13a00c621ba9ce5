"""The glossary, and its terms where pages use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.glossary import glossary
from directory.models import ServicePage, Term
from home.models import InformationPage
from home.urgent import twin_path, write_twin
from search.sources import documents_of
from tests.builders import make_need, make_service, make_topic

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a class="term-link" href="/glossary/#([^"]+)"')


def page(client: Client, address: str = "/glossary/") -> str:
    return client.get(address).content.decode()


def terms_in(html: str) -> list[str]:
    return LINK.findall(html)


def make_term(name: str = "ZZT", **fields: object) -> Term:
    defaults = {"slug": name.lower(), "meaning": "It means <nothing> & more."}
    return Term.objects.create(term=name, **defaults | fields)


def test_every_term_stands_there_from_a_to_z_with_its_anchor(client: Client) -> None:
    html = page(client)
    anchors = re.findall(r'<div class="term" id="([^"]+)"', html)
    terms = sorted(Term.objects.all(), key=lambda term: term.term.casefold())
    assert anchors == [term.slug for term in terms]
    assert "cyps" in anchors
    assert len(set(re.findall(r'\bid="([^"]+)"', html))) == len(re.findall(r'\bid="([^"]+)"', html))
    letters = re.findall(r'<a href="#letter-([a-z])"', html)
    assert letters == sorted({term.term[0].lower() for term in terms})


def test_what_is_cyps_and_what_is_camhs(client: Client) -> None:
    html = page(client)
    for slug, says in (("cyps", "Children and Young People&#x27;s Service"), ("camhs", "it is called CYPS")):
        entry = html.partition(f'<div class="term" id="{slug}"')[2].partition("</div>")[0]
        assert says in entry
        assert 'href="/what-is-cyps/"' in entry


@pytest.mark.parametrize("words", ["what is cyps", "what is camhs", "CAMHS meaning"])
def test_search_finds_what_it_is(search_api: Callable[..., dict], words: str) -> None:
    answer = search_api(q=words)
    assert "page:what-is-cyps" in [result["id"] for result in answer["results"]][:3]


@pytest.mark.parametrize("words", ["what does cbt mean", "glossary", "what does marf stand for"])
def test_search_finds_the_glossary_by_its_terms(search_api: Callable[..., dict], words: str) -> None:
    assert "page:glossary" in [result["id"] for result in search_api(q=words)["results"]][:5]


def test_the_index_has_the_names_of_terms_and_no_meaning(client: Client) -> None:
    make_term("ZZT", meaning="Wobblyfish.")
    documents = documents_of(["page:glossary", "service:cyps"])
    assert "ZZT" in documents["page:glossary"].body
    assert "Wobblyfish" not in documents["page:glossary"].body
    assert "specialist mental health help in Northumberland" not in documents["service:cyps"].body


def test_the_index_follows_a_new_term(
    own_index: object, search_api: Callable[..., dict], django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_term("Quuxation")
    assert search_api(q="quuxation")["results"][0]["id"] == "page:glossary"


def test_tiers_are_explained_in_the_glossary_only(client: Client) -> None:
    assert 'id="tier-3"' in page(client)
    make_service("old-words", what_it_is="<p>A tier 3 service in the tiers.</p>")
    assert not terms_in(page(client, "/services/a-charity/old-words/"))
    for service in ServicePage.objects.live():
        assert not [slug for slug in terms_in(page(client, service.url)) if slug.startswith("tier")]


def test_the_first_use_on_a_page_leads_to_the_meaning_and_no_other(client: Client) -> None:
    make_term("ZZT", other_names="Zed zed thing")
    make_service("user", what_it_is="<h3>ZZT</h3><p>The ZZT.</p>", what_to_expect="<p>ZZT and the zed zed thing.</p>")
    html = page(client, "/services/a-charity/user/")
    assert terms_in(html) == ["zzt"]
    assert "<h3>ZZT</h3><p>The <a class" in html
    assert 'data-meaning="It means &lt;nothing&gt; &amp; more."' in html


def test_plain_text_of_routes_and_steps_is_explained_and_escaped(client: Client) -> None:
    make_term("ZZT")
    need = make_need("steps")
    make_topic(need, help_now=[("step", {"title": "ZZT", "text": "Ask <b>ZZT</b> & wait."})])
    html = page(client, "/topics/steps/")
    assert terms_in(html) == ["zzt"]
    assert "Ask &lt;b&gt;<a class" in html
    assert "<h3>ZZT</h3>" in html


def test_a_page_does_not_explain_its_own_subject(client: Client) -> None:
    named = make_service("named", title="The ZZT team", what_it_is="<p>ZZT</p>")
    other = make_service("other", what_it_is="<p>ZZT</p>")
    make_term("ZZT", page=other)
    assert not terms_in(page(client, named.url))
    assert not terms_in(page(client, other.url))
    assert not {"cyps", "camhs"} & set(terms_in(page(client, "/what-is-cyps/")))
    assert not terms_in(page(client))


def test_no_page_explains_anything_twice(client: Client) -> None:
    found: set[str] = set()
    for entry in [*ServicePage.objects.live(), *InformationPage.objects.live()]:
        slugs = terms_in(page(client, entry.url))
        assert len(slugs) == len(set(slugs)), entry.url
        found.update(slugs)
    assert {"cyps", "gp", "referral"} <= found
    assert found <= set(Term.objects.filter(is_explained=True).values_list("slug", flat=True))


def test_urgent_help_is_left_alone(client: Client) -> None:
    make_term("Call")
    assert not terms_in(page(client, "/urgent-help/"))
    write_twin()
    assert "term-link" not in twin_path().read_text(encoding="utf-8")


def test_terms_are_read_once_and_forgotten_when_one_changes(client: Client) -> None:
    service = make_service("reader", what_it_is="<p>ZZT</p>")
    client.get(service.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(service.url)
    assert not [q for q in queries if "directory_term" in q["sql"]]
    term = make_term("ZZT")
    assert terms_in(page(client, service.url)) == ["zzt"]
    term.delete()
    assert not terms_in(page(client, service.url))


def test_more_terms_cost_no_more_questions(client: Client) -> None:
    service = make_service("flat", what_it_is="<p>ZA ZB ZC</p>")
    counts = []
    for names in ("A", "BCDEFGH"):
        for name in names:
            make_term(f"Z{name}", page=service)
        for address in ("/glossary/", "/services/cntw/cyps/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_a_page_that_is_gone_is_not_linked(client: Client) -> None:
    service = make_service("gone")
    make_term("ZZT", page=service)
    assert "Gone</a>" in page(client)
    service.unpublish()
    assert "Gone</a>" not in page(client)


def test_a_name_belongs_to_one_term() -> None:
    with pytest.raises(ValidationError, match="already belongs to"):
        Term(term="ZZT", slug="zzt", meaning="One.", other_names="cyps").full_clean()
    assert glossary().terms


def test_every_term_of_the_demonstration_is_as_an_editor_may_write_it() -> None:
    for term in Term.objects.all():
        term.full_clean()
        assert term.reviewed_on


@pytest.mark.parametrize(("name", "code"), [("editor", 200), ("moderator", 200), ("provider", 302), ("reviewer", 302)])
def test_who_may_edit_terms(login_as: Callable[[str], Client], name: str, code: int) -> None:
    client = login_as(name)
    assert client.get(reverse("wagtailsnippets_directory_term:list")).status_code == code
    assert client.get(reverse("wagtailsnippets_directory_term:add")).status_code == code
    address = reverse("wagtailsnippets_directory_term:edit", args=[Term.objects.get(slug="cyps").pk])
    assert client.get(address).status_code == code


def test_only_a_moderator_deletes_a_term(login_as: Callable[[str], Client]) -> None:
    address = reverse("wagtailsnippets_directory_term:delete", args=[Term.objects.get(slug="cyps").pk])
    assert login_as("editor").get(address).status_code == 302
    assert login_as("moderator").get(address).status_code == 200
