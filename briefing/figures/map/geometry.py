"""The map projection, spherical caps and upright boxes. Degrees on the globe, millimetres on paper."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

EARTH_KM = 6371.0
_LONGEST_EDGE_DEGREES = 2.0

XY = tuple[float, float]
LonLat = tuple[float, float]


@dataclass(frozen=True)
class Cap:
    """A circle on the globe: its centre and its radius, in degrees."""

    longitude: float
    latitude: float
    radius: float

    @property
    def centre(self) -> LonLat:
        """Return the centre's longitude and latitude."""
        return self.longitude, self.latitude

    def gap(self, other: Cap) -> float:
        """Return the degrees between the edges of two caps, negative where they overlap."""
        return angle(self.centre, other.centre) - self.radius - other.radius


def angle(a: LonLat, b: LonLat) -> float:
    """Return the angle between two places, in degrees."""
    (la, pa), (lb, pb) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((pb - pa) / 2) ** 2 + math.cos(pa) * math.cos(pb) * math.sin((lb - la) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(half))))


def middle_of(places: Sequence[LonLat]) -> LonLat:
    """Return the middle of some places on the globe, wherever the antimeridian runs."""
    turns = [(math.radians(longitude), math.radians(latitude)) for longitude, latitude in places]
    x = math.fsum(math.cos(p) * math.cos(t) for t, p in turns)
    y = math.fsum(math.cos(p) * math.sin(t) for t, p in turns)
    z = math.fsum(math.sin(p) for _, p in turns)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def circle_about(centre: LonLat, radius_km: float) -> list[LonLat]:
    """Return points all as far from a place on the globe, the first again at the end."""
    l0, p0 = (math.radians(degrees) for degrees in centre)
    reach, points = radius_km / EARTH_KM, []
    for turn in (math.radians(2 * step) for step in range(181)):
        sine = math.sin(p0) * math.cos(reach) + math.cos(p0) * math.sin(reach) * math.cos(turn)
        east = math.sin(turn) * math.sin(reach) * math.cos(p0)
        longitude = l0 + math.atan2(east, math.cos(reach) - math.sin(p0) * sine)
        points.append(((math.degrees(longitude) + 180) % 360 - 180, math.degrees(math.asin(max(-1.0, min(1.0, sine))))))
    return points


def distance_km(a: LonLat, b: LonLat) -> float:
    """Return the distance between two places on the globe."""
    return math.radians(angle(a, b)) * EARTH_KM


def equal_area(centre: LonLat) -> Callable[[LonLat], XY]:
    """Return Lambert's azimuthal equal-area projection about a centre: kilometres east and south of it.

    Source: Snyder, Map Projections: A Working Manual (USGS 1395, 1987), pages 185 to 187.
    """
    l0, p0 = (math.radians(degrees) for degrees in centre)
    sin0, cos0 = math.sin(p0), math.cos(p0)

    def project(place: LonLat) -> XY:
        longitude, latitude = math.radians(place[0]) - l0, math.radians(place[1])
        sin, cos = math.sin(latitude), math.cos(latitude)
        across = cos * math.cos(longitude)
        k = EARTH_KM * math.sqrt(2 / max(1 + sin0 * sin + cos0 * across, 1e-9))
        return k * cos * math.sin(longitude), -k * (cos0 * sin - sin0 * across)

    return project


def inverse_equal_area(centre: LonLat, point: XY) -> LonLat:
    """Return the place that is projected to a point, in kilometres east and south of the centre."""
    l0, p0 = (math.radians(degrees) for degrees in centre)
    x, y = point[0] / EARTH_KM, -point[1] / EARTH_KM
    rho = math.hypot(x, y)
    if rho == 0:
        return centre
    c = 2 * math.asin(min(1.0, rho / 2))
    latitude = math.asin(math.cos(c) * math.sin(p0) + y * math.sin(c) * math.cos(p0) / rho)
    longitude = l0 + math.atan2(x * math.sin(c), rho * math.cos(p0) * math.cos(c) - y * math.sin(p0) * math.sin(c))
    return (math.degrees(longitude) + 180) % 360 - 180, math.degrees(latitude)


def densify(line: Sequence[LonLat]) -> list[LonLat]:
    """Add points to long edges, so that they follow their parallel when projected; take the short way round the globe."""
    points = list(line[:1])
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        dx, dy = (x1 - x0 + 180) % 360 - 180, y1 - y0
        pieces = max(1, math.ceil(max(abs(dx), abs(dy)) / _LONGEST_EDGE_DEGREES))
        points += [(x0 + dx * i / pieces, y0 + dy * i / pieces) for i in range(1, pieces + 1)]
    return points


class Box(NamedTuple):
    """An upright rectangle, in millimetres from the top left; its fields are in the order of a shape's bounds."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the distance from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> XY:
        """Return the centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def encloses(self, box: Box) -> bool:
        """Tell whether a box lies wholly inside."""
        return self.left <= box.left and self.top <= box.top and box.right <= self.right and box.bottom <= self.bottom

    def overlaps(self, box: Box) -> bool:
        """Tell whether two boxes share any area."""
        return self.left < box.right and box.left < self.right and self.top < box.bottom and box.top < self.bottom

    def grown(self, by: float) -> Box:
        """Return the rectangle with its sides moved outward."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def box_around(point: XY, size: float) -> Box:
    """Return the square of a size about a point."""
    return Box(*point, *point).grown(size / 2)


def boxes_along(line: Sequence[XY], size: float) -> list[Box]:
    """Return squares of a size that cover a line."""
    boxes = []
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / size))
        boxes += [box_around((x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps), size) for i in range(steps + 1)]
    return boxes
