from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from briefing.figures.map.geometry import Box, boxes_along
from briefing.figures.map.outlines import mainland
from briefing.figures.map.request import MarkedPlace
from briefing.figures.map.terrain import survey
from briefing.figures.map.view import fit_view
from briefing.figures.style import HOUSE, POINT_MM
from briefing.problems import FigureError
from tests.gallery.boxes import faults, texts, words
from tests.gallery.cases import ARABIC, FRENCH, INDEPENDENT, NAMES, locator, outlines, place

SVG = "{http://www.w3.org/2000/svg}"


def test_niger_is_shown_with_its_neighbours_and_places() -> None:
    figure = locator("NER", "Niamey", "Agadez")()
    drawn = words(figure.svg)
    assert {"NIGER", "Niamey", "Agadez", "500 km"} <= set(drawn)
    assert {"Algeria", "Benin", "Burkina Faso", "Chad", "Libya", "Mali", "Nigeria"} <= set(drawn)
    assert figure.title == "Niger and its surroundings"
    # Clockwise from the north.
    about = "Libya, Chad, Nigeria, Benin, Burkina Faso, Mali and Algeria"
    assert figure.alt == f"Locator map of Niger, showing Niamey and Agadez, bordered by {about}."
    assert "Algeria lies to the north-west." in figure.description
    assert "Nigeria lies to the south." in figure.description
    assert "imply no endorsement" in figure.notes[0]
    assert ElementTree.fromstring(figure.svg).findtext(f"{SVG}title") == figure.alt


def test_the_places_are_a_table_and_a_file() -> None:
    figure = locator("NER", "Niamey", "Agadez")()
    assert figure.table.rows == (("Niamey", "13.51", "2.11"), ("Agadez", "16.97", "7.99"))
    assert figure.csv.decode().splitlines()[1:] == ["Niamey,13.51,2.11,yes", "Agadez,16.97,7.99,no"]


@pytest.mark.parametrize(("said", "cell"), [(None, ""), (True, "yes"), (False, "no")])
@pytest.mark.parametrize(
    ("name", "focus", "at"), [("Dhaka", "BGD", (23.81, 90.41)), ("Sucre", "BOL", (-19.05, -65.26))]
)
def test_whether_a_place_is_a_capital_is_not_made_up(
    said: bool | None, cell: str, name: str, focus: str, at: tuple[float, float]
) -> None:
    written = MarkedPlace(name, *at, capital=said)
    figure = locator(focus, places=[written])()
    assert figure.csv.decode().splitlines()[1] == f"{name},{at[0]},{at[1]},{cell}"


def test_neighbours_are_named_only_where_requested() -> None:
    figure = locator("NER", neighbours=False)()
    assert words(figure.svg) == ["NIGER", "200 km"]
    assert figure.title == "Niger"


def test_names_are_in_the_documents_language() -> None:
    assert {"Algérie", "Tchad", "NIGER"} <= set(words(locator("NER", names=FRENCH, language="fr")().svg))
    assert ARABIC["NER"] in words(locator("NER", names=ARABIC, language="en")().svg)


def test_a_country_without_a_label_on_the_map_is_named_in_the_notes() -> None:
    figure = locator("RUS", width_mm=80.0)()
    drawn = set(words(figure.svg))
    near = [NAMES[iso3] for iso3 in outlines().neighbours(outlines().of("RUS"))]
    note = figure.notes[-1]
    assert all(name in note or set(name.split()) & {w for text in drawn for w in text.split()} for name in near)
    assert "Latvia" in note


@pytest.mark.parametrize(
    ("focus", "sentence"),
    [
        ("CAN", "United States lies to the south-west."),
        ("TWN", "China lies to the north-west."),
        ("CHL", "Argentina lies to the east."),
        ("USA", "Mexico lies to the south."),
    ],
)
def test_a_country_is_in_the_direction_of_its_visible_land(focus: str, sentence: str) -> None:
    assert sentence in locator(focus, width_mm=85.0)().description


def test_directions_are_french_in_french() -> None:
    description = locator("NER", names=FRENCH, language="fr")().description
    assert "Tchad\u00a0: à l’est." in description
    assert "Libye\u00a0: au nord-est." in description


def box_mm(svg: bytes, text: str) -> Box:
    (box,) = (box for box in texts(svg) if box.what == repr(text))
    return Box(*(edge * POINT_MM for edge in (box.left, box.top, box.right, box.bottom)))


@pytest.mark.parametrize(("focus", "name"), [("CHL", "CHILE"), ("NOR", "NORWAY"), ("PSE", "PALESTINE")])
def test_a_name_that_does_not_fit_its_country_is_in_the_sea(focus: str, name: str) -> None:
    view = fit_view(outlines(), mainland(outlines().of(focus)), [], width_mm=85.0, margin=0.42)
    land = survey(outlines(), view, (focus,))
    assert not land.countries_in(box_mm(locator(focus, width_mm=85.0)().svg, name))


def leaders(svg: bytes) -> list[list[tuple[float, float]]]:
    """Return the lines of two points in the accent colour, in mm."""
    paths = [
        path.attrib["d"]
        for path in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if f"stroke: {HOUSE.accent}" in path.attrib["style"] and "fill: none" in path.attrib["style"]
    ]
    lines = [[(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)] for path in paths]
    return [[(x * POINT_MM, y * POINT_MM) for x, y in line] for line in lines if len(line) == 2]


@pytest.mark.parametrize(("focus", "name"), [("MWI", "MALAWI"), ("ESH", "WESTERN SAHARA")])
def test_a_name_on_anothers_land_has_a_line_to_its_country(focus: str, name: str) -> None:
    figure = locator(focus, width_mm=85.0)()
    (line,) = leaders(figure.svg)
    box = box_mm(figure.svg, name)
    view = fit_view(outlines(), mainland(outlines().of(focus)), [], width_mm=85.0, margin=0.42)
    land = survey(outlines(), view, (focus,))
    assert box.grown(1.0).encloses(Box(*line[0], *line[0]))
    assert land.distance_mm(focus, Box(*line[1], *line[1])) < 0.1
    for other in (Box(*(edge * POINT_MM for edge in (b.left, b.top, b.right, b.bottom))) for b in texts(figure.svg)):
        assert other == box or not any(other.overlaps(step) for step in boxes_along(line, 0.1))


@pytest.mark.parametrize("focus", ["NER", "CHL", "NOR", "PSE", "MCO", "LIE", "NRU", "CHE"])
def test_a_name_inside_its_country_in_the_sea_or_at_its_ring_has_no_line(focus: str) -> None:
    assert leaders(locator(focus, width_mm=85.0)().svg) == []


def test_a_neighbour_is_not_named_off_the_coast_of_another() -> None:
    long = {**NAMES, "BOL": "Bolivia (Plurinational State of)"}
    drawn = words(locator("CHL", names=long, width_mm=85.0)().svg)
    assert "Bolivia (Plurinational State of)" not in drawn
    assert "Andorra" not in words(locator("FRA", width_mm=85.0)().svg)


def test_the_countrys_name_comes_before_a_towns_that_has_room_elsewhere() -> None:
    figure = locator("USA", places=[place("Washington", 38.9, -77.0, capital=True)], width_mm=85.0)()
    assert {"UNITED", "STATES", "Washington"} <= set(words(figure.svg))


def test_no_name_is_inside_the_ring_round_a_small_country() -> None:
    figure = locator("MCO", places=[place("Monaco", 43.73, 7.42, capital=True)], width_mm=85.0)()
    assert {"MONACO", "Monaco"} <= set(words(figure.svg))
    assert faults(figure.svg) == []


def test_an_islands_neighbours_are_the_nearest() -> None:
    figure = locator("GRL", width_mm=85.0)()
    assert "Iceland" in figure.alt
    assert not any(name in figure.alt + " ".join(figure.notes) for name in ("Albania", "Croatia", "Ukraine"))


def test_a_country_without_outlines_is_refused() -> None:
    with pytest.raises(FigureError, match="no outlines for REU"):
        locator("REU")()


def test_too_many_places_at_one_point_are_refused_rather_than_overprinted() -> None:
    crowd = [place(f"A town of a very long name, number {i}", 13.5, 2.1) for i in range(60)]
    with pytest.raises(FigureError, match="map-crowded"):
        locator("NER", places=crowd)()


def test_a_place_far_from_home_widens_the_map() -> None:
    near, far = locator("FRA")(), locator("FRA", places=[place("Cayenne", 4.92, -52.31)])()
    assert "200 km" in words(near.svg)
    assert "2000 km" in words(far.svg) or "1000 km" in words(far.svg)


@pytest.mark.parametrize("focus", [*sorted(INDEPENDENT)[::4], "FJI", "KIR", "NZL", "USA", "GRL", "VAT", "MCO", "XKX"])
@pytest.mark.parametrize("width_mm", [70.0, 170.0])
def test_nothing_collides_anywhere_in_the_world(focus: str, width_mm: float) -> None:
    figure = locator(focus, names={**NAMES, "XKX": "Kosovo"}, width_mm=width_mm)()
    assert faults(figure.svg) == []
    assert any(text.endswith(" km") for text in words(figure.svg))


@pytest.mark.parametrize("focus", ["FJI", "RUS", "NZL", "USA", "KIR"])
def test_no_line_runs_across_the_map_at_the_antimeridian(focus: str) -> None:
    root = ElementTree.fromstring(locator(focus)().svg)
    width = float(root.attrib["viewBox"].split()[2])
    for path in root.iter(f"{SVG}path"):
        if "fill: none" not in path.attrib["style"] or "z" in path.attrib["d"]:
            continue
        for piece in path.attrib["d"].split("M")[1:]:
            points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", piece)]
            assert all(math.dist(a, b) < width / 4 for a, b in pairwise(points))
