"""Fast and silent. Every process that runs tests has its own database, search index, cache and media folder."""

import os
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, ELASTICSEARCH_URL, REDIS_URL, STORAGES, env

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
THROTTLE = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
SEARCH_INDEX_DIR = VAR_DIR / "index"
# The contract suite asks the cluster by name. Everything else asks it only when the whole suite is to run on it.
CLUSTER_URL = ELASTICSEARCH_URL
if not env.flag("TEST_ON_CLUSTER", default=False):
    ELASTICSEARCH_URL = []
ELASTICSEARCH_INDEX_PREFIX = f"test-{VAR_DIR.name.removeprefix('portal-test-').lower().replace('_', '0')}"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
if REDIS_URL and (worker := os.environ.get("PYTEST_XDIST_WORKER")):
    # A test empties its cache: each of several processes has one of the server's numbered databases.
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rsplit('/', 1)[0]}/{int(worker.removeprefix('gw')) + 1}"
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
