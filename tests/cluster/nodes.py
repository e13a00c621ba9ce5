"""Elasticsearch nodes of a test's own, on ports of their own: they may be stopped and brought back."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import shared

HEAP = "256m"
# Away from the cluster that other tests share.
FIRST_HTTP, FIRST_TRANSPORT = 9410, 9510
# The tool runs as it is, but for its folder and its ports.
ELSEWHERE = f"""
import pathlib, sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
loader = SourceFileLoader("tool", sys.argv[1])
tool = module_from_spec(spec_from_loader("tool", loader))
loader.exec_module(tool)
tool.install()
tool.BASE, tool.HTTP, tool.TRANSPORT = pathlib.Path(sys.argv[2]), {FIRST_HTTP}, {FIRST_TRANSPORT}
if sys.argv[3] == "bring-back":
    numbers = [int(word) for word in sys.argv[4:]]
    for number in numbers:
        tool.launch(number, "{HEAP}")
    for number in numbers:
        tool.wait(number, len(tool.configured()))
else:
    sys.argv = ["elasticsearch", *sys.argv[3:]]
    tool.main()
"""


class Nodes:
    """A running cluster; ``urls`` may be given to ``ELASTICSEARCH_URL``."""

    login = ("admin", "only-for-tests")

    def __init__(self, folder: Path, count: int, *, is_secure: bool) -> None:
        self._tool = shared("tools/elasticsearch/elasticsearch")
        self.folder = folder
        scheme = "https" if is_secure else "http"
        self.urls = tuple(f"{scheme}://localhost:{FIRST_HTTP + number}" for number in range(count))
        self.ca_file = str(folder / "ca.crt")
        self.run("start", "--nodes", str(count), "--heap", HEAP, *(["--secure"] if is_secure else []))

    def run(self, *words: str) -> None:
        command = [sys.executable, "-c", ELSEWHERE, str(self._tool), str(self.folder), *words]
        subprocess.run(command, check=True, capture_output=True, timeout=600)

    def cut(self, number: int) -> None:
        """A power cut of one node, counted from 1."""
        self.run("stop-node", str(number), "--hard")

    def bring_back(self, *numbers: int) -> None:
        """Start nodes again with their data, all at once, and wait until they see each other."""
        self.run("bring-back", *map(str, numbers))


@contextlib.contextmanager
def running(count: int, *, is_secure: bool = False) -> Iterator[Nodes]:
    """Start nodes, and end them again."""
    folder = Path(tempfile.mkdtemp(prefix="portal-nodes-", dir="/var/tmp"))
    folder.chmod(0o755)
    nodes = None
    try:
        nodes = Nodes(folder, count, is_secure=is_secure)
        yield nodes
    finally:
        if nodes:
            nodes.run("stop", "--wipe")
        shutil.rmtree(folder, ignore_errors=True)
