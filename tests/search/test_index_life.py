"""The index follows every publish, unpublish, move, delete and need edit, and survives a killed process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.models import Need
from search.documents import all_documents
from search.engines import get_engine
from search.engines.embedded import EmbeddedEngine
from tests.builders import make_document, make_need, make_provider, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index(own_index: EmbeddedEngine) -> None:
    """Each test has its own index."""


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
    engine = get_engine()
    engine.update([make_document("service:ghost")], gone=["service:kooth"])
    changed = make_document("service:cyps")
    engine.update([changed])
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
    engine.rebuild(all_documents(), progress=look)
    assert seen == {total}
    assert len(engine.versions()) == total


def test_two_engines_on_one_folder_see_each_others_commits(settings: Any) -> None:
    one, two = EmbeddedEngine(settings.SEARCH_INDEX_DIR), EmbeddedEngine(settings.SEARCH_INDEX_DIR)
    assert "service:new" not in two.versions()
    one.update([make_document("service:new")])
    assert "service:new" in two.versions()


WRITER = """
import sys
from pathlib import Path
import django
django.setup()
from search.engines.embedded import EmbeddedEngine
from tests.builders import make_document
engine = EmbeddedEngine(Path(sys.argv[1]))
def documents():
    number = 0
    while True:
        number += 1
        yield make_document(f"service:flood-{number}", body="word " * 200)
def tell(count):
    if count == 3000:
        print("going", flush=True)
if sys.argv[2] == "rebuild":
    engine.rebuild(documents(), progress=tell)
else:
    import itertools
    print("going", flush=True)
    while True:
        engine.update(itertools.islice(documents(), 500))
"""


@pytest.mark.parametrize("work", ["rebuild", "update"])
def test_a_process_killed_in_mid_index_leaves_a_whole_index(settings: Any, work: str) -> None:
    folder = settings.SEARCH_INDEX_DIR
    before = get_engine().versions()
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), work],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": str(settings.BASE_DIR)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"going"
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    again = EmbeddedEngine(Path(folder))  # as the next start would
    assert again.is_ready()
    kept = again.versions()
    assert {r: v for r, v in kept.items() if "flood" not in r} == before
    call_command("build_index", verbosity=0)
    assert is_clean()
