"""Our whole search beside what lies under it and beside its peers, at several sizes, in one run.

Run by ``make bench``; ``ARGS="--sizes 1000,10000"`` chooses the sizes. Without ELASTICSEARCH_URL the cluster's half is left
out by name.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from benchmarks.site import Asked, DocumentFile
    from benchmarks.timing import Task

SIZES = "1000,10000,100000,1000000"
CLIENTS = (1, 4, 16)
MOST_FOR_WAGTAIL = 100_000  # it needs a row for each entry
HARM_SIZE = 100_000
TOO_SLOW_MS = 500  # from here on one client says enough
OWN_BACKENDS = {"embedded": "own-database", "elasticsearch": "own-elasticsearch"}


@dataclass(slots=True)
class Run:
    """One run: what was asked for, and what was found."""

    options: argparse.Namespace
    rows: list[dict[str, Any]] = field(default_factory=list)
    rebuilds: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def time(self, size: int, engine: str, tasks: Mapping[str, Task]) -> None:
        """One line of the table for each task and number of clients. What is too slow for turns is measured alone."""
        from benchmarks.timing import in_turns, measure

        queries, seconds = self.options.queries, self.options.seconds
        warm = {what: measure(task, queries, clients=1, seconds=seconds) for what, task in tasks.items()}
        slow = {what: timing for what, timing in warm.items() if timing.p50 >= TOO_SLOW_MS}
        quick = {what: task for what, task in tasks.items() if what not in slow}
        timings = [*slow.items()]
        for clients in CLIENTS if quick else ():
            timings += in_turns(quick, queries, clients=clients, seconds=seconds).items()
        for what, timing in sorted(timings, key=lambda pair: list(tasks).index(pair[0])):
            self.rows.append({"size": size, "engine": engine, "what": what} | asdict(timing))
            say(
                f"{size:>9,} {engine}, {what}, {timing.clients} clients: p50 {timing.p50} ms, {timing.per_second} a second"
            )


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"How many made-up services, with commas ({SIZES}).")
    parser.add_argument("--engines", default="embedded,elasticsearch", help="Which engines, with commas.")
    parser.add_argument("--queries", type=int, default=200, help="How many different queries (200).")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0, help="For each line of the table (5).")
    parser.add_argument("--no-peers", action="store_true", help="Leave the peers out.")
    parser.add_argument("--harm-at", type=int, default=HARM_SIZE, help="Size at which a rebuild runs beside searches.")
    parser.add_argument("--plot", type=Path, help="Draw the picture here; needs matplotlib.")
    return parser.parse_args()


def main() -> None:
    options = read_options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from benchmarks import report, timing

    run = Run(options)
    run_sizes(run, run_size)
    results = {"machine": timing.machine(), "options": {k: str(v) for k, v in vars(options).items()}}
    results |= {"timings": run.rows, "rebuilds": run.rebuilds, "notes": run.notes}
    print_results(run, report.save("search", results))


def run_sizes(run: Run, run_size: Callable[[Run, int, list[str], Any], None]) -> None:
    """Each size that was asked for, on a site of the benchmark's own that is taken away again."""
    from django.conf import settings

    from benchmarks import site

    sizes = sorted(int(size.replace("_", "")) for size in run.options.sizes.split(","))
    engines = list(chosen_engines(run))
    is_kept = "BENCHMARK_DIR" in os.environ
    site.prepare()
    ground = site.largest_ground(sizes[-1], run.options.seed)
    try:
        for size in sizes:
            run_size(run, size, engines, site.ground_of(ground, size))
    finally:
        drop_indices(engines)
        if not is_kept:
            shutil.rmtree(settings.VAR_DIR)


def chosen_engines(run: Run) -> Iterator[str]:
    from django.conf import settings

    for engine in run.options.engines.split(","):
        if engine == "elasticsearch" and not settings.CLUSTER_URL:
            run.notes.append("Elasticsearch was left out: ELASTICSEARCH_URL is not set.")
        else:
            yield engine


def run_size(run: Run, size: int, engines: list[str], ground: Any) -> None:
    from django.conf import settings

    from benchmarks import site, wagtail_own, whole

    documents = site.DocumentFile(settings.VAR_DIR / f"documents-{size}.pickles")
    start = time.perf_counter()
    documents.write(size, run.options.seed, ground)
    say(f"{size:,} made-up services in {time.perf_counter() - start:.1f} s")
    site.note_served_places(ground)
    mix = site.make_queries(run.options.queries, run.options.seed, ground, site.site_area()[1])
    has_peers = not run.options.no_peers
    if has_peers and size <= MOST_FOR_WAGTAIL:
        wagtail_own.fill_rows(documents)
    for engine in engines:
        with whole.engine_of(engine) as ours, contextlib.ExitStack() as stack:
            tasks = make_tasks(run, size, engine, ours, documents, mix, stack)
            run.time(size, engine, tasks)
            if size == run.options.harm_at:
                run_harm(run, size, engine, documents, tasks["whole search"])
    documents.path.unlink()


def make_tasks(
    run: Run, size: int, engine: str, ours: Any, documents: DocumentFile, mix: list[Asked], stack: contextlib.ExitStack
) -> dict[str, Task]:
    """What is measured side by side, each on an index that is made here."""
    from benchmarks import wagtail_own, whole
    from benchmarks.connected_places import make_peer

    with noted(run, size, engine, "ours"):
        ours.rebuild(documents.writes())
    tasks = {"whole search": whole.whole(mix), "engine alone": whole.raw(engine, mix)}
    if run.options.no_peers:
        return tasks
    if size <= MOST_FOR_WAGTAIL:
        backend = OWN_BACKENDS[engine]
        with noted(run, size, engine, "Wagtail's own"):
            wagtail_own.build_index(backend)
        tasks["Wagtail's own"] = wagtail_own.task(backend, mix, facets=False)
        tasks["Wagtail's own, five facets"] = wagtail_own.task(backend, mix, facets=True)
    if engine == "elasticsearch":
        peer = make_peer()
        stack.callback(peer.drop)
        with noted(run, size, engine, "Connected Places' mapping"):
            peer.fill(documents)
        tasks["Connected Places' query"] = peer.task(mix)
    return tasks


def run_harm(run: Run, size: int, engine: str, documents: DocumentFile, task: Task) -> None:
    """Searches while another process rebuilds the index, until it is done."""
    from benchmarks.timing import summed_up

    command = [sys.executable, "-m", "benchmarks.rebuild", engine, str(documents.path)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])  # noqa: S603 our own module
    times: list[float] = []
    start = time.perf_counter()
    while process.poll() is None:
        before = time.perf_counter()
        task(len(times) % run.options.queries)
        times.append(time.perf_counter() - before)
    if process.returncode:
        raise RuntimeError("The rebuild beside the searches failed.")
    timing = summed_up(times, 1, time.perf_counter() - start)
    run.rows.append({"size": size, "engine": engine, "what": "whole search during a rebuild"} | asdict(timing))


@contextlib.contextmanager
def noted(run: Run, size: int, engine: str, what: str) -> Iterator[None]:
    """How long an index takes to make."""
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    row = {"size": size, "engine": engine, "what": what, "seconds": round(seconds, 2), "per_second": size / seconds}
    run.rebuilds.append(row)
    say(f"{size:>9,} {engine}, index of {what}: {seconds:.1f} s")


def drop_indices(engines: list[str]) -> None:
    """Take away what this run put on the cluster."""
    if "elasticsearch" not in engines:
        return
    from django.conf import settings
    from elasticsearch import Elasticsearch

    client = Elasticsearch(settings.CLUSTER_URL, request_timeout=60)
    prefixes = (settings.ELASTICSEARCH_INDEX_PREFIX, settings.PEERS_INDEX_PREFIX)
    for index in client.indices.get(index=",".join(f"{prefix}-*" for prefix in prefixes)):
        client.indices.delete(index=index, ignore_unavailable=True)


def print_results(run: Run, path: Path) -> None:
    from benchmarks import report

    parts = [
        report.timings_table(run.rows),
        report.table(("entries", "engine", "what", "times"), report.ratios(run.rows)),
    ]
    names = ("size", "engine", "what", "seconds", "per_second")
    rebuilds = ([row[name] for name in names] for row in run.rebuilds)
    parts += [report.table(("entries", "engine", "index", "seconds", "entries a second"), rebuilds), *run.notes]
    parts.append(f"JSON: {path}")
    if run.options.plot:
        parts.append(report.plot(run.rows, run.options.plot))
    sys.stdout.write("\n\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
