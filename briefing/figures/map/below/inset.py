"""A small globe that shows where in the world a map is."""

from __future__ import annotations

import math

from briefing.figures.canvas import Canvas
from briefing.figures.map.geometry import EARTH_KM, XY, Cap, LonLat, equal_area, inverse_equal_area
from briefing.figures.map.outlines import OutlinePolygon, Outlines
from briefing.figures.map.shown import LocatorMap
from briefing.figures.map.terrain import clip_rings
from briefing.figures.style import mix

GLOBE_MM = 19.0
_HALF = 90.0
_LARGER_DEGREES = 1.2
_EVERY = 6
"""Of so many points of an outline one is drawn: the globe is small."""
_LEAST_FRAME_MM = 1.4


def draw_globe(canvas: Canvas, shown: LocatorMap, centre: XY) -> None:
    """Draw the half of the globe about the map's middle, and the map's frame on it."""
    style, view = shown.request.style, shown.view
    middle = view.cap.centre
    project = equal_area(middle)
    mm_per_km = GLOBE_MM / 2 / (2 * EARTH_KM * math.sin(math.radians(_HALF) / 2))

    def to_mm(place: LonLat) -> XY:
        x, y = project(place)
        return centre[0] + x * mm_per_km, centre[1] + y * mm_per_km

    turns = [math.radians(step * 4) for step in range(90)]
    disc = [(centre[0] + math.sin(t) * GLOBE_MM / 2, centre[1] - math.cos(t) * GLOBE_MM / 2) for t in turns]
    land = [
        [to_mm(p) for p in _coarse_ring(shown.request.outlines, one)] for one in _half(shown.request.outlines, middle)
    ]
    canvas.area([disc], style.paper, style.faint, 0.5)
    canvas.area(clip_rings(land, disc), mix(style.tint, style.faint, 0.7))
    frame = view.frame
    corners = [
        (frame.left, frame.top),
        (frame.right, frame.top),
        (frame.right, frame.bottom),
        (frame.left, frame.bottom),
    ]
    x0, y0 = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    places = [inverse_equal_area(middle, ((x - x0) / view.mm_per_km, (y - y0) / view.mm_per_km)) for x, y in corners]
    box = [to_mm(place) for place in places]
    if max(abs(x - centre[0]) for x, _ in box) * 2 < _LEAST_FRAME_MM:
        canvas.area(
            [[(centre[0] + x, centre[1] + y) for x, y in ((-0.7, -0.6), (0.7, -0.6), (0.7, 0.6), (-0.7, 0.6))]],
            style.accent,
        )
    else:
        canvas.line([*box, box[0]], style.accent, 1.0)


def _half(outlines: Outlines, middle: LonLat) -> list[OutlinePolygon]:
    near = Cap(*middle, _HALF)
    return [p for p in outlines.polygons if p.cap.radius >= _LARGER_DEGREES and p.cap.gap(near) < 0]


def _coarse_ring(outlines: Outlines, polygon: OutlinePolygon) -> list[LonLat]:
    points = outlines.ring(polygon.rings[0])
    return points[::_EVERY] if len(points) > 12 * _EVERY else points
