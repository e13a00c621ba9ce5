"""Production refuses to start without its secrets; nothing but the environment decides."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

SECRETS = {
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "postgres://portal:secret@db.example.org/portal",
    "SITE_URL": "https://example.org",
}


def read(names: str, environment: dict[str, str], module: str = "production") -> subprocess.CompletedProcess[str]:
    """Settings as another process reads them."""
    code = f"from portal.settings import {module} as s; print({names})"
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("missing", list(SECRETS))
def test_production_names_the_secret_that_is_missing(missing: str) -> None:
    outcome = read("s.DEBUG", {k: v for k, v in SECRETS.items() if k != missing})
    assert outcome.returncode != 0
    assert f"{missing} is not set" in outcome.stderr


def test_production_never_reads_debug() -> None:
    assert read("s.DEBUG", SECRETS | {"DEBUG": "1"}).stdout.strip() == "False"


def test_production_is_strict() -> None:
    names = "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 31_000_000, s.THROTTLE"
    assert read(names, SECRETS).stdout.strip() == "True True True True True"


@pytest.mark.parametrize(
    ("names", "environment", "said"),
    [
        ("s.DATABASES['default']['ENGINE'].rsplit('.', 1)[1]", {"DATABASE_URL": "postgres://a:b@c/d"}, "postgresql"),
        ("s.DATABASES['default']['ENGINE'].rsplit('.', 1)[1]", {}, "sqlite3"),
        ("s.CACHES['default']['BACKEND'].rsplit('.', 1)[1]", {"REDIS_URL": "redis://c/0"}, "RedisCache"),
        ("s.CACHES['default']['BACKEND'].rsplit('.', 1)[1]", {}, "LocMemCache"),
        (
            "s.ELASTICSEARCH_URL",
            {"ELASTICSEARCH_URL": "http://a:9200, http://b:9200"},
            "['http://a:9200', 'http://b:9200']",
        ),
        ("s.EMAIL_BACKEND.rsplit('.', 2)[1]", {}, "console"),
        (
            "s.EMAIL_BACKEND.rsplit('.', 2)[1], s.EMAIL_HOST",
            {"EMAIL_URL": "smtp://mail.example.org:25"},
            "smtp mail.example.org",
        ),
        (
            "s.STORAGES['default']['BACKEND'].rsplit('.', 1)[1]",
            {"MEDIA_BUCKET_URL": "https://k:s@s3.example.org/media"},
            "S3Storage",
        ),
        (
            "s.STORAGES['default']['OPTIONS']['bucket_name']",
            {"MEDIA_BUCKET_URL": "https://k:s@s3.example.org/media"},
            "media",
        ),
        ("s.THROTTLE", {}, "False"),
        ("s.THROTTLE", {"THROTTLE": "1"}, "True"),
    ],
)
def test_the_environment_alone_decides(names: str, environment: dict[str, str], said: str) -> None:
    outcome = read(names, environment, "local")
    assert outcome.stdout.strip() == said, outcome.stderr
