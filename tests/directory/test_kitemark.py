"""A badge stands only on a current assessment that passes every critical question."""

import datetime as dt
import uuid

import pytest

from directory.models import KitemarkAssessment, KitemarkCriterion, KitemarkFinding
from directory.models.kitemark import KitemarkStatus
from tests.builders import TODAY, make_resource

pytestmark = pytest.mark.django_db


def assessment(*, failing: str = "", version: int = 1, **fields: dt.date) -> KitemarkAssessment:
    made = KitemarkAssessment(
        **{"assessed_on": TODAY, "expires_on": TODAY + dt.timedelta(days=365)} | fields,
        assessed_by="The assessors",
        criteria_version=version,
    )
    made.findings = [
        KitemarkFinding(criterion=criterion, is_pass=criterion.title != failing, evidence="Seen.")
        for criterion in KitemarkCriterion.objects.filter(version=version)
    ]
    return made


def status(*assessments: KitemarkAssessment, on: dt.date = TODAY) -> KitemarkStatus:
    page = make_resource(f"an-app-{uuid.uuid4().hex[:8]}")
    page.assessments = list(assessments)
    page.save()
    return type(page).objects.get(pk=page.pk).kitemark(on)


def test_without_an_assessment_there_is_no_badge() -> None:
    assert status() == KitemarkStatus.NOT_ASSESSED


def test_a_pass_is_a_badge_until_its_last_day() -> None:
    assert status(assessment()) == KitemarkStatus.CURRENT
    assert (
        status(assessment(expires_on=TODAY + dt.timedelta(days=1)), on=TODAY + dt.timedelta(days=2))
        == KitemarkStatus.EXPIRED
    )


def test_one_failed_critical_question_is_no_badge() -> None:
    assert status(assessment(failing="Safety")) == KitemarkStatus.NOT_ASSESSED
    assert status(assessment(failing="Cost")) == KitemarkStatus.CURRENT


def test_a_new_version_of_the_questions_leaves_old_assessments_as_they_were() -> None:
    old = assessment()
    KitemarkCriterion.objects.create(version=2, number=1, title="New", question="New?", is_critical=True)
    assert status(old) == KitemarkStatus.CURRENT
