"""A site that is thrown away: its own database, index folder and index names. The real site is never touched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, ELASTICSEARCH_URL, INSTALLED_APPS, STORAGES, env

SECRET_KEY = "only-for-benchmarks"  # noqa: S105
ALLOWED_HOSTS = ["*"]
THROTTLE = False
# Given to the processes that a benchmark starts, so that they find its database.
VAR_DIR = Path(env.text("BENCHMARK_DIR") or tempfile.mkdtemp(prefix="portal-benchmark-"))
MEDIA_ROOT = VAR_DIR / "media"
SEARCH_INDEX_DIR = VAR_DIR / "index"
DATABASES["default"]["NAME"] = str(VAR_DIR / "benchmark.sqlite3")
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}

# The engine is the embedded one until a benchmark chooses the cluster.
CLUSTER_URL = ELASTICSEARCH_URL
ELASTICSEARCH_URL = []
_NAME = VAR_DIR.name.rsplit("-", 1)[-1].lower().replace("_", "0")
ELASTICSEARCH_INDEX_PREFIX = f"bench-{_NAME}"
PEERS_INDEX_PREFIX = f"benchpeers-{_NAME}"

WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.wagtail_backend"},
    "own-database": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
}
if CLUSTER_URL:
    WAGTAILSEARCH_BACKENDS["own-elasticsearch"] = {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": CLUSTER_URL,
        "INDEX_PREFIX": f"{PEERS_INDEX_PREFIX}-wagtail-",
        "TIMEOUT": 60,
        "AUTO_UPDATE": False,
    }
