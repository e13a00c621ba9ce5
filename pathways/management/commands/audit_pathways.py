"""Walk every persona through the directory; exit 1 when one of them ends with nothing."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from pathways.audit.facts import Finding
from pathways.audit.read import read_directory
from pathways.audit.run import Audit, audit, one_sided_text
from pathways.audit.words import KINDS


class Command(BaseCommand):
    help = (
        "The no-wrong-door audit: who ends with nothing, with one way only, in a circle. Exit 1 when one has nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="As JSON instead of a table.")

    def handle(self, *args: Any, **options: Any) -> None:
        directory = read_directory()
        is_quiet = options["json"] or options["verbosity"] == 0 or not sys.stderr.isatty()
        with tqdm(total=len(directory.places), unit=" places", disable=is_quiet) as bar:
            found = audit(directory, bar.update)
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found)))
        if found.has_dead_end:
            sys.exit(1)


def _lines(found: Audit) -> list[str]:
    """A line for each finding, under a heading for each kind."""
    lines = [f"{found.personas:,} personas, {len(found.findings):,} findings"]
    for kind, label in KINDS.items():
        these: list[Finding] = [finding for finding in found.findings if finding.kind == kind]
        lines += ["", f"{label} ({kind}): {len(these)}", *(f"  {finding.text}" for finding in these)]
    lines += ["", f"Steps with no way back (reciprocity): {len(found.reciprocity)}"]
    return [*lines, *(f"  {one_sided_text(*pair)}" for pair in found.reciprocity)]
