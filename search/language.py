"""What a visitor's words mean: pure functions over a vocabulary that editors own.

Nothing here reads the database, the clock or the network, so that both engines understand the same words
and every rule can be tested in a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from rapidfuzz.distance import OSA

from search import danger
from search.ranking import NEED_THRESHOLD
from search.words import (
    DIALECT,
    clean,
    english_words,
    expand,
    is_light_word,
    is_stop_word,
    normalise,
    root,
    stem,
)

# --- the vocabulary -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the vocabulary as stems, with those that carry meaning apart."""

    words: tuple[str, ...]
    key_words: tuple[str, ...]
    exact: str = ""  # the only key word, when short: it counts only as it is, "send" is not "sending"


@dataclass(frozen=True, slots=True)
class NeedWords:
    slug: str
    label: str
    phrases: tuple[Phrase, ...]
    is_urgent: bool = False
    has_exit: bool = False
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class NameNotice:
    """What to say when somebody uses another name of a service: "In Northumberland, CAMHS is called CYPS."."""

    reference: str
    names: tuple[tuple[str, ...], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    needs: tuple[NeedWords, ...] = ()
    notices: tuple[NameNotice, ...] = ()
    spellings: dict[str, str] = field(default_factory=dict)  # wrong -> right, single words that editors listed
    words: frozenset[str] = frozenset()  # every right word of the vocabulary, unstemmed
    weights: dict[str, float] = field(default_factory=dict)  # stem -> how much it tells one need from another
    phrases: dict[str, tuple[tuple[str, Phrase], ...]] = field(
        default_factory=dict
    )  # stem -> (need, phrase) to look at

    def need(self, slug: str) -> NeedWords | None:
        return next((need for need in self.needs if need.slug == slug), None)


def phrase(text: str) -> Phrase:
    """A phrase for matching; one of light words alone has no key words and is matched only as a whole."""
    words = expand(normalise(text).split())
    keys = [w for w in words if not is_stop_word(w) and not is_light_word(w)]
    alone = keys[0] if len(keys) == 1 else ""
    exact = alone if len(alone) <= SHORT_WORD else ""
    return Phrase(tuple(root(w) for w in words), tuple(dict.fromkeys(root(w) for w in keys)), exact)


def make_vocabulary(
    needs: Iterable[tuple[str, str, str, list[str], list[str], bool, bool, bool]],
    notices: Iterable[tuple[str, list[str], str]] = (),
    names: Iterable[str] = (),
) -> Vocabulary:
    """Build a vocabulary.

    ``needs``: (slug, label, professional term, aliases, misspellings, is_urgent, has_exit, is_sensitive);
    ``notices``: (reference, other names, text); ``names``: titles whose words count as right.
    """
    needs, notices = list(needs), list(notices)
    made = [_need_words(*need) for need in needs]
    words = {word for name in names for word in normalise(name).split()}
    spellings: dict[str, str] = {}
    for _, label, professional, aliases, misspellings, *_ in needs:
        right = {word for term in (label, professional, *aliases) for word in normalise(term).split()}
        words |= right
        for misspelling in misspellings:
            _learn_spelling(spellings, misspelling, right)
    return Vocabulary(
        needs=tuple(made),
        notices=tuple(
            NameNotice(reference, tuple(tuple(normalise(n).split()) for n in other if normalise(n)), text)
            for reference, other, text in notices
        ),
        spellings={wrong: right for wrong, right in spellings.items() if wrong not in words},
        words=frozenset(word for word in words if len(word) > 2),
        weights=_weights(made, {stem(w) for _, other, _ in notices for n in other for w in normalise(n).split()}),
        phrases=_by_stem(made),
    )


def _need_words(
    slug: str,
    label: str,
    professional: str,
    aliases: list[str],
    misspellings: list[str],
    is_urgent: bool,
    has_exit: bool,
    is_sensitive: bool,
) -> NeedWords:
    """A need with its phrases. A part of a professional term that has only light words ("mental health") tells nothing."""
    own = [phrase(term) for term in (label, *re.split(r"[/,:;()]", professional)) if normalise(term)]
    typed = [phrase(term) for term in (*aliases, *misspellings) if normalise(term)]
    phrases = dict.fromkeys([p for p in own if p.key_words] + typed)
    return NeedWords(slug, label, tuple(phrases), is_urgent, has_exit, is_sensitive)


def _weights(needs: list[NeedWords], names: set[str]) -> dict[str, float]:
    """How much each stem tells one need from another; the names of services tell nothing."""
    counts = Counter(key for need in needs for key in {k for p in need.phrases for k in p.key_words})
    return {key: log(1 + len(needs) / count) for key, count in counts.items() if key not in names}


def _by_stem(needs: list[NeedWords]) -> dict[str, tuple[tuple[str, Phrase], ...]]:
    """Where to look for a stem: every phrase under each of its key words, or under its first word when it has none."""
    found: dict[str, list[tuple[str, Phrase]]] = {}
    for need in needs:
        for candidate in need.phrases:
            for key in candidate.key_words or candidate.words[:1]:
                found.setdefault(key, []).append((need.slug, candidate))
    return {key: tuple(pairs) for key, pairs in found.items()}


def _learn_spelling(spellings: dict[str, str], misspelling: str, right_words: set[str]) -> None:
    """Map each wrong word of an editor's misspelling to the nearest right word of the same need."""
    for wrong in normalise(misspelling).split():
        if wrong in right_words or wrong in english_words():
            continue
        best = min(right_words, key=lambda right: OSA.distance(wrong, right), default=None)
        if best and OSA.distance(wrong, best) <= max(2, len(wrong) // 3):
            spellings[wrong] = best


# --- reading a query ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read from the words.

    ``words``: plain words in order, corrected. ``needs``: (slug, strength 0–1), strongest first.
    ``age``: whole years or None. ``urgent``: "emergency", "urgent" or "". ``corrected``: the text with its
    spelling mended, or "" when nothing was.
    """

    words: tuple[str, ...] = ()
    needs: tuple[tuple[str, float], ...] = ()
    age: int | None = None
    urgent: str = ""
    notices: tuple[NameNotice, ...] = ()
    corrected: str = ""
    changes: tuple[tuple[str, str], ...] = ()  # (wrong, right) of every word that was mended


def understand(text: str, vocabulary: Vocabulary, *, read_ages: bool = True) -> Understanding:
    """Read a visitor's text. Any text gives an answer."""
    plain = normalise(text)
    age, rest = read_age(plain) if read_ages else (None, plain)
    typed = rest.split()
    right = [correct(word, vocabulary) for word in typed]
    words = expand(right)
    needs = match_needs(words, vocabulary)
    changes = tuple((wrong, better) for wrong, better in zip(typed, right, strict=True) if wrong != better)
    return Understanding(
        words=tuple(words),
        needs=needs,
        age=age,
        urgent=urgent_level(text, needs, vocabulary),
        notices=tuple(n for n in vocabulary.notices if any(_contains(typed, name) for name in n.names)),
        corrected=mended(text, changes),
        changes=changes,
    )


def mended(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    """The text as it was typed with these words mended; empty when none was."""
    better = dict(changes)
    return " ".join(better.get(normalise(word), word) for word in clean(text).split()) if changes else ""


def _contains(words: list[str] | tuple[str, ...], part: tuple[str, ...]) -> bool:
    size = len(part)
    return any(tuple(words[i : i + size]) == part for i in range(len(words) - size + 1))


def correct(word: str, vocabulary: Vocabulary) -> str:
    """The word, or the word of the vocabulary that was surely meant.

    A word that is right in English or in the vocabulary stays; a short word stays; an editor's misspelling is mended.
    """
    if word in vocabulary.spellings:
        return vocabulary.spellings[word]
    if len(word) < 4 or word in vocabulary.words or word in DIALECT or word.isdigit() or not word.isalpha():
        return word
    if word in english_words():
        return word
    allowed = 1 if len(word) < 6 else 2
    near = [
        (OSA.distance(word, known, score_cutoff=allowed), -len(known), known)
        for known in vocabulary.words
        if abs(len(known) - len(word)) <= allowed and known[0] == word[0] and len(known) > 3
    ]
    near = [candidate for candidate in near if candidate[0] <= allowed]
    return min(near)[2] if near else word


def match_needs(words: list[str], vocabulary: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Needs that the words speak of: 1.0 for a whole phrase, less for most of a phrase's words."""
    stems = [root(w) for w in words]
    present = set(stems)
    best: dict[str, tuple[float, float]] = {}
    for slug, candidate in {pair for s in present for pair in vocabulary.phrases.get(s, ())}:
        if candidate.exact and candidate.exact not in words:
            continue
        strength = _strength(candidate, stems, present, vocabulary.weights)
        weight = sum(vocabulary.weights.get(k, 1.0) for k in candidate.key_words)
        if strength >= NEED_THRESHOLD and (strength, weight) > best.get(slug, (0.0, 0.0)):
            best[slug] = strength, weight
    found = sorted(best.items(), key=lambda need: (-need[1][0], -need[1][1], need[0]))
    return tuple((slug, round(strength, 3)) for slug, (strength, _) in found)


def speaks_of_flagged(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the words surely mean a need that is never suggested: "food bank" does not mean eating."""
    flagged = {need.slug for need in vocabulary.needs if need.is_sensitive}
    needs = match_needs(expand(normalise(text).split()), vocabulary)
    return any(slug in flagged and strength >= SURE_OF_NEED for slug, strength in needs)


def _strength(candidate: Phrase, stems: list[str], present: set[str], weights: dict[str, float]) -> float:
    """How much of a phrase stands in the query, by how telling its words are."""
    if _contains(stems, candidate.words):
        return 1.0
    if not candidate.key_words:
        return 0.0
    if len(candidate.key_words) == 1:
        # One telling word of a longer phrase ("cant get to sleep" for "cant sleep") is a hint, a common word is none.
        key = candidate.key_words[0]
        return 0.75 if key in present and weights.get(key, 0.0) >= TELLING else 0.0
    total = sum(weights.get(k, 3.0) for k in candidate.key_words)
    there = sum(weights.get(k, 3.0) for k in candidate.key_words if k in present)
    return 0.95 * there / total


SHORT_WORD = 4  # letters
FEW_WORDS = 3  # in a longer text one word of a flagged need ("cut me some slack") is not enough for the urgent panel
SURE_OF_NEED = 0.9  # how surely a flagged need must have been read to bring the urgent panel
# A word that at most two needs of the vocabulary share.
TELLING = 3.0

AGE_UNITS = r"(?:years?|yrs?|y)\s*(?:olds?|o)?|yo"
NOT_AGES = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mths?|times?|pm|am|th|st|nd|rd|percent|miles?|ww|years?\s+ago)"
AGE_PATTERNS = (
    re.compile(rf"\b(?:aged?|im|i am|hes|shes|theyre|turned|turning|nearly|almost)\s+(\d{{1,2}})\b(?!\s*{NOT_AGES})"),
    re.compile(rf"\b(\d{{1,2}})\s*(?:{AGE_UNITS})\b(?!\s+ago)"),
)
UNDER = re.compile(r"\bunder\s+(\d{1,2})s?\b")
SCHOOL_YEAR = re.compile(r"\b(?:year|yr|y)\s*(\d{1,2})\b(?!\s*old)")
BARE = re.compile(rf"(?<![\w/])(\d{{1,2}})\b(?!\s*{NOT_AGES}\b)(?!\s+\d)")
NOT_BEFORE_AGE = re.compile(
    r"\b(?:tier|section|stage|step|level|part|form|line|band|ward|route|bus|number|grade|after|in|for|last|past|every|nearly|almost)\s*$"
)


def read_age(plain: str) -> tuple[int | None, str]:
    """An age in whole years said in normalised text, and the text without it.

    "im 13", "15yo", "my 4 year old", "year 8" (12), "reception" (4), "17 nearly 18" (17), "anxiety 15", "under 18" (17).
    """
    found: list[tuple[int, int, int]] = []  # (start, end, age)
    for pattern in AGE_PATTERNS:
        found += [(m.start(), m.end(), int(m[1])) for m in pattern.finditer(plain)]
    if not found:
        found += [(m.start(), m.end(), int(m[1]) - 1) for m in UNDER.finditer(plain) if int(m[1]) > 0]
    if not found:
        found += [(m.start(), m.end(), int(m[1]) + 4) for m in SCHOOL_YEAR.finditer(plain) if 1 <= int(m[1]) <= 13]
        found += [(m.start(), m.end(), 4) for m in re.finditer(r"\b(?:in|starting|started) reception\b", plain)]
    if not found:
        found += [
            (m.start(), m.end(), int(m[1]))
            for m in BARE.finditer(plain)
            if not NOT_BEFORE_AGE.search(plain[: m.start()]) and not UNDER.search(plain[: m.end()])
        ]
    found = [f for f in found if 0 <= f[2] <= 30]
    if not found:
        return None, plain
    ages = {f[2] for f in found}
    _start, _end, age = min(found)
    if len(ages) > 1 and not re.search(r"\b(?:nearly|almost|turning)\b", plain):
        return None, plain  # two children, or a range: ask rather than guess
    for s, e, _ in sorted(found, reverse=True):
        plain = plain[:s] + " " + plain[e:]
    return age, " ".join(plain.split())


def urgent_level(text: str, needs: tuple[tuple[str, float], ...], vocabulary: Vocabulary) -> str:
    """ "emergency", "urgent" or "": patterns of danger, and needs that carry the urgent flag. ``text`` is as it was typed."""
    found = danger.read(text)
    if found.level or found.is_distant or len(text.split()) > FEW_WORDS:
        return found.level
    strong = [slug for slug, strength in needs if strength >= SURE_OF_NEED]
    return "urgent" if any(need.is_urgent for need in vocabulary.needs if need.slug in strong) else ""
