"""How far a text's words lean towards danger: weights that were learned from many texts, as a table that a person can read.

``search/data/danger-weights.tsv`` is made by ``python -m search.learning``. Patterns (``search/danger.py``) say what was
foreseen; the weights are for what nobody foresaw, and can say that a pattern met an everyday text. Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import sqrt

from search.words import stem, word_file

FILE = "danger-weights.tsv"
REACH = 3  # words of a pair stand at most this far apart
BIAS = "(any text)"


def signs(words: str) -> frozenset[str]:
    """What is weighed of plain words: what stands close, and two with words between: "cant ever stop" has "cant … stop"."""
    stems = [stem(word) for word in words.split()]
    apart = (f"{one} … {two}" for start, one in enumerate(stems) for two in stems[start + 2 : start + REACH + 1])
    return close_signs(stems).union(apart)


def close_signs(stems: Sequence[str]) -> frozenset[str]:
    """Each stem, and two in a row with both ends: "cant stop" -> "cant", "stop", "cant stop", "^ cant", "stop $"."""
    rows = (f"{one} {two}" for one, two in pairwise(["^", *stems, "$"]))
    return frozenset((*stems, *rows)) if stems else frozenset()


@cache
def weights() -> dict[str, float]:
    """Every sign that is known, with its weight: above nought leans towards danger, below it away."""
    rows = (line.split("\t") for line in word_file(FILE))
    return {sign: float(weight) for weight, sign in rows}


def leaning(words: str) -> float:
    """How far plain words lean towards danger; nought is the middle of what was learned, as is no word at all."""
    if not (found := signs(words)):
        return 0.0
    known = weights()
    return known[BIAS] + sum(known.get(sign, 0.0) for sign in found) / sqrt(len(found))


def says_nothing() -> float:
    """How far words lean of which none is known: a text below it is everyday by its own words."""
    return weights()[BIAS]


def heaviest(words: str, most: int = 6) -> list[tuple[str, float]]:
    """The signs of a text that weigh most, either way, with what each adds to its leaning: why it leans as it does."""
    found = signs(words)
    known = weights()
    parts = [(sign, known[sign] / sqrt(len(found))) for sign in found if sign in known]
    return sorted(parts, key=lambda part: (-abs(part[1]), part[0]))[:most]
