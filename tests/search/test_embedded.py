"""What only the embedded engine promises: many processes on one folder, and a whole index after a killed one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from search.documents import Write
from search.engines.embedded import EmbeddedEngine
from tests.builders import make_document


@pytest.fixture(autouse=True)
def _index(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path).rebuild([Write(f"service:{n}", make_document(f"service:{n}")) for n in range(50)])


def test_two_engines_on_one_folder_see_each_others_commits(tmp_path: Path) -> None:
    one, two = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
    assert "service:new" not in two.versions()
    one.update([Write("service:new", make_document("service:new"))])
    assert "service:new" in two.versions()


WRITER = """
import sys
from pathlib import Path
import django
django.setup()
from search.documents import Write
from search.engines.embedded import EmbeddedEngine
from tests.builders import make_document
engine = EmbeddedEngine(Path(sys.argv[1]))
def writes():
    number = 0
    while True:
        number += 1
        reference = f"service:flood-{number}"
        yield Write(reference, make_document(reference, body="word " * 200))
def tell(count):
    if count == 3000:
        print("going", flush=True)
if sys.argv[2] == "rebuild":
    engine.rebuild(writes(), progress=tell)
else:
    import itertools
    print("going", flush=True)
    while True:
        engine.update(itertools.islice(writes(), 500))
"""


@pytest.mark.parametrize("work", ["rebuild", "update"])
def test_a_process_killed_in_mid_index_leaves_a_whole_index(tmp_path: Path, work: str) -> None:
    folder = tmp_path
    before = EmbeddedEngine(folder).versions()
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
    assert again.trouble() == ""
    kept = again.versions()
    assert {r: v for r, v in kept.items() if "flood" not in r} == before
    again.rebuild([Write("service:one", make_document("service:one"))])
    assert set(again.versions()) == {"service:one"}
