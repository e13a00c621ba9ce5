"""Fill postcodes from the ONS Postcode Directory: chosen local authorities, or the whole UK."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from directory.models.place import LocalAuthority
from directory.onspd import Chunk, OnspdError, Source, open_source
from directory.places_data import PostcodeCounts, load_places, load_postcodes


class Command(BaseCommand):
    help = "Load postcodes with their point and local authority. Safe to stop, and to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--areas", default="", help="ONS codes with commas; else the whole UK.")
        parser.add_argument("--source", type=Path, help="A CSV of the ONS Postcode Directory; else its data wheel.")

    def handle(self, *args: Any, **options: Any) -> None:
        areas = [code.strip().upper() for code in options["areas"].split(",") if code.strip()]
        if not LocalAuthority.objects.exists():
            load_places()
        known = set(LocalAuthority.objects.values_list("code", flat=True))
        if unknown := [code for code in areas if code not in known]:
            raise CommandError(f"Not a local authority's ONS code: {', '.join(unknown)}.")
        try:
            source = open_source(options["source"])
        except OnspdError as error:
            raise CommandError(str(error)) from error
        counts = self._load(source, areas, is_quiet=not options["verbosity"])
        if missing := sorted(set(areas) - counts.areas):
            self.stderr.write(f"The source has no postcodes for {', '.join(missing)}; nothing was changed there.")
        if options["verbosity"]:
            self._report(source, counts)

    def _load(self, source: Source, areas: list[str], *, is_quiet: bool) -> PostcodeCounts:
        with tqdm(total=source.size, unit="B", unit_scale=True, desc="Postcodes", disable=is_quiet or None) as bar:

            def advance(chunk: Chunk) -> None:
                bar.update(chunk.size)

            return load_postcodes(source, areas, advance)

    def _report(self, source: Source, counts: PostcodeCounts) -> None:
        self.stdout.write(f"{counts.loaded:,} postcodes of {len(counts.areas):,} areas; {counts.removed:,} removed.")
        if counts.unknown_area:
            self.stdout.write(f"{counts.unknown_area:,} left out: their local authority is not known here.")
        if not source.says_ended:
            self.stdout.write("This source does not say which postcodes have ended, so some of these have.")
            self.stdout.write("For live ones only, give --source with the directory's CSV, which has doterm.")
