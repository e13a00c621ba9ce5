"""The front page and its four sections, for a site that starts without the demonstration."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from directory.places_data import load_places
from portal.tree import lay_out_site


class Command(BaseCommand):
    help = "Make the front page, the sections, the places and the local authorities; safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        load_places()
        home, sections = lay_out_site()
        self.stdout.write(f"“{home.title}” stands, with {', '.join(section.title for section in sections.values())}.")
