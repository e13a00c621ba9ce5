"""Our whole search beside what lies under it and beside its peers, at several sizes, in one run.

Run by ``make bench``; ``ARGS="--sizes 1000,10000"`` chooses the sizes. Without ELASTICSEARCH_URL the cluster's half is left
out by name.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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

    def time(self, size: int, engine: str, what: str, task: Task) -> None:
        """One line of the table for each number of clients."""
        from benchmarks.timing import measure

        queries, seconds = self.options.queries, self.options.seconds
        warm = measure(task, queries, clients=1, seconds=seconds / 4)
        for clients in CLIENTS if warm.p50 < TOO_SLOW_MS else CLIENTS[:1]:
            timing = measure(task, queries, clients=clients, seconds=seconds)
            self.rows.append({"size": size, "engine": engine, "what": what} | asdict(timing))
            say(f"{size:>9,} {engine}, {what}, {clients} clients: p50 {timing.p50} ms, {timing.per_second} a second")


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

    from benchmarks import site, wagtail_own

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
        run_ours(run, size, engine, documents, mix)
        if has_peers and size <= MOST_FOR_WAGTAIL:
            run_wagtail(run, size, engine, mix)
        if has_peers and engine == "elasticsearch":
            run_peer(run, size, documents, mix)
    documents.path.unlink()


def run_ours(run: Run, size: int, engine: str, documents: DocumentFile, mix: list[Asked]) -> None:
    from benchmarks import whole

    with whole.engine_of(engine) as ours:
        start = time.perf_counter()
        count = ours.rebuild(documents.writes())
        note_rebuild(run, size, engine, "ours", count, time.perf_counter() - start)
        run.time(size, engine, "whole search", whole.whole(mix))
        run.time(size, engine, "engine alone", whole.raw(engine, mix))
        if size == run.options.harm_at:
            run_harm(run, size, engine, documents, whole.whole(mix))


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


def run_wagtail(run: Run, size: int, engine: str, mix: list[Asked]) -> None:
    from benchmarks import wagtail_own

    backend = OWN_BACKENDS[engine]
    note_rebuild(run, size, engine, "Wagtail's own", size, wagtail_own.build_index(backend))
    run.time(size, engine, "Wagtail's own", wagtail_own.task(backend, mix, facets=False))
    run.time(size, engine, "Wagtail's own, five facets", wagtail_own.task(backend, mix, facets=True))


def run_peer(run: Run, size: int, documents: DocumentFile, mix: list[Asked]) -> None:
    from benchmarks.connected_places import make_peer

    peer = make_peer()
    start = time.perf_counter()
    peer.fill(documents)
    note_rebuild(run, size, "elasticsearch", "Connected Places' mapping", size, time.perf_counter() - start)
    run.time(size, "elasticsearch", "Connected Places' query", peer.task(mix))
    peer.drop()


def note_rebuild(run: Run, size: int, engine: str, what: str, count: int, seconds: float) -> None:
    row = {"size": size, "engine": engine, "what": what, "seconds": round(seconds, 2), "per_second": count / seconds}
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
