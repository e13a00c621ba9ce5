"""What a word that nobody knows may have been meant to be: pure functions over the vocabulary."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.language import Vocabulary
from search.words import clean, english_words, normalise, root

SHORTEST = 4  # letters; a shorter word is like too many others
LIKENESS = 0.6  # 0 to 1: the share of letters that stand where they should
BEHIND = 0.1  # of likeness: a guess that is this much worse than the best one is none
MOST_GUESSES = 3


def strange_words(text: str, vocabulary: Vocabulary) -> tuple[tuple[int, str], ...]:
    """(position, word as it is compared) of every word that neither English nor the vocabulary knows."""
    words = enumerate(normalise(word) for word in clean(text).split())
    return tuple(
        (position, word)
        for position, word in words
        if word.isalpha() and word not in vocabulary.words and word not in english_words()
    )


def offered_words(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words that may be offered, in the order of the alphabet: none that any phrase of a flagged need holds."""
    flagged = {
        part for need in vocabulary.needs if need.is_sensitive for phrase in need.phrases for part in phrase.words
    }
    return tuple(sorted(word for word in vocabulary.words if len(word) >= SHORTEST and root(word) not in flagged))


def guesses(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The text with its first strange word put right, in up to three ways, the likeliest first."""
    typed = clean(text).split()
    for position, word in strange_words(text, vocabulary):
        if len(word) >= SHORTEST:
            found = process.extract(
                word,
                offered_words(vocabulary),
                scorer=OSA.normalized_similarity,
                score_cutoff=LIKENESS,
                limit=MOST_GUESSES,
            )
            return tuple(
                " ".join((*typed[:position], better, *typed[position + 1 :]))
                for better, likeness, _ in found
                if likeness >= found[0][1] - BEHIND
            )
    return ()
