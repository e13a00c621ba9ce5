"""For a laptop: nothing to install, nothing secret, and a login that is printed."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS, MIDDLEWARE, STORAGES, VAR_DIR, env

DEBUG = True
SECRET_KEY = env.text("SECRET_KEY", "only-for-a-laptop-never-for-a-server")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", ".localhost"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
MIDDLEWARE = [*MIDDLEWARE, "portal.middleware.designed_not_found"]
THROTTLE = env.flag("THROTTLE", default=False)
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
VAR_DIR.mkdir(parents=True, exist_ok=True)
