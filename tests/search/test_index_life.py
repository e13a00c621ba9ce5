"""The index follows every publish, unpublish, move, delete and need edit, and loses none while it cannot be written."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from directory.models import LocalAuthority, Need
from search.changes import pending, rebuild
from search.documents import Write
from search.engines import get_engine
from search.engines.base import Engine, EngineUnavailable
from search.models import EntryChange
from search.tasks import pause, write_changes
from tests.builders import make_document, make_need, make_provider, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index(own_index: Engine) -> None:
    """Each test has its own index."""


def put(reference: str) -> None:
    get_engine().update([Write(reference, make_document(reference), 9)])


def indexed(reference: str) -> dict[str, Any] | None:
    hit = get_engine().get([reference]).get(reference)
    return hit.shown if hit else None


def is_clean() -> bool:
    try:
        call_command("build_index", "--check", verbosity=0)
    except CommandError:
        return False
    return True


def test_a_published_page_is_found_and_an_unpublished_one_is_not(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_service("kind-ears")
    assert indexed("service:kind-ears")
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert indexed("service:kind-ears") is None
    assert is_clean()


def test_a_draft_is_not_found(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_service("kind-ears", publish=False)
    assert indexed("service:kind-ears") is None


def test_a_deleted_page_is_gone(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_service("kind-ears")
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert indexed("service:kind-ears") is None
    assert is_clean()


def test_a_deleted_provider_takes_its_services_along(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_service("kind-ears", provider=make_provider("leaving"))
    with django_capture_on_commit_callbacks(execute=True):
        make_provider("leaving").delete()
    assert indexed("service:kind-ears") is None
    assert is_clean()


def test_a_moved_page_has_its_new_address(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_service("kind-ears", provider=make_provider("one"))
    with django_capture_on_commit_callbacks(execute=True):
        page.move(make_provider("two"), pos="last-child")
    assert indexed("service:kind-ears")["url"] == "/services/two/kind-ears/"
    assert is_clean()


def test_a_renamed_provider_stands_in_its_services(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_service("kind-ears", provider=make_provider("one"))
    with django_capture_on_commit_callbacks(execute=True):
        provider = make_provider("one")
        provider.title = "A new name"
        provider.save_revision().publish()
    assert indexed("service:kind-ears")["provider"] == "A new name"
    assert is_clean()


def test_an_edited_need_stands_in_every_entry_and_in_the_search(
    django_capture_on_commit_callbacks: Any, search_api: Any
) -> None:
    make_need("moonsickness", label="Moonsickness")
    with django_capture_on_commit_callbacks(execute=True):
        make_service("kind-ears", needs=("moonsickness",))
    need = Need.objects.get(slug="moonsickness")
    with django_capture_on_commit_callbacks(execute=True):
        need.label, need.aliases = "Longing for the moon", "howling at night"
        need.save()
    assert "Longing for the moon" in indexed("service:kind-ears")["need_words"]
    assert is_clean()
    answer = search_api(q="howling at night")
    assert "moonsickness" in answer["query"]["needs"]
    assert "service:kind-ears" in [result["id"] for result in answer["results"]]


def test_a_free_tag_is_found(django_capture_on_commit_callbacks: Any, search_api: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_service("kind-ears", publish=False)
        page.tags.add("beekeeping")
        page.save_revision().publish()
    assert search_api(q="beekeeping")["results"][0]["id"] == "service:kind-ears"


def test_a_renamed_authority_stands_in_its_services(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_service("kind-ears", authorities=("E06000057",))
    with django_capture_on_commit_callbacks(execute=True):
        authority = LocalAuthority.objects.get(pk="E06000057")
        authority.name = "The north"
        authority.save()
    assert indexed("service:kind-ears")["shown"]["area_text"] == "The north"
    assert is_clean()


def test_a_change_that_is_rolled_back_never_reaches_the_index(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        make_service("kind-ears")
    assert callbacks
    assert indexed("service:kind-ears") is None


def test_a_private_page_is_not_found(django_capture_on_commit_callbacks: Any) -> None:
    from wagtail.models import PageViewRestriction

    with django_capture_on_commit_callbacks(execute=True):
        page = make_service("kind-ears")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert indexed("service:kind-ears") is None
    assert is_clean()


def test_check_names_every_kind_of_difference(capsys: pytest.CaptureFixture[str]) -> None:
    put("service:ghost")
    put("service:cyps")
    get_engine().update([Write("service:kooth", None, 9)])
    with pytest.raises(CommandError, match="3 differences") as error:
        call_command("build_index", "--check")
    assert error.value.returncode == 1
    said = capsys.readouterr().err
    assert "no longer there: service:ghost" in said
    assert "missing: service:kooth" in said
    assert "out of date: service:cyps" in said
    call_command("build_index", verbosity=0)
    assert is_clean()


def test_a_rebuild_leaves_readers_an_index_all_the_time() -> None:
    engine = get_engine()
    seen = set()

    def look(number: int) -> None:
        if number % 20 == 0:
            seen.add(len(engine.versions()))

    total = len(engine.versions())
    rebuild(engine, progress=look)
    assert seen == {total}
    assert len(engine.versions()) == total


def test_a_rebuild_can_be_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    put("service:only-before")
    call_command("build_index", verbosity=0)
    assert indexed("service:only-before") is None
    call_command("build_index", "--roll-back")
    assert indexed("service:only-before")


def test_an_edit_during_a_rebuild_is_in_the_new_index(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_service("kind-ears")

    def edit(number: int) -> None:
        if number == 5:
            page.summary = "Edited meanwhile."
            page.save_revision().publish()

    rebuild(get_engine(), progress=edit)
    assert indexed("service:kind-ears")["summary"] == "Edited meanwhile."
    assert not pending().exists()


class TestNothingIsLost:
    """What the engine did not take is noted in the database, and written with the next attempt."""

    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        def refuse(*args: Any) -> None:
            raise EngineUnavailable("down")

        def mend() -> None:
            monkeypatch.undo()

        monkeypatch.setattr(type(get_engine()), "update", refuse)
        return mend

    def test_an_engine_that_is_down_costs_freshness_and_no_record(
        self, broken: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            make_service("kind-ears")
        assert indexed("service:kind-ears") is None
        assert pending().get().reference == "service:kind-ears"
        broken()
        with django_capture_on_commit_callbacks(execute=True):
            make_service("good-company")
        assert indexed("service:kind-ears")
        assert not pending().exists()
        assert is_clean()

    def test_a_deletion_that_was_not_written_wins_later(
        self, broken: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            page = make_service("kind-ears")
        with django_capture_on_commit_callbacks(execute=True):
            page.delete()
        broken()
        assert write_changes.call() == 1
        assert indexed("service:kind-ears") is None
        assert is_clean()

    def test_numbers_grow_with_every_change_and_stay_when_the_page_is_gone(self) -> None:
        page = make_service("kind-ears")
        before = EntryChange.objects.get(pk="service:kind-ears").number
        page.save_revision().publish()
        assert EntryChange.objects.get(pk="service:kind-ears").number > before
        page.delete()
        assert EntryChange.objects.get(pk="service:kind-ears").number > before + 1

    def test_a_draft_is_no_change(self) -> None:
        page = make_service("kind-ears")
        before = EntryChange.objects.get(pk="service:kind-ears").number
        page.summary = "Not yet."
        page.save_revision()
        assert EntryChange.objects.get(pk="service:kind-ears").number == before

    @pytest.mark.parametrize("attempt", [0, 1, 5, 9, 100, 10_000])
    def test_pauses_grow_and_end_at_five_minutes(self, attempt: int) -> None:
        assert 0.5 * min(300, 2 ** min(attempt, 20)) <= pause(attempt) <= 300


class TestJobsInTheDatabase:
    """As in production: the change and its job are one transaction, and a worker does the job."""

    @pytest.fixture(autouse=True)
    def _backend(self, settings: Any) -> None:
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def jobs(self) -> Any:
        return DBTaskResult.objects.filter(task_path="search.tasks.write_changes")

    def work(self) -> None:
        """What ``db_worker`` does with each job that is due."""
        worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="one",
            excluded_queue_names=[],
        )
        for job in DBTaskResult.objects.ready():
            job.claim(worker.worker_id)
            worker.run_task(job)

    def test_the_job_goes_with_a_transaction_that_is_rolled_back(self) -> None:
        with contextlib.suppress(RuntimeError), transaction.atomic():
            make_service("kind-ears")
            assert self.jobs().exists()
            raise RuntimeError
        assert not self.jobs().exists()
        assert not EntryChange.objects.filter(pk="service:kind-ears").exists()

    def test_a_worker_writes(self) -> None:
        make_service("kind-ears")
        assert indexed("service:kind-ears") is None
        self.work()
        assert indexed("service:kind-ears")
        assert is_clean()

    def test_one_job_waits_for_the_next_attempt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*args: Any) -> None:
            raise EngineUnavailable("down")

        monkeypatch.setattr(type(get_engine()), "update", refuse)
        monkeypatch.setattr("search.tasks.pause", lambda attempt: 60.0)
        for slug in ("kind-ears", "good-company", "warm-hands"):
            make_service(slug)
        self.work()
        (waiting,) = self.jobs().filter(status="READY")
        assert waiting.run_after > timezone.now()
        assert waiting.args_kwargs["args"] == [1]
        assert pending().count() == 3
