"""The demonstration county, from the files in ``demo/``."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from directory.models import Postcode
from portal.demonstration import county
from portal.demonstration.files import FOLDERS, read, read_entries
from search.changes import rebuild
from search.engines import get_engine
from search.signals import index_paused


class Command(BaseCommand):
    help = "Load the demonstration county; safe to run twice. With --undo: take it away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--undo", action="store_true", help="Remove the demonstration and nothing else.")
        parser.add_argument("--no-postcodes", action="store_true", help="Leave postcodes as they are.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"]:
            with index_paused():
                count = county.undo()
            rebuild(get_engine())
            self.stdout.write(f"The demonstration is gone: {count} pages.")
            return
        self.load(is_quiet=options["verbosity"] == 0 or not sys.stderr.isatty(), postcodes=not options["no_postcodes"])

    def load(self, *, is_quiet: bool, postcodes: bool) -> None:
        settings_of_county = read("county.yaml")
        if postcodes and not Postcode.objects.exists():
            areas = settings_of_county["areas"] + settings_of_county["neighbours"]
            call_command("load_places", verbosity=0)
            call_command("load_postcodes", areas=",".join(areas), verbosity=0 if is_quiet else 1)
        total = sum(len(read_entries(kind)) for kind in FOLDERS)
        with index_paused(), tqdm(total=total, unit=" pages", disable=is_quiet) as bar:
            count = county.load(lambda reference: bar.update(1))
        if settings.DEBUG:
            county.make_logins()
        county.grant_sections()
        rebuild(get_engine())
        self.stdout.write(f"The demonstration county is loaded: {count} pages.")
