"""The no-wrong-door audit over the demonstration county, and over made-up services of any number, in one run.

``make bench BENCHMARKS=audit``; ``ARGS="--sizes 1000,5000"`` chooses the sizes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import django

from benchmarks.search import say

if TYPE_CHECKING:
    from pathways.audit.facts import Directory
    from portal.synthetic.facts import ServiceFacts

SIZES = "1000,5000"
HEADER = ("services", "types of places", "personas", "findings", "seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"How many made-up services, with commas ({SIZES}).")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from benchmarks import report, site, timing
    from pathways.audit.read import read_directory

    site.prepare()
    rows = [run("the demonstration", read_directory)]
    sizes = [int(size) for size in options.sizes.split(",")]
    largest = site.largest_ground(max(sizes), options.seed)
    for size in sizes:
        rows.append(run(f"{size:,}", lambda size=size: made_up(size, options.seed, site.ground_of(largest, size))))
    results = {"machine": timing.machine(), "load": os.getloadavg(), "options": vars(options), "rows": rows}
    path = report.save("audit", results)
    table = report.table(HEADER, ([row[name] for name in HEADER] for row in rows))
    sys.stdout.write(f"{table}\n\nJSON: {path}\n")


def run(name: str, read: Any) -> dict[str, Any]:
    """One line of the table. Reading the demonstration counts; making services up does not."""
    from pathways.audit.run import audit

    started = time.perf_counter()
    directory = read()
    read_in = time.perf_counter() - started
    started = time.perf_counter()
    result = audit(directory)
    seconds = time.perf_counter() - started + (read_in if name == "the demonstration" else 0)
    say(f"{name}: {len(result.findings):,} findings in {seconds:.1f} s")
    return dict(zip(HEADER, (name, len(directory.places), result.personas, len(result.findings), seconds), strict=True))


def made_up(size: int, seed: int, ground: Any) -> Directory:
    """So many made-up services as plain records, with every authority of their ground as the site's own."""
    from pathways.audit.facts import Directory
    from pathways.audit.read import place_types
    from portal.synthetic.generator import generate, served_places
    from portal.synthetic.pages import read_needs

    needs = read_needs()
    facts = list(generate(size, seed, ground, needs))
    named = {one.area.code for one in facts}
    points = {code: point for code, point in served_places(ground).items() if code in named}
    services = tuple(map(record, facts))
    home = tuple(authority.code for authority in ground.authorities)
    return Directory(services, {need.slug: need.label for need in needs}, place_types(services, points, home))


def record(facts: ServiceFacts) -> Any:
    from directory.ages import AgeRange
    from pathways.audit.facts import Route, Service

    return Service(
        facts.reference,
        facts.title,
        ages=AgeRange(facts.age_from, facts.age_before),
        needs=frozenset(need.slug for need in facts.needs),
        areas=frozenset([facts.area.code]),
        basis=facts.basis,
        audiences=frozenset(facts.audiences),
        routes=tuple(Route(r.who, AgeRange(r.age_from or 0, r.age_before)) for r in facts.routes),
        thrive=frozenset(facts.thrive),
        how=frozenset(facts.how),
        status=facts.status,
    )


if __name__ == "__main__":
    main()
