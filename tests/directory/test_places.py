"""Postcodes, outcodes, names and areas become locations; sentences give up only real places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from directory.coverage import covering_codes, miles_between, neighbouring_authorities
from directory.location import Location, PlaceNotFound
from directory.models.place import Place, Postcode
from directory.place_names import everyday_words, place_key, short_key
from directory.places import find_place, find_place_in_text
from directory.places_data import load_places

HOME = ("E06000057",)
NORTH_TYNESIDE, COUNTY_DURHAM, BORDERS = "E08000022", "E06000047", "S12000026"
HEXHAM, ALNWICK = (54.96986, -2.104), (55.41318, -1.70563)

NORTHUMBERLAND_PLACES = [
    "Alnwick", "Amble", "Ashington", "Bamburgh", "Bedlington", "Belford", "Bellingham", "Berwick-upon-Tweed", "Blyth",
    "Choppington", "Guide Post", "Corbridge", "Cramlington", "Haltwhistle", "Hexham", "Kielder", "Morpeth",
    "Newbiggin-by-the-Sea", "Ponteland", "Prudhoe", "Rothbury", "Seahouses", "Seaton Delaval", "Stocksfield", "Wooler",
    "Wylam", "Allendale", "Cornhill",
]  # fmt: skip
# The outcodes that requirements.md gives for them, and who holds most of each.
OUTCODES = {
    **{f"NE{n}": "E06000057" for n in (20, 22, 23, 24, 41, 42, 43, 44, 45, 46, 47, 48, 49)},
    **{f"NE{n}": "E06000057" for n in (61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71)},
    "TD15": "E06000057",
    "TD12": BORDERS,
    "NE25": NORTH_TYNESIDE,
    "NE26": NORTH_TYNESIDE,
    "NE27": NORTH_TYNESIDE,
    "NE13": "E08000021",
    "CA8": "E06000063",
    "DH8": COUNTY_DURHAM,
}


@pytest.fixture(scope="module")
def _places(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        load_places()


@pytest.fixture(autouse=True)
def _loaded(_places: None, db: None) -> None:
    pass


@pytest.fixture
def known_postcode() -> None:
    Postcode.objects.update_or_create(
        code="NE461AA", defaults={"latitude": 54.9714, "longitude": -2.1012, "local_authority_id": HOME[0]}
    )


def not_found(text: str) -> str:
    with pytest.raises(PlaceNotFound) as caught:
        find_place(text, home_authorities=HOME)
    return caught.value.message


def placed(text: str) -> Location | str:
    """The location, or the message for the visitor; any other error fails the test."""
    try:
        return find_place(text, home_authorities=HOME)
    except PlaceNotFound as error:
        return error.message


@pytest.mark.parametrize("name", NORTHUMBERLAND_PLACES)
def test_every_named_place_of_the_county_is_found(name: str) -> None:
    found = find_place(name, home_authorities=HOME)
    assert (found.kind, found.authority_codes) == ("place", HOME)
    assert found.label.startswith(name)


@pytest.mark.parametrize(("code", "authority"), OUTCODES.items())
def test_every_outcode_of_the_county_and_its_border_is_found(code: str, authority: str) -> None:
    found = find_place(code.lower(), home_authorities=HOME)
    assert (found.label, found.kind, found.authority_code) == (code, "outcode", authority)
    assert found.authority_codes[0] == authority


@pytest.mark.parametrize("code", ["TD15", "TD12", "NE25", "NE26", "NE13", "NE23", "CA8", "DH8"])
def test_an_outcode_on_the_border_belongs_to_both_sides(code: str) -> None:
    found = find_place(code)
    assert HOME[0] in found.authority_codes
    assert len(found.authority_codes) > 1


@pytest.mark.parametrize("text", ["NE46 1AA", "ne461aa", " Ne46  1aA ", "12 Fore St, NE46 1AA", "NE46\u00a01AA"])
def test_a_known_postcode_is_found_however_it_is_typed(text: str, known_postcode: None) -> None:
    found = find_place(text)
    assert (found.label, found.kind, found.is_approximate) == ("NE46 1AA", "postcode", False)
    assert (found.latitude, found.longitude) == (54.9714, -2.1012)


def test_an_unknown_postcode_is_answered_by_its_outcode() -> None:
    found = find_place("td12 4zz")
    assert (found.label, found.kind, found.is_approximate) == ("TD12 4ZZ", "postcode", True)
    assert found.authority_codes == (BORDERS, HOME[0])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("berwick", "Berwick-upon-Tweed, Northumberland"),
        ("Blyth", "Blyth, Northumberland"),
        ("blyth northumberland", "Blyth, Northumberland"),
        ("Hexham, England", "Hexham, Northumberland"),
        ("hexam", "Hexham, Northumberland"),
        ("anlwick", "Alnwick, Northumberland"),
        ("Whitley Bay", "Whitley Bay, North Tyneside"),
        ("Coldstream", "Coldstream, Scottish Borders"),
        ("Cullercoats", "Cullercoats, North Tyneside"),
        ("scotland", "Scotland"),
        ("Northern Ireland", "Northern Ireland"),
        ("holy island", "Holy Island, Northumberland"),
        ("Rochester", "Rochester, Northumberland"),
        ("Rochester, Medway", "Rochester, Medway"),
        ("newcastle", "Newcastle upon Tyne, Newcastle upon Tyne"),
        ("Gateshead", "Gateshead, Gateshead"),
        ("Durham", "Durham, County Durham"),
        ("Glasgow", "Glasgow, Glasgow City"),
        ("Basford, Stoke-on-Trent, Stoke-on-Trent", "Basford, Stoke-on-Trent, Stoke-on-Trent"),
        # Spelt exactly as a place elsewhere, and close to a neighbour's or home's.
        ("Manchester", "Manchester, Manchester"),
        ("Washington", "Washington, Sunderland"),
        ("Bedford", "Bedford, Bedford"),
    ],
)
def test_a_name_is_the_place_that_was_meant(text: str, label: str) -> None:
    assert find_place(text, home_authorities=HOME).label == label


def test_the_countys_own_place_comes_before_a_bigger_namesake() -> None:
    row = {"name": "Blyth", "key": "blyth", "latitude": 53.37, "longitude": -1.06, "population": 90_000}
    Place.objects.create(geonames_id=2_100_000_000, local_authority_id="E07000171", **row)
    assert find_place("Blyth", home_authorities=HOME).authority_code == HOME[0]
    assert find_place("Blyth, Bassetlaw", home_authorities=HOME).authority_code == "E07000171"
    assert find_place("Blyth").authority_code == "E07000171"


@pytest.mark.parametrize(
    ("text", "label", "code"),
    [
        ("Northumberland", "Northumberland", HOME[0]),
        ("northumbreland", "Northumberland", HOME[0]),
        ("North Tyneside", "North Tyneside", NORTH_TYNESIDE),
        ("scottish borders", "Scottish Borders", BORDERS),
        ("Herefordshire", "Herefordshire, County of", "E06000019"),
        ("Herefordshire, County of", "Herefordshire, County of", "E06000019"),
    ],
)
def test_the_name_of_an_area_is_the_area(text: str, label: str, code: str) -> None:
    found = find_place(text, home_authorities=HOME)
    assert (found.label, found.kind, found.authority_codes) == (label, "area", (code,))


def test_what_cannot_be_placed_says_what_to_type_instead() -> None:
    assert "Did you mean Blyth" in not_found("Blyth, Bassetlaw")
    assert "ZZ1 1AA" in not_found("ZZ1 1AA")
    assert "Channel Islands" in not_found("JE2 3AB")
    for text in ("", "   ", "🙂", "\x00", "qqqqqq", "st", "east"):
        assert "type a" in not_found(text).lower()


NASTY = [
    "\x00", "\ud800", "NE46\x001AA", "\u0645\u0631\u062d\u0628\u0627", "\u202eHexham", "'\"; --", "\U0001f642" * 200,
    "%", "_", ",", ",,,", "\ufb00", "\xbd", "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_the_finding_of_places(text: str) -> None:
    find_place_in_text(text, home_authorities=HOME)
    found = placed(text)
    assert isinstance(found, Location) or found.isprintable()


@pytest.mark.parametrize(
    "text", ["NE46 1AA", "TD12 4ZZ", "TD12", "Hexham", "hexam", "Northumberland", "Manchester", "qqqqqq", "JE2 3AB"]
)
def test_a_place_costs_three_queries_at_most(text: str, django_assert_max_num_queries: Any) -> None:
    placed("Hexham")  # what is remembered for a minute
    with django_assert_max_num_queries(3):
        placed(text)


@pytest.mark.parametrize(
    ("words", "label", "matched"),
    [
        ("anxiety help in hexham for a 15 year old", "Hexham, Northumberland", "hexham"),
        ("berwick-upon-tweed eating", "Berwick-upon-Tweed, Northumberland", "berwick-upon-tweed"),
        ("counselling Berwick", "Berwick-upon-Tweed, Northumberland", "Berwick"),
        ("amble counselling", "Amble, Northumberland", "amble"),
        ("whitley bay counsellor", "Whitley Bay, North Tyneside", "whitley bay"),
        ("near Kelso", "Kelso, Scottish Borders", "Kelso"),
        ("my childs gp is over the border in scotland", "Scotland", "scotland"),
        ("anxiety jesmond", "Jesmond, Newcastle upon Tyne", "jesmond"),
        ("lives in seaton delaval with a whitley bay gp", "Whitley Bay, North Tyneside", "whitley bay"),
        ("help near wall", "Wall, Northumberland", "wall"),
        ("we are in Stanley", "Stanley, County Durham", "Stanley"),
        ("counselling northumberland", "Northumberland", "northumberland"),
        ("hexham northumberland", "Hexham, Northumberland", "hexham"),
        ("hexham or NE65 please", "NE65", "NE65"),
        ("he is at ne46 1aa ok", "NE46 1AA", "ne46 1aa"),
        ("now at M8 4US", "M8 4US", "M8 4US"),
    ],
)
def test_a_place_said_in_a_sentence_is_found(words: str, label: str, matched: str) -> None:
    found = find_place_in_text(words, home_authorities=HOME)
    assert found is not None
    assert (found[0].label, found[1]) == (label, matched)


@pytest.mark.parametrize(
    "words",
    [
        "", "I hope it is over", "hit a wall", "my friend b4 school m8", "no place to live", "reading help",
        "stanley won't talk", "section 17 s17 help", "vitamin B12", "he ambled", "can a warden ford this", "ps5 ks3",
        "york", "consett's", "hexhamshire", "do you pity me",
    ],
)  # fmt: skip
def test_ordinary_words_are_not_places(words: str) -> None:
    assert find_place_in_text(words, home_authorities=HOME) is None


def test_a_sentence_gives_up_no_names_when_no_county_is_home() -> None:
    assert find_place_in_text("help in hexham") is None
    assert find_place_in_text("help m8") is None
    found = find_place_in_text("help near TD12")
    assert found is not None
    assert found[0].label == "TD12"


@pytest.mark.parametrize("words", ["ne46 1aa", "at M8 4US", "b4 m8", "in hexham", "M8 4US hexham", "hello"])
def test_a_sentence_costs_three_queries_at_most(words: str, django_assert_max_num_queries: Any) -> None:
    find_place_in_text("in hexham", home_authorities=HOME)
    with django_assert_max_num_queries(3):
        find_place_in_text(words, home_authorities=HOME)


def test_the_neighbours_are_those_that_share_an_outcode() -> None:
    near = neighbouring_authorities(HOME)
    assert {NORTH_TYNESIDE, COUNTY_DURHAM, BORDERS, "E06000063", "E06000064", "E08000021", "E08000037"} <= near
    assert not {HOME[0], "E08000003"} & near


def test_miles_are_measured_along_the_earth() -> None:
    assert miles_between(HEXHAM, HEXHAM) == 0
    assert miles_between(HEXHAM, ALNWICK) == pytest.approx(34.4, abs=0.2)
    assert miles_between((0, 0), (0, 180)) == pytest.approx(12_437, abs=2)


def test_what_covers_a_location_is_its_authorities_countries_and_near_places() -> None:
    points = {"place:1": HEXHAM, "place:2": ALNWICK}
    hexham = find_place("Hexham", home_authorities=HOME)
    assert covering_codes(hexham, points, 4) == {"E06000057", "E92000001", "K02000001", "place:1"}
    border = find_place("TD12")
    assert covering_codes(border, {}, 4) == {BORDERS, "E06000057", "E92000001", "S92000003", "K02000001"}


def test_keys_forget_case_accents_and_punctuation() -> None:
    assert place_key("Berwick-Upon-Tweed") == "berwick upon tweed"
    assert place_key("Saint Mary's  Bay") == place_key("St. Mary’s Bay") == "st marys bay"
    assert place_key("Ynys Môn") == "ynys mon"
    assert place_key("\x00🙂_") == ""
    assert short_key("newbiggin by the sea") == "newbiggin"
    assert {"wall", "ford", "no place"} <= everyday_words()


class AnyText(TestCase):
    """Hypothesis' own TestCase: every example has its transaction."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_places()

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.characters(), max_size=200))
    def test_any_text_is_placed_or_politely_refused(self, text: str) -> None:
        found = placed(text)
        assert found
        assert isinstance(found, str) or found.authority_code == found.authority_codes[0]

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.characters(), max_size=200), st.sampled_from(["", "in Hexham", "NE46", "at TD12 4ZZ"]))
    def test_the_words_of_a_place_come_from_the_sentence(self, text: str, said: str) -> None:
        sentence = f"{text} {said}"
        found = find_place_in_text(sentence, home_authorities=HOME)
        assert found is None or found[1] in sentence

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_a_label_finds_its_own_place_again(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from(list(Place.objects.select_related("local_authority").order_by("pk")[:3000])))
        assert find_place(str(place), home_authorities=HOME).label == str(place)
