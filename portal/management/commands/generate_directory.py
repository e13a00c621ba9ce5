"""A made-up county, region or country, to see how the site works at that size."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from directory.models import Need
from directory.onspd import OnspdError, open_source
from directory.places_data import load_places
from portal.demonstration.county import load_needs
from portal.synthetic import pages
from portal.synthetic.documents import service_document
from portal.synthetic.facts import ServiceFacts
from portal.synthetic.generator import generate
from portal.synthetic.geography import Ground, survey
from portal.tree import lay_out_site
from search.changes import rebuild
from search.documents import Write
from search.engines import get_engine
from search.signals import index_paused
from search.sources import all_documents, count_documents


class Command(BaseCommand):
    help = (
        "Publish a made-up directory on real postcodes; safe to stop, and to run again. 1,000 services are a county and"
        " its neighbours, 10,000 a region, 100,000 the country. With --undo: take it away."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--services", type=int, default=1000, help="How many services (1000).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same directory (1).")
        parser.add_argument("--source", type=Path, help="A CSV of the ONS Postcode Directory; else its data wheel.")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--undo", action="store_true", help="Remove every made-up page, and nothing else.")
        choice.add_argument("--index-only", action="store_true", help="Fill the search index alone; make no page.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        if options["undo"]:
            self.undo()
            return
        if options["services"] < 1:
            raise CommandError("--services is a whole number from 1.")
        load_places()
        if not Need.objects.exists():
            load_needs()
        services = self.services(options["services"], options["seed"], options["source"])
        if options["index_only"]:
            self.fill_index(services, options["services"])
        else:
            self.publish(services, options["services"])

    def services(self, count: int, seed: int, path: Path | None) -> Iterator[ServiceFacts]:
        return generate(count, seed, self.ground(count, seed, path), pages.read_needs())

    def ground(self, count: int, seed: int, path: Path | None) -> Ground:
        try:
            source = open_source(path)
            with tqdm(total=source.size, unit="B", unit_scale=True, desc="Postcodes", disable=self.is_quiet) as bar:
                ground = survey(count, seed, source, lambda chunk: bar.update(chunk.size))
        except OnspdError as error:
            raise CommandError(str(error)) from error
        if not ground.authorities:
            raise CommandError("The source has no postcode of the authorities that a directory of this size covers.")
        return ground

    def publish(self, services: Iterable[ServiceFacts], count: int) -> None:
        with index_paused(), tqdm(total=count, unit=" services", disable=self.is_quiet) as bar:
            made = pages.write(services, bar.update)
        rebuild(get_engine())
        self.stdout.write(f"{made:,} made-up services were published; {count - made:,} stood already.")

    def fill_index(self, services: Iterable[ServiceFacts], count: int) -> None:
        """The site's own entries stay in the index, with the made-up ones beside them."""
        url = lay_out_site()[1]["services"].url or "/services/"
        documents = chain(all_documents(), (service_document(facts, url) for facts in services))
        writes = (Write(document.reference, document) for document in documents)
        with tqdm(total=count_documents() + count, unit=" entries", disable=self.is_quiet) as bar:
            held = get_engine().rebuild(writes, lambda number: bar.update(1))
        self.stdout.write(
            f"The search index holds {held:,} entries, {count:,} of them made up. No page was made: their links lead"
            " nowhere, and those that serve one named place are found without a place only. build_index takes them away."
        )

    def undo(self) -> None:
        with index_paused(), tqdm(total=pages.count_pages(), unit=" pages", disable=self.is_quiet) as bar:
            count = pages.remove(bar.update)
        rebuild(get_engine())
        self.stdout.write(f"The made-up directory is gone: {count:,} pages.")
