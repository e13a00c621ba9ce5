"""Ages are [from, before): a person is inside until the day of the birthday."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.ages import AgeRange, ordinal


@pytest.mark.parametrize(
    ("start", "before", "age", "inside"),
    [
        (0, 18, 0, True),
        (11, 26, 10, False),
        (11, 26, 11, True),
        (0, 18, 17, True),
        (0, 18, 18, False),
        (11, 26, 25, True),
        (11, 26, 26, False),
        (16, None, 15, False),
        (16, None, 90, True),
        (0, None, 0, True),
    ],
)
def test_the_edges_of_a_range(start: int, before: int | None, age: int, inside: bool) -> None:
    assert AgeRange(start, before).includes(age) is inside


@pytest.mark.parametrize(
    ("start", "before", "text", "sentence"),
    [
        (11, 26, "Aged 11 to 25", "For ages 11 up to the 26th birthday."),
        (0, 18, "Aged 17 and under", "For anyone up to their 18th birthday."),
        (16, None, "Aged 16 and over", "For ages 16 and over."),
        (0, None, "Any age", "For any age."),
        (5, 6, "Aged 5", "For ages 5 up to the 6th birthday."),
    ],
)
def test_ages_in_words(start: int, before: int | None, text: str, sentence: str) -> None:
    assert AgeRange(start, before).text == text
    assert AgeRange(start, before).sentence == sentence


@pytest.mark.parametrize(
    ("number", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


@given(st.integers(0, 30), st.integers(1, 31), st.integers(0, 40))
def test_one_birthday_divides_inside_from_outside(start: int, length: int, age: int) -> None:
    ages = AgeRange(start, start + length)
    assert ages.includes(age) == (age in range(start, start + length))
    assert ages.includes(start + length - 1)
    assert not ages.includes(start + length)
