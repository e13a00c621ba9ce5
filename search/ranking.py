"""Every weight of the ranking, for both engines. docs/search.md shows this table, and a test keeps the two equal."""

from __future__ import annotations

from search.words import english_words

# How much a word is worth by where it stands. Every word is weighed by how rare it is in English, from 0.5 to 1.
FIELD_BOOSTS: dict[str, float] = {
    "title": 12.0,
    "names": 8.0,
    "aliases": 6.0,
    "summary": 6.0,
    "need_words": 5.0,
    "tags": 5.0,
    "provider": 4.0,
    "criteria": 4.0,
    "body": 2.5,
}
# Where a need was surely read, its own boosts say most of it, and a word counts this share.
BESIDE_NEED = 0.6
# Other fields where the word also stands add this share.
TIE_BREAKER = 0.15
# A word that is only nearly the same counts this much of the same word, and only in these fields.
FUZZY_BOOST = 0.4
FUZZY_FIELDS = ("title", "names", "aliases")
# The beginning of the word that is still being typed.
PREFIX_BOOST = 0.4
# Words of the same family (counsellor, counselling).
FAMILY_BOOST = 0.7
# Words that say little (help, support): they score, but are never required.
LIGHT_WORD_BOOST = 0.25
# The query holds the whole name of an entry.
NAME_BOOST = 40.0

# The query is about a need (1.0 when a whole phrase of the vocabulary stands in it).
NEED_BOOSTS: dict[str, float] = {"topic": 21.0, "pathway": 14.0, "service": 11.0, "page": 11.0, "resource": 6.5}
# A second need, and the third, count less than the first.
NEED_DECAY = 0.6
# What is about this very need stands above what helps with a dozen; a need's own care pathway holds everything else.
FOCUS_BOOSTS: dict[str, float] = {"topic": 4.0, "pathway": 36.0, "service": 3.0}
# A topic steps back to this share of its boosts where a care pathway leads, and where there is danger.
TOPIC_SHARE = 0.1
# A service for any worry at all, whatever the need.
ANY_WORRY_BOOST = 9.0

# Editors may let what is about a need stand lower or higher: by enough to change places with a need beside it.
STANDING_FACTORS: dict[str, float] = {"lower": 0.5, "usual": 1.0, "higher": 2.0}

# An answer that editors promoted for these words, above all else; the first of several has this for each of them.
PROMOTED_BOOST = 120.0

# A page of information that the words lean to by learned weights, for a share of all meanings of 1.0.
MEANT_PAGE_BOOST = 70.0

# What stands first when a query is urgent, and when a place is across the border.
URGENT_PAGE_BOOST = 70.0
BOUNDARY_PAGE_BOOST = 60.0

# A place moves near help up; it never removes what covers it from afar.
BAND_BOOSTS: dict[str, float] = {"near-you": 4.0, "covers-you": 2.0, "anywhere": 0.0}
# Near is this many miles from a venue.
NEAR_MILES = 10.0

# What the words say about who asks and how they want help moves what fits up, and never takes anything away.
ASKED_BOOSTS: dict[str, float] = {"audience": 5.0, "route": 6.5, "how": 3.0, "kind": 8.0, "now": 2.0}
# Small standing differences between services, on top of everything else.
TRAIT_BOOSTS: dict[str, float] = {
    "self-referral": 0.3,
    "open-door": 0.5,  # anyone may come, with nothing to try first and no threshold
    "young-person": 1.2,
    "local": 1.5,
    "confirmed": 1.0,
    "running": 1.5,
}

# A name that is suggested while somebody types: how each word stands in it, and whether it serves the site's own area.
SUGGESTION_BOOSTS: dict[str, float] = {"begins": 3.0, "inside": 2.0, "nearly": 1.0, "begins nearly": 0.5, "here": 0.25}
# So many letters count in the middle of a word: "xiety", but not the "eat" of "death".
SHORTEST_INSIDE = 4
# So many letters of a name may hold a slip: "koth", but not "beu".
SHORTEST_SLIP = 4

# At least this share of the words that carry meaning must match, unless the query is about a need.
REQUIRED_SHARE = 0.4
# A need is understood from words scattered in the query when they make up this share of one of its phrases.
NEED_THRESHOLD = 0.62


def edit_distance(word: str, *, shortest: int = 5, is_known: bool = False) -> int:
    """How many letters may be wrong: none in a word that is right, in a short one or a number, two in a long one."""
    if is_known or len(word) < shortest or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def slips(word: str) -> int:
    """The same where a name is suggested: "koth" is short for a slip, and "weed", as an English word, is none of "week"."""
    return edit_distance(word, shortest=SHORTEST_SLIP, is_known=word in english_words())
