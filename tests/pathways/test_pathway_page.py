"""A pathway never says more, or anything else, than the records that it names."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import AccessCriterion, ServicePage, WaitingTime
from pathways.models import Evidence, PathwayPage, SignOff
from pathways.stages import anchors, problems
from search.documents import pathway_document
from tests.builders import make_pathway, make_resource, make_service, make_stage

pytestmark = pytest.mark.django_db
Read = Callable[..., str]
DAY = dt.timedelta(days=1)


def test_a_renamed_service_has_its_new_name_at_once(read: Read) -> None:
    service = make_service("old-name", title="Old name")
    make_pathway("a-pathway", make_stage(services=[service]))
    assert "Old name" in read()
    service.title = "New name"
    service.save_revision().publish()
    assert "New name" in read()
    assert "Old name" not in read()


def test_a_service_says_its_ages_as_they_are_now(read: Read) -> None:
    service = make_service(age_from=11, age_before=26)
    make_pathway("a-pathway", make_stage(services=[service]))
    assert "For ages 11 up to the 26th birthday." in read()
    service.age_before = 19
    service.save_revision().publish()
    assert "For ages 11 up to the 19th birthday." in read()


def test_an_unpublished_service_is_said_to_be_gone_with_a_way_on(read: Read) -> None:
    one, two = make_service("one-service"), make_service("two-service")
    make_pathway("a-pathway", make_stage(services=[one, two]))
    one.unpublish()
    text = read()
    assert "One service" not in text
    assert "/one-service/" not in text
    assert "Another service that was here is not listed now." in text
    two.unpublish()
    assert "No service is listed here now." in read()
    assert '<a href="/urgent-help/">' in read().split("No service is listed here now.")[1]


def test_a_deleted_service_is_said_to_be_gone(read: Read) -> None:
    service = make_service()
    make_pathway("a-pathway", make_stage(services=[service]))
    service.delete()
    assert "No service is listed here now." in read()


def test_a_private_service_is_not_shown(read: Read) -> None:
    service = make_service("hidden-service")
    make_pathway("a-pathway", make_stage(services=[service]))
    service.view_restrictions.create(restriction_type="login")
    assert "Hidden service" not in read()


@pytest.mark.parametrize(("status", "says"), [("paused", "Paused for now"), ("closed", "Closed or changed")])
def test_a_service_that_does_not_run_says_so_with_a_way_on(read: Read, status: str, says: str) -> None:
    make_pathway("a-pathway", make_stage(services=[make_service(status=status, status_note="Back in spring.")]))
    assert says in read()
    assert "Back in spring." in read()
    assert "Search for other help" in read()


def test_a_service_whose_review_has_expired_says_so(read: Read) -> None:
    make_pathway("a-pathway", make_stage(services=[make_service(review_due_on=timezone.localdate() - DAY)]))
    assert "due to be checked" in read()


def test_an_expired_wait_is_never_a_number(read: Read) -> None:
    today = timezone.localdate()
    wait = WaitingTime(measure="treatment", weeks_from=7, weeks_to=9, as_at=today - 9 * DAY, expires_on=today)
    service = make_service(waits=(wait,))
    make_pathway("a-pathway", make_stage(services=[service]))
    assert "7 to 9 weeks" in read()
    WaitingTime.objects.filter(service=service).update(expires_on=today - DAY)
    assert "7 to 9 weeks" not in read()
    assert "not up to date" in read()


def test_a_stage_says_who_can_ask(read: Read) -> None:
    make_pathway("a-pathway", make_stage(services=[make_service(routes=("self", "gp"))]))
    assert "Yourself, a GP" in read()


def test_a_service_named_twice_tells_its_details_once(read: Read) -> None:
    service = make_service(routes=("self",))
    make_pathway("a-pathway", make_stage(services=[service]), make_stage("Later", services=[service]))
    assert read().count("Who can ask:") == 1
    assert 'More about it at <a href="#first-worry">1: First worry</a>' in read()


AUDIENCES = {"young-person": "Opening young", "parent": "Opening parent", "professional": "Opening professional"}


@pytest.fixture
def _three_audiences() -> None:
    service = make_service()
    service.criteria.add(
        AccessCriterion(kind="threshold", text="Marked distress."),
        AccessCriterion(kind="try-first", text="School first."),
        AccessCriterion(kind="exclude", text="Not for adults.", instead="Ask a GP."),
    )
    service.save_revision().publish()
    stage = make_stage(
        services=[service], for_parents="<p>Stage parent</p>", for_professionals="<p>Stage professional</p>"
    )
    make_pathway(
        "a-pathway",
        stage,
        introduction="<p>Opening young</p>",
        for_parents="<p>Opening parent</p>",
        for_professionals="<p>Opening professional</p>",
    )


@pytest.mark.usefixtures("_three_audiences")
@pytest.mark.parametrize("audience", AUDIENCES)
def test_only_the_chosen_audience_s_words_are_sent(read: Read, audience: str) -> None:
    text = read(audience=audience)
    assert [words for words in AUDIENCES.values() if words in text] == [AUDIENCES[audience]]
    assert ("Stage parent" in text) == (audience == "parent")
    assert ("Stage professional" in text) == (audience == "professional")
    assert re.findall(r'href="\?for=([a-z-]+)" aria-current="true"', text) == [audience]


@pytest.mark.usefixtures("_three_audiences")
@pytest.mark.parametrize("unknown", ["", "nobody", "PARENT", "<script>", "parent'--"])
def test_an_unknown_audience_reads_the_words_for_young_people(read: Read, unknown: str) -> None:
    text = read(audience=unknown)
    assert "Opening young" in text
    assert re.findall(r'href="\?for=([a-z-]+)" aria-current="true"', text) == ["young-person"]


@pytest.mark.usefixtures("_three_audiences")
def test_facts_are_the_same_for_everybody_and_professionals_read_the_thresholds_too(read: Read) -> None:
    pages = {audience: read(audience=audience) for audience in AUDIENCES}
    for text in pages.values():
        for fact in ("A service", "For any age.", "You tell someone.", "Yourself", "Getting advice"):
            assert fact in text
    for line in ("Marked distress.", "School first.", "Not for adults.", "Ask a GP."):
        assert [audience for audience, text in pages.items() if line in text] == ["professional"]


def test_an_audience_without_an_opening_of_its_own_is_told_so(read: Read) -> None:
    make_pathway()
    assert "Nobody has written an opening for parents and carers yet." in read(audience="parent")
    assert "You are not alone." in read(audience="parent")


def test_steps_lead_to_stages_and_to_other_pathways(read: Read) -> None:
    other = make_pathway("other-pathway")
    make_pathway(
        "a-pathway",
        make_stage(
            "First worry",
            steps=(
                {"kind": "step-up", "stage": "Specialist help", "when": "If it stays."},
                {"kind": "at-18", "pathway": other, "when": "At your birthday."},
            ),
        ),
        make_stage("Specialist help", steps=({"kind": "step-down", "stage": "first worry", "when": "When steadier."},)),
    )
    text = read(audience="parent")
    assert 'id="specialist-help"' in text
    assert '<a href="#specialist-help">Go to 2: Specialist help</a>' in text
    assert '<a href="#first-worry">Go to 1: First worry</a>' in text
    assert "/pathways/other-pathway/?for=parent" in text
    assert 'href="/pathways/other-pathway/"' not in text


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_a_step_to_a_pathway_that_is_gone_says_so_and_is_no_link(read: Read, end: str) -> None:
    other = make_pathway("other-pathway")
    make_pathway("a-pathway", make_stage(steps=({"kind": "across", "pathway": other, "when": "If it fits."},)))
    getattr(other, end)()
    text = read()
    assert "The next place on this path is not listed now." in text
    assert "other-pathway" not in text
    assert 'href="#"' not in text


def test_every_anchor_on_a_pathway_leads_somewhere_on_it(read: Read, client: Client) -> None:
    for page in PathwayPage.objects.live():
        text = read(page.slug, audience="professional")
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), page.slug
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids), page.slug


def test_stages_with_awkward_names_still_have_an_anchor_of_their_own() -> None:
    assert anchors(["First worry", "first-worry", "!!!", "Main", "Évian"]) == [
        "first-worry", "stage-2", "stage-3", "stage-4", "evian",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ((make_stage("A"), make_stage("a ")), "Stages 1 and 2 share the short name"),
        (
            (make_stage("A", steps=({"kind": "step-up", "stage": "B"},)),),
            "leads to “B”, and no stage has that short name",
        ),
        ((make_stage("A", steps=({"kind": "step-up", "stage": "a"},)),), "leads to that stage itself"),
    ],
)
def test_a_pathway_with_steps_that_lead_nowhere_is_not_saved(stages: tuple[Any, ...], message: str) -> None:
    assert message in " ".join(problems(stages))
    with pytest.raises(ValidationError) as caught:
        make_pathway("a-pathway", *stages)
    assert message in " ".join(caught.value.message_dict["stages"])


def test_signatures_name_the_sectors_that_nobody_has_signed_for(read: Read) -> None:
    page = make_pathway()
    page.sign_offs.add(
        SignOff(sector="health", body="A trust", role="Medical director", signed_on=dt.date(2026, 10, 1)),
        SignOff(sector="education", body="A school board"),
    )
    page.save_revision().publish()
    text = read().split('id="sign-off"')[1].split("</section>")[0]
    assert "A trust, Medical director: 1 October 2026" in text
    assert re.search(r"A school board: <span[^>]*>not signed off yet", text)
    assert text.count("not signed off yet") == 4  # education, social care, youth justice, voluntary
    for sector in ("Social care", "Youth justice", "Voluntary and community"):
        assert sector in text


def test_evidence_is_grouped_by_kind_with_code_and_dates(read: Read) -> None:
    page = make_pathway()
    page.evidence.add(
        Evidence(kind="nice", code="NG225", title="Self-harm", published_on=dt.date(2022, 9, 7)),
        Evidence(kind="local", title="A local paper"),
    )
    page.save_revision().publish()
    text = read()
    assert text.index("NICE guidance") < text.index("NG225") < text.index("Local paper") < text.index("A local paper")
    assert "Published 7 September 2022." in text
    assert "Date of publishing not known yet." in text


def big_pathway(slug: str, stages: int, services: int) -> None:
    offered = [make_service(f"{slug}-{number}") for number in range(services)]
    for service in offered:
        service.criteria.add(AccessCriterion(kind="threshold", text="Marked.", instead_page=offered[0]))
        service.save_revision().publish()
    make_pathway(
        slug,
        *(
            make_stage(
                f"Stage {number}",
                services=offered,
                resources=[make_resource(f"{slug}-app-{number}")],
                steps=({"kind": "across", "pathway": PathwayPage.objects.live().first(), "when": "If it fits."},),
            )
            for number in range(stages)
        ),
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_more_stages_and_services_cost_no_more_questions(client: Client, audience: str) -> None:
    big_pathway("small", 1, 1)
    big_pathway("large", 6, 5)
    counts = []
    for slug in ("small", "large"):
        client.get(f"/pathways/{slug}/?for={audience}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/pathways/{slug}/?for={audience}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_pathway_of_the_county_is_light(client: Client, audience: str) -> None:
    for page in PathwayPage.objects.live():
        content = client.get(page.url, {"for": audience}).content
        assert len(content) <= 60 * 1024, page.slug
        assert len(gzip.compress(content)) <= 15_000, page.slug
        assert b"style=" not in content


def test_the_county_s_pathways_name_their_services_as_the_records_do(read: Read) -> None:
    for page in PathwayPage.objects.live():
        text = read(page.slug)
        named = {service.pk for value in page.stage_values for service in value["services"] if service}
        for service in ServicePage.objects.live().filter(pk__in=named):
            assert service.title in text
            assert service.ages.sentence in text


def test_a_search_finds_the_words_of_every_audience_and_of_the_steps() -> None:
    step = {"kind": "step-up", "stage": "Specialist help", "when": "If the zebras return."}
    page = make_pathway(
        "a-pathway",
        make_stage("First worry", for_parents="<p>Mind the heron.</p>", steps=(step,)),
        make_stage("Specialist help", for_professionals="<p>Weigh the ibis.</p>"),
        for_parents="<p>Mind the magpie.</p>",
        for_professionals="<p>Weigh the gannet.</p>",
    )
    body = pathway_document(page).body
    for word in ("zebras", "heron", "ibis", "magpie", "gannet", "Specialist help"):
        assert word in body
    assert "If you need more help" not in body  # what every pathway says tells none from another
