"""Keep this machine's spare index in step with the database, for the time when the cluster does not answer."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from search.changes import changed_since, fill, pending, writes_of
from search.engines import get_spare
from search.engines.base import Engine
from search.tasks import wake_writer

# Changes that the cluster has not taken after this long have lost their job: another one is asked for.
OVERDUE = dt.timedelta(minutes=10)
CLEANING_SECONDS = 3600.0


class Command(BaseCommand):
    help = (
        "Follow every change with this machine's spare index. Run one beside each web server; --once: catch up and end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Catch up, and end.")
        parser.add_argument("--interval", type=float, default=2.0, help="Seconds between two looks (2).")

    def handle(self, *args: Any, **options: Any) -> None:
        spare = get_spare()
        if spare is None:
            raise CommandError("ELASTICSEARCH_URL is not set: the embedded index is the engine itself.")
        keeper = Keeper(spare, Path(settings.SEARCH_INDEX_DIR) / "spare-kept-until")
        keeper.catch_up()
        self.stdout.write("The spare index is in step with the database.")
        while not options["once"]:
            time.sleep(options["interval"])
            close_old_connections()
            keeper.follow()


class Keeper:
    """Knows until when the spare index has every change; the moment is kept in a file, for the next start."""

    def __init__(self, spare: Engine, moment_file: Path) -> None:
        self.spare = spare
        self.moment_file = moment_file
        self.seen: dict[str, int] = {}
        self.cleaned = time.monotonic()

    def catch_up(self) -> None:
        """Follow from where the last keeper stopped, or start anew."""
        if self.spare.trouble() or self._kept_until() is None:
            start = timezone.now()
            _, self.seen = fill(self.spare)
            self._keep(start)
        self.follow()

    def follow(self) -> None:
        """Write what has changed; ask for what is overdue; forget jobs that are done."""
        now = timezone.now()
        numbers = changed_since(self._kept_until() or now)
        changed = {r: number for r, number in numbers.items() if self.seen.get(r, 0) < number}
        if changed:
            self.spare.update(writes_of(changed))
        self.seen = numbers
        self._keep(now)
        if pending().filter(changed_at__lt=now - OVERDUE).exists():
            wake_writer()
        if time.monotonic() - self.cleaned > CLEANING_SECONDS:
            call_command("prune_db_task_results", verbosity=0)
            self.cleaned = time.monotonic()

    def _kept_until(self) -> dt.datetime | None:
        try:
            return dt.datetime.fromisoformat(self.moment_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def _keep(self, moment: dt.datetime) -> None:
        self.moment_file.parent.mkdir(parents=True, exist_ok=True)
        new = self.moment_file.with_suffix(".new")
        new.write_text(moment.isoformat(), encoding="utf-8")
        new.replace(self.moment_file)
