"""What has changed: noted when a page is published, once, in words, and public only where the editor says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from directory.changes import Difference, differences
from directory.models import AccessCriterion, ChangeNote, ContactPoint, ReferralRoute, ServicePage, WaitingTime
from home.models import HomePage
from pathways.models import PathwayPage
from tests.builders import make_pathway, make_service, make_stage

pytestmark = pytest.mark.django_db


def publish(page: Any, why: str = "", *, is_public: bool = True, user: Any = None) -> Any:
    """The page as an editor publishes it: from its newest draft, with what they wrote."""
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else page
    for name, value in vars(page).items():
        if (
            name in draft.__dict__
            and not name.startswith("_")
            and name not in ("latest_revision_id", "live_revision_id")
        ):
            setattr(draft, name, value)
    draft.change_note, draft.change_is_public = why, is_public and bool(why)
    draft.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def section(client: Client, page: Any, address: str = "") -> str:
    html = client.get(page.url + address).content.decode()
    return html.partition('<section id="changes"')[2].partition("</section>")[0]


def test_a_note_stands_on_the_page_with_what_is_different(client: Client) -> None:
    service = make_service("ages", age_from=5, age_before=19)
    service.age_from = 0
    service = publish(service, "The team now sees babies & toddlers too.")
    note = ChangeNote.objects.get(page=service)
    assert note.difference_list == [Difference("Ages", ["Aged 5 to 18"], ["Aged 18 and under"])]
    said = section(client, service)
    assert "The team now sees babies &amp; toddlers too." in said
    assert "<b>Ages:</b>" in said
    assert "Aged 5 to 18" in said
    assert "Aged 18 and under" in said
    assert timezone.localdate().isoformat() in said


def test_without_a_note_nothing_is_noted(client: Client) -> None:
    service = make_service("silent", age_from=5)
    service.age_from = 6
    publish(service)
    assert not ChangeNote.objects.exists()
    assert not section(client, service)


def test_what_is_not_public_is_not_on_the_page(client: Client) -> None:
    service = publish(make_service("inner"), "A letter from the provider.", is_public=False)
    assert ChangeNote.objects.filter(page=service, is_public=False).count() == 1
    assert "A letter from the provider." not in client.get(service.url).content.decode()


def test_a_draft_or_a_preview_notes_nothing() -> None:
    service = make_service("draft")
    service.change_note = "Not yet."
    service.save_revision()
    assert not ChangeNote.objects.exists()


def test_a_note_is_never_published_twice(client: Client) -> None:
    service = publish(make_service("once"), "We moved.")
    assert service.change_note == ""
    assert not service.change_is_public
    assert service.get_latest_revision_as_object().change_note == ""
    service.get_latest_revision().publish()
    service.get_latest_revision_as_object().save_revision().publish()
    assert ChangeNote.objects.filter(page=service).count() == 1
    assert section(client, service).count("We moved.") == 1


def test_other_drafts_with_the_same_note_lose_it() -> None:
    """A draft is saved, saved again and published; going back to the first one publishes nothing twice."""
    service = make_service("drafts")
    service.change_note, service.change_is_public = "New hours.", True
    first = service.save_revision()
    second = service.save_revision()
    later = service.save_revision()
    second.publish()
    for revision in (first, later):
        revision.refresh_from_db()
        assert revision.content["change_note"] == ""
        revision.publish()
    assert ChangeNote.objects.count() == 1


def test_a_form_that_was_still_open_is_noted_once() -> None:
    service = publish(make_service("two-tabs"), "New hours.")
    publish(service, "New hours.")
    assert ChangeNote.objects.count() == 1
    service = publish(service, "Newer hours.")
    publish(service, "New hours.")
    assert ChangeNote.objects.count() == 3


def test_a_copy_has_no_note_of_its_own() -> None:
    service = make_service("copied")
    service.change_note = "Not for the copy."
    service.save_revision()
    copy = service.copy(update_attrs={"slug": "the-copy", "title": "The copy"})
    assert copy.get_latest_revision_as_object().change_note == ""
    copy.get_latest_revision().publish()
    assert not ChangeNote.objects.exists()


def test_a_page_that_goes_live_later_is_noted_then() -> None:
    service = make_service("later", age_from=5)
    service.age_from, service.go_live_at = 6, timezone.now() + dt.timedelta(hours=1)
    service.change_note, service.change_is_public = "From next month.", True
    service.save_revision().publish()
    assert not ChangeNote.objects.exists()
    revision = service.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - dt.timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert [d.what for d in ChangeNote.objects.get().difference_list] == ["Ages"]


def test_to_show_nothing_is_refused() -> None:
    service = make_service("empty")
    service.change_note, service.change_is_public = "  ", True
    with pytest.raises(ValidationError, match="Say what changed"):
        service.full_clean()


def test_what_decides_whether_and_how_somebody_gets_help_is_compared() -> None:
    wait = WaitingTime(measure="treatment", weeks_from=4, weeks_to=4, as_at=dt.date(2026, 10, 1))
    service = make_service(
        "all", waits=(wait,), contacts=(ContactPoint(kind="phone", value="01670 000 000"),), authorities=("E06000057",)
    )
    service.status = "paused"
    service.criteria = [AccessCriterion(kind="threshold", text="A score of nothing.")]
    service.criteria.add(AccessCriterion(kind="include", text="You would like to talk to somebody."))
    service.routes = [ReferralRoute(who="gp", how=["form"], text="Write.", age_from=16)]
    service.waiting_times = [WaitingTime(measure="treatment", weeks_from=6, weeks_to=6, as_at=dt.date(2026, 11, 1))]
    service.contacts = [ContactPoint(kind="phone", value="01670 000 001")]
    service.areas = []
    service.change_note = "All is new."
    service.save_revision().publish()
    found = {d.what: (d.gone, d.new) for d in ChangeNote.objects.get().difference_list}
    assert found == {
        "Status": (["Open"], ["Paused for now"]),
        "Area": (["Northumberland"], []),
        "Threshold": ([], ["A score of nothing."]),
        "Who can ask": (["Yourself: Phone"], ["A GP: Form (Aged 16 and over)"]),
        "Waiting time": (
            ["Referral to treatment: 4 weeks, 2026-10-01"],
            ["Referral to treatment: 6 weeks, 2026-11-01"],
        ),
        "Contact": (["Phone 01670 000 000"], ["Phone 01670 000 001"]),
    }


def test_an_old_number_and_an_old_wait_are_shown_to_nobody_who_may_rely_on_them(client: Client) -> None:
    wait = WaitingTime(measure="treatment", weeks_from=41, weeks_to=41, as_at=timezone.localdate())
    service = make_service("numbers", waits=(wait,), contacts=(ContactPoint(kind="phone", value="01670 111 111"),))
    service.contacts = [ContactPoint(kind="phone", value="01670 222 222")]
    service.waiting_times = []
    service.change_note, service.change_is_public = "A new phone system.", True
    service.save_revision().publish()
    said = section(client, service)
    assert "<b>Contact:</b>" in said
    assert "<b>Waiting time:</b>" in said
    assert "01670" not in said
    assert "41" not in said
    assert "01670 111 111" not in client.get(service.url).content.decode()


def test_nobody_s_name_is_public(client: Client) -> None:
    user = get_user_model().objects.create_user("a-person", first_name="Robin", last_name="Unlikely")
    service = publish(make_service("named"), "Checked with the team.", user=user)
    assert ChangeNote.objects.get().made_by == user
    html = client.get(service.url).content.decode()
    assert "Checked with the team." in html
    assert "Unlikely" not in html
    assert "a-person" not in html
    user.delete()
    assert ChangeNote.objects.get().made_by is None


def test_a_pathway_has_its_changes_too(client: Client) -> None:
    helper = make_service("helper")
    pathway = make_pathway("way", make_stage("First", how_long="About 99 days"), make_stage("Second"))
    pathway.stages = [
        ("stage", make_stage("First", services=[helper], how_long="A day")),
        ("stage", make_stage("Third")),
    ]
    pathway.change_note, pathway.change_is_public = "Commissioners agreed to it.", True
    pathway.save_revision().publish()
    found = {d.what: (d.gone, d.new) for d in ChangeNote.objects.get().difference_list}
    assert found["Stages"] == (["Second"], ["Third"])
    assert found["Services"] == ([], ["First: Helper"])
    said = section(client, pathway, "?for=parent")
    assert "Commissioners agreed to it." in said
    assert "99 days" not in said


def test_the_list_is_bounded_newest_first_and_leads_to_all(client: Client) -> None:
    service = make_service("many")
    for number in range(7):
        ChangeNote.objects.create(
            page=service, why=f"Change {number}.", is_public=True, made_at=timezone.now() - dt.timedelta(days=number)
        )
    first, second = section(client, service), section(client, service, "?changes=2")
    assert [f"Change {n}." in first for n in range(7)] == [True] * 5 + [False] * 2
    assert [f"Change {n}." in second for n in range(7)] == [False] * 5 + [True] * 2
    assert first.index("Change 0.") < first.index("Change 4.")
    assert "changes=2#changes" in first
    assert "<details" in first
    assert " open>" not in first
    assert " open>" in second
    assert client.get(f"{service.url}?changes=nonsense").status_code == 200


def test_more_changes_cost_no_more_questions(client: Client) -> None:
    service = publish(make_service("cost"), "One.")
    client.get(service.url)
    with CaptureQueriesContext(connection) as few:
        client.get(service.url)
    for number in range(30):
        ChangeNote.objects.create(page=service, why=str(number), is_public=True)
    with CaptureQueriesContext(connection) as many:
        client.get(service.url)
    assert len(many) == len(few)


def test_the_demonstration_invents_no_history() -> None:
    assert not ChangeNote.objects.exists()
    assert not ServicePage.objects.exclude(change_note="").exists()
    assert not PathwayPage.objects.exclude(change_note="").exists()


def test_a_line_that_moved_has_not_changed() -> None:
    assert differences({"Area": ["a", "b"]}, {"Area": ["b", "a"]}) == []
    assert differences({"Area": ["a"]}, {}) == [Difference("Area", ["a"], [])]


# --- in the admin ---------------------------------------------------------------------------------------


def test_an_editor_s_note_is_published_by_a_moderator(login_as: Callable[[str], Client]) -> None:
    page = Page.objects.get(slug="kooth").specific
    page.change_note, page.change_is_public = "Kooth told us so.", True
    editor = get_user_model().objects.get(username="editor")
    page.save_revision(user=editor)
    client = login_as("moderator")
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Kooth told us so." in form
    page.get_latest_revision().publish(
        user=get_user_model().objects.get(username="moderator"), skip_permission_checks=False
    )
    assert ChangeNote.objects.get().made_by == editor
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Kooth told us so." not in form


@pytest.mark.parametrize(
    ("name", "sees"),
    [("moderator", {"kooth", "cyps"}), ("editor", {"kooth", "cyps"}), ("provider", {"kooth"}), ("commissioner", set())],
)
def test_who_reads_the_history(login_as: Callable[[str], Client], name: str, sees: set[str]) -> None:
    for slug in ("kooth", "cyps"):
        ChangeNote.objects.create(page=Page.objects.get(slug=slug), why=f"Why of {slug}.")
    html = login_as(name).get(reverse("changes_report")).content.decode()
    assert {slug for slug in ("kooth", "cyps") if f"Why of {slug}." in html} == sees


def test_who_looks_after_no_page_reads_no_history(login_as: Callable[[str], Client]) -> None:
    assert login_as("reviewer").get(reverse("changes_report")).status_code == 302


def test_a_moderator_hides_a_note_and_changes_nothing_else(login_as: Callable[[str], Client]) -> None:
    note = ChangeNote.objects.create(page=HomePage.objects.get(), why="With a name in it.", is_public=True)
    address = reverse("wagtailsnippets_directory_changenote:edit", args=[note.pk])
    client = login_as("moderator")
    html = client.get(address).content.decode()
    assert "With a name in it." in html
    client.post(address, {"why": "Something else", "is_public": ""})
    note.refresh_from_db()
    assert (note.why, note.is_public) == ("With a name in it.", False)
    for name in ("editor", "provider"):
        assert login_as(name).get(address).status_code == 302
    for action in ("add", "delete"):
        arguments = [] if action == "add" else [note.pk]
        address = reverse(f"wagtailsnippets_directory_changenote:{action}", args=arguments)
        assert login_as("admin").get(address).status_code == 302
