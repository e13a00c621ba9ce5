"""``python -m search.learning``: learn the weights of danger and of meanings anew, after texts or patterns have changed.

Logistic regression of scikit-learn (a tool of the test environment) over the signs of ``search.weights`` and
``search.meanings``. The same texts give the same tables. It takes about a minute.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib import resources
from math import sqrt
from pathlib import Path
from typing import Any

from tqdm import tqdm

from search import danger, meanings, weights
from search.ages import read_age
from search.learning import fingerprint, needs
from search.learning.needs import Meant
from search.learning.texts import Text, texts
from search.words import expand, normalise, word_file

LEAST_TEXTS = 3  # a sign of fewer texts is chance
STRENGTH = 60.0  # scikit-learn's C: chosen by leaving out one writer's texts at a time
KEPT = 5  # times that texts count which the product promises to read rightly
PARTS = {1: (1.0,), 2: (0.65, 0.35)}  # how much of a text counts for each of its meanings
LIGHTEST = 1.0  # a weight below it is left out of the table of meanings
HEAD = """# How far words lean towards danger: learned by "python -m search.learning" from {count:,} texts. Do not edit by hand.
# texts: {fingerprint}
"""
MEANING_HEAD = """# What words mean: learned by "python -m search.learning" from {count:,} texts. Do not edit by hand.
# texts: {fingerprint}
"""


def learn(examples: list[Text], least: int = LEAST_TEXTS) -> dict[str, float]:
    """A weight of danger for every sign that at least so many of these texts have."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    found = [weights.signs(danger.to_weigh(example.text)) for example in tqdm(examples, unit=" texts")]
    columns, matrix = _matrix(found, least)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5_000)
    model.fit(matrix, [example.is_danger for example in examples])
    return {weights.BIAS: float(model.intercept_[0])} | {s: float(model.coef_[0][p]) for s, p in columns.items()}


def learn_meanings(examples: list[Meant], least: int = LEAST_TEXTS) -> dict[str, dict[str, float]]:
    """For every sign that at least so many of these texts have, its weight for each meaning: sign -> meaning -> weight."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows = [(text, *one) for text in examples for one in zip(text.means, PARTS[len(text.means)], strict=False)]
    found = [meanings.signs(plain(text.text)) for text, *_ in tqdm(rows, unit=" texts")]
    columns, matrix = _matrix(found, least)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(matrix, [meaning for _, meaning, _ in rows], sample_weight=[part for *_, part in rows])
    # What a sign says against nearly all meanings alike says nothing.
    learned = model.coef_ - np.median(model.coef_, axis=0, keepdims=True)
    signs = {weights.BIAS: model.intercept_} | {sign: learned[:, place] for sign, place in columns.items()}
    return {sign: {m: float(w) for m, w in zip(model.classes_, values, strict=True)} for sign, values in signs.items()}


def plain(text: str) -> str:
    """The words of a text as a search weighs them, without an age, and with slips as they were typed."""
    return " ".join(expand(read_age(normalise(text))[1].split()))


def _matrix(found: list[frozenset[str]], least: int) -> tuple[dict[str, int], Any]:
    """Sign -> column, of signs that at least so many texts have; and the texts as rows, each as long as the others."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    counts = Counter(sign for signs in found for sign in signs)
    column = {sign: place for place, sign in enumerate(sorted(s for s, n in counts.items() if n >= least))}
    cells = [
        (row, column[sign], 1 / sqrt(len(signs)))
        for row, signs in enumerate(found)
        for sign in sorted(signs)
        if sign in column
    ]
    rows, columns, values = zip(*cells, strict=True)
    return column, csr_matrix((values, (rows, columns)), shape=(len(found), len(column)))


def table(learned: dict[str, float], count: int) -> str:
    """The file's text: heaviest first, so that a person can read where the weight lies. What rounds to nought is left out."""
    rows = [(round(weight, 2), sign) for sign, weight in learned.items()]
    rows.sort(key=lambda row: (row[1] != weights.BIAS, -abs(row[0]), row[1]))
    lines = (f"{weight:.2f}\t{sign}\n" for weight, sign in rows if weight or sign == weights.BIAS)
    return HEAD.format(count=count, fingerprint=fingerprint()) + "".join(lines)


def meaning_table(learned: dict[str, dict[str, float]], count: int) -> str:
    """The file's text: a sign a line, with the meanings that it speaks for or against, heaviest first."""
    lines = []
    for sign, cells in sorted(learned.items(), key=lambda row: (row[0] != weights.BIAS, row[0])):
        told = [(m, w) for m, w in cells.items() if abs(w) >= LIGHTEST or sign == weights.BIAS]
        told.sort(key=lambda cell: (-abs(cell[1]), cell[0]))
        if told:
            lines.append("\t".join([sign, *(f"{meaning}={weight:.1f}" for meaning, weight in told)]) + "\n")
    return MEANING_HEAD.format(count=count, fingerprint=fingerprint()) + "".join(lines)


def main() -> None:
    examples = [
        *texts(),
        *(Text(meant.is_danger, meant.means[0], meant.text) for meant in needs.written()),
        *KEPT * [Text(False, "everyday", text) for text in word_file("everyday-texts.txt")],
        *KEPT * [Text(True, "never silenced", text) for text in word_file("never-silenced.txt")],
    ]
    meant = needs.texts()
    _write(weights.FILE, table(learn(examples), len(examples)))
    _write(meanings.FILE, meaning_table(learn_meanings(meant), len(meant)))


def _write(name: str, text: str) -> None:
    Path(str(resources.files("search") / "data" / name)).write_text(text, encoding="utf-8")
    sys.stderr.write(f"{name}: {text.count(chr(10)):,} lines\n")


if __name__ == "__main__":
    main()
