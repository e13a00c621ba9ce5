"""Every persona walks the criteria and the routes: nothing, one way only, no way in, nobody face to face."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from pathways.audit.bits import Sets, bits_of, mask_of, union
from pathways.audit.facts import AGES, ASKERS, Finding
from pathways.audit.words import ALL, AUDIENCES, EVERYWHERE, REFERRERS, ages_text, listed, places_text

ADVICE_TOO, NOT_EVEN_ADVICE = 1, 2
Run = tuple[int, int, int]  # first age, age before which it ends, what is true there
Progress = Callable[[int], object]


def runs(values: Sequence[int]) -> Iterator[Run]:
    """Neighbouring ages with one value, as ranges; an age with 0 is left out."""
    start = 0
    for age in range(1, len(values) + 1):
        if age == len(values) or values[age] != values[start]:
            if values[start]:
                yield start, age, values[start]
            start = age


class Merged:
    """Runs of one kind, with the places and then the askers for whom each is true."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, Run, str], int] = defaultdict(int)

    def add(self, need: str, asker: str, place: int, values: Sequence[int]) -> None:
        for run in runs(values):
            self._places[need, run, asker] |= 1 << place

    def groups(self) -> Iterator[tuple[str, Run, int, tuple[str, ...]]]:
        """(need, run, places, askers)."""
        askers: dict[tuple[str, Run, int], list[str]] = defaultdict(list)
        for (need, run, asker), places in self._places.items():
            askers[need, run, places].append(asker)
        for (need, run, places), who in askers.items():
            yield need, run, places, tuple(who)


def walk(sets: Sets, advance: Progress = lambda places: None) -> list[Finding]:
    """Findings about what a persona ends with; ``advance`` hears of each place that was walked."""
    nothing, one_way, no_way_in, remote = Merged(), Merged(), Merged(), Merged()
    asked = {need: Asked(sets, need) for need in sets.directory.needs}
    for place, type_of_place in enumerate(sets.directory.places):
        covers = sets.by_place[place]
        for need, before in asked.items():
            if not type_of_place.is_home:
                nothing.add(need, ALL, place, [0 if covers & mask else NOT_EVEN_ADVICE for mask in before.anything])
                continue
            _audiences(before, covers, need, place, nothing, one_way)
            for route, fitting in before.fitting.items():
                asker = f"{route[0]}/{route[1]}"
                values = [
                    covers & fits if not covers & fits & has else 0
                    for fits, has in zip(fitting, before.usable[route], strict=True)
                ]
                no_way_in.add(need, asker, place, values)
            remote.add(need, ALL, place, [0 if covers & mask else 1 for mask in before.in_person])
        advance(1)
    return [
        *_nothing(sets, nothing),
        *_one_way(sets, one_way),
        *_no_way_in(sets, no_way_in),
        *_no_door(sets),
        *_not_in_person(sets, remote),
    ]


class Asked:
    """Sets of one need at each age, before the place is known."""

    def __init__(self, sets: Sets, need: str) -> None:
        about = [sets.help & sets.by_need[need] & of_age for of_age in sets.by_age]
        self.fitting = {asker: [mask & sets.by_audience[asker[0]] for mask in about] for asker in ASKERS}
        self.usable = sets.usable
        self.usable_by = sets.usable_by
        self.in_person = [
            mask & sets.in_person & union(sets.usable_by[a][age] for a in sets.usable_by)
            for age, mask in enumerate(about)
        ]
        broad = sets.running & (sets.by_need[need] | sets.any_worry)
        self.anything = [broad & of_age for of_age in sets.by_age]


def _audiences(before: Asked, covers: int, need: str, place: int, nothing: Merged, one_way: Merged) -> None:
    for audience, route in (ASKERS[0], ASKERS[1], ASKERS[-1]):
        fitting = before.fitting[audience, route]
        none, one = [0] * len(AGES), [0] * len(AGES)
        for age in AGES:
            fits = covers & fitting[age]
            if not fits:
                none[age] = ADVICE_TOO if covers & before.anything[age] else NOT_EVEN_ADVICE
            elif (takes := fits & before.usable_by[audience][age]).bit_count() == 1:
                one[age] = takes
        nothing.add(need, audience, place, none)
        one_way.add(need, audience, place, one)


# --- findings -----------------------------------------------------------------------------------------


def _where(sets: Sets, places: int, *, is_home: bool = True) -> tuple[tuple[str, ...], str]:
    """(names of the place types, the same in words)."""
    of_it = [sets.directory.places[at] for at in bits_of(places)]
    count = sum(place.is_home == is_home for place in sets.directory.places)
    return tuple(place.name for place in of_it), places_text([place.label for place in of_it], count)


def _who(askers: Sequence[str], everybody: int) -> tuple[str, str]:
    """(the value of the finding, the same in words)."""
    if ALL in askers or len(askers) == everybody:
        return ALL, "anyone who asks"
    return ",".join(askers), listed([AUDIENCES[a] for a in askers])


def _nothing(sets: Sets, merged: Merged) -> Iterator[Finding]:
    homes = mask_of(at for at, place in enumerate(sets.directory.places) if place.is_home)
    for need, (start, before, level), places, askers in merged.groups():
        is_home = bool(places & homes)
        names, where = _where(sets, places, is_home=is_home)
        audience, who = _who(askers, len(AUDIENCES))
        label, ages = sets.directory.needs[need], ages_text(start, before)
        only = "There are only lines for advice or a crisis." if level == ADVICE_TOO else "Not even a line for advice."
        if is_home:
            text = f"{label}, ages {ages}, {where}: no service that gives help with this, for {who}. {only}"
        else:
            text = (
                f"{label}, ages {ages}, across the border {where}: nothing here covers it, not even a line for advice."
            )
        yield Finding(
            "nothing", text, start, before, need, _place(names, where), audience, "any", (), (need,), names, is_home
        )


def _place(names: tuple[str, ...], where: str) -> str:
    return EVERYWHERE if where == EVERYWHERE else names[0]


def _one_way(sets: Sets, merged: Merged) -> Iterator[Finding]:
    for need, (start, before, mask), places, askers in merged.groups():
        names, where = _where(sets, places)
        audience, who = _who(askers, len(AUDIENCES))
        title = sets.titles(mask)[0]
        label, ages = sets.directory.needs[need], ages_text(start, before)
        text = f"{label}, ages {ages}, {where}: {title} is the only service that gives help, for {who}."
        place, records = _place(names, where), sets.references(mask)
        yield Finding("one-way", text, start, before, need, place, audience, "any", records, (need,), names)


def _no_way_in(sets: Sets, merged: Merged) -> Iterator[Finding]:
    """Services fit, and this asker can use a route of none of them."""
    for need, (start, before, mask), places, askers in merged.groups():
        names, where = _where(sets, places)
        pairs = [asker.split("/") for asker in askers]
        audiences, routes = list(dict.fromkeys(a for a, _ in pairs)), [route for _, route in pairs]
        who = listed([REFERRERS[route] for route in routes], "or")
        label, ages = sets.directory.needs[need], ages_text(start, before)
        text = (
            f"{label}, ages {ages}, {where}: {listed(sets.titles(mask))} would fit, and {who} cannot ask any of them."
        )
        yield Finding(
            "unusable-route",
            text,
            start,
            before,
            need,
            _place(names, where),
            ",".join(audiences),
            ",".join(routes),
            sets.references(mask),
            (need,),
            names,
            is_dead_end=any(route in ("self", "parent") for route in routes) or len(routes) == len(ASKERS) - 2,
        )


def _no_door(sets: Sets) -> Iterator[Finding]:
    """A service says that it is for somebody who has no route to it, whatever else there is."""
    for at, service in enumerate(sets.services):
        if not service.is_help or not service.needs:
            continue
        for audience in AUDIENCES:
            if audience not in service.audiences:
                continue
            closed = [
                1 if service.ages.includes(age) and not sets.usable_by[audience][age] >> at & 1 else 0 for age in AGES
            ]
            for start, before, _ in runs(closed):
                routes = ",".join(route for asks, route in ASKERS if asks == audience)
                needs = tuple(need for need in sets.directory.needs if need in service.needs)
                text = (
                    f"{service.title}, ages {ages_text(start, before)}: says that it is for {AUDIENCES[audience]},"
                    " and has no route that they can use."
                )
                yield Finding(
                    "unusable-route",
                    text,
                    start,
                    before,
                    needs[0] if needs else "",
                    EVERYWHERE,
                    audience,
                    routes,
                    (service.reference,),
                    needs,
                )


def _not_in_person(sets: Sets, merged: Merged) -> Iterator[Finding]:
    """One finding for all needs of which the same is true: nobody who says that they meet people face to face."""
    alike: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for need, (start, before, _), places, _askers in merged.groups():
        alike[start, before, places].append(need)
    for (start, before, places), needs in alike.items():
        names, where = _where(sets, places)
        labels = [sets.directory.needs[need] for need in needs]
        text = (
            f"Face to face, ages {ages_text(start, before)}, {where}: no service for help says that it meets people in"
            f" person, at home or at school, for {listed(labels, most=40)}."
        )
        place = _place(names, where)
        yield Finding(
            "nothing", text, start, before, needs[0], place, ALL, "any", (), tuple(needs), names, way="in-person"
        )
