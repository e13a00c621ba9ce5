"""Names of places as people write them: keys for comparing, and the words that are not only places."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

DATA_DIR = Path(__file__).resolve().parent / "data"

# What stands before the name of a place in a sentence.
LEADING_WORDS = frozenset({"in", "near", "from", "at"})

_WORDS = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
# "Berwick-upon-Tweed" is said "Berwick"; "Kingston upon Hull, City of" is written "Kingston upon Hull".
_RIVER = re.compile(r" (?:upon|on|by) .+$| town$")
_OFFICIAL = re.compile(r"^(?:county|city) (?:of )?| (?:county|city) of$")


def place_key(name: str) -> str:
    """The name without case, accents or punctuation, "Saint" as "st": letters, digits and single spaces only."""
    text = unicodedata.normalize("NFKD", name.replace("&", " and ").translate(_APOSTROPHES)).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join("st" if word == "saint" else word for word in _WORDS.findall(text))


def short_key(key: str) -> str:
    """The key as it is said: "berwick upon tweed" -> "berwick"; the key itself when it is short already."""
    return _RIVER.sub("", key) or key


def area_keys(name: str) -> frozenset[str]:
    """The ways to write an authority's name: "Herefordshire, County of" is also "herefordshire"."""
    key = place_key(name)
    return frozenset({key, _OFFICIAL.sub("", key)}) - {""}


@cache
def everyday_words() -> frozenset[str]:
    """Keys of places that are also everyday words or people's names."""
    lines = (DATA_DIR / "everyday-place-names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(place_key(line) for line in lines if not line.startswith("#")) - {""}
