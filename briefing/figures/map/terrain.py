"""The part of the world that a map shows, projected to millimetres and cut to a frame.

This is where map shapes meet shapely; it is imported only when a map is drawn.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely
import shapely.ops
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

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
)
from briefing.figures.map.outlines import OutlinePolygon, Outlines, unsigned
from briefing.figures.map.request import MarkedPlace

TALLEST_MM = 140.0
_TOLERANCE_MM = 0.05  # how far a simplified line may be from the exact one: less than is visible in print
_SMALLEST_MM = 0.4  # nor is smaller land visible
_ISLET_MM = 0.8  # a name may cover smaller islands
_LEAST_MARGIN_KM = 250.0
_LARGER_DEGREES = 0.5
_FARTHEST_DEGREES = 22.0
_ROW_MM = 0.8

Span = tuple[float, float]
"""The left and the right end of a stretch, in millimetres."""


@dataclass(frozen=True)
class MapView:
    """The part of the globe that is shown: a cap about it, and `to_mm`, which takes places to millimetres on the canvas."""

    cap: Cap
    mm_per_km: float
    frame: Box
    to_mm: Callable[[LonLat], XY]


class ScanRows:
    """What is inside a shape from left to right, along a line at every 0.8 mm of height in a frame."""

    def __init__(self, shape: MultiPolygon, frame: Box) -> None:
        self._top = frame.top
        count = int(frame.height / _ROW_MM) + 1
        heights = [frame.top + row * _ROW_MM for row in range(count)]
        lines = shapely.multilinestrings(shapely.linestrings([((frame.left, y), (frame.right, y)) for y in heights]))
        self._rows: list[list[Span]] = [[] for _ in heights]
        parts = shapely.get_parts(shapely.intersection(shape, lines))
        for left, y, right, _ in shapely.bounds(parts[~shapely.is_empty(parts)]).tolist():
            self._rows[round((y - frame.top) / _ROW_MM)].append((left, right))

    def __iter__(self) -> Iterator[tuple[float, list[Span]]]:
        """Return each row's height and what is inside along it."""
        return ((self._top + i * _ROW_MM, row) for i, row in enumerate(self._rows) if row)

    def slack(self, box: Box) -> float:
        """Return how far a box could be shifted sideways within the shape; negative where it is not inside."""
        first = math.floor((box.top - self._top) / _ROW_MM)
        last = math.ceil((box.bottom - self._top) / _ROW_MM)
        if first < 0 or last >= len(self._rows):
            return -1.0
        rows = self._rows[first : last + 1]
        return min(max((min(box.left - a, b - box.right) for a, b in row), default=-1.0) for row in rows)


@dataclass(frozen=True)
class Terrain:
    """What is drawn of the world: each country's shape, and the lines between land and sea and between countries."""

    shapes: Mapping[str, MultiPolygon]
    coasts: Sequence[Sequence[XY]]
    borders: Sequence[Sequence[XY]]

    def shape(self, iso3: str) -> MultiPolygon:
        """Return a country's shape, empty where the map does not show it."""
        return self.shapes.get(iso3, MultiPolygon())

    def rings(self, codes: Iterable[str]) -> list[list[XY]]:
        """Return the rings of some countries, holes running the other way."""
        polygons = (polygon for iso3 in codes for polygon in shapely.orient_polygons(self.shapes[iso3]).geoms)
        return [_points(ring)[:-1] for p in polygons for ring in (p.exterior, *p.interiors)]

    def encloses(self, iso3: str, box: Box) -> bool:
        """Tell whether a box lies wholly on a country's land."""
        return self.shape(iso3).contains(shapely.box(*box))

    def met_by(self, iso3: str, lines: Sequence[Sequence[XY]]) -> set[int]:
        """Return the numbers of the lines that meet a country's land."""
        shape = self.shape(iso3)
        shapely.prepare(shape)
        return set(shapely.intersects(shape, shapely.linestrings(lines)).nonzero()[0].tolist())

    def middle(self, iso3: str) -> XY | None:
        """Return the middle of a country: on its own land or in the sea; None where the map does not show it."""
        own = self.shape(iso3)
        if own.is_empty:
            return None
        middle = own.centroid
        if any(shape.contains(middle) for code, shape in self.shapes.items() if code != iso3):
            middle = shapely.ops.nearest_points(own, middle)[0]
        return middle.x, middle.y

    def distance_mm(self, iso3: str, box: Box) -> float:
        """Return how far a box is from a country's land."""
        return self.shape(iso3).distance(shapely.box(*box))

    def line_between(self, iso3: str, box: Box) -> list[XY]:
        """Return the shortest line from a box to a country's land; empty where the map shows none of it."""
        shape = self.shape(iso3)
        if shape.is_empty:
            return []
        return [(point.x, point.y) for point in shapely.ops.nearest_points(shapely.box(*box), shape)]

    def countries_in(self, box: Box) -> set[str]:
        """Return the codes of the countries with land inside a box, islets left out."""
        codes, tree = self._larger_parts
        return {codes[i] for i in tree.query(shapely.box(*box), predicate="intersects").tolist()}

    @cached_property
    def _larger_parts(self) -> tuple[list[str], STRtree]:
        parts = [
            (iso3, part) for iso3, shape in self.shapes.items() for part in shape.geoms if _size(part) >= _ISLET_MM
        ]
        return [iso3 for iso3, _ in parts], STRtree([part for _, part in parts])


def fit_view(
    outlines: Outlines, home: Sequence[OutlinePolygon], places: Sequence[MarkedPlace], *, width_mm: float, margin: float
) -> MapView:
    """Fit home, the marked places and their surroundings into a frame; `margin` is a share of its larger side.

    Islands without a neighbour are shown with the nearest larger land, so that the map says where in the sea they are.
    """
    points = [point for p in home for point in (*outlines.ring(p.rings[0]), p.cap.centre)]
    points += [(place.longitude, place.latitude) for place in places]
    if not outlines.neighbours(home):
        points += _nearest_land(outlines, home)
    centre = home[0].cap.centre
    for _ in range(2):  # the second time about the true middle, where the projection distorts least
        project = equal_area(centre)
        xs, ys = zip(*(project(point) for point in points), strict=True)
        extent = Box(min(xs), min(ys), max(xs), max(ys))
        centre = inverse_equal_area(centre, extent.middle)
    margin_km = max(max(extent.width, extent.height) * margin, _LEAST_MARGIN_KM)
    return _view(centre, extent.grown(margin_km), width_mm)


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


def survey(outlines: Outlines, view: MapView, focus: str) -> Terrain:
    """Project and cut every polygon that reaches into the frame; leave out islands too small to be seen."""
    arcs: dict[int, list[list[XY]]] = {}  # projected and simplified once, in the runs that may be drawn as lines
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    drawn: set[int] = set()
    for polygon in outlines.polygons:
        if polygon.cap.gap(view.cap) > 0:
            continue
        used = {unsigned(index) for ring in polygon.rings for index in ring}
        for index in used - arcs.keys():
            arcs[index] = [_project(run, view) for run in _split_at_cuts(densify(outlines.arc(index)))]
        shape = _cut_polygon(polygon, arcs, view.frame)
        if not shape.is_empty and (polygon.iso3 == focus or _size(shape) >= _SMALLEST_MM):
            parts[polygon.iso3].append(shape)
            drawn |= used
    lines: dict[str, list[list[XY]]] = {"coast": [], "border": [], "inner": []}
    for index in sorted(drawn):
        line = shapely.MultiLineString([run for run in arcs[index] if len(run) > 1])
        cut = shapely.get_parts(shapely.clip_by_rect(line, *view.frame))
        lines[outlines.kind(index)] += [_points(line) for line in cut]
    return Terrain({iso3: _union(shapes) for iso3, shapes in parts.items()}, lines["coast"], lines["border"])


def _project(run: Sequence[LonLat], view: MapView) -> list[XY]:
    points = [view.to_mm(place) for place in run]
    return _points(shapely.linestrings(points).simplify(_TOLERANCE_MM)) if len(points) > 2 else points


def _cut_polygon(polygon: OutlinePolygon, arcs: Mapping[int, list[list[XY]]], frame: Box) -> BaseGeometry:
    rings = [ring for ring in (_join(indices, arcs) for indices in polygon.rings) if len(ring) > 2]
    if not rings:
        return shapely.Polygon()
    holes = [shapely.linearrings(ring) for ring in rings[1:]]
    shape = shapely.polygons(rings[0], holes or None)
    # Generalised outlines of small islands cross themselves here and there. `clip_by_rect` would be faster than
    # `intersection`, but now and then it returns the rest of the frame instead of the shape.
    return shapely.intersection(shape if shape.is_valid else shape.buffer(0), shapely.box(*frame))


def _union(shapes: Sequence[BaseGeometry]) -> MultiPolygon:
    return MultiPolygon(shapely.get_parts(shapely.union_all(shapes)).tolist())


def _join(indices: Sequence[int], arcs: Mapping[int, list[list[XY]]]) -> list[XY]:
    """Join a ring's arcs; the first point is not repeated."""
    points: list[XY] = []
    for index in indices:
        arc = [point for run in arcs[unsigned(index)] for point in run]
        points += (arc if index >= 0 else arc[::-1])[:-1]
    return points


def _points(line: BaseGeometry) -> list[XY]:
    return [(x, y) for x, y in shapely.get_coordinates(line).tolist()]


def _size(shape: BaseGeometry) -> float:
    extent = Box(*shape.bounds)
    return max(extent.width, extent.height)


def _split_at_cuts(arc: Sequence[LonLat]) -> list[list[LonLat]]:
    """Split an arc where it runs along the antimeridian or round the pole: polygons are cut there, but no line is drawn."""
    runs: list[list[LonLat]] = [[]]
    for point in arc:
        last = runs[-1][-1] if runs[-1] else None
        if last and ((abs(last[0]) >= 180 and abs(point[0]) >= 180) or (last[1] <= -89.9 and point[1] <= -89.9)):
            runs.append([])
        runs[-1].append(point)
    return runs
