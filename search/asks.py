"""Who asks and how they want help, read from their words: it moves what fits up, and never takes anything away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from search.danger import any_of, as_expression, read_lines
from search.words import word_file

LINE = re.compile(r"(audience|route|how|kind|now) ([\w-]+): (.+)")


@dataclass(frozen=True, slots=True)
class Asks:
    """``audience``: "parent", "professional" or "", when the words do not say; the others: values of the filters."""

    audience: str = ""
    route: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    open_now: bool = False

    def without(self, names: Iterable[str]) -> Asks:
        """The same, with what a visitor took off left out."""
        nothing = Asks()
        return replace(self, **{name: getattr(nothing, name) for name in self.__slots__ if name in names})


@cache
def _patterns() -> dict[tuple[str, str], re.Pattern[str]]:
    """(what is said, its value) -> every pattern that says so, in the file's order."""
    found: dict[tuple[str, str], list[str]] = {}
    for line, tables in read_lines(word_file("asks.txt"), LINE):
        found.setdefault((line[1], line[2]), []).append(as_expression(line[3], tables))
    return {key: any_of(rules) for key, rules in found.items()}


def read_asks(plain: str) -> Asks:
    """What normalised text says about who asks, and how."""
    text = "".join(f"{word} " for word in plain.split())
    said: dict[str, list[str]] = {"audience": [], "route": [], "how": [], "kind": [], "now": []}
    for (what, value), pattern in _patterns().items():
        if pattern.search(text):
            said[what].append(value)
    return Asks(
        audience=next(iter(said["audience"]), ""),
        route=tuple(said["route"]),
        how=tuple(said["how"]),
        kind=tuple(said["kind"]),
        open_now=bool(said["now"]),
    )
