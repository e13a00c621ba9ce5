"""What is compared between two states of a pathway."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from directory.changes import HOW_LONG, Facts
from pathways.choices import StepKind

if TYPE_CHECKING:
    from pathways.models import PathwayPage


def pathway_facts(page: PathwayPage) -> Facts:
    """Its ages, its stages with whom and what they name, the steps between them, and who stands behind it."""
    stages = page.stage_values
    return {
        "Ages": [page.ages.text],
        "Stages": [stage["short_name"] for stage in stages],
        "Who a stage is for": _lines((s["short_name"], s["who_for"]) for s in stages),
        "Services": _lines((s["short_name"], offered.title) for s in stages for offered in s["services"] if offered),
        "Resources": _lines((s["short_name"], thing.title) for s in stages for thing in s["resources"] if thing),
        HOW_LONG: _lines((s["short_name"], s["how_long"]) for s in stages),
        "Steps": _lines(
            (s["short_name"], f"{StepKind(step['kind']).label}: {step['when']}") for s in stages for step in s["steps"]
        ),
        "Signed off by": [
            sign_off.body if sign_off.signed_on else f"{sign_off.body}, not yet" for sign_off in page.sign_offs.all()
        ],
    }


def _lines(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each stage and what it says, where it says something."""
    return [f"{stage}: {said}" for stage, said in pairs if said]
