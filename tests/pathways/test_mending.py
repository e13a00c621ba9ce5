"""What there is to mend on pathways: found, told to those who may mend it, and to nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pathways.mending import to_mend
from pathways.models import PathwayPage, SignOff
from tests.builders import make_pathway, make_service, make_stage
from tests.conftest import login

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def found(page: PathwayPage) -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in to_mend(PathwayPage.objects.filter(pk=page.pk))]


def whole_pathway(slug: str = "a-pathway", **fields: Any) -> PathwayPage:
    """One with nothing to mend."""
    service = make_service(f"{slug}-service")
    page = make_pathway(
        slug,
        make_stage("One", services=[service], steps=({"kind": "step-up", "stage": "Two", "when": "If."},)),
        make_stage("Two", services=[service], steps=({"kind": "step-down", "stage": "One", "when": "If."},)),
        **fields,
    )
    page.sign_offs.add(SignOff(sector="health", body="A trust", signed_on=YESTERDAY))
    page.save_revision().publish()
    return PathwayPage.objects.get(pk=page.pk)


def test_a_whole_pathway_has_nothing_to_mend() -> None:
    assert found(whole_pathway()) == []


def test_a_service_that_is_gone_is_to_be_mended() -> None:
    page, other = whole_pathway(), make_service("other")
    page.stages = [("stage", make_stage("One", services=[other]))]
    page.save_revision().publish()
    other.unpublish()
    assert found(page) == [
        ("no-service", "Stage 1, “One”, has no service that runs."),
        ("service-gone", "Stage 1, “One”, names Other, which is not published."),
    ]
    other.delete()
    assert ("service-gone", "Stage 1, “One”, names a service that is deleted.") in found(page)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"status": "paused"}, "service-stopped"),
        ({"status": "closed"}, "service-stopped"),
        ({"review_due_on": YESTERDAY}, "service-overdue"),
    ],
)
def test_a_service_that_is_not_what_it_was_is_to_be_mended(fields: dict[str, Any], kind: str) -> None:
    page = whole_pathway()
    service = page.stages[0].value["services"][0]
    for name, value in fields.items():
        setattr(service, name, value)
    service.save_revision().publish()
    assert kind in dict(found(page))


def test_a_private_service_counts_as_gone() -> None:
    page = whole_pathway()
    page.stages[0].value["services"][0].view_restrictions.create(restriction_type="login")
    assert "service-gone" in dict(found(page))


def test_a_step_to_a_pathway_that_is_gone_is_to_be_mended() -> None:
    page, other = whole_pathway(), make_pathway("other")
    page.stages[0].value["steps"].append({"kind": "across", "pathway": other, "stage": "", "when": "If."})
    page.save_revision().publish()
    assert found(PathwayPage.objects.get(pk=page.pk)) == []
    other.unpublish()
    assert dict(found(page)) == {"step-gone": "Stage 1, “One”, has a step to a pathway that is not published."}


def test_a_step_up_needs_a_way_back() -> None:
    page = whole_pathway()
    page.stages[1].value["steps"].pop()
    page.save_revision().publish()
    assert dict(found(PathwayPage.objects.get(pk=page.pk))) == {
        "no-way-back": "Stage 2, “Two”, is stepped up to, and has no step down or back."
    }


def test_what_nobody_signed_or_reviewed_is_to_be_mended() -> None:
    page = whole_pathway(review_due_on=YESTERDAY)
    SignOff.objects.filter(pathway=page).update(signed_on=None)
    assert set(dict(found(page))) == {"not-signed", "review-overdue"}


def test_a_draft_is_nobody_s_task() -> None:
    page = whole_pathway(review_due_on=YESTERDAY)
    page.unpublish()
    assert found(page) == []


def test_more_pathways_cost_no_more_questions() -> None:
    with CaptureQueriesContext(connection) as before:
        to_mend()
    for number in range(3):
        whole_pathway(f"pathway-{number}")
    with CaptureQueriesContext(connection) as after:
        to_mend()
    assert len(after) == len(before) <= 5


@pytest.mark.usefixtures("login_as")
@pytest.mark.parametrize("name", ["editor", "commissioner"])
def test_who_may_change_pathways_is_told_and_led_to_them(name: str) -> None:
    page = make_pathway()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    report = login(name).get(reverse("pathways_to_mend"))
    assert report.status_code == 200
    assert edit in report.content.decode()
    assert "Stage 1, “First worry”, has no service that runs." in report.content.decode()
    home = login(name).get(reverse("wagtailadmin_home")).content.decode()
    assert "Pathways to mend" in home
    assert reverse("pathways_to_mend") in home


@pytest.mark.usefixtures("login_as")
@pytest.mark.parametrize("name", ["provider", "reviewer", "assessor"])
def test_who_may_not_change_pathways_reads_none_of_it(name: str) -> None:
    make_pathway()
    for address in ("pathways_to_mend", "pathways_to_mend_results"):
        response = login(name).get(reverse(address))
        assert response.status_code == 302
        assert b"First worry" not in response.content
    home = login(name).get(reverse("wagtailadmin_home"))
    assert b"athways to mend" not in home.content
    assert reverse("pathways_to_mend").encode() not in home.content


def test_a_stranger_is_sent_to_sign_in(client: Any) -> None:
    assert "/admin/login/" in client.get(reverse("pathways_to_mend"))["Location"]
