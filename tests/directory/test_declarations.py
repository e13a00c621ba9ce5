"""Yearly declarations: a provider's own, one a year, published by moderators; and who has not declared."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from directory.models import DeclarationPage, ProviderPage
from directory.years import current_year, financial_year, financial_years, year_text
from home.models import PlanPage
from tests.builders import make_declaration, make_plan
from tests.conftest import login

pytestmark = pytest.mark.django_db


def provider(slug: str) -> ProviderPage:
    return ProviderPage.objects.get(slug=slug)


def add_address(slug: str) -> str:
    return reverse("wagtailadmin_pages:add", args=["directory", "declarationpage", provider(slug).pk])


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(**fields: Any) -> dict[str, Any]:
    """A declaration as the admin's form sends it."""
    empty = {
        "year": current_year(), "services": "", "staff": "", "staff_note": "", "skills": "", "waits": "", "people_seen": "",
        "people_seen_note": "", "information": "", "declared_on": "2026-04-02", "declared_by": "", "reported_in": "",
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
    }  # fmt: skip
    return empty | fields


def plan_as_typed(plan: PlanPage, versions: list[dict[str, str]]) -> dict[str, Any]:
    """The plan with these versions and no other rows, as the admin's form sends it to be published."""
    empty = {
        "period": "",
        "approved_on": "",
        "approved_by": "",
        "changed": "",
        "web_address": "",
        "source": "",
        "as_at": "",
    }
    rows = {name: inline_formset([]) for name in ("priorities", "actions", "investments", "comments")}
    fields = {
        "title": plan.title, "slug": plan.slug, "summary": plan.summary, "body": streamfield([]),
        "introduction": rich_text("<p>Ours.</p>"), "actions_note": rich_text("<p>Ours.</p>"), "action-publish": "1",
        "versions": inline_formset([empty | version for version in versions]), "also_known_as": "", "sources": "",
    }  # fmt: skip
    return nested_form_data(fields | rows) | {"audiences": plan.audiences}


@pytest.mark.parametrize(
    ("day", "year"), [(dt.date(2026, 3, 31), 2025), (dt.date(2026, 4, 1), 2026), (dt.date(2026, 12, 31), 2026)]
)
def test_a_financial_year_begins_in_april(day: dt.date, year: int) -> None:
    assert financial_year(day) == year


def test_nobody_declares_for_a_year_that_has_not_begun() -> None:
    assert financial_years()[0] == (current_year(), year_text(current_year()))


def test_a_declaration_is_named_by_its_year_and_has_a_page(client: Client) -> None:
    page = make_declaration(provider("kooth-plc"), staff="3.5", staff_note="On 31 March")
    assert page.url == "/services/kooth-plc/declaration-2025/"
    html = client.get(page.url).content.decode()
    assert "Kooth plc: April 2025 to March 2026" in html
    assert "3.5 (On 31 March)" in html
    assert html.count("Not declared") == 4
    assert "April 2025 to March 2026</a>" in client.get("/services/kooth-plc/").content.decode()


def test_a_draft_has_no_page(client: Client) -> None:
    make_declaration(provider("kooth-plc"), publish=False)
    assert client.get("/services/kooth-plc/declaration-2025/").status_code == 404
    assert "April 2025 to March 2026" not in client.get("/services/kooth-plc/").content.decode()


@pytest.mark.usefixtures("login_as")
class TestRights:
    def test_a_provider_declares_for_itself_and_nobody_else(self) -> None:
        client = login("provider")
        assert client.get(add_address("kooth-plc")).status_code == 200
        for slug in ("cntw", "samaritans"):
            assert client.get(add_address(slug)).status_code == 302
            client.post(add_address(slug), typed(services="Not ours"))
        assert not DeclarationPage.objects.filter(services="Not ours").exists()

    def test_a_provider_submits_and_a_moderator_publishes(self) -> None:
        response = login("provider").post(add_address("kooth-plc"), typed(services="Kooth", **{"action-submit": "1"}))
        assert response.status_code == 302
        page = DeclarationPage.objects.get(services="Kooth")
        assert (page.live, page.workflow_in_progress) == (False, True)
        assert page.title == f"Declaration for {year_text(current_year())}"
        user = get_user_model().objects.get(username="provider")
        assert not page.permissions_for_user(user).can_publish()
        assert page.permissions_for_user(get_user_model().objects.get(username="moderator")).can_publish()

    def test_a_provider_that_asks_to_publish_does_not(self) -> None:
        login("provider").post(add_address("kooth-plc"), typed(services="Kooth", **{"action-publish": "1"}))
        assert not DeclarationPage.objects.filter(services="Kooth", live=True).exists()

    def test_a_provider_neither_sees_nor_changes_another_s_draft(self) -> None:
        page = make_declaration(provider("cntw"), services="Ours", publish=False)
        client = login("provider")
        for name in ("edit", "history", "view_draft", "copy", "delete"):
            response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
            assert response.status_code in (302, 403), name
        client.post(edit_address(page), typed(services="Theirs", **{"action-submit": "1"}))
        page.refresh_from_db()
        assert page.get_latest_revision_as_object().services == "Ours"

    @pytest.mark.parametrize("name", ["commissioner", "reviewer", "assessor"])
    def test_others_declare_for_nobody(self, name: str) -> None:
        assert login(name).get(add_address("kooth-plc")).status_code == 302

    def test_there_is_one_declaration_a_year(self) -> None:
        make_declaration(provider("kooth-plc"), year=current_year(), publish=False)
        response = login("provider").post(add_address("kooth-plc"), typed(services="Again"))
        assert "There is a declaration for" in response.content.decode()
        assert not DeclarationPage.objects.filter(services="Again").exists()

    def test_a_declaration_with_nothing_in_it_is_refused(self) -> None:
        response = login("provider").post(add_address("kooth-plc"), typed())
        assert "Declare at least one thing" in response.content.decode()
        assert login("provider").post(add_address("kooth-plc"), typed(staff="0")).status_code == 302

    def test_nobody_declares_tomorrow(self) -> None:
        response = login("provider").post(add_address("kooth-plc"), typed(staff="0", declared_on="2999-01-01"))
        assert "This day has not come yet" in response.content.decode()


@pytest.mark.usefixtures("login_as")
class TestThePlan:
    def test_a_commissioner_changes_and_publishes_it(self) -> None:
        plan = PlanPage.objects.get()
        assert login("commissioner").get(edit_address(plan)).status_code == 200
        assert plan.permissions_for_user(get_user_model().objects.get(username="commissioner")).can_publish()

    @pytest.mark.parametrize("name", ["provider", "reviewer", "assessor"])
    def test_who_may_not_open_it(self, name: str) -> None:
        assert login(name).get(edit_address(PlanPage.objects.get())).status_code == 302

    def test_an_editor_changes_it_and_does_not_publish(self) -> None:
        plan = PlanPage.objects.get()
        assert login("editor").get(edit_address(plan)).status_code == 200
        assert not plan.permissions_for_user(get_user_model().objects.get(username="editor")).can_publish()

    def test_only_one_version_is_this_version(self) -> None:
        plan, client = make_plan(versions=[], priorities=[]), login("commissioner")
        both = [{"name": name, "state": "current"} for name in ("One", "Two")]
        response = client.post(edit_address(plan), plan_as_typed(plan, both))
        assert "Only one version can be" in response.content.decode()
        assert client.post(edit_address(plan), plan_as_typed(plan, both[:1])).status_code == 302
        assert [version.name for version in PlanPage.objects.get().versions.all()] == ["One"]

    def test_a_new_plan_comes_with_the_rights_and_an_administrator_may_take_them_away(self) -> None:
        rights = GroupPagePermission.objects.filter(group__name="Commissioners", page__slug="plan")
        assert {right.permission.codename for right in rights} == {"change_page", "publish_page"}
        rights.delete()
        PlanPage.objects.get().save_revision().publish()
        assert not rights.all().exists()
        PlanPage.objects.get().delete()
        make_plan()
        assert rights.all().count() == 2


@pytest.mark.usefixtures("login_as")
class TestDue:
    def report(self, name: str) -> str:
        return login(name).get(reverse("declarations_due")).content.decode()

    def test_the_report_names_who_has_not_declared_this_year(self) -> None:
        make_declaration(provider("cntw"), year=current_year())
        make_declaration(provider("kooth-plc"), year=current_year() - 1)
        make_declaration(provider("kooth-plc"), year=current_year(), publish=False)
        make_declaration(provider("carers-northumberland"), year=current_year(), reported_in="A paper")
        html = self.report("commissioner")
        assert "CNTW" not in html
        assert "Samaritans" not in html
        assert "Draft" in html
        assert year_text(current_year() - 1) in html
        assert "Reported by others, not declared" in html
        assert "Mental Health Matters" in html

    @pytest.mark.parametrize(
        ("name", "code"),
        [("commissioner", 200), ("moderator", 200), ("editor", 200), ("provider", 302), ("reviewer", 302)],
    )
    def test_who_may_read_the_report(self, name: str, code: int) -> None:
        assert login(name).get(reverse("declarations_due")).status_code == code

    def test_the_report_is_a_spreadsheet_too(self) -> None:
        response = login("commissioner").get(reverse("declarations_due") + "?export=csv")
        assert response.status_code == 200

    def test_a_commissioner_s_home_says_who_is_due(self) -> None:
        html = login("commissioner").get("/admin/").content.decode()
        assert f"Declarations due for {year_text(current_year())}" in html
        assert "See all 11" in html

    def test_a_provider_s_home_leads_to_its_own_declaration_only(self) -> None:
        html = login("provider").get("/admin/").content.decode()
        assert add_address("kooth-plc") in html
        assert "Mental Health Matters" not in html
        draft = make_declaration(provider("kooth-plc"), year=current_year(), publish=False)
        assert edit_address(draft) in login("provider").get("/admin/").content.decode()
        draft.save_revision().publish()
        assert "Declarations due" not in login("provider").get("/admin/").content.decode()

    def test_who_neither_declares_nor_plans_is_not_told(self) -> None:
        assert "Declarations due" not in login("reviewer").get("/admin/").content.decode()
