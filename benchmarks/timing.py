"""Timing a task with one or more clients, and the figures that come of it."""

from __future__ import annotations

import itertools
import platform
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections

from search.engines.base import EngineUnavailable

Task = Callable[[int], Any]  # does the work of the query of this number
TURNS = 5  # of each task, when several are measured side by side


@dataclass(frozen=True, slots=True)
class Timing:
    clients: int
    count: int
    p50: float  # milliseconds
    p95: float
    p99: float
    per_second: float
    failed: int  # not answered in time; they are in the times and not in the number a second


def quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(slots=True)
class _Taken:
    """What a task has taken until now, over all its turns."""

    times: list[float] = field(default_factory=list)  # seconds, of each query
    failed: int = 0
    elapsed: float = 0.0

    def summed_up(self, clients: int) -> Timing:
        return summed_up(self.times, clients, self.elapsed, failed=self.failed)


def measure(
    task: Task, queries: int, *, clients: int, seconds: float, clock: Callable[[], float] = time.perf_counter
) -> Timing:
    """Run the queries in turn for so many seconds, or once over when that takes longer, up to four times as long.

    ``clock`` times each of them: with ``time.thread_time``, what the processor spent on it.
    The clients are threads of this one process, so that what holds Python's lock waits for its turn.
    """
    taken = _Taken()
    _run(task, taken, queries, clients=clients, seconds=seconds, least=queries, clock=clock)
    return taken.summed_up(clients)


def in_turns(tasks: Mapping[str, Task], queries: int, *, clients: int, seconds: float) -> dict[str, Timing]:
    """Measure several tasks side by side: each for a part of the time, then the next, and round again.

    What changes meanwhile, such as a compiler that warms up or an index that merges, meets all of them alike.
    """
    taken = {what: _Taken() for what in tasks}
    for _ in range(TURNS):
        for what, task in tasks.items():
            least = queries // TURNS
            _run(task, taken[what], queries, clients=clients, seconds=seconds / TURNS, least=least)
    return {what: part.summed_up(clients) for what, part in taken.items()}


def _run(
    task: Task,
    taken: _Taken,
    queries: int,
    *,
    clients: int,
    seconds: float,
    least: int,
    clock: Callable[[], float] = time.perf_counter,
) -> None:
    """Go on from the query at which the task stopped, for so many seconds and at least so many queries."""
    first = len(taken.times)
    numbers, guard = itertools.count(first), threading.Lock()
    start = time.perf_counter()

    def next_number() -> int:
        with guard:
            number = next(numbers)
        spent = time.perf_counter() - start
        is_over = spent > seconds and (number - first >= least or spent > 4 * seconds)
        return -1 if is_over else number

    def work() -> None:
        try:
            while (number := next_number()) >= 0:
                before = clock()
                try:
                    task(number % queries)
                except EngineUnavailable:
                    with guard:
                        taken.failed += 1
                taken.times.append(clock() - before)
        finally:
            connections.close_all()

    if clients == 1:
        work()
    else:
        with ThreadPoolExecutor(clients) as pool:
            for future in [pool.submit(work) for _ in range(clients)]:
                future.result()
    taken.elapsed += time.perf_counter() - start


def summed_up(times: list[float], clients: int, elapsed: float, *, failed: int = 0) -> Timing:
    ordered = sorted(1000 * spent for spent in times)
    p50, p95, p99 = (round(quantile(ordered, share), 3) for share in (0.5, 0.95, 0.99))
    return Timing(clients, len(ordered), p50, p95, p99, round((len(ordered) - failed) / elapsed, 1), failed)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    processors = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "processors": len(processors),
        "processor": processors[0] if processors else platform.processor(),
        "memory_gb": round(memory / 1_048_576, 1),
        "python": platform.python_version(),
    }


def _lines(path: str) -> list[str]:
    found = Path(path)
    return found.read_text(encoding="utf-8").splitlines() if found.exists() else []
