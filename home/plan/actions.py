"""The plan's actions: who, by when, how far, and which are overdue."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from home.choices import ENDED
from home.plan.asked import NO_OWNER, OVERDUE, STALE, STATUSES, Asked

if TYPE_CHECKING:
    from home.models import PlanAction


@dataclass(frozen=True, slots=True)
class ActionRow:
    action: PlanAction
    is_overdue: bool
    is_up_to_date: bool

    @property
    def state(self) -> str:
        """How far it is today, as far as anybody has said: its status, unless that is too old."""
        return str(self.action.status) if self.is_up_to_date else STALE


@dataclass(frozen=True, slots=True)
class Progress:
    """All actions in numbers, whatever the filters."""

    total: int
    overdue: int
    without_date: int  # of those that have not ended: nobody can say whether they are late
    by_state: list[tuple[str, int]]


def as_rows(actions: Iterable[PlanAction], today: dt.date) -> list[ActionRow]:
    """Every action: those that are overdue first, longest overdue on top; then in the order of the plan."""
    rows = [ActionRow(action, action.is_overdue(today), action.is_up_to_date(today)) for action in actions]
    return sorted(rows, key=lambda row: (not row.is_overdue, row.action.due_on if row.is_overdue else dt.date.max))


def progress_of(rows: list[ActionRow]) -> Progress:
    counts = Counter(row.state for row in rows)
    waiting = [row for row in rows if row.action.status not in ENDED]
    return Progress(
        total=len(rows),
        overdue=sum(row.is_overdue for row in rows),
        without_date=sum(row.action.due_on is None for row in waiting),
        by_state=[(label, counts[state]) for state, label in STATUSES.items() if counts[state]],
    )


def owners_of(actions: Iterable[PlanAction]) -> list[str]:
    """The bodies that own an action, by name."""
    return sorted({action.owner for action in actions if action.owner}, key=str.casefold)


def narrow(rows: Iterable[ActionRow], asked: Asked) -> list[ActionRow]:
    return [row for row in rows if fits(row, asked)]


def fits(row: ActionRow, asked: Asked) -> bool:
    if asked.status == OVERDUE and not row.is_overdue:
        return False
    if asked.status not in ("", OVERDUE) and row.state != asked.status:
        return False
    return not asked.owner or (row.action.owner or NO_OWNER) == asked.owner


def record(row: ActionRow) -> dict[str, Any]:
    """One action as open data has it."""
    action = row.action
    return {
        "action": action.what,
        "owner": action.owner or None,
        "owner_role": action.owner_role or None,
        "due_on": action.due_on and action.due_on.isoformat(),
        "is_overdue": row.is_overdue,
        "status": action.status,
        "is_up_to_date": row.is_up_to_date,
        "note": action.note or None,
        "as_at": action.as_at and action.as_at.isoformat(),
        "source": action.source or None,
    }
