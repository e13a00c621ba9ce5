"""Which needs a visitor's words speak of: phrases of the vocabulary, whole or scattered. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from search.meanings import CLEARLY, HARDLY, LEANS
from search.ranking import NEED_THRESHOLD
from search.words import expand, is_content_word, is_light_word, is_stop_word, normalise, root, telling

if TYPE_CHECKING:
    from search.language import Phrase, Vocabulary

# How surely a need is read: its whole phrase, the phrase with other small words, a phrase of one word, its words
# scattered, one of its words.
WHOLE, NEARLY_WHOLE, ONE_WORD, SCATTERED, HINT = 1.0, 0.98, 0.97, 0.95, 0.75
RARE = 4.0  # how much a word tells that the vocabulary does not know: more than any that it knows
TELLING = 3.0  # a word that at most two needs of the vocabulary share
RARE_IN_ENGLISH = 0.85  # and that is not common in English: "out" alone is no hint at "someone outed me"
SURE_OF_NEED = 0.9  # how surely a flagged need must have been read to bring the urgent panel
# How surely a need is meant that only learned weights lean to (``search.meanings``): from the least to the most.
LEAST_MEANT, MOST_MEANT = 0.6, 1.0
MEANT_ORDER = 0.25  # how much of several that are said as surely the likelier comes first
DENIALS = {"not", "isnt", "never", "arent", "wasnt", "nor"}


def match_needs(
    words: list[str], vocabulary: Vocabulary, *, is_any_part: bool = False
) -> tuple[tuple[str, float], ...]:
    """Needs that the words speak of: 1.0 for a whole phrase, less for most of a phrase's words.

    A phrase inside a longer one says nothing of its own: "panic attack" is no attack, "mum is depressed" not me.
    "Not suicidal" speaks of no need that carries the urgent flag. ``is_any_part``: a phrase inside a longer one counts.
    """
    flagged = vocabulary.urgent_needs
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


def weigh_needs(
    needs: tuple[tuple[str, float], ...], words: list[str], shares: Mapping[str, float], vocabulary: Vocabulary
) -> tuple[tuple[str, float], ...]:
    """The needs that phrases speak of, and those that the words lean to by learned weights; ``shares``: meaning -> 0 to 1.

    What the vocabulary surely says stays, and beside it only what is leant to clearly is added. A mere hint goes where
    the words lean clearly to something else. A flagged need is added only where they lean to it clearly and deny nothing.
    """
    said = dict(needs)
    is_clear = max(shares.values(), default=0.0) >= CLEARLY
    kept = {
        slug: strength
        for slug, strength in said.items()
        if strength > SCATTERED or not is_clear or shares.get(slug, 1.0) >= HARDLY
    }
    is_said = any(strength >= ONE_WORD for strength in kept.values())
    denies = not DENIALS.isdisjoint(words)
    for need in vocabulary.needs:
        share = 0.0 if denies and need.is_urgent else shares.get(need.slug, 0.0)
        if need.slug not in kept and share >= (CLEARLY if need.is_sensitive or is_said else LEANS):
            kept[need.slug] = LEAST_MEANT + (MOST_MEANT - LEAST_MEANT) * share
    # Of several that are said as surely, what the words lean to clearly comes first.
    first = {slug: MEANT_ORDER * share for slug, share in shares.items() if share >= CLEARLY and slug in said}
    ordered = sorted(kept.items(), key=lambda need: -round(need[1] + first.get(need[0], 0.0), 3))
    return tuple((slug, round(strength, 3)) for slug, strength in ordered)


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
        self.places = [i for i, word in enumerate(words) if is_content_word(word)]
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
        if found := [(whole, (i, i + size)) for i in starts(self.stems, candidate.words)]:
            return found
        size = len(candidate.content)
        if size and (at := starts(self.content, candidate.content)):
            return [(NEARLY_WHOLE, (self.places[i], self.places[i + size - 1] + 1)) for i in at]
        keys = [key for key in candidate.key_words if key in self.present]
        if not keys or (strength := self._hint(candidate, keys)) < NEED_THRESHOLD:
            return []
        places = [self.stems.index(key) for key in keys]
        return [(strength, (min(places), max(places) + 1))]

    def _hint(self, candidate: Phrase, keys: list[str]) -> float:
        """How much of a phrase stands scattered in the text, by how telling its words are."""
        # One telling word of a phrase ("get to sleep" for "cant sleep") is a hint only where little else is said.
        if len(keys) == 1 and not self._tells_alone(keys[0]):
            return 0.0
        if len(candidate.key_words) == 1:
            return HINT
        if max(candidate.key_words, key=lambda key: self.weights.get(key, RARE)) not in keys:
            return 0.0  # "waiting list" is no hint at "autism waiting list"
        there, whole = (sum(self.weights.get(key, RARE) for key in part) for part in (keys, candidate.key_words))
        return SCATTERED * there / whole

    def _tells_alone(self, key: str) -> bool:
        weight = self.weights.get(key, 0.0)
        is_heavy = weight >= TELLING and weight > self.heaviness / 2
        return is_heavy and telling(self.words[self.stems.index(key)]) >= RARE_IN_ENGLISH


def starts(words: list[str], part: tuple[str, ...]) -> list[int]:
    """The places at which a part stands among the words."""
    size = len(part)
    return [i for i in range(len(words) - size + 1) if tuple(words[i : i + size]) == part]
