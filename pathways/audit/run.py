"""The whole audit: findings in an order to be read in, a heat map, and why a service does or does not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.audit.bits import Sets, bits_of, union
from pathways.audit.facts import AGES, HELP, Directory, Finding, Service
from pathways.audit.links import circles, endings, one_sided, overlaps
from pathways.audit.walk import Progress, walk
from pathways.audit.words import KINDS


@dataclass(frozen=True, slots=True)
class Audit:
    personas: int
    findings: tuple[Finding, ...]
    reciprocity: tuple[tuple[Service, Service], ...]

    @property
    def has_dead_end(self) -> bool:
        return any(finding.is_dead_end for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        warnings = [
            {"kind": "reciprocity", "records": [a.reference, b.reference], "text": one_sided_text(a, b)}
            for a, b in self.reciprocity
        ]
        return {
            "personas": self.personas,
            "findings": [finding.as_json() for finding in self.findings],
            "warnings": warnings,
        }


def one_sided_text(service: Service, above: Service) -> str:
    return f"{service.title} steps up to {above.title}, which names no way back to it."


def audit(directory: Directory, advance: Progress = lambda places: None) -> Audit:
    """Every persona of the directory. Pure: nothing is read from anywhere else."""
    return audit_of(Sets(directory), advance)


def audit_of(sets: Sets, advance: Progress = lambda places: None) -> Audit:
    """The same, of sets that somebody has made already."""
    directory = sets.directory
    found = [*walk(sets, advance), *circles(sets), *endings(sets), *overlaps(sets)]
    kinds, needs = list(KINDS), list(directory.needs)
    order = {need: at for at, need in enumerate(needs)}
    found.sort(key=lambda f: (kinds.index(f.kind), not f.is_dead_end, order.get(f.need, -1), f.age, f.place))
    return Audit(directory.personas, tuple(found), tuple(one_sided(sets)))


def heat_map(sets: Sets, place: int) -> Iterator[tuple[str, list[int]]]:
    """(need, how many services give help at each age that somebody can ask for) in one type of place."""
    for need in sets.directory.needs:
        yield need, [options(sets, need, age, place).bit_count() for age in AGES]


def options(sets: Sets, need: str, age: int, place: int) -> int:
    open_now = union(masks[age] for masks in sets.usable_by.values())
    return sets.help & sets.by_need[need] & sets.by_age[age] & sets.by_place[place] & open_now


def nearly(sets: Sets, need: str, age: int, place: int) -> Iterator[tuple[Service, list[str]]]:
    """Services about the need that do not count, each with every reason why not."""
    counted = options(sets, need, age, place)
    for at in bits_of(sets.by_need[need] & ~counted):
        yield sets.services[at], reasons(sets, at, age, place)


def reasons(sets: Sets, at: int, age: int, place: int) -> list[str]:
    """Why a service about a need is no option here, in words."""
    service = sets.services[at]
    why = {
        "It is paused or closed.": not service.is_running,
        "It gives advice, or helps in a crisis; the audit counts help and more help.": not service.thrive & HELP,
        f"{service.ages.sentence}": not service.ages.includes(age),
        "It does not cover this place.": not sets.by_place[place] >> at & 1,
        "No route is open to anybody at this age.": not any(m[age] >> at & 1 for m in sets.usable_by.values()),
    }
    return [text for text, is_so in why.items() if is_so]
