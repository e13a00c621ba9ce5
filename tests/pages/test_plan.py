"""The plan: which version, whose actions, what is late, who has declared; open data that equals the page."""

from __future__ import annotations

import csv
import datetime as dt
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from directory.models import ProviderPage
from directory.years import current_year, year_text
from home.models import PlanAction, PlanInvestment, PlanPage, PlanVersion
from home.plan.read import ACTIONS_PER_PAGE, PARTNERS_PER_PAGE
from tests.builders import make_declaration, make_plan, make_provider

pytestmark = pytest.mark.django_db


def day(days_ago: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days_ago)


def action(what: str, *, due: int | None = None, **fields: Any) -> PlanAction:
    """An action that was due so many days ago; -1 is tomorrow."""
    facts: dict[str, Any] = {"status": "under-way", "as_at": day(10), "source": "A paper"}
    return PlanAction(what=what, due_on=None if due is None else day(due), **facts | fields)


def rows(client: Client, part: str, query: str = "") -> list[list[str]]:
    """The words of a table of the page, a list for each row."""
    html = client.get(f"/plan/{query}").content.decode()
    section = re.search(rf'<section[^>]* id="{part}".*?</section>', html, re.S)
    assert section
    body = re.search(r"<tbody.*?</tbody>", section[0], re.S)
    assert body
    lines = re.findall(r"<tr.*?</tr>", body[0], re.S)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)] for line in lines]


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def text(client: Client, query: str = "") -> str:
    return words(client.get(f"/plan/{query}").content.decode())


def csv_of(client: Client, table: str, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(f"/plan/{table}.csv{query}").content.decode())))


def json_of(client: Client, table: str, query: str = "") -> list[dict[str, Any]]:
    return client.get(f"/plan/{table}.json{query}").json()[table]


class TestVersions:
    def test_the_demonstration_says_which_version_it_is_and_invents_no_date(self, client: Client) -> None:
        page = text(client)
        assert "This version Young People's Strategic Plan Approved Not declared Approved by Not declared" in page
        assert "Transformation Plan Earlier version" in page
        assert "2022 to 2025 Proposed" in page

    def test_earlier_versions_stand_with_their_dates_and_what_changed(self, client: Client) -> None:
        plan = make_plan()
        plan.versions = [
            PlanVersion(name="Second plan", state="current", approved_on=dt.date(2025, 3, 4), approved_by="The board"),
            PlanVersion(
                name="First plan", state="earlier", approved_on=dt.date(2022, 1, 2), changed="More in schools."
            ),
        ]
        plan.save_revision().publish()
        page = text(client)
        assert "This version Second plan Approved 4 March 2025 Approved by The board" in page
        assert "First plan Earlier version Approved: 2 January 2022. What changed: More in schools." in page

    def test_a_plan_is_never_approved_in_the_future(self) -> None:
        with pytest.raises(ValidationError, match="not come yet"):
            PlanVersion(name="A plan", approved_on=day(-1)).clean()


class TestActions:
    def test_what_is_late_is_counted_at_the_top_and_said_in_words(self, client: Client) -> None:
        make_plan(
            action("Late", due=1),
            action("Later", due=100, status="not-started"),
            action("Due today", due=0),
            action("Over", due=50, status="done"),
            action("Given up", due=50, status="dropped", note="No money."),
        )
        html = client.get("/plan/").content.decode()
        assert "2 of 5 actions are overdue." in words(html)
        assert html.index("2 of 5 actions") < html.index('id="actions"')
        assert [row[0] for row in rows(client, "actions") if "Overdue" in row[2]] == ["Later", "Late"]

    def test_without_a_date_nobody_can_say_whether_it_is_late(self, client: Client) -> None:
        make_plan(action("Some day"), action("Over", status="done"))
        page = text(client)
        assert "0 of 2 actions are known to be overdue." in page
        assert "1 is still open and has no due date declared" in page
        assert rows(client, "actions")[0][2] == "Due date not declared"

    def test_an_action_without_an_owner_says_so(self, client: Client) -> None:
        make_plan(action("Ours", owner="The council", owner_role="Director"), action("Nobody's"))
        assert [row[1] for row in rows(client, "actions")] == ["The council Director", "Owner not declared"]

    def test_old_progress_is_not_shown_as_progress_of_today(self, client: Client) -> None:
        make_plan(
            action("Fresh", as_at=day(365)),
            action("Stale", as_at=day(366)),
            action("Ended", as_at=day(999), status="done"),
        )
        fresh, stale, ended = (row[3] for row in rows(client, "actions"))
        assert fresh.startswith("Under way")
        assert stale.startswith("Not up to date Last said: under way")
        assert ended.startswith("Done")
        assert "Under way: 1. Done: 1. Not up to date: 1." in text(client)
        assert [row[0] for row in rows(client, "actions", "?status=under-way")] == ["Fresh"]
        assert [row[0] for row in rows(client, "actions", "?status=not-up-to-date")] == ["Stale"]

    def test_a_dropped_action_needs_its_reason_and_a_status_its_date(self) -> None:
        with pytest.raises(ValidationError, match="why it was dropped"):
            action("Given up", status="dropped").clean()
        with pytest.raises(ValidationError, match="date when it was true"):
            action("Begun", as_at=None).clean()
        action("Unknown", status="not-declared", as_at=None).clean()

    def test_filters_narrow_by_status_and_owner_and_keep_the_year(self, client: Client) -> None:
        make_plan(
            action("One", owner="The council", due=3),
            action("Two", owner="The trust", due=3),
            action("Three", owner="The council", status="done"),
            action("Four"),
        )
        assert [row[0] for row in rows(client, "actions", "?owner=The council")] == ["One", "Three"]
        assert [row[0] for row in rows(client, "actions", "?status=overdue")] == ["One", "Two"]
        assert [row[0] for row in rows(client, "actions", "?status=overdue&owner=The council")] == ["One"]
        assert [row[0] for row in rows(client, "actions", "?owner=not-declared")] == ["Four"]
        year = current_year()
        assert f'<input type="hidden" name="year" value="{year}">' in client.get(f"/plan/?year={year}").content.decode()
        assert "2 of 4 actions are known to be overdue." in text(client, "?owner=The trust")

    def test_nothing_that_fits_leaves_a_way_back(self, client: Client) -> None:
        make_plan(action("One", owner="The council"))
        assert rows(client, "actions", "?status=done") == [["No action fits. Show every action"]]

    @pytest.mark.parametrize(
        "query", ["?status=x", "?owner=Nobody", "?year=1066", "?year=²", "?page=zz&partners=-1", "?year='"]
    )
    def test_what_makes_no_sense_is_said_and_hides_nothing(self, client: Client, query: str) -> None:
        response = client.get(f"/plan/{query}")
        assert response.status_code == 200
        assert rows(client, "actions", query) == rows(client, "actions")
        assert ('role="alert"' in response.content.decode()) is ("page" not in query)

    def test_actions_are_paged_and_the_file_has_every_one(self, client: Client) -> None:
        make_plan(*(action(f"Number {n}", owner="The council") for n in range(ACTIONS_PER_PAGE + 1)), action("Other"))
        query = "?owner=The+council"
        shown = [row[0] for page in (1, 2) for row in rows(client, "actions", f"{query}&page={page}")]
        assert shown == [line["action"] for line in csv_of(client, "actions", query)]
        assert len(shown) == ACTIONS_PER_PAGE + 1
        assert 'href="?owner=The+council&amp;page=2#actions"' in client.get(f"/plan/{query}").content.decode()

    def test_the_demonstration_says_done_only_where_its_source_does(self, client: Client) -> None:
        done = [row[0] for row in rows(client, "actions", "?status=done")]
        assert len(done) == 2
        assert all("Be You" in what or "Kooth" in what for what in done)
        assert PlanPage.objects.get().actions.exclude(due_on=None).count() == 0


class TestDeclarations:
    def test_a_provider_that_declared_nothing_is_listed(self, client: Client) -> None:
        make_provider("silent", title="Silent charity")
        assert ["Silent charity", "Not declared: nothing for this year"] in rows(client, "declarations")

    def test_each_part_that_is_missing_says_so_and_nought_is_nought(self, client: Client) -> None:
        make_declaration(
            make_provider("loud", title="Loud charity"), year=2024, services="A café", staff=0, people_seen=1200
        )
        (row,) = [row for row in rows(client, "declarations", "?year=2024") if row[0].startswith("Loud charity")]
        assert row[1:] == ["A café", "0", "Not declared", "Not declared", "1,200", "Not declared"]

    def test_years_are_kept_apart_and_this_year_is_shown_first(self, client: Client) -> None:
        make_declaration(make_provider("loud", title="Loud charity"), year=2024)
        assert f"Declarations for {year_text(current_year())}" in text(client)
        assert ["Loud charity", "Not declared: nothing for this year"] in rows(client, "declarations")
        assert '<option value="2024">April 2024 to March 2025</option>' in client.get("/plan/").content.decode()

    def test_what_others_report_is_not_what_a_provider_declares(self, client: Client) -> None:
        make_declaration(make_provider("loud", title="Loud charity"), year=2024, reported_in="A paper")
        page = text(client, "?year=2024")
        assert "0 of" in page
        assert "Reported, not declared The provider has not declared this itself. From: A paper" in page
        (line,) = [line for line in csv_of(client, "declarations", "?year=2024") if line["provider"] == "Loud charity"]
        assert line["state"] == "reported"

    def test_a_draft_is_on_neither_page_nor_data(self, client: Client) -> None:
        make_declaration(make_provider("loud", title="Loud charity"), services="A secret", publish=False)
        assert "A secret" not in text(client, "?year=2025")
        assert "A secret" not in client.get("/plan/declarations.csv?year=2025").content.decode()
        assert "A secret" not in client.get("/plan/declarations.json?year=2025").content.decode()

    def test_who_is_not_asked_is_not_called_silent_but_may_declare(self, client: Client) -> None:
        helpline = ProviderPage.objects.get(slug="samaritans")
        assert "Samaritans" not in [row[0] for row in rows(client, "declarations")]
        assert "15 providers are not asked to declare" in text(client)
        make_declaration(helpline, year=2024)
        assert any(row[0].startswith("Samaritans") for row in rows(client, "declarations", "?year=2024"))

    def test_an_unpublished_provider_is_not_counted(self, client: Client) -> None:
        provider = make_provider("loud", title="Loud charity")
        make_declaration(provider, year=2024)
        assert "1 of 12 partners has declared" in text(client, "?year=2024")
        ProviderPage.objects.filter(pk=provider.pk).update(live=False)
        assert "0 of 11 partners have declared" in text(client, "?year=2024")

    def test_partners_are_paged(self, client: Client) -> None:
        for number in range(PARTNERS_PER_PAGE):
            make_provider(f"charity-{number}", title=f"Charity {number:02}")
        first, second = (rows(client, "declarations", f"?partners={n}") for n in (1, 2))
        assert len(first) == PARTNERS_PER_PAGE
        assert [row[0] for row in first + second] == [line["provider"] for line in csv_of(client, "declarations")]
        assert "partners=2#declarations" in client.get("/plan/").content.decode()


class TestInvestment:
    def money(self, **fields: Any) -> PlanInvestment:
        facts: dict[str, Any] = {
            "body": "The council",
            "year": 2024,
            "source": "Accounts",
            "as_at": dt.date(2025, 6, 1),
        }
        return PlanInvestment(**facts | fields)

    def test_money_has_its_year_source_and_date(self, client: Client) -> None:
        make_plan(
            investments=(
                self.money(amount=1_250_000, covers="Schools"),
                self.money(body="The trust", year=2023, amount=0),
            )
        )
        assert rows(client, "investment", "?year=2024") == [
            ["The council", "£1,250,000 Schools", "Not declared", "Accounts As of 1 June 2025"],
            ["The trust", "Not declared", "Not declared", "Nobody yet"],
        ]
        assert rows(client, "investment", "?year=2023")[1][1] == "£0"

    def test_the_demonstration_names_who_has_not_declared(self, client: Client) -> None:
        assert [row[1:] for row in rows(client, "investment")] == [["Not declared", "Not declared", "Nobody yet"]] * 2

    def test_a_figure_without_a_source_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="source"):
            self.money(amount=5, source="").clean()
        self.money(source="", as_at=None).clean()


class TestOpenData:
    def test_the_files_of_actions_say_what_the_page_says(self, client: Client) -> None:
        make_plan(
            action("One", owner="The council", due=3),
            action("Two", status="dropped", note="No money."),
            action("Three"),
        )
        for query in ("", "?status=overdue", "?owner=not-declared"):
            shown, lines, said = (
                rows(client, "actions", query),
                csv_of(client, "actions", query),
                json_of(client, "actions", query),
            )
            assert (
                [row[0] for row in shown] == [line["action"] for line in lines] == [record["action"] for record in said]
            )
            for row, line, record in zip(shown, lines, said, strict=True):
                assert row[1] == (line["owner"] or "Owner not declared") + (
                    " Role not declared" if line["owner"] else ""
                )
                assert ("Overdue" in row[2]) is (line["is_overdue"] == "True") is record["is_overdue"]
                assert (line["note"] or "") in row[3]

    def test_the_files_of_declarations_say_what_the_page_says(self, client: Client) -> None:
        loud = make_provider("loud", title="Loud charity")
        make_declaration(loud, year=2024, staff="12.5", skills="Listening.\nTalking.", waits="None")
        shown, lines = rows(client, "declarations", "?year=2024"), csv_of(client, "declarations", "?year=2024")
        said = json_of(client, "declarations", "?year=2024")
        assert len(shown) == len(lines) == len(said)
        parts = ("services", "staff_wte", "skills", "waits", "people_seen", "information")
        for row, line, record in zip(shown, lines, said, strict=True):
            assert row[0].startswith(line["provider"])
            assert [" ".join(line[name].split()) or "Not declared" for name in parts] == (
                row[1:] if len(row) > 2 else ["Not declared"] * 6
            )
            assert [record[name] for name in parts] == [None] * 6 or record["state"] != "not-declared"
        assert client.get("/plan/declarations.json?year=2024").json()["year"] == 2024

    def test_the_files_of_investment_say_what_the_page_says(self, client: Client) -> None:
        money = PlanInvestment(body="The council", year=2024, amount=7, source="Accounts", as_at=dt.date(2025, 6, 1))
        make_plan(investments=(money, PlanInvestment(body="The trust", year=2024)))
        shown, lines = rows(client, "investment", "?year=2024"), csv_of(client, "investment", "?year=2024")
        said = json_of(client, "investment", "?year=2024")
        assert (
            [row[0] for row in shown] == [line["commissioner"] for line in lines] == [r["commissioner"] for r in said]
        )
        assert [(line["state"], line["amount_pounds"]) for line in lines] == [("declared", "7"), ("not-declared", "")]
        assert [record["amount_pounds"] for record in said] == [7, None]

    def test_no_cell_is_a_formula(self, client: Client) -> None:
        make_plan(action("=1+1", owner="@sum"))
        (line,) = csv_of(client, "actions")
        assert (line["action"], line["owner"]) == ("'=1+1", "'@sum")

    def test_without_a_public_plan_there_is_no_file(self, client: Client) -> None:
        PlanPage.objects.get().unpublish()
        assert client.get("/plan/actions.csv").status_code == 404
        assert client.get("/plan/").status_code == 404


def test_queries_do_not_grow_with_actions_or_declarations(client: Client) -> None:
    def count() -> int:
        client.get("/plan/?year=2025")
        with CaptureQueriesContext(connection) as queries:
            client.get("/plan/?year=2025")
        return len(queries)

    make_plan(action("One"))
    make_declaration(make_provider("first"))
    few = count()
    make_plan(*(action(f"Number {n}", owner=f"Body {n}") for n in range(60)))
    for number in range(12):
        make_declaration(make_provider(f"charity-{number}", title=f"Charity {number}"))
    assert count() <= few


def test_the_plan_stands_in_the_footer_of_every_page(client: Client) -> None:
    assert '<a href="/plan/">' in client.get("/topics/").content.decode()


def test_a_search_finds_an_action_of_the_plan(search_api: Any) -> None:
    assert "page:plan" in [result["id"] for result in search_api(q="virtual referral hub")["results"]]
