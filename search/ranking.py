"""Every weight of the ranking, for both engines. docs/search.md shows this table, and a test keeps the two equal."""

from __future__ import annotations

from search.words import english_words

# How much a word is worth by where it stands.
FIELD_BOOSTS: dict[str, float] = {
    "title": 3.0,
    "names": 3.0,
    "summary": 1.6,
    "need_words": 1.4,
    "tags": 1.4,
    "provider": 1.0,
    "criteria": 1.0,
    "body": 0.6,
}
# Other fields where the word also stands add this share.
TIE_BREAKER = 0.15
# A word that is only nearly the same counts this much of the same word, and only in these fields.
FUZZY_BOOST = 0.25
FUZZY_FIELDS = ("title", "names", "need_words")
# The beginning of the word that is still being typed.
PREFIX_BOOST = 0.4
# Words of the same family (counsellor, counselling).
FAMILY_BOOST = 0.7
# Words that say little (help, support): they score, but are never required.
LIGHT_WORD_BOOST = 0.25
# The query holds the whole name of an entry.
NAME_BOOST = 26.0

# The query is about a need (1.0 when a whole phrase of the vocabulary stands in it).
NEED_BOOSTS: dict[str, float] = {"topic": 22.0, "pathway": 16.0, "service": 11.0, "page": 6.0, "resource": 5.0}
# A second need, and the third, count less than the first.
NEED_DECAY = 0.6
# The entry that is about this very need stands above one with a dozen needs; where a need has a care pathway of its own,
# the pathway leads, as it holds everything else.
MAIN_NEED_BOOSTS: dict[str, float] = {"topic": 3.0, "pathway": 22.0}

# What stands first when a query is urgent, and when a place is across the border.
URGENT_PAGE_BOOST = 90.0
BOUNDARY_PAGE_BOOST = 60.0

# A place moves near help up; it never removes what covers it from afar.
BAND_BOOSTS: dict[str, float] = {"near-you": 2.5, "covers-you": 2.0, "anywhere": 0.0}
# Near is this many miles from a venue.
NEAR_MILES = 10.0

# Small standing differences between services, on top of everything else.
TRAIT_BOOSTS: dict[str, float] = {
    "self-referral": 1.5,
    "open-door": 3.0,  # anyone may come, with nothing to try first and no threshold
    "young-person": 1.0,
    "local": 1.5,
    "confirmed": 1.0,
    "running": 4.0,
}

# A name that is suggested while somebody types: how each word stands in it, and whether it serves the site's own area.
SUGGESTION_BOOSTS: dict[str, float] = {"begins": 3.0, "inside": 2.0, "nearly": 1.0, "begins nearly": 0.5, "here": 0.25}
# So many letters count in the middle of a word: "xiety", but not the "eat" of "death".
SHORTEST_INSIDE = 4
# So many letters of a name may hold a slip: "koth", but not "beu".
SHORTEST_SLIP = 4

# At least this share of the words that carry meaning must match, unless the query is about a need.
REQUIRED_SHARE = 0.5
# A need is understood from words scattered in the query when they make up this share of one of its phrases.
NEED_THRESHOLD = 0.62


def edit_distance(word: str, *, shortest: int = 5) -> int:
    """How many letters may be wrong: none in a short word or a number, two in a long word."""
    if len(word) < shortest or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def slips(word: str) -> int:
    """The same where a name is suggested: "koth" is short for a slip, and "weed", as an English word, is none of "week"."""
    return 0 if word in english_words() else edit_distance(word, shortest=SHORTEST_SLIP)
