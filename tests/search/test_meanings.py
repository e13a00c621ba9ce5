"""What words mean by learned weights: any text has shares, the table is the texts' own, and the vocabulary comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import meanings, weights
from search.language import Vocabulary, make_vocabulary, understand
from search.learning import fingerprint
from search.learning import needs as learned
from search.learning.__main__ import learn_meanings, meaning_table
from search.learning.needs import FOLDER, Meant, read
from search.needs import weigh_needs
from search.words import MAX_LENGTH, word_file
from tests.builders import demonstration_vocabulary

#        slug, label, professional, aliases, misspellings, is_urgent, has_exit, is_sensitive
NEEDS = [
    ("sleep", "Trouble sleeping", "Insomnia", ["cant sleep"], [], False, False, False),
    ("anger", "Feeling angry", "Anger", ["angry outbursts"], [], False, False, False),
    ("self-harm", "Hurting yourself", "Self-harm", ["cutting"], [], True, True, True),
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return demonstration_vocabulary()


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("", set()),
        ("sad", {"sad", "^ sad", "sad $"}),
        ("cant ever sleep", {"cant", "ever", "sleep", "^ cant", "cant ever", "ever sleep", "sleep $"}),
    ],
)
def test_what_is_weighed(words: str, signs: set[str]) -> None:
    assert meanings.signs(words) == signs


@given(st.text(max_size=MAX_LENGTH))
def test_any_words_have_shares_of_one_whole(words: str) -> None:
    shares = meanings.shares(words)
    assert not shares or sum(shares.values()) == pytest.approx(1.0)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_words_that_nobody_wrote_mean_nothing() -> None:
    assert meanings.shares("") == {}
    assert meanings.shares("xqzv plmokn") == {}


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("counts every lamp post twice or we all have to go back and start over", "ocd"),
        ("her gran passed and she still lays a place at the table", "bereavement"),
        ("he flaps and lines his trains up and hates the hand dryers", "autism"),
        ("mams on the wine again and ive got to put our kid to bed", "parent-difficulties"),
        ("how many weeks until he is seen", "page:waiting-times"),
        ("they sent our referral back", "page:not-right"),
        ("what does egress mean", "page:glossary"),
    ],
)
def test_words_of_no_phrase_lean_to_what_they_mean(words: str, meaning: str) -> None:
    assert meaning in list(meanings.shares(words))[:2]


def test_the_heaviest_signs_say_why() -> None:
    heaviest = meanings.heaviest("her gran passed last week", "bereavement")
    assert heaviest
    assert all(weight > 0 for _, weight in heaviest)
    assert [weight for _, weight in heaviest] == sorted((weight for _, weight in heaviest), reverse=True)


def test_the_table_was_learned_from_the_texts_that_stand_beside_it() -> None:
    """If not: ``python -m search.learning``."""
    path = FOLDER.parents[1] / "data" / meanings.FILE
    assert f"# texts: {fingerprint()}\n" in path.read_text(encoding="utf-8")
    assert len(word_file(meanings.FILE)) == len(meanings.table())


def test_every_text_is_read_and_none_is_there_twice(vocabulary: Vocabulary) -> None:
    known, seen = {need.slug for need in vocabulary.needs}, set()
    for path in FOLDER.glob("*.tsv"):
        for row in read(path):
            assert 0 < len(row.text) <= MAX_LENGTH
            assert 1 <= len(row.means) <= 2, row
            assert all(m in known or m.startswith("page:") or m == "none" for m in row.means), row
            assert row.text.casefold() not in seen, row.text
            seen.add(row.text.casefold())


def test_the_texts_about_danger_teach_meanings_too() -> None:
    assert len(learned.texts()) > len(list(learned.written())) > 5_000


def test_learning_finds_what_tells_texts_apart() -> None:
    texts = [Meant(("sleep",), False, f"awake river {word}") for word in ("one", "two", "six", "ten")]
    texts += [Meant(("anger", "sleep"), False, f"shouts river {word}") for word in ("one", "two", "six", "ten")]
    texts += [Meant(("none",), False, f"bananas river {word}") for word in ("one", "two", "six", "ten")]
    found = learn_meanings(texts, least=2)
    assert max(found["awak"], key=lambda m: found["awak"][m]) == "sleep"
    assert max(found["shout"], key=lambda m: found["shout"][m]) == "anger"
    assert found["shout"]["sleep"] > found["shout"]["none"]
    assert "four" not in found
    lines = meaning_table(found, len(texts)).splitlines()
    assert lines[2].startswith(f"{weights.BIAS}\t")
    assert lines[3:] == sorted(lines[3:])


class TestBesideTheVocabulary:
    @pytest.mark.parametrize(
        ("said", "shares", "needs"),
        [
            pytest.param((), {"sleep": 0.4}, ["sleep"], id="leant to"),
            pytest.param((), {"sleep": 0.3, "none": 0.7}, [], id="hardly"),
            pytest.param((), {"self-harm": 0.45}, [], id="a flagged need, not clearly"),
            pytest.param((), {"self-harm": 0.6}, ["self-harm"], id="a flagged need, clearly"),
            pytest.param((), {"unknown": 0.9}, [], id="a need that the editors took out"),
            pytest.param((("anger", 1.0),), {"sleep": 0.4}, ["anger"], id="what is said comes before a leaning"),
            pytest.param((("anger", 1.0),), {"sleep": 0.9}, ["anger", "sleep"], id="and before a clear one"),
            pytest.param(
                (("anger", 0.75),), {"sleep": 0.9, "anger": 0.01}, ["sleep"], id="a hint that nothing leans to"
            ),
            pytest.param((("anger", 0.75),), {"sleep": 0.4, "anger": 0.01}, ["sleep", "anger"], id="no clear leaning"),
            pytest.param(
                (("anger", 0.97), ("sleep", 0.97)), {"sleep": 0.8}, ["sleep", "anger"], id="of two, the likelier"
            ),
            pytest.param((("anger", 0.97),), {}, ["anger"], id="nothing known"),
        ],
    )
    def test_what_is_said_and_what_is_leant_to(
        self, said: tuple[tuple[str, float], ...], shares: dict[str, float], needs: list[str]
    ) -> None:
        assert [slug for slug, _ in weigh_needs(said, [], shares, make_vocabulary(NEEDS))] == needs

    def test_a_denial_leans_to_no_flagged_need(self) -> None:
        vocabulary = leaning(NEEDS, {"self-harm": 0.9})
        assert dict(understand("purple elephants", vocabulary).needs)
        assert understand("never purple elephants", vocabulary).needs == ()

    def test_a_flagged_need_that_is_only_leant_to_brings_no_panel(self) -> None:
        read = understand("purple elephants", leaning(NEEDS, {"self-harm": 1.0}))
        assert dict(read.needs) == {"self-harm": 1.0}
        assert not read.urgent

    @pytest.mark.parametrize(
        ("typed", "shares", "is_urgent"),
        [
            pytest.param("wibble", {"self-harm": 0.0}, True, id="one word alone"),
            pytest.param("zorb wibble", {"self-harm": 0.6}, True, id="among others that lean to it"),
            pytest.param("zorb wibble", {"self-harm": 0.1}, False, id="among others that do not"),
            pytest.param("zorb wibble", {}, True, id="by a need that the table does not know"),
            pytest.param("flimp the plim", {"self-harm": 0.0}, True, id="a whole phrase of new words"),
        ],
    )
    def test_a_flagged_need_that_is_named_brings_the_panel(
        self, typed: str, shares: dict[str, float], is_urgent: bool
    ) -> None:
        needs = [("self-harm", "Hurting", "Self-harm", ["wibble", "flimp the plim"], [], True, True, True)]
        assert bool(understand(typed, leaning(needs, shares)).urgent) is is_urgent

    def test_a_page_steps_back_where_a_service_is_named(self) -> None:
        vocabulary = leaning(NEEDS, {"page:how-to-refer": 0.9}, services=["Sorted"])
        assert dict(understand("referral form", vocabulary).pages)["page:how-to-refer"] == pytest.approx(0.9)
        assert dict(understand("sorted referral form", vocabulary).pages)["page:how-to-refer"] < 0.35

    def test_words_that_lean_to_several_worries_speak_of_one(self) -> None:
        shares = {"sleep": 0.3, "anger": 0.3, "self-harm": 0.25}
        assert understand("purple elephants", leaning(NEEDS, shares)).is_worry
        assert not understand("purple elephants", leaning(NEEDS[:1], shares)).is_worry


def leaning(needs: list[tuple[Any, ...]], shares: dict[str, float], services: Iterable[str] = ()) -> Vocabulary:
    """A vocabulary of these needs, whatever the words lean to."""
    return replace(make_vocabulary(needs, services=services), shares=lambda words: shares)
