from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import shapely
from shapely import MultiPolygon

from briefing.figures.map.geometry import Box, densify, equal_area, inverse_equal_area
from briefing.figures.map.outlines import read_outlines, read_places
from briefing.figures.map.terrain import ScanRows, fit_view, mainland, survey
from briefing.figures.style import POINT_MM
from briefing.problems import FigureError
from tests.gallery.boxes import faults, texts, words
from tests.gallery.cases import ARABIC, FRENCH, INDEPENDENT, NAMES, locator, outlines, place

SVG = "{http://www.w3.org/2000/svg}"


# ---- the map


def test_niger_is_shown_with_its_neighbours_and_places() -> None:
    figure = locator("NER", "Niamey", "Agadez")()
    drawn = words(figure.svg)
    assert {"NIGER", "Niamey", "Agadez", "500 km"} <= set(drawn)
    assert {"Algeria", "Benin", "Burkina Faso", "Chad", "Libya", "Mali", "Nigeria"} <= set(drawn)
    assert figure.title == "Niger and its neighbours"
    # Clockwise from the north.
    about = "Libya, Chad, Nigeria, Benin, Burkina Faso, Mali and Algeria"
    assert figure.alt == f"Locator map of Niger, showing Niamey and Agadez, with {about} around it."
    assert "Algeria lies to the north-west." in figure.description
    assert "Nigeria lies to the south." in figure.description
    assert "imply no endorsement" in figure.notes[0]
    assert ElementTree.fromstring(figure.svg).findtext(f"{SVG}title") == figure.alt


def test_the_places_are_a_table_and_a_file() -> None:
    figure = locator("NER", "Niamey", "Agadez")()
    assert figure.table.rows == (("Niamey", "13.51", "2.11"), ("Agadez", "16.97", "7.99"))
    assert figure.csv.decode().splitlines()[1] == "Niamey,13.51,2.11,yes"


def test_neighbours_are_named_only_where_asked_for() -> None:
    figure = locator("NER", neighbours=False)()
    assert words(figure.svg) == ["NIGER", "200 km"]
    assert figure.title == "Niger"


def test_names_are_in_the_documents_language() -> None:
    assert {"Algérie", "Tchad", "NIGER"} <= set(words(locator("NER", names=FRENCH, language="fr")().svg))
    assert ARABIC["NER"] in words(locator("NER", names=ARABIC, language="en")().svg)


def test_a_country_that_could_not_be_named_on_the_map_is_named_beneath_it() -> None:
    figure = locator("RUS", width_mm=80.0)()
    drawn = set(words(figure.svg))
    near = [NAMES[iso3] for iso3 in outlines().neighbours(outlines().of("RUS"))]
    beneath = figure.notes[-1]
    assert all(name in beneath or set(name.split()) & {w for text in drawn for w in text.split()} for name in near)
    assert "Latvia" in beneath


@pytest.mark.parametrize(
    ("focus", "sentence"),
    [
        ("CAN", "United States of America lies to the south-west."),
        ("TWN", "China lies to the north-west."),
        ("CHL", "Argentina lies to the east."),
        ("USA", "Mexico lies to the south."),
    ],
)
def test_a_country_lies_where_its_land_is_seen(focus: str, sentence: str) -> None:
    assert sentence in locator(focus, width_mm=85.0)().description


def test_directions_are_french_in_french() -> None:
    description = locator("NER", names=FRENCH, language="fr")().description
    assert "Tchad\u00a0: à l’est." in description
    assert "Libye\u00a0: au nord-est." in description


def box_mm(svg: bytes, text: str) -> Box:
    (box,) = (box for box in texts(svg) if box.what == repr(text))
    return Box(*(edge * POINT_MM for edge in (box.left, box.top, box.right, box.bottom)))


@pytest.mark.parametrize(("focus", "name"), [("CHL", "CHILE"), ("NOR", "NORWAY"), ("PSE", "STATE OF PALESTINE")])
def test_a_name_that_does_not_fit_its_country_stands_in_the_sea(focus: str, name: str) -> None:
    view = fit_view(outlines(), mainland(outlines().of(focus)), [], width_mm=85.0, margin=0.42)
    land = survey(outlines(), view, focus)
    assert not land.countries_in(box_mm(locator(focus, width_mm=85.0)().svg, name))


def test_a_neighbour_is_not_named_off_the_coast_of_another() -> None:
    drawn = words(locator("CHL", width_mm=85.0)().svg)
    assert "Bolivia (Plurinational State of)" not in drawn
    assert "Andorra" not in words(locator("FRA", width_mm=85.0)().svg)


def test_the_country_gives_way_to_no_town_that_has_room_elsewhere() -> None:
    figure = locator("USA", places=[place("Washington", 38.9, -77.0, capital=True)], width_mm=85.0)()
    assert {"UNITED STATES", "OF AMERICA", "Washington"} <= set(words(figure.svg))


def test_a_ring_round_a_small_country_is_no_place_for_words() -> None:
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


def test_too_many_places_in_one_spot_are_refused_rather_than_overprinted() -> None:
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


# ---- the outlines


def test_every_independent_country_has_an_outline_and_every_neighbour_is_mutual() -> None:
    world = outlines()
    assert [iso3 for iso3 in INDEPENDENT if not world.of(iso3) and iso3 not in ("TUV",)] == []
    assert world.neighbours(world.of("LSO")) == ["ZAF"]
    assert world.neighbours(world.of("NER")) == ["BEN", "BFA", "DZA", "LBY", "MLI", "NGA", "TCD"]
    assert world.neighbours(world.of("FJI")) == []
    for iso3 in ("NER", "MLI", "RUS", "CHE"):
        for other in world.neighbours(world.of(iso3)):
            assert iso3 in world.neighbours(world.of(other))


def test_the_capitals_lie_in_their_countries() -> None:
    import csv

    from briefing.resources import ASSETS

    with (ASSETS / "data" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["name"] for row in rows}) == len(rows) == len(read_places())
    for row in rows:
        project = equal_area((float(row["longitude"]), float(row["latitude"])))
        rings = [[project(p) for p in outlines().ring(piece.rings[0])] for piece in outlines().of(row["iso3"])]
        # A port may lie a little off a coast that is generalised: 25 km to each side are near enough.
        near = shapely.box(-25, -25, 25, 25)
        assert any(near.intersects(shapely.Polygon(ring)) for ring in rings if len(ring) > 2), row["name"]


def test_the_file_keeps_its_notice() -> None:
    from briefing.resources import ASSETS

    notice = (ASSETS / "data" / "outlines.notice.md").read_text(encoding="utf-8")
    assert "Copyright 2013-2019 Michael Bostock" in notice
    assert "above copyright notice" in notice
    assert read_outlines().digest == outlines().digest


# ---- the geometry


def test_the_projection_keeps_areas_and_can_be_undone() -> None:
    centre = (8.0, 17.0)
    project = equal_area(centre)
    assert project(centre) == pytest.approx((0, 0))
    for town in ((2.11, 13.51), (-179.0, 60.0), (8.0, -70.0)):
        assert inverse_equal_area(centre, project(town)) == pytest.approx(town)
    east, north = project((8.1, 17.0)), project((8.0, 17.1))
    assert east[0] * -north[1] == pytest.approx((6371 * math.radians(0.1)) ** 2 * math.cos(math.radians(17)), rel=1e-4)


def test_long_edges_go_the_short_way_round() -> None:
    assert densify([(179.5, 0.0), (-179.5, 0.0)]) == [(179.5, 0.0), (180.5, 0.0)]
    assert len(densify([(0.0, 49.0), (9.0, 49.0)])) == 6


def test_rows_know_what_lies_inside_a_shape() -> None:
    square = shapely.Polygon([(0, 0), (10, 0), (10, 8), (0, 8)], [[(4, 3), (4, 5), (6, 5), (6, 3)]])
    rows = ScanRows(MultiPolygon([square]), Box(0, 0, 10, 8))
    spans = {round(y, 1): row for y, row in rows}
    assert spans[1.6] == [(0, 10)]
    assert spans[4.0] == [(0, 4), (6, 10)]
    assert rows.slack(Box(1, 1, 3, 2)) == pytest.approx(1)
    assert rows.slack(Box(3, 3.5, 7, 4.5)) < 0
    assert rows.slack(Box(8, 6, 12, 7)) < 0
    assert list(ScanRows(MultiPolygon(), Box(0, 0, 10, 8))) == []


def test_land_is_cut_to_the_frame_and_holes_run_the_other_way() -> None:
    view = fit_view(outlines(), mainland(outlines().of("LSO")), [], width_mm=80.0, margin=0.2)
    land = survey(outlines(), view, "LSO")
    assert {"LSO", "ZAF"} < set(land.shapes)
    assert all(view.frame.grown(1e-6).encloses(Box(*shape.bounds)) for shape in land.shapes.values())
    outer, hole = land.rings(["ZAF"])
    assert shapely.LinearRing(outer).is_ccw != shapely.LinearRing(hole).is_ccw
    assert land.countries_in(Box(*land.shape("LSO").representative_point().coords[0] * 2)) == {"LSO"}
