"""The throw-away site: the demonstration county, made-up services of any number, and the queries that are asked."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Site

from directory.choices import AreaScope
from directory.location import Location, PlaceNotFound
from directory.models import Place, ProviderPage, ServiceArea, ServicePage
from directory.onspd import open_source
from directory.places import find_place
from home.models import PortalSettings
from portal.demonstration import county
from portal.synthetic.documents import service_document
from portal.synthetic.generator import generate, served_places
from portal.synthetic.geography import Ground, covered, survey
from portal.synthetic.pages import read_needs
from portal.tree import lay_out_site
from search.documents import Document, Write
from search.plan import served_places as remembered_places
from search.query import SiteArea
from search.signals import index_paused
from search.sources import all_documents

QUERIES = Path(__file__).with_name("queries.txt")
AGES = range(8, 20)


@dataclass(frozen=True, slots=True)
class Asked:
    """One query as a visitor sends it, and its place as the site reads it."""

    text: str
    age: int
    place: str
    location: Location

    @property
    def data(self) -> dict[str, list[str]]:
        return {"q": [self.text], "age": [str(self.age)], "place": [self.place]}


def prepare() -> None:
    """Tables and the demonstration county, when they are not there yet."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    os.environ["BENCHMARK_DIR"] = str(settings.VAR_DIR)  # for the processes that a benchmark starts
    call_command("migrate", run_syncdb=True, verbosity=0)
    if not ServicePage.objects.exists():
        with index_paused():
            county.load(lambda reference: None)


def site_area() -> tuple[Site, SiteArea]:
    """The site that is asked and its area, read anew as each request does."""
    site = Site.objects.get(is_default_site=True)
    portal = PortalSettings.for_site(site)
    return site, SiteArea(tuple(portal.areas.values_list("code", flat=True)), portal.area_name)


def largest_ground(services: int, seed: int) -> Ground:
    """Real postcodes for a directory of this size, and so for every smaller one."""
    return survey(services, seed, open_source(None))


def ground_of(largest: Ground, services: int) -> Ground:
    codes = {authority.code for authority in covered(services)}
    return Ground(tuple(a for a in largest.authorities if a.code in codes), largest.postcodes)


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """Documents on the disk, so that what is measured is the engine and not the making of them; memory stays flat."""

    path: Path

    def write(self, services: int, seed: int, ground: Ground) -> None:
        """The county's own entries, and so many made-up services."""
        made_up = (service_document(facts) for facts in generate(services, seed, ground, read_needs()))
        with self.path.open("wb") as file:
            for document in chain(all_documents(), made_up):
                pickle.dump(tuple(document.as_dict().values()), file, protocol=5)  # read back in half the time

    def __iter__(self) -> Iterator[Document]:
        with self.path.open("rb") as file:
            while file.peek(1):
                yield Document(*pickle.load(file))  # noqa: S301 a file that this run wrote

    def writes(self) -> Iterator[Write]:
        return (Write(document.reference, document) for document in self)


def note_served_places(ground: Ground) -> int:
    """One draft that serves every named place of the directory: what search reads of the made-up services' pages."""
    section = lay_out_site()[1]["services"]
    provider = ProviderPage.objects.child_of(section).first()
    page = ServicePage.objects.filter(slug="every-place").first()
    if page is None:
        page = ServicePage(title="Every place", slug="every-place", summary="For one benchmark.", live=False)
        page.audiences = ["professional"]
        with index_paused():
            provider.add_child(instance=page)
    known = dict(Place.objects.values_list("geonames_id", "pk"))
    keys = [known[int(code.removeprefix("place:"))] for code in served_places(ground)]
    ServiceArea.objects.filter(service=page).delete()
    ServiceArea.objects.bulk_create([ServiceArea(service=page, scope=AreaScope.PLACE, place_id=key) for key in keys])
    remembered_places.forget()
    return len(keys)


def make_queries(count: int, seed: int, ground: Ground, area: SiteArea) -> list[Asked]:
    """The judged queries' texts, each with an age and a place of the directory."""
    texts = [line for line in QUERIES.read_text(encoding="utf-8").splitlines() if line]
    random = Random(seed)  # noqa: S311
    asked: list[Asked] = []
    while len(asked) < count:
        authority = random.choice(ground.authorities)
        names = [f"{random.choice(authority.places).name}, {authority.name}"]
        names.append(random.choice(ground.postcodes[authority.code]).code[:-3])
        place = random.choice(names)
        try:
            location = find_place(place, home_authorities=area.codes)
        except PlaceNotFound:
            continue
        if authority.code in location.authority_codes:
            asked.append(Asked(texts[len(asked) % len(texts)], random.choice(AGES), place, location))
    return asked
