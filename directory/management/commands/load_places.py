"""Fill local authorities, named places and outcodes from the project's data."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from directory.places_data import load_places


class Command(BaseCommand):
    help = "Load local authorities, named places and outcodes. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_places()
        if options["verbosity"]:
            self.stdout.write(
                f"{counts.authorities:,} local authorities, {counts.places:,} places, {counts.outcodes:,} outcodes."
            )
