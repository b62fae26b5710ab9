"""Plane and sphere: the projection of a map, and cutting shapes to its frame. Millimetres on paper, degrees on the globe."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

EARTH_KM = 6371.0
_LONGEST_DEGREES = 2.0  # a longer straight edge is bent to follow the globe

Spot = tuple[float, float]
LonLat = tuple[float, float]


@dataclass(frozen=True)
class Cap:
    """A circle on the globe: its centre and its radius, in degrees."""

    longitude: float
    latitude: float
    radius: float

    def gap(self, other: Cap) -> float:
        """Return the degrees between the edges of two caps, negative where they overlap."""
        return angle((self.longitude, self.latitude), (other.longitude, other.latitude)) - self.radius - other.radius


def angle(a: LonLat, b: LonLat) -> float:
    """Return the angle between two places, in degrees."""
    (la, pa), (lb, pb) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((pb - pa) / 2) ** 2 + math.cos(pa) * math.cos(pb) * math.sin((lb - la) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(half))))


def equal_area(centre: LonLat) -> Callable[[LonLat], Spot]:
    """Return Lambert's azimuthal equal-area projection about a centre: kilometres east and south of it."""
    l0, p0 = (math.radians(degrees) for degrees in centre)
    sin0, cos0 = math.sin(p0), math.cos(p0)

    def project(place: LonLat) -> Spot:
        longitude, latitude = math.radians(place[0]) - l0, math.radians(place[1])
        sin, cos = math.sin(latitude), math.cos(latitude)
        across = cos * math.cos(longitude)
        k = EARTH_KM * math.sqrt(2 / max(1 + sin0 * sin + cos0 * across, 1e-9))
        return k * cos * math.sin(longitude), -k * (cos0 * sin - sin0 * across)

    return project


def inverse_equal_area(centre: LonLat, spot: Spot) -> LonLat:
    """Return the place that is projected to a spot, in kilometres east and south of the centre."""
    l0, p0 = (math.radians(degrees) for degrees in centre)
    x, y = spot[0] / EARTH_KM, -spot[1] / EARTH_KM
    rho = math.hypot(x, y)
    if rho == 0:
        return centre
    c = 2 * math.asin(min(1.0, rho / 2))
    latitude = math.asin(math.cos(c) * math.sin(p0) + y * math.sin(c) * math.cos(p0) / rho)
    longitude = l0 + math.atan2(x * math.sin(c), rho * math.cos(p0) * math.cos(c) - y * math.sin(p0) * math.sin(c))
    return (math.degrees(longitude) + 180) % 360 - 180, math.degrees(latitude)


def bent(line: Sequence[LonLat]) -> list[LonLat]:
    """Add points to long edges, so that they follow their parallel when projected; the short way round the globe."""
    points = list(line[:1])
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        dx, dy = (x1 - x0 + 180) % 360 - 180, y1 - y0
        pieces = max(1, math.ceil(max(abs(dx), abs(dy)) / _LONGEST_DEGREES))
        points += [(x0 + dx * i / pieces, y0 + dy * i / pieces) for i in range(1, pieces + 1)]
    return points


@dataclass(frozen=True)
class Frame:
    """An upright rectangle: what is outside it is cut off."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, box: Frame) -> bool:
        """Tell whether a box lies wholly inside."""
        return self.left <= box.left and self.top <= box.top and box.right <= self.right and box.bottom <= self.bottom

    def meets(self, box: Frame) -> bool:
        """Tell whether two boxes share any area."""
        return self.left < box.right and box.left < self.right and self.top < box.bottom and box.top < self.bottom

    def grown(self, by: float) -> Frame:
        """Return the rectangle with its sides moved outward."""
        return Frame(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def cut_ring(self, ring: Sequence[Spot]) -> list[Spot]:
        """Cut a closed ring to the frame (Sutherland and Hodgman); empty where it lies outside."""
        points = list(ring)
        for axis, limit, sign in ((0, self.left, 1), (0, self.right, -1), (1, self.top, 1), (1, self.bottom, -1)):
            kept: list[Spot] = []
            for a, b in zip(points[-1:] + points[:-1], points, strict=True):
                in_a, in_b = (a[axis] - limit) * sign >= 0, (b[axis] - limit) * sign >= 0
                if in_a != in_b:
                    t = (limit - a[axis]) / (b[axis] - a[axis])
                    kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
                if in_b:
                    kept.append(b)
            points = kept
            if not points:
                return []
        return points

    def cut_line(self, line: Sequence[Spot]) -> list[list[Spot]]:
        """Cut an open line to the frame: the runs of it inside (Liang and Barsky, edge by edge)."""
        runs: list[list[Spot]] = []
        for a, b in itertools.pairwise(line):
            piece = self._cut_edge(a, b)
            if piece is None:
                continue
            if runs and runs[-1][-1] == piece[0]:
                runs[-1].append(piece[1])
            else:
                runs.append(list(piece))
        return runs

    def _cut_edge(self, a: Spot, b: Spot) -> tuple[Spot, Spot] | None:
        dx, dy = b[0] - a[0], b[1] - a[1]
        t0, t1 = 0.0, 1.0
        sides = ((-dx, a[0] - self.left), (dx, self.right - a[0]), (-dy, a[1] - self.top), (dy, self.bottom - a[1]))
        for p, q in sides:
            if p == 0:
                if q < 0:
                    return None
            elif p < 0:
                t0 = max(t0, q / p)
            else:
                t1 = min(t1, q / p)
        if t0 > t1:
            return None
        start = a if t0 == 0 else (a[0] + t0 * dx, a[1] + t0 * dy)
        end = b if t1 == 1 else (a[0] + t1 * dx, a[1] + t1 * dy)
        return start, end


def centroid(rings: Sequence[Sequence[Spot]]) -> Spot:
    """Return the middle of a shape's area, holes running the other way; of its points where it has no area."""
    area = x = y = 0.0
    for ring in rings:
        for (x0, y0), (x1, y1) in zip([ring[-1], *ring[:-1]], ring, strict=True):
            cross = x0 * y1 - x1 * y0
            area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) > 1e-9:
        return x / area / 3, y / area / 3
    spots = [spot for ring in rings for spot in ring]
    return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


def thinned(line: Sequence[Spot], nearest: float) -> list[Spot]:
    """Drop points nearer to the last kept one than can be seen; the first and the last stay."""
    kept = list(line[:1])
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= nearest:
            kept.append(point)
    return kept + list(line[-1:]) if len(line) > 1 else kept


class Spans:
    """Where a shape is, row by row: what lies inside it from left to right, at every `step` of height in a frame."""

    def __init__(self, rings: Iterable[Sequence[Spot]], frame: Frame, step: float = 0.8) -> None:
        self._top, self._step = frame.top, step
        count = int((frame.bottom - frame.top) / step) + 1
        crossings: list[list[float]] = [[] for _ in range(count)]
        for ring in rings:
            for (x0, y0), (x1, y1) in zip([ring[-1], *ring[:-1]], ring, strict=True):
                low, high = min(y0, y1), max(y0, y1)
                first = max(0, math.ceil((low - frame.top) / step))
                for row in range(first, min(count, math.ceil((high - frame.top) / step))):
                    y = frame.top + row * step
                    crossings[row].append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
        self._rows: list[list[Spot]] = []
        for xs in crossings:
            xs.sort()
            self._rows.append(list(zip(xs[::2], xs[1::2], strict=False)))

    def rows(self) -> Iterable[tuple[float, list[Spot]]]:
        """Return each row's height and what is inside along it."""
        return ((self._top + i * self._step, row) for i, row in enumerate(self._rows) if row)

    def room(self, box: Frame) -> float:
        """Return how far a box could be shifted sideways within the shape; negative where it does not lie inside."""
        return min(
            (
                max((min(box.left - a, b - box.right) for a, b in row), default=-1.0)
                for row in self._between(box.top, box.bottom)
            ),
            default=-1.0,
        )

    def touches(self, box: Frame) -> bool:
        """Tell whether any of the shape is inside a box."""
        return any(a < box.right and box.left < b for row in self._between(box.top, box.bottom) for a, b in row)

    def _between(self, top: float, bottom: float) -> list[list[Spot]]:
        first = math.floor((top - self._top) / self._step)
        last = math.ceil((bottom - self._top) / self._step)
        return [self._rows[i] if 0 <= i < len(self._rows) else [] for i in range(first, last + 1)]
