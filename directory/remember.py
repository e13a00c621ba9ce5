"""Keeping in memory, for a moment, what is read often and changes seldom."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_all: list[Remembered[Any, Any]] = []


@dataclass(slots=True)
class _Kept(Generic[R]):
    """One answer. Whoever holds ``reading`` is reading it anew."""

    reading: threading.RLock = field(default_factory=threading.RLock)
    known: tuple[float, R] | None = None  # when it was read, and what it was

    def is_fresh(self, seconds: float) -> bool:
        return self.known is not None and time.monotonic() - self.known[0] < seconds


class Remembered(Generic[P, R]):
    """A function whose answers are kept for some seconds in this process, for each set of arguments.

    One thread at a time reads an answer anew; the others go on with the one before, or wait where there is none.
    """

    def __init__(self, read: Callable[P, R], seconds: float) -> None:
        self.read, self.seconds = read, seconds
        self._kept: dict[Hashable, _Kept[R]] = {}
        self._guard = threading.Lock()
        wraps(read)(self)
        _all.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (args, tuple(sorted(kwargs.items())))
        with self._guard:
            kept = self._kept.setdefault(key, _Kept())
        if not kept.is_fresh(self.seconds) and kept.reading.acquire(blocking=kept.known is None):
            try:
                if not kept.is_fresh(self.seconds):
                    now = time.monotonic()
                    kept.known = (now, self.read(*args, **kwargs))
                    self._drop_others(kept)
            finally:
                kept.reading.release()
        assert kept.known is not None  # noqa: S101 it was read by this thread or by the one that was waited for
        return kept.known[1]

    def _drop_others(self, kept: _Kept[R]) -> None:
        """What is out of date and was not asked for: the answers of an earlier version, above all."""
        with self._guard:
            others = self._kept.items()
            self._kept = {k: o for k, o in others if o is kept or o.known is None or o.is_fresh(self.seconds)}

    def forget(self) -> None:
        """Read it again at the next call."""
        with self._guard:
            self._kept.clear()


def remember(seconds: float) -> Callable[[Callable[P, R]], Remembered[P, R]]:
    """Decorate a function that reads the database: other processes see a change after this many seconds at most."""
    return lambda read: Remembered(read, seconds)


def forget_everything() -> None:
    for remembered in _all:
        remembered.forget()
