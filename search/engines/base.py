"""The contract that every engine keeps. ``tests/contract`` runs one suite over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.documents import Write

Progress = Callable[[int], None]
Late = Callable[[], Iterable[Write]]


class EngineUnavailable(Exception):
    """The engine cannot answer now. Never shown as "no results"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for: itself, others for the same thing, and whether it must count."""

    text: str
    others: tuple[str, ...] = ()
    weight: float = 1.0  # how much it tells, against other words
    is_light: bool = False
    is_known: bool = False  # spelt right: nothing nearly like it is meant
    is_last: bool = False  # may be unfinished: its beginning counts too


# Entries that hold all of these (field, value) score so much.
Mark = tuple[tuple[tuple[str, str], ...], float]
# Entries that hold one of these values in this field score so much.
Lift = tuple[str, tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must be. Values inside one filter are alternatives; filters add up."""

    age: int | None = None
    area_codes: frozenset[str] = frozenset()  # empty: no place was given
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field -> allowed values
    hours: tuple[str, ...] | None = None  # opening hours that are open now
    kitemarked_on: str = ""  # ISO date on which the kitemark must be current
    near: tuple[float, float, float] | None = None  # latitude, longitude, miles: physical venues within


@dataclass(frozen=True, slots=True)
class Plan:
    """One search, in words that both engines understand."""

    words: tuple[Word, ...] = ()
    names: tuple[tuple[str, float], ...] = ()  # phrases of the query that may be a whole name, with their boost
    needs: tuple[Mark, ...] = ()  # what carries a need that was understood, by the kind of the entry
    boosts: tuple[tuple[str, float], ...] = ()  # reference, boost: pages that must stand first
    lifts: tuple[Lift, ...] = ()  # what stands higher for what it is; never a reason to be found
    required: int = 0  # how many words must match
    filters: Filters = Filters()
    outside: bool = False  # True: what the age or the place leaves out, instead of what it lets in
    reach: frozenset[str] = (
        frozenset()
    )  # ONS codes: what leaves the place out is told of only when it serves one of these
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 20

    @property
    def looks_for(self) -> tuple[Any, ...]:
        """What makes an entry a match: plans that are equal here share the making of their query."""
        return self.words, self.names, self.needs, self.boosts, self.required


@dataclass(frozen=True, slots=True)
class Hit:
    reference: str
    score: float
    shown: dict[str, Any]  # the document, as ``dataclasses.asdict`` gives it
    highlight: str = ""  # escaped HTML with <mark>


@dataclass(frozen=True, slots=True)
class Answer:
    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    name: str

    def search(self, plan: Plan) -> Answer:
        """The answer to one plan. Every reading method raises ``EngineUnavailable`` when the engine cannot."""

    def search_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """The answers to several plans, in their order, asked at once."""

    def suggest(
        self, words: tuple[str, ...], limit: int, *, kinds: tuple[str, ...] = (), near: frozenset[str] = frozenset()
    ) -> list[Hit]:
        """Entries whose names hold every word, its beginning or its middle; where none does, those that nearly do.

        ``kinds``: these alone, where any are given; ``near``: area codes whose entries come before others like them.
        """

    def get(self, references: Iterable[str]) -> dict[str, Hit]: ...

    def update(self, writes: Iterable[Write]) -> None:
        """Write, as often as wanted. What is older than what stands is left out.

        An engine either reads ``writes`` when nobody else can write, and not before, or compares their numbers.
        """

    def rebuild(self, writes: Iterable[Write], progress: Progress | None = None, late: Late | None = None) -> int:
        """Build an index beside the current one and switch to it in one step. Returns how many entries it was given.

        ``late`` gives what changed while it was built; it is asked when the rest stands.
        """

    def roll_back(self) -> bool:
        """Switch to the index that stood before the last rebuild; False when none is kept."""

    def versions(self) -> dict[str, str]:
        """Reference -> version of everything that the index holds."""

    def trouble(self) -> str:
        """What keeps the engine from answering, in a sentence; empty when nothing does."""
