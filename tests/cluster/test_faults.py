"""One of three nodes is cut off under load, then all of them, and they come back: nobody notices and nothing is lost."""

from __future__ import annotations

import re
import statistics
import sys
import time
from pathlib import Path

import pytest

from tests.cluster.nodes import running
from tests.cluster.stack import Stack, Visitors, own_database

PHASE_SECONDS = 6


def test_no_visitor_fails_and_no_change_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running(3) as nodes, own_database(tmp_path) as database:
        stack = Stack(tmp_path, nodes.urls, database)
        try:
            stack.prepare()
            stack.serve()
            assert stack.health()["answered_by"] == "cluster"
            editor = stack.start(sys.executable, "tests/cluster/editor.py")
            with Visitors(stack) as visitors:
                time.sleep(PHASE_SECONDS)
                visitors.phase = "one node cut off"
                nodes.cut(1)
                time.sleep(PHASE_SECONDS)
                nodes.bring_back(1)
                visitors.phase = "all nodes cut off"
                for number in (1, 2, 3):
                    nodes.cut(number)
                time.sleep(PHASE_SECONDS)
                stack.wait_for(lambda said: said["answered_by"] == "spare" and said["changes_waiting"])
                visitors.phase = "coming back"
                nodes.bring_back(1, 2, 3)
                stack.wait_for(lambda said: said["answered_by"] == "cluster")
                visitors.phase = "calm again"
                time.sleep(PHASE_SECONDS)
                edits = int(editor.communicate()[0])
                stack.wait_for(lambda said: said["changes_waiting"] == 0, seconds=330)
            checks = [stack.manage("build_index", "--check"), stack.manage("keep_spare", "--once")]
            checks.append(stack.manage("build_index", "--check", "--spare"))
        finally:
            stack.end()
    agreed = [int(found[1]) for done in checks if (found := re.search(r": (\d+) entries", done.stdout))]
    with capsys.disabled():
        _tell(visitors, edits, agreed)
    assert not visitors.failures
    assert all(done.returncode == 0 for done in checks), [done.stderr for done in checks]
    assert edits > 20
    assert {"one node cut off", "all nodes cut off"} <= set(visitors.milliseconds)


def _tell(visitors: Visitors, edits: int, agreed: list[int]) -> None:
    total = sum(map(len, visitors.milliseconds.values()))
    print(
        f"\n{total} requests, {len(visitors.failures)} failed; {edits} edits; records checked, cluster and spare: {agreed}"
    )
    for phase, times in visitors.milliseconds.items():
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        middle, worst = statistics.median(times), max(times)
        print(f"  {phase}: {len(times)} requests, p50 {middle:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms")
