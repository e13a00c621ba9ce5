"""What a reader of the plan asks for, from the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from home.choices import ActionStatus

OVERDUE = "overdue"
STALE = "not-up-to-date"
NO_OWNER = "not-declared"
# How far an action is, as the page says it: overdue, a status, or a status that is too old to be said of today.
STATUSES = {OVERDUE: "Overdue", **{value: str(label) for value, label in ActionStatus.choices}, STALE: "Not up to date"}
UNKNOWN_CHOICE = "One choice is not one that we know, and was left out."


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters; what makes no sense is named in ``problems`` and leaves nothing out."""

    status: str
    owner: str
    year: int
    problems: tuple[str, ...]
    given: Mapping[str, str]  # what stood in the address and made sense

    @property
    def is_filtered(self) -> bool:
        return bool(self.status or self.owner)

    @property
    def address(self) -> str:
        """The filters as they stand in an address, without a page."""
        return urlencode(self.given)


def read_asked(query: Mapping[str, Any], *, owners: Collection[str], years: Collection[int], this_year: int) -> Asked:
    """``years``: those that there is something to read about; without a choice it is ``this_year``."""
    known: dict[str, Collection[str]] = {
        "status": STATUSES,
        "owner": {*owners, NO_OWNER},
        "year": {str(year) for year in years},
    }
    given = {name: str(query.get(name, "")).strip()[:200] for name in known}
    problems = []
    for name, values in known.items():
        if given[name] and given[name] not in values:
            problems.append(UNKNOWN_CHOICE)
            given[name] = ""
    return Asked(
        status=given["status"],
        owner=given["owner"],
        year=int(given["year"] or this_year),
        problems=tuple(dict.fromkeys(problems)),
        given={name: value for name, value in given.items() if value},
    )
