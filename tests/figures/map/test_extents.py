from __future__ import annotations

import math
from datetime import date
from xml.etree import ElementTree

import pytest

from briefing.figures.map.geometry import circle_about, distance_km, equal_area
from briefing.figures.map.places.gazetteer import read_gazetteer
from briefing.figures.map.request import Extent, LocatorRequest, MarkedCircle, MarkedPlace
from briefing.figures.map.shown import LocatorMap
from briefing.i18n import get_translator
from briefing.model.regions import expand_countries
from briefing.problems import FigureError
from tests.gallery.boxes import chart_faults, faults, words
from tests.gallery.cases import NAMES, WESTERN_AFRICA, locator, outlines, place

A4_MM = 170.0


def shown(focus: str, extent: Extent) -> LocatorMap:
    return LocatorMap(LocatorRequest(outlines(), (focus,), (), True, NAMES, A4_MM, "en", extent=extent))


@pytest.mark.parametrize(
    ("focus", "title"),
    [
        (("TUR", "SYR"), "Türkiye and Syria and their surroundings"),
        (("LSO", "ZAF"), "Lesotho and South Africa and their surroundings"),
        (("GMB", "SEN", "GNB"), "Gambia, Senegal and Guinea-Bissau and their surroundings"),
        (("KIR", "FJI"), "Kiribati and Fiji and their surroundings"),
        (("RUS", "USA"), "Russia and United States and their surroundings"),
        (("NRU", "VUT", "SLB"), "Nauru, Vanuatu and Solomon Islands and their surroundings"),
    ],
)
def test_several_countries_are_all_named_and_nothing_collides(focus: tuple[str, ...], title: str) -> None:
    figure = locator(focus, width_mm=A4_MM, inset=True)()
    assert figure.title == title
    assert faults(figure.svg) == []
    drawn = " ".join(words(figure.svg)).upper()
    for iso3 in focus:
        assert all(word in drawn for word in NAMES[iso3].upper().split())


def test_of_many_countries_three_are_in_the_title_and_all_are_on_the_map_or_in_its_key() -> None:
    figure = locator(WESTERN_AFRICA, width_mm=A4_MM)()
    assert figure.title == "Benin, Burkina Faso, Cabo Verde and 13 other countries and their surroundings"
    drawn = " ".join(words(figure.svg)).upper()
    assert all(word in drawn for iso3 in WESTERN_AFRICA for word in NAMES[iso3].upper().split())


@pytest.mark.parametrize(
    ("focus", "box"),
    [
        ("FJI", (174.0, -21.0, -176.0, -14.0)),
        ("KIR", (170.0, -5.0, -150.0, 5.0)),
        ("RUS", (160.0, 60.0, -165.0, 72.0)),
        ("NER", (0.0, 11.0, 16.0, 24.0)),
        ("VAT", (12.3, 41.8, 12.6, 42.0)),
        ("NRU", (166.8, -0.6, 167.0, -0.4)),
    ],
)
def test_a_box_is_shown_whole_also_across_the_antimeridian(focus: str, box: tuple[float, float, float, float]) -> None:
    view = shown(focus, Extent(box=box)).view
    west, south, east, north = box
    for place_ in ((west, south), (west, north), (east, south), (east, north)):
        x, y = view.to_mm(place_)
        assert -0.1 <= x <= A4_MM + 0.1
        assert -0.5 <= y <= view.frame.bottom + 0.5
    assert view.cap.radius < 60
    assert faults(locator(focus, extent=Extent(box=box), width_mm=A4_MM, inset=True)().svg) == []


def test_countries_as_an_extent_widen_the_map_and_are_not_in_focus() -> None:
    figure = locator("LSO", extent=Extent(countries=("LSO", "ZAF", "NAM")), width_mm=A4_MM)()
    assert {"Namibia", "Botswana"} <= set(words(figure.svg))
    assert figure.title == "Lesotho and its surroundings"


def test_a_margin_is_about_the_places_in_km() -> None:
    near, far = (
        locator(
            "BOL", places=[place("Sucre", -19.03, -65.26), place("La Paz", -16.5, -68.15)], extent=Extent(margin_km=km)
        )()
        for km in (20, 400)
    )
    assert "100 km" in words(near.svg) or "50 km" in words(near.svg)
    assert "200 km" in words(far.svg) or "500 km" in words(far.svg)


@pytest.mark.parametrize(
    ("focus", "extent", "names"),
    [
        (("TUR", "PER"), Extent(box=(25.0, 35.0, 45.0, 43.0)), ["Peru"]),
        (("FJI",), Extent(box=(0.0, 40.0, 20.0, 50.0)), ["Fiji"]),
        (("NER",), Extent(countries=("MLI",)), ["Somewhere"]),
    ],
)
def test_what_an_extent_leaves_out_is_named(focus: tuple[str, ...], extent: Extent, names: list[str]) -> None:
    places = [place("Somewhere", 1.0, 40.0)] if names == ["Somewhere"] and extent.box else []
    if names == ["Somewhere"]:
        extent, places = Extent(box=(0.0, 11.0, 16.0, 24.0)), [place("Somewhere", 1.0, 40.0)]
    with pytest.raises(FigureError) as caught:
        locator(focus, places=places, extent=extent)()
    assert [problem.code for problem in caught.value.problems] == ["place-outside"] * len(names)
    assert [problem.what.split(" is ")[0] for problem in caught.value.problems] == names


def test_the_whole_world_is_refused() -> None:
    with pytest.raises(FigureError, match="more than half the world"):
        locator([iso3 for iso3 in sorted(NAMES) if outlines().of(iso3)])()


@pytest.mark.parametrize(
    ("centre", "km"),
    [
        ((37.04, 37.29), 100.0),
        ((179.0, -17.0), 500.0),
        ((-100.0, 89.0), 300.0),
        ((0.0, 0.0), 2000.0),
        ((-70.0, -52.0), 0.5),
    ],
)
def test_a_circle_is_as_large_on_the_globe_everywhere(centre: tuple[float, float], km: float) -> None:
    rim = circle_about(centre, km)
    assert all(distance_km(centre, point) == pytest.approx(km, rel=1e-6) for point in rim)
    project = equal_area(centre)  # about its own middle, a circle is a circle
    assert {round(math.hypot(*project(point)) / km, 6) for point in rim if km < 5000} <= {
        round(math.hypot(*project(rim[0])) / km, 6)
    }


@pytest.mark.parametrize(
    ("km", "sentence"),
    [
        (30, "None of the other places marked is within 30 km of Centre."),
        (150, "Of three other places marked, one is within 150 km of Centre: A."),
        (300, "Of three other places marked, two are within 300 km of Centre: A and B."),
        (900, "All other places marked are within 900 km of Centre."),
    ],
)
def test_what_is_in_a_circle_is_counted_and_is_the_title(km: float, sentence: str) -> None:
    places = [place("Centre", 0.0, 20.0), place("A", 1.0, 20.0), place("B", 2.0, 20.0), place("C", 3.0, 20.0)]
    circle = MarkedCircle("Centre", 0.0, 20.0, km)
    figure = locator("COD", places=places, circles=[circle], width_mm=A4_MM)()
    assert figure.title == sentence.rstrip(".")
    assert sentence in figure.description
    assert any(f"{km} km" in text for text in words(figure.svg))


def test_nothing_is_said_of_a_place_on_the_line_of_a_circle() -> None:
    places = [place("Centre", 0.0, 20.0), place("A", 1.0, 20.0)]
    circle = MarkedCircle("Centre", 0.0, 20.0, distance_km((20.0, 0.0), (20.0, 1.0)))
    assert "within" not in locator("COD", places=places, circles=[circle], width_mm=A4_MM)().description


def test_an_inset_is_drawn_and_is_no_text() -> None:
    without, with_ = (locator("NER", inset=inset)().svg for inset in (False, True))
    assert words(without) == words(with_)
    count = [
        len(list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"))) for svg in (without, with_)
    ]
    assert count[1] > count[0]


@pytest.mark.parametrize(
    ("focus", "town", "title"),
    [
        ("LSO", "Maseru", "Lesotho and its capital, Maseru"),
        ("GMB", "Banjul", "Gambia and its capital, Banjul"),
        ("FJI", "Suva", "Fiji and its capital, Suva"),
        ("NRU", "Yaren", "Nauru and its capital, Yaren"),
        ("VAT", "Rome", "Holy See and its surroundings"),
        ("RUS", "Vladivostok", "Russia and its surroundings"),
        ("KIR", "Tarawa", "Kiribati and its capital, Tarawa"),
    ],
)
def test_a_title_says_what_is_known(focus: str, town: str, title: str) -> None:
    known = read_gazetteer().find(town)
    places = [MarkedPlace(town, one.latitude, one.longitude, one.capital, iso3=one.iso3) for one in known[:1]]
    figure = locator(focus, places=places, width_mm=A4_MM)()
    assert figure.title == title
    assert NAMES[focus] in figure.alt
    assert NAMES[focus] in figure.description
    assert faults(figure.svg) == []


def test_several_countries_are_not_all_in_the_middle() -> None:
    description = locator(("MLI", "BFA", "NER"), width_mm=A4_MM)().description
    assert "Niger is in the east of the map." in description
    assert "Mali is in the west of the map." in description or "Mali is in the north-west of the map." in description


def test_a_map_of_half_the_globe_has_no_globe_beside_it() -> None:
    with_, without = (locator(("RUS", "USA"), inset=inset, width_mm=A4_MM)().svg for inset in (True, False))
    assert with_ == without


@pytest.mark.parametrize(
    "region", ["OPEC", "EU", "ASEAN", "Gulf Cooperation Council", "Caribbean", "Melanesia", "NATO", "Balkans"]
)
@pytest.mark.parametrize("width_mm", [85.0, A4_MM])
def test_every_country_in_focus_is_named_numbered_or_said_to_have_no_room(region: str, width_mm: float) -> None:
    focus = tuple(iso3 for iso3 in expand_countries((f"region:{region}",), date(2024, 6, 27)) if outlines().of(iso3))
    figure = locator(focus, width_mm=width_mm, names=get_translator("en").countries())()
    assert chart_faults(figure.svg) == []  # the rings of small islands meet
    said = " ".join(" ".join([*words(figure.svg), *figure.notes]).upper().split())
    names = [get_translator("en").countries()[iso3].upper() for iso3 in focus]
    assert [name for name in names if not all(word in said for word in name.split())] == []


@pytest.mark.parametrize(
    "focus", [("NER",), WESTERN_AFRICA, ("FJI", "KIR"), ("LBN", "SYR", "TUR", "IRQ"), ("BIH", "MNE")]
)
def test_no_name_on_a_map_is_smaller_than_seven_points(focus: tuple[str, ...]) -> None:
    figure = (
        locator(focus, "Niamey", width_mm=110.0, inset=True)() if "NER" in focus else locator(focus, width_mm=110.0)()
    )
    texts = ElementTree.fromstring(figure.svg).iter("{http://www.w3.org/2000/svg}text")
    sizes = {float(text.attrib["style"].split("font-size: ")[1].split("px")[0]) for text in texts}
    assert sizes
    assert min(sizes) >= 7
