"""A seeded stream of made-up services, one authority after the other, from words alone: no database, flat memory.

A thousand services are Northumberland and its neighbours, ten thousand a region, a hundred thousand and more the whole
country. Each service depends on the seed, its authority and its number there, and on nothing else: the same seed and
size give the same directory, and the services of a smaller one are nearly all in the larger. National services are few
in any country: a fiftieth of the directory, and never more than two hundred.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from directory.ages import AgeRange
from directory.choices import COUNTRY_CODES, AreaScope, Basis, ContactKind, CriterionKind, DeliveryMode, Referrer
from directory.models.place import Place
from directory.onspd import PostcodeRow
from portal.synthetic import chances, wording
from portal.synthetic.chances import Chances
from portal.synthetic.facts import (
    PROVIDER_START,
    TITLE_START,
    AreaFacts,
    ContactFacts,
    CriterionFacts,
    NeedWords,
    ProviderFacts,
    RouteFacts,
    ServiceFacts,
    VenueFacts,
    WaitFacts,
)
from portal.synthetic.geography import Authority, Ground

MOST_NATIONAL = 200
SERVICES_OF_A_NATIONAL = 50
SERVICES_OF_A_PROVIDER = 8
NATIONAL = "uk"  # where else an authority's code stands
NOWHERE = Authority(NATIONAL, "the UK", 0, ())
REVIEWED_ON = dt.date(2026, 9, 1)
OLDEST_WAIT_DAYS = 300
NEED_START = 4  # the first needs of the vocabulary are the most frequent: 1/4, 1/5, 1/6…


@dataclass(frozen=True, slots=True)
class Spot:
    """A real postcode, and the named place nearest to it."""

    postcode: PostcodeRow
    place: Place

    @property
    def point(self) -> tuple[float, float]:
        return self.postcode.latitude, self.postcode.longitude


def shares(ground: Ground, services: int) -> Iterator[tuple[Authority, int]]:
    """How many services each authority has, in proportion to its postcodes."""
    total, reached, given = sum(a.postcodes for a in ground.authorities), 0, 0
    local = services - count_national(services)
    for authority in ground.authorities:
        reached += authority.postcodes
        count = local * reached // total - given
        given += count
        yield authority, count


def count_national(services: int) -> int:
    return min(MOST_NATIONAL, -(-services // SERVICES_OF_A_NATIONAL))


def generate(services: int, seed: int, ground: Ground, needs: Sequence[NeedWords]) -> Iterator[ServiceFacts]:
    """So many services; those of a provider follow one another. ``needs`` is the vocabulary in its own order."""
    rates = {need: 1 / (NEED_START + position) for position, need in enumerate(needs)}
    maker = _Maker(seed, {need: position for position, need in enumerate(needs)}, Chances(rates))
    for authority, count in shares(ground, services):
        spots = _spots(authority, ground.postcodes[authority.code])
        for number in range(count):
            yield maker.make(authority, number, spots)
    for number in range(count_national(services)):
        yield maker.make(NOWHERE, number, ())


def served_places(ground: Ground) -> dict[str, tuple[float, float]]:
    """The named places that services of this ground may serve: ``place:<id>`` -> (latitude, longitude)."""
    found = {}
    for authority in ground.authorities:
        for spot in _spots(authority, ground.postcodes[authority.code]):
            found[f"place:{spot.place.geonames_id}"] = (spot.place.latitude, spot.place.longitude)
    return found


def _spots(authority: Authority, postcodes: Sequence[PostcodeRow]) -> tuple[Spot, ...]:
    return tuple(Spot(row, _nearest(authority.places, row)) for row in postcodes)


def _nearest(places: Sequence[Place], row: PostcodeRow) -> Place:
    # Degrees of longitude are about 0.58 of degrees of latitude in the middle of the UK.
    return min(
        places,
        key=lambda p: (p.latitude - row.latitude) ** 2 + (0.58 * (p.longitude - row.longitude)) ** 2,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    seed: int
    order: dict[NeedWords, int]
    need_chances: Chances[NeedWords]

    def make(self, authority: Authority, number: int, spots: Sequence[Spot]) -> ServiceFacts:
        """The service of this number in this authority; without spots it is a national one."""
        random = Random(f"{self.seed}/{authority.code}/{number}")  # noqa: S311 nothing secret is drawn
        kind = random.choice(wording.KINDS if spots else wording.NATIONAL_KINDS)
        slug = f"{PROVIDER_START}{self.seed}-{authority.code.lower()}-{number + 1}"
        spot = random.choice(spots) if spots else None
        area = _area(random, authority, spot)
        needs, ages = self._needs(random), AgeRange(*chances.AGES.draw(random))
        name = f"{random.choice(wording.CREATURES)} {random.choice(wording.CORNERS)}"
        where = spot.place.name if spot else area.label
        whos = chances.ROUTES.draw(random)
        is_there = DeliveryMode.IN_PERSON in kind.how or DeliveryMode.SCHOOL in kind.how
        return ServiceFacts(
            slug=slug,
            provider=_provider(self.seed, authority, number // SERVICES_OF_A_PROVIDER),
            title=f"{TITLE_START}{name} {kind.name}, {where}",
            summary=f"{kind.name.capitalize()} in {where}, {ages.text.lower()}: {_listed(needs[:2])}.",
            names=kind.names if random.random() < chances.OTHER_NAMES else (),
            what_it_is=_what_it_is(random, kind, needs),
            what_happens_next=random.choice(wording.FIRST_STEPS),
            what_to_expect=random.choice(wording.EXPECTATIONS) if random.random() < chances.EXPECTATION else "",
            needs=needs,
            age_from=ages.start,
            age_before=ages.before,
            audiences=chances.AUDIENCES.draw(random),
            how=kind.how,
            thrive=kind.thrive,
            status=chances.STATUSES.draw(random),
            basis=chances.BASES.draw(random) if spots else Basis.ANYONE.value,
            area=area,
            routes=tuple(_route(random, who, ages) for who in whos),
            criteria=_criteria(random, needs),
            contacts=_contacts(random, slug, is_national=not spots),
            venues=_venues(random, name, spot, spots) if spot and is_there else (),
            waits=_waits(random),
            reviewed_on=REVIEWED_ON - dt.timedelta(days=random.randrange(200)),
        )

    def _needs(self, random: Random) -> tuple[NeedWords, ...]:
        wanted = min(chances.NEED_COUNTS.draw(random), len(self.order))
        found: set[NeedWords] = set()
        while len(found) < wanted:
            found.add(self.need_chances.draw(random))
        return tuple(sorted(found, key=self.order.__getitem__))


def _listed(needs: Sequence[NeedWords]) -> str:
    return "; ".join(need.label for need in needs)


def _provider(seed: int, authority: Authority, number: int) -> ProviderFacts:
    random = Random(f"{seed}/{authority.code}/provider/{number}")  # noqa: S311
    name = f"{random.choice(wording.CREATURES)} {random.choice(wording.CORNERS)}"
    kind, sector = random.choice(wording.PROVIDER_KINDS)
    return ProviderFacts(
        slug=f"{PROVIDER_START}{seed}-{authority.code.lower()}-provider-{number + 1}",
        title=f"{TITLE_START}{name} {kind}, {authority.name}",
        sector=sector,
        summary=f"A made-up provider for tests, in {authority.name}. It does not exist.",
    )


def _area(random: Random, authority: Authority, spot: Spot | None) -> AreaFacts:
    if spot is None:
        scope = chances.SCOPES.draw(random)
        return AreaFacts(scope, COUNTRY_CODES[scope], str(scope.label))
    if random.random() < chances.NAMED_PLACE:
        place = spot.place
        return AreaFacts(AreaScope.PLACE, f"place:{place.geonames_id}", place.name, authority.code, place.geonames_id)
    return AreaFacts(AreaScope.LOCAL_AUTHORITY, authority.code, authority.name, authority.code)


def _what_it_is(random: Random, kind: wording.Kind, needs: Sequence[NeedWords]) -> str:
    opening = random.choice(wording.OPENINGS).format(needs=_listed(needs))
    sayings = [
        random.choice(wording.SAYINGS).format(said=random.choice(need.sayings)) for need in needs if need.sayings
    ]
    return " ".join([opening, kind.what, *sayings, *random.sample(wording.WAYS, 3)])


def _route(random: Random, who: Referrer, ages: AgeRange) -> RouteFacts:
    is_older = who == Referrer.SELF and ages.start < 16 and ages.includes(16)
    has_own_age = is_older and random.random() < chances.OWN_AGE_OF_ROUTE
    return RouteFacts(
        who=who,
        how=random.choice((("phone",), ("form",), ("phone", "form"), ("email",))),
        text=wording.ROUTE_TEXTS[who],
        have_ready=random.choice(wording.HAVE_READY),
        next_steps=random.choice(wording.FIRST_STEPS),
        age_from=16 if has_own_age else None,
    )


def _criteria(random: Random, needs: Sequence[NeedWords]) -> tuple[CriterionFacts, ...]:
    lines = [
        CriterionFacts(CriterionKind.INCLUDE, random.choice(wording.INCLUDES).format(need=need.label)) for need in needs
    ]
    if random.random() < chances.EXCLUSION:
        lines.append(CriterionFacts(CriterionKind.EXCLUDE, *random.choice(wording.EXCLUDES)))
    if random.random() < chances.THRESHOLD:
        lines.append(CriterionFacts(CriterionKind.THRESHOLD, random.choice(wording.THRESHOLDS)))
    if random.random() < chances.TRY_FIRST:
        lines.append(CriterionFacts(CriterionKind.TRY_FIRST, random.choice(wording.TRY_FIRST)))
    return tuple(lines)


def _contacts(random: Random, slug: str, *, is_national: bool) -> tuple[ContactFacts, ...]:
    """Numbers that Ofcom keeps for drama, so that nobody is ever rung."""
    number = f"{random.randrange(1000):03}"
    phone = f"08081 570{number}" if is_national else f"01632 960{number}"
    hours, is_confirmed = random.choice(wording.OPENING_HOURS), random.random() < chances.HOURS_CONFIRMED
    web = f"https://example.org/{slug}/"
    return (
        ContactFacts(ContactKind.PHONE, "Made-up number", phone, f"tel:{phone.replace(' ', '')}", hours, is_confirmed),
        ContactFacts(ContactKind.WEBSITE, "Made-up website", web, web, "", is_confirmed=False),
    )


def _venues(random: Random, name: str, spot: Spot, spots: Sequence[Spot]) -> tuple[VenueFacts, ...]:
    chosen = [spot, *([random.choice(spots)] if random.random() < chances.SECOND_VENUE else [])]
    return tuple(
        VenueFacts(
            name=f"{name} {random.choice(wording.ROOMS)} (made up)",
            town=place.place.name,
            postcode=f"{place.postcode.code[:-3]} {place.postcode.code[-3:]}",
            point=place.point,
            opening_hours=random.choice(wording.OPENING_HOURS),
        )
        for place in chosen
    )


def _waits(random: Random) -> tuple[WaitFacts, ...]:
    if random.random() >= chances.WAIT_KNOWN:
        return ()
    as_at = REVIEWED_ON - dt.timedelta(days=random.randrange(OLDEST_WAIT_DAYS))
    return (WaitFacts(*chances.WAITS.draw(random), as_at),)
