"""The directory as sets of services, each set one whole number: a bit for each service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from directory.choices import ROUTES, Audience, Referrer
from pathways.audit.facts import AGES, ASKERS, FACE_TO_FACE, Directory, Route, Service

LONGEST_CHAIN = 4  # services that one is reached through, one behind another


def bits_of(mask: int) -> Iterator[int]:
    """The numbers of the services in a set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(numbers: Iterable[int]) -> int:
    return union(1 << number for number in numbers)


def union(masks: Iterable[int]) -> int:
    """What is in any of the sets."""
    found = 0
    for mask in masks:
        found |= mask
    return found


class Sets:
    """Every set that the walk intersects, made once."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.services = directory.services
        self.number = {service.reference: at for at, service in enumerate(self.services)}
        self.running = self.where(lambda s: s.is_running)
        self.help = self.where(lambda s: s.is_help)
        self.in_person = self.where(lambda s: bool(s.how & FACE_TO_FACE))
        self.any_worry = self.where(lambda s: s.any_worry)
        self.by_age = [self._of_age(age) for age in AGES]
        self.by_need = self._by_need()
        self.by_place = self._by_place()
        self.by_audience = {a: self._of_audience(a) for a, _ in ASKERS}
        self.usable = self._usable()  # (audience, route) -> for each age, the services that have such a route open
        self.usable_by = {audience: self._by_any_route(audience) for audience in self.by_audience}

    def where(self, is_so: Callable[[Service], bool]) -> int:
        return mask_of(at for at, service in enumerate(self.services) if is_so(service))

    def titles(self, mask: int) -> list[str]:
        return [self.services[at].title for at in bits_of(mask)]

    def references(self, mask: int) -> tuple[str, ...]:
        return tuple(self.services[at].reference for at in bits_of(mask))

    def takes(self, at: int, age: int, need: str, place: int) -> bool:
        """Whether a service takes a person at all, for this need or for any worry."""
        about = self.by_need[need] | self.any_worry
        return bool(self.by_age[age] & about & self.by_place[place] & self.running & (1 << at))

    def _of_age(self, age: int) -> int:
        return self.where(lambda s: s.ages.includes(age))

    def _of_audience(self, audience: str) -> int:
        return self.where(lambda s: audience in s.audiences)

    def _by_need(self) -> dict[str, int]:
        found = dict.fromkeys(self.directory.needs, 0)
        for at, service in enumerate(self.services):
            for need in service.needs & found.keys():
                found[need] |= 1 << at
        return found

    def _by_place(self) -> list[int]:
        everywhere, by_code = 0, defaultdict[str, int](int)
        for at, service in enumerate(self.services):
            everywhere |= 0 if service.areas else 1 << at
            for code in service.areas:
                by_code[code] |= 1 << at
        return [everywhere | union(by_code.get(code, 0) for code in place.codes) for place in self.directory.places]

    def _usable(self) -> dict[tuple[str, str], list[int]]:
        return {asker: [self._with_route(*asker, age) for age in AGES] for asker in ASKERS}

    def _with_route(self, audience: str, route: str, age: int) -> int:
        """Services with such a route at this age, by itself or through another service that has one."""
        direct = self.where(lambda s: any(_opens(s, r, audience, route) and r.ages.includes(age) for r in s.routes))
        through = [(at, r.through) for at, s in enumerate(self.services) for r in s.routes if r.through]
        open_now = direct & self.running
        for _ in range(LONGEST_CHAIN):
            reached = mask_of(
                at
                for at, reference in through
                if (before := self.number.get(reference)) is not None
                and open_now & self.by_age[age] & self.running & (1 << before)
            )
            if not reached & ~open_now:
                break
            open_now |= reached
        return open_now

    def _by_any_route(self, audience: str) -> list[int]:
        lists = [masks for (asks, _), masks in self.usable.items() if asks == audience]
        return [union(masks) for masks in zip(*lists, strict=True)]


def _opens(service: Service, route: Route, audience: str, wanted: str) -> bool:
    """Whether a route is one of the wanted kind. Where a service is not for young people, "yourself" is who asks."""
    if route.who == Referrer.SELF and Audience.YOUNG_PERSON not in service.audiences:
        return audience in service.audiences
    return wanted in ROUTES[route.who]
