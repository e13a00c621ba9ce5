"""Rebuild the search index beside the old one, or compare it with the database."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.documents import all_documents, count_documents
from search.engines import get_engine
from search.engines.base import EngineUnavailable

SHOWN = 20


class Command(BaseCommand):
    help = "Rebuild the search index without a gap. With --check: compare it with the database; exit 1 on a difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only compare, entry by entry.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self.check_index()
        else:
            self.build(is_quiet=options["verbosity"] == 0 or not sys.stderr.isatty())

    def build(self, *, is_quiet: bool) -> None:
        with tqdm(total=count_documents(), unit=" entries", disable=is_quiet) as bar:
            count = get_engine().rebuild(all_documents(), progress=lambda number: bar.update(1))
        self.stdout.write(f"The search index holds {count} entries.")

    def check_index(self) -> None:
        """Exit 1 with the differences: missing, no longer there, or out of date."""
        try:
            indexed = get_engine().versions()
        except EngineUnavailable as error:
            raise CommandError(str(error), returncode=1) from error
        expected = {document.reference: document.version for document in all_documents()}
        differences = {
            "missing": sorted(expected.keys() - indexed.keys()),
            "no longer there": sorted(indexed.keys() - expected.keys()),
            "out of date": sorted(r for r in expected.keys() & indexed.keys() if expected[r] != indexed[r]),
        }
        count = sum(map(len, differences.values()))
        if not count:
            self.stdout.write(f"The index agrees with the database: {len(expected)} entries.")
            return
        for what, references in differences.items():
            for reference in references[:SHOWN]:
                self.stderr.write(f"{what}: {reference}")
        raise CommandError(f"{count} differences. Run: python manage.py build_index", returncode=1)
