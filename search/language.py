"""What a visitor's words mean: pure functions over a vocabulary that editors own.

Nothing here reads the database, the clock or the network, so that both engines understand the same words
and every rule can be tested in a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import log
from typing import Any

from rapidfuzz.distance import OSA

from search import danger, meanings, weights
from search.ages import read_age
from search.asks import Asks, read_asks
from search.danger import Patterns, patterns
from search.needs import HINT, SURE_OF_NEED, WHOLE, match_needs, starts, weigh_needs
from search.words import (
    by_letter,
    clean,
    dialect,
    emoji_words,
    english_words,
    expand,
    is_content_word,
    is_light_word,
    is_stop_word,
    normalise,
    root,
    runs,
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
    sounds: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the skeleton of words -> these words
    weights: dict[str, float] = field(default_factory=dict)  # stem -> how much it tells one need from another
    phrases: dict[str, tuple[tuple[str, Phrase], ...]] = field(
        default_factory=dict
    )  # stem -> (need, phrase) to look at
    services: frozenset[str] = frozenset()  # the names of services, normalised
    urgent_needs: frozenset[str] = frozenset()  # needs that carry the urgent flag
    led_needs: frozenset[str] = frozenset()  # needs that have a care pathway of their own
    danger: Patterns = field(default_factory=patterns)  # the file's patterns, and the editors'
    shares: Callable[[str], Mapping[str, float]] = meanings.shares  # plain words -> meaning -> how likely it is
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
    content = tuple(root(w) for w in words if is_content_word(w))
    alone = keys[0] if len(keys) == 1 else ""
    return Phrase(
        words=tuple(root(w) for w in words),
        key_words=tuple(dict.fromkeys(root(w) for w in keys)),
        content=content if len(content) > 1 and keys else (),
        exact=alone if is_exact or len(alone) <= SHORT_WORD or len(alone) - len(root(alone)) >= LONG_ENDING else "",
        near=frozenset(root(w) for w in normalise(near).split()),
    )


def make_vocabulary(
    needs: Iterable[tuple[Any, ...]],
    notices: Iterable[tuple[str, list[str], str]] = (),
    names: Iterable[str] = (),
    services: Iterable[str] = (),
    pathways: Iterable[str] = (),
) -> Vocabulary:
    """Build a vocabulary.

    ``needs``: (slug, label, professional term, aliases, misspellings, is_urgent, has_exit, is_sensitive) and, where
    it is not 1.0, its boost;
    ``notices``: (reference, other names, text); ``names``: titles whose words count as right;
    ``services``: names of services, whose words count as right too;
    ``pathways``: slugs of needs that have a care pathway of their own.
    """
    needs, notices = list(needs), list(notices)
    made = [_need_words(*need) for need in needs]
    services = list(services)
    words = {word for name in (*names, *services) for word in normalise(name).split()}
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
        sounds=_by_sound(words),
        weights=_weights(made, {stem(w) for _, other, _ in notices for n in other for w in normalise(n).split()}),
        phrases=_by_stem(made),
        services=frozenset(name for name in map(normalise, services) if name),
        urgent_needs=frozenset(need.slug for need in made if need.is_urgent),
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


def _by_sound(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= SOUND_LETTERS:
            found[skeleton(word)] = (*found.get(skeleton(word), ()), word)
    return found


def _learn_spelling(spellings: dict[str, str], misspelling: str, right_words: set[str]) -> None:
    """Map each wrong word of an editor's misspelling to the nearest right word of the same need."""
    for wrong in normalise(misspelling).split():
        if wrong in right_words or wrong in english_words():
            continue
        best = min(sorted(right_words), key=lambda r: (OSA.distance(wrong, r), abs(len(r) - len(wrong))), default=None)
        if best and OSA.distance(wrong, best) <= max(2, len(wrong) // 3):
            spellings[wrong] = best


# --- reading a query ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read from the words.

    ``words``: plain words in order, corrected. ``needs``: (slug, strength 0–1), strongest first.
    ``age``: whole years or None. ``urgent``: "emergency", "urgent" or ""; ``is_sure_of_danger``: surely enough to stand
    before all results, and not only above them. ``corrected``: the text with its
    spelling mended, or "" when nothing was.
    """

    words: tuple[str, ...] = ()
    needs: tuple[tuple[str, float], ...] = ()
    age: int | None = None
    urgent: str = ""
    danger: str = ""  # the same without what the name of a flagged need alone brings
    is_sure_of_danger: bool = False
    notices: tuple[NameNotice, ...] = ()
    corrected: str = ""
    changes: tuple[tuple[str, str], ...] = ()  # (wrong, right) of every word that was mended
    asks: Asks = field(default_factory=Asks)
    seeks_harm: bool = False  # asks how to come to harm: answered with those who help, and no word is looked for
    is_worry: bool = False  # the words lean to some worry, whichever
    pages: tuple[tuple[str, float], ...] = ()  # references of pages of information that the words lean to, and how far
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
    said = match_needs(whole, vocabulary)
    if not said and (shown := emoji_words(text)):
        words += shown
        said = match_needs(words, vocabulary)
    read = danger.read(text, vocabulary.danger)
    shares = vocabulary.shares(" ".join(words))
    # Only a need that the vocabulary names brings the panel: danger has weights of its own.
    is_everyday = not read.level and read.leaning < weights.says_nothing()
    is_flagged = bool(read.level or not read.is_distant) and names_flagged(
        words, said, shares, vocabulary, is_everyday=is_everyday
    )
    needs = weigh_needs(said, words, shares, vocabulary)
    known = {slug for slug, _ in needs}
    if read.about not in known and known.isdisjoint(vocabulary.urgent_needs) and vocabulary.need(read.about):
        needs += ((read.about, HINT),)
    changes = tuple((wrong, better) for wrong, better in zip(typed, right, strict=True) if wrong != better)
    asks = read_asks(" ".join(words))
    if not asks.audience and age is not None and age < TYPES_ALONE:
        asks = replace(asks, audience="parent")
    return Understanding(
        words=tuple(words),
        needs=needs,
        age=age,
        urgent=read.level or ("urgent" if is_flagged else ""),
        danger=read.level,
        is_sure_of_danger=read.is_sure or is_flagged,
        notices=tuple(n for n in vocabulary.notices if any(starts(typed, name) for name in n.names)),
        corrected="" if read.seeks_harm else mended(text, changes),
        changes=changes,
        asks=asks,
        seeks_harm=read.seeks_harm,
        is_worry=sum(shares.get(need.slug, 0.0) for need in vocabulary.needs) >= meanings.WORRY,
        pages=_meant_pages(words, shares, vocabulary),
    )


def _meant_pages(
    words: list[str], shares: Mapping[str, float], vocabulary: Vocabulary
) -> tuple[tuple[str, float], ...]:
    """The pages that the words lean to, and only a little where they name a service: "sorted referral form"."""
    names_service = any(" ".join(run) in vocabulary.services for run in runs(words))
    factor = BESIDE_NAME if names_service else 1.0
    return tuple(
        (page, share * factor) for page, share in shares.items() if page.startswith("page:") and share >= meanings.LEANS
    )


def mended(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    """The text as it was typed with these words mended; empty when none was."""
    better = dict(changes)
    return " ".join(better.get(normalise(word), word) for word in clean(text).split()) if changes else ""


def correct(word: str, vocabulary: Vocabulary) -> str:
    """The word, or the word of the vocabulary that was surely meant.

    A word that is right in English or in the vocabulary stays; a short word stays; an editor's misspelling is mended.
    """
    if word in vocabulary.spellings:
        return vocabulary.spellings[word]
    if len(word) < 4 or word in dialect() or word.isdigit() or not word.isalpha() or _is_right(word, vocabulary):
        return word
    if _is_right(single := undoubled(word), vocabulary):
        return single  # "saddd", "helpp"
    allowed = 1 if len(word) < 6 else 2
    near = [
        (distance, -len(known), known)
        for known in by_letter(vocabulary.words).get(word[0], ())
        if len(known) > 3 and (distance := OSA.distance(word, known, score_cutoff=allowed)) <= allowed
    ]
    if near:
        return min(near)[2]
    alike = vocabulary.sounds.get(skeleton(word), ()) if len(word) >= SOUND_LETTERS - 1 else ()
    return min(alike, key=lambda known: (OSA.distance(word, known), known), default=word)


def _is_right(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.words or word in english_words()


SOUND_LETTERS = 6  # a shorter word sounds like too many others
SHORT_WORD = 4  # letters
LONG_ENDING = 4  # letters that a stem leaves out: "overeating" is not "over"
BESIDE_NAME = 0.3  # how much a page that the words lean to counts where they name a service
TYPES_ALONE = 8  # a younger child does not type this: somebody asks for them
MOST_PROMOTED = 5  # answers
FEW_WORDS = 4  # in a longer text one word of a flagged need ("a gang of mates") is not enough for the urgent panel
NAMED = 0.45  # how far words must lean to a flagged need that they name


def names_flagged(
    words: list[str],
    needs: tuple[tuple[str, float], ...],
    shares: Mapping[str, float],
    vocabulary: Vocabulary,
    *,
    is_everyday: bool,
) -> bool:
    """Whether words surely name a need that carries the urgent flag: a whole phrase of it, or one word of few.

    One word among others must lean to the need too, and so must a phrase among words that are everyday by themselves.
    """
    telling = {word for word in words if not is_stop_word(word) and not is_light_word(word) and not word.isdigit()}
    for slug, strength in needs:
        is_named = strength >= WHOLE or (strength >= SURE_OF_NEED and len(telling) <= FEW_WORDS)
        is_alone = len(telling) <= 1 or (strength >= WHOLE and not is_everyday)
        if slug in vocabulary.urgent_needs and is_named and (is_alone or shares.get(slug, 1.0) >= NAMED):
            return True
    return False


def promoted_for(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The answers promoted for a text: for all of it first, then for the longest part of it."""
    words = f" {normalise(text)} "
    held = sorted((part for part in vocabulary.promoted if f" {part} " in words), key=lambda part: (-len(part), part))
    return tuple(dict.fromkeys(reference for part in held for reference in vocabulary.promoted[part]))[:MOST_PROMOTED]
