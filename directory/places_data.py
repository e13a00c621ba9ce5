"""Filling the places from ``directory/data``, and making ``outcodes-uk.csv`` from the ONS Postcode Directory."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from directory.models.place import LocalAuthority, Outcode, Place, Postcode
from directory.onspd import Chunk, PostcodeRow, Source
from directory.place_names import DATA_DIR, place_key

OUTCODES_CSV = DATA_DIR / "outcodes-uk.csv"
OUTCODE_FIELDS = ("code", "latitude", "longitude", "local_authority_code", "other_authority_codes")
SMALLEST_SHARE = 0.01  # of an outcode's postcodes, for an authority to count as sharing it
BATCH = 5_000

_SMALL_WORDS = re.compile(r"(?<=-)(?:Upon|On|By|Le|The|In)(?=-)")


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    authorities: int
    places: int
    outcodes: int


@dataclass(slots=True)
class PostcodeCounts:
    loaded: int = 0
    removed: int = 0
    unknown_area: int = 0  # rows of authorities that the portal does not know
    areas: set[str] = field(default_factory=set)


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@transaction.atomic
def load_places() -> PlaceCounts:
    """Upsert authorities, places and outcodes. Nothing is deleted: services point at places."""
    authorities = [
        LocalAuthority(code=row["code"], name=row["name"]) for row in read_csv(DATA_DIR / "local-authorities-uk.csv")
    ]
    # Only the name: where people there find help is the editors' own.
    LocalAuthority.objects.bulk_create(
        authorities, update_conflicts=True, unique_fields=["code"], update_fields=["name"]
    )
    places = read_places()
    Place.objects.bulk_create(
        places,
        update_conflicts=True,
        unique_fields=["geonames_id"],
        update_fields=["name", "key", "latitude", "longitude", "population", "local_authority"],
    )
    return PlaceCounts(len(authorities), len(places), _load_outcodes(list(read_csv(OUTCODES_CSV))))


def read_places() -> list[Place]:
    """Every named place of the project's data, not saved."""
    return [_place(row) for name in ("places-uk.csv", "places-extra.csv") for row in read_csv(DATA_DIR / name)]


def _place(row: dict[str, str]) -> Place:
    name = _SMALL_WORDS.sub(lambda match: match[0].lower(), row["name"])
    return Place(
        geonames_id=int(row["geonames_id"]),
        name=name,
        key=place_key(name),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        population=int(row["population"]),
        local_authority_id=row["local_authority_code"],
    )


def _load_outcodes(rows: list[dict[str, str]]) -> int:
    outcodes = [
        Outcode(
            code=row["code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            local_authority_id=row["local_authority_code"],
        )
        for row in rows
    ]
    Outcode.objects.bulk_create(
        outcodes,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["latitude", "longitude", "local_authority"],
    )
    # Written anew in the file's order, largest share first, which the primary keys then keep.
    shares = Outcode.other_authorities.through
    shares.objects.all().delete()
    shares.objects.bulk_create(
        shares(outcode_id=row["code"], localauthority_id=code)
        for row in rows
        for code in row["other_authority_codes"].split("|")
        if code
    )
    return len(outcodes)


def load_postcodes(
    source: Source, areas: Iterable[str] = (), advance: Callable[[Chunk], None] | None = None
) -> PostcodeCounts:
    """Upsert the postcodes of ``areas`` (every known one when empty), then remove those that the source has dropped.

    Each batch is saved by itself, so a load may be stopped and run again. Removal touches only areas that the source
    has rows for.
    """
    known = set(LocalAuthority.objects.values_list("code", flat=True))
    chosen = set(areas) & known if areas else known
    stored = Postcode.objects.filter(local_authority__in=chosen) if areas else Postcode.objects.all()
    # The first load of a country has nothing to remove, and need not remember millions of codes.
    seen: set[str] | None = set() if stored.exists() else None
    counts = PostcodeCounts()
    for chunk in source.chunks(lambda code: code in chosen if areas else True):
        rows = [row for row in chunk.rows if row.authority_code in known]
        counts.unknown_area += len(chunk.rows) - len(rows)
        for start in range(0, len(rows), BATCH):
            _save(rows[start : start + BATCH])
        counts.loaded += len(rows)
        counts.areas.update(row.authority_code for row in rows)
        if seen is not None:
            seen.update(row.code for row in rows)
        if advance:
            advance(chunk)
    if seen is not None:
        counts.removed = _remove_unseen(counts.areas, seen)
    return counts


def _save(rows: list[PostcodeRow]) -> None:
    Postcode.objects.bulk_create(
        [Postcode(row.code, row.latitude, row.longitude, row.authority_code) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["latitude", "longitude", "local_authority"],
    )


def _remove_unseen(areas: set[str], seen: set[str]) -> int:
    stored = Postcode.objects.filter(local_authority__in=areas).values_list("code", flat=True)
    ended = iter([code for code in stored.iterator(BATCH) if code not in seen])
    removed = 0
    while batch := list(islice(ended, 500)):
        removed += Postcode.objects.filter(code__in=batch).delete()[0]
    return removed


@dataclass(slots=True)
class _Sum:
    latitude: float = 0.0
    longitude: float = 0.0
    authorities: Counter[str] = field(default_factory=Counter)


def outcode_rows(rows: Iterable[PostcodeRow], known: frozenset[str]) -> list[dict[str, str]]:
    """One CSV row for each outcode: the middle of its postcodes, and who holds them, largest share first."""
    sums: dict[str, _Sum] = {}
    for row in rows:
        if row.authority_code not in known:
            continue
        total = sums.setdefault(row.code[:-3], _Sum())
        total.latitude += row.latitude
        total.longitude += row.longitude
        total.authorities[row.authority_code] += 1
    return [_outcode_row(code, total) for code, total in sorted(sums.items())]


def _outcode_row(code: str, total: _Sum) -> dict[str, str]:
    count = total.authorities.total()
    holders = sorted(total.authorities.items(), key=lambda holder: (-holder[1], holder[0]))
    others = [authority for authority, held in holders[1:] if held >= SMALLEST_SHARE * count]
    values = (code, f"{total.latitude / count:.4f}", f"{total.longitude / count:.4f}", holders[0][0], "|".join(others))
    return dict(zip(OUTCODE_FIELDS, values, strict=True))


def make_outcodes(source: Source, path: Path = OUTCODES_CSV) -> int:
    """Write ``outcodes-uk.csv`` and return its number of rows. Needs no database."""
    known = frozenset(row["code"] for row in read_csv(DATA_DIR / "local-authorities-uk.csv"))
    rows = outcode_rows((row for chunk in source.chunks(known.__contains__) for row in chunk.rows), known)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, OUTCODE_FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)
