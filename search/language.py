"""What a visitor's words mean: pure functions over a vocabulary that editors own.

Nothing here reads the database, the clock or the network, so that both engines understand the same words
and every rule can be tested in a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import log
from typing import Any

from rapidfuzz.distance import OSA

from search import danger
from search.ages import read_age
from search.asks import Asks, read_asks
from search.danger import Patterns, patterns
from search.ranking import NEED_THRESHOLD
from search.words import (
    DIALECT,
    clean,
    emoji_words,
    english_words,
    expand,
    is_light_word,
    is_stop_word,
    normalise,
    root,
    skeleton,
    stem,
    undoubled,
)

# --- the vocabulary -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the vocabulary as stems, with those that carry meaning apart."""

    words: tuple[str, ...]
    key_words: tuple[str, ...]
    content: tuple[str, ...] = ()  # without the words that say nothing, when two or more are left
    exact: str = ""  # the only key word, when short: it counts only as it is, "send" is not "sending"
    near: frozenset[str] = frozenset()  # counts alone, or near one of these: "odd [diagnosis, behaviour]"


@dataclass(frozen=True, slots=True)
class NeedWords:
    slug: str
    label: str
    phrases: tuple[Phrase, ...]
    is_urgent: bool = False
    has_exit: bool = False
    is_sensitive: bool = False
    boost: float = 1.0  # how much higher or lower than usual its entries stand


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
    sounds: dict[str, str] = field(default_factory=dict)  # what stays of a word however it is spelt -> the word
    weights: dict[str, float] = field(default_factory=dict)  # stem -> how much it tells one need from another
    phrases: dict[str, tuple[tuple[str, Phrase], ...]] = field(
        default_factory=dict
    )  # stem -> (need, phrase) to look at
    led_needs: frozenset[str] = frozenset()  # needs that have a care pathway of their own
    danger: Patterns = field(default_factory=patterns)  # the file's patterns, and the editors'
    promoted: dict[str, tuple[str, ...]] = field(default_factory=dict)  # normalised words -> references, in order

    def need(self, slug: str) -> NeedWords | None:
        return next((need for need in self.needs if need.slug == slug), None)


def phrase(text: str, *, is_exact: bool = False) -> Phrase:
    """A phrase for matching; one of light words alone has no key words and is matched only as a whole.

    ``is_exact``: its only key word counts only as it is, "practical" is not "practice". Words in square brackets say
    where an ambiguous phrase counts: "odd [diagnosis, behaviour]".
    """
    text, _, near = text.partition("[")
    words = expand(normalise(text).split())
    keys = [w for w in words if not is_stop_word(w) and not is_light_word(w)]
    content = tuple(root(w) for w in words if _is_content(w))
    alone = keys[0] if len(keys) == 1 else ""
    return Phrase(
        words=tuple(root(w) for w in words),
        key_words=tuple(dict.fromkeys(root(w) for w in keys)),
        content=content if len(content) > 1 and keys else (),
        exact=alone if is_exact or len(alone) <= SHORT_WORD or len(alone) - len(root(alone)) >= LONG_ENDING else "",
        near=frozenset(root(w) for w in normalise(near).split()),
    )


def _is_content(word: str) -> bool:
    return word in NEGATIONS or not is_stop_word(word)


def make_vocabulary(
    needs: Iterable[tuple[Any, ...]],
    notices: Iterable[tuple[str, list[str], str]] = (),
    names: Iterable[str] = (),
    pathways: Iterable[str] = (),
) -> Vocabulary:
    """Build a vocabulary.

    ``needs``: (slug, label, professional term, aliases, misspellings, is_urgent, has_exit, is_sensitive) and, where
    it is not 1.0, its boost;
    ``notices``: (reference, other names, text); ``names``: titles whose words count as right;
    ``pathways``: slugs of needs that have a care pathway of their own.
    """
    needs, notices = list(needs), list(notices)
    made = [_need_words(*need) for need in needs]
    words = {word for name in names for word in normalise(name).split()}
    spellings: dict[str, str] = {}
    for _, label, professional, aliases, misspellings, *_ in needs:
        right = {
            word
            for term in (label, professional, *aliases)
            for word in normalise(term).split()
            if not is_stop_word(word)
        }
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
        sounds={skeleton(word): word for word in sorted(words, reverse=True) if len(word) >= SOUND_LETTERS},
        weights=_weights(made, {stem(w) for _, other, _ in notices for n in other for w in normalise(n).split()}),
        phrases=_by_stem(made),
        led_needs=frozenset(pathways),
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
    boost: float = 1.0,
) -> NeedWords:
    """A need with its phrases. A part of a professional term that has only light words ("mental health") tells nothing."""
    own = [phrase(label), *(phrase(term, is_exact=True) for term in split_term(professional) if normalise(term))]
    typed = [phrase(term) for term in (*aliases, *misspellings) if normalise(term)]
    phrases = dict.fromkeys([p for p in own if p.key_words] + typed)
    return NeedWords(slug, label, tuple(phrases), is_urgent, has_exit, is_sensitive, boost)


def split_term(professional: str) -> list[str]:
    """The terms of a professional's phrase: "Anxiety: social, phobias" gives "Anxiety", "Anxiety social", "Anxiety phobias"."""
    found: list[str] = []
    for part in re.split(r"[/;()]", professional):
        head, _, kinds = part.partition(":")
        found += [head, *(f"{head} {kind}" for kind in kinds.split(","))] if kinds else part.split(",")
    return [part.strip() for part in found if part.strip()]


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
        best = min(sorted(right_words), key=lambda right: OSA.distance(wrong, right), default=None)
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
    asks: Asks = field(default_factory=Asks)
    seeks_harm: bool = False  # asks how to come to harm: answered with those who help, and no word is looked for
    promoted: tuple[str, ...] = ()  # references of the answers that editors promoted for these words, in order


def understand(text: str, vocabulary: Vocabulary, *, read_ages: bool = True) -> Understanding:
    """Read a visitor's text. Any text gives an answer."""
    plain = normalise(text)
    age, rest = read_age(plain) if read_ages else (None, plain)
    typed = rest.split()
    right = [correct(word, vocabulary) for word in typed]
    words = expand(right)
    # An age may be a part of what is said: "turning 18".
    whole = words if rest == plain else expand(correct(word, vocabulary) for word in plain.split())
    needs = match_needs(whole, vocabulary)
    if not needs and (said := emoji_words(text)):
        words += said
        needs = match_needs(words, vocabulary)
    read = danger.read(text, vocabulary.danger)
    changes = tuple((wrong, better) for wrong, better in zip(typed, right, strict=True) if wrong != better)
    asks = read_asks(" ".join(words))
    if not asks.audience and age is not None and age < TYPES_ALONE:
        asks = replace(asks, audience="parent")
    return Understanding(
        words=tuple(words),
        needs=needs,
        age=age,
        urgent=urgent_level(read, text, needs, vocabulary),
        notices=tuple(n for n in vocabulary.notices if any(_contains(typed, name) for name in n.names)),
        corrected="" if read.seeks_harm else mended(text, changes),
        changes=changes,
        asks=asks,
        seeks_harm=read.seeks_harm,
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
    if len(word) < 4 or word in DIALECT or word.isdigit() or not word.isalpha() or _is_right(word, vocabulary):
        return word
    if _is_right(single := undoubled(word), vocabulary):
        return single  # "saddd", "helpp"
    allowed = 1 if len(word) < 6 else 2
    near = [
        (OSA.distance(word, known, score_cutoff=allowed), -len(known), known)
        for known in vocabulary.words
        if abs(len(known) - len(word)) <= allowed and known[0] == word[0] and len(known) > 3
    ]
    near = [candidate for candidate in near if candidate[0] <= allowed]
    return (
        min(near)[2]
        if near
        else vocabulary.sounds.get(skeleton(word), word)
        if len(word) >= SOUND_LETTERS - 1
        else word
    )


def _is_right(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.words or word in english_words()


def match_needs(
    words: list[str], vocabulary: Vocabulary, *, is_any_part: bool = False
) -> tuple[tuple[str, float], ...]:
    """Needs that the words speak of: 1.0 for a whole phrase, less for most of a phrase's words.

    A phrase inside a longer one says nothing of its own: "panic attack" is no attack, "mum is depressed" not me.
    "Not suicidal" speaks of no need that carries the urgent flag. ``is_any_part``: a phrase inside a longer one counts.
    """
    flagged = {need.slug for need in vocabulary.needs if need.is_urgent}
    open_text = _Text(words, vocabulary.weights)
    has_denial = not DENIALS.isdisjoint(words)
    undenied = _Text(words, vocabulary.weights, without_denied=True) if has_denial else open_text
    found: list[tuple[str, float, float, Span]] = []
    for slug, candidate in {pair for word in open_text.present for pair in vocabulary.phrases.get(word, ())}:
        text = undenied if slug in flagged else open_text
        weight = sum(vocabulary.weights.get(k, 1.0) for k in candidate.key_words)
        found += [
            (slug, strength, weight, span)
            for strength, span in text.readings(candidate)
            if strength > HINT or slug not in flagged  # one word of a phrase is no ground to speak of danger
        ]
    whole = [(slug, span) for slug, strength, _, span in found if strength >= NEARLY_WHOLE and span[1] - span[0] > 1]
    whole = [] if is_any_part else whole
    best: dict[str, tuple[float, float]] = {}
    for slug, strength, weight, span in found:
        if not any(_is_inside(span, other) for other_slug, other in whole if other_slug != slug):
            best[slug] = max(best.get(slug, (0.0, 0.0)), (strength, weight))
    ordered = sorted(best.items(), key=lambda need: (-need[1][0], -need[1][1], need[0]))
    return tuple((slug, round(strength, 3)) for slug, (strength, _) in ordered)


def speaks_of_flagged(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the words surely mean a need that is never suggested: "food bank" does not mean eating."""
    flagged = {need.slug for need in vocabulary.needs if need.is_sensitive}
    needs = match_needs(expand(normalise(text).split()), vocabulary, is_any_part=True)
    return any(slug in flagged and strength >= SURE_OF_NEED for slug, strength in needs)


Span = tuple[int, int]  # the place of the first word, and the place after the last


def _is_inside(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span != other


class _Text:
    """A visitor's words, ready to be compared with phrases."""

    def __init__(self, words: list[str], weights: dict[str, float], *, without_denied: bool = False) -> None:
        self.words, self.weights = words, weights
        self.stems = [root(word) for word in words]
        if without_denied:
            denied = (i for i in range(1, len(words)) if words[i - 1] in DENIALS)
            for i in denied:
                self.stems[i] = ""
        self.present = set(self.stems)
        self.places = [i for i, word in enumerate(words) if _is_content(word)]
        self.content = [self.stems[i] for i in self.places]
        heavy = {s for w, s in zip(words, self.stems, strict=True) if not is_stop_word(w) and not is_light_word(w)}
        heavy = {one for one in heavy if not one.isdigit()}
        self.heaviness = sum(weights.get(stem, RARE) for stem in heavy)

    def readings(self, candidate: Phrase) -> list[tuple[float, Span]]:
        """How surely the phrase stands here, and where: as it is, without its small words, or scattered."""
        if candidate.exact and candidate.exact not in self.words:
            return []
        if candidate.near and tuple(self.stems) != candidate.words and not candidate.near & self.present:
            return []
        size = len(candidate.words)
        whole = WHOLE if size > 1 else ONE_WORD
        if found := [(whole, (i, i + size)) for i in _starts(self.stems, candidate.words)]:
            return found
        size = len(candidate.content)
        if size and (starts := _starts(self.content, candidate.content)):
            return [(NEARLY_WHOLE, (self.places[i], self.places[i + size - 1] + 1)) for i in starts]
        keys = [key for key in candidate.key_words if key in self.present]
        if not keys or (strength := self._hint(candidate, keys)) < NEED_THRESHOLD:
            return []
        places = [self.stems.index(key) for key in keys]
        return [(strength, (min(places), max(places) + 1))]

    def _hint(self, candidate: Phrase, keys: list[str]) -> float:
        """How much of a phrase stands scattered in the text, by how telling its words are."""
        # One telling word of a phrase ("get to sleep" for "cant sleep") is a hint only where little else is said.
        alone = self.weights.get(keys[0], 0.0)
        if len(keys) == 1 and not (alone >= TELLING and alone > self.heaviness / 2):
            return 0.0
        if len(candidate.key_words) == 1:
            return HINT
        there, whole = (sum(self.weights.get(key, RARE) for key in part) for part in (keys, candidate.key_words))
        return SCATTERED * there / whole


def _starts(words: list[str], part: tuple[str, ...]) -> list[int]:
    size = len(part)
    return [i for i in range(len(words) - size + 1) if tuple(words[i : i + size]) == part]


# How surely a need is read: its whole phrase, the phrase with other small words, a phrase of one word, its words
# scattered, one of its words.
WHOLE, NEARLY_WHOLE, ONE_WORD, SCATTERED, HINT = 1.0, 0.98, 0.97, 0.95, 0.75
RARE = 4.0  # how much a word tells that the vocabulary does not know: more than any that it knows
NEGATIONS = {"not", "no", "never", "dont", "doesnt", "isnt", "wont", "cant", "didnt", "without", "arent", "wasnt"}
SOUND_LETTERS = 6  # a shorter word sounds like too many others
DENIALS = {"not", "isnt", "never", "arent", "wasnt", "nor"}
SHORT_WORD = 4  # letters
LONG_ENDING = 4  # letters that a stem leaves out: "overeating" is not "over"
TYPES_ALONE = 8  # a younger child does not type this: somebody asks for them
MOST_PROMOTED = 5  # answers
FEW_WORDS = 3  # in a longer text one word of a flagged need ("a gang of mates") is not enough for the urgent panel
SURE_OF_NEED = 0.9  # how surely a flagged need must have been read to bring the urgent panel
# A word that at most two needs of the vocabulary share.
TELLING = 3.0


def urgent_level(found: danger.Danger, text: str, needs: tuple[tuple[str, float], ...], vocabulary: Vocabulary) -> str:
    """ "emergency", "urgent" or "": what was read by patterns of danger, and needs that carry the urgent flag."""
    if found.level or found.is_distant:
        return found.level
    sure = SURE_OF_NEED if len(text.split()) <= FEW_WORDS else WHOLE
    strong = [slug for slug, strength in needs if strength >= sure]
    return "urgent" if any(need.is_urgent for need in vocabulary.needs if need.slug in strong) else ""


def promoted_for(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The answers promoted for a text: for all of it first, then for the longest part of it."""
    words = f" {normalise(text)} "
    held = sorted((part for part in vocabulary.promoted if f" {part} " in words), key=lambda part: (-len(part), part))
    return tuple(dict.fromkeys(reference for part in held for reference in vocabulary.promoted[part]))[:MOST_PROMOTED]
