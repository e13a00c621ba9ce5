"""The portal as in production: web processes, a worker and a keeper of the spare, on a database of their own."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
QUESTIONS = ("anxiety", "cant sleep", "self harm", "camhs", "someone to talk to", "kooth", "anxity help 15")
DATABASE = "portal_faults"


class Stack:
    def __init__(self, folder: Path, elasticsearch: tuple[str, ...], database: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": "https://localhost",
            "DATABASE_URL": database,
            "VAR_DIR": str(folder),
            "ELASTICSEARCH_URL": ",".join(elasticsearch),
            "THROTTLE": "0",
            "PYTHONPATH": str(ROOT),
        }
        self.processes: list[subprocess.Popen[str]] = []

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=600)

    def start(self, *words: str) -> subprocess.Popen[str]:
        log = (self.folder / f"{Path(words[1]).name}-{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            words, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        log.close()
        self.processes.append(process)
        return process

    def prepare(self) -> None:
        for words in (
            ("migrate", "--verbosity", "0"),
            ("collectstatic", "--noinput", "--verbosity", "0"),
            ("load_places", "--verbosity", "0"),
            ("load_demo", "--no-postcodes", "--verbosity", "0"),
            ("keep_spare", "--once"),
        ):
            done = self.manage(*words)
            assert done.returncode == 0, done.stderr

    def serve(self) -> None:
        web = ("-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "2")
        self.start(sys.executable, *web)
        self.start(sys.executable, "manage.py", "keep_spare", "--interval", "0.5")
        self.start(sys.executable, "manage.py", "db_worker", "--interval", "0.2")
        self.wait_for(lambda said: said["status"] == "ok")

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": "localhost", "X-Forwarded-Proto": "https", "Content-Type": "application/json"}
        try:
            connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("/health/ready")[1])
        return found

    def wait_for(self, condition: Any, *, seconds: float = 120) -> dict[str, Any]:
        end = time.monotonic() + seconds
        said: dict[str, Any] = {}
        while time.monotonic() < end:
            with contextlib.suppress(OSError, HTTPException, ValueError):
                said = self.health()
                if condition(said):
                    return said
            time.sleep(0.3)
        raise AssertionError(f"Not within {seconds} s: {said}")

    def end(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()


@dataclass
class Visitors:
    """Some people who search without a pause; what they met is kept by phase."""

    stack: Stack
    count: int = 4
    phase: str = "calm"
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def __enter__(self) -> Visitors:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(self.count)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *args: Any) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, number: int) -> None:
        turn = number
        while not self._stop.is_set():
            turn += 1
            body = {"q": QUESTIONS[turn % len(QUESTIONS)], "age": turn % 26, "place": "Blyth"}
            phase, start = self.phase, time.monotonic()
            try:
                status, answer = (
                    self.stack.ask("/urgent-help/") if turn % 20 == 0 else self.stack.ask("/api/search/", body)
                )
                problem = "" if status == 200 and answer else f"{phase}: {status}"
            except (OSError, HTTPException) as error:
                problem = f"{phase}: {error!r}"
            self.milliseconds.setdefault(phase, []).append((time.monotonic() - start) * 1000)
            if problem:
                self.failures.append(problem)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A database of its own: on the PostgreSQL of ``DATABASE_URL``, or SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'faults.sqlite3'}"
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
