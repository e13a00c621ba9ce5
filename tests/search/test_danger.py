"""Danger is seen in many people's words, and not in idioms, training, policy or homework.

The texts of ``search/learning`` taught the weights, so that what is measured with them says only that nothing was lost.
``data/danger-everyday.tsv`` and ``data/danger-log.tsv`` (what a mixed crowd types) and ``data/danger-blind.tsv`` (hard on
purpose) were written by people who had seen no pattern and no other text. Nothing was mended with them, and nothing may
be: they are the honest ones.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import danger
from search.language import Vocabulary, understand
from search.learning.texts import FOLDER, Text, read
from search.words import MAX_LENGTH, word_file
from tests.builders import demonstration_vocabulary

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return demonstration_vocabulary()


def confusion(found: list[Text], vocabulary: Vocabulary) -> tuple[float, float, list[str]]:
    """(recall, share of false alarms, what went wrong)."""
    wrong = [row for row in found if bool(understand(row.text, vocabulary).urgent) != row.is_danger]
    count, mistakes = Counter(row.is_danger for row in found), Counter(row.is_danger for row in wrong)
    told = [f"{'missed' if row.is_danger else 'false alarm'}, {row.kind}: {row.text}" for row in wrong]
    return 1 - mistakes[True] / count[True], mistakes[False] / count[False], told


@pytest.mark.parametrize(
    ("paths", "least_recall", "most_false_alarms"),
    [
        pytest.param(sorted(FOLDER.glob("*.tsv")), 0.98, 0.035, id="learned from"),
        pytest.param([DATA / "danger-everyday.tsv"], 0.97, 0.02, id="everyday"),
        pytest.param([DATA / "danger-log.tsv"], 0.98, 0.025, id="a fortnight's log"),
        pytest.param([DATA / "danger-blind.tsv"], 0.94, 0.08, id="hard on purpose"),
    ],
)
def test_danger_is_seen_in_the_words_of_many(
    paths: list[Path],
    least_recall: float,
    most_false_alarms: float,
    vocabulary: Vocabulary,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    found = [row for path in paths for row in read(path)]
    recall, false_alarms, wrong = confusion(found, vocabulary)
    with capsys.disabled():
        rates = f"recall {recall:.3f}, false alarms {false_alarms:.3f} of {len(found)} texts"
        print(f"\n{request.node.callspec.id}: {rates}")  # noqa: T201
    assert recall >= least_recall, wrong
    assert false_alarms <= most_false_alarms, wrong


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("Cant STOP cutting!!", "urgent"),
        ("i want to die", "emergency"),
        ("i wana dye im 11", "emergency"),
        ("want to dye my hair", ""),
        ("k!ll myself", "emergency"),
        ("su1cide", "urgent"),
        ("suisidle", "emergency"),
        ("me mam's fella keeps leatherin us", "urgent"),
        ("not suicidal, just sad", ""),
        ("this homework is killing me", ""),
        ("suicide prevention training", ""),
        ("romeo and juliet suicide essay", ""),
        ("self harm pathway a&e", "urgent"),
        ("im proper scared 2 go home", "urgent"),
        ("want 2 die", "emergency"),
        ("my mate od'd", "emergency"),
        ("rapped at the school concert", ""),
        ("the odd one out", ""),
        ("cost of living crisis", ""),
        ("2 tired 2 go on", "urgent"),
        ("cutting onions makes me cry", ""),
        ("cutting the grass", ""),
        ("first episode psychosis referral", ""),
        ("", ""),
    ],
)
def test_levels(typed: str, level: str) -> None:
    assert danger.read(typed).level == level


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_has_an_answer(text: str) -> None:
    assert danger.read(text).level in ("", "urgent", "emergency")


def test_case_spaces_and_apostrophes_change_nothing() -> None:
    for is_danger, _, text in read(FOLDER / "first.tsv")[:200]:
        if is_danger:
            assert danger.read(f"  {text.upper().replace(' ', '   ')} ").level == danger.read(text).level


@pytest.mark.parametrize("line", ["danger: hurt", "urgent: (hurt", "urgent: hurt me!", "hurt", "urgent:"])
def test_a_line_that_is_no_pattern_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="Not a pattern"):
        danger.compile_patterns([line])


def test_an_unknown_word_list_is_named() -> None:
    with pytest.raises(ValueError, match="kin"):
        danger.compile_patterns(["urgent: {kin} hits me"])


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        ("urgent: hurt* me", "hurting me", True),
        ("urgent: hurt me", "hurting me", False),
        ("urgent: want ... die", "want you all to die", True),
        ("urgent: want ... die", "want so very much today to die", False),
        ("urgent: on ?my bed", "on bed", True),
        ("urgent: no_one|nobody cares", "no one cares", True),
        ("urgent: art", "party", False),
    ],
)
def test_the_language_of_patterns(pattern: str, text: str, is_found: bool) -> None:
    assert bool(danger.compile_patterns([pattern]).urgent.search(f"{text} ")) is is_found


def test_every_line_of_the_file_is_a_pattern() -> None:
    lines: Any = word_file("urgent-phrases.txt")
    assert danger.compile_patterns(lines).emergency.search("kms ")


@pytest.mark.parametrize(
    "text",
    [
        "how to kill myself",
        "ways to hurt myself",
        "painless way to die",
        "how many paracetamol to die",
        "how to hang urself",
        "pro ana",
        "suicide methods",
        "where can i buy razor blades",
    ],
)
def test_who_asks_how_to_come_to_harm_is_known(text: str) -> None:
    read = danger.read(text)
    assert read.seeks_harm
    assert read.level


@pytest.mark.parametrize(
    "text",
    [
        "how do i stop hurting myself",
        "how to stop my daughter cutting herself",
        "how do i tell someone i cut myself",
        "how to cope when you want to die",
        "suicide prevention training",
        "how do people die of cancer",
        "how much sleep do i need",
        "overdose what do i do",
    ],
)
def test_who_asks_for_help_is_not_one_of_them(text: str) -> None:
    assert not danger.read(text).seeks_harm


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["how to kill myself", "pro ana", "painless way to die", "self harm ideas"])
def test_it_is_answered_with_those_who_help_alone(text: str, search_api: Any, client: Any) -> None:
    answer = search_api(q=text, limit=50)
    assert answer["urgent"]
    assert answer["results"][0]["id"] == "page:urgent-help"
    assert answer["did_you_mean"] is None
    needs = set(answer["query"]["needs"])
    for result in answer["results"]:
        assert result["id"] == "page:urgent-help" or result["kind"] == "service" or needs & set(result["needs"]), (
            result["id"]
        )
    assert client.post("/api/suggest/", {"q": text}, content_type="application/json").json()["suggestions"] == []
    page = client.post("/find/", {"q": text}).content.decode()
    assert text not in page.partition("<title>")[2].partition("</title>")[0]
