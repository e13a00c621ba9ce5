"""Rebuild the search index beside the old one, or compare it with the database."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.changes import rebuild
from search.engines import get_engine, get_spare
from search.engines.base import Engine, EngineUnavailable
from search.sources import all_documents, count_documents

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Rebuild the search index without a gap. With --check: compare it with the database; exit 1 on a difference."
        " With --roll-back: switch to the index that stood before the last rebuild."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--check", action="store_true", help="Only compare, entry by entry.")
        parser.add_argument("--spare", action="store_true", help="With --check: this machine's spare index.")
        choice.add_argument("--roll-back", action="store_true", help="Take the index of before the last rebuild.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self.check_index(get_spare() if options["spare"] else get_engine())
            elif options["roll_back"]:
                self.roll_back()
            else:
                self.build(is_quiet=options["verbosity"] == 0 or not sys.stderr.isatty())
        except EngineUnavailable as error:
            raise CommandError(str(error), returncode=1) from error

    def build(self, *, is_quiet: bool) -> None:
        with tqdm(total=count_documents(), unit=" entries", disable=is_quiet) as bar:
            count = rebuild(get_engine(), progress=lambda number: bar.update(1))
        self.stdout.write(f"The search index holds {count} entries.")

    def roll_back(self) -> None:
        if not get_engine().roll_back():
            raise CommandError("No earlier index is kept.", returncode=1)
        self.stdout.write("The index of before the last rebuild answers. Run build_index --check to see what it lacks.")

    def check_index(self, engine: Engine | None) -> None:
        """Exit 1 with the differences: missing, no longer there, or out of date."""
        if engine is None:
            raise CommandError("ELASTICSEARCH_URL is not set: there is no spare index.", returncode=1)
        indexed = engine.versions()
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
