"""Editors' own danger phrases: what is refused, what a phrase does at the next search, and who may write one."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from search import danger, weights
from search.models import DangerPhrase
from search.phrases import everyday_texts, never_silenced, tidy, trouble_with
from search.words import MAX_LENGTH


@pytest.mark.parametrize("text", everyday_texts())
def test_an_everyday_text_is_not_danger(text: str) -> None:
    assert danger.read(text).level == ""


@pytest.mark.parametrize("text", never_silenced())
def test_a_text_that_is_never_silenced_is_danger(text: str) -> None:
    assert danger.read(text).level in ("urgent", "emergency")


@pytest.mark.parametrize(
    ("level", "pattern", "field", "said"),
    [
        ("urgent", "help", "pattern", "“help”"),
        ("emergency", "hel*", "pattern", "“help”"),
        ("urgent", "my ... dog|nan", "pattern", "“my"),
        ("urgent", "?so ?very", "pattern", "always be there"),
        ("urgent", "...", "pattern", "always be there"),
        ("urgent", "*", "pattern", "end of a word"),
        ("urgent", "a*b*c*d glue", "pattern", "end of a word"),
        ("urgent", "glue ... ... ... ... ...", "pattern", "Too long"),
        ("urgent", " ".join(["glue"] * 13), "pattern", "Too long"),
        ("urgent", "glue (in|on)", "pattern", "Not a pattern"),
        ("urgent", "{nobody} sniffs glue", "pattern", "nobody"),
        ("erase", "die", "pattern", "“i want to die”"),
        ("erase", "want to die", "pattern", "“i want to die”"),
        ("erase", "kill ... myself", "pattern", "“kill myself”"),
        ("erase", "su*", "pattern", "suicid"),
    ],
)
def test_a_phrase_that_would_harm_is_refused_with_the_reason(level: str, pattern: str, field: str, said: str) -> None:
    assert said in trouble_with(level, pattern)[field]


@pytest.mark.parametrize(
    ("level", "pattern", "example"),
    [
        ("urgent", "sniff|sniffing|huff* ... glue", "my brother keeps sniffing glue"),
        ("emergency", "zorbing to ?the end", "im zorbing to the end"),
        ("erase", "die hard", "die hard film"),
        ("erase", "the suicide forest", "the suicide forest comic"),
    ],
)
def test_a_good_phrase_is_taken(level: str, pattern: str, example: str) -> None:
    assert trouble_with(level, pattern, [example]) == {}


def test_an_example_that_the_phrase_does_not_know_is_named() -> None:
    trouble = trouble_with("urgent", "sniffing glue", ["sniffing glue", "cornflakes"])
    assert "“cornflakes”" in trouble["examples"]
    assert "“suicide”" in trouble_with("erase", "the suicide forest", ["suicide"])["examples"]


WORDS = sorted({word for text in (*everyday_texts(), *never_silenced()) for word in text.split()})
STEPS = st.sampled_from([*WORDS, "...", "?my", "die|kill", "h*", "{kin}", "glue", "a_b"])
PATTERNS = st.lists(STEPS, min_size=1, max_size=5).map(" ".join) | st.text(max_size=200)


@settings(deadline=None, max_examples=60)
@given(PATTERNS, st.sampled_from(["urgent", "emergency", "erase"]))
def test_any_pattern_has_an_answer(pattern: str, level: str) -> None:
    """What is taken never brings the panel for everyday texts, nor takes it from the others."""
    pattern = tidy(pattern)
    if not trouble_with(level, pattern):
        found = danger.patterns_with((f"{level}: {pattern}",))
        assert not [text for text in everyday_texts() if danger.read(text, found).level]
        assert not [text for text in never_silenced() if not danger.read(text, found).level]


@settings(deadline=None)
@given(st.text(max_size=MAX_LENGTH) | st.sampled_from([*everyday_texts(), *never_silenced()]))
def test_the_patterns_that_are_named_are_those_that_decide(text: str) -> None:
    """Patterns alone make an emergency; where none is named, the words lean towards danger by themselves."""
    level, levels = danger.read(text).level, {rule.level for rule in danger.signals(text)}
    if level == "emergency":
        assert "emergency" in levels
    if level and not levels & {"emergency", "urgent", "subject"}:
        assert weights.leaning(danger.to_weigh(text)) >= danger.BAR


def test_the_pattern_behind_a_level_is_named() -> None:
    first = danger.signals("suicide squad")[0]
    assert (first.level, first.pattern) == ("erase", "suicide squad")
    assert "suicidal*" in [rule.pattern for rule in danger.signals("im suicidal")]


def add(effect: str, pattern: str, examples: str = "") -> DangerPhrase:
    phrase = DangerPhrase(effect=effect, pattern=pattern, examples=examples or pattern, note="Said by a school.")
    phrase.full_clean()
    phrase.save()
    return phrase


def test_what_an_editor_wrote_is_not_weighed() -> None:
    assert danger.read("cutting onions makes me cry").level == ""
    assert danger.read("cutting onions makes me cry", danger.patterns_with(("urgent: makes me cry",))).level
    assert danger.read("2 tired 2 go on").level
    assert danger.read("2 tired 2 go on", danger.patterns_with(("erase: to go on",))).level == ""


@pytest.mark.django_db
class TestAtTheNextSearch:
    """No release, no rebuild, no waiting."""

    def test_a_phrase_brings_the_panel_and_its_end_takes_it_away(self, search_api: Any) -> None:
        assert search_api(q="he keeps juggling conkers")["urgent"] is None
        phrase = add("urgent", "juggling ... conkers")
        assert search_api(q="he keeps juggling conkers")["urgent"]["level"] == "urgent"
        phrase.effect = "emergency"
        phrase.save()
        assert search_api(q="he keeps juggling conkers")["urgent"]["level"] == "emergency"
        phrase.delete()
        assert search_api(q="he keeps juggling conkers")["urgent"] is None

    def test_a_slip_of_the_hand_is_mended_towards_a_phrase(self, search_api: Any) -> None:
        add("urgent", "juggling ... conkers")
        assert search_api(q="jugglling conkers")["urgent"]["level"] == "urgent"

    def test_a_title_is_no_danger_and_the_rest_of_the_text_still_is(self, search_api: Any) -> None:
        assert search_api(q="the suicide forest")["urgent"]
        add("erase", "the suicide forest")
        assert search_api(q="the suicide forest")["urgent"] is None
        assert search_api(q="read the suicide forest and now i want to die")["urgent"]["level"] == "emergency"

    def test_a_list_of_words_of_the_file_may_be_used(self, search_api: Any) -> None:
        add("urgent", "{kin} ... glue", "my dad sniffs glue")
        assert search_api(q="my uncle sniffs glue")["urgent"]

    def test_a_phrase_that_a_release_made_unreadable_is_told_of_and_the_others_hold(
        self, search_api: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        add("urgent", "sniffing glue")
        DangerPhrase.objects.bulk_create([DangerPhrase(effect="urgent", pattern="{gone} x", examples="x", note="x")])
        with caplog.at_level(logging.ERROR):
            assert search_api(q="sniffing glue")["urgent"]
        assert "gone" in caplog.text
        assert "sniffing" not in caplog.text


@pytest.mark.django_db
def test_a_phrase_is_tidied_and_checked_when_it_is_saved() -> None:
    assert add("urgent", "  Can't  Stop SNIFFING  ", "cant stop sniffing").line == "urgent: cant stop sniffing"
    with pytest.raises(ValidationError) as error:
        add("urgent", "help")
    assert "pattern" in error.value.message_dict


@pytest.mark.django_db
def test_an_editor_writes_a_phrase_and_its_history_says_who(login_as: Any) -> None:
    editor = login_as("editor")
    form = {"pattern": "sniffing glue", "effect": "urgent", "examples": "sniffing glue", "note": "Said by a school."}
    refused = editor.post(reverse("wagtailsnippets_search_dangerphrase:add"), form | {"pattern": "help"})
    assert "This would bring the urgent panel for “help” too." in refused.content.decode()
    assert editor.post(reverse("wagtailsnippets_search_dangerphrase:add"), form).status_code == 302
    phrase = DangerPhrase.objects.get()
    assert phrase.changed_by.username == "editor"
    listing = editor.get(reverse("wagtailsnippets_search_dangerphrase:list")).content.decode()
    assert "sniffing glue" in listing
    assert "editor" in listing
    history = editor.get(reverse("wagtailsnippets_search_dangerphrase:history", args=[phrase.pk]))
    assert "editor" in history.content.decode()
