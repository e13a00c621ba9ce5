"""For the public. Refuses to start without its secrets; ``DEBUG`` is never read here."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import ELASTICSEARCH_URL, LOGGING, SENTRY_DSN, SITE_URL, env

SECRET_KEY = env.required("SECRET_KEY", "Make a long random one and keep it out of the repository.")
env.required("ALLOWED_HOSTS", "List the host names, with commas.")
env.required("DATABASE_URL", "Such as postgres://user:password@host/name")
env.required("SITE_URL", "The public address, such as https://example.org")

DEBUG = False
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

if ELASTICSEARCH_URL:
    # A change and the job that writes it are saved in one transaction; ``db_worker`` does the job.
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Addresses carry no search text (it is posted), and still no request line is logged.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
LOGGING["loggers"]["django.server"] = {"level": "ERROR"}

if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=lambda event, hint: event | {"request": {}},
    )
