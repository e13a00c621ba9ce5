"""Where made-up services stand: the authorities nearest to Northumberland first, their places, and real postcodes."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

from directory.coverage import miles_between
from directory.models.place import Place
from directory.onspd import Chunk, PostcodeRow, Source
from directory.place_names import DATA_DIR
from directory.places_data import read_csv, read_places

FIRST_AUTHORITY = "E06000057"  # Northumberland
# A thousand services cover this many postcodes, a county and its neighbours; tenfold the services, 5.5 times the ground.
POSTCODES_OF_A_THOUSAND = 90_000
GROWTH_OF_GROUND = 0.74
KEPT_POSTCODES = 600  # of each authority: several services share a building

Advance = Callable[[Chunk], None]


@dataclass(frozen=True, slots=True)
class Authority:
    code: str
    name: str
    postcodes: int
    places: tuple[Place, ...]  # not saved

    @property
    def middle(self) -> tuple[float, float]:
        """(latitude, longitude) of the mean of its places."""
        count = len(self.places)
        return sum(p.latitude for p in self.places) / count, sum(p.longitude for p in self.places) / count


@dataclass(frozen=True, slots=True)
class Ground:
    """The authorities of one directory, nearest first, and some postcodes of each."""

    authorities: tuple[Authority, ...]
    postcodes: dict[str, tuple[PostcodeRow, ...]]  # by authority


def read_authorities() -> list[Authority]:
    """Every authority of the project's data that has a place, the nearest to Northumberland first."""
    places: dict[str, list[Place]] = defaultdict(list)
    for place in read_places():
        places[place.local_authority_id].append(place)
    found = [
        Authority(row["code"], row["name"], int(row["postcodes"]), tuple(places[row["code"]]))
        for row in read_csv(DATA_DIR / "local-authorities-uk.csv")
        if places[row["code"]] and int(row["postcodes"])
    ]
    first = next(authority for authority in found if authority.code == FIRST_AUTHORITY)
    return sorted(found, key=lambda authority: (miles_between(first.middle, authority.middle), authority.code))


def covered(services: int) -> list[Authority]:
    """The authorities that a directory of so many services covers."""
    wanted = POSTCODES_OF_A_THOUSAND * (services / 1000) ** GROWTH_OF_GROUND
    chosen, reached = [], 0
    for authority in read_authorities():
        if chosen and reached + authority.postcodes / 2 > wanted:
            break
        chosen.append(authority)
        reached += authority.postcodes
    return chosen


def survey(services: int, seed: int, source: Source, advance: Advance | None = None) -> Ground:
    """The ground of a directory. Memory holds ``KEPT_POSTCODES`` of each authority, whatever the source's size."""
    authorities = tuple(covered(services))
    codes = {authority.code for authority in authorities}
    kept: dict[str, list[tuple[int, str, PostcodeRow]]] = {code: [] for code in codes}
    for chunk in source.chunks(codes.__contains__):
        _keep_some(chunk.rows, kept, seed)
        if advance:
            advance(chunk)
    # An authority of which the source has no postcode is left out.
    postcodes = {code: tuple(row for _, _, row in sorted(rows, reverse=True)) for code, rows in kept.items() if rows}
    return Ground(tuple(a for a in authorities if a.code in postcodes), postcodes)


def _keep_some(rows: Iterable[PostcodeRow], kept: dict[str, list[tuple[int, str, PostcodeRow]]], seed: int) -> None:
    """Keep the postcodes of the smallest numbers, which the seed gives them: the order of the source does not matter."""
    start = blake2b(str(seed).encode(), digest_size=8)
    for row in rows:
        number = start.copy()
        number.update(row.code.encode())
        entry = (-int.from_bytes(number.digest()), row.code, row)
        heap = kept[row.authority_code]
        if len(heap) < KEPT_POSTCODES:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heappushpop(heap, entry)
