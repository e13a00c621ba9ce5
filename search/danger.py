"""Danger in a visitor's words: patterns that a person can read, and how far all words lean. Pure functions.

``search/data/urgent-phrases.txt`` says how a pattern is written; editors add their own. Words are made plain first
(text-speak, dialect, slips of the hand), so that a pattern need not foresee how somebody spells when their hands shake.
What no pattern foresaw is weighed (``search/weights.py``), and so is a pattern that may have met an everyday text. What an
editor has written counts as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from search import weights
from search.words import by_letter, dialect, english_words, normalise, skeleton, undoubled, word_file, word_pairs

GAP = r"(?:\w+ ){0,3}"
TABLE = re.compile(r"(\w+) = (.+)")
LEVELS = ("emergency", "urgent", "subject", "harm", "calm", "erase")
LINE = re.compile(rf"({'|'.join(LEVELS)}): (.+)")

# The panel comes when the leaning of the words and what a pattern of this level adds to it reach the bar. What is added was
# chosen by leaving out one writer's texts at a time; the bar is as low as false alarms allow (docs/benchmarks.md).
BAR = 0.25
SURE = 2.0
ADDS = {"": 0.0, "urgent": 2.0, "emergency": 3.0}
ABOUT = "about"  # "about = self-harm": the patterns below speak of this need, until another line says otherwise
DANGEROUS = frozenset({"emergency", "urgent", "subject", "harm"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: its level, as it is written, and as an expression; and the need that it speaks of, if it does."""

    level: str
    pattern: str
    expression: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Patterns:
    """What signals danger, by level, and what takes it away again."""

    emergency: re.Pattern[str]
    urgent: re.Pattern[str]
    subject: re.Pattern[str]
    harm: re.Pattern[str]
    calm: re.Pattern[str]
    erase: re.Pattern[str]
    own_danger: re.Pattern[str]  # what editors wrote themselves is not weighed
    own_erase: re.Pattern[str]
    about: tuple[tuple[str, re.Pattern[str]], ...]  # a need -> whatever speaks of it
    words: frozenset[str]  # every word that a pattern names in full
    skeletons: dict[str, str]  # what stays of a long word however it is spelt -> the word
    rules: tuple[Rule, ...] = ()


def compile_patterns(lines: Iterable[str], own: Iterable[str] = ()) -> Patterns:
    """Patterns from lines of text, and from editors' own; raises ``ValueError`` with the line that makes no sense."""
    lines, own = list(lines), set(own)
    rules = [
        Rule(
            line[1],
            line[2],
            one_of(line[2]) if line[1] == "calm" else as_expression(line[2], tables),
            tables.get(ABOUT, "") if line[1] in DANGEROUS else "",
        )
        for line, tables in read_lines(lines + sorted(own), LINE)
    ]
    mine = [rule for rule in rules if f"{rule.level}: {rule.pattern}" in own]
    words = frozenset(word for rule in rules for word in re.findall(r"[a-z]{4,}", rule.expression))
    return Patterns(
        **{level: any_of([rule.expression for rule in rules if rule.level == level]) for level in LEVELS},
        own_danger=any_of([rule.expression for rule in mine if rule.level in ADDS]),
        own_erase=any_of([rule.expression for rule in mine if rule.level == "erase"]),
        about=tuple(
            (need, any_of([rule.expression for rule in rules if rule.about == need]))
            for need in dict.fromkeys(rule.about for rule in rules if rule.about)
        ),
        words=words,
        skeletons={skeleton(word): word for word in sorted(words, key=lambda w: (len(w), w)) if len(word) >= 6},
        rules=tuple(rules),
    )


def read_lines(lines: Iterable[str], shape: re.Pattern[str]) -> Iterator[tuple[re.Match[str], dict[str, str]]]:
    """Each line of this shape with the lists of words that stand above it; raises ``ValueError`` for any other line."""
    tables: dict[str, str] = {}
    for line in lines:
        if table := TABLE.fullmatch(line):
            tables[table[1]] = table[2]
        elif rule := shape.fullmatch(line):
            yield rule, tables
        else:
            raise ValueError(f"Not a pattern: {line}")


def any_of(expressions: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(expressions or ["(?!)"]) + ")")


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


@lru_cache(maxsize=8)
def patterns_with(added: tuple[str, ...]) -> Patterns:
    """The file's patterns and these lines, which may use its lists of words; raises ``ValueError`` as above."""
    return compile_patterns(word_file("urgent-phrases.txt"), added) if added else patterns()


@cache
def _plain_words() -> dict[str, str]:
    return dialect() | word_pairs("plain-words.txt")


# Letters that are written as other signs, so that a machine shall not read them: "su1cide", "r4ped", "k!ll".
SIGNS = str.maketrans({"1": "i", "!": "i", "0": "o", "3": "e", "4": "a", "@": "a", "$": "s", "5": "s", "*": ""})
SIGN = re.compile(r"(?<=[a-z])[1!034@$5*](?=[a-z])")
OVERDOSED = re.compile(r"\bo\.?d['’]e?d\b")
# A number that is typed for the word that sounds like it: "scared 2 go home", "gone 4 good"; not "2 days", "4 tablets".
SOUNDS = (
    (
        re.compile(
            r"\b2(?= (?:be|breathe|come|cut|die|do|eat|end|feel|get|give|go|harm|have|help|him|her|hurt|it|jump|keep|kill|know|leave"
            r"|live|make|me|meet|my|myself|run|say|see|send|sleep|some\w*|stab|stay|stop|take|talk|tell|them|u|us|wake|work)\b)"
        ),
        "to",
    ),
    (
        re.compile(r"\b4(?= (?:a|advice|ever|good|help|her|him|it|me|my|no|real|so|talking|the|them|u|us|years)\b)"),
        "for",
    ),
)


def is_pattern(line: str) -> bool:
    try:
        patterns_with((line,))
    except ValueError:
        return False
    return True


def plain(text: str, found: Patterns | None = None) -> str:
    """The words as they were meant, one space behind each."""
    found = found or patterns()
    text = OVERDOSED.sub("overdosed", text.casefold())  # before its apostrophe goes: "odd" is a word
    text = normalise(SIGN.sub(lambda sign: sign[0].translate(SIGNS), text))
    for number, word in SOUNDS:
        text = number.sub(word, text)
    known = _plain_words()
    words = [part for word in text.split() for part in known.get(word, word).split()]
    return "".join(f"{_mended(word, found)} " for word in words)


def _mended(word: str, found: Patterns) -> str:
    """The word of a pattern that a word which is not English was meant to be; else the word as it is."""
    known = found.words
    is_right = word in known or word in english_words() or word.removesuffix("s") in english_words()
    if len(word) < 4 or is_right or not word.isalpha():
        return word
    if (single := undoubled(word)) in known or single in english_words():
        return single
    if len(word) >= 5 and (alike := found.skeletons.get(skeleton(word))):
        return alike
    allowed = 1 if len(word) < 6 else 2
    near = [
        (OSA.distance(word, other, score_cutoff=allowed), other)
        for other in by_letter(known).get(word[0], ())
        if abs(len(other) - len(word)) <= allowed
    ]
    best = min(near, default=(allowed + 1, word))
    return best[1] if best[0] <= allowed else word


@dataclass(frozen=True, slots=True)
class Danger:
    """``level``: "emergency", "urgent" or "". ``is_distant``: asked from afar (training, homework), or said not to be so.

    ``seeks_harm``: asks how to come to harm. It is answered with those who help, and with nothing that holds its words.
    ``about``: the slug of the need that a pattern speaks of. ``is_sure``: surely enough to put urgent help before
    everything that was found, and not only above it.
    """

    level: str = ""
    is_distant: bool = False
    seeks_harm: bool = False
    about: str = ""
    is_sure: bool = False
    leaning: float = 0.0  # how far the words lean towards danger, with what a pattern adds


def to_weigh(text: str, found: Patterns | None = None) -> str:
    """The plain words of a text without what is read away."""
    found = found or patterns()
    return found.erase.sub("", plain(text, found))


def read(text: str, found: Patterns | None = None) -> Danger:
    """The danger in a text as it was typed, by the file's patterns or by these."""
    found = found or patterns()
    typed = plain(text, found)
    words = found.erase.sub("", typed)
    is_calm = bool(found.calm.search(words))
    is_distant = is_calm or words != typed
    seeks_harm = not is_calm and bool(found.harm.search(words))
    level = ""
    if found.emergency.search(words):
        level = "emergency"
    elif seeks_harm or (not is_calm and (found.urgent.search(words) or found.subject.search(words))):
        level = "urgent"
    leaning = weights.leaning(words) + ADDS[level]
    is_sure = bool(level) and (seeks_harm or bool(found.own_danger.search(words)))
    if not is_sure:
        # One word alone is for patterns and the vocabulary, and an editor may have written that this is no danger.
        may_be_unforeseen = " " in words.strip() and not found.own_erase.search(typed)
        is_danger = leaning >= BAR and (bool(level) or may_be_unforeseen)
        level = (level or "urgent") if is_danger else ""
    about = next((need for need, speaks in found.about if speaks.search(words)), "") if level else ""
    return Danger(level, is_distant, seeks_harm, about, bool(level) and (is_sure or leaning >= SURE), leaning)


def signals(text: str, found: Patterns | None = None) -> tuple[Rule, ...]:
    """The patterns that a text meets, for those who tend them: what is read away first, then what is left."""
    found = found or patterns()
    typed = plain(text, found)
    left = found.erase.sub("", typed)
    looked_at = {level: typed if level == "erase" else left for level in LEVELS}
    met = {level for level, words in looked_at.items() if getattr(found, level).search(words)}
    rules = [r for r in found.rules if r.level in met and _alone(r.expression).search(looked_at[r.level])]
    return tuple(sorted(rules, key=lambda rule: rule.level != "erase"))


@lru_cache(maxsize=1024)
def _alone(expression: str) -> re.Pattern[str]:
    return any_of([expression])
