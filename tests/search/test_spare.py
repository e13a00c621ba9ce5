"""``keep_spare``: the spare index of a web server follows the database by itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from search.changes import record
from search.engines import get_spare
from search.engines.embedded import EmbeddedEngine
from search.management.commands.keep_spare import OVERDUE, Keeper
from search.models import EntryChange
from search.sources import all_documents
from tests.builders import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(settings: Any, tmp_path: Path) -> Keeper:
    """As on a web server whose cluster is far away: nothing but the spare is written here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return Keeper(EmbeddedEngine(tmp_path / "index"), tmp_path / "index" / "spare-kept-until")


def is_in_step(keeper: Keeper) -> bool:
    return keeper.spare.versions() == {document.reference: document.version for document in all_documents()}


def test_it_starts_from_the_database_and_follows_every_change(keeper: Keeper) -> None:
    keeper.catch_up()
    assert is_in_step(keeper)
    page = make_service("kind-ears")
    keeper.follow()
    assert "service:kind-ears" in keeper.spare.versions()
    page.unpublish()
    keeper.follow()
    assert "service:kind-ears" not in keeper.spare.versions()
    page.save_revision().publish()
    page.delete()
    keeper.follow()
    assert is_in_step(keeper)


def test_nothing_new_is_nothing_to_write(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.catch_up()
    monkeypatch.setattr(EmbeddedEngine, "update", lambda *args: pytest.fail("There was nothing to write."))
    keeper.follow()


def test_after_a_pause_it_goes_on_where_it_stopped(keeper: Keeper) -> None:
    keeper.catch_up()
    make_service("kind-ears")
    again = Keeper(EmbeddedEngine(keeper.spare.folder), keeper.moment_file)  # type: ignore[attr-defined]
    again.spare.rebuild = lambda *args: pytest.fail("It need not start anew.")  # type: ignore[assignment,method-assign]
    again.catch_up()
    assert is_in_step(again)


def test_a_file_that_makes_no_sense_starts_anew(keeper: Keeper) -> None:
    keeper.catch_up()
    keeper.moment_file.write_text("yesterday")
    make_service("kind-ears")
    keeper.catch_up()
    assert is_in_step(keeper)


def test_it_asks_for_writes_whose_job_was_lost(keeper: Keeper) -> None:
    keeper.catch_up()
    record(["service:kooth"])
    keeper.follow()
    assert not DBTaskResult.objects.exists()
    EntryChange.objects.filter(pk="service:kooth").update(changed_at=timezone.now() - OVERDUE - dt.timedelta(minutes=1))
    keeper.follow()
    assert DBTaskResult.objects.filter(task_path="search.tasks.write_changes").count() == 1


def test_the_embedded_engine_has_no_spare(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = []
    assert get_spare() is None
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL is not set"):
        call_command("keep_spare", "--once")


def test_the_command_catches_up_and_ends(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_DIR = ["http://127.0.0.1:9"], tmp_path / "index"
    call_command("keep_spare", "--once")
    assert "in step" in capsys.readouterr().out
    spare = get_spare()
    assert spare
    assert len(spare.versions()) == sum(1 for _ in all_documents())
