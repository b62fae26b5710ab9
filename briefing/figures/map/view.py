"""Which part of the globe a map shows, and how it is projected to millimetres on paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.figures.map.geometry import (
    EARTH_KM,
    XY,
    Box,
    Cap,
    LonLat,
    angle,
    densify,
    equal_area,
    inverse_equal_area,
    middle_of,
)
from briefing.figures.map.outlines import OutlinePolygon, Outlines, mainland
from briefing.figures.map.request import Extent, MarkedPlace

TALLEST_MM = 140.0
WIDEST_DEGREES = 125.0
"""How far the corners of a map may be from its middle: beyond that no outline looks like itself."""

_LEAST_MARGIN_KM = 250.0
_COUNTRIES_MARGIN = 0.04
_LEAST_KM = 20.0
_LARGER_DEGREES = 0.5
_FARTHEST_DEGREES = 22.0


@dataclass(frozen=True)
class MapView:
    """The part of the globe that is shown: a cap about it, and `to_mm`, which takes places to millimetres on the canvas."""

    cap: Cap
    mm_per_km: float
    frame: Box
    to_mm: Callable[[LonLat], XY]


def fit_view(
    outlines: Outlines,
    home: Sequence[OutlinePolygon],
    places: Sequence[MarkedPlace],
    *,
    width_mm: float,
    margin: float,
    also: Sequence[LonLat] = (),
) -> MapView:
    """Fit home, the marked places, `also` other points and their surroundings into a frame; `margin` is a share of its side.

    Islands without a neighbour are shown with the nearest larger land, so that the map says where in the sea they are.
    """
    points = [point for p in home for point in (*outlines.ring(p.rings[0]), p.cap.centre)]
    points += [(place.longitude, place.latitude) for place in places]
    points += also
    if not outlines.neighbours(home):
        points += _nearest_land(outlines, home)
    first = home[0].cap.centre if len({p.iso3 for p in home}) == 1 else middle_of([p.cap.centre for p in home])
    centre, box = _box_about(points, first)
    margin_km = max(max(box.width, box.height) * margin, _LEAST_MARGIN_KM)
    return _view(centre, box.grown(margin_km), width_mm)


def fit_extent(outlines: Outlines, extent: Extent, points: Sequence[LonLat], *, width_mm: float) -> MapView:
    """Fit an extent into a frame: `points` are what the map marks, which countries and a margin are widened by."""
    shown = list(points) if not extent.box else _edges(*extent.box)
    for iso3 in extent.countries:
        if own := outlines.of(iso3):
            shown += [point for p in mainland(own) for point in (*outlines.ring(p.rings[0]), p.cap.centre)]
    centre, box = _box_about(shown, middle_of(shown))
    side = max(box.width, box.height)
    margin_km = 0.0 if extent.box else extent.margin_km or max(side * _COUNTRIES_MARGIN, _LEAST_KM)
    return _view(centre, box.grown(max(margin_km, (_LEAST_KM - side) / 2)), width_mm)


def _box_about(points: Sequence[LonLat], centre: LonLat) -> tuple[LonLat, Box]:
    """Return the middle of some points and their box about it, in km."""
    for _ in range(2):  # the second time about the true middle, where the projection distorts least
        project = equal_area(centre)
        xs, ys = zip(*(project(point) for point in points), strict=True)
        extent = Box(min(xs), min(ys), max(xs), max(ys))
        centre = inverse_equal_area(centre, extent.middle)
    return centre, extent


def _edges(west: float, south: float, east: float, north: float) -> list[LonLat]:
    """Return points along the edges of a box, which may cross the antimeridian."""
    right = west + (east - west) % 360
    middle = (west + right) / 2  # the short way round is taken from point to point
    return densify(
        [(west, south), (middle, south), (right, south), (right, north), (middle, north), (west, north), (west, south)]
    )


def _view(centre: LonLat, extent_km: Box, width_mm: float) -> MapView:
    height_mm = width_mm * min(max(extent_km.height / extent_km.width, 0.6), 0.9, TALLEST_MM / width_mm)
    mm_per_km = min(width_mm / extent_km.width, height_mm / extent_km.height)
    project = equal_area(centre)

    def to_mm(place: LonLat) -> XY:
        x, y = project(place)
        return width_mm / 2 + x * mm_per_km, height_mm / 2 + y * mm_per_km

    half_km = math.hypot(width_mm, height_mm) / 2 / mm_per_km
    reach = math.degrees(2 * math.asin(min(1.0, half_km / EARTH_KM / 2)))
    return MapView(Cap(*centre, reach), mm_per_km, Box(0, 0, width_mm, height_mm).grown(-0.2), to_mm)


def _nearest_land(outlines: Outlines, home: Sequence[OutlinePolygon]) -> list[LonLat]:
    """Return the nearest point of the nearest larger land, unless that is too far to be shown."""
    here = home[0].cap
    others = [p for p in outlines.polygons if p.iso3 != home[0].iso3 and p.cap.radius >= _LARGER_DEGREES]
    nearest = min(others, key=lambda p: p.cap.gap(here))
    point = min(outlines.ring(nearest.rings[0]), key=lambda place: angle(here.centre, place))
    return [point] if angle(here.centre, point) < _FARTHEST_DEGREES else []
