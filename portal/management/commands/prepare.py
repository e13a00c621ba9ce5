"""Everything that stands between a fresh checkout and a first page, done only where it is not done yet."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from home.models import PortalSettings
from portal.demonstration import county, files
from search.engines import fallback_reason, get_engine, get_spare


class Command(BaseCommand):
    help = "Migrate, load the demonstration and build the index, where needed. A second run takes a second."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        if not PortalSettings.objects.filter(demonstration_version=files.version()).exists():
            self.stdout.write("Loading the demonstration county. This takes about a minute, once.")
            call_command("load_demo")
        elif fallback_reason() or get_engine().trouble():
            call_command("build_index")
        if get_spare():
            call_command("keep_spare", "--once")
        self.say_where()

    def say_where(self) -> None:
        port = os.environ.get("PORT", "8000")
        self.stdout.write(f"\n  The portal:  http://localhost:{port}/\n  The admin:   http://localhost:{port}/admin/")
        if settings.DEBUG:
            names = ", ".join(name for name, _, _ in county.LOGINS)
            self.stdout.write(f"  Logins:      {names}  (password: {county.PASSWORD})\n")
