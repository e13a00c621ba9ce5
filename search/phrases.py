"""What an editor may add to the patterns of danger, and what is refused. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from search import danger
from search.words import word_file

# Each of these can be read in several ways, and together in too many: a search must not wait for one pattern.
MOST_STEPS = 12
MOST_OPEN_STEPS = 4
STRENGTH = {"": 0, "urgent": 1, "emergency": 2}
HOW_TO_WRITE = (
    "Write plain words with a space between them. a|b is one word or the other, hurt* begins so, ?word may be missing,"
    " ... is up to three words of any kind, and _ joins words: no_one."
)


def tidy(pattern: str) -> str:
    """A pattern as it is matched: lower case, without apostrophes, one space between words."""
    return re.sub(r"['’]", "", " ".join(pattern.casefold().split()))


def trouble_with(level: str, pattern: str, examples: Iterable[str] = ()) -> dict[str, str]:
    """Why this phrase cannot be used, by the field to mend: "pattern" or "examples"; empty when it can.

    ``level``: "emergency", "urgent" or "erase"; ``examples``: texts that it must recognise.
    """
    try:
        found = danger.patterns_with((f"{level}: {pattern}",))
    except ValueError as error:
        return {"pattern": f"{error}. {HOW_TO_WRITE}"}
    if trouble := _shape(pattern) or (_silenced(found) if level == "erase" else _set_off(found)):
        return {"pattern": trouble}
    if missed := [text for text in examples if not _recognises(level, pattern, text, found)]:
        return {"examples": f"The phrase does not do this for “{missed[0]}”. Change the phrase, or the example."}
    return {}


def _shape(pattern: str) -> str:
    """What makes a pattern slow, or able to stand for no word at all."""
    steps = pattern.split()
    is_open = [step == "..." or step.startswith("?") for step in steps]
    if len(steps) > MOST_STEPS or sum(is_open) > MOST_OPEN_STEPS:
        return f"Too long: at most {MOST_STEPS} words, and at most {MOST_OPEN_STEPS} of them “...” or with “?”."
    if all(is_open):
        return "At least one word must always be there: a word without “?”."
    if re.search(r"(?<!\w)\*|\*\w|\*\*", pattern):
        return "“*” stands at the end of a word only: hurt*."
    return ""


def _set_off(found: danger.Patterns) -> str:
    for text in everyday_texts():
        if danger.read(text, found).level:
            return f"This would bring the urgent panel for “{text}” too. Add words that tell danger apart."
    return ""


def _silenced(found: danger.Patterns) -> str:
    for text in never_silenced():
        if STRENGTH[danger.read(text, found).level] < STRENGTH[danger.read(text).level]:
            return f"This would take the urgent panel away from “{text}”. Make the phrase longer."
    return ""


def _recognises(level: str, pattern: str, text: str, found: danger.Patterns) -> bool:
    if level == "erase":
        return not danger.read(text, found).level
    return (level, pattern) in {(rule.level, rule.pattern) for rule in danger.signals(text, found)}


@cache
def everyday_texts() -> tuple[str, ...]:
    return tuple(word_file("everyday-texts.txt"))


@cache
def never_silenced() -> tuple[str, ...]:
    return tuple(word_file("never-silenced.txt"))
