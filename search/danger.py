"""Danger in a visitor's words: patterns that a person can read, compiled once. Pure functions.

``search/data/urgent-phrases.txt`` says how a pattern is written. Words are made plain first (text-speak, dialect,
slips of the hand), so that a pattern need not foresee how somebody spells when their hands shake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from search.words import english_words, normalise, skeleton, undoubled, word_file

GAP = r"(?:\w+ ){0,3}"
TABLE = re.compile(r"(\w+) = (.+)")
LINE = re.compile(r"(emergency|urgent|subject|calm|erase): (.+)")


@dataclass(frozen=True, slots=True)
class Patterns:
    """What signals danger, by level, and what takes it away again."""

    emergency: re.Pattern[str]
    urgent: re.Pattern[str]
    subject: re.Pattern[str]
    calm: re.Pattern[str]
    erase: re.Pattern[str]
    words: frozenset[str]  # every word that a pattern names in full


def compile_patterns(lines: Iterable[str]) -> Patterns:
    """Patterns from lines of text; raises ``ValueError`` with the line that makes no sense."""
    tables: dict[str, str] = {}
    found: dict[str, list[str]] = {level: [] for level in ("emergency", "urgent", "subject", "calm", "erase")}
    for line in lines:
        if table := TABLE.fullmatch(line):
            tables[table[1]] = table[2]
        elif rule := LINE.fullmatch(line):
            found[rule[1]].append(one_of(rule[2]) if rule[1] == "calm" else as_expression(rule[2], tables))
        else:
            raise ValueError(f"Not a pattern: {line}")
    words = {word for rules in found.values() for rule in rules for word in re.findall(r"[a-z]{4,}", rule)}
    made = {level: re.compile(r"(?<!\w)(?:" + "|".join(rules or ["(?!)"]) + ")") for level, rules in found.items()}
    return Patterns(**made, words=frozenset(words))


def as_expression(pattern: str, tables: dict[str, str]) -> str:
    """One pattern as a regular expression over words, each with one space behind it."""
    parts = []
    for step in pattern.split():
        if step == "...":
            parts.append(GAP)
            continue
        choice = step.removeprefix("?")
        if not re.fullmatch(r"[\w*|{}]+", choice):
            raise ValueError(f"Not a pattern: {pattern}")
        if unknown := set(re.findall(r"\{(\w+)\}", choice)) - tables.keys():
            raise ValueError(f"No list of words has this name: {', '.join(sorted(unknown))}")
        one = one_of(re.sub(r"\{(\w+)\}", lambda name: tables[str(name[1])], choice))
        parts.append(one if step == choice else f"(?:{one})?")
    return "".join(parts)


def one_of(phrases: str) -> str:
    return (
        "(?:" + "|".join(phrase.strip().replace("_", " ").replace("*", r"\w*") for phrase in phrases.split("|")) + ") "
    )


@cache
def patterns() -> Patterns:
    return compile_patterns(word_file("urgent-phrases.txt"))


@cache
def _plain_words() -> dict[str, str]:
    pairs = (line.split(" = ", 1) for line in word_file("plain-words.txt"))
    return dict(pairs)


# Letters that are written as other signs, so that a machine shall not read them: "su1cide", "r4ped", "k!ll".
SIGNS = str.maketrans({"1": "i", "!": "i", "0": "o", "3": "e", "4": "a", "@": "a", "$": "s", "5": "s", "*": ""})
SIGN = re.compile(r"(?<=[a-z])[1!034@$5*](?=[a-z])")


def plain(text: str) -> str:
    """The words as they were meant, one space behind each."""
    text = normalise(SIGN.sub(lambda sign: sign[0].translate(SIGNS), text.casefold()))
    known = _plain_words()
    words = [part for word in text.split() for part in known.get(word, word).split()]
    return "".join(f"{_mended(word)} " for word in words)


@cache
def _by_skeleton() -> dict[str, str]:
    return {skeleton(word): word for word in sorted(patterns().words, key=len) if len(word) >= 6}


def _mended(word: str) -> str:
    """The word of a pattern that a word which is not English was meant to be; else the word as it is."""
    known = patterns().words
    is_right = word in known or word in english_words() or word.removesuffix("s") in english_words()
    if len(word) < 4 or is_right or not word.isalpha():
        return word
    if (single := undoubled(word)) in known or single in english_words():
        return single
    if len(word) >= 5 and (alike := _by_skeleton().get(skeleton(word))):
        return alike
    allowed = 1 if len(word) < 6 else 2
    near = [
        (OSA.distance(word, other, score_cutoff=allowed), other)
        for other in known
        if other[0] == word[0] and abs(len(other) - len(word)) <= allowed
    ]
    best = min(near, default=(allowed + 1, word))
    return best[1] if best[0] <= allowed else word


@dataclass(frozen=True, slots=True)
class Danger:
    """``level``: "emergency", "urgent" or "". ``is_distant``: asked from afar (training, homework), or said not to be so."""

    level: str = ""
    is_distant: bool = False


def read(text: str) -> Danger:
    """The danger in a text as it was typed."""
    found, typed = patterns(), plain(text)
    words = found.erase.sub("", typed)
    is_calm = bool(found.calm.search(words))
    is_distant = is_calm or words != typed
    if found.emergency.search(words):
        return Danger("emergency", is_distant)
    if not is_calm and (found.urgent.search(words) or found.subject.search(words)):
        return Danger("urgent", is_distant)
    return Danger("", is_distant)
