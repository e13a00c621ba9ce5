"""Keeping in memory, for a moment, what is read often and changes seldom."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_all: list[Remembered[Any, Any]] = []


class Remembered(Generic[P, R]):
    """A function whose answers are kept for some seconds in this process, for each set of arguments."""

    def __init__(self, read: Callable[P, R], seconds: float) -> None:
        self.read, self.seconds = read, seconds
        self._kept: dict[Hashable, tuple[float, R]] = {}
        self._guard = threading.Lock()
        wraps(read)(self)
        _all.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (args, tuple(sorted(kwargs.items())))
        now = time.monotonic()
        with self._guard:
            kept = self._kept.get(key)
            if kept is not None and now - kept[0] < self.seconds:
                return kept[1]
        answer = self.read(*args, **kwargs)
        with self._guard:
            self._kept[key] = (now, answer)
        return answer

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
