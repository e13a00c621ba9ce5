"""What the links between services promise: circles, birthdays with nothing after them, overlaps, one-sided steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from directory.ages import AgeRange
from directory.choices import COUNTRIES, Audience, OnwardKind, Referrer, Thrive
from directory.models.service import MOVING_ON
from pathways.audit.bits import Sets, bits_of
from pathways.audit.facts import AGES, Finding, Link, Service
from pathways.audit.walk import runs
from pathways.audit.words import ALL, EVERYWHERE, ages_text, listed, places_text

TURNS_AWAY = frozenset({OnwardKind.INSTEAD, "exclude"})
COMPARED = (Thrive.GETTING_ADVICE, Thrive.GETTING_HELP, Thrive.GETTING_MORE_HELP)


def circles(sets: Sets) -> Iterator[Finding]:
    """Two services that send somebody to each other whom neither takes, and services reached only through each other."""
    sends: dict[tuple[int, int], list[set[str]]] = {}
    for at, service in enumerate(sets.services):
        for link in service.links:
            to = sets.number.get(link.to)
            if link.kind in TURNS_AWAY and to is not None and to != at and service.is_running:
                people = sends.setdefault((at, to), [set() for _ in AGES])
                ages = _ages_sent(link, service, sets.services[to])
                for age in filter(ages.includes, AGES):
                    people[age] |= {link.audience} if link.audience else {*Audience.values}
    for (one, other), there in sends.items():
        if one < other and (back := sends.get((other, one))) and sets.services[other].is_running:
            yield from _turned_away(sets, one, other, [bool(a & b) for a, b in zip(there, back, strict=True)])
    yield from _through_each_other(sets)


def _ages_sent(link: Link, sender: Service, to: Service) -> AgeRange:
    """Whom a link speaks to: its own ages; else whom a line could be about at all, or whom the other service takes."""
    if link.ages is not None:
        return link.ages
    return sender.ages if link.kind == "exclude" else to.ages


def _turned_away(sets: Sets, one: int, other: int, ages: list[bool]) -> Iterator[Finding]:
    a, b = sets.services[one], sets.services[other]
    homes = [at for at, place in enumerate(sets.directory.places) if place.is_home]
    covered = [at for at in homes if sets.by_place[at] & (1 << one | 1 << other)]
    alike: dict[tuple[int, int, tuple[str, ...]], list[str]] = defaultdict(list)
    for need in sets.directory.needs:
        if need not in a.needs | b.needs:
            continue
        where: dict[tuple[int, int], int] = defaultdict(int)
        for place in covered:
            lost = [
                1
                if ages[age]
                and (a.ages.includes(age) or b.ages.includes(age))
                and not sets.takes(one, age, need, place)
                and not sets.takes(other, age, need, place)
                else 0
                for age in AGES
            ]
            for start, before, _ in runs(lost):
                where[start, before] |= 1 << place
        for (start, before), places in where.items():
            names = tuple(sets.directory.places[at].name for at in bits_of(places))
            alike[start, before, names].append(need)
    for (start, before, names), needs in alike.items():
        labels = listed([sets.directory.needs[need] for need in needs], most=40)
        text = (
            f"Ages {ages_text(start, before)}, {places_text(names, len(homes))}, {labels}: {a.title} and {b.title}"
            " send people to each other, and neither takes them."
        )
        place = EVERYWHERE if len(names) == len(homes) else names[0]
        records = (a.reference, b.reference)
        yield Finding("circle", text, start, before, needs[0], place, ALL, "any", records, tuple(needs), names)


def _through_each_other(sets: Sets) -> Iterator[Finding]:
    """Services whose every route leads through another, and at last back to themselves."""
    through = {
        at: {sets.number[r.through] for r in s.routes if r.through in sets.number}
        for at, s in enumerate(sets.services)
        if s.is_running and s.routes and all(r.who == Referrer.THROUGH_SERVICE and r.through for r in s.routes)
    }
    seen: set[frozenset[int]] = set()
    for at in through:
        reached, todo = set[int](), set(through[at])
        while todo:
            step = todo.pop()
            reached.add(step)
            todo |= through.get(step, set()) - reached
        if at not in reached or any(step not in through for step in reached) or frozenset(reached) in seen:
            continue
        seen.add(frozenset(reached))
        services = [sets.services[step] for step in sorted(reached)]
        needs = tuple(n for n in sets.directory.needs if any(n in s.needs for s in services))
        start = min(s.ages.start for s in services)
        before = max(s.ages.before or len(AGES) for s in services)
        text = f"{listed([s.title for s in services])} can be reached only through each other."
        records = tuple(s.reference for s in services)
        yield Finding(
            "circle", text, start, before, needs[0] if needs else "", EVERYWHERE, ALL, "through-service", records, needs
        )


def endings(sets: Sets) -> Iterator[Finding]:
    """For each need and birthday, the services that stop there and link to nobody who goes on with it."""
    ending: dict[tuple[str, int], list[Service]] = defaultdict(list)
    for service in sets.services:
        if service.is_help and service.last_birthday in MOVING_ON:
            for need in service.needs:
                if need in sets.directory.needs and not goes_on(sets, service, need):
                    ending[need, int(service.last_birthday or 0)].append(service)
    for need in sets.directory.needs:
        for birthday in MOVING_ON:
            if services := ending.get((need, birthday)):
                yield _ending(sets, need, birthday, services)


def goes_on(sets: Sets, service: Service, need: str) -> bool:
    """Whether a link for the upper age leads to a running service that takes that age for this need."""
    ends = service.last_birthday or 0
    for link in service.links:
        to = sets.number.get(link.to) if link.kind == OnwardKind.AT_18 else None
        if to is not None:
            after = sets.services[to]
            if after.is_running and after.ages.includes(ends) and need in after.needs:
                return True
    return False


def _ending(sets: Sets, need: str, birthday: int, services: list[Service]) -> Finding:
    others = sets.help & sets.by_need[need] & sets.by_age[birthday]
    there = (
        f"{listed(sets.titles(others))} would take that age, and no link says so."
        if others
        else "No service here gives help with it at that age."
    )
    text = f"{sets.directory.needs[need]}: {listed([s.title for s in services])} ends at {birthday} and names no next. {there}"
    records = tuple(s.reference for s in services)
    return Finding("ends-at-18", text, birthday, birthday + 1, need, EVERYWHERE, ALL, "any", records, (need,))


def overlaps(sets: Sets) -> Iterator[Finding]:
    """Services for the same age, need and place of which two or more are of one grouping; the lines of a country only
    where they give help."""
    local = sets.where(lambda s: bool(s.areas) and not s.areas & COUNTRIES)
    candidates = sets.running & (sets.help | local) & sets.where(lambda s: bool(s.thrive & set(COMPARED)))
    grouped = [candidates & sets.where(lambda s, g=g: g in s.thrive) for g in COMPARED]
    where: dict[tuple[str, int, int, int], int] = defaultdict(int)
    homes = [at for at, place in enumerate(sets.directory.places) if place.is_home]
    for need, about in sets.by_need.items():
        by_age = [about & candidates & of_age for of_age in sets.by_age]
        for place in homes:
            there = [mask & sets.by_place[place] for mask in by_age]
            found = [m if any((m & group).bit_count() > 1 for group in grouped) else 0 for m in there]
            for start, before, mask in runs(found):
                where[need, start, before, mask] |= 1 << place
    for (need, start, before, mask), places in where.items():
        names = tuple(sets.directory.places[at].name for at in bits_of(places))
        parts = [
            f"{thrive.label}: {listed(sets.titles(mask & group))}"
            for thrive, group in zip(COMPARED, grouped, strict=True)
            if mask & group
        ]
        label = sets.directory.needs[need]
        text = f"{label}, ages {ages_text(start, before)}, {places_text(names, len(homes))}: {'; '.join(parts)}."
        place_name = EVERYWHERE if len(names) == len(homes) else names[0]
        records = sets.references(mask)
        yield Finding("overlap", text, start, before, need, place_name, ALL, "any", records, (need,), names)


def one_sided(sets: Sets) -> list[tuple[Service, Service]]:
    """(A, B): A steps up to B, and B neither steps down to A nor takes people through A."""
    found = []
    for service in sets.services:
        for link in service.links:
            to = sets.number.get(link.to) if link.kind == OnwardKind.STEP_UP else None
            if to is None or not service.is_running or not sets.services[to].is_running:
                continue
            above = sets.services[to]
            down = any(back.kind == OnwardKind.STEP_DOWN and back.to == service.reference for back in above.links)
            if not down and not any(route.through == service.reference for route in above.routes):
                found.append((service, above))
    return found
