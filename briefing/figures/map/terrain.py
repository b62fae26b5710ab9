"""The part of the world that a map shows, projected to millimetres and cut to a frame.

This is where map shapes meet shapely; it is imported only when a map is drawn.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely
import shapely.ops
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

from briefing.figures.map.geometry import XY, Box, LonLat, densify
from briefing.figures.map.outlines import OutlinePolygon, Outlines, unsigned
from briefing.figures.map.view import MapView

_TOLERANCE_MM = 0.05  # how far a simplified line may be from the exact one: less than is visible in print
_SMALLEST_MM = 0.4  # nor is smaller land visible
_ISLET_MM = 0.8  # a name may cover smaller islands
_ROW_MM = 0.8

Span = tuple[float, float]
"""The left and the right end of a stretch, in millimetres."""


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

    def joined(self, codes: Collection[str]) -> MultiPolygon:
        """Return the shape of some countries together."""
        if len(codes) == 1:
            return self.shape(next(iter(codes)))
        return _union([self.shape(iso3) for iso3 in codes])

    def rings(self, codes: Iterable[str]) -> list[list[XY]]:
        """Return the rings of some countries, holes running the other way."""
        polygons = (polygon for iso3 in codes for polygon in shapely.orient_polygons(self.shapes[iso3]).geoms)
        return [_points(ring)[:-1] for p in polygons for ring in (p.exterior, *p.interiors)]

    def encloses(self, codes: Collection[str], box: Box) -> bool:
        """Tell whether a box lies wholly on the land of one of some countries."""
        return any(self.shape(iso3).contains(shapely.box(*box)) for iso3 in codes)

    def met_by(self, iso3: str, lines: Sequence[Sequence[XY]]) -> set[int]:
        """Return the numbers of the lines that meet a country's land."""
        shape = self.shape(iso3)
        shapely.prepare(shape)
        return set(shapely.intersects(shape, shapely.linestrings(lines)).nonzero()[0].tolist())

    def middle(self, codes: Collection[str]) -> XY | None:
        """Return the middle of some countries: on their land or in the sea; None where the map does not show them."""
        own = self.joined(codes)
        if own.is_empty:
            return None
        middle = own.centroid
        if any(shape.contains(middle) for code, shape in self.shapes.items() if code not in codes):
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


def survey(outlines: Outlines, view: MapView, focus: Collection[str]) -> Terrain:
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
        if not shape.is_empty and (polygon.iso3 in focus or _size(shape) >= _SMALLEST_MM):
            parts[polygon.iso3].append(shape)
            drawn |= used
    lines: dict[str, list[list[XY]]] = {"coast": [], "border": [], "inner": []}
    for index in sorted(drawn):
        line = shapely.MultiLineString([run for run in arcs[index] if len(run) > 1])
        cut = shapely.get_parts(shapely.clip_by_rect(line, *view.frame))
        lines[outlines.kind(index)] += [_points(line) for line in cut]
    return Terrain({iso3: _union(shapes) for iso3, shapes in parts.items()}, lines["coast"], lines["border"])


def clip_lines(lines: Iterable[Sequence[XY]], frame: Box) -> list[list[XY]]:
    """Return what is inside a frame of some lines."""
    whole = shapely.MultiLineString([line for line in lines if len(line) > 1])
    parts = shapely.get_parts(shapely.clip_by_rect(whole, *frame))
    return [_points(part) for part in parts if not part.is_empty]


def meets_lines(lines: Sequence[Sequence[XY]], box: Box) -> bool:
    """Tell whether any of some lines crosses a box."""
    return bool(shapely.intersects(shapely.MultiLineString(lines), shapely.box(*box)))


def clip_rings(rings: Iterable[Sequence[XY]], inside: Sequence[XY]) -> list[list[XY]]:
    """Return what is inside a closed outline of some rings, as rings."""
    outline, clipped = shapely.polygons(inside), []
    for ring in (ring for ring in rings if len(ring) > 2):
        shape = shapely.polygons(ring)
        cut = shapely.intersection(shape if shape.is_valid else shape.buffer(0), outline)
        clipped += [
            _points(p.exterior)[:-1] for p in shapely.get_parts(cut) if p.geom_type == "Polygon" and not p.is_empty
        ]
    return clipped


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
