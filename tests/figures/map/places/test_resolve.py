from __future__ import annotations

import pytest

from briefing.figures.map.places.gazetteer import read_gazetteer
from briefing.figures.map.places.resolve import PlaceFinder
from briefing.figures.map.request import MarkedPlace
from briefing.model.parts.locator_map import MapPlace
from briefing.problems import Problem
from tests.gallery.cases import outlines


def find(name: str, *home: str, country: str | None = None) -> MarkedPlace | Problem:
    return PlaceFinder(read_gazetteer(), outlines(), home).find(MapPlace(name=name, country=country), None)


@pytest.mark.parametrize(
    ("name", "home", "latitude", "longitude", "capital"),
    [
        ("Yangon", "MMR", 16.81, 96.16, False),
        ("Rangoon", "MMR", 16.81, 96.16, False),
        ("Naypyidaw", "MMR", 19.75, 96.13, True),
        ("Sucre", "BOL", -19.03, -65.26, True),
        ("La Paz", "BOL", -16.5, -68.15, False),
        ("Antakya", "TUR", 36.21, 36.16, False),
        ("Antioche", "TUR", 36.21, 36.16, False),
        ("Alep", "SYR", 36.2, 37.16, False),
        ("Kiev", "UKR", 50.45, 30.52, True),
        ("tillaberi", "NER", 14.21, 1.45, False),
        ("Niamey", "NER", 13.51, 2.11, True),
        ("Tripoli", "LBY", 32.89, 13.19, True),
        ("Tripoli", "LBN", 34.43, 35.84, False),
        ("Washington", "USA", 38.9, -77.04, True),
        ("Suva", "FJI", -18.14, 178.44, True),
        ("Honiara", "SLB", -9.43, 159.96, True),
        ("Jerusalem", "ISR", 31.77, 35.22, None),
        ("Nukuʻalofa", "TON", -21.14, -175.2, True),
        ("Nuku'alofa", "TON", -21.14, -175.2, True),
        ("Sanaʼa", "YEM", 15.35, 44.21, True),
        ("Haʻikū", "USA", 20.92, -156.33, False),
        ("Haiku", "USA", 20.92, -156.33, False),
        ("Bamako", "NER", 12.65, -8.0, True),
        ("Yangon", "NER", 16.81, 96.16, False),
    ],
)
def test_a_place_is_found_by_any_of_its_names(
    name: str, home: str, latitude: float, longitude: float, capital: bool | None
) -> None:
    found = find(name, home)
    assert isinstance(found, MarkedPlace)
    assert (found.name, found.capital) == (name, capital)
    assert found.latitude == pytest.approx(latitude, abs=0.05)
    assert found.longitude == pytest.approx(longitude, abs=0.05)


def test_our_own_list_comes_first_and_needs_no_attribution() -> None:
    own, other = find("Niamey", "NER"), find("Birni N Konni", "NER")
    assert isinstance(own, MarkedPlace)
    assert not own.geonames
    assert isinstance(other, MarkedPlace)
    assert other.geonames


@pytest.mark.parametrize(
    ("name", "home", "code", "words"),
    [
        ("Yangom", "MMR", "unknown-place", "did you mean Yangon?"),
        ("Mandaly", "MMR", "unknown-place", "did you mean Mandalay?"),
        ("Cochabmba", "BOL", "unknown-place", "did you mean Cochabamba?"),
        ("Gaziantpe", "SYR", "unknown-place", "did you mean Gaziantep?"),  # across the border
        ("Yangom", "BOL", "unknown-place", "in Myanmar? Then write {name: "),
        ("Qqqqqqq", "BOL", "unknown-place", "give its coordinates: {name: Qqqqqqq, latitude: …, longitude: …}"),
        ("Tripoli", "FRA", "which-place", "{name: Tripoli, country: LBY}, or with LBN or GRC"),
        ("Hyderabad", "BOL", "which-place", "{name: Hyderabad, country: IND}, or with PAK"),
        ("Springfield", "USA", "which-place", "{name: Springfield, latitude: 37.22, longitude: -93.3}"),
    ],
)
def test_an_unknown_place_and_one_of_two_are_asked_about(name: str, home: str, code: str, words: str) -> None:
    problem = find(name, home)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert words in problem.hint


def test_a_small_place_far_from_home_is_asked_about_rather_than_shown() -> None:
    problem = find("Zinda", "NER")
    assert isinstance(problem, Problem)
    assert "did you mean Zinder?" in problem.hint


def test_the_country_distinguishes_two_places() -> None:
    for country, longitude in (("IND", 78.46), ("PAK", 68.37)):
        found = find("Hyderabad", "BOL", country=country)
        assert isinstance(found, MarkedPlace)
        assert found.longitude == pytest.approx(longitude, abs=0.05)


@pytest.mark.parametrize(
    ("home", "latitude", "longitude"), [("MMR", 96.16, 16.81), ("TUR", 36.16, 36.2), ("BOL", -65.26, -19.03)]
)
def test_swapped_coordinates_are_told_where_they_lead_far_from_home(
    home: str, latitude: float, longitude: float
) -> None:
    place = MapPlace.model_construct(name="X", latitude=latitude, longitude=longitude, country=None, capital=None)
    found = PlaceFinder(read_gazetteer(), outlines(), (home,)).find(place, None)
    assert isinstance(found, Problem) is (home != "TUR")  # which is where its swapped place is, too
    if isinstance(found, Problem):
        assert found.code == "coordinates-swapped"
        assert found.hint == f"write latitude: {longitude:g}, longitude: {latitude:g}"


def test_a_place_of_ones_own_may_be_anywhere() -> None:
    place = MapPlace(name="A ship", latitude=10.0, longitude=-140.0)
    assert isinstance(PlaceFinder(read_gazetteer(), outlines(), ("NER",)).find(place, None), MarkedPlace)


def test_every_place_of_the_gazetteer_is_a_line_of_seven_fields_in_range() -> None:
    from briefing.figures.map.places.gazetteer import FILE
    from briefing.model.countries import COUNTRIES

    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 60_000
    capitals = []
    for line in lines:
        keys, name, iso3, latitude, longitude, population, capital = line.split("\t")
        assert keys.startswith("|")
        assert keys.endswith("|")
        assert name
        assert iso3 in COUNTRIES
        assert int(population) >= 0
        assert abs(float(latitude)) <= 90
        assert abs(float(longitude)) <= 180
        capitals += [iso3] if capital == "yes" else []
    assert len(capitals) == len(set(capitals)) > 230
    assert "CC BY 4.0" not in lines[0]
    assert "Attribution 4.0" in FILE.with_name("notice.md").read_text(encoding="utf-8")
