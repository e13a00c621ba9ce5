"""Make directory/data/outcodes-uk.csv from the ONS Postcode Directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.onspd import OnspdError, open_source
from directory.places_data import OUTCODES_CSV, make_outcodes


class Command(BaseCommand):
    help = "Write outcodes-uk.csv: the middle of each outcode and the authorities that share it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", type=Path, help="A CSV of the ONS Postcode Directory; else its data wheel.")
        parser.add_argument("--output", type=Path, default=OUTCODES_CSV)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = make_outcodes(open_source(options["source"]), options["output"])
        except OnspdError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count:,} outcodes written to {options['output']}.")
