"""Which worry, or which page of information, a text means: weights that were learned from many texts, as a table.

``search/data/meaning-weights.tsv`` is made by ``python -m search.learning``. The editors' vocabulary (``search/needs.py``)
knows what somebody wrote down; the weights are for the words that nobody did. Pure functions.
"""

from __future__ import annotations

from functools import cache
from math import exp, sqrt

from search import weights
from search.words import stem, word_file

FILE = "meaning-weights.tsv"
# From such a share of all meanings on the words lean to one, or clearly; below the last they hardly do.
LEANS, CLEARLY, HARDLY = 0.35, 0.5, 0.03
WORRY = 0.8  # all worries together have this share: they speak of one, whichever


def signs(words: str) -> frozenset[str]:
    """What is weighed of plain words: each stem, and two in a row with both ends of the text."""
    return weights.close_signs([stem(word) for word in words.split()])


@cache
def table() -> dict[str, dict[str, float]]:
    """Sign -> meaning -> weight: above nought speaks for the meaning, below it against."""
    rows = (line.split("\t") for line in word_file(FILE))
    return {sign: {m: float(w) for m, _, w in (cell.rpartition("=") for cell in cells)} for sign, *cells in rows}


def shares(words: str) -> dict[str, float]:
    """Meaning -> how likely it is, from 0 to 1 and 1 in all, likeliest first; empty when no word is known."""
    known = table()
    found = signs(words)
    met = [known[sign] for sign in found if sign in known]
    if not met:
        return {}
    sums = dict(known[weights.BIAS])
    scale = 1 / sqrt(len(found))
    for cells in met:
        for meaning, weight in cells.items():
            sums[meaning] += weight * scale
    highest = max(sums.values())
    odds = {meaning: exp(value - highest) for meaning, value in sums.items()}
    whole = sum(odds.values())
    return {meaning: odds[meaning] / whole for meaning in sorted(odds, key=lambda m: (-odds[m], m))}


def heaviest(words: str, meaning: str, most: int = 4) -> list[tuple[str, float]]:
    """The signs of a text that speak most for a meaning, with what each adds."""
    found, known = signs(words), table()
    parts = [(sign, known[sign].get(meaning, 0.0) / sqrt(len(found))) for sign in found if sign in known]
    return sorted((part for part in parts if part[1] > 0), key=lambda part: (-part[1], part[0]))[:most]
