"""Weights of danger: what is weighed of a text, that any text has an answer, and that the table is the texts' own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import weights
from search.learning import fingerprint
from search.learning.__main__ import learn, table
from search.learning.texts import FOLDER, Text, read
from search.words import MAX_LENGTH, word_file


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("", set()),
        ("help", {"help", "^ help", "help $"}),
        ("cant stop", {"cant", "stop", "^ cant", "cant stop", "stop $"}),
        (
            "cant ever really stop",
            {"cant", "ever", "realli", "stop", "^ cant", "cant ever", "ever realli", "realli stop", "stop $"}
            | {"cant … realli", "cant … stop", "ever … stop"},
        ),
    ],
)
def test_what_is_weighed(words: str, signs: set[str]) -> None:
    assert weights.signs(words) == signs


@given(st.text(max_size=MAX_LENGTH))
def test_any_words_have_a_leaning(words: str) -> None:
    assert math.isfinite(weights.leaning(words))


def test_no_word_leans_nowhere() -> None:
    assert weights.leaning("  ") == 0


def test_the_heaviest_signs_say_why() -> None:
    heaviest = weights.heaviest("i want to die", 3)
    assert "to die" in [sign for sign, _ in heaviest]
    assert [abs(weight) for _, weight in heaviest] == sorted((abs(weight) for _, weight in heaviest), reverse=True)


def test_the_table_was_learned_from_the_texts_that_stand_beside_it() -> None:
    """If not: ``python -m search.learning``."""
    path = FOLDER.parents[1] / "data" / weights.FILE
    assert f"# texts: {fingerprint()}\n" in path.read_text(encoding="utf-8")
    assert len(word_file(weights.FILE)) == len(weights.weights())


def test_every_text_is_read_and_none_says_two_things() -> None:
    said: dict[str, bool] = {}
    for path in FOLDER.glob("*.tsv"):
        for row in read(path):
            assert row.text
            assert len(row.text) <= MAX_LENGTH
            assert said.setdefault(row.text.casefold(), row.is_danger) == row.is_danger, row.text


def test_learning_finds_what_tells_texts_apart() -> None:
    texts = [Text(True, "", f"pale river {word}") for word in ("one", "two", "six", "ten")]
    texts += [Text(False, "", f"warm river {word}") for word in ("one", "two", "six", "ten")]
    learned = learn(texts, least=2)
    assert learned["pale"] > 0.5 > -0.5 > learned["warm"]
    assert abs(learned["river"]) < 0.1
    assert "four" not in learned
    lines = table(learned, len(texts)).splitlines()
    assert lines[2].endswith(weights.BIAS)
    assert abs(float(lines[3].split("\t")[0])) >= abs(float(lines[-1].split("\t")[0]))
