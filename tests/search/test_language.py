"""What words mean: pure functions, in tables and for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ages import read_age
from search.language import Vocabulary, correct, make_vocabulary, understand
from search.needs import match_needs
from search.words import MAX_LENGTH, clean, normalise, word_file
from tests.builders import demonstration_vocabulary

NEEDS = [
    ("anxiety", "Feeling worried", "Anxiety: generalised", ["overthinking", "scared to go out"], ["anxity"], False, False, False),
    ("sleep", "Trouble sleeping", "Insomnia", ["can't sleep", "awake all night"], [], False, False, False),
    ("ocd", "Habits you can't stop", "OCD", ["washing hands all the time"], [], False, False, False),
    ("self-harm", "Hurting yourself", "Self-harm", ["cutting myself", "cutting"], ["self harn"], True, False, True),
    ("domestic-abuse", "Not safe at home", "Domestic abuse", ["dad hits mum"], [], True, True, True),
    ("learning-disability", "Learning disability", "Learning disability", ["send", "special needs"], [], False, False, False),
    ("psychosis", "Hearing things", "Psychosis", ["hearing voices"], ["phsycosis"], True, False, False),
]  # fmt: skip
NOTICES = [("service:cyps", ["CAMHS", "cahms"], "Here, CAMHS is called CYPS.")]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return make_vocabulary(NEEDS, NOTICES, names=["Kooth"])


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Can't   STOP!! ", "cant stop"),
        ("soooo sad", "soo sad"),
        ("self-harm", "self harm"),
        ("A&E", "accident and emergency"),
        ("café", "cafe"),
        ("24/7 help", "247 help"),
        ("🙂", ""),
        ("a\x00b", "a b"),
    ],
)
def test_normalising(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("im 13", 13),
        ("15yo", 15),
        ("anxity help 15", 15),
        ("my 4 year old", 4),
        ("6 year old meltdowns every night", 6),
        ("angry all the time age 13", 13),
        ("school refusal year 8", 12),
        ("starting reception", 4),
        ("im 17 nearly 18 and with cyps", 17),
        ("pathway under 18", 17),
        ("pregnant and anxious 19", 19),
        ("waiting times 4ww data", None),
        ("section 136 place of safety", None),
        ("tier 2 services", None),
        ("in 2 weeks", None),
        ("he is 9 and she is 12", None),
        ("2 hours a night", None),
        ("panic attack", None),
        ("im thirteen", 13),
        ("clingy at nursery age four", 4),
        ("shes eleven and wont sleep", 11),
        ("hes two hours late", None),
        ("my eleven year old", 11),
        ("18 months old and wont sleep", 1),
        ("turning 18 next month", 18),
        ("one of my friends", None),
        ("im ten minutes away", None),
        ("15F low bmi phq-a 16", 15),
        ("9m ?adhd", 9),
        ("12m investment plan", None),
    ],
)
def test_ages_said_in_words(text: str, age: int | None) -> None:
    assert read_age(normalise(text))[0] == age


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("overthinking", ["anxiety"]),
        ("washing my hands loads cant stop", ["ocd"]),
        ("i can't sleep", ["sleep"]),
        ("cutting", ["self-harm"]),
        ("dad hits mam", ["domestic-abuse"]),
        ("what time is the bus", []),
        ("i heard voices", ["psychosis"]),
        ("he is sending me horrible messages", []),
        ("send support", ["learning-disability"]),
    ],
)
def test_needs_in_words(text: str, needs: list[str], vocabulary: Vocabulary) -> None:
    assert [slug for slug, _ in understand(text, vocabulary).needs][:1] == needs


@pytest.mark.parametrize("word", word_file("contractions.txt"))
def test_a_short_form_without_its_apostrophe_is_right(word: str) -> None:
    assert not understand(f"i {word} know", demonstration_vocabulary()).corrected


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("my son says he wants to kill himself", "suicidal-thoughts"),
        ("found cuts on her legs", "self-harm"),
        ("ran away from home tonight", "family-breakdown"),
        ("dad hits mam", "domestic-abuse"),  # the words name it, and nothing is added
    ],
)
def test_danger_speaks_of_a_need_where_the_words_name_none(text: str, need: str) -> None:
    needs = [slug for slug, _ in understand(text, demonstration_vocabulary()).needs]
    assert needs.count(need) == 1


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [("i want to die", True), ("self harm", True), ("how to kill myself", True), ("anxious", False), ("", False)],
)
def test_urgent_help_stands_first_where_danger_is_sure(text: str, is_sure: bool) -> None:
    assert understand(text, demonstration_vocabulary()).is_sure_of_danger is is_sure


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("panick attacks", "panic"),
        ("is kooth safe", ""),
        ("bus timetable alnwick", ""),
        ("what are the opening times", ""),
        ("not suicidal", ""),
        ("this is odd", ""),
        ("odd diagnosis", "behaviour"),
        ("ed", "eating"),
        ("in recovery from an ed", "eating"),
        ("add this to my list", ""),
        ("turning 18 next month", "moving-on"),
        ("mum is depressed", "parent-difficulties"),
        ("i am depressed", "low-mood"),
        ("postnatal depression", "perinatal-infant"),
        ("saddd", "low-mood"),
        ("sewiside", "suicidal-thoughts"),
        ("😭", "low-mood"),
        ("my bairn is radge", "anger"),
        ("anxious", "anxiety"),
        ("do i have ahdh", "adhd"),
        ("fell out with my best mate", "friendships"),
        ("will my mum find out", ""),  # "someone outed me" is no ground for it
        ("how long is the waiting list", ""),  # nor is "autism waiting list"
    ],
)
def test_needs_in_the_words_of_the_demonstration(text: str, need: str) -> None:
    needs = [slug for slug, strength in understand(text, demonstration_vocabulary()).needs if strength > 0.9]
    assert next(iter(needs), "") == need


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("anxity", "anxiety"),  # an editor's misspelling
        ("anxeity", "anxiety"),
        ("insomnea", "insomnia"),
        ("phsycosis", "psychosis"),
        ("kooth", "kooth"),
        ("table", "table"),  # right in English: never "corrected" into something clinical
        ("cope", "cope"),
        ("zzqx", "zzqx"),
        ("od", "od"),
    ],
)
def test_spelling(word: str, right: str, vocabulary: Vocabulary) -> None:
    assert correct(word, vocabulary) == right


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("i want to die", "emergency"),
        ("kms", "emergency"),
        ("my friend took tablets", "emergency"),
        ("cant stop cutting", "urgent"),
        ("dad hits mam", "urgent"),
        ("not suicidal, just sad", ""),
        ("exam stress", ""),
        ("", ""),
    ],
)
def test_danger(text: str, level: str, vocabulary: Vocabulary) -> None:
    assert understand(text, vocabulary).urgent == level


def test_another_name_of_a_service_brings_its_notice(vocabulary: Vocabulary) -> None:
    assert [n.text for n in understand("camhs referral", vocabulary).notices] == ["Here, CAMHS is called CYPS."]
    assert not understand("cyps referral", vocabulary).notices


def test_the_mended_spelling_keeps_the_other_words(vocabulary: Vocabulary) -> None:
    assert understand("Anxity help", vocabulary).corrected == "anxiety help"
    assert understand("anxiety help", vocabulary).corrected == ""


def test_an_age_that_was_taken_off_is_not_read_again(vocabulary: Vocabulary) -> None:
    assert understand("anxity help 15", vocabulary, read_ages=False).age is None


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_is_understood_somehow(text: str) -> None:
    vocabulary = make_vocabulary(NEEDS, NOTICES)
    found = understand(text, vocabulary)
    assert found.age is None or 0 <= found.age <= 30
    assert all(0 < strength <= 1 for _, strength in found.needs)
    assert "\x00" not in clean(text)


@given(st.lists(st.sampled_from(["cutting", "sad", "hands", "washing", "sleep", "dad", "hits", "mum"]), max_size=8))
def test_more_words_never_take_a_whole_phrase_away(words: list[str]) -> None:
    vocabulary = make_vocabulary(NEEDS)
    found = dict(match_needs([*words, "awake", "all", "night"], vocabulary))
    assert found["sleep"] == 1.0
