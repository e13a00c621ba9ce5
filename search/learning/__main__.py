"""``python -m search.learning``: learn the weights of danger anew from ``texts/``, after texts or patterns have changed.

Logistic regression of scikit-learn (a tool of the test environment) over the signs of ``search.weights``. The same texts
give the same table. It takes about a minute.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib import resources
from math import sqrt
from pathlib import Path

from tqdm import tqdm

from search import danger, weights
from search.learning.texts import Text, fingerprint, texts
from search.words import word_file

LEAST_TEXTS = 3  # a sign of fewer texts is chance
STRENGTH = 30.0  # scikit-learn's C: chosen by leaving out one writer's texts at a time
KEPT = 5  # times that texts count which the product promises to read rightly
HEAD = """# How far words lean towards danger: learned by "python -m search.learning" from {count:,} texts. Do not edit by hand.
# texts: {fingerprint}
"""


def learn(examples: list[Text], least: int = LEAST_TEXTS) -> dict[str, float]:
    """A weight for every sign that at least so many of these texts have."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    found = [weights.signs(danger.to_weigh(example.text)) for example in tqdm(examples, unit=" texts")]
    counts = Counter(sign for signs in found for sign in signs)
    column = {sign: place for place, sign in enumerate(sorted(s for s, n in counts.items() if n >= least))}
    cells = [
        (row, column[sign], 1 / sqrt(len(signs)))
        for row, signs in enumerate(found)
        for sign in sorted(signs)
        if sign in column
    ]
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(examples), len(column)))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5_000)
    model.fit(matrix, [example.is_danger for example in examples])
    return {weights.BIAS: float(model.intercept_[0])} | {s: float(model.coef_[0][p]) for s, p in column.items()}


def table(learned: dict[str, float], count: int) -> str:
    """The file's text: heaviest first, so that a person can read where the weight lies. What rounds to nought is left out."""
    rows = [(round(weight, 2), sign) for sign, weight in learned.items()]
    rows.sort(key=lambda row: (row[1] != weights.BIAS, -abs(row[0]), row[1]))
    lines = (f"{weight:.2f}\t{sign}\n" for weight, sign in rows if weight or sign == weights.BIAS)
    return HEAD.format(count=count, fingerprint=fingerprint()) + "".join(lines)


def main() -> None:
    examples = [
        *texts(),
        *KEPT * [Text(False, "everyday", text) for text in word_file("everyday-texts.txt")],
        *KEPT * [Text(True, "never silenced", text) for text in word_file("never-silenced.txt")],
    ]
    learned = learn(examples)
    Path(str(resources.files("search") / "data" / weights.FILE)).write_text(
        table(learned, len(examples)), encoding="utf-8"
    )
    sys.stderr.write(f"{len(learned):,} weights from {len(examples):,} texts\n")


if __name__ == "__main__":
    main()
