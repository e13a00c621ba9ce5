"""Timing a task with one or more clients, and the figures that come of it."""

from __future__ import annotations

import itertools
import platform
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from search.engines.base import EngineUnavailable

Task = Callable[[int], Any]  # does the work of the query of this number


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


def measure(
    task: Task, queries: int, *, clients: int, seconds: float, clock: Callable[[], float] = time.perf_counter
) -> Timing:
    """Run the queries in turn for so many seconds, or once over when that takes longer, up to four times as long.

    ``clock`` times each of them: with ``time.thread_time``, what the processor spent on it.
    The clients are threads of this one process, so that what holds Python's lock waits for its turn.
    """
    numbers, guard, times, failed = itertools.count(), threading.Lock(), list[float](), list[int]()
    start = time.perf_counter()

    def next_number() -> int:
        with guard:
            number = next(numbers)
        spent = time.perf_counter() - start
        is_over = spent > seconds and (number >= queries or spent > 4 * seconds)
        return -1 if is_over else number

    def work() -> None:
        try:
            while (number := next_number()) >= 0:
                before = clock()
                try:
                    task(number % queries)
                except EngineUnavailable:
                    failed.append(number)
                times.append(clock() - before)
        finally:
            connections.close_all()

    if clients == 1:
        work()
    else:
        with ThreadPoolExecutor(clients) as pool:
            for future in [pool.submit(work) for _ in range(clients)]:
                future.result()
    return summed_up(times, clients, time.perf_counter() - start, failed=len(failed))


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
