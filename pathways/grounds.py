"""What a pathway rests on: evidence by kind, and who has signed it off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from directory.choices import Sector
from pathways.choices import EvidenceKind

if TYPE_CHECKING:
    import datetime as dt

    from pathways.models import Evidence, SignOff

# Who stands behind a pathway; a sector without a row is said to be missing.
ASKED = (Sector.HEALTH, Sector.SOCIAL_CARE, Sector.EDUCATION, Sector.YOUTH_JUSTICE, Sector.VOLUNTARY)


@dataclass(frozen=True, slots=True)
class Signature:
    """One organisation, or a sector that has none; without ``signed_on`` it has not signed yet."""

    sector: str
    body: str = ""
    role: str = ""
    signed_on: dt.date | None = None


def by_kind(evidence: Iterable[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """(label, references) in the order of the vocabulary; kinds without a reference are left out."""
    rows = list(evidence)
    groups = ((kind.label, [row for row in rows if row.kind == kind]) for kind in EvidenceKind)
    return [(label, found) for label, found in groups if found]


def signatures(sign_offs: Iterable[SignOff]) -> list[Signature]:
    """Every organisation, in the order of sectors, and each sector that was to be asked and has none."""
    rows = list(sign_offs)
    order: Sequence[Sector] = [*ASKED, *(sector for sector in Sector if sector not in ASKED)]
    found: list[Signature] = []
    for sector in order:
        here = [row for row in rows if row.sector == sector]
        found += [Signature(sector.label, row.body, row.role, row.signed_on) for row in here]
        if not here and sector in ASKED:
            found.append(Signature(sector.label))
    return found
