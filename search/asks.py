"""Who asks and how they want help, read from their words: it moves what fits up, and never takes anything away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from search.danger import TABLE, as_expression
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
    tables: dict[str, str] = {}
    found: dict[tuple[str, str], list[str]] = {}
    for line in word_file("asks.txt"):
        if table := TABLE.fullmatch(line):
            tables[table[1]] = table[2]
        elif rule := LINE.fullmatch(line):
            found.setdefault((rule[1], rule[2]), []).append(as_expression(rule[3], tables))
        else:
            raise ValueError(f"Not a pattern: {line}")
    return {key: re.compile(rf"(?<!\w)(?:{'|'.join(rules)})") for key, rules in found.items()}


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
