"""What each part of the search language is worth: nDCG@10 and time over the judged queries, with parts left out.

Run by ``make bench BENCHMARKS=relevance``. The queries are our own (``tests/search/data/judged.json``) and, where it lies
beside the project, the set that others judged.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from search.language import Vocabulary

ROOT = Path(__file__).parents[1]
SETS = {
    "others'": ROOT.parent / "shared" / "domain" / "queries-tune.json",
    "our own": ROOT / "tests" / "search" / "data" / "judged.json",
    "our second": ROOT / "tests" / "search" / "data" / "judged-second.json",
    "our third": ROOT / "tests" / "search" / "data" / "judged-third.json",
    "small hours": ROOT / "tests" / "search" / "data" / "judged-night.json",
    "blind": ROOT / "tests" / "search" / "data" / "judged-blind.json",
}
DEPTH = 10
READ = ("age", "place")
ASKS = ("audience", "route", "how", "kind", "open_now")


def ndcg(found: list[str], grades: Mapping[str, int]) -> float:
    """How close the first ten are to the best order of what was judged useful, from 0 to 1."""
    gain = sum((2 ** grades.get(one, 0) - 1) / math.log2(place + 2) for place, one in enumerate(found[:DEPTH]))
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return gain / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))


def parts(vocabulary: Vocabulary) -> list[tuple[str, Vocabulary, tuple[str, ...]]]:
    """Each step as (what was added, the vocabulary with which it is read, what is not read from the text)."""
    unlearned = replace(vocabulary, shares=lambda words: {})
    unspelt = replace(unlearned, spellings={}, words=frozenset(), sounds={})
    bare = replace(unspelt, needs=(), phrases={})
    return [
        ("stems and names alone", bare, (*READ, *ASKS)),
        ("and the vocabulary of needs", unspelt, (*READ, *ASKS)),
        ("and spelling", unlearned, (*READ, *ASKS)),
        ("and age and place read from the words", unlearned, ASKS),
        ("and who asks, and how", unlearned, ()),
        ("and what the words lean to", vocabulary, ()),
    ]


def measure(ask: Callable[[str], list[str]], path: Path) -> tuple[str, ...]:
    """How many queries, their mean nDCG@10, and p50 and p95 of the whole search in milliseconds."""
    from benchmarks.timing import quantile

    times, scores = [], []
    for query in json.loads(path.read_text(encoding="utf-8")):
        start = time.perf_counter()
        found = ask(query["query"])
        times.append(1000 * (time.perf_counter() - start))
        scores.append(ndcg(found, query["grades"]))
    times.sort()
    mean = sum(scores) / len(scores)
    return str(len(scores)), f"{mean:.3f}", f"{quantile(times, 0.5):.1f}", f"{quantile(times, 0.95):.1f}"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from django.conf import settings
    from django.utils import timezone
    from wagtail.models import Site

    from benchmarks import report, site, whole
    from search.changes import fill
    from search.query import parse
    from search.results import search
    from search.views import area_of
    from search.vocabulary import get_vocabulary

    is_kept = "BENCHMARK_DIR" in os.environ
    site.prepare()
    here = Site.objects.get(is_default_site=True)
    area = area_of(here)

    def ask(text: str, *, vocabulary: Vocabulary, ignored: tuple[str, ...]) -> list[str]:
        query = parse({"q": [text], "ignore": list(ignored)}, vocabulary, area)
        return [result.id for result in search(query, vocabulary, area, here, timezone.localtime()).results]

    rows = []
    with whole.engine_of("embedded") as engine:
        fill(engine)
        for what, vocabulary, ignored in parts(get_vocabulary()):
            asked = partial(ask, vocabulary=vocabulary, ignored=ignored)
            rows += [(what, name, *measure(asked, path)) for name, path in SETS.items() if path.exists()]
    if not is_kept:
        shutil.rmtree(settings.VAR_DIR)
    heads = ("what is used", "queries", "how many", "nDCG@10", "p50 ms", "p95 ms")
    sys.stdout.write(report.table(heads, rows) + "\n")


if __name__ == "__main__":
    main()
