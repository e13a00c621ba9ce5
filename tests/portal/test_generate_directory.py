"""The made-up directory is the same each time, cannot be taken for real, and its pages and documents agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from directory.choices import DeliveryMode, Thrive
from directory.models import Need, Postcode, ServicePage
from directory.onspd import open_source
from portal.synthetic import documents, pages, wording
from portal.synthetic.facts import NeedWords, ServiceFacts
from portal.synthetic.generator import MOST_NATIONAL, count_national, generate, shares
from portal.synthetic.geography import Ground, covered, survey
from search.documents import service_document
from search.engines.embedded import EmbeddedEngine
from tests.conftest import NORTHUMBERLAND

pytestmark = pytest.mark.django_db
SEED = 7
NEEDS = [NeedWords(slug, slug.capitalize(), slug, False, (f"about {slug}",)) for slug in ("worry", "sleep", "anger")]


@pytest.fixture(scope="module")
def ground() -> Ground:
    return survey(30, SEED, open_source(None))


def make(ground: Ground, needs: Iterable[NeedWords] = NEEDS, *, services: int = 30) -> list[ServiceFacts]:
    return list(generate(services, SEED, ground, list(needs)))


def test_the_same_seed_gives_the_same_directory(ground: Ground) -> None:
    assert make(ground) == make(ground)
    assert [f.title for f in generate(30, SEED + 1, ground, NEEDS)] != [f.title for f in make(ground)]


def test_the_order_of_the_source_does_not_matter(ground: Ground) -> None:
    class Backwards:
        says_ended, size = False, 0

        def chunks(self, wanted: Any) -> Any:
            yield from reversed(list(open_source(None).chunks(wanted)))

    assert survey(30, SEED, Backwards()).postcodes == ground.postcodes


def test_a_small_directory_is_northumberland_and_a_large_one_the_country() -> None:
    assert [a.code for a in covered(30)] == [NORTHUMBERLAND]
    county, region, country = (covered(size) for size in (1_000, 10_000, 100_000))
    assert county[0].code == NORTHUMBERLAND
    assert 4 <= len(county) <= 12
    assert len(county) < len(region) < len(country) / 3
    assert len(country) > 350
    assert len(covered(1_000_000)) == len(country)


def test_services_are_spread_like_postcodes_and_national_ones_stay_few(ground: Ground) -> None:
    country = Ground(tuple(covered(100_000)), {})
    given = list(shares(country, 100_000))
    assert sum(count for _, count in given) + count_national(100_000) == 100_000
    total = sum(authority.postcodes for authority, _ in given)
    for authority, count in given:
        assert count == pytest.approx(99_800 * authority.postcodes / total, abs=1)
    assert [count_national(size) for size in (30, 1_000, 10_000, 1_000_000)] == [1, 20, MOST_NATIONAL, MOST_NATIONAL]
    assert len(make(ground)) == 30


def test_a_larger_directory_holds_the_smaller_one(ground: Ground) -> None:
    small, large = ({facts.slug: facts for facts in make(ground, services=size)} for size in (15, 30))
    assert small.items() <= large.items()


def test_nothing_can_be_taken_for_real(ground: Ground) -> None:
    for facts in make(ground):
        assert facts.title.startswith("Made-up: ")
        assert facts.provider.title.startswith("Made-up: ")
        assert "made-up" in facts.slug
        phone, web = facts.contacts
        assert re.fullmatch(r"01632 960\d{3}|08081 570\d{3}", phone.value)
        assert web.value.startswith("https://example.org/")


def test_venues_stand_at_real_postcodes(ground: Ground) -> None:
    venues = [venue for facts in make(ground) for venue in facts.venues]
    assert len(venues) > 5
    for venue in venues:
        known = Postcode.objects.get(code=venue.postcode.replace(" ", ""))
        assert (known.latitude, known.longitude) == venue.point


def test_choices_stand_in_the_order_of_their_vocabulary() -> None:
    for kind in wording.KINDS:
        assert kind.how == tuple(value for value in DeliveryMode.values if value in kind.how)
        assert kind.thrive == tuple(value for value in Thrive.values if value in kind.thrive)


def test_a_page_and_its_facts_give_the_same_document(ground: Ground) -> None:
    made = make(ground, pages.read_needs())
    assert pages.write(made, lambda count: None) == 30
    for facts in made:
        page = ServicePage.objects.get(reference=facts.reference)
        page.full_clean()
        assert service_document(page) == documents.service_document(facts)
        assert service_document(page).version == documents.service_document(facts).version
        assert page.is_demonstration


def test_the_command_publishes_once_and_undoes_what_it_did(own_index: EmbeddedEngine, client: Any) -> None:
    before, pages_before = own_index.versions(), Page.objects.count()
    call_command("generate_directory", "--services", "8", verbosity=0, stdout=StringIO())
    made = own_index.versions().keys() - before.keys()
    assert len(made) == 8
    page = ServicePage.objects.get(reference=min(made))
    assert client.get(page.url).status_code == 200
    count, again = Page.objects.count(), StringIO()
    call_command("generate_directory", "--services", "8", verbosity=0, stdout=again)
    assert "0 made-up services were published; 8 stood already." in again.getvalue()
    assert Page.objects.count() == count
    call_command("generate_directory", "--undo", verbosity=0, stdout=StringIO())
    assert own_index.versions() == before
    assert Page.objects.count() == pages_before


def test_the_index_can_be_filled_without_a_page(own_index: EmbeddedEngine) -> None:
    before, count, said = own_index.versions(), Page.objects.count(), StringIO()
    call_command("generate_directory", "--services", "20", "--index-only", verbosity=0, stdout=said)
    after = own_index.versions()
    assert len(after) == len(before) + 20
    assert before.items() <= after.items()
    assert Page.objects.count() == count
    assert "No page was made" in said.getvalue()
    assert Need.objects.exists()
