"""The part of the world that a map shows: what is home and what lies about it, projected to millimetres and cut to a frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.figures.map.geometry import (
    EARTH_KM,
    Cap,
    Frame,
    LonLat,
    Spot,
    angle,
    bent,
    equal_area,
    inverse_equal_area,
    thinned,
)
from briefing.figures.map.outlines import Outlines, Place, Polygon, either_way

TALLEST_MM = 140.0
_NEAREST_MM = 0.18  # points nearer to each other are not told apart in print
_SMALLEST_MM = 0.3  # nor is land smaller than this seen
_LEAST_ABOUT_KM = 250.0
_ISLANDS_DEGREES = 6.0
_LARGER_DEGREES = 0.5
_FARTHEST_DEGREES = 22.0


@dataclass(frozen=True)
class View:
    """What part of the globe is shown, and how: places to millimetres on the sheet."""

    centre: LonLat
    reach_degrees: float
    mm_a_km: float
    frame: Frame
    to_mm: Callable[[LonLat], Spot]


@dataclass(frozen=True)
class Terrain:
    """What is drawn of the world: each country's rings, and the lines between land and sea and between countries."""

    rings: dict[str, list[list[Spot]]]
    coasts: list[list[Spot]]
    borders: list[list[Spot]]


def home_of(pieces: Sequence[Polygon]) -> list[Polygon]:
    """Return the largest polygon and those that lie about it: territories an ocean away are not the country's place."""
    home, rest = [pieces[0]], list(pieces[1:])
    while near := [p for p in rest if any(p.cap.gap(h.cap) < _ISLANDS_DEGREES for h in home)]:
        home += near
        rest = [p for p in rest if p not in near]
    return home


def frame_view(
    outlines: Outlines, home: Sequence[Polygon], places: Sequence[Place], *, width_mm: float, margin: float
) -> View:
    """Fit home, the marked places and what lies about it into a frame; `margin` is a share of its larger side.

    Islands without a neighbour are shown with the nearest larger land, so that the map says where in the sea they are.
    """
    points = [point for p in home for point in (*outlines.ring(p.rings[0]), (p.cap.longitude, p.cap.latitude))]
    points += [(place.longitude, place.latitude) for place in places]
    if not outlines.neighbours(home):
        points += _nearest_land(outlines, home)
    centre = (home[0].cap.longitude, home[0].cap.latitude)
    for _ in range(2):  # the second time about the true middle, where the projection bends least
        project = equal_area(centre)
        xs, ys = zip(*(project(point) for point in points), strict=True)
        wide, tall = max(xs) - min(xs), max(ys) - min(ys)
        centre = inverse_equal_area(centre, ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
    about = max(max(wide, tall) * margin, _LEAST_ABOUT_KM)
    wide, tall = wide + 2 * about, tall + 2 * about
    return _view(centre, wide, tall, width_mm)


def _view(centre: LonLat, wide_km: float, tall_km: float, width_mm: float) -> View:
    shape = min(max(tall_km / wide_km, 0.6), 0.9, TALLEST_MM / width_mm)
    height_mm = width_mm * shape
    mm_a_km = min(width_mm / wide_km, height_mm / tall_km)
    project = equal_area(centre)

    def to_mm(place: LonLat) -> Spot:
        x, y = project(place)
        return width_mm / 2 + x * mm_a_km, height_mm / 2 + y * mm_a_km

    half_km = math.hypot(width_mm, height_mm) / 2 / mm_a_km
    reach = math.degrees(2 * math.asin(min(1.0, half_km / EARTH_KM / 2)))
    return View(centre, reach, mm_a_km, Frame(0.2, 0.2, width_mm - 0.2, height_mm - 0.2), to_mm)


def _nearest_land(outlines: Outlines, home: Sequence[Polygon]) -> list[LonLat]:
    """Return the nearest point of the nearest larger land, unless that is too far to be shown."""
    here = home[0].cap
    others = [p for p in outlines.polygons if p.iso3 != home[0].iso3 and p.cap.radius >= _LARGER_DEGREES]
    nearest = min(others, key=lambda p: p.cap.gap(here))
    middle = (here.longitude, here.latitude)
    point = min(outlines.ring(nearest.rings[0]), key=lambda place: angle(middle, place))
    return [point] if angle(middle, point) < _FARTHEST_DEGREES else []


def survey(outlines: Outlines, view: View, focus: str) -> Terrain:
    """Project and cut every polygon that reaches into the frame; islands too small to be seen are left out."""
    about = Cap(*view.centre, view.reach_degrees)
    terrain = Terrain({}, [], [])
    arcs: dict[int, list[list[Spot]]] = {}  # projected once, in the runs that may be drawn as lines
    seen: set[int] = set()
    for polygon in outlines.polygons:
        if polygon.cap.gap(about) > 0:
            continue
        used = {either_way(index) for ring in polygon.rings for index in ring}
        for index in used - arcs.keys():
            arcs[index] = [[view.to_mm(place) for place in run] for run in _without_cuts(bent(outlines.arc(index)))]
        rings = [thinned(view.frame.cut_ring(_joined(ring, arcs)), _NEAREST_MM) for ring in polygon.rings]
        rings = [ring for ring in rings if len(ring) > 2]
        if rings and (polygon.iso3 == focus or any(_is_seen(ring) for ring in rings)):
            terrain.rings.setdefault(polygon.iso3, []).extend(rings)
            seen |= used
    for index in sorted(index for index in seen if not outlines.inner(index)):
        pieces = [thinned(piece, _NEAREST_MM) for run in arcs[index] for piece in view.frame.cut_line(run)]
        (terrain.borders if outlines.shared(index) else terrain.coasts).extend(pieces)
    return terrain


def _joined(ring: Sequence[int], arcs: dict[int, list[list[Spot]]]) -> list[Spot]:
    """Join a ring's arcs; the first point is not repeated."""
    points: list[Spot] = []
    for index in ring:
        arc = [spot for run in arcs[either_way(index)] for spot in run]
        points += (arc if index >= 0 else arc[::-1])[:-1]
    return points


def _is_seen(ring: Sequence[Spot]) -> bool:
    xs, ys = zip(*ring, strict=True)
    return bool(max(max(xs) - min(xs), max(ys) - min(ys)) >= _SMALLEST_MM)


def _without_cuts(arc: Sequence[LonLat]) -> list[list[LonLat]]:
    """Split an arc where it runs along the antimeridian or round the pole: a polygon is cut there, but no line is drawn."""
    runs: list[list[LonLat]] = [[]]
    for point in arc:
        last = runs[-1][-1] if runs[-1] else None
        if last and ((abs(last[0]) >= 180 and abs(point[0]) >= 180) or (last[1] <= -89.9 and point[1] <= -89.9)):
            runs.append([])
        runs[-1].append(point)
    return runs
