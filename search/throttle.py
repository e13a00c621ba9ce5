"""A limit on how often one address may ask, kept for a minute and tied to nobody."""

from __future__ import annotations

import hashlib
import secrets
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

# Made anew with each process or shared for a day through the cache, so that a stored key leads back to no address.
SALT_KEY = "throttle-salt"
DAY = 86_400


class TooMany(Exception):
    """This address has asked too often in the last minute."""


def check_throttle(request: HttpRequest, *, of: str = "search") -> None:
    """Count this request; raises :class:`TooMany` past the limit of the minute.

    ``of``: what is counted by itself, so that suggestions never use up the searches of a school behind one address.
    """
    if not settings.THROTTLE:
        return
    salt = cache.get_or_set(SALT_KEY, lambda: secrets.token_hex(16), DAY)
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    address = forwarded or request.META.get("REMOTE_ADDR", "")
    digest = hashlib.blake2b(f"{salt}{address}".encode(), digest_size=12).hexdigest()
    key = f"throttle-{of}-{digest}-{int(time.time() // 60)}"
    cache.add(key, 0, 90)
    if cache.incr(key) > settings.THROTTLE_PER_MINUTE:
        raise TooMany
