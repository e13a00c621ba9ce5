"""Loading postcodes: the wheel and a directory CSV, twice, interrupted, and with postcodes that have ended."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.coverage import miles_between
from directory.models.place import LocalAuthority, Outcode, Place, Postcode
from directory.onspd import BRITISH_GRID, IRISH_GRID, Chunk, DirectoryCsv, OnspdError, PostcodeRow, Wheel, to_wgs84
from directory.places_data import load_places, load_postcodes, outcode_rows

NORTHUMBERLAND, ISLES_OF_SCILLY, BELFAST = "E06000057", "E06000053", "N09000003"
GRID_CSV = """pcd,doterm,oslaua,oseast1m,osnrth1m
NE46 1AA,,E06000057,393700,564000
NE461AB,,E06000057,393800,564100
NE461AC,202001,E06000057,393800,564100
NE461AD,,E06000057,,
NE251AA,,E08000022,433000,571000
BT1 1AA,,N09000003,334316,374675
"""


@pytest.fixture(scope="module")
def _places(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        load_places()


@pytest.fixture(autouse=True)
def _empty(_places: None, db: None) -> None:
    Postcode.objects.all().delete()


@pytest.fixture
def directory_csv(tmp_path: Path) -> Path:
    path = tmp_path / "onspd.csv"
    path.write_text(GRID_CSV, encoding="utf-8-sig")
    return path


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_postcodes", stdout=out, stderr=out, **options)
    return out.getvalue()


def codes() -> set[str]:
    return set(Postcode.objects.values_list("code", flat=True))


class Interrupted:
    """A source that stops after its first chunk."""

    says_ended = True
    size = 1

    def chunks(self, wanted: Any) -> Iterator[Chunk]:
        yield Chunk([PostcodeRow("NE461AA", 54.97, -2.1, NORTHUMBERLAND)], 1)
        raise KeyboardInterrupt


def test_a_grid_reference_becomes_degrees() -> None:
    hexham, belfast = to_wgs84(BRITISH_GRID, [393_500], [564_000])[0], to_wgs84(IRISH_GRID, [334_316], [374_675])[0]
    assert miles_between(hexham, (54.9707, -2.1033)) < 0.1
    assert miles_between(belfast, (54.6, -5.92)) < 1


def test_only_live_postcodes_with_a_place_are_loaded_from_a_csv(directory_csv: Path) -> None:
    said = load(source=directory_csv)
    assert codes() == {"NE461AA", "NE461AB", "NE251AA", "BT11AA"}
    assert "does not say which postcodes have ended" not in said
    belfast = Postcode.objects.get(code="BT11AA")
    assert miles_between((belfast.latitude, belfast.longitude), (54.6, -5.92)) < 1


def test_only_the_areas_asked_for_are_loaded(directory_csv: Path) -> None:
    load(source=directory_csv, areas=f"{NORTHUMBERLAND}, {BELFAST}")
    assert codes() == {"NE461AA", "NE461AB", "BT11AA"}


def test_a_csv_may_give_degrees(tmp_path: Path) -> None:
    path = tmp_path / "nspl.csv"
    path.write_text(
        "pcds,laua,lat,long\nNE46 1AA,E06000057,54.97,-2.1\nNE46 1ZZ,E06000057,99.999999,0.0\n", encoding="utf-8"
    )
    said = load(source=path)
    assert list(Postcode.objects.values_list("code", "latitude", "longitude")) == [("NE461AA", 54.97, -2.1)]
    assert "does not say which postcodes have ended" in said


def test_a_second_load_changes_points_and_removes_ended_postcodes_of_its_areas_only(directory_csv: Path) -> None:
    load(source=directory_csv)
    lines = GRID_CSV.replace("NE461AB,,", "NE461AB,202501,").replace("393700", "393900").splitlines()
    before = Postcode.objects.get(code="NE461AA").longitude
    directory_csv.write_text("\n".join(line for line in lines if "BT1" not in line), encoding="utf-8")
    assert "1 removed" in load(source=directory_csv, areas=f"{NORTHUMBERLAND},{BELFAST}")
    assert codes() == {"NE461AA", "NE251AA", "BT11AA"}
    assert Postcode.objects.get(code="NE461AA").longitude > before


def test_an_interrupted_load_keeps_what_it_has_and_removes_nothing(directory_csv: Path) -> None:
    load(source=directory_csv)
    with pytest.raises(KeyboardInterrupt):
        load_postcodes(Interrupted())
    assert codes() == {"NE461AA", "NE461AB", "NE251AA", "BT11AA"}
    load(source=directory_csv)
    assert Postcode.objects.count() == 4


def test_the_wheel_fills_an_area_and_says_that_it_cannot_tell_ended_postcodes() -> None:
    said = load(areas=ISLES_OF_SCILLY)
    assert Postcode.objects.filter(local_authority=ISLES_OF_SCILLY).count() > 50
    assert "does not say which postcodes have ended" in said
    point = Postcode.objects.filter(code__startswith="TR210").values_list("latitude", "longitude").first()
    assert point is not None
    assert miles_between(point, (49.915, -6.31)) < 10


def test_the_wheel_gives_progress_that_adds_up() -> None:
    wheel = Wheel()
    assert sum(chunk.size for chunk in wheel.chunks(lambda code: False)) == wheel.size
    assert not wheel.says_ended


def test_what_cannot_be_read_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="E99999999"):
        load(areas="E99999999")
    with pytest.raises(CommandError, match="no file"):
        load(source=tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(OnspdError, match="needs a postcode"):
        DirectoryCsv(tmp_path / "bad.csv")


def test_places_load_twice_and_keep_what_editors_wrote() -> None:
    LocalAuthority.objects.filter(pk=NORTHUMBERLAND).update(help_name="Be You", name="Old name")
    counts = load_places()
    assert (counts.authorities, Place.objects.count()) == (361, counts.places)
    assert Outcode.objects.count() == counts.outcodes
    kept = LocalAuthority.objects.get(pk=NORTHUMBERLAND)
    assert (kept.name, kept.help_name) == ("Northumberland", "Be You")
    assert Place.objects.get(key="berwick upon tweed").name == "Berwick-upon-Tweed"


def test_an_outcode_is_the_middle_of_its_postcodes_and_names_who_shares_it() -> None:
    here, there, hardly = NORTHUMBERLAND, "E08000022", "E08000021"
    rows = [PostcodeRow(f"NE251A{n:02}"[:7], 55.0, -1.0, here) for n in range(150)]
    rows += [PostcodeRow("NE252AA", 56.0, -2.0, there)] * 50 + [PostcodeRow("NE253AA", 55.0, -1.0, hardly)]
    (row,) = outcode_rows(rows, frozenset({here, there, hardly}))
    assert (row["code"], row["local_authority_code"], row["other_authority_codes"]) == ("NE25", here, there)
    assert (row["latitude"], row["longitude"]) == ("55.2488", "-1.2488")
