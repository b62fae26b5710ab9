"""What a map's description says is so: recomputed on the globe from the outlines, for countries that are awkward."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from shapely import LineString, MultiPolygon, Point, box

from briefing.figures.figure import Figure
from briefing.figures.map.bearings import ALL_ROUND, directions, eighth_of, place_in_frame, rays
from briefing.figures.map.geometry import Box as Frame
from briefing.figures.map.geometry import LonLat, inverse_equal_area
from briefing.figures.map.request import LocatorRequest
from briefing.figures.map.shown import LocatorMap
from tests.gallery.cases import FRENCH, NAMES, locator, outlines, place

WORDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
ENCLAVES = ("GMB", "LSO", "SMR", "VAT", "SWZ", "BRN", "PSE")
ISLANDS = ("CPV", "FJI", "KIR", "NRU", "MDV", "STP", "COM", "WSM", "NZL", "MLT", "TLS", "DMA", "SYC", "ISL")
CRESCENTS = ("HRV", "BIH", "VNM", "SOM", "CHL", "NOR", "BGD", "MNG", "BTN", "GNQ", "SEN", "ZAF", "COG", "MYS", "ITA")
LARGE = ("RUS", "USA", "CAN", "CHN", "ATA", "GRL")
AWKWARD = (*ENCLAVES, *ISLANDS, *CRESCENTS, *LARGE, "NER", "BOL", "DJI", "CYP", "MMR", "TUR")


def shown_in(draw: Callable[[], Figure]) -> LocatorMap:
    request = getattr(draw, "__self__", None)
    assert isinstance(request, LocatorRequest)
    return LocatorMap(request)


@cache
def described(focus: str) -> tuple[LocatorMap, str]:
    draw = locator(focus, width_mm=85.0)
    return shown_in(draw), draw().description


def azimuth(a: LonLat, b: LonLat) -> float:
    """The initial bearing from one place to another, in degrees clockwise from the north."""
    (la, pa), (lb, pb) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    east = math.sin(lb - la) * math.cos(pb)
    north = math.cos(pa) * math.sin(pb) - math.sin(pa) * math.cos(pb) * math.cos(lb - la)
    return math.degrees(math.atan2(east, north)) % 360


def off(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)


def places_of(iso3: str, shown: LocatorMap) -> Iterator[LonLat]:
    """The corners of a country's outline that the map shows."""
    frame = shown.view.frame
    for polygon in outlines().of(iso3):
        if polygon.cap.gap(shown.view.cap) > 0:
            continue
        for corner in (corner for ring in polygon.rings for corner in outlines().ring(ring)):
            x, y = shown.view.to_mm(corner)
            if frame.left <= x <= frame.right and frame.top <= y <= frame.bottom:
                yield corner


@pytest.mark.parametrize("focus", AWKWARD)
def test_every_country_is_where_the_description_says(focus: str) -> None:
    shown, description = described(focus)
    check_part(focus, shown, description)
    codes = {NAMES[iso3]: iso3 for iso3 in shown.neighbours}
    project_back = inverse_equal_area(
        shown.view.cap.centre,
        tuple((shown.centre[i] - shown.view.frame.middle[i]) / shown.view.mm_per_km for i in (0, 1)),  # type: ignore[arg-type]
    )
    said = re.findall(r"([^.]+?) lies (?:to the ([^.]+)|(all round) it)\.", description)
    assert len(said) == description.count(" lies ")
    for name, sides, all_round in said:
        bearings = [azimuth(project_back, corner) for corner in places_of(codes[name.strip()], shown)]
        if all_round:
            assert all(any(off(b, side) <= 35 for b in bearings) for side in range(0, 360, 30)), name
            continue
        for side in re.split(r", | and ", sides):
            # A corner of the outline is in the eighth that is named, give or take what the map turns the north by.
            assert any(off(b, WORDS.index(side) * 45) <= 35 for b in bearings), (name, side)


def check_part(focus: str, shown: LocatorMap, description: str) -> None:
    frame, (x, y) = shown.view.frame, shown.centre
    across, down = (x - frame.left) / frame.width, (y - frame.top) / frame.height
    found = re.search(r" is (?:at the (centre)|in the (\S+)) of the map\.", description)
    if focus == "ATA":
        assert not found
        return
    assert found
    if found[1]:
        assert 0.3 < across < 0.7
        assert 0.3 < down < 0.7
        return
    part = found[2]
    assert ("west" not in part or across < 0.45) and ("east" not in part or across > 0.55)  # noqa: PT018
    assert ("north" not in part or down < 0.45) and ("south" not in part or down > 0.55)  # noqa: PT018
    assert not (0.34 < across < 0.66 and 0.34 < down < 0.66)


@pytest.mark.parametrize(
    ("focus", "sentence"),
    [
        ("GMB", "Senegal lies to the north, east and south."),
        ("LSO", "South Africa lies all round it."),
        ("SMR", "Italy lies all round it."),
        ("SEN", "Gambia lies to the south-west."),
        ("CPV", "Cabo Verde is in the west of the map."),
        ("BGD", "India lies to the north, east and west."),
        ("HRV", "Bosnia and Herzegovina lies to the east, south and west."),
        ("VNM", "Laos lies to the north-west."),
        ("NRU", "Nauru is in the north-east of the map."),
        ("NER", "Niger is at the centre of the map."),
    ],
)
def test_awkward_countries_are_described_as_they_are(focus: str, sentence: str) -> None:
    assert sentence.replace("Gambia", NAMES["GMB"]) in described(focus)[1]


def test_no_direction_is_given_about_a_pole() -> None:
    assert "lies" not in described("ATA")[1]


def test_land_neighbours_are_called_that_and_others_are_not() -> None:
    assert locator("LSO")().alt == "Locator map of Lesotho, bordered by South Africa."
    assert "bordered" not in locator("FJI")().alt
    assert re.fullmatch(r"Locator map of Fiji, with .+ named\.", locator("FJI")().alt)


def test_every_country_across_the_border_is_named_or_said_to_be_left_out() -> None:
    for focus in ("ITA", "RUS", "ZAF", "FRA", "IND", "CHE"):
        figure = locator(focus, width_mm=60.0)()
        for iso3 in shown_in(locator(focus, width_mm=60.0)).across:
            assert (NAMES[iso3] in figure.alt) != (NAMES[iso3] in " ".join(figure.notes)), (focus, iso3)


def test_marked_places_are_named_once_in_each_text() -> None:
    figure = locator("FJI", places=[place("Suva", -18.14, 178.44, capital=True)])()
    assert figure.description.count("Suva") == figure.alt.count("Suva") == 1
    assert "Marked: Suva." in figure.description
    assert "Marked" not in locator("FJI")().description


def test_the_description_is_french_in_french() -> None:
    figure = locator("GMB", names=FRENCH, language="fr")()
    assert "Sénégal\u00a0: au nord, à l’est et au sud." in figure.description
    assert "Gambie\u00a0: au centre de la carte." in figure.description
    assert "Afrique du Sud\u00a0: tout autour." in locator("LSO", names=FRENCH, language="fr")().description
    assert "Cap-Vert\u00a0: à l’ouest de la carte." in locator("CPV", names=FRENCH, language="fr")().description


RING = Point(0, 0).buffer(20).difference(Point(0, 0).buffer(10))


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (RING, ALL_ROUND),
        (RING.difference(box(-30, -4, 0, 4)), (0, 2, 4)),
        (RING.difference(box(-30, -30, -3, -3)).difference(box(3, 3, 30, 30)), (0, 2, 4, 6)),
        (RING.difference(box(-30, -30, 30, 0)), (4,)),
        (RING.difference(box(-30, -30, 30, -8)), (2, 4, 6)),
        (RING.difference(box(-9, -30, 9, 30)), (2, 6)),
        (box(10, -1, 12, 1), (2,)),
        (box(10, 10, 12, 12), (3,)),
        (box(-12, -12, -10, -10), (7,)),
        (box(-1, -12, 1, -10), (0,)),
    ],
)
def test_directions_of_simple_shapes(there: MultiPolygon, expected: tuple[int, ...]) -> None:
    met = {i for i, ray in enumerate(rays((0, 0), 100)) if there.intersects(LineString(ray))}
    middle = eighth_of(there.centroid.x, there.centroid.y)
    assert directions(met, middle) == expected


@pytest.mark.parametrize(
    ("point", "part"),
    [((50, 30), None), ((60, 35), None), ((10, 30), 6), ((90, 5), 1), ((50, 59), 4), ((95, 55), 3), ((34, 30), None)],
)
def test_parts_of_a_frame(point: tuple[float, float], part: int | None) -> None:
    assert place_in_frame(point, Frame(0, 0, 100, 60)) == part
