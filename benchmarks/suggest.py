"""Suggestions while somebody types, beside the engine's part of them and a health check, at several sizes, in one run.

``make bench BENCHMARKS=suggest``; ``ARGS="--sizes 1000,10000"`` chooses the sizes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any
from unittest import mock

import django

from benchmarks.search import Run, run_sizes, say

if TYPE_CHECKING:
    from benchmarks.timing import Task

SIZES = "1000,10000,100000"
SAMPLED_TITLES = 5000
SLIPS = 0.2  # of what is typed has two letters in the wrong order


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"How many made-up services, with commas ({SIZES}).")
    parser.add_argument("--engines", default="embedded", help="Which engines, with commas (embedded).")
    parser.add_argument("--queries", type=int, default=300, help="How many different half-typed texts (300).")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0, help="For each line of the table (5).")
    return parser.parse_args()


def main() -> None:
    options = read_options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from benchmarks import report, timing

    run = Run(options)
    run_sizes(run, run_size)
    results = {"machine": timing.machine(), "load": os.getloadavg(), "options": vars(options), "timings": run.rows}
    path = report.save("suggest", results)
    sys.stdout.write("\n\n".join([report.timings_table(run.rows), *run.notes, f"JSON: {path}"]) + "\n")


def run_size(run: Run, size: int, engines: list[str], ground: Any) -> None:
    from django.conf import settings

    from benchmarks import site, timing, whole

    documents = site.DocumentFile(settings.VAR_DIR / f"documents-{size}.pickles")
    documents.write(size, run.options.seed, ground)
    typed = list(half_typed(documents, run.options.queries, run.options.seed))
    for name in engines:
        with whole.engine_of(name) as engine:
            say(f"{size:>9,} {name}: {engine.rebuild(documents.writes()):,} entries")
            tasks = {
                "/api/suggest/": requests("/api/suggest/", typed),
                "the engine's part": engine_part(typed),
                "/health/live": requests("/health/live"),
            }
            run.time(size, name, tasks)
            for what, task in tasks.items():
                spent = timing.measure(task, len(typed), clients=1, seconds=run.options.seconds, clock=time.thread_time)
                run.rows.append({"size": size, "engine": name, "what": f"{what}, processor time"} | asdict(spent))
    documents.path.unlink()


def half_typed(documents: Any, count: int, seed: int) -> Iterator[str]:
    """Beginnings of the judged queries, of titles and of places, some with a slip."""
    from benchmarks.site import QUERIES
    from directory.models import Place
    from portal.synthetic.facts import TITLE_START

    texts = [line for line in QUERIES.read_text(encoding="utf-8").splitlines() if line]
    # The mark of the made-up titles begins every one of them, and nobody would type it.
    titles = [document.title.removeprefix(TITLE_START) for document in islice(documents, SAMPLED_TITLES)]
    places = list(Place.objects.order_by("pk").values_list("name", flat=True))
    random = Random(seed)  # noqa: S311
    for number in range(count):
        whole = random.choice((texts, titles, places)[number % 3])
        cut = whole[: random.randint(2, min(len(whole), 24))]
        if len(cut) > 4 and random.random() < SLIPS:
            cut = cut[:-2] + cut[-1] + cut[-2]
        yield cut


def requests(address: str, typed: Sequence[str] = ()) -> Task:
    """The site's whole answer to a request, as its own process gives it: everything but the network."""
    from django.test import Client

    client = Client()

    def ask(number: int) -> None:
        response = client.post(address, {"q": typed[number]}) if typed else client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return ask


def engine_part(typed: Sequence[str]) -> Task:
    """What the engine was asked for each text, recorded beforehand and only asked again; nothing where it was not."""
    from benchmarks import site
    from search import suggestions
    from search.engines import get_engine

    engine, area = get_engine(), site.site_area()[1]
    real, asked = engine.suggest, []
    for text in typed:
        with mock.patch.object(engine, "suggest", return_value=[]) as suggest:
            suggestions.suggest(text, area)
        asked.append(suggest.call_args_list)

    def ask(number: int) -> None:
        for call in asked[number]:
            real(*call.args, **call.kwargs)

    return ask


if __name__ == "__main__":
    main()
