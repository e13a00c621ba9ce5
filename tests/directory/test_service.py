"""A service is published only with what it is, who it is for and how to get it (R001)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from directory.models import ServicePage, WaitingTime
from directory.models.service import BLOCK_MESSAGES, missing_blocks
from tests.builders import TODAY, make_service

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("what", "kinds", "routes", "missing"),
    [
        ("<p>Talk.</p>", ["include"], 1, []),
        ("<p> </p>", ["include"], 1, ["what_it_is"]),
        ("", ["include"], 1, ["what_it_is"]),
        ("<p>Talk.</p>", ["exclude"], 1, ["criteria"]),
        ("<p>Talk.</p>", ["include"], 0, ["routes"]),
        ("", [], 0, ["what_it_is", "criteria", "routes"]),
    ],
)
def test_which_blocks_are_missing(what: str, kinds: list[str], routes: int, missing: list[str]) -> None:
    assert missing_blocks(what, kinds, routes) == missing


@pytest.mark.parametrize("block", ["what_it_is", "criteria", "routes"])
def test_publishing_from_code_refuses_and_names_the_missing_block(block: str) -> None:
    page = make_service(publish=False)
    if block == "what_it_is":
        page.what_it_is = ""
    else:
        setattr(page, block, [])
    with pytest.raises(ValidationError) as refusal:
        page.save_revision().publish()
    assert BLOCK_MESSAGES[block] in refusal.value.messages
    assert not ServicePage.objects.get(pk=page.pk).live


def test_publishing_in_the_admin_refuses_and_a_draft_is_kept(admin_client: Client) -> None:
    page = make_service(publish=False, routes=())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(admin_client.get(edit).context["form"])
    refused = admin_client.post(edit, data | {"action-publish": "publish"})
    assert BLOCK_MESSAGES["routes"] in refused.content.decode()
    assert not ServicePage.objects.get(pk=page.pk).live
    drafted = admin_client.post(edit, data | {"summary": "Words that must not be lost."}, follow=True)
    assert drafted.status_code == 200
    assert ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Words that must not be lost."


def rich_text(text: str) -> str:
    """What the editor's rich text widget sends."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"entityMap": {}, "blocks": [block]})


def form_data(form: object) -> dict[str, object]:
    """What a browser would send for an unchanged form."""
    data: dict[str, object] = {}
    for bound in form:  # type: ignore[attr-defined]
        data[bound.html_name] = "" if bound.value() is None else bound.value()
    data["tags"] = ""
    for formset in form.formsets.values():  # type: ignore[attr-defined]
        for bound in formset.management_form:
            data[bound.html_name] = bound.value()
        for index, row in enumerate(formset.forms):
            for bound in row:
                data[bound.html_name] = "" if bound.value() is None else bound.value()
            data[f"{formset.prefix}-{index}-ORDER"] = index + 1
    for name in ("what_it_is", "what_happens_next", "what_to_expect", "confidentiality"):
        data[name] = rich_text("Talk.")
    return {name: value for name, value in data.items() if value is not False}


def test_the_reference_stays_when_the_address_changes() -> None:
    page = make_service("kind-ears")
    assert page.reference == "service:kind-ears"
    page.slug = "kinder-ears"
    page.save_revision().publish()
    assert ServicePage.objects.get(pk=page.pk).reference == "service:kind-ears"


def test_two_services_of_one_name_have_two_references() -> None:
    from tests.builders import make_provider

    make_service("counselling", provider=make_provider("one"))
    other = make_service("counselling", provider=make_provider("two"))
    assert other.reference == "service:counselling-2"


def test_a_copy_is_another_service() -> None:
    page = make_service("kind-ears")
    copy = page.copy(update_attrs={"slug": "kind-ears-copy", "title": "Copy"})
    assert copy.uuid != page.uuid
    assert copy.reference != page.reference


def test_an_upper_birthday_before_the_lower_age_is_refused() -> None:
    with pytest.raises(ValidationError, match="after the lower age"):
        make_service(age_from=18, age_before=11)


class TestWaits:
    def wait(self, **fields: object) -> WaitingTime:
        return WaitingTime(
            **{"measure": "first-contact", "weeks_from": 4, "as_at": TODAY, "source": "The provider"} | fields
        )  # type: ignore[arg-type]

    def test_a_wait_ends_by_itself(self) -> None:
        wait = self.wait(expires_on=TODAY)
        assert wait.is_current(TODAY)
        assert not wait.is_current(TODAY + dt.timedelta(days=1))

    def test_a_wait_without_an_end_lasts_half_a_year(self) -> None:
        assert self.wait().is_current(TODAY + dt.timedelta(days=182))
        assert not self.wait().is_current(TODAY + dt.timedelta(days=183))

    def test_an_undated_wait_is_never_current(self) -> None:
        assert not self.wait(as_at=None).is_current(TODAY)

    def test_an_expired_wait_shows_words_and_no_number(self, client: Client) -> None:
        page = make_service(waits=(self.wait(weeks_from=7, weeks_to=7, as_at=dt.date(2020, 1, 1)),))
        html = client.get(page.url).content.decode()
        assert "Not up to date: ask the service" in html
        assert "7 weeks" not in html

    def test_a_current_wait_shows_its_measure_date_and_source(self, client: Client) -> None:
        from django.utils import timezone

        page = make_service(waits=(self.wait(weeks_from=4, weeks_to=6, as_at=timezone.localdate()),))
        html = client.get(page.url).content.decode()
        assert "4 to 6 weeks" in html
        assert "Referral to first contact" in html
        assert "The provider" in html
