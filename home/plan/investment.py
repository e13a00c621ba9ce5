"""What commissioners declare for one financial year: investment and need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from home.models import PlanInvestment


@dataclass(frozen=True, slots=True)
class InvestmentRow:
    """A commissioner's declaration; without one it is named all the same, as not declared."""

    body: str
    investment: PlanInvestment | None

    @property
    def amount_text(self) -> str:
        """ "£1,250,000"; empty when it was not declared. £0 is said as it is."""
        amount = self.investment.amount if self.investment else None
        return "" if amount is None else f"£{amount:,}"


def as_rows(investments: Iterable[PlanInvestment], year: int) -> list[InvestmentRow]:
    """Every commissioner of any year, by the plan's order: its declarations for this year, or that there is none."""
    known = list(investments)
    rows = []
    for body in dict.fromkeys(investment.body for investment in known):
        said = [i for i in known if i.body == body and i.year == year and i.is_declared]
        rows += [InvestmentRow(body, i) for i in said] or [InvestmentRow(body, None)]
    return rows


def record(row: InvestmentRow, year: int) -> dict[str, Any]:
    said = row.investment
    return {
        "year": year,
        "commissioner": row.body,
        "state": "declared" if said else "not-declared",
        "amount_pounds": said.amount if said else None,
        "covers": (said.covers or None) if said else None,
        "need": (said.need or None) if said else None,
        "as_at": said.as_at.isoformat() if said and said.as_at else None,
        "source": (said.source or None) if said else None,
    }
