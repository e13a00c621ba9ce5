"""Typed reading of environment variables; settings are the only caller.

Every variable is listed in the README. A value that cannot be read stops the start with its name.
"""

from __future__ import annotations

from environs import Env

env = Env()


def text(name: str, default: str = "") -> str:
    return str(env.str(name, default)).strip()


def flag(name: str, *, default: bool) -> bool:
    return bool(env.bool(name, default))


def number(name: str, *, default: int) -> int:
    return int(env.int(name, default))


def words(name: str) -> list[str]:
    """A list with commas; empty when the variable is absent."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def required(name: str, why: str) -> str:
    """A value that production cannot start without."""
    from django.core.exceptions import ImproperlyConfigured

    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value
