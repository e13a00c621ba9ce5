"""The audit's words: plain enough to be read out at a board."""

from __future__ import annotations

from collections.abc import Sequence

from directory.ages import OLDEST

KINDS = {
    "nothing": "Nothing",
    "one-way": "One way only",
    "circle": "Sent in a circle",
    "unusable-route": "No way in",
    "ends-at-18": "Ends, and nothing next",
    "overlap": "Overlap",
}
AUDIENCES = {"young-person": "young people", "parent": "parents and carers", "professional": "professionals"}
REFERRERS = {
    "self": "young people themselves",
    "parent": "a parent or carer",
    "school": "a school",
    "gp": "a GP",
    "professional": "another professional",
}
ALL = "all"
EVERYWHERE = "everywhere"
NAMED = 6  # places and services that a sentence names before it counts


def listed(words: Sequence[str], last: str = "and", most: int = NAMED) -> str:
    """ "a, b and c"; "a, b and 7 more" where there are many."""
    shown = list(words) if len(words) <= most else [*words[:most], f"{len(words) - most} more"]
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}" if len(shown) > 1 else "".join(shown)


def ages_text(start: int, before: int) -> str:
    """(18, 26) -> "18 to 25"; (0, 26) -> "0 to 25"; (17, 18) -> "17"."""
    return str(start) if before - start == 1 else f"{start} to {min(before, OLDEST + 1) - 1}"


def places_text(names: Sequence[str], count: int) -> str:
    """Where; "everywhere" when it is true of all that were asked about."""
    return EVERYWHERE if len(names) == count else f"in {listed(names)}"
