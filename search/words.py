"""Words by themselves: cleaning, stems, families, and which of them carry meaning. Pure functions over small files."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from math import log10

from snowballstemmer import stemmer

MAX_LENGTH = 200
KEPT_WORDS = 50_000  # of the vocabulary and of visitors: not without end, as anything can be typed
_stemmer = stemmer("english")
_one_at_a_time = threading.Lock()

NEGATIONS = {"not", "no", "never", "dont", "doesnt", "isnt", "wont", "cant", "didnt", "without", "arent", "wasnt"}

_CONTROL = dict.fromkeys([*range(32), 127], " ")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_ALL_HOURS = re.compile(r"\b24\s*/\s*7\b")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"(.)\1")
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """A visitor's text without control characters or odd spaces; its words stay as they were typed."""
    if text.isascii():  # nearly always, and much quicker
        return " ".join(text.translate(_CONTROL).split())
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" and c != "\u200d" else c for c in text)
    return " ".join(text.split())


def normalise(text: str) -> str:
    """Lower case, no accents, no apostrophes, letters and digits only: "Can't  STOP!!" -> "cant stop"."""
    text = clean(text).casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.translate(_APOSTROPHES).replace("a&e", "accident and emergency").replace("&", " and ")
    if "24" in text:
        text = _ALL_HOURS.sub("247", text)
    text = _REPEATED.sub(r"\1\1", text)
    return " ".join(_WORD.findall(text))


@lru_cache(maxsize=KEPT_WORDS)
def stem(word: str) -> str:
    with _one_at_a_time:  # the stemmer keeps the word that it works on in itself
        return str(_stemmer.stemWord(word))


def word_file(name: str) -> list[str]:
    text = (resources.files("search") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _light() -> tuple[frozenset[str], frozenset[str]]:
    lines = word_file("light-words.txt")
    cut = lines.index("---")
    stop, light = (frozenset(" ".join(part).split()) for part in (lines[:cut], lines[cut + 1 :]))
    return stop, light


def is_stop_word(word: str) -> bool:
    return word in _light()[0]


def is_content_word(word: str) -> bool:
    """Whether a phrase with this word says something else than without it."""
    return word in NEGATIONS or not is_stop_word(word)


def is_light_word(word: str) -> bool:
    return word in _light()[1]


@cache
def _families() -> dict[str, tuple[str, ...]]:
    families = [tuple(line.split()) for line in word_file("word-families.txt")]
    return {word: tuple(w for w in family if w != word) for family in families for word in family}


@lru_cache(maxsize=KEPT_WORDS)
def root(word: str) -> str:
    """What stands for a word when meanings are compared: the stem of its family's first word in the alphabet."""
    return stem(min((word, *_families().get(word, ()))))


def family(word: str) -> tuple[str, ...]:
    """Other words for the same thing that stemming does not bring together."""
    return _families().get(word, ())


@cache
def _frequencies() -> dict[str, int]:
    """Words that are right as they are, and how often they are used (symspellpy's English dictionary, MIT; and short forms)."""
    text = (resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    found = {word: int(count) for word, count in (line.split(" ", 1) for line in text.splitlines())}
    return found | dict.fromkeys(word_file("contractions.txt"), max(found.values()))  # as common as any word


def english_words() -> Container[str]:
    """Words that must not be "corrected"."""
    return _frequencies()


@lru_cache(maxsize=KEPT_WORDS)
def telling(word: str) -> float:
    """How much an English word tells, from 0.5 for the commonest to 1.0 for a rare one or one that is no English word."""
    count = _frequencies().get(word, 0)
    return 1.0 if count < RARE_COUNT else max(0.5, 1.0 - 0.15 * log10(count / RARE_COUNT))


RARE_COUNT = 5_000_000  # in the corpus of the dictionary, which counts up to 23 milliards


def undoubled(word: str) -> str:
    """The word with each letter once: what "saddd" was meant to be."""
    return _DOUBLED.sub(r"\1", word)


def skeleton(word: str) -> str:
    """What stays of a word however it is spelt: its first letter and its consonants, "c" and "z" as "s"."""
    sound = word.replace("ph", "f").replace("c", "s").replace("z", "s").replace("k", "s")
    return word[:1] + re.sub(r"[aeiouyhw]|(.)(?=\1)", "", sound[1:])


@cache
def _emoji() -> dict[str, str]:
    lines = (line.split(" = ") for line in word_file("emoji.txt"))
    return {sign: words for signs, words in lines for sign in signs.split()}


def emoji_words(text: str) -> list[str]:
    """The feelings that a text's emoji say, in words."""
    return list(dict.fromkeys(word for sign in text if (said := _emoji().get(sign)) for word in said.split()))


def word_pairs(name: str) -> dict[str, str]:
    """A file's lines "typed = meant"."""
    return dict(line.split(" = ", 1) for line in word_file(name))


@cache
def dialect() -> dict[str, str]:
    """The North-East's words and how people type -> the plain words for it."""
    return word_pairs("dialect.txt")


def expand(words: Iterable[str]) -> list[str]:
    """Dialect and text-speak into plain words; one word may become several."""
    known = dialect()
    return [part for word in words for part in known.get(word, word).split()]


LONGEST_NAME = 8  # words


def runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Every run of words that may be a name, short ones first."""
    for size in range(1, min(LONGEST_NAME, len(words)) + 1):
        for start in range(len(words) - size + 1):
            yield words[start : start + size]


@lru_cache(maxsize=16)
def by_letter(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first letter, which a slip leaves alone."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(alike) for letter, alike in found.items()}
