"""Half-typed words against names: how well a name holds them, which letters to mark, who gets a share. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from rapidfuzz.distance import OSA

from search.ranking import SHORTEST_INSIDE, SHORTEST_SLIP, edit_distance, slips
from search.words import is_stop_word, normalise

T = TypeVar("T")

# How a word stands in a name, best first.
WHOLE, BEGINS, INSIDE, NEARLY, MISSING = range(5)
Rank = tuple[int, int, bool]  # the level, the level of the name that is shown, not from the name's first word
MOST_WORDS = 8  # no name is typed for longer than that
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be suggested. ``names``: normalised, one a line, and first the one that is shown."""

    id: str
    kind: str
    text: str
    url: str
    names: str
    need: str = ""  # slug of the need that a topic is about

    @property
    def shown_name(self) -> str:
        return self.names.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, how well, and the name that it was found by."""

    entry: Named
    rank: Rank
    name: str

    @property
    def is_spelt(self) -> bool:
        return self.rank[0] < NEARLY


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether it is what was typed."""

    text: str
    is_marked: bool


@lru_cache(maxsize=10_000)
def as_names(*names: str) -> str:
    """Names normalised, each once and one a line, without those that have no words. Kept: never a visitor's words."""
    return "\n".join(dict.fromkeys(name for name in map(normalise, names) if name))


def sought_words(text: str) -> tuple[str, ...]:
    """The words of a text that a name must hold; empty when they are too little, or too much, to tell a name by."""
    words = normalise(text).split()
    # One letter says something only when it begins the word that comes next.
    telling = [
        w for i, w in enumerate(words, 1) if not is_stop_word(w) and (len(w) > 1 or w.isdigit() or i == len(words))
    ]
    sought = tuple(dict.fromkeys(telling or words))
    return sought if len(sought) <= MOST_WORDS and any(len(word) > 1 for word in sought) else ()


def word_level(typed: str, word: str) -> int:
    """How a typed word stands in a word of a name."""
    if word.startswith(typed):
        return WHOLE if word == typed else BEGINS
    if len(typed) >= SHORTEST_INSIDE and typed in word:
        return INSIDE
    return NEARLY if is_nearly(typed, word) else MISSING


def is_nearly(typed: str, word: str) -> bool:
    """Typed with a slip behind the first letter: the whole word, or the beginning of it when enough of it is there."""
    return bool(nearly(typed, (word,)))


def nearly(typed: str, words: Iterable[str]) -> set[str]:
    """Those of the words that were typed with a slip."""
    allowed, size = slips(typed), len(typed)
    if not allowed:
        return set()
    longest = size + allowed if edit_distance(typed) else 0  # of a beginning; the whole of a short word alone counts
    return {
        word
        for word in words
        if word[:1] == typed[:1] and len(word) >= size - 2 and _is_near(typed, word, allowed, size, longest)
    }


def _is_near(typed: str, word: str, allowed: int, size: int, longest: int) -> bool:
    if len(word) >= SHORTEST_SLIP and OSA.distance(typed, word, score_cutoff=allowed) <= allowed:
        return True
    beginnings = range(size - allowed, min(longest, len(word) - 1) + 1)
    return any(OSA.distance(typed, word[:end], score_cutoff=allowed) <= allowed for end in beginnings)


def name_level(typed: Iterable[str], name: str) -> int:
    """How the worst of the typed words stands in a name; each is compared with the word that suits it best."""
    words, worst = name.split(), WHOLE
    for one in typed:
        worst = max(worst, min(word_level(one, word) for word in words))
        if worst == MISSING:
            break
    return worst


def rank_of(typed: Sequence[str], names: Sequence[str], shown: str) -> tuple[Rank, str]:
    """How well something with these names fits, lower is better, and the name that fits best."""
    level, starts, name = min((name_level(typed, name), not name.startswith(typed[0]), name) for name in names)
    return (level, level if name == shown else name_level(typed, shown), starts), name


def best(typed: Sequence[str], entries: Iterable[Named]) -> list[Found]:
    """What fits, best first and else in the given order.

    A slip is forgiven only where nothing is spelt as it was typed.
    """
    every = list(entries)
    spelt = [(entry, _holding(entry.names, typed)) for entry in every]
    if (found := _ranked(typed, spelt, NEARLY)) or not any(map(slips, typed)):
        return found
    words = frozenset().union(*(_words(entry.names) for entry in every))
    fitting = [{word for word in words if one in word} | nearly(one, words) for one in typed]
    return _ranked(typed, [(entry, _having(entry.names, fitting)) for entry in every], MISSING) if all(fitting) else []


@lru_cache(maxsize=10_000)
def _words(names: str) -> frozenset[str]:
    """The words of names. Kept: never a visitor's words."""
    return frozenset(names.split())


def _holding(names: str, typed: Iterable[str]) -> list[str]:
    """The names that hold the typed words somewhere: looked at all at once before one by one, as most hold nothing."""
    if not all(one in names for one in typed):
        return []
    return [name for name in names.splitlines() if all(one in name for one in typed)]


def _having(names: str, fitting: Iterable[set[str]]) -> list[str]:
    """The names that have a word of each set: looked at all at once before one by one, as most have none."""
    if any(words.isdisjoint(_words(names)) for words in fitting):
        return []
    return [name for name in names.splitlines() if not any(words.isdisjoint(name.split()) for words in fitting)]


def _ranked(typed: Sequence[str], candidates: Iterable[tuple[Named, list[str]]], limit: int) -> list[Found]:
    ranked = (Found(entry, *rank_of(typed, names, entry.shown_name)) for entry, names in candidates if names)
    return sorted((found for found in ranked if found.rank[0] < limit), key=lambda found: found.rank)


def marked(text: str, typed: Sequence[str]) -> tuple[Part, ...]:
    """The text in pieces: what was typed of it, a whole word where it was mistyped, and the rest."""
    is_marked = [False] * len(text)
    for match in _WORD.finditer(text):
        start, end = _marks(match[0], typed)
        is_marked[match.start() + start : match.start() + end] = [True] * (end - start)
    runs = groupby(zip(text, is_marked, strict=True), key=lambda letter: letter[1])
    return tuple(Part("".join(letter for letter, _ in run), mark) for mark, run in runs)


def _marks(shown: str, typed: Sequence[str]) -> tuple[int, int]:
    """Where the marked letters of a word start and end."""
    word = _plain(shown)
    level, one = min(((word_level(one, word), one) for one in typed), default=(MISSING, ""))
    if not word or level == MISSING:
        return 0, 0
    if level in (WHOLE, NEARLY) or len(word) != len(shown):  # an apostrophe or an accent: letters cannot be told apart
        return 0, len(shown)
    start = word.find(one)
    return start, start + len(one)


@lru_cache(maxsize=10_000)
def _plain(word: str) -> str:
    """A word of a title as it is compared."""
    return normalise(word).replace(" ", "")


def share(groups: Sequence[Sequence[T]], limit: int) -> list[Sequence[T]]:
    """So many in all, taken from each group in turn, so that none is crowded out."""
    turns = sorted((turn, number) for number, group in enumerate(groups) for turn in range(len(group)))
    given = Counter(number for _, number in turns[:limit])
    return [group[: given[number]] for number, group in enumerate(groups)]
