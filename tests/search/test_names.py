"""Half-typed words against names: tables for what fits, properties for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.names import (
    BEGINS,
    INSIDE,
    MISSING,
    NEARLY,
    WHOLE,
    Named,
    as_names,
    best,
    marked,
    name_level,
    share,
    sought_words,
    word_level,
)

words = st.text(alphabet="abcdefghijklmnop", min_size=1, max_size=12)


def named(slug: str, *names: str) -> Named:
    return Named(f"topic:{slug}", "topic", names[0], f"/{slug}/", as_names(*names))


def found(typed: tuple[str, ...], *entries: Named) -> list[str]:
    return [one.entry.id.removeprefix("topic:") for one in best(typed, entries)]


@pytest.mark.parametrize(
    ("typed", "word", "level"),
    [
        ("panic", "panic", WHOLE),
        ("pan", "panic", BEGINS),
        ("p", "panic", BEGINS),
        ("xiety", "anxiety", INSIDE),
        ("eat", "death", MISSING),  # too short for the middle of a word
        ("koth", "kooth", NEARLY),
        ("newc", "new", MISSING),  # a short word is no slip of a longer one
        ("anxity", "anxiety", NEARLY),
        ("anxeit", "anxieties", NEARLY),  # the beginning of it
        ("beretm", "bereavement", MISSING),
        ("depresion", "depression", NEARLY),
        ("both", "kooth", MISSING),  # a slip is never in the first letter
        ("999", "998", MISSING),
        ("weed", "week", MISSING),  # right as it is
        ("anxietyy", "anxiety", NEARLY),
    ],
)
def test_how_a_word_stands_in_a_name(typed: str, word: str, level: int) -> None:
    assert word_level(typed, word) == level


@given(words, words)
def test_a_word_always_stands_in_what_it_begins(start: str, rest: str) -> None:
    assert word_level(start, start + rest) in (WHOLE, BEGINS)
    assert word_level(start, start) == WHOLE


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("scared of the dark", ("scared", "dark")),
        ("self h", ("self", "h")),  # the letter begins the next word
        ("i am sad", ("sad",)),
        ("what", ("what",)),  # a word that says little, alone
        ("h", ()),
        ("!?", ()),
        ("247", ("247",)),
        ("sad sad sad", ("sad",)),
        ("one two three four five six seven eight nine ten eleven twelve", ()),
    ],
)
def test_which_words_a_name_must_hold(text: str, sought: tuple[str, ...]) -> None:
    assert sought_words(text) == sought


@given(st.text(max_size=300))
def test_any_text_has_words_or_none(text: str) -> None:
    assert all(word and word.isalnum() for word in sought_words(text))


def test_every_word_must_stand_in_the_same_name() -> None:
    assert name_level(("school", "avoid"), "school avoidance") == BEGINS
    assert name_level(("avoid", "school"), "school avoidance") == BEGINS
    assert name_level(("school", "avoid"), "school nurse") == MISSING
    assert found(("school", "avoid"), named("one", "School nurse", "Avoidance")) == []


def test_the_better_spelt_name_and_the_one_that_is_shown_come_first() -> None:
    by_alias = named("alias", "Feeling low", "worried sick")
    by_title = named("title", "Feeling worried")
    at_start = named("start", "Worried about a parent")
    inside = named("inside", "Feeling unworried")
    assert found(("worried",), inside, by_alias, by_title, at_start) == ["start", "title", "alias", "inside"]


def test_a_slip_is_forgiven_only_where_nothing_is_spelt_so() -> None:
    kooth, koth = named("kooth", "Kooth"), named("koth", "Koth")
    assert found(("koth",), kooth) == ["kooth"]
    assert found(("koth",), kooth, koth) == ["koth"]
    assert [one.is_spelt for one in best(("koth",), [kooth])] == [False]


def test_what_has_no_name_is_left_out() -> None:
    assert found(("any",), named("none", "!?")) == []


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Feeling worried", ("worr",), "Feeling [worr]ied"),
        ("Anxiety", ("xiety",), "An[xiety]"),
        ("Kooth", ("koth",), "[Kooth]"),
        ("Children's worker", ("childrens",), "[Children's] worker"),
        ("Children's worker", ("child",), "[Children's] worker"),  # letters cannot be told apart
        ("Café", ("caf",), "[Caf]é"),
        ("Hexham, Northumberland", ("nor",), "Hexham, [Nor]thumberland"),
        ("A <b>title</b>", ("title",), "A <b>[title]</b>"),
    ],
)
def test_what_was_typed_is_marked(text: str, typed: tuple[str, ...], shown: str) -> None:
    assert "".join(f"[{part.text}]" if part.is_marked else part.text for part in marked(text, typed)) == shown


@given(st.text(max_size=60), st.lists(words, max_size=4))
def test_marking_never_changes_a_text(text: str, typed: list[str]) -> None:
    assert "".join(part.text for part in marked(text, typed)) == text


@pytest.mark.parametrize(
    ("sizes", "given_to"),
    [((9, 9, 9), [3, 3, 2]), ((9, 0, 0), [8, 0, 0]), ((1, 9, 9), [1, 4, 3]), ((2, 2, 2), [2, 2, 2]), ((0, 0, 0), [0, 0, 0])],
)  # fmt: skip
def test_each_group_has_its_share(sizes: tuple[int, ...], given_to: list[int]) -> None:
    groups = [list(range(size)) for size in sizes]
    shared = share(groups, 8)
    assert [len(group) for group in shared] == given_to
    assert all(kept == group[: len(kept)] for kept, group in zip(shared, groups, strict=True))


@given(st.lists(st.lists(st.integers(), max_size=12), max_size=4), st.integers(0, 12))
def test_a_share_is_never_more_than_there_is_room_for(groups: list[list[int]], limit: int) -> None:
    shared = share(groups, limit)
    assert sum(map(len, shared)) == min(limit, sum(map(len, groups)))
    longest = max(map(len, shared), default=0)
    # Nobody has two more than another who still has something to give.
    assert all(len(kept) >= longest - 1 or kept == group for kept, group in zip(shared, groups, strict=True))
